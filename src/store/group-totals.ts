/**
 * Changes by owner or team, added up over all repositories while their table is filled: a question without a filter on
 * repositories reads no change points then, however many there are.
 */
import {type Asked, CHANGE_COLUMN, type InsightKind, type KindTable} from "../insight/kinds/kind.ts";
import {SHORT} from "../insight/rest-rows.ts";
import {codeOfNumber, numberCodes} from "../snapshot/number-codes.ts";
import {interner, numberColumn, numbersOf, type Table} from "../table.ts";
import type {TableSource} from "./table-source.ts";
import type {Totals} from "./totals.ts";

const COLUMNS = ["d_files", "d_lines", "d_matches"] as const;

/** The changes of the groups of one series: at `t[i]` those of the group of that code changed by `[i]`; by label and time. */
export interface GroupSums {
  readonly codes: Int32Array;
  readonly t: Float64Array;
  readonly sums: Readonly<Record<(typeof COLUMNS)[number], Float64Array>>;
}

/** By sid; `labels` are by code. */
export interface GroupTotals {
  readonly labels: readonly string[];
  readonly series: ReadonlyMap<number, GroupSums>;
}

/** By sid, the changes of what stands in `delta_beyond`, added up over all repositories. */
export type BeyondTotals = ReadonlyMap<number, Pick<GroupSums, "t" | "sums">>;

/** More sums than this are only kept where they are fewer than half of the rows. */
const FEW_SUMS = 100_000;

/** The totals of rows (sid, …, t, d_files, d_lines, d_matches) by the column of a code, or in one group; null: too many. */
export function groupTotals(rows: Table, code: string | null, labels: readonly string[] = [""]): GroupTotals | null {
  const series = new Map<number, GroupSums>();
  if (!rows.rows) return {labels, series};
  const [sid, at] = [numbersOf(rows, "sid"), numbersOf(rows, "t")];
  const codes = code === null ? null : numbersOf(rows, code);
  const deltas = COLUMNS.map((name) => numbersOf(rows, name));
  const times = numberCodes();
  for (const time of at) codeOfNumber(times, time);
  const ranks = ranksOf(labels);
  const order = Float64Array.from(times.values.subarray(0, times.count)).sort();
  const rankOfTime = new Map(Array.from(order, (time, rank) => [time, rank]));
  const byCode = Int32Array.from(times.values.subarray(0, times.count), (time) => rankOfTime.get(time)!);
  // one number for series, label and time, which ascends in that order
  const placeOf = new Map<number, number>();
  const keys: number[] = [];
  let sums = COLUMNS.map(() => new Float64Array(1024));
  for (let row = 0; row < rows.rows; row++) {
    const rank = codes ? ranks[codes[row]!]! : 0;
    const key = (sid[row]! * labels.length + rank) * times.count + byCode[codeOfNumber(times, at[row]!)]!;
    let place = placeOf.get(key);
    if (place === undefined) {
      place = keys.push(key) - 1;
      placeOf.set(key, place);
      if (place === sums[0]!.length) sums = sums.map((old) => grown(old));
    }
    for (let i = 0; i < sums.length; i++) sums[i]![place]! += deltas[i]![row]!;
  }
  if (keys.length > FEW_SUMS && keys.length * 2 > rows.rows) return null;
  const places = Uint32Array.from(keys.keys()).sort((a, b) => keys[a]! - keys[b]!);
  const codeOfRank = new Int32Array(labels.length);
  ranks.forEach((rank, i) => {
    codeOfRank[rank] = i;
  });
  const perSeries = labels.length * times.count;
  for (let start = 0, end = 0; start < places.length; start = end) {
    const one = Math.floor(keys[places[start]!]! / perSeries);
    while (end < places.length && Math.floor(keys[places[end]!]! / perSeries) === one) end++;
    const own = places.subarray(start, end);
    series.set(one, {
      codes: Int32Array.from(own, (place) => codeOfRank[Math.floor((keys[place]! % perSeries) / times.count)]!),
      t: Float64Array.from(own, (place) => order[keys[place]! % times.count]!),
      sums: Object.fromEntries(
        COLUMNS.map((name, i) => [name, Float64Array.from(own, (place) => sums[i]![place]!)])
      ) as GroupSums["sums"]
    });
  }
  return {labels, series};
}

