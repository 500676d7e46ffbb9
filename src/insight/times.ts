import {addStep, calendarTimes, type Step, sampleTimes, startOfStep} from "../time.ts";
import type {DisplayOptions, InsightDefinition} from "./insight.ts";
import {timesWithin} from "./points.ts";
import {newestTimes, retain, sampleSize} from "./retention.ts";
import {withoutCloseTimes} from "./thin.ts";

/** The number of points when an insight gives a step and no number. Source: Sourcegraph backfill, which makes 12. */
export const DEFAULT_POINTS = 12;

/** More times than this make no chart. */
const MAX_POINTS = 10_000;

/** What of an insight decides its times. */
export type TimesAsked = Pick<InsightDefinition, "step" | "points" | "from" | "until" | "since" | "align" | "times"> & {
  readonly display: Pick<DisplayOptions, "samples" | "retention" | "thin">;
};

/**
 * The times of an insight, ascending epoch ms; no clock is asked. Its own list of times; else with a step those that go back
 * from `until` (by default the newest sample of the data), or forward from `from` when it gives a number of points and no
 * `until`; else `points` equal parts of `from` to `until`; else the data's own sample times: of `points` the last ones, or the
 * first ones from `from` on when there is no `until`. Of these a reader's window leaves out those before it, and the display
 * options keep the newest and leave out close ones.
 */
export function insightTimes(asked: TimesAsked, samples: Float64Array): Float64Array {
  const {since = Number.NEGATIVE_INFINITY} = asked;
  const all = allTimes(asked, samples).filter((time) => time >= since);
  return shownTimes(all, asked.display);
}

function allTimes({step, points, from, until, align, times}: TimesAsked, samples: Float64Array): Float64Array {
  const within = (all: Float64Array) =>
    Float64Array.from(timesWithin(all, {from: from ?? undefined, until: until ?? undefined}));
  if (times.length) return within(Float64Array.from(new Set(times)).sort());
  const end = until ?? samples.at(-1);
  if (end === undefined) return new Float64Array(0);
  if (step) return stepTimes({step, points, from, until, align}, end);
  if (from !== null && until !== null && points !== null) return equalParts(from, until, points);
  const own = within(samples).filter((time) => time <= end);
  if (points === null) return own;
  return from !== null && until === null ? own.slice(0, points) : own.slice(-points);
}

function stepTimes(
  {step, points, from, until, align}: Pick<TimesAsked, "points" | "from" | "until" | "align"> & {readonly step: Step},
  end: number
): Float64Array {
  if (from !== null && until === null && points !== null) return timesFrom(from, step, points, align, end);
  const back = align === "calendar" ? calendarTimes : sampleTimes;
  const count = from === null || points !== null ? (points ?? DEFAULT_POINTS) : stepsBack(step, from, end, align);
  return back(count, step, end).filter((time) => from === null || time >= from);
}

/** Times from a start on, none after the newest data. Months are counted from the start, so a missing day does not drift. */
function timesFrom(
  from: number,
  step: Step,
  points: number,
  align: InsightDefinition["align"],
  end: number
): Float64Array {
  const first = align === "calendar" ? firstStart(from, step) : from;
  return Float64Array.from({length: points}, (_, i) => addStep(first, step, i)).filter((time) => time <= end);
}

/** The first start of a period at or after a time. */
function firstStart(time: number, step: Step): number {
  const start = startOfStep(time, step);
  return start === time ? start : startOfStep(addStep(start, step), step);
}

function stepsBack(step: Step, from: number, end: number, align: InsightDefinition["align"]): number {
  const before = (time: number) => (align === "calendar" ? startOfStep(time - 1, step) : addStep(time, step, -1));
  let count = 1;
  let time = align === "calendar" ? startOfStep(end, step) : end;
  for (; before(time) >= from && count < MAX_POINTS; count++) time = before(time);
  return count;
}

/** `count` times at equal distances, both ends among them, cut to the second; one is the end. */
function equalParts(from: number, until: number, count: number): Float64Array {
  const part = count > 1 ? (until - from) / (count - 1) : 0;
  return Float64Array.from({length: count}, (_, i) => Math.floor((until - part * (count - 1 - i)) / 1000) * 1000);
}

/** The times that are shown of those there are. Order as upstream: what is kept, how many are asked for, close ones. */
function shownTimes(times: Float64Array, {retention, samples, thin}: TimesAsked["display"]): Float64Array {
  const kept = retention === null ? times : retain(times, sampleSize(retention)).kept;
  const asked = samples === null ? kept : newestTimes(kept, samples);
  return thin === null ? asked : withoutCloseTimes(asked, thin);
}
