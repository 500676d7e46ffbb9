/**
 * What is added up while the database is filled, so that a question over all repositories reads no change points at all:
 * the changes of each series by time, and the times at which it was sampled.
 */
import {codeOfNumber, type NumberCodes, numberCodes} from "../snapshot/number-codes.ts";
import {numbersOf, type Table} from "../table.ts";

const COLUMNS = ["d_files", "d_lines", "d_matches", "d_any", "d_repos", "d_partial", "d_unknown"] as const;

/** The changes of one series over all repositories: at `t[i]`, ascending, each unit changed by its `[i]`. */
export interface SeriesTotals {
  readonly t: Float64Array;
  readonly sums: Readonly<Record<(typeof COLUMNS)[number], Float64Array>>;
}

/** By sid; null where there are none: see `addedTotals`. */
export type Totals = readonly (SeriesTotals | null)[];

/** More times than this are only kept of a series whose repositories share them. */
const FEW_TIMES = 4096;

/**
 * By sid, the totals of rows of `repoChanges` (those of a series together) added to those before; null where repositories
 * share so few times that totals would be as long as the rows.
 */
export function addedTotals(changes: Table, count: number, before: Totals = []): Totals {
  const totals = Array.from({length: count}, (_, sid): SeriesTotals | null =>
    sid < before.length ? before[sid]! : NONE
  );
  if (!changes.rows) return totals;
  const sids = numbersOf(changes, "sid");
  for (let start = 0, end = 0; start < changes.rows; start = end) {
    const sid = sids[start]!;
    while (end < changes.rows && sids[end] === sid) end++;
    const old = totals[sid];
    if (old) totals[sid] = withRows(old, changes, start, end);
  }
  return totals;
}

const NONE: SeriesTotals = {
  t: new Float64Array(0),
  sums: Object.fromEntries(COLUMNS.map((name) => [name, new Float64Array(0)])) as SeriesTotals["sums"]
};

function withRows(old: SeriesTotals, changes: Table, start: number, end: number): SeriesTotals | null {
  const times = numberCodes();
  for (const time of old.t) codeOfNumber(times, time);
  const at = numbersOf(changes, "t");
  const places = new Int32Array(end - start);
  for (let row = start; row < end; row++) places[row - start] = codeOfNumber(times, at[row]!);
  if (times.count > FEW_TIMES && (times.count - old.t.length) * 4 > end - start) return null;
  const order = ascending(times);
  const sums = COLUMNS.map((name): [string, Float64Array] => {
    const values = numbersOf(changes, name);
    const sum = new Float64Array(times.count);
    sum.set(old.sums[name]);
    for (let row = start; row < end; row++) sum[places[row - start]!]! += values[row]!;
    return [name, Float64Array.from(order, (place) => sum[place]!)];
  });
  return {
    t: Float64Array.from(order, (place) => times.values[place]!),
    sums: Object.fromEntries(sums) as unknown as SeriesTotals["sums"]
  };
}

function ascending({values, count}: NumberCodes): number[] {
  return Array.from({length: count}, (_, place) => place).sort((a, b) => values[a]! - values[b]!);
}

/** By sid, the distinct times of rows (series, time) together with those before, ascending; `sidOf` is by code of series. */
export function addedTimes(
  {codes}: {readonly codes: Int32Array},
  time: Float64Array,
  sidOf: readonly number[],
  count: number,
  before: readonly Float64Array[] = []
): Float64Array[] {
  const times = Array.from({length: count}, (_, sid) => before[sid] ?? new Float64Array(0));
  // rows of a series stand together
  for (let start = 0, end = 0; start < time.length; start = end) {
    while (end < time.length && codes[end] === codes[start]) end++;
    const sid = sidOf[codes[start]!]!;
    const known = numberCodes();
    for (const one of times[sid]!) codeOfNumber(known, one);
    for (let row = start; row < end; row++) codeOfNumber(known, time[row]!);
    times[sid] = known.values.slice(0, known.count).sort();
  }
  return times;
}

/** The times at which any of these series was sampled, ascending. */
export function timesOf(times: readonly Float64Array[], series: readonly number[]): Float64Array {
  const all = numberCodes();
  for (const sid of new Set(series)) for (const time of times[sid] ?? []) codeOfNumber(all, time);
  return all.values.slice(0, all.count).sort();
}
