/**
 * When a goal would be reached at the pace of late. Model: a random walk with drift, the usual one for "the change of the
 * last points goes on": after a time h the value is last + pace·h, give or take z·σ·√(h + h²/T), T being the time the
 * pace was measured over. Source: Hyndman and Athanasopoulos, Forecasting, drift method and its intervals. Only sums,
 * products and square roots, so that the dates are the same on every machine.
 */
import {type Goal, goalSeries} from "./goal.ts";
import type {ResultSeries} from "./insight.ts";

/** Four of five outcomes of the model lie within the range: the 10 % and 90 % points of a normal distribution. */
const Z = 1.2816;
/** The pace is that of so many steps between points, and of no fewer than so many. */
export const MOST_STEPS = 12;
const LEAST_STEPS = 4;
/** Later than this is not a date. */
const HORIZON = 50 * 365.25 * 86_400_000;

/** How a series stands to its goal. Times are epoch ms; null: there is none within fifty years. */
export interface Projection {
  readonly label: string;
  readonly goal: Goal;
  /** Which way the values have to go. */
  readonly direction: "up" | "down";
  /** `stalled`: the pace is zero or leads away; `unknown`: see `reason`. */
  readonly state: "reached" | "underway" | "stalled" | "unknown";
  readonly reason: string;
  /** The last known value, and how much is missing to the goal. */
  readonly last: number;
  readonly lastAt: number;
  readonly toGo: number;
  /** Change per millisecond, and over how many steps it was measured. */
  readonly pace: number;
  readonly steps: number;
  readonly expected: number | null;
  readonly earliest: number | null;
  readonly latest: number | null;
}

/** How far a goal is, by the values of its series; null when the goal names no series that is there, or nothing is known. */
export function projectGoal(goal: Goal, series: readonly ResultSeries[], times: Float64Array): Projection | null {
  const one = goalSeries(goal, series);
  if (!one) return null;
  const known = Array.from(one.values, (value, i) => ({value, at: times[i]!, status: one.status[i]!})).filter(
    ({value}) => !Number.isNaN(value)
  );
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return null;
  const direction =
    first.value === goal.value ? (last.value > goal.value ? "down" : "up") : first.value > goal.value ? "down" : "up";
  const toGo = direction === "down" ? last.value - goal.value : goal.value - last.value;
  const base = {
    label: one.label,
    goal,
    direction,
    last: last.value,
    lastAt: last.at,
    toGo: Math.max(0, toGo),
    reason: "",
    pace: 0,
    steps: 0,
    expected: null,
    earliest: null,
    latest: null
  } as const;
  const whole = last.status === "ok" && last.at === times.at(-1);
  // a lower bound above the goal is above it
  if (toGo <= 0 && (whole || (direction === "up" && last.status === "partial"))) return {...base, state: "reached"};
  if (!whole)
    return {
      ...base,
      state: "unknown",
      reason:
        last.status === "partial"
          ? "the last value is a lower bound"
          : last.status === "incomplete"
            ? "the last value is incomplete"
            : "the last value is not known"
    };
  const sure = known.filter(({status}) => status === "ok").slice(-MOST_STEPS - 1);
  const steps = sure.length - 1;
  if (steps < LEAST_STEPS)
    return {
      ...base,
      state: "unknown",
      reason: `a pace needs ${LEAST_STEPS + 1} complete points, and there are ${sure.length}`
    };
  const span = last.at - sure[0]!.at;
  const pace = (last.value - sure[0]!.value) / span;
  let squares = 0;
  for (let i = 1; i <= steps; i++) {
    const time = sure[i]!.at - sure[i - 1]!.at;
    const off = sure[i]!.value - sure[i - 1]!.value - pace * time;
    squares += (off * off) / time;
  }
  const spread = Z * Math.sqrt(squares / (steps - 1));
  const speed = direction === "down" ? -pace : pace;
  if (speed <= 0) return {...base, pace, steps, state: "stalled"};
  const wait = toGo / speed;
  const reach = (side: 1 | -1) => (time: number) =>
    speed * time + side * spread * Math.sqrt(time + (time * time) / span);
  const earliest = crossing(reach(1), toGo, 0, wait);
  let far = wait;
  while (far < HORIZON && reach(-1)(far) < toGo) far *= 2;
  const latest = reach(-1)(far) >= toGo ? crossing(reach(-1), toGo, wait, far) : Number.POSITIVE_INFINITY;
  const date = (time: number) => (time <= HORIZON ? last.at + time : null);
  return {
    ...base,
    state: "underway",
    pace,
    steps,
    expected: date(wait),
    earliest: date(earliest),
    latest: date(latest)
  };
}

/** Where a function that is below `level` at `low` and not below it at `high` gets there, by halving. */
function crossing(reach: (time: number) => number, level: number, low: number, high: number): number {
  let [below, above] = [low, high];
  for (let i = 0; i < 60; i++) {
    const middle = (below + above) / 2;
    if (reach(middle) < level) below = middle;
    else above = middle;
  }
  return above;
}