function grown(old: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(old.length * 2);
  wider.set(old);
  return wider;
}

/** By code, the place of its label among all of them. */
function ranksOf(labels: readonly string[]): Int32Array {
  const ranks = new Int32Array(labels.length);
  const order = labels.map((_, code) => code).sort((a, b) => compare(labels[a]!, labels[b]!));
  for (const [rank, code] of order.entries()) ranks[code] = rank;
  return ranks;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The changes of a kind over all repositories from what was added up: rows (key, t, delta) by label and time, as its SQL
 * gives them; null where that does not answer it. `sources` are what the kind's tables were made of, in their order.
 */
export function groupedChanges(
  kind: InsightKind,
  {definition, series, unit}: Asked,
  sources: readonly TableSource[],
  totals: Totals
): Table | null {
  const groups = kind.totals?.(definition);
  const [sid, another] = series;
  if (!groups || sid === undefined || another !== undefined || unit === "repositories") return null;
  const tables = kind.tables!(definition);
  const totalsOf = (table: KindTable) => sources[tables.indexOf(table)]?.totals;
  const [own, files, all] = [totalsOf(groups.groups), totalsOf(groups.told), totals[sid]];
  const beyond = sources[tables.indexOf(groups.told)]?.beyond;
  if (!own || !files || !beyond || !all) return null;
  const {rest} = groups;
  const column = CHANGE_COLUMN[unit] as Column;
  const words = interner();
  const [codes, at, deltas]: [number[], number[], number[]] = [[], [], []];
  const add = (label: string, times: Float64Array, sums: Float64Array, from = 0, to = times.length) => {
    const code = words.code(label);
    for (let i = from; i < to; i++) {
      codes.push(code);
      at.push(times[i]!);
      deltas.push(sums[i]!);
    }
  };
  const mine = own.series.get(sid);
  const gap = changesOf([
    [all, column, 1],
    [files.series.get(sid), column, -1]
  ]);
  // of a series without any file nothing is told
  const size = files.series.has(sid) ? changesOf([[beyond.get(sid), column, 1]]) : gap;
  const times = Float64Array.from(new Set([...gap.keys(), ...size.keys()])).sort();
  const half = (sign: 1 | -1) => times.map((time) => ((size.get(time) ?? 0) + sign * (gap.get(time) ?? 0)) / 2);
  const addRest = () => add(rest, times, half(1));
  add(SHORT, times, half(-1));
  let isRestThere = false;
  for (let start = 0, end = 0; mine && start < mine.t.length; start = end) {
    const label = own.labels[mine.codes[start]!]!;
    while (end < mine.t.length && mine.codes[end] === mine.codes[start]) end++;
    if (!isRestThere && rest < label) {
      addRest();
      isRestThere = true;
    }
    add(label, mine.t, mine.sums[column], start, end);
  }
  if (!isRestThere) addRest();
  return {
    rows: codes.length,
    columns: [
      {name: "key", type: "text", codes: Int32Array.from(codes), words: words.words},
      numberColumn("t", Float64Array.from(at)),
      numberColumn("delta", Float64Array.from(deltas))
    ]
  };
}

type Column = (typeof COLUMNS)[number];

/** Changes by time, of several that are added or taken away; of nothing there are none. */
function changesOf(
  all: readonly (readonly [Pick<GroupSums, "t" | "sums"> | undefined, Column, 1 | -1])[]
): ReadonlyMap<number, number> {
  const changes = new Map<number, number>();
  for (const [one, column, sign] of all)
    one?.t.forEach((time, i) => {
      changes.set(time, (changes.get(time) ?? 0) + sign * one.sums[column][i]!);
    });
  return changes;
}
