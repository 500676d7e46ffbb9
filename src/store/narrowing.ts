/**
 * A database that holds only what a notebook names: rows of the series its insights ask, tables they are made of. An
 * author's statement can read a table of imported data only where all of it is held, so that none is counted in part.
 */
import {isTidemarkError, messageOf, TidemarkError} from "../error.ts";
import type {Manifest, PartRecord} from "../snapshot/manifest.ts";
import type {Part, SeriesRecord, TableName} from "../snapshot/snapshot.ts";
import {type Table, takenWords} from "../table.ts";
import {isNamed} from "./named-series.ts";
import {AUTHOR_TABLES} from "./schema.ts";
import type {Segments} from "./segments.ts";
import {type ExcerptRequest, keptRows, OF_SERIES, wantedRows} from "./wanted.ts";

/** What of a manifest is held. */
export interface Narrowing {
  /** Whether a series may be held, by its id: what an insight means by a name may still be one of several. */
  holds(seriesId: string): boolean;
  /** The tables that no author's statement can read: not all of their rows are held. */
  readonly hidden: readonly string[];
  /** The rows of a segment that are held. */
  rows(record: PartRecord, rows: Table): Table;
}

/** Everything is held. */
export const WHOLE: Narrowing = {holds: () => true, hidden: [], rows: (_, rows) => rows};

/** What is held of a manifest for those who name this much of it. */
export function narrowTo(named: ExcerptRequest, manifest: Manifest): Narrowing {
  const ids = (records: readonly SeriesRecord[]) => records.map(({series_id}) => series_id);
  const wanted = wantedRows(named, ({series}) =>
    ids(manifest.series.filter((record) => series.some((reference) => isNamed(reference, record))))
  );
  const point = wanted.get("point");
  const held = point === undefined || point === "all" ? null : point.words;
  const isWhole = point === "all" || ids(manifest.series).every((id) => held?.has(id));
  const isThere = (table: string) => manifest.parts.some((part) => part.table === table);
  const isOfSeries = (table: string) =>
    table === "series" || table === "repo" || (OF_SERIES as readonly string[]).includes(table);
  const hidden = Object.keys(AUTHOR_TABLES).filter((table) =>
    isOfSeries(table) ? !isWhole : isThere(table) && wanted.get(table as TableName) !== "all"
  );
  const nothing = {column: "series_id", words: new Set<string>()} as const;
  return {
    holds: (id) => isWhole || (held?.has(id) ?? false),
    hidden,
    rows(record, rows) {
      const {table} = record;
      // what stands beside series (owners, languages, events) is read only for an insight that asks it
      const only = isOfSeries(table)
        ? isWhole
          ? "all"
          : (wanted.get(table) ?? nothing)
        : table === "metric"
          ? (wanted.get(table) ?? {column: "metric", words: new Set<string>()})
          : "all";
      const part: Part = {table, rows, observedAt: null};
      const kept = keptRows(part, only).rows;
      return kept === rows ? rows : takenWords(kept);
    }
  };
}

/** Segments of which only what is held comes out; `now` is asked each time. */
export function narrowed(segments: Segments, now: () => Narrowing): Segments {
  return {
    rows: async (record, without) => now().rows(record, await segments.rows(record, without)),
    hold: segments.hold
  };
}

/** Why a statement failed, where it named a table that is hidden; any other error as it is. */
export function explainedHidden(error: unknown, {hidden}: Narrowing): unknown {
  if (!isTidemarkError(error) || error.code !== "engine/query") return error;
  const [, table] = /Table with name "?(\w+)"? does not exist/.exec(messageOf(error)) ?? [];
  const name = hidden.find((one) => one === table?.toLowerCase());
  if (name === undefined) return error;
  return new TidemarkError(
    "sql/not-named",
    `${name} holds what you imported, and this notebook was not written here: its SQL reads its own cells and what tables: names. Take the notebook as your own to let it read ${name}.`,
    error.details,
    error
  );
}
