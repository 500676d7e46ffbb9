/** How complete the values of series are, from the change points of their status, which are held in memory. */
import type {IncompleteSpan} from "../insight/insight.ts";
import type {Coverage} from "../insight/series.ts";
import {pairKey} from "../snapshot/changes.ts";
import {numbersOf, type Table} from "../table.ts";
import type {Filled} from "./fill.ts";
import {incompleteSpans} from "./incomplete.ts";
import type {Selection} from "./repositories.ts";

/** The changes of status of some series in the repositories that are selected. */
export interface StatusChanges {
  /** Of one repository, or of all that are selected. */
  coverage(sid: number, times: Float64Array, repository?: string): Coverage;
  /** How many repositories had been searched by a time. */
  repositoriesBy(time: number): number;
  incomplete(): IncompleteSpan[];
}

/** The rows of change points in which a status changes, by series, name of the repository and time, in columns. */
export interface StatusRows {
  readonly rows: number;
  readonly sid: Int32Array;
  readonly rid: Int32Array;
  readonly t: Float64Array;
  readonly repos: Int8Array;
  readonly partial: Int8Array;
  readonly unknown: Int8Array;
}

/** Those of rows of `repoChanges`, in their order. */
export function statusRows(changes: Table): StatusRows {
  const column = (name: string) => (changes.rows ? numbersOf(changes, name) : new Float64Array(0));
  const [repos, partial, unknown] = [column("d_repos"), column("d_partial"), column("d_unknown")];
  const places: number[] = [];
  for (let row = 0; row < changes.rows; row++) if (repos[row] || partial[row] || unknown[row]) places.push(row);
  const taken = <A extends Int8Array | Int32Array | Float64Array>(into: A, values: Float64Array): A => {
    for (let i = 0; i < places.length; i++) into[i] = values[places[i]!]!;
    return into;
  };
  const rows = places.length;
  return {
    rows,
    sid: taken(new Int32Array(rows), column("sid")),
    rid: taken(new Int32Array(rows), column("rid")),
    t: taken(new Float64Array(rows), column("t")),
    repos: taken(new Int8Array(rows), repos),
    partial: taken(new Int8Array(rows), partial),
    unknown: taken(new Int8Array(rows), unknown)
  };
}

/** The rows without those of some pairs (see `pairKey`), and with others; all by series, name of the repository and time. */
export function withStatus(
  before: StatusRows,
  more: StatusRows,
  {repositories, without = NONE}: {readonly repositories: readonly string[]; readonly without?: ReadonlySet<number>}
): StatusRows {
  if (!more.rows && !without.size) return before;
  const ranks = ranksOf(repositories);
  const place = (from: StatusRows, row: number) => pairKey(from.sid[row]!, ranks[from.rid[row]!]!);
  const rows = before.rows + more.rows;
  // by row: its place in `before`, or after those its place in `more`
  const order = new Uint32Array(rows);
  let [count, next] = [0, 0];
  for (let row = 0; row < before.rows; row++) {
    const key = place(before, row);
    if (without.size && without.has(pairKey(before.sid[row]!, before.rid[row]!))) continue;
    for (; next < more.rows; next++) {
      const ahead = key - place(more, next) || before.t[row]! - more.t[next]!;
      if (ahead <= 0) break;
      order[count++] = before.rows + next;
    }
    order[count++] = row;
  }
  for (; next < more.rows; next++) order[count++] = before.rows + next;
  const taken = <A extends Int8Array | Int32Array | Float64Array>(into: A, old: A, fresh: A): A => {
    for (let i = 0; i < count; i++)
      into[i] = order[i]! < before.rows ? old[order[i]!]! : fresh[order[i]! - before.rows]!;
    return into;
  };
  return {
    rows: count,
    sid: taken(new Int32Array(count), before.sid, more.sid),
    rid: taken(new Int32Array(count), before.rid, more.rid),
    t: taken(new Float64Array(count), before.t, more.t),
    repos: taken(new Int8Array(count), before.repos, more.repos),
    partial: taken(new Int8Array(count), before.partial, more.partial),
    unknown: taken(new Int8Array(count), before.unknown, more.unknown)
  };
}

const NONE: ReadonlySet<number> = new Set();

