/**
 * From changes to values: the running sum, the gaps, the top and the rest. What the engine returns is small (changes per
 * series and time), so this is TypeScript and the same for every engine.
 */
import type {DisplayOptions, ResultSeries, ValueStatus} from "./insight.ts";
import {zeroFilled} from "./points.ts";
import {sortSeries} from "./sort.ts";

/** Changes of one thing in time order: at `times[i]` it changed by `deltas[i]`. */
export interface Changes {
  readonly times: ArrayLike<number>;
  readonly deltas: ArrayLike<number>;
}

/** The value at each asked time: the sum of all changes at or before it. `times` ascend. */
export function runningSums(changes: Changes, times: Float64Array): Float64Array {
  const sums = new Float64Array(times.length);
  let sum = 0;
  let next = 0;
  for (let i = 0; i < times.length; i++) {
    while (next < changes.times.length && changes.times[next]! <= times[i]!) sum += changes.deltas[next++]!;
    sums[i] = sum;
  }
  return sums;
}

/** How many repositories stood behind a value, how many of them were undercounted, and how many gave no answer. */
export interface Coverage {
  readonly repositories: Float64Array;
  readonly partial: Float64Array;
  readonly unknown: Float64Array;
}

/**
 * The status of each value: absent before the first repository, unknown when none answered, incomplete when some did not,
 * partial when all did and some were undercounted.
 */
export function statusOf({repositories, partial, unknown}: Coverage): ValueStatus[] {
  return Array.from(repositories, (count, i): ValueStatus => {
    if (count === 0) return "absent";
    if (unknown[i] === count) return "unknown";
    return unknown[i]! > 0 ? "incomplete" : partial[i]! > 0 ? "partial" : "ok";
  });
}

/** True of a value that is known, but not for certain. */
export function isUncertain(status: ValueStatus): boolean {
  return status === "partial" || status === "incomplete";
}

/** A series of values; those that are absent or unknown become NaN. */
export function resultSeries(
  label: string,
  values: Float64Array,
  status: readonly ValueStatus[],
  extra: {color?: string; holds?: number} = {}
): ResultSeries {
  return {
    label,
    ...(extra.color ? {color: extra.color} : {}),
    holds: extra.holds ?? 0,
    values: values.map((value, i) => (status[i] === "absent" || status[i] === "unknown" ? Number.NaN : value)),
    status
  };
}

/**
 * A series with 0 in the place of unknown and absent values, as upstream shows them; the status still says which they are.
 * One of which nothing is known stays as it is.
 */
export function withoutGaps(series: ResultSeries): ResultSeries {
  const known = Array.from(series.values, (value, time) => ({time, value})).filter(({value}) => !Number.isNaN(value));
  const filled = zeroFilled(known, [...series.values.keys()]);
  return filled.length ? {...series, values: Float64Array.from(filled, ({value}) => value)} : series;
}

/**
 * The series that are shown: sorted, at most `limit`; the rest, when there is any, added up in "Other (n)" at the end.
 * Only series whose values add up may be given (counts of one search by captured value).
 */
export function topSeries(series: readonly ResultSeries[], {limit, other, ...order}: DisplayOptions): ResultSeries[] {
  const sorted = sortSeries(series, order);
  const shown = sorted.slice(0, limit);
  const rest = sorted.slice(limit);
  if (!rest.length || !other) return shown;
  return [...shown, sumOfSeries(rest)];
}

/** Series whose values add up, as one that says how many it holds; at least one. What is not there yet adds nothing. */
export function sumOfSeries(rest: readonly ResultSeries[]): ResultSeries {
  const {length} = rest[0]!.values;
  const values = new Float64Array(length);
  const status: ValueStatus[] = [];
  for (let i = 0; i < length; i++) {
    let known = 0;
    let short = 0;
    let open = false;
    for (const {values: more, status: words} of rest) {
      if (Number.isNaN(more[i]!)) short += words[i] === "unknown" ? 1 : 0;
      else {
        known++;
        values[i]! += more[i]!;
        if (words[i] !== "ok") short++;
        open ||= words[i] === "incomplete";
      }
    }
    if (!known) values[i] = Number.NaN;
    status.push(known ? (open ? "incomplete" : short ? "partial" : "ok") : short ? "unknown" : "absent");
  }
  return {label: `Other (${rest.length})`, holds: rest.length, values, status};
}

/** Series with the colours that are pinned to their labels. */
export function withColors(
  series: readonly ResultSeries[],
  colors: Readonly<Record<string, string>> = {}
): ResultSeries[] {
  return series.map((one) => {
    const color = Object.hasOwn(colors, one.label) ? colors[one.label] : undefined;
    return color === undefined ? one : {...one, color};
  });
}
