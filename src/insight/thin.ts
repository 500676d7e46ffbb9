import {type Step, stepLength} from "../time.ts";

/**
 * The times that are shown of those that were recorded: one that comes less than a fifth of a step after the one before it
 * is left out, but the newest always stays. Looks only at neighbours: after one that is left out the next one stays.
 * Ascending epoch ms. Source: Sourcegraph removeClosePoints.
 */
export function withoutCloseTimes(times: Float64Array, step: Step): Float64Array {
  const close = stepLength(step) / 5;
  const shown: number[] = [];
  for (let i = 0; i < times.length - 1; i++) {
    shown.push(times[i]!);
    if (times[i + 1]! - times[i]! < close) i++;
  }
  return Float64Array.of(...shown, ...times.subarray(-1));
}
