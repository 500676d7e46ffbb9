/**
 * From segments to the database: read, verify, merge, turn into change points, append. What cannot be read is reported
 * and left out; the rest comes in.
 */
import {messageOf, throwIfAborted} from "../error.ts";
import {type RepositoryAliases, repositoryAliases} from "../snapshot/aliases.ts";
import {captureChanges, repoChanges} from "../snapshot/changes.ts";
import {heldHash, type Manifest, observedAt, type PartRecord} from "../snapshot/manifest.ts";
import {type Merged, mergeParts} from "../snapshot/merge.ts";
import type {Part, SeriesRecord, TableName} from "../snapshot/snapshot.ts";
import {type Column, findColumn, interner, numberColumn, type Table, textColumn, textOf} from "../table.ts";
import {EMPTY_WORKSPACE, type Workspace} from "../workspace.ts";
import {createDimensions, type Dimensions, wordTable} from "./dimensions.ts";
import type {Engine} from "./engine.ts";
import {joinedParts} from "./joined-parts.ts";
import {SCHEMA} from "./schema.ts";
import type {Segments} from "./segments.ts";
import {type StatusRows, statusRows} from "./status-changes.ts";
import type {Damage, StoreOptions} from "./store.ts";
import {addedTimes, addedTotals, type Totals} from "./totals.ts";

/** What the store knows after filling, beside what is in the database. */
export interface Filled {
  /** Series and repositories by code: sid and rid are their places. */
  readonly series: readonly SeriesRecord[];
  readonly repositories: readonly string[];
  /** The codes of everything, those of `series` and `repositories` among them. */
  readonly dimensions: Dimensions;
  readonly aliases: RepositoryAliases;
  readonly workspace: Workspace;
  /** The segments a series stands in, by sid: SHA-256, sorted. */
  readonly segments: readonly (readonly string[])[];
  /** When the newest search of a series ran, by sid; null when nobody said. */
  readonly observed: readonly (number | null)[];
  /** What incomplete imports of a series said of themselves, by sid: sentences. */
  readonly said: readonly (readonly string[])[];
  /** The units a series was counted in, by sid. */
  readonly counted: readonly {readonly files: boolean; readonly lines: boolean; readonly matches: boolean}[];
  readonly captures: readonly number[];
  /** By sid: the times at which it was sampled, ascending, and its changes over all repositories. */
  readonly times: readonly Float64Array[];
  readonly totals: Totals;
  readonly status: StatusRows;
  readonly points: number;
  readonly damage: readonly Damage[];
  /** By sid: the damaged segments that may hold a series. */
  readonly missing: readonly (readonly string[])[];
}

/** Reads the segments of some tables; what is damaged is left out and reported. `without`: see Segments. */
export async function readParts(
  segments: Segments,
  manifest: Manifest,
  tables: readonly TableName[],
  {signal, progress}: StoreOptions = {},
  without: readonly string[] = []
): Promise<{parts: readonly (Part & {readonly record: PartRecord})[]; damage: readonly Damage[]}> {
  const parts: (Part & {record: PartRecord})[] = [];
  const damage: Damage[] = [];
  const wanted = manifest.parts.filter(({table}) => tables.includes(table));
  const total = wanted.reduce((sum, {bytes}) => sum + bytes, 0) || 1;
  let done = 0;
  for (const record of wanted) {
    throwIfAborted(signal);
    progress?.({share: done / total, doing: "Reading the snapshots"});
    try {
      parts.push({
        table: record.table,
        observedAt: observedAt(record),
        rows: await segments.rows(record, without),
        record
      });
    } catch (error) {
      damage.push({path: record.path, reason: messageOf(error), importId: record.import_id ?? null});
    }
    done += record.bytes;
  }
  return {parts, damage};
}

/** The tables whose rows are read when the database is opened; the others wait until somebody asks. */
export const READ_AT_OPENING: readonly TableName[] = ["point", "capture"];

/** What change points do not tell: which commit was searched is asked of the detail tables. */
const NOT_COUNTED = ["commit_oid"];

/** Makes the tables in an empty engine, fills them, and seals it. */
export async function fillEngine(
  engine: Engine,
  segments: Segments,
  manifest: Manifest,
  options: StoreOptions = {},
  workspace: Workspace = EMPTY_WORKSPACE
): Promise<Filled> {
  for (const statement of SCHEMA) await engine.query(statement);
  await engine.seal();
  const {parts, damage} = await readParts(segments, manifest, READ_AT_OPENING, options, NOT_COUNTED);
  const aliases = repositoryAliases(workspace.aliases);
  const joined = joinedParts(parts, {aliases});
  options.progress?.({share: null, doing: "Arranging the numbers"});
  const points = mergeParts("point", joined);
  const captures = mergeParts("capture", joined);
  const records = new Map(manifest.series.map((record) => [record.series_id, record]));
  const ids = [...new Set([...records.keys(), ...points.series.words, ...captures.series.words])].sort();
  const sids = interner([...ids]);
  const repositories = [...new Set([...points.repo.words, ...captures.repo.words])].sort();
  const rids = interner([...repositories]);
  const series = ids.map((id) => records.get(id) ?? unnamed(id));
  const derived = captureChanges(points, captures, sids.code, rids.code);
  const append = (table: string, rows: Table) => (rows.rows ? engine.append(table, rows) : Promise.resolve());
  await append("store.series", seriesTable(series));
  await append("store.repo", wordTable("rid", "repo_key", repositories));
  const changes = recoded(repoChanges(points), points, sids.code, rids.code);
  await append("store.delta_repo", changes);
  await append("store.capture_value", derived.captures);
  await append("store.delta_capture", derived.changes);
  return {
    series,
    repositories,
    dimensions: createDimensions(ids, repositories),
    aliases,
    workspace,
    segments: segmentsOf(parts, sids.code, ids.length),
    observed: observedOf(parts, sids.code, ids.length),
    said: ids.map((id) => reasonsOf(manifest, id)),
    counted: countedUnits(points, sids.code, ids.length),
    captures: captureGroups(captures, sids.code, ids.length),
    times: addedTimes(points.series, points.time, points.series.words.map(sids.code), ids.length),
    totals: addedTotals(changes, ids.length),
    status: statusRows(changes),
    points: points.table.rows,
    damage,
    missing: missingSegments(damage, manifest, ids)
  };
}

