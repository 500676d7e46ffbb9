/**
 * Change points. "Carry the last known value forward and add up over repositories" is a running sum of (value − value
 * before), so what is stored for querying is the differences: they add up over any repositories, owners or paths. A row
 * that is unknown or failed changes no value, it only says so; the value before it is carried on.
 */
import {type Column, findColumn, interner, type Table} from "../table.ts";
import type {Merged} from "./merge.ts";

const COUNTS = ["files", "lines", "matches"] as const;

/** The changes of series in repositories, and how each pair of them ends. */
export interface RepoChanges {
  /**
   * Rows (sid, rid, t, d_files, d_lines, d_matches, d_any, d_repos, d_partial, d_unknown); sid and rid are codes of the
   * merged rows. `d_any` follows "has a match", `d_repos` is 1 at the first sample of a repository.
   */
  readonly changes: Table;
  /** Rows (sid, rid, t, files, lines, matches, partial, unknown): the last sample, with the counts that are carried on. */
  readonly ends: Table;
}

/** The end of a pair before these rows: (files, lines, matches, any, partial, unknown) are written into; false: none. */
export type EndBefore = (series: number, repo: number, into: Float64Array) => boolean;

/** From merged rows; those of a pair that is known already are later than its end. */
export function repoChanges(merged: Merged, endBefore: EndBefore = () => false): RepoChanges {
  const {table, series, repo, time} = merged;
  const counts = COUNTS.map((name) => numbersIn(table, name));
  const status = statusCodes(table);
  const out = growing([
    "sid",
    "rid",
    "t",
    "d_files",
    "d_lines",
    "d_matches",
    "d_any",
    "d_repos",
    "d_partial",
    "d_unknown"
  ]);
  const ends = growing(["sid", "rid", "t", "files", "lines", "matches", "partial", "unknown"]);
  const [files, lines, matches] = counts;
  // files, lines, matches, any, partial, unknown, as a pair ended before
  const end = new Float64Array(6);
  let [f, l, m, any, partial, unknown] = [0, 0, 0, 0, 0, 0];
  const rows = table.rows;
  const [sids, rids] = [series.codes, repo.codes];
  for (let row = 0; row < rows; row++) {
    const [sid, rid] = [sids[row]!, rids[row]!];
    let first = row === 0 || sid !== sids[row - 1] || rid !== rids[row - 1];
    if (first) {
      end.fill(0);
      first = !endBefore(sid, rid, end);
      [f, l, m, any, partial, unknown] = end as unknown as readonly [number, number, number, number, number, number];
    }
    const isKnown = status[row]! < 2;
    const nowF = isKnown && files ? carried(files[row]!, f) : f;
    const nowL = isKnown && lines ? carried(lines[row]!, l) : l;
    const nowM = isKnown && matches ? carried(matches[row]!, m) : m;
    const nowAny = nowM > 0 || nowL > 0 || nowF > 0 ? 1 : 0;
    const nowPartial = status[row] === 1 ? 1 : 0;
    const nowUnknown = isKnown ? 0 : 1;
    if (
      first ||
      nowF !== f ||
      nowL !== l ||
      nowM !== m ||
      nowAny !== any ||
      nowPartial !== partial ||
      nowUnknown !== unknown
    )
      out.push([
        sid,
        rid,
        time[row]!,
        nowF - f,
        nowL - l,
        nowM - m,
        nowAny - any,
        first ? 1 : 0,
        nowPartial - partial,
        nowUnknown - unknown
      ]);
    f = nowF;
    l = nowL;
    m = nowM;
    any = nowAny;
    partial = nowPartial;
    unknown = nowUnknown;
    if (row === rows - 1 || sid !== sids[row + 1] || rid !== rids[row + 1])
      ends.push([sid, rid, time[row]!, f, l, m, partial, unknown]);
  }
  return {changes: out.build(), ends: ends.build()};
}

/** A count, or the one before where the row does not give it. */
function carried(value: number, before: number): number {
  return Number.isNaN(value) ? before : value;
}

function numbersIn(table: Table, name: string): Float64Array | undefined {
  const column = findColumn(table, name);
  return column && column.type !== "text" ? column.values : undefined;
}

