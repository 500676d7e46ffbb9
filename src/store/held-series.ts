/** What is known of series beside their numbers: where they stand, who observed them when, and in what they were counted. */
import {pairKey} from "../snapshot/changes.ts";
import {heldHash, type Manifest, type PartRecord} from "../snapshot/manifest.ts";
import type {Merged} from "../snapshot/merge.ts";
import type {Part, SeriesRecord} from "../snapshot/snapshot.ts";
import {findColumn, textOf} from "../table.ts";
import type {Damage} from "./store.ts";

type CodeOf = (word: string) => number;

/** A series whose definition is in no manifest: its id is all that is known. */
export function unnamed(id: string): SeriesRecord {
  return {
    series_id: id,
    key: id,
    title: id,
    engine: "",
    pattern: "",
    flags: "",
    include: [],
    exclude: [],
    captures: [],
    unit: "matches"
  };
}

/** What incomplete imports of a series said of themselves: sentences. */
export function reasonsOf({imports}: Manifest, id: string): string[] {
  return [...new Set(imports.filter(({series}) => series.includes(id)).flatMap(({reasons}) => reasons))];
}

/** The ids of the series of imports that hold matching lines; null where not every part says which import it is of. */
export function matchedSeries({imports, parts}: Manifest): ReadonlySet<string> | null {
  const ids = parts.filter(({table}) => table === "match" || table === "match_span").map(({import_id}) => import_id);
  const records = new Map(imports.map((one) => [one.import_id, one]));
  if (ids.some((id) => id === undefined || !records.has(id))) return null;
  return new Set(ids.flatMap((id) => records.get(id!)!.series));
}

/** By sid, the segments a series stands in, together with those before: SHA-256, sorted. */
export function segmentsOf(
  parts: readonly (Part & {readonly record: PartRecord})[],
  sid: CodeOf,
  count: number,
  before: readonly (readonly string[])[] = []
): string[][] {
  const segments = Array.from({length: count}, (_, code) => new Set(before[code]));
  for (const {rows, record} of parts)
    for (const word of textOf(rows, "series_id").words) segments[sid(word)]?.add(heldHash(record));
  return segments.map((hashes) => [...hashes].sort());
}

/** By sid, the damaged segments that may hold a series. */
export function missingSegments(damage: readonly Damage[], manifest: Manifest, ids: readonly string[]): string[][] {
  const held = new Map(manifest.imports.map(({import_id, series}) => [import_id, new Set(series)]));
  // a segment of no known import may hold any series
  return ids.map((id) =>
    damage.filter(({importId}) => held.get(importId ?? "")?.has(id) ?? true).map(({path}) => path)
  );
}

/** By sid, when the newest search of a series ran; null when nobody said. */
export function observedOf(
  parts: readonly Part[],
  sid: CodeOf,
  count: number,
  before: readonly (number | null)[] = []
): (number | null)[] {
  const observed = Array.from({length: count}, (_, code) => before[code] ?? null);
  for (const {rows, observedAt: at} of parts)
    if (at !== null)
      for (const word of textOf(rows, "series_id").words) observed[sid(word)] = Math.max(observed[sid(word)] ?? at, at);
  return observed;
}

const UNITS = ["files", "lines", "matches"] as const;
const GROUPS = ["c1", "c2", "c3"] as const;

/** How many rows of a series say each of its counts and capture groups. */
export type Tally = Readonly<Record<(typeof UNITS)[number] | (typeof GROUPS)[number], number>>;

/** The tallies of merged rows, by sid. */
export function tallied(points: Merged, captures: Merged, sid: CodeOf, count: number): Tally[] {
  const tallies = Array.from({length: count}, () => ({files: 0, lines: 0, matches: 0, c1: 0, c2: 0, c3: 0}));
  for (const [{table, series}, names] of [
    [points, UNITS],
    [captures, GROUPS]
  ] as const) {
    for (const name of names) {
      const column = findColumn(table, name);
      if (!column) continue;
      const said = new Float64Array(series.words.length);
      if (column.type === "text") countWords(column.codes, series.codes, said);
      else countNumbers(column.values, series.codes, said);
      for (const [code, word] of series.words.entries()) if (said[code]) tallies[sid(word)]![name] += said[code]!;
    }
  }
  return tallies;
}

// one loop for each kind of array, which V8 reads fastest
function countWords(values: Int32Array, series: Int32Array, said: Float64Array): void {
  for (let row = 0; row < values.length; row++) if (values[row]! >= 0) said[series[row]!]! += 1;
}

function countNumbers(values: Float64Array, series: Int32Array, said: Float64Array): void {
  for (let row = 0; row < values.length; row++) if (!Number.isNaN(values[row]!)) said[series[row]!]! += 1;
}

/** Tallies with others added to them, or taken away (`sign` −1). */
export function withTallies(before: readonly Tally[], more: readonly Tally[], sign: 1 | -1): Tally[] {
  return before.map((tally, sid) => {
    const other = more[sid]!;
    return Object.fromEntries(
      [...UNITS, ...GROUPS].map((name) => [name, tally[name] + sign * other[name]])
    ) as unknown as Tally;
  });
}

/** By sid, the units a series was counted in, and how many capture groups it has. */
export function unitsOf(tallies: readonly Tally[]): {
  readonly counted: readonly {readonly files: boolean; readonly lines: boolean; readonly matches: boolean}[];
  readonly captures: readonly number[];
} {
  return {
    counted: tallies.map(({files, lines, matches}) => ({files: files > 0, lines: lines > 0, matches: matches > 0})),
    captures: tallies.map(({c1, c2, c3}) => (c3 ? 3 : c2 ? 2 : c1 ? 1 : 0))
  };
}

/** One number for a pair of codes of merged rows, as the database has it. */
export function codedKeys({series, repo}: Merged, sid: CodeOf, rid: CodeOf): (series: number, repo: number) => number {
  const sids = series.words.map(sid);
  const rids = repo.words.map(rid);
  return (one, other) => pairKey(sids[one]!, rids[other]!);
}