function reasonsOf({imports}: Manifest, id: string): string[] {
  return [...new Set(imports.filter(({series}) => series.includes(id)).flatMap(({reasons}) => reasons))];
}

function recoded(table: Table, merged: Merged, sid: (word: string) => number, rid: (word: string) => number): Table {
  const sids = merged.series.words.map(sid);
  const rids = merged.repo.words.map(rid);
  return {
    ...table,
    columns: table.columns.map((column): Column => {
      const codes = column.name === "sid" ? sids : column.name === "rid" ? rids : null;
      if (!codes || column.type === "text" || codes.every((code, place) => code === place)) return column;
      const values = new Float64Array(table.rows);
      for (let row = 0; row < table.rows; row++) values[row] = codes[column.values[row]!]!;
      return {...column, values};
    })
  };
}

function seriesTable(series: readonly SeriesRecord[]): Table {
  return {
    rows: series.length,
    columns: [
      numberColumn(
        "sid",
        Float64Array.from(series, (_, i) => i)
      ),
      ...(["series_id", "key", "title", "engine", "pattern", "unit"] as const).map((name) =>
        textColumn(
          name,
          series.map((record) => record[name])
        )
      ),
      textColumn(
        "query",
        series.map((record) => record.source_query ?? record.pattern)
      )
    ]
  };
}

/** A series whose definition is in no manifest: its id is all that is known. */
function unnamed(id: string): SeriesRecord {
  return {
    series_id: id,
    key: id,
    title: id,
    engine: "",
    pattern: "",
    flags: "",
    include: [],
    exclude: [],
    captures: [],
    unit: "matches"
  };
}

function segmentsOf(
  parts: readonly (Part & {readonly record: PartRecord})[],
  sid: (word: string) => number,
  count: number
): string[][] {
  const segments = Array.from({length: count}, () => new Set<string>());
  for (const {rows, record} of parts)
    for (const word of textOf(rows, "series_id").words) segments[sid(word)]?.add(heldHash(record));
  return segments.map((hashes) => [...hashes].sort());
}

function missingSegments(damage: readonly Damage[], manifest: Manifest, ids: readonly string[]): string[][] {
  const held = new Map(manifest.imports.map(({import_id, series}) => [import_id, new Set(series)]));
  // a segment of no known import may hold any series
  return ids.map((id) =>
    damage.filter(({importId}) => held.get(importId ?? "")?.has(id) ?? true).map(({path}) => path)
  );
}

function observedOf(parts: readonly Part[], sid: (word: string) => number, count: number): (number | null)[] {
  const observed = new Array<number | null>(count).fill(null);
  for (const {rows, observedAt: at} of parts)
    if (at !== null)
      for (const word of textOf(rows, "series_id").words) observed[sid(word)] = Math.max(observed[sid(word)] ?? at, at);
  return observed;
}

function countedUnits(
  points: Merged,
  sid: (word: string) => number,
  count: number
): {files: boolean; lines: boolean; matches: boolean}[] {
  const counted = Array.from({length: count}, () => ({files: false, lines: false, matches: false}));
  for (const unit of ["files", "lines", "matches"] as const) {
    const column = findColumn(points.table, unit);
    if (!column || column.type === "text") continue;
    const {codes, words} = points.series;
    const has = new Uint8Array(words.length);
    for (let row = 0; row < points.table.rows; row++) if (!Number.isNaN(column.values[row]!)) has[codes[row]!] = 1;
    for (const [code, word] of words.entries()) if (has[code]) counted[sid(word)]![unit] = true;
  }
  return counted;
}

function captureGroups(captures: Merged, sid: (word: string) => number, count: number): number[] {
  const groups = new Array<number>(count).fill(0);
  for (const [index, name] of ["c1", "c2", "c3"].entries()) {
    const column = findColumn(captures.table, name);
    if (column?.type !== "text") continue;
    const {codes, words} = captures.series;
    const has = new Uint8Array(words.length);
    for (let row = 0; row < captures.table.rows; row++) if (column.codes[row]! >= 0) has[codes[row]!] = 1;
    for (const [code, word] of words.entries()) if (has[code]) groups[sid(word)] = index + 1;
  }
  return groups;
}
