/**
 * Filling what is not there from the start: rows as they were imported, and change points worked out from them. Each is
 * read once, when somebody asks for it first.
 */
import {blameChanges} from "../snapshot/blame-changes.ts";
import {fileChanges} from "../snapshot/file-changes.ts";
import {languageChanges} from "../snapshot/language-changes.ts";
import {heldHash, type Manifest, observedAt, type PartRecord} from "../snapshot/manifest.ts";
import {mergeParts, type SampledTable} from "../snapshot/merge.ts";
import {mergeTable} from "../snapshot/merge-tables.ts";
import {type Belonging, ownerChanges} from "../snapshot/owner-changes.ts";
import {type OwnerHistory, ownerHistory, ownersDialect} from "../snapshot/owner-history.ts";
import type {Part, TableName} from "../snapshot/snapshot.ts";
import {name, sql} from "../sql.ts";
import {type Column, recordsOf, type Table, textOf} from "../table.ts";
import {teamIndex} from "../teams.ts";
import type {Dimensions} from "./dimensions.ts";
import type {Engine} from "./engine.ts";
import {type Filled, readParts} from "./fill.ts";
import {type GroupTotals, groupTotals} from "./group-totals.ts";
import {joinedParts} from "./joined-parts.ts";
import {DERIVED_TABLES, type DerivedTable, type DetailTable, type LazyTable} from "./schema.ts";
import type {Segments} from "./segments.ts";
import type {StoreOptions} from "./store.ts";

/** Where filling reads from and writes to. */
export interface Filling {
  readonly engine: Engine;
  readonly segments: Segments;
  readonly manifest: Manifest;
  readonly filled: Filled;
}

/** What a filled table was made of: the SHA-256 of its segments, and the segments that could not be read. */
export interface TableSource {
  readonly segments: readonly string[];
  readonly missing: readonly string[];
  /** When the newest of it was observed, epoch ms; null when nobody said. */
  readonly observedAt: number | null;
  /** Of tables that hold several things (metrics, counts of several tools): which of them each segment holds. */
  readonly things?: readonly HeldThings[];
  /** Of changes by file, owner and team: their sums over all repositories, unless those are as many. */
  readonly totals?: GroupTotals;
}

/** What one segment holds, and when it was observed. */
export interface HeldThings {
  readonly segment: string;
  readonly observedAt: number | null;
  readonly names: ReadonlySet<string>;
}

/** The part of a source in which a thing of that name stands; all of it where nobody knows what its segments hold. */
export function sourceOfThing(source: TableSource, thing: string): TableSource {
  if (!source.things) return source;
  const mine = source.things.filter(({names}) => names.has(thing));
  const observed = mine.map(({observedAt}) => observedAt).filter((time) => time !== null);
  return {
    segments: [...new Set(mine.map(({segment}) => segment))].sort(),
    missing: source.missing,
    observedAt: observed.length ? Math.max(...observed) : null
  };
}

/** The column that says which thing a row is of. */
const THING_COLUMNS: Partial<Record<TableName, string>> = {metric: "metric", language: "tool"};

function thingsOf(parts: readonly (Part & {readonly record: PartRecord})[], table: TableName): {things?: HeldThings[]} {
  const column = THING_COLUMNS[table];
  if (column === undefined) return {};
  const things = parts.map(({record, rows, observedAt}) => {
    const {codes, words} = textOf(rows, column);
    return {
      segment: heldHash(record),
      observedAt,
      names: new Set(Array.from(new Set(codes), (code) => words[code] ?? ""))
    };
  });
  return {things};
}

const SAMPLED: readonly TableName[] = ["point", "capture", "file", "match"] satisfies readonly SampledTable[];

/** Fills one table from the segments that hold it. */
export async function fillTable(filling: Filling, table: LazyTable, options: StoreOptions): Promise<TableSource> {
  return isDerived(table) ? fillDerived(filling, table, options) : fillDetail(filling, table, options);
}

function isDerived(table: LazyTable): table is DerivedTable {
  return (DERIVED_TABLES as readonly string[]).includes(table);
}

/** The tables of snapshots that a derived table is worked out from. */
const WORKED_OUT_FROM: Readonly<Record<DerivedTable, readonly TableName[]>> = {
  delta_path: ["point", "file", "file_span"],
  delta_owner: ["point", "file", "file_span", "owner_file"],
  delta_team: ["point", "file", "file_span", "owner_file"],
  delta_author: ["point", "blame"],
  delta_language: ["language"]
};

