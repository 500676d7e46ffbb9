import {addStep, sampleTimes} from "../time.ts";
import type {InsightDefinition} from "./insight.ts";

/** The number of points when an insight gives a step and no number. Source: Sourcegraph backfill, which makes 12. */
export const DEFAULT_POINTS = 12;

/** More times than this make no chart. */
const MAX_POINTS = 10_000;

/**
 * The times of an insight, ascending epoch ms. With a step they go back from `until` (by default the newest sample of the
 * data: no clock is asked); without one they are the data's own sample times.
 */
export function insightTimes(
  {step, points, from, until}: Pick<InsightDefinition, "step" | "points" | "from" | "until">,
  samples: Float64Array
): Float64Array {
  const end = until ?? samples.at(-1);
  if (end === undefined) return new Float64Array(0);
  if (!step) {
    const within = samples.filter((time) => time <= end && (from === null || time >= from));
    return points === null ? within : within.slice(-points);
  }
  if (from === null || points !== null)
    return sampleTimes(points ?? DEFAULT_POINTS, step, end).filter((time) => from === null || time >= from);
  let count = 1;
  for (let time = end; addStep(time, step, -1) >= from && count < MAX_POINTS; count++) time = addStep(time, step, -1);
  return sampleTimes(count, step, end);
}
