/** What a live figure of a report needs: its result in the page, read back, cut to a window, and the values of a time. */
import type {InsightResult, ResultSeries, ValueStatus} from "../insight/insight.ts";
import {statedValue} from "../insight/stated-value.ts";
import {readableTime} from "../time.ts";
import {seriesStyles} from "./colors.ts";

const STATUS: readonly ValueStatus[] = ["ok", "partial", "unknown", "absent", "incomplete"];

/** A result as JSON: unknown values are null, a status is the place of its word, one digit a value. */
export type LiveData = Omit<InsightResult, "times" | "series" | "source" | "notes"> & {
  readonly times: readonly number[];
  readonly series: readonly (Omit<ResultSeries, "values" | "status"> & {
    readonly values: readonly (number | null)[];
    readonly status: string;
  })[];
};

/** What a figure shows live; it holds no query, hash or note, which stand in the page. */
export function liveData({times, series, source: _, notes: __, ...rest}: InsightResult): LiveData {
  return {
    ...rest,
    times: [...times],
    series: series.map(({values, status, ...one}) => ({
      ...one,
      values: Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
      status: status.map((word) => STATUS.indexOf(word)).join("")
    }))
  };
}

/** The result of a figure's data. */
export function liveResult({times, series, ...rest}: LiveData): InsightResult {
  return {
    ...rest,
    times: Float64Array.from(times),
    series: series.map(({values, status, ...one}) => ({
      ...one,
      values: Float64Array.from(values, (value) => value ?? Number.NaN),
      status: Array.from(status, (digit) => STATUS[Number(digit)] ?? "unknown")
    })),
    source: {
      series: [],
      repositories: 0,
      segments: [],
      observedAt: null,
      newestSample: 0,
      status: "complete",
      reasons: []
    },
    notes: []
  };
}

/** A result between two of its times, both included. */
export function windowed(result: InsightResult, from: number, to: number): InsightResult {
  const inside = (at: number) => at >= result.times[from]! && at <= result.times[to]!;
  return {
    ...result,
    times: result.times.slice(from, to + 1),
    series: result.series.map((one) => ({
      ...one,
      values: one.values.slice(from, to + 1),
      status: one.status.slice(from, to + 1)
    })),
    marks: result.marks?.filter(({at}) => inside(at)) ?? []
  };
}

/** A value of a time, as it stands in a list under the pointer. */
export interface LiveValue {
  readonly label: string;
  readonly color: string;
  readonly text: string;
}

/** The values of a time without those of hidden series, largest first. */
export function liveValues(
  result: InsightResult,
  at: number,
  hidden: ReadonlySet<string>
): {time: string; values: readonly LiveValue[]} {
  const styles = seriesStyles(result.series);
  const rows = result.series
    .map((one, i) => ({one, color: styles[i]!.color}))
    .filter(({one}) => !hidden.has(one.label) && one.status[at] !== "absent")
    .sort((a, b) => (b.one.values[at] || 0) - (a.one.values[at] || 0));
  return {
    time: readableTime(result.times[at]!),
    values: rows.map(({one, color}) => {
      const {text, words} = statedValue(one.values[at]!, one.status[at]!, result);
      return {label: one.label, color, text: text === "–" ? words : text};
    })
  };
}

/** The place of the time nearest to a place in the plot, of a span of times drawn so wide. */
export function nearestTime(times: Float64Array, [from, to]: readonly [number, number], share: number): number {
  const time = from + share * (to - from);
  let best = 0;
  for (let i = 1; i < times.length; i++) if (Math.abs(times[i]! - time) < Math.abs(times[best]! - time)) best = i;
  return best;
}