/** Whether a table would be filled otherwise once there are more rows in some tables of snapshots. */
export function isFilledFrom(table: LazyTable, more: ReadonlySet<TableName>): boolean {
  return isDerived(table) ? WORKED_OUT_FROM[table].some((one) => more.has(one)) : more.has(table);
}

/** Takes out what `fillTable` put in, but for dimensions, whose codes stay. */
export async function emptyTable(engine: Engine, table: LazyTable): Promise<void> {
  const also = table === "delta_language" ? ["tool", "language_sample"] : [];
  for (const one of [table, ...also]) await engine.query(sql`DELETE FROM store.${name(one)}`);
}

/** Reads the parts of some tables under the names their repositories have in the database. */
export async function readJoined(
  {segments, manifest, filled}: Filling,
  tables: readonly TableName[],
  options: StoreOptions
): Promise<{parts: readonly Part[]; source: TableSource}> {
  const {parts, damage} = await readParts(segments, manifest, tables, options);
  const observed = parts.map(({observedAt}) => observedAt).filter((time) => time !== null);
  return {
    parts: joinedParts(parts, {aliases: filled.aliases, known: filled.dimensions.repositories}),
    source: {
      segments: parts.map(({record}) => heldHash(record)).sort(),
      missing: damage.map(({path}) => path),
      observedAt: observed.length ? Math.max(...observed) : null,
      ...(tables.length === 1 ? thingsOf(parts, tables[0]!) : {})
    }
  };
}

async function fillDetail(filling: Filling, table: DetailTable, options: StoreOptions): Promise<TableSource> {
  const {engine, filled} = filling;
  const {parts, source} = await readJoined(filling, tablesBehind(filling, table), options);
  const rows = SAMPLED.includes(table)
    ? mergeParts(table as SampledTable, parts).table
    : mergeTable(table as Exclude<DetailTable, SampledTable>, parts);
  if (!rows.rows) return source;
  const coded = codedRows(rows, filled.dimensions);
  await filled.dimensions.flush(engine);
  await engine.append(`store.${table}`, coded);
  return source;
}

/** What the rows of a table are read from: of sets also the points, where some were observed later and may refute them. */
function tablesBehind({manifest}: Filling, table: DetailTable): readonly TableName[] {
  if (table === "point" || !SAMPLED.includes(table)) return [table];
  const times = (name: TableName) =>
    manifest.parts.filter((part) => part.table === name).map((part) => observedAt(part));
  const [first] = times(table)
    .map((time) => time ?? Number.NEGATIVE_INFINITY)
    .sort((a, b) => a - b);
  return times("point").some((time) => time !== null && time > first!) ? ["point", table] : [table];
}

/** The rows with codes for series and repositories, and `t` for when they hold. */
function codedRows(table: Table, {sid, rid}: Dimensions): Table {
  const columns = table.columns.map((column): Column => {
    if (column.name === "series_id" && column.type === "text") return codes("sid", column, sid);
    if (column.name === "repo_key" && column.type === "text") return codes("rid", column, rid);
    return HOLDS.has(column.name) ? {...column, name: "t"} : column;
  });
  return {...table, columns};
}

const HOLDS: ReadonlySet<string> = new Set(["sample_at", "week", "at"]);

function codes(name: string, column: Column & {type: "text"}, code: (word: string) => number): Column {
  // a word that no row uses gets no code
  const known = new Map<number, number>();
  const values = Float64Array.from(column.codes, (old) => {
    if (old < 0) return Number.NaN;
    const found = known.get(old) ?? code(column.words[old]!);
    known.set(old, found);
    return found;
  });
  return {name, type: "number", values};
}

