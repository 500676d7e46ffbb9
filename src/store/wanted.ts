/** Which rows of the imported tables some insights and tables of authors are made of. */
import type {InsightDefinition} from "../insight/insight.ts";
import {insightKind, isCounted, ownKind} from "../insight/kinds/index.ts";
import {type Part, TABLE_NAMES, TABLES, type TableName} from "../snapshot/snapshot.ts";
import {findColumn, takeRows} from "../table.ts";
import type {LazyTable} from "./schema.ts";

/** What is read: by these insights, and these tables of authors whole. */
export interface ExcerptRequest {
  readonly definitions: readonly InsightDefinition[];
  readonly tables: readonly string[];
}

/** Rows of which tables belong to a series, and go with it: the counts, and what is behind them. */
export const OF_SERIES: readonly TableName[] = TABLE_NAMES.filter((table) => "series_id" in TABLES[table]);

/** What the tables of change points are worked out from, beside the tables of series. */
const MADE_FROM: Partial<Record<LazyTable, TableName>> = {
  delta_owner: "owner_file",
  delta_team: "owner_file",
  owner_span: "owner_file",
  team_span: "owner_file",
  delta_language: "language"
};

/** Which rows of a table are wanted: all, those of some series, or those of some metrics. */
export type Wanted = "all" | {readonly column: "series_id" | "metric"; readonly words: Set<string>};

/** The rows by table; a table that is not there is not wanted. `idsOf` gives the ids of an insight's series. */
export function wantedRows(
  {definitions, tables}: ExcerptRequest,
  idsOf: (definition: InsightDefinition) => readonly string[]
): Map<TableName, Wanted> {
  const wanted = new Map<TableName, Wanted>();
  const add = (table: TableName, column: "series_id" | "metric", words: readonly string[]) => {
    const known = wanted.get(table) ?? {column, words: new Set<string>()};
    if (known !== "all") for (const word of words) known.words.add(word);
    wanted.set(table, known);
  };
  for (const definition of definitions) {
    const own = ownKind(definition.kind);
    if (own) {
      for (const table of own.ownTables(definition)) {
        const base = MADE_FROM[table] ?? (table as TableName);
        if (base === "metric" && definition.metric) add("metric", "metric", [definition.metric.name]);
        else wanted.set(base, "all");
      }
      continue;
    }
    if (!isCounted(definition.kind)) continue;
    const ids = idsOf(definition);
    if (!ids.length) continue;
    for (const table of OF_SERIES) add(table, "series_id", ids);
    for (const table of insightKind(definition.kind).tables?.(definition) ?? []) {
      const base = MADE_FROM[table];
      if (base) wanted.set(base, "all");
    }
  }
  for (const table of tables) {
    if ((TABLE_NAMES as readonly string[]).includes(table)) wanted.set(table as TableName, "all");
    // a table of captures or files says nothing without the searches they belong to
    if (table === "series" || table === "repo" || table in TABLES) {
      const isOfSeries = !(table in TABLES) || "series_id" in TABLES[table as TableName];
      if (isOfSeries) wanted.set("point", "all");
    }
  }
  return wanted;
}

/** The rows of a part that are wanted. Words of columns that none of them has stay. */
export function keptRows(part: Part, wanted: Wanted): Part {
  if (wanted === "all") return part;
  const column = findColumn(part.rows, wanted.column);
  if (column?.type !== "text") return part;
  const isWanted = column.words.map((word) => wanted.words.has(word));
  if (isWanted.every(Boolean)) return part;
  const rows = Uint32Array.from(column.codes.keys()).filter((row) => isWanted[column.codes[row]!]);
  return {...part, rows: takeRows(part.rows, rows)};
}
