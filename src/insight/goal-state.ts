/** Where series stand to their goals. */
import {type Goal, goalSeries} from "./goal.ts";
import type {InsightResult, ResultSeries, ValueStatus} from "./insight.ts";

/** Where a series stands to its goal. Times are epoch ms. */
export interface GoalState {
  readonly goal: Goal;
  /** The place of the series in the result. */
  readonly index: number;
  readonly series: ResultSeries;
  /** The last known value and its time; null when nothing is known. */
  readonly last: number | null;
  readonly lastAt: number | null;
  /** Up when the series began below the goal, or at it. */
  readonly direction: "up" | "down";
  readonly reached: boolean;
  /** The time from which on the goal is met without a break; null when it is not met at the end. */
  readonly since: number | null;
}

/** The state of a result's goal; null where there is none, or its series is not in the result: see `goalProblem`. */
export function goalState(result: InsightResult): GoalState | null {
  const {goal} = result;
  const series = goal ? goalSeries(goal, result.series) : null;
  if (!goal || !series) return null;
  const known = Array.from(series.values, (value, i) => ({
    value,
    at: result.times[i]!,
    status: series.status[i]!
  })).filter(({value}) => !Number.isNaN(value));
  const [first, last] = [known[0], known.at(-1)];
  const direction = first && first.value > goal.value ? "down" : "up";
  // a lower bound may be above what should be at most; what is incomplete may be on either side
  const meets = ({value, status}: {value: number; status: ValueStatus}) =>
    status !== "incomplete" && (direction === "up" ? value >= goal.value : value <= goal.value && status !== "partial");
  let start = known.length;
  while (start > 0 && meets(known[start - 1]!)) start--;
  const since = known[start]?.at ?? null;
  return {
    goal,
    index: result.series.indexOf(series),
    series,
    last: last?.value ?? null,
    lastAt: last?.at ?? null,
    direction,
    reached: since !== null,
    since
  };
}

/** What is wrong with a result's goal, as a sentence: a series that is not there, or several to choose from. */
export function goalProblem({goal, series}: InsightResult): string | null {
  if (!goal || goalSeries(goal, series)) return null;
  const labels = series.map(({label}) => JSON.stringify(label)).join(", ") || "none";
  return goal.series === null
    ? `The goal does not say for which series it is; there are ${labels}. Write goal: {series: …, value: …}.`
    : `The goal is for the series ${JSON.stringify(goal.series)}, which is not there; there are ${labels}.`;
}
