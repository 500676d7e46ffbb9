import {type Column, interner, type Table, tableBuilder, takeRows, textOf} from "../table.ts";
import {entryOf} from "./entry-of.ts";
import {KEYS, MAX_TEXT, type Part, type PointStatus, type SeriesRecord, TABLES, type TableName} from "./snapshot.ts";
import {sortRows} from "./sort-rows.ts";

/** A match that a search tool found. Columns are bytes of the line, counted from 1; the end is exclusive. */
export interface FoundMatch {
  /** Where it was found: one sample of one repository. */
  readonly sample: string;
  /** Null for what is found outside files: repositories, commits. */
  readonly path: string | null;
  /** What tells it from the other matches of its file: two runs in one file are the same matches. */
  readonly place: number | string;
  /** The lines it stands on, by any numbers that tell lines apart. */
  readonly firstLine: number;
  readonly lineCount: number;
  readonly line: number | null;
  readonly col: number | null;
  readonly endCol: number | null;
  readonly text: string | null;
  readonly matched: string | null;
  readonly captures: readonly (string | null)[] | null;
}

/** Counts matches by sample, file and captured value, each match once. */
export interface FoundMatches {
  /** False when the same match was there before. */
  add(match: FoundMatch): boolean;
  /** The rows of all that was found, for the sample each one belongs to. */
  parts(
    series: SeriesRecord,
    samples: ReadonlyMap<string, Sample>,
    status: PointStatus,
    observedAt: number | null
  ): Part[];
}

/** A repository at a time. */
export interface Sample {
  readonly repository: string | null;
  readonly sampleAt: number | null;
  readonly commit: string | null;
  readonly committedAt: number | null;
}

interface FileCount {
  readonly places: Set<number | string>;
  readonly lines: Set<number>;
}

const MATCH_COLUMNS = {
  sample: "text",
  path: "text",
  line: "number",
  col: "number",
  end_col: "number",
  text: "text",
  matched: "text",
  c1: "text",
  c2: "text",
  c3: "text"
} as const;

interface CaptureCount {
  readonly sample: string;
  readonly captures: readonly (string | null)[];
  readonly files: Set<string | null>;
  matches: number;
}

/** An empty collection. Captured values are counted when matches bring them. */
export function foundMatches(): FoundMatches {
  const files = new Map<string, Map<string | null, FileCount>>();
  const captured = new Map<string, CaptureCount>();
  const matches = tableBuilder(MATCH_COLUMNS);
  return {
    add({sample, path, place, firstLine, lineCount, line, col, endCol, text, matched, captures}) {
      const inSample = entryOf(files, sample, () => new Map<string | null, FileCount>());
      const file = entryOf(inSample, path, () => ({places: new Set<number | string>(), lines: new Set<number>()}));
      if (file.places.has(place)) return false;
      file.places.add(place);
      for (let i = 0; i < lineCount; i++) file.lines.add(firstLine + i);
      const [c1 = null, c2 = null, c3 = null] = captures ?? NO_CAPTURES;
      matches.push({sample, path, line, col, end_col: endCol, text, matched, c1, c2, c3});
      if (!captures) return true;
      const value = entryOf(captured, JSON.stringify([sample, c1, c2, c3]), () => ({
        sample,
        captures: [c1 ?? "", c2, c3],
        files: new Set<string | null>(),
        matches: 0
      }));
      value.matches++;
      value.files.add(path);
      return true;
    },
    parts({series_id, captures}, samples, status, observedAt) {
      const of = (sample: string) => {
        const {repository, sampleAt} = samples.get(sample)!;
        return {series_id, repo_key: repository, sample_at: sampleAt};
      };
      const point = tableBuilder(TABLES.point);
      const file = tableBuilder(TABLES.file);
      for (const [name, {commit, committedAt}] of samples) {
        const counts = {files: 0, lines: 0, matches: 0};
        for (const [path, {lines, places}] of files.get(name) ?? []) {
          counts.lines += lines.size;
          counts.matches += places.size;
          if (path === null) continue;
          counts.files++;
          file.push({...of(name), path, lines: lines.size, matches: places.size});
        }
        point.push({...of(name), ...counts, commit_oid: commit, committed_at: committedAt, status});
      }
      const capture = tableBuilder(TABLES.capture);
      for (const {
        sample,
        captures: [c1 = "", c2 = null, c3 = null],
        matches: count,
        files: paths
      } of captured.values())
        capture.push({...of(sample), c1, c2, c3, matches: count, files: paths.size});
      const part = (table: TableName, rows: Table): Part => ({table, observedAt, rows: sortRows(rows, KEYS[table])});
      return [
        part("point", point.build()),
        ...(captures.length ? [part("capture", capture.build())] : []),
        part("file", file.build()),
        part("match", matchRows(matches.build(), series_id, samples))
      ];
    }
  };
}

const NO_CAPTURES: readonly null[] = [];

/** The rows of matches in files, with their series and the repository and time of their samples. */
function matchRows(all: Table, series_id: string, samples: ReadonlyMap<string, Sample>): Table {
  const inFiles = textOf(all, "path").codes.includes(-1)
    ? takeRows(
        all,
        Uint32Array.from(textOf(all, "path").codes.keys()).filter((row) => textOf(all, "path").codes[row]! >= 0)
      )
    : all;
  const {codes, words} = textOf(inFiles, "sample");
  const of = words.map((name) => samples.get(name)!);
  const repositories = interner();
  const repoCodes = of.map(({repository}) => (repository === null ? -1 : repositories.code(repository)));
  const times = of.map(({sampleAt}) => sampleAt ?? Number.NaN);
  const {rows} = inFiles;
  const columns: Column[] = [
    {name: "series_id", type: "text", codes: new Int32Array(rows), words: [series_id]},
    {name: "repo_key", type: "text", codes: codes.map((code) => repoCodes[code]!), words: repositories.words},
    {name: "sample_at", type: "time", values: Float64Array.from(codes, (code) => times[code]!)}
  ];
  return {rows, columns: [...columns, ...inFiles.columns.filter(({name}) => name !== "sample")]};
}

/** At most MAX_TEXT of a text around a place in it, without the line's end; `…` stands for what was left out. */
export function preview(text: string, at = 0): string {
  const whole = text.endsWith("\r\n") ? text.slice(0, -2) : text.endsWith("\n") ? text.slice(0, -1) : text;
  if (whole.length <= MAX_TEXT) return whole;
  const start = Math.max(0, Math.min(at - MAX_TEXT / 4, whole.length - MAX_TEXT));
  const end = start + MAX_TEXT;
  let cut = whole.slice(start + (start ? 1 : 0), end - (end < whole.length ? 1 : 0));
  if (/^[\udc00-\udfff]/.test(cut)) cut = cut.slice(1);
  if (/[\ud800-\udbff]$/.test(cut)) cut = cut.slice(0, -1);
  return detached(`${start ? "…" : ""}${cut}${end < whole.length ? "…" : ""}`);
}

/** A copy: V8 keeps the whole of a long text alive for a slice of it. */
function detached(text: string): string {
  return String.fromCharCode(...Array.from({length: text.length}, (_, i) => text.charCodeAt(i)));
}
