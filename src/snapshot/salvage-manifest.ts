/**
 * What can be kept of a manifest that was cut or edited. Ours stands with one record a line, so that what is damaged ends
 * with its line. Nothing is guessed: a file of data that no record names any more is not data of the workspace, and an
 * import that may have lost some of its files says so until its file is imported again.
 */
import {isRecord} from "../fields.ts";
import {
  EMPTY_MANIFEST,
  type ImportRecord,
  isPartRecord,
  isRecordOf,
  MANIFEST_FORMAT,
  type Manifest,
  type PartRecord
} from "./manifest.ts";

export interface Salvaged {
  readonly manifest: Manifest;
  /** Records that cannot be read, by list. */
  readonly unreadable: Readonly<Record<List, number>>;
  /** The first list that ends before its end; null when none does. What comes behind it is gone, too. */
  readonly cutIn: List | null;
  /** The names of imports that may have lost some of what they held. */
  readonly doubtful: readonly string[];
}

const LISTS = ["series", "repos", "imports", "parts"] as const;
type List = (typeof LISTS)[number];

/** What a lost file of an import is called where damage is told. */
const LOST_PATH = "a file that manifest.json no longer names";

/** What can be kept; null for a file that is the manifest of something else. `now` is RFC 3339, for imports whose record is gone. */
export function salvageManifest(text: string, now: string): Salvaged | null {
  const records: Record<List, unknown[]> = {series: [], repos: [], imports: [], parts: []};
  const unreadable: Record<List, number> = {series: 0, repos: 0, imports: 0, parts: 0};
  const whole = parsed(text);
  if (isRecord(whole) && whole.format !== undefined && whole.format !== MANIFEST_FORMAT) return null;
  const ended = new Set<List>();
  const take = (list: List, record: unknown) => {
    if (isRecordOf(list, record)) records[list].push(record);
    else unreadable[list]++;
  };
  if (isRecord(whole))
    for (const list of LISTS) {
      ended.add(list);
      const value = whole[list];
      if (Array.isArray(value)) for (const record of value) take(list, record);
      else if (value !== undefined) unreadable[list]++;
    }
  else readLines(text, take, ended);
  const cutIn = LISTS.find((list) => !ended.has(list)) ?? null;

  const parts = records.parts.filter(isPartRecord);
  const unread = records.parts.filter((record) => !isPartRecord(record));
  const series = records.series as Manifest["series"];
  const known = records.imports.map((record) => {
    const one = record as ImportRecord;
    return {...one, series: one.series ?? [], reasons: one.reasons ?? []};
  });
  const imports = [...known, ...withoutRecord(parts, known, series, now)];
  const doubtful = inDoubt(imports, parts, unreadable.parts > 0, cutIn !== null && !ended.has("parts"));
  return {
    manifest: {
      ...EMPTY_MANIFEST,
      series,
      repos: records.repos as Manifest["repos"],
      parts,
      imports,
      ...(unread.length || doubtful.length
        ? {unread: [...unread, ...doubtful.map(({import_id}) => ({import_id, path: LOST_PATH}))]}
        : {})
    },
    unreadable,
    cutIn,
    doubtful: doubtful.map(({source_name}) => source_name)
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readLines(text: string, take: (list: List, record: unknown) => void, ended: Set<List>): void {
  let list: List | null = null;
  for (const line of text.split("\n")) {
    const [, name, rest = ""] = /^\s*"(series|repos|imports|parts)"\s*:\s*\[(.*)$/.exec(line) ?? [];
    if (name) {
      list = name as List;
      if (/^\s*\]/.test(rest)) ended.add(list);
    } else if (/^\s*\]/.test(line)) {
      if (list) ended.add(list);
      list = null;
    } else if (list && line.trim()) take(list, parsed(line.trim().replace(/,$/, "")));
  }
}

/** Imports of which files are left and no record: one each, so that they can be taken out. */
function withoutRecord(
  parts: readonly PartRecord[],
  known: readonly ImportRecord[],
  series: Manifest["series"],
  now: string
): ImportRecord[] {
  const ids = new Set(known.map(({import_id}) => import_id));
  const lost = new Map<string, number>();
  for (const {import_id, rows} of parts)
    if (import_id !== undefined && !ids.has(import_id)) lost.set(import_id, (lost.get(import_id) ?? 0) + rows);
  return [...lost].map(([import_id, rows]) => ({
    import_id,
    source_kind: "snapshot",
    source_name: "an import whose record was lost",
    file_sha256: "",
    content_sha256: "",
    imported_at: now,
    status: "partial",
    reasons: ["The record of this import was lost in a damaged manifest.json: nobody can tell what it was made from."],
    rows_read: rows,
    rows_rejected: 0,
    // whichever of them it holds: none is taken away with another import
    series: series.map(({series_id}) => series_id)
  }));
}

/** The imports that may lack files. They stand one import after the other: where the list was cut, the last one and those without any. */
function inDoubt(
  imports: readonly ImportRecord[],
  parts: readonly PartRecord[],
  hasGaps: boolean,
  isCut: boolean
): readonly ImportRecord[] {
  if (hasGaps) return imports;
  if (!isCut) return [];
  const last = parts.at(-1)?.import_id;
  const named = new Set(parts.map(({import_id}) => import_id));
  return imports.filter(({import_id}) => import_id === last || !named.has(import_id));
}
