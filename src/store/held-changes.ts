/**
 * The change points of searches as they are in the database, held in memory beside it: ten bytes or so each. A question over
 * some repositories adds up the changes of those, and waits for no engine; each letter of a filter is such a question.
 */
import {pairKey} from "../snapshot/changes.ts";
import {codeOfNumber, numberCodes} from "../snapshot/number-codes.ts";
import {numbersOf, type Table} from "../table.ts";

const COLUMNS = ["d_files", "d_lines", "d_matches", "d_any"] as const;
export type HeldColumn = (typeof COLUMNS)[number];

type Numbers = Int8Array | Int16Array | Int32Array | Float64Array;

/** Changes of one series that came in together: those of the repository `rids[i]` stand from `starts[i]` to `ends[i]`. */
export interface ChangeBlock {
  readonly rids: Int32Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** By change: the place of its time among `instants`. */
  readonly places: Uint16Array | Uint32Array;
  /** Ascending, epoch ms. */
  readonly instants: Float64Array;
  /** By change; null where nothing ever changed. */
  readonly deltas: Readonly<Record<HeldColumn, Numbers | null>>;
}

/** By sid; all blocks of a series together are its changes. */
export type HeldChanges = readonly (readonly ChangeBlock[])[];

/** By sid, the changes of rows of `repoChanges` (those of a series together, and of a repository in it) after those before. */
export function addedChanges(changes: Table, count: number, before: HeldChanges = []): HeldChanges {
  const held = Array.from({length: count}, (_, sid) => [...(before[sid] ?? [])]);
  if (!changes.rows) return held;
  const sids = numbersOf(changes, "sid");
  for (let start = 0, end = 0; start < changes.rows; start = end) {
    const sid = sids[start]!;
    while (end < changes.rows && sids[end] === sid) end++;
    held[sid]?.push(changeBlock(changes, start, end));
  }
  return held;
}

/** The rows from one to another as a block. */
function changeBlock(changes: Table, from: number, to: number): ChangeBlock {
  const [rid, t] = [numbersOf(changes, "rid"), numbersOf(changes, "t")];
  const times = numberCodes();
  const places = new Uint32Array(to - from);
  const [rids, starts]: [number[], number[]] = [[], []];
  for (let row = from; row < to; row++) {
    places[row - from] = codeOfNumber(times, t[row]!);
    if (row > from && rid[row] === rid[row - 1]) continue;
    rids.push(rid[row]!);
    starts.push(row - from);
  }
  const instants = times.values.slice(0, times.count).sort();
  const rankOf = new Map(Array.from(instants, (time, rank) => [time, rank]));
  const ranks = Uint32Array.from(times.values.subarray(0, times.count), (time) => rankOf.get(time)!);
  const ranked = times.count <= 65_536 ? new Uint16Array(places.length) : new Uint32Array(places.length);
  for (let i = 0; i < places.length; i++) ranked[i] = ranks[places[i]!]!;
  return {
    rids: Int32Array.from(rids),
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from([...starts.slice(1), to - from]),
    places: ranked,
    instants,
    deltas: Object.fromEntries(
      COLUMNS.map((name) => [name, narrowed(numbersOf(changes, name).subarray(from, to))])
    ) as ChangeBlock["deltas"]
  };
}

/** The same numbers in the narrowest array that holds them; null: all are zero. */
function narrowed(values: Float64Array): Numbers | null {
  let [least, most] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    // integers of 32 bits; also false for NaN, which none of those is
    if ((value | 0) !== value) return values.slice();
    if (value < least) least = value;
    else if (value > most) most = value;
  }
  if (!least && !most) return null;
  const largest = Math.max(most, -least - 1);
  return new (largest < 2 ** 7 ? Int8Array : largest < 2 ** 15 ? Int16Array : Int32Array)(values);
}

/** Without the changes of some pairs of series and repository (see `pairKey`). */
export function withoutPairs(held: HeldChanges, pairs: ReadonlySet<number>): HeldChanges {
  return held.map((blocks, sid) =>
    blocks.map((block) => {
      const kept = Uint32Array.from(block.rids.keys()).filter((i) => !pairs.has(pairKey(sid, block.rids[i]!)));
      if (kept.length === block.rids.length) return block;
      return {
        ...block,
        rids: Int32Array.from(kept, (i) => block.rids[i]!),
        starts: Uint32Array.from(kept, (i) => block.starts[i]!),
        ends: Uint32Array.from(kept, (i) => block.ends[i]!)
      };
    })
  );
}

/** The sums of the changes at each instant of a series, of the repositories that are selected; null: of all. */
export function sumsOfSelected(
  blocks: readonly ChangeBlock[],
  column: HeldColumn,
  selection: Uint8Array | null
): {readonly times: Float64Array; readonly deltas: Float64Array} {
  const times = blocks.length === 1 ? blocks[0]!.instants : allInstants(blocks);
  const sums = new Float64Array(times.length);
  for (const {rids, starts, ends, places, instants, deltas} of blocks) {
    const values = deltas[column];
    if (!values) continue;
    const into = instants === times ? sums : new Float64Array(instants.length);
    for (let i = 0; i < rids.length; i++) {
      if (selection && selection[rids[i]!] !== 1) continue;
      const end = ends[i]!;
      for (let row = starts[i]!; row < end; row++) into[places[row]!]! += values[row]!;
    }
    if (into === sums) continue;
    for (let place = 0, at = 0; place < instants.length; place++) {
      while (times[at]! < instants[place]!) at++;
      sums[at]! += into[place]!;
    }
  }
  return {times, deltas: sums};
}

function allInstants(blocks: readonly ChangeBlock[]): Float64Array {
  const all = numberCodes();
  for (const {instants} of blocks) for (const time of instants) codeOfNumber(all, time);
  return all.values.slice(0, all.count).sort();
}
