/**
 * Change points by file. Files come as sets (all files with a match at a sample time) or as spans [valid_from, valid_to);
 * both say what a file held from when on, and both become differences that add up to the counts of the search.
 */
import {interner, numbersOf, type Table, textOf} from "../table.ts";
import {growing, knownZeros} from "./changes.ts";
import type {Merged} from "./merge.ts";
import {setChanges} from "./set-changes.ts";

/** Turns a series id, or a repository's key, into its code. */
export type Code = (word: string) => number;

/** Files by number: `pid` is a place in these lists. */
export interface PathDimension {
  readonly rids: number[];
  readonly paths: string[];
  code(rid: number, path: string): number;
}

export function pathDimension(): PathDimension {
  const byRepository = new Map<number, Map<string, number>>();
  const rids: number[] = [];
  const paths: string[] = [];
  return {
    rids,
    paths,
    code(rid, path) {
      let known = byRepository.get(rid);
      if (!known) {
        known = new Map();
        byRepository.set(rid, known);
      }
      const pid = known.get(path);
      if (pid !== undefined) return pid;
      known.set(path, paths.length);
      rids.push(rid);
      return paths.push(path) - 1;
    }
  };
}

/**
 * Rows (sid, rid, pid, t, d_files, d_lines, d_matches), and the pairs (sid, rid) they tell of. Where a pair has spans, its
 * sets count only before the first of them. A sample that found nothing is an empty set; a sample that found something and
 * does not say where changes nothing.
 */
export function fileChanges(
  points: Merged,
  files: Merged,
  spans: Table,
  seriesCode: Code,
  repoCode: Code,
  dimension: PathDimension
): Table {
  const out = growing(["sid", "rid", "pid", "t", "d_files", "d_lines", "d_matches"]);
  const firstSpan = spanChanges(spans, seriesCode, repoCode, dimension, (row) => out.push(row));
  const sids = files.series.words.map(seriesCode);
  const rids = files.repo.words.map(repoCode);
  const {rows} = files.table;
  const keep = new Uint32Array(rows);
  let kept = 0;
  for (let row = 0; row < rows; row++) {
    const pair = pairOf(sids[files.series.codes[row]!]!, rids[files.repo.codes[row]!]!);
    const from = firstSpan.get(pair);
    if (from === undefined || files.time[row]! < from) keep[kept++] = row;
  }
  const path = textOf(files.table, "path");
  const [lines, matches] = [numbersOf(files.table, "lines"), numbersOf(files.table, "matches")];
  const group = new Float64Array(kept);
  const time = new Float64Array(kept);
  const key = new Float64Array(kept);
  const values = [new Float64Array(kept), new Float64Array(kept), new Float64Array(kept)] as const;
  for (let i = 0; i < kept; i++) {
    const row = keep[i]!;
    const rid = rids[files.repo.codes[row]!]!;
    group[i] = pairOf(sids[files.series.codes[row]!]!, rid);
    time[i] = files.time[row]!;
    key[i] = dimension.code(rid, path.words[path.codes[row]!]!);
    values[0][i] = holds(lines[row]!, matches[row]!);
    values[1][i] = lines[row]!;
    values[2][i] = matches[row]!;
  }
  const zeros = knownZeros(points, (series, repo) => pairOf(seriesCode(series), repoCode(repo)));
  const emptyAt = (pair: number) => {
    const from = firstSpan.get(pair) ?? Number.POSITIVE_INFINITY;
    const times = (zeros.get(pair) ?? []).filter((at) => at < from);
    return from < Number.POSITIVE_INFINITY ? [...times, from] : times;
  };
  setChanges({group, time, key, values}, emptyAt, (pair, pid, t, [dFiles, dLines, dMatches]) =>
    out.push([Math.floor(pair / PAIR), pair % PAIR, pid, t, dFiles!, dLines!, dMatches!])
  );
  return out.build();
}

/** A file counts when it holds a match, or when nobody says how many. */
function holds(lines: number, matches: number): number {
  return matches > 0 || lines > 0 || (Number.isNaN(matches) && Number.isNaN(lines)) ? 1 : 0;
}

const PAIR = 2 ** 26;
const pairOf = (sid: number, rid: number): number => sid * PAIR + rid;

/**
 * The changes of spans; gives the first time that a pair has a span for. A span that is open, or longer than it could be,
 * ends where the file's next one begins.
 */
function spanChanges(
  spans: Table,
  seriesCode: Code,
  repoCode: Code,
  dimension: PathDimension,
  push: (row: readonly number[]) => void
): Map<number, number> {
  const first = new Map<number, number>();
  if (!spans.rows) return first;
  const [series, repo, path] = [textOf(spans, "series_id"), textOf(spans, "repo_key"), textOf(spans, "path")];
  const sids = series.words.map(seriesCode);
  const rids = repo.words.map(repoCode);
  const [from, to] = [numbersOf(spans, "valid_from"), numbersOf(spans, "valid_to")];
  const [lines, matches] = [numbersOf(spans, "lines"), numbersOf(spans, "matches")];
  const same = (a: number, b: number) =>
    series.codes[a] === series.codes[b] && repo.codes[a] === repo.codes[b] && path.codes[a] === path.codes[b];
  const countsIn = (row: number) => [holds(lines[row]!, matches[row]!), lines[row]! || 0, matches[row]! || 0] as const;
  for (let row = 0; row < spans.rows; row++) {
    const sid = sids[series.codes[row]!]!;
    const rid = rids[repo.codes[row]!]!;
    const pid = dimension.code(rid, path.words[path.codes[row]!]!);
    const pair = pairOf(sid, rid);
    first.set(pair, Math.min(first.get(pair) ?? Number.POSITIVE_INFINITY, from[row]!));
    const before =
      row > 0 && same(row, row - 1) && !(to[row - 1]! < from[row]!) ? countsIn(row - 1) : ([0, 0, 0] as const);
    const now = countsIn(row);
    const change = now.map((value, c) => value - before[c]!);
    if (change.some((delta) => delta !== 0)) push([sid, rid, pid, from[row]!, ...change]);
    const isFollowed = row + 1 < spans.rows && same(row, row + 1) && !(to[row]! < from[row + 1]!);
    if (!isFollowed && !Number.isNaN(to[row]!)) push([sid, rid, pid, to[row]!, -now[0], -now[1], -now[2]]);
  }
  return first;
}

/** Rows (pid, rid, path, dir, ext): a file's folder without `/` at the end, and its ending in lower case; `''` for none. */
export function pathTable({rids, paths}: PathDimension): Table {
  const text = (name: string, of: (path: string) => string) => {
    const words = interner();
    return {
      name,
      type: "text" as const,
      codes: Int32Array.from(paths, (path) => words.code(of(path))),
      words: words.words
    };
  };
  return {
    rows: paths.length,
    columns: [
      {name: "pid", type: "number", values: Float64Array.from(paths, (_, pid) => pid)},
      {name: "rid", type: "number", values: Float64Array.from(rids)},
      text("path", (path) => path),
      text("dir", (path) => path.slice(0, Math.max(0, path.lastIndexOf("/")))),
      text("ext", extensionOf)
    ]
  };
}

/** The ending of a file's name with its dot, in lower case: `.ts`; `''` for none. A leading dot begins no ending. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(dot).toLowerCase() : "";
}
