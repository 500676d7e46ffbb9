import type {ResultSeries, ValueStatus} from "../insight/insight.ts";

/** The last known value of a series, and the first, with their times. */
export interface SeriesFacts {
  readonly label: string;
  /** Of the series "Other": how many it adds up. */
  readonly holds: number;
  readonly last: number;
  readonly lastAt: number;
  readonly first: number;
  readonly firstAt: number;
  readonly change: number;
  /** Of the first value; null when that was 0, or either is below zero: no part of it is meant then. */
  readonly share: number | null;
  /** False when either end is a lower bound: then the change is not certain. */
  readonly certain: boolean;
  readonly lastStatus: ValueStatus;
}

/** The facts of a series, null when it has no known value. */
export function seriesFacts({label, holds, values, status}: ResultSeries, times: Float64Array): SeriesFacts | null {
  let start = 0;
  while (start < values.length && Number.isNaN(values[start]!)) start++;
  let end = values.length - 1;
  while (end >= start && Number.isNaN(values[end]!)) end--;
  if (end < start) return null;
  const [first, last] = [values[start]!, values[end]!];
  return {
    label,
    holds,
    last,
    lastAt: times[end]!,
    first,
    firstAt: times[start]!,
    change: last - first,
    share: first > 0 && last >= 0 ? (last - first) / first : null,
    certain: status[start] === "ok" && status[end] === "ok",
    lastStatus: status[end]!
  };
}
