/** How old the data of an insight is, against the time between its points. */
import {addStep, readableTime, type Step, stepText} from "../time.ts";
import type {InsightDefinition, InsightResult} from "./insight.ts";

const DAY = 86_400_000;

/** Data that is older than its step: in whole days, and a sentence that says why it counts as old. */
export interface DataAge {
  readonly days: number;
  readonly text: string;
  readonly reason: string;
}

/**
 * The age of a result whose newest sample is more than one step ago; null when it is fresh, or when the insight ends on a
 * date of its own and so is not about today. Without a step, the usual distance of its points is one.
 */
export function dataAge(
  {source, times}: Pick<InsightResult, "source" | "times">,
  {step, until}: Pick<InsightDefinition, "step" | "until">,
  now: number
): DataAge | null {
  const newest = source.newestSample;
  if (!Number.isFinite(newest) || (until !== null && until <= newest)) return null;
  const due = step ? addStep(newest, step) : newest + usualDistance(times);
  if (now <= due) return null;
  const days = Math.floor((now - newest) / DAY);
  if (days < 1) return null;
  return {
    days,
    text: `Data is ${days} ${days === 1 ? "day" : "days"} old`,
    reason: `The newest sample is of ${readableTime(newest)}; ${step ? `a point is due every ${dueText(step)}` : `its points are ${Math.round(usualDistance(times) / DAY)} days apart`}.`
  };
}

function dueText(step: Step): string {
  return step.value === 1 ? step.unit : stepText(step);
}

/** The median distance of neighbouring times; a week where there is only one. */
function usualDistance(times: Float64Array): number {
  const distances = Array.from(times.subarray(1), (time, i) => time - times[i]!).sort((a, b) => a - b);
  return distances[Math.floor(distances.length / 2)] ?? 7 * DAY;
}
