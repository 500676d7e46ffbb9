/** How many recording times are kept and shown. Source: Sourcegraph internal/insights/background/retention, store. */

const USUAL_SAMPLES = 30;

/** More times than this are neither kept nor shown. */
export const MOST_SAMPLES = 90;

/** The number of recording times to keep from a setting: 30 when it is missing or not positive, at most 90. */
export function sampleSize(configured: number | null): number {
  if (configured === null || !(configured > 0)) return USUAL_SAMPLES;
  return Math.min(configured, MOST_SAMPLES);
}

/** The newest times, at most `count` and 90, ascending. */
export function newestTimes(times: Iterable<number>, count: number): Float64Array {
  const ascending = Float64Array.from(times).sort();
  return ascending.slice(Math.max(0, ascending.length - Math.min(count, MOST_SAMPLES)));
}

/** The time that `count` newer ones come after; null when there are no more than those. */
export function timeBehindNewest(times: Iterable<number>, count: number): number | null {
  return (
    Float64Array.from(times)
      .sort()
      .at(-1 - count) ?? null
  );
}

/** Recording times as those kept, the newest ones, and those behind them, which are archived; both ascending. */
export function retain(
  times: Iterable<number>,
  size: number
): {readonly kept: Float64Array; readonly archived: Float64Array} {
  const ascending = Float64Array.from(times).sort();
  const last = timeBehindNewest(ascending, size);
  const from = last === null ? 0 : ascending.lastIndexOf(last) + 1;
  return {kept: ascending.slice(from), archived: ascending.slice(0, from)};
}
