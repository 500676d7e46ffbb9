/** Results as charts are drawn of in tests: two years of months with every state a value can have. */
import type {InsightResult, ResultSeries, ValueStatus} from "../../src/insight/insight.ts";

export const MONTHS = Float64Array.from({length: 24}, (_, i) => Date.UTC(2024, i, 1));

/** A series by its value at each month; `states` says which are no plain values. */
export function monthly(
  label: string,
  value: (month: number) => number,
  states: (month: number) => ValueStatus = () => "ok",
  extra: Partial<ResultSeries> = {}
): ResultSeries {
  const status = Array.from(MONTHS, (_, i) => states(i));
  const values = Float64Array.from(status, (word, i) => (word === "ok" || word === "partial" ? value(i) : Number.NaN));
  return {label, holds: 0, values, status, ...extra};
}

/** Absent for three months, unknown for two from the tenth, incomplete for four from the sixteenth. */
export const everyState = (month: number): ValueStatus =>
  month < 3 ? "absent" : month === 9 || month === 10 ? "unknown" : month >= 15 && month <= 18 ? "partial" : "ok";

export function monthlyResult(series: readonly ResultSeries[], more: Partial<InsightResult> = {}): InsightResult {
  return {
    kind: "search",
    title: "Test",
    form: "over-time",
    unit: "matches",
    times: MONTHS,
    series,
    source: {
      series: [{series_id: "s_1", key: "k", title: "K", query: "q"}],
      repositories: 12,
      segments: ["aa"],
      observedAt: Date.UTC(2025, 11, 2),
      newestSample: MONTHS.at(-1)!,
      status: "complete",
      reasons: []
    },
    notes: [],
    ...more
  };
}

/** Three lines of imports, the last with every state. */
export const IMPORTS = [
  monthly("import … from", (i) => 120 + i * 28),
  monthly("require()", (i) => 700 - i * 26),
  monthly("dynamic import", (i) => 60 + i * 4, everyState)
];

/** Groups with a value each; of the fourth a lower bound, of the sixth nothing known, of the seventh nothing there. */
export function groups(count: number): ResultSeries[] {
  return Array.from({length: count}, (_, k) =>
    monthly(
      `group ${String.fromCharCode(97 + k)}`,
      () => Math.round(1000 / (k + 1)),
      () => (k === 3 ? "partial" : k === 5 ? "unknown" : k === 6 ? "absent" : "ok")
    )
  );
}
