/** The newest sample of each series in each repository: what a later one is compared with, so that nothing is read again. */
import {type EndBefore, pairKey} from "../snapshot/changes.ts";
import type {Merged} from "../snapshot/merge.ts";
import {numbersOf, type Table} from "../table.ts";

const COUNTS = ["files", "lines", "matches", "partial", "unknown"] as const;

/** In columns, ascending by key: see `pairKey`. `t` is epoch ms; counts are those that are carried on. */
export interface LastSamples {
  readonly keys: Float64Array;
  readonly t: Float64Array;
  readonly counts: Readonly<Record<(typeof COUNTS)[number], Float64Array>>;
}

/** Those of rows `ends` of `repoChanges`, whose sid and rid are codes of the database. */
export function lastSamples(ends: Table): LastSamples {
  const [sid, rid] = ["sid", "rid"].map((name) => numbersOf(ends, name)) as [Float64Array, Float64Array];
  return sorted({
    keys: sid.map((code, row) => pairKey(code, rid[row]!)),
    t: numbersOf(ends, "t"),
    counts: Object.fromEntries(COUNTS.map((name) => [name, numbersOf(ends, name)])) as unknown as LastSamples["counts"]
  });
}

/** The same with others in the place of those of equal keys, or beside them. */
export function withLast(before: LastSamples, later: LastSamples): LastSamples {
  const places = Int32Array.from(later.keys, (key) => placeOf(before, key));
  const fresh = places.reduce((sum, place) => sum + (place < 0 ? 1 : 0), 0);
  const merge = (old: Float64Array, more: Float64Array): Float64Array => {
    const all = new Float64Array(old.length + fresh);
    all.set(old);
    let next = old.length;
    for (let i = 0; i < more.length; i++) all[places[i]! < 0 ? next++ : places[i]!] = more[i]!;
    return all;
  };
  const both = {
    keys: merge(before.keys, later.keys),
    t: merge(before.t, later.t),
    counts: Object.fromEntries(
      COUNTS.map((name) => [name, merge(before.counts[name], later.counts[name])])
    ) as unknown as LastSamples["counts"]
  };
  return fresh ? sorted(both) : both;
}

/** The same, with later times where captured values were recorded: at a pair that has no sample the counts are NaN. */
export function seenAt(
  before: LastSamples,
  captures: Merged,
  keyOf: (series: number, repo: number) => number
): LastSamples {
  const keys: number[] = [];
  const t: number[] = [];
  const {series, repo, time} = captures;
  for (let row = 0; row < time.length; row++) {
    const isLast =
      row + 1 === time.length || series.codes[row] !== series.codes[row + 1] || repo.codes[row] !== repo.codes[row + 1];
    if (!isLast) continue;
    const key = keyOf(series.codes[row]!, repo.codes[row]!);
    const place = placeOf(before, key);
    if (place >= 0 && before.t[place]! >= time[row]!) continue;
    keys.push(key);
    t.push(time[row]!);
  }
  if (!keys.length) return before;
  const places = keys.map((key) => placeOf(before, key));
  const counts = COUNTS.map((name): [string, Float64Array] => [
    name,
    Float64Array.from(places, (place) => (place < 0 ? Number.NaN : before.counts[name][place]!))
  ]);
  return withLast(before, {
    keys: Float64Array.from(keys),
    t: Float64Array.from(t),
    counts: Object.fromEntries(counts) as unknown as LastSamples["counts"]
  });
}

/** The same without some keys. */
export function withoutKeys(before: LastSamples, keys: ReadonlySet<number>): LastSamples {
  const kept = Uint32Array.from(before.keys.keys()).filter((place) => !keys.has(before.keys[place]!));
  return taken(before, kept);
}

/** The place of a key; −1 when there is none. */
export function placeOf({keys}: LastSamples, key: number): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return keys[low] === key ? low : -1;
}

/** Tells `repoChanges` how pairs end; `keyOf` is by its codes. */
export function endsOf(last: LastSamples, keyOf: (series: number, repo: number) => number): EndBefore {
  const {files, lines, matches, partial, unknown} = last.counts;
  return (series, repo, into) => {
    const place = placeOf(last, keyOf(series, repo));
    if (place < 0 || Number.isNaN(partial[place]!)) return false;
    into[0] = files[place]!;
    into[1] = lines[place]!;
    into[2] = matches[place]!;
    into[3] = into[0]! > 0 || into[1]! > 0 || into[2]! > 0 ? 1 : 0;
    into[4] = partial[place]!;
    into[5] = unknown[place]!;
    return true;
  };
}

function sorted(last: LastSamples): LastSamples {
  if (last.keys.every((key, i) => i === 0 || last.keys[i - 1]! < key)) return last;
  return taken(
    last,
    Uint32Array.from(last.keys.keys()).sort((a, b) => last.keys[a]! - last.keys[b]!)
  );
}

function taken({keys, t, counts}: LastSamples, places: Uint32Array): LastSamples {
  const of = (values: Float64Array) => Float64Array.from(places, (place) => values[place]!);
  return {
    keys: of(keys),
    t: of(t),
    counts: Object.fromEntries(COUNTS.map((name) => [name, of(counts[name])])) as unknown as LastSamples["counts"]
  };
}
