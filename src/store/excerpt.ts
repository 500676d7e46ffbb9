/**
 * A part of what is held as a snapshot folder of its own: what some insights and statements read, and nothing else. It can
 * be imported wherever snapshots can.
 */
import {isTidemarkError, TidemarkError} from "../error.ts";
import type {InsightDefinition} from "../insight/insight.ts";
import {insightKind, isCounted, ownKind} from "../insight/kinds/index.ts";
import {type ImportRecord, type Manifest, manifestText, observedAt, type PartRecord} from "../snapshot/manifest.ts";
import {toSegments} from "../snapshot/segment.ts";
import {type Part, TABLE_NAMES, TABLES, type TableName} from "../snapshot/snapshot.ts";
import {findColumn, takeRows} from "../table.ts";
import {resolveSeries} from "./answer.ts";

import {type Filled, readParts} from "./fill.ts";
import type {LazyTable} from "./schema.ts";
import type {Segments} from "./segments.ts";
import type {StoreOptions} from "./store.ts";

/** What an excerpt must hold: the data of these insights, and these tables of authors whole. */
export interface ExcerptRequest {
  readonly definitions: readonly InsightDefinition[];
  readonly tables: readonly string[];
}

/** An excerpt: its files by their paths (manifest.json first), and how much it holds. */
export interface Excerpt {
  readonly files: readonly {readonly path: string; readonly bytes: Uint8Array}[];
  readonly series: number;
  readonly repositories: number;
  readonly rows: number;
  readonly bytes: number;
}

/** Rows of which tables belong to a series, and go with it: the counts, and what is behind them. */
const OF_SERIES = TABLE_NAMES.filter((table) => "series_id" in TABLES[table]);

/** What the tables of change points are worked out from, beside the tables of series. */
const MADE_FROM: Partial<Record<LazyTable, TableName>> = {
  delta_owner: "owner_file",
  delta_team: "owner_file",
  owner_span: "owner_file",
  team_span: "owner_file",
  delta_language: "language"
};

/** Which rows of a table are wanted: all, those of some series, or those of some metrics. */
type Wanted = "all" | {readonly column: "series_id" | "metric"; readonly words: Set<string>};

/**
 * The files of an excerpt; null asks for everything. The same data gives the same bytes.
 * @throws TidemarkError "store/damaged" when a segment it needs cannot be read.
 */
export async function excerptOf(
  segments: Segments,
  manifest: Manifest,
  filled: Filled,
  request: ExcerptRequest | null,
  options: StoreOptions
): Promise<Excerpt> {
  const wanted = request ? wantedRows(request, filled) : new Map(TABLE_NAMES.map((table) => [table, "all" as Wanted]));
  const {parts, damage} = await readParts(segments, manifest, [...wanted.keys()], options);
  if (damage.length)
    throw new TidemarkError(
      "store/damaged",
      `${damage[0]!.path} is damaged (${damage[0]!.reason}), so the data would be incomplete. Import its file again first.`
    );
  const made: PartRecord[] = [];
  const bytes: {path: string; bytes: Uint8Array}[] = [];
  const series = new Set<string>();
  const repositories = new Set<string>();
  for (const {record, ...part} of parts) {
    const kept = keptRows(part, wanted.get(part.table)!);
    if (!kept.rows.rows) continue;
    for (const word of wordsUsed(kept, "series_id")) series.add(word);
    for (const word of wordsUsed(kept, "repo_key")) repositories.add(word);
    const snapshot = {series: [], repos: [], parts: [{...kept, observedAt: observedAt(record)}]};
    for await (const segment of toSegments(snapshot, "ndjson.gz", record.import_id ?? "", made.length + 1)) {
      made.push(segment.record);
      bytes.push({path: segment.record.path, bytes: segment.bytes});
    }
  }
  const used = new Set(made.map(({import_id}) => import_id));
  const imports = manifest.imports
    .filter(({import_id}) => used.has(import_id))
    .map((one): ImportRecord => ({...one, series: one.series.filter((id) => series.has(id))}));
  const text = manifestText({
    ...manifest,
    series: manifest.series.filter(({series_id}) => series.has(series_id)),
    repos: manifest.repos.filter(({repo_key}) => repositories.has(repo_key)),
    parts: made,
    unread: [],
    imports
  });
  return {
    files: [{path: "manifest.json", bytes: new TextEncoder().encode(text)}, ...bytes],
    series: series.size,
    repositories: repositories.size,
    rows: made.reduce((sum, {rows}) => sum + rows, 0),
    bytes: made.reduce((sum, part) => sum + part.bytes, text.length)
  };
}

function wantedRows({definitions, tables}: ExcerptRequest, filled: Filled): Map<TableName, Wanted> {
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
    const ids = seriesIds(definition, filled);
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

/** The ids of an insight's series; none where there is no data for it: it has none at the other end either. */
function seriesIds(definition: InsightDefinition, filled: Filled): string[] {
  try {
    return resolveSeries(definition, filled).map((sid) => filled.series[sid]!.series_id);
  } catch (error) {
    if (isTidemarkError(error)) return [];
    throw error;
  }
}

function keptRows(part: Part, wanted: Wanted): Part {
  if (wanted === "all") return part;
  const column = findColumn(part.rows, wanted.column);
  if (column?.type !== "text") return part;
  const isWanted = column.words.map((word) => wanted.words.has(word));
  if (isWanted.every(Boolean)) return part;
  const rows = Uint32Array.from(column.codes.keys()).filter((row) => isWanted[column.codes[row]!]);
  return {...part, rows: takeRows(part.rows, rows)};
}

function wordsUsed({rows}: Part, name: string): readonly string[] {
  const column = findColumn(rows, name);
  if (column?.type !== "text") return [];
  return [...new Set(column.codes)].flatMap((code) => column.words[code] ?? []);
}