/** The changes of captured values, and the values themselves: `cid` is a code into `captures`. */
export interface CaptureChanges {
  /** Rows (sid, rid, cid, t, d_matches, d_files, d_any). */
  readonly changes: Table;
  /** Rows (cid, c1, c2, c3) of the values that were not known before. */
  readonly captures: Table;
}

/** The values that are known, and what pairs hold of them: [matches, files] by cid, by `pairKey`. */
export interface CapturesBefore {
  /** Words are JSON of (c1, c2, c3). They grow. */
  readonly values: ReturnType<typeof interner>;
  readonly held: ReadonlyMap<number, ReadonlyMap<number, readonly [number, number]>>;
}

/** One number for a series and a repository. */
export function pairKey(sid: number, rid: number): number {
  return sid * 2 ** 26 + rid;
}

/**
 * Changes per captured value. A sample at which the point was searched and a value is absent is a zero of that value;
 * `points` and `captures` are merged apart, `seriesCode`/`repoCode` turn a word into the common code. Rows of pairs that
 * hold values before are later than all that was known of them.
 */
export function captureChanges(
  points: Merged,
  captures: Merged,
  seriesCode: (word: string) => number,
  repoCode: (word: string) => number,
  {values, held}: CapturesBefore = {values: interner(), held: new Map()}
): CaptureChanges {
  const known = values.words.length;
  const [c1, c2, c3] = ["c1", "c2", "c3"].map((name) => findColumn(captures.table, name)) as [
    Column,
    Column | undefined,
    Column | undefined
  ];
  const matches = numbersIn(captures.table, "matches");
  const files = numbersIn(captures.table, "files");
  const out = growing(["sid", "rid", "cid", "t", "d_matches", "d_files", "d_any"]);
  const cidOf = captureCodes([c1, c2, c3], values);
  const status = statusCodes(points.table);
  const captured = new Set([...captures.series.words.map(seriesCode), ...[...held.keys()].map(seriesOf)]);
  const isCaptured = points.series.words.map((word) => captured.has(seriesCode(word)));
  const searched = samplesOf(
    points,
    seriesCode,
    repoCode,
    (row) => status[row]! < 2 && isCaptured[points.series.codes[row]!]!
  );
  const found = samplesOf(captures, seriesCode, repoCode);
  // where values were and are no more, only the points tell
  for (const [key, {sid, rid}] of searched) if (held.has(key) && !found.has(key)) found.set(key, {sid, rid, rows: []});
  for (const [key, rows] of found) {
    const {sid, rid} = rows;
    const at = new Map<number, number[]>();
    for (const row of rows.rows) {
      const own = at.get(captures.time[row]!);
      if (own) own.push(row);
      else at.set(captures.time[row]!, [row]);
    }
    const times = new Set([...at.keys(), ...(searched.get(key)?.rows.map((row) => points.time[row]!) ?? [])]);
    let before: ReadonlyMap<number, readonly [number, number]> = held.get(key) ?? new Map();
    for (const t of [...times].sort((a, b) => a - b)) {
      const now = new Map<number, [number, number]>();
      for (const row of at.get(t) ?? []) {
        const cid = cidOf(row);
        const [m, f] = now.get(cid) ?? [0, 0];
        now.set(cid, [m + (matches?.[row] || 0), f + (files?.[row] || 0)]);
      }
      for (const [cid, [m, f]] of now) {
        const [m0, f0] = before.get(cid) ?? [0, 0];
        if (m !== m0 || f !== f0) out.push([sid, rid, cid, t, m - m0, f - f0, Number(m > 0) - Number(m0 > 0)]);
      }
      for (const [cid, [m0, f0]] of before)
        if (!now.has(cid) && (m0 || f0)) out.push([sid, rid, cid, t, -m0, -f0, m0 > 0 ? -1 : 0]);
      before = now;
    }
  }
  return {changes: out.build(), captures: captureWords(values.words, known)};
}

/** The code of the captured values of a row: put into words once for each combination. */
function captureCodes(columns: readonly (Column | undefined)[], values: CapturesBefore["values"]) {
  const texts = columns.map((column) => (column?.type === "text" ? column : null));
  const [, n2, n3] = texts.map((column) => (column?.words.length ?? 0) + 1) as [number, number, number];
  const codes = new Map<number, number>();
  return (row: number): number => {
    const [a, b, c] = texts.map((column) => (column?.codes[row] ?? -1) + 1) as [number, number, number];
    const place = (a * n2 + b) * n3 + c;
    let cid = codes.get(place);
    if (cid === undefined) {
      cid = values.code(JSON.stringify(texts.map((column) => column?.words[column.codes[row]!] ?? null)));
      codes.set(place, cid);
    }
    return cid;
  };
}

