/** What the workspace holds of a series in one repository: what need not be searched again. Times are epoch ms. */
import {type Cell, recordsOf, type Table} from "../table.ts";
import {entryOf} from "./entry-of.ts";
import type {BlobResult} from "./search-history.ts";

export interface HeldPoint {
  readonly commit: string;
  readonly files: number | null;
  readonly lines: number | null;
  readonly matches: number | null;
  readonly status: string;
}

export interface HeldSpan {
  readonly path: string;
  readonly key: string;
  readonly from: number;
  /** Null: it goes on. */
  readonly to: number | null;
  readonly lines: number;
  readonly matches: number;
}

export interface HeldSeries {
  readonly points: ReadonlyMap<number, HeldPoint>;
  readonly spans: readonly HeldSpan[];
  readonly results: ReadonlyMap<string, BlobResult>;
  /** True when the point of a time was searched at that commit, completely, and the spans say all of what it found. */
  isAnswered(time: number, commit: string): boolean;
}

/**
 * By series id, from rows of the tables `point`, `file_span` and `match_span` of one repository; of the last, captured values
 * and how many `matches` have them.
 */
export function heldHistory(points: Table, spans: Table, matches: Table): Map<string, HeldSeries> {
  const all = new Map<string, Gathered>();
  const of = (id: Cell) => entryOf(all, String(id), emptyGathered);
  for (const row of recordsOf(points)) {
    if (row.commit_oid === null) continue;
    of(row.series_id!).points.set(Number(row.sample_at), {
      commit: String(row.commit_oid),
      files: numberOf(row.files),
      lines: numberOf(row.lines),
      matches: numberOf(row.matches),
      status: String(row.status)
    });
  }
  for (const row of recordsOf(spans)) {
    if (row.blob_oid === null) continue;
    of(row.series_id!).spans.push({
      path: String(row.path),
      key: String(row.blob_oid),
      from: Number(row.valid_from),
      to: numberOf(row.valid_to),
      lines: numberOf(row.lines) ?? 0,
      matches: numberOf(row.matches) ?? 0
    });
  }
  for (const row of recordsOf(matches)) {
    const values = [row.c1, row.c2, row.c3].filter((_, i) => i < lastValue(row));
    if (!values.some(Boolean)) continue;
    const counts = entryOf(of(row.series_id!).captures, String(row.blob_oid), () => new Map<string, number>());
    const name = JSON.stringify(values.map((value) => value ?? ""));
    counts.set(name, (counts.get(name) ?? 0) + (numberOf(row.matches) ?? 1));
  }
  return new Map([...all].map(([id, gathered]) => [id, concluded(gathered)]));
}

interface Gathered {
  readonly points: Map<number, HeldPoint>;
  readonly spans: HeldSpan[];
  readonly captures: Map<string, Map<string, number>>;
}

function emptyGathered(): Gathered {
  return {points: new Map(), spans: [], captures: new Map()};
}

function lastValue(row: Readonly<Record<string, Cell>>): number {
  return row.c3 !== null ? 3 : row.c2 !== null ? 2 : row.c1 !== null ? 1 : 0;
}

function numberOf(value: Cell | undefined): number | null {
  return typeof value === "number" ? value : null;
}

function concluded({points, spans, captures}: Gathered): HeldSeries {
  const times = Float64Array.from(points.keys()).sort();
  const placeOf = (time: number) => {
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle]! < time) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const sums = ["files", "lines", "matches"].map(() => new Float64Array(times.length + 1));
  const results = new Map<string, BlobResult>();
  for (const {key, from, to, lines, matches} of spans) {
    const [first, last] = [placeOf(from), to === null ? times.length : placeOf(to)];
    for (const [i, count] of [1, lines, matches].entries()) {
      sums[i]![first]! += count;
      sums[i]![last]! -= count;
    }
    results.set(key, {lines, matches, captures: captures.get(key) ?? NONE});
  }
  for (const sum of sums) for (let i = 1; i < sum.length; i++) sum[i]! += sum[i - 1]!;
  return {
    points,
    spans,
    results,
    isAnswered(time, commit) {
      const point = points.get(time);
      if (point?.status !== "ok" || point.commit !== commit) return false;
      const place = placeOf(time);
      return [point.files, point.lines, point.matches].every((count, i) => count === null || count === sums[i]![place]);
    }
  };
}

const NONE: ReadonlyMap<string, number> = new Map();
