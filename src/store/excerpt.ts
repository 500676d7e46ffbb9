/**
 * A part of what is held as a snapshot folder of its own: what some insights and statements read, and nothing else. It can
 * be imported wherever snapshots can.
 */
import {isTidemarkError, TidemarkError} from "../error.ts";
import type {InsightDefinition} from "../insight/insight.ts";
import {type ImportRecord, type Manifest, manifestText, observedAt, type PartRecord} from "../snapshot/manifest.ts";
import {toSegments} from "../snapshot/segment.ts";
import {type Part, TABLE_NAMES} from "../snapshot/snapshot.ts";
import {findColumn} from "../table.ts";
import {resolveSeries} from "./answer.ts";

import {type Filled, readParts} from "./fill.ts";
import type {Segments} from "./segments.ts";
import type {StoreOptions} from "./store.ts";
import {type ExcerptRequest, keptRows, type Wanted, wantedRows} from "./wanted.ts";

/** An excerpt: its files by their paths (manifest.json first), and how much it holds. */
export interface Excerpt {
  readonly files: readonly {readonly path: string; readonly bytes: Uint8Array}[];
  readonly series: number;
  readonly repositories: number;
  readonly rows: number;
  readonly bytes: number;
}

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
  const wanted = request
    ? wantedRows(request, (definition) => seriesIds(definition, filled))
    : new Map(TABLE_NAMES.map((table) => [table, "all" as Wanted]));
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

/** The ids of an insight's series; none where there is no data for it: it has none at the other end either. */
function seriesIds(definition: InsightDefinition, filled: Filled): string[] {
  try {
    return resolveSeries(definition, filled).map((sid) => filled.series[sid]!.series_id);
  } catch (error) {
    if (isTidemarkError(error)) return [];
    throw error;
  }
}

function wordsUsed({rows}: Part, name: string): readonly string[] {
  const column = findColumn(rows, name);
  if (column?.type !== "text") return [];
  return [...new Set(column.codes)].flatMap((code) => column.words[code] ?? []);
}