function seriesOf(key: number): number {
  return Math.floor(key / 2 ** 26);
}

/** The times at which a search found nothing, by what `pairOf` makes of the series and the repository. */
export function knownZeros(
  points: Merged,
  pairOf: (series: string, repository: string) => number
): Map<number, number[]> {
  const {table, series, repo, time} = points;
  const status = statusCodes(table);
  const counts = COUNTS.flatMap((name) => numbersIn(table, name) ?? []);
  const zeros = new Map<number, number[]>();
  for (let row = 0; row < table.rows; row++) {
    if (status[row]! > 1 || !counts.some((values) => values[row] === 0)) continue;
    const pair = pairOf(series.words[series.codes[row]!]!, repo.words[repo.codes[row]!]!);
    const times = zeros.get(pair);
    if (times) times.push(time[row]!);
    else zeros.set(pair, [time[row]!]);
  }
  return zeros;
}

/** 0 ok, 1 partial, 2 error or unknown. */
function statusCodes(table: Table): Uint8Array {
  const column = findColumn(table, "status");
  if (column?.type !== "text") return new Uint8Array(table.rows);
  const codes = column.words.map((word) => (word === "ok" ? 0 : word === "partial" ? 1 : 2));
  const all = new Uint8Array(table.rows).fill(2);
  for (let row = 0; row < table.rows; row++) {
    const code = column.codes[row]!;
    if (code >= 0) all[row] = codes[code]!;
  }
  return all;
}

/** The rows of one series in one repository. */
interface Samples {
  readonly sid: number;
  readonly rid: number;
  readonly rows: readonly number[];
}

/** Groups of rows by (series, repository); rows stand in that order already. */
function samplesOf(
  merged: Merged,
  seriesCode: (word: string) => number,
  repoCode: (word: string) => number,
  wanted: (row: number) => boolean = () => true
): Map<number, Samples> {
  const samples = new Map<number, Samples>();
  const {series, repo} = merged;
  for (let start = 0, end = 0; start < merged.table.rows; start = end) {
    const rows: number[] = [];
    for (
      ;
      end < merged.table.rows && series.codes[end] === series.codes[start] && repo.codes[end] === repo.codes[start];
      end++
    )
      if (wanted(end)) rows.push(end);
    const sid = seriesCode(series.words[series.codes[start]!]!);
    const rid = repoCode(repo.words[repo.codes[start]!]!);
    samples.set(pairKey(sid, rid), {sid, rid, rows});
  }
  return samples;
}

function captureWords(words: readonly string[], from: number): Table {
  const tuples = words.slice(from).map((word) => JSON.parse(word) as (string | null)[]);
  const column = (index: number): Column => {
    const texts = interner();
    const codes = Int32Array.from(tuples, (tuple) => (tuple[index] === null ? -1 : texts.code(tuple[index]!)));
    return {name: `c${index + 1}`, type: "text", codes, words: texts.words};
  };
  return {
    rows: tuples.length,
    columns: [
      {name: "cid", type: "number", values: Float64Array.from(tuples, (_, i) => from + i)},
      column(0),
      column(1),
      column(2)
    ]
  };
}

/** Columns of numbers that grow; `t` is an instant. */
export function growing(names: readonly string[]): {push(row: readonly number[]): void; build(): Table} {
  let room = 4096;
  let rows = 0;
  let columns = names.map(() => new Float64Array(room));
  return {
    push(row) {
      if (rows === room) {
        room *= 2;
        columns = columns.map((column) => {
          const larger = new Float64Array(room);
          larger.set(column);
          return larger;
        });
      }
      for (let i = 0; i < row.length; i++) columns[i]![rows] = row[i]!;
      rows++;
    },
    build: () => ({
      rows,
      columns: names.map((name, i) => ({
        name,
        type: name === "t" ? ("time" as const) : ("number" as const),
        values: columns[i]!.slice(0, rows)
      }))
    })
  };
}
