import type {InsightResult, ResultSeries, ValueStatus} from "../../src/insight/insight.ts";
import type {CellValue} from "../../src/notebook/value.ts";
import {numberColumn, type Table, textColumn} from "../../src/table.ts";

const DAY = 86_400_000;

/** A time by its date in UTC. */
export function day(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

/** A series; null is unknown, and an absent value is written undefined. */
export function series(
  label: string,
  values: readonly (number | null | undefined)[],
  extra: Partial<ResultSeries> = {}
): ResultSeries {
  return {
    label,
    holds: 0,
    values: Float64Array.from(values, (value) => value ?? Number.NaN),
    status: values.map((value): ValueStatus => (value === undefined ? "absent" : value === null ? "unknown" : "ok")),
    ...extra
  };
}

/** A result of matches, one a day from a date on. */
export function result(
  of: readonly ResultSeries[],
  extra: Partial<InsightResult> = {},
  from = "2026-08-01"
): InsightResult {
  const count = Math.max(0, ...of.map(({values}) => values.length));
  const times = Float64Array.from({length: count}, (_, i) => day(from) + i * DAY);
  return {
    kind: "search",
    title: "T",
    form: "over-time",
    unit: "matches",
    times,
    series: of,
    source: {
      series: [{series_id: "s_1", key: "k", title: "K", query: "q"}],
      repositories: 2,
      segments: ["aa"],
      observedAt: day("2026-08-20"),
      newestSample: times.at(-1) ?? Number.NaN,
      status: "complete",
      reasons: []
    },
    notes: [],
    ...extra
  };
}

/** A table of columns by name. */
export function table(columns: Readonly<Record<string, readonly (string | null)[] | readonly number[]>>): Table {
  const entries = Object.entries(columns);
  return {
    rows: entries[0]?.[1].length ?? 0,
    columns: entries.map(([name, values]) =>
      values.every((value) => typeof value === "number") && values.length
        ? numberColumn(name, values as readonly number[])
        : textColumn(name, values as readonly (string | null)[])
    )
  };
}

/** A scope of cells' values by id. */
export function scopeOf(values: Readonly<Record<string, CellValue>>): ReadonlyMap<string, CellValue> {
  return new Map(Object.entries(values));
}