const DERIVATIONS: {
  readonly [T in DerivedTable]: (filling: Filling, options: StoreOptions) => Promise<TableSource>;
} = {
  async delta_path(filling, options) {
    const {engine, filled} = filling;
    const {changes, source} = await pathChanges(filling, options);
    await filled.dimensions.flush(engine);
    if (changes.rows) await engine.append("store.delta_path", changes);
    return withTotals(source, groupTotals(changes, null));
  },

  async delta_owner(filling, options) {
    const {engine, filled} = filling;
    const {changes, source, history} = await owned(filling, options);
    const {repositories, oid} = filled.dimensions;
    const belonging: Belonging = {
      at(rid, path, time) {
        const found = history.ownersAt(repositories[rid]!, path, time);
        return found.state === "owned" ? found.owners : [found.state === "unowned" ? NO_OWNER : UNKNOWN_OWNER];
      },
      changes: (rid) => history.changes(repositories[rid]!)
    };
    const labels: string[] = [];
    const codeOf = (label: string) => {
      const code = oid(label);
      labels[code] = label;
      return code;
    };
    const rows = ownerChanges(changes, filled.dimensions.paths, belonging, "oid", codeOf);
    await filled.dimensions.flush(engine);
    if (rows.rows) await engine.append("store.delta_owner", rows);
    return withTotals(source, groupTotals(rows, "oid", labels));
  },

  async delta_team(filling, options) {
    const {engine, filled} = filling;
    const {changes, source, history} = await owned(filling, options);
    const {repositories, tid} = filled.dimensions;
    const teams = teamIndex(filled.workspace.teams);
    const belonging: Belonging = {
      at(rid, path, time) {
        const found = history.ownersAt(repositories[rid]!, path, time);
        const own = teams.ofPath(found.state === "owned" ? found.owners : [], repositories[rid]!);
        return own.length ? own : [NO_TEAM];
      },
      changes: (rid) => history.changes(repositories[rid]!)
    };
    const labels: string[] = [];
    const codeOf = (label: string) => {
      const code = tid(label);
      labels[code] = label;
      return code;
    };
    const rows = ownerChanges(changes, filled.dimensions.paths, belonging, "tid", codeOf);
    await filled.dimensions.flush(engine);
    if (rows.rows) await engine.append("store.delta_team", rows);
    return withTotals(source, groupTotals(rows, "tid", labels));
  },

  async delta_author(filling, options) {
    const {engine, filled} = filling;
    const {parts, source} = await readJoined(filling, ["point", "blame"], options);
    const changes = blameChanges(mergeParts("point", parts), mergeTable("blame", parts), filled.dimensions);
    await filled.dimensions.flush(engine);
    if (changes.rows) await engine.append("store.delta_author", changes);
    return source;
  },

  async delta_language(filling, options) {
    const {engine, filled} = filling;
    const {parts, source} = await readJoined(filling, ["language"], options);
    const {tools, changes, samples} = languageChanges(mergeTable("language", parts), filled.dimensions);
    await filled.dimensions.flush(engine);
    for (const [table, rows] of [
      ["store.tool", tools],
      ["store.delta_language", changes],
      ["store.language_sample", samples]
    ] as const)
      if (rows.rows) await engine.append(table, rows);
    return source;
  }
};

function withTotals(source: TableSource, totals: GroupTotals | null): TableSource {
  return totals ? {...source, totals} : source;
}

/** The changes by file, not appended. */
async function pathChanges(filling: Filling, options: StoreOptions): Promise<{changes: Table; source: TableSource}> {
  const {parts, source} = await readJoined(filling, ["point", "file", "file_span"], options);
  const {sid, rid, paths} = filling.filled.dimensions;
  const [points, files, spans] = [
    mergeParts("point", parts),
    mergeParts("file", parts),
    mergeTable("file_span", parts)
  ];
  return {changes: fileChanges(points, files, spans, sid, rid, paths), source};
}

/** The changes by file, and the CODEOWNERS files that were imported. */
async function owned(
  filling: Filling,
  options: StoreOptions
): Promise<{changes: Table; source: TableSource; history: OwnerHistory}> {
  const {changes, source} = await pathChanges(filling, options);
  const {parts, source: owners} = await readJoined(filling, ["owner_file"], options);
  const versions = recordsOf(mergeTable("owner_file", parts)).map((row) => ({
    repo: String(row.repo_key),
    path: String(row.path),
    committedAt: Number(row.valid_from),
    text: row.text === null ? null : String(row.text)
  }));
  const given = new Map(
    filling.filled.workspace.repositories.flatMap(({key, codeowners}) =>
      codeowners ? [[key, codeowners] as const] : []
    )
  );
  return {
    changes,
    source: {
      segments: [...source.segments, ...owners.segments].sort(),
      missing: [...source.missing, ...owners.missing],
      observedAt: source.observedAt
    },
    history: ownerHistory(versions, (repo, path) => given.get(repo) ?? ownersDialect(repo, path))
  };
}

/** What stands in the place of an owner: nobody owns the file; nothing is known of its repository's owners; no team. */
export const NO_OWNER = "(no owner)";
export const UNKNOWN_OWNER = "(owners not imported)";
export const NO_TEAM = "(no team)";

function fillDerived(filling: Filling, table: DerivedTable, options: StoreOptions): Promise<TableSource> {
  return DERIVATIONS[table](filling, options);
}
