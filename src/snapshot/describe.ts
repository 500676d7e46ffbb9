import {type Column, findColumn, textOf} from "../table.ts";
import {entryOf} from "./entry-of.ts";
import type {Finding} from "./importer.ts";
import type {SeriesRecord, TableName, Unit} from "./snapshot.ts";

/** A series of a finding: how many points it has, and the first and last of their times (epoch ms; null without points). */
export interface SeriesFacts {
  readonly series_id: string;
  readonly key: string;
  readonly title: string;
  readonly unit: Unit;
  readonly points: number;
  readonly from: number | null;
  readonly to: number | null;
}

/** What a finding holds, in numbers, for a preview. Rows of several parts of one table are added up. */
export interface FindingFacts {
  readonly rows: ReadonlyMap<TableName, number>;
  readonly repositories: readonly string[];
  readonly series: readonly SeriesFacts[];
  readonly from: number | null;
  readonly to: number | null;
}

/** The columns that say when a row holds, in whichever table. */
const TIME_COLUMNS = ["sample_at", "at", "week", "valid_from"] as const;

/** True when there is nothing in a finding that could be kept. */
export function holdsNothing({snapshot}: Finding): boolean {
  return snapshot.parts.every(({rows}) => rows.rows === 0);
}

/** Counts what a finding holds. */
export function describe({snapshot}: Finding): FindingFacts {
  const rows = new Map<TableName, number>();
  const spans = new Map<string, {points: number; from: number; to: number}>();
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const part of snapshot.parts) {
    rows.set(part.table, (rows.get(part.table) ?? 0) + part.rows.rows);
    const times = timesIn(TIME_COLUMNS.map((name) => findColumn(part.rows, name)).find((column) => column));
    for (const time of times) {
      if (time < from) from = time;
      if (time > to) to = time;
    }
    if (part.table !== "point") continue;
    const {codes, words} = textOf(part.rows, "series_id");
    for (let row = 0; row < part.rows.rows; row++) {
      const span = entryOf(spans, words[codes[row]!]!, emptySpan);
      span.points++;
      if (times[row]! < span.from) span.from = times[row]!;
      if (times[row]! > span.to) span.to = times[row]!;
    }
  }
  return {
    rows,
    repositories: snapshot.repos.map(({repo_key}) => repo_key),
    series: snapshot.series.map((record) => factsOf(record, spans)),
    from: finite(from),
    to: finite(to)
  };
}

function factsOf(
  {series_id, key, title, unit}: SeriesRecord,
  spans: ReadonlyMap<string, {points: number; from: number; to: number}>
): SeriesFacts {
  const span = spans.get(series_id);
  return {series_id, key, title, unit, points: span?.points ?? 0, from: finite(span?.from), to: finite(span?.to)};
}

function emptySpan() {
  return {points: 0, from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY};
}

function timesIn(column: Column | undefined): Float64Array {
  return column && column.type !== "text" ? column.values : new Float64Array(0);
}

function finite(time: number | undefined): number | null {
  return time !== undefined && Number.isFinite(time) ? time : null;
}
