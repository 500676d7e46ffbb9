/**
 * The manifest of a snapshot folder: what is in it, by content. Parts are immutable and named by their hash; the manifest
 * is the only file that is ever replaced, in one step, so what it does not name does not exist. Beside the members of the
 * interchange format (format, version, series, repos, parts) it keeps one record per import.
 */
import {TidemarkError} from "../error.ts";
import {isRecord} from "../fields.ts";
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
  /** Records of parts that cannot be used: damaged, or of a table that a newer version added. They stay in the file as they are. */
  readonly unread?: readonly unknown[];
}

export const EMPTY_MANIFEST: Manifest = {
  format: MANIFEST_FORMAT,
  version: MANIFEST_VERSION,
  series: [],
  repos: [],
  parts: [],
  imports: []
};

/** What can be done about a manifest that cannot be read; nothing was written over it. */
const WAY_OUT =
  "Nothing was changed. Restore it from a backup or from version control; without one, the Data page of the app repairs it as far as it can be read, or move the snapshots folder away and import your files again.";

/** The lists of a manifest, and the members of text without which a record of one is none. */
const LISTS = {
  series: ["series_id", "key", "title"],
  repos: ["repo_key"],
  imports: ["import_id", "source_kind", "source_name", "imported_at"],
  parts: []
} as const satisfies Partial<Record<keyof Manifest, readonly string[]>>;

/**
 * The manifest in a file of ours. A record of a part that cannot be used is kept beside the others, so that the rest is
 * read and nothing is lost when the file is written again.
 * @throws TidemarkError "snapshot/manifest" when it is not one, "snapshot/newer" when a newer version wrote it.
 */
export function parseManifest(text: string): Manifest {
  const wrong = (what: string, error?: unknown) =>
    new TidemarkError("snapshot/manifest", `manifest.json ${what}. ${WAY_OUT}`, {}, error);
  let value: Partial<Manifest>;
  try {
    value = JSON.parse(text) as Partial<Manifest>;
  } catch (error) {
    throw wrong("is not JSON: it was cut or edited", error);
  }
  if (value?.format !== MANIFEST_FORMAT)
    throw wrong(`should say format "${MANIFEST_FORMAT}"; it says ${JSON.stringify(value?.format)}`);
  if (!(Number(value.version) >= 1))
    throw wrong(`should give its version as a number; it gives ${JSON.stringify(value.version)}`);
  if (Number(value.version) > MANIFEST_VERSION)
    throw new TidemarkError(
      "snapshot/newer",
      `These snapshots were written in version ${value.version} of the format, which a newer Tidemark made; this one reads version ${MANIFEST_VERSION}. Update Tidemark.`
    );
  for (const [name, members] of Object.entries(LISTS)) {
    const list: unknown = value[name as keyof typeof LISTS] ?? [];
    if (!Array.isArray(list)) throw wrong(`should have a list as ${name}; it has ${JSON.stringify(list).slice(0, 40)}`);
    for (const [i, record] of list.entries()) {
      const missing = members.find((member) => !isRecord(record) || typeof record[member] !== "string");
      if (missing) throw wrong(`should give ${name}[${i}] its ${missing} as text; it is cut or edited there`);
    }
  }
  const {series = [], repos = [], imports = []} = value;
  const all: readonly unknown[] = value.parts ?? [];
  const unread = all.filter((record) => !isPartRecord(record));
  return {
    ...value,
    ...EMPTY_MANIFEST,
    series,
    repos,
    parts: all.filter(isPartRecord),
    imports: imports.map((record) => ({...record, series: record.series ?? [], reasons: record.reasons ?? []})),
    ...(unread.length ? {unread} : {})
  };
}

/** Whether something can stand in a list of the manifest; of a part, that its record may be kept beside the others. */
export function isRecordOf(list: keyof typeof LISTS, record: unknown): boolean {
  return isRecord(record) && LISTS[list].every((member) => typeof record[member] === "string");
}

/** Whether something is the record of a part that can be read. */
export function isPartRecord(record: unknown): record is PartRecord {
  return isRecord(record) && (TABLE_NAMES as readonly unknown[]).includes(record.table) && partFault(record) === null;
}

/** What is wrong with the record of a part of a table that is known here; null when nothing is. */
function partFault({path, format, sha256: hash, rows, bytes}: Readonly<Record<string, unknown>>): string | null {
  if (!isPartPath(path)) return "the manifest gives no path below its folder";
  if (!(PART_FORMATS as readonly unknown[]).includes(format))
    return `the format ${JSON.stringify(format)} is not known`;
  if (typeof hash !== "string" || !/^[0-9a-f]{64}$/.test(hash)) return "the manifest gives no SHA-256 of it";
  if (![rows, bytes].every((count) => Number.isSafeInteger(count) && Number(count) >= 0))
    return "the manifest does not say how many rows and bytes it has";
  return null;
}

/** The unusable records of parts, and why. What is of a table this version does not know is no damage. */
export function unreadParts({unread = []}: Manifest): {
  readonly table: TableName | null;
  readonly path: string;
  readonly reason: string;
  readonly importId: string | null;
}[] {
  return unread.flatMap((record) => {
    const fields = isRecord(record) ? record : {};
    const table = TABLE_NAMES.find((name) => name === fields.table) ?? null;
    if (!table && typeof fields.table === "string") return [];
    return {
      table,
      path: typeof fields.path === "string" ? fields.path.slice(0, 200) : "a part of manifest.json",
      reason: (table && partFault(fields)) ?? "the manifest does not say what it holds",
      importId: typeof fields.import_id === "string" ? fields.import_id : null
    };
  });
}

/** The manifest as a file: stable order, one line a record, so that it diffs. */
export function manifestText(manifest: Manifest): string {
  const list = (records: readonly unknown[]) =>
    records.length ? `[\n${records.map((record) => `    ${JSON.stringify(record)}`).join(",\n")}\n  ]` : "[]";
  const {format, version, series, repos, imports, unread = []} = manifest;
  const parts: readonly unknown[] = [...manifest.parts, ...unread];
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
  const {unread, ...rest} = manifest;
  const others = unread?.filter((record) => !isRecord(record) || record.import_id !== importId) ?? [];
  return {
    ...rest,
    ...(others.length ? {unread: others} : {}),
    imports,
    parts: manifest.parts.filter(({import_id}) => import_id !== importId),
    series: manifest.series.filter(({series_id}) => used.has(series_id))
  };
}

/** The id of an import: the same content of the same kind has the same id. */
export function importId(sourceKind: string, contentHash: string): string {
  return `i_${sha256(canonicalJson([sourceKind, contentHash])).slice(0, 16)}`;
}

/** The number of the next part: none that was named before, so that no file is taken for another. */
export function nextPart({parts, unread = []}: Manifest): number {
  return parts.reduce((most, {id}) => Math.max(most, Number(id) || 0), parts.length + unread.length) + 1;
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
