/** Recorded points, one a repository, as a chart wants them. Times are epoch ms. Source: Sourcegraph insights store. */

/** What was recorded: a value at a time, of one captured value where the series has them. */
export interface RecordedPoint {
  readonly time: number;
  readonly value: number;
  readonly capture?: string;
}

/** A recorded point of one repository. */
export interface RepositoryPoint extends RecordedPoint {
  readonly repository: string;
  /** How far the value can be trusted, and the commit it was counted in, where that is known. */
  readonly status?: string;
  readonly commit?: string | null;
}

/** Which recording times are looked at: `from` and `until` are among them, `after` is not. */
export interface TimeWindow {
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  readonly after?: number | undefined;
}

/** The times within a window, in the order given. */
export function timesWithin(times: Iterable<number>, {from, until, after}: TimeWindow): number[] {
  return Array.from(times).filter(
    (time) =>
      (from === undefined || time >= from) &&
      (until === undefined || time <= until) &&
      (after === undefined || time > after)
  );
}

/**
 * The points, and one with value 0 for each recording time and captured value seen that has none. For parity with upstream,
 * which has no unknown. Without any point there is nothing to fill.
 */
export function zeroFilled(points: readonly RecordedPoint[], times: readonly number[]): RecordedPoint[] {
  const known = new Set(points.map(({time, capture}) => keyOf(time, capture)));
  const captures = [...new Set(points.map(({capture}) => capture))];
  const missing = times.flatMap((time) =>
    captures
      .filter((capture) => !known.has(keyOf(time, capture)))
      .map((capture) => ({time, value: 0, ...(capture === undefined ? {} : {capture})}))
  );
  return [...points, ...missing].sort(byTime);
}

function keyOf(time: number, capture: string | undefined): string {
  return JSON.stringify([time, capture]);
}

function byTime(a: RecordedPoint, b: RecordedPoint): number {
  const [left, right] = [a.capture ?? "", b.capture ?? ""];
  return a.time - b.time || (left < right ? -1 : left > right ? 1 : 0);
}