/** By code, the place of each name among all of them. */
function ranksOf(names: readonly string[]): Uint32Array {
  const ranks = new Uint32Array(names.length);
  const order = names.map((_, code) => code).sort((a, b) => (names[a]! < names[b]! ? -1 : 1));
  for (const [rank, code] of order.entries()) ranks[code] = rank;
  return ranks;
}

/** What is known of series by their status. Rows are added up over all repositories where nothing is selected. */
export function statusChanges(filled: Filled, series: readonly number[], selection: Selection): StatusChanges {
  const rows = filled.status;
  const ranges = [...new Set(series)]
    .sort((a, b) => a - b)
    .map((sid): readonly [number, number] => [firstAfter(rows.sid, sid - 1), firstAfter(rows.sid, sid)]);
  const isSelected = (row: number) => selection === null || selection[rows.rid[row]!] === 1;
  /** The places of the rows that are selected, of each range: a filter that is typed leaves few of many. */
  let found: readonly Uint32Array[] | null = null;
  const selected = (): readonly Uint32Array[] => {
    found ??= ranges.map(([from, to]) => selectedRows(rows.rid, from, to, selection));
    return found;
  };
  const codes = new Map<string, number>();
  /** The rows of a series, or those of one of its repositories. */
  const rowsOf = (sid: number, repository: string | undefined): readonly [from: number, to: number] => {
    const [from, to] = [firstAfter(rows.sid, sid - 1), firstAfter(rows.sid, sid)];
    if (repository === undefined) return [from, to];
    if (!codes.size) filled.repositories.forEach((name, rid) => void codes.set(name, rid));
    const rid = codes.get(repository) ?? -1;
    const own = rows.rid.subarray(from, to);
    return [from + firstAfter(own, rid - 1), from + firstAfter(own, rid)];
  };
  return {
    coverage(sid, times, repository) {
      const coverage = {
        repositories: new Float64Array(times.length),
        partial: new Float64Array(times.length),
        unknown: new Float64Array(times.length)
      };
      const totals = selection === null && repository === undefined ? filled.totals[sid] : null;
      const add = (t: number, repos: number, partial: number, unknown: number) => {
        const place = firstAtLeast(times, t);
        if (place === times.length) return;
        coverage.repositories[place]! += repos;
        coverage.partial[place]! += partial;
        coverage.unknown[place]! += unknown;
      };
      if (totals) {
        const {d_repos, d_partial, d_unknown} = totals.sums;
        for (let i = 0; i < totals.t.length; i++) add(totals.t[i]!, d_repos[i]!, d_partial[i]!, d_unknown[i]!);
      } else {
        const [from, to] = rowsOf(sid, repository);
        const own = ranges.findIndex(([start, end]) => start === from && end === to);
        for (const row of own < 0 ? selectedRows(rows.rid, from, to, selection) : selected()[own]!)
          add(rows.t[row]!, rows.repos[row]!, rows.partial[row]!, rows.unknown[row]!);
      }
      for (const sums of Object.values(coverage)) for (let i = 1; i < sums.length; i++) sums[i]! += sums[i - 1]!;
      return coverage;
    },
    repositoriesBy(time) {
      const seen = new Uint8Array(filled.dimensions.repositories.length);
      const {t, rid} = rows;
      let count = 0;
      for (const own of selected())
        for (let i = 0; i < own.length; i++) {
          const row = own[i]!;
          if (t[row]! > time || seen[rid[row]!]) continue;
          seen[rid[row]!] = 1;
          count++;
        }
      return count;
    },
    incomplete: () => incompleteSpans(filled, ranges, isSelected)
  };
}

/** The places from one to another whose repository is selected; all where nothing is. */
function selectedRows(rid: Int32Array, from: number, to: number, selection: Selection): Uint32Array {
  const places = new Uint32Array(to - from);
  let count = 0;
  if (selection === null) for (let row = from; row < to; row++) places[count++] = row;
  else for (let row = from; row < to; row++) if (selection[rid[row]!] === 1) places[count++] = row;
  return places.subarray(0, count);
}

/** The place of the first number that is larger; numbers ascend. */
function firstAfter(numbers: Int32Array, number: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! > number) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The place of the first number that is not smaller. */
function firstAtLeast(numbers: Float64Array, number: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! >= number) high = middle;
    else low = middle + 1;
  }
  return low;
}
