/** Filling what is not there from the start, when somebody asks for it first: rows as they were imported, or worked out. */
import {observedAt} from "../snapshot/manifest.ts";
import {mergeParts, type SampledTable} from "../snapshot/merge.ts";
import {mergeTable} from "../snapshot/merge-tables.ts";
import type {TableName} from "../snapshot/snapshot.ts";
import {name, sql} from "../sql.ts";
import type {Column, Table} from "../table.ts";
import {DERIVATIONS, WORKED_OUT_FROM} from "./derive-tables.ts";
import type {Dimensions} from "./dimensions.ts";
import type {Engine} from "./engine.ts";
import {DERIVED_TABLES, type DerivedTable, type DetailTable, type LazyTable} from "./schema.ts";
import type {StoreOptions} from "./store.ts";
import {type Filling, readJoined, type TableSource} from "./table-source.ts";

const SAMPLED: readonly TableName[] = ["point", "capture", "file", "match"] satisfies readonly SampledTable[];

/** Fills one table from the segments that hold it. */
export async function fillTable(filling: Filling, table: LazyTable, options: StoreOptions): Promise<TableSource> {
  return isDerived(table) ? DERIVATIONS[table](filling, options) : fillDetail(filling, table, options);
}

function isDerived(table: LazyTable): table is DerivedTable {
  return (DERIVED_TABLES as readonly string[]).includes(table);
}

/** Whether a table would be filled otherwise once there are more rows in some tables of snapshots. */
export function isFilledFrom(table: LazyTable, more: ReadonlySet<TableName>): boolean {
  return isDerived(table) ? WORKED_OUT_FROM[table].some((one) => more.has(one)) : more.has(table);
}

/** Takes out what `fillTable` put in, but for dimensions, whose codes stay. */
export async function emptyTable(engine: Engine, table: LazyTable): Promise<void> {
  const also =
    table === "delta_language" ? ["tool", "language_sample"] : table === "delta_path" ? ["delta_beyond"] : [];
  for (const one of [table, ...also]) await engine.query(sql`DELETE FROM store.${name(one)}`);
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
