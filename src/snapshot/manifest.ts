/**
 * The manifest of a snapshot folder: what is in it, by content. Parts are immutable and named by their hash; the manifest
 * is the only file that is ever replaced, in one step, so what it does not name does not exist. Beside the members of the
 * interchange format (format, version, series, repos, parts) it keeps one record per import.
 */
import {TidemarkError} from "../error.ts";
import {canonicalJson, sha256} from "../hash.ts";
import {isoTime, parseIso} from "../time.ts";
import {type RepoRecord, type SeriesRecord, TABLE_NAMES, type TableName} from "./snapshot.ts";

export const MANIFEST_FORMAT = "insight-snapshot";
export const MANIFEST_VERSION = 1;

/** How a part is encoded. */
export const PART_FORMATS = ["ndjson.gz", "ndjson", "arrow", "parquet"] as const;
export type PartFormat = (typeof PART_FORMATS)[number];

/** A part as the manifest names it; `path` is relative to the manifest. Times are RFC 3339. */
export interface PartRecord {
  readonly id: string;
  readonly table: TableName;
  readonly path: string;
  readonly format: PartFormat;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  /** Of the bytes before compression, for parts that are compressed. */
  readonly raw_sha256?: string;
  readonly observed_at?: string;
  readonly import_id?: string;
}

/** The SHA-256 of what a part holds: however it is compressed, and by whatever build of gzip, it is the same. */
export function heldHash({sha256, raw_sha256}: PartRecord): string {
  return raw_sha256 ?? sha256;
}

/** What an import was, for the data page and for provenance. */
export interface ImportRecord {
  readonly import_id: string;
  readonly source_kind: string;
  readonly source_name: string;
  readonly file_sha256: string;
  readonly content_sha256: string;
  readonly observed_at?: string;
  readonly imported_at: string;
  readonly status: "complete" | "partial";
  readonly reasons: readonly string[];
  readonly rows_read: number;
  readonly rows_rejected: number;
  readonly series: readonly string[];
}

export interface Manifest {
  readonly format: typeof MANIFEST_FORMAT;
  readonly version: number;
  readonly series: readonly SeriesRecord[];
  readonly repos: readonly RepoRecord[];
  readonly parts: readonly PartRecord[];
  readonly imports: readonly ImportRecord[];
}

export const EMPTY_MANIFEST: Manifest = {
  format: MANIFEST_FORMAT,
  version: MANIFEST_VERSION,
  series: [],
  repos: [],
  parts: [],
  imports: []
};

/**
 * The manifest in a file of ours.
 * @throws TidemarkError "snapshot/manifest" when it is not one, "snapshot/newer" when a newer version wrote it.
 */
export function parseManifest(text: string): Manifest {
  let value: Partial<Manifest>;
  try {
    value = JSON.parse(text) as Partial<Manifest>;
  } catch (error) {
    throw new TidemarkError(
      "snapshot/manifest",
      "manifest.json is not JSON: it was cut or edited. Restore it from a backup.",
      {},
      error
    );
  }
  if (value?.format !== MANIFEST_FORMAT)
    throw new TidemarkError(
      "snapshot/manifest",
      `manifest.json should say format "${MANIFEST_FORMAT}"; it says ${JSON.stringify(value?.format)}.`
    );
  if (!(Number(value.version) >= 1))
    throw new TidemarkError(
      "snapshot/manifest",
      `manifest.json should give its version as a number; it gives ${JSON.stringify(value.version)}.`
    );
  if (Number(value.version) > MANIFEST_VERSION)
    throw new TidemarkError(
      "snapshot/newer",
      `These snapshots were written in version ${value.version} of the format, which a newer Tidemark made; this one reads version ${MANIFEST_VERSION}. Update Tidemark.`
    );
  const parts = (value.parts ?? []).filter(({table, path}) => TABLE_NAMES.includes(table) && isPartPath(path));
  return {
    ...value,
    ...EMPTY_MANIFEST,
    series: value.series ?? [],
    repos: value.repos ?? [],
    parts,
    imports: value.imports ?? []
  };
}

/** The manifest as a file: stable order, one line a record, so that it diffs. */
export function manifestText(manifest: Manifest): string {
  const list = (records: readonly unknown[]) =>
    records.length ? `[\n${records.map((record) => `    ${JSON.stringify(record)}`).join(",\n")}\n  ]` : "[]";
  const {format, version, series, repos, imports, parts} = manifest;
  return `{\n  "format": "${format}",\n  "version": ${version},\n  "series": ${list(series)},\n  "repos": ${list(repos)},\n  "imports": ${list(imports)},\n  "parts": ${list(parts)}\n}\n`;
}

/** True for `parts/…` or a plain name below the manifest: no `..`, no absolute path, no URL. */
export function isPartPath(path: unknown): path is string {
  return (
    typeof path === "string" && /^[\w@+=,-][\w.@+=,-]*(\/[\w@+=,-][\w.@+=,-]*)*$/.test(path) && !path.includes("..")
  );
}

/** The manifest with one more import; records of series and repositories that are there already stay. */
export function withImport(
  manifest: Manifest,
  record: ImportRecord,
  parts: readonly PartRecord[],
  series: readonly SeriesRecord[],
  repos: readonly RepoRecord[]
): Manifest {
  const fresh = <T>(old: readonly T[], more: readonly T[], key: (item: T) => string) => {
    const all = new Map(old.map((item) => [key(item), item]));
    for (const item of more) if (!all.has(key(item))) all.set(key(item), item);
    return [...all.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
  };
  return {
    ...manifest,
    series: fresh(manifest.series, series, ({series_id, key, title}) => `${series_id} ${key} ${title}`),
    repos: fresh(manifest.repos, repos, ({repo_key}) => repo_key),
    parts: [...manifest.parts, ...parts],
    imports: [...manifest.imports, record]
  };
}

/** The manifest without an import; series and repositories that no part holds any more go too. */
export function withoutImport(manifest: Manifest, importId: string): Manifest {
  const imports = manifest.imports.filter(({import_id}) => import_id !== importId);
  const used = new Set(imports.flatMap(({series}) => series));
  return {
    ...manifest,
    imports,
    parts: manifest.parts.filter(({import_id}) => import_id !== importId),
    series: manifest.series.filter(({series_id}) => used.has(series_id))
  };
}

/** The id of an import: the same content of the same kind has the same id. */
export function importId(sourceKind: string, contentHash: string): string {
  return `i_${sha256(canonicalJson([sourceKind, contentHash])).slice(0, 16)}`;
}

/** The path of a part, by its number, table and hash. */
export function partPath(number: number, table: TableName, hash: string, format: PartFormat): string {
  return `parts/${String(number).padStart(4, "0")}-${table}-${hash.slice(0, 8)}.${format}`;
}

/** When a part or import was observed, epoch ms; null when nobody said. */
export function observedAt(record: {readonly observed_at?: string}): number | null {
  return record.observed_at ? parseIso(record.observed_at) : null;
}

/** The member for `observed_at`, absent when nobody said. */
export function observedMember(time: number | null): {observed_at?: string} {
  return time === null ? {} : {observed_at: isoTime(time)};
}
