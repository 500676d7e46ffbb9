/** How complete the values of series are, from the change points of their status: read once, then added up here. */
import type {IncompleteSpan} from "../insight/insight.ts";
import type {Coverage} from "../insight/series.ts";
import {sql} from "../sql.ts";
import {numbersOf} from "../table.ts";
import type {CallOptions} from "./engine.ts";
import type {Filled} from "./fill.ts";
import {incompleteSpans} from "./incomplete.ts";
import type {Kept} from "./kept.ts";
import type {Selection} from "./repositories.ts";

/** The changes of status of some series in the repositories that are selected. */
export interface StatusChanges {
  coverage(sid: number, times: Float64Array): Coverage;
  /** How many repositories had been searched by a time. */
  repositoriesBy(time: number): number;
  incomplete(): IncompleteSpan[];
}

/** Rows (sid, rid, t, d_repos, d_partial, d_unknown) by series, repository and time, in columns. */
export interface StatusRows {
  readonly rows: number;
  readonly sid: Float64Array;
  readonly rid: Float64Array;
  readonly t: Float64Array;
  readonly repos: Float64Array;
  readonly partial: Float64Array;
  readonly unknown: Float64Array;
}

export async function statusChanges(
  kept: Kept,
  filled: Filled,
  series: readonly number[],
  selection: Selection,
  options: CallOptions
): Promise<StatusChanges> {
  const table = await kept.query(
    sql`
      SELECT sid::DOUBLE AS sid, rid::DOUBLE AS rid, epoch_ms(delta_status.t)::DOUBLE AS t, d_repos, d_partial, d_unknown
      FROM store.delta_status
      WHERE sid IN ${series}
      ORDER BY sid, rid, delta_status.t`,
    options
  );
  const rows: StatusRows = {
    rows: table.rows,
    sid: numbersOf(table, "sid"),
    rid: numbersOf(table, "rid"),
    t: numbersOf(table, "t"),
    repos: numbersOf(table, "d_repos"),
    partial: numbersOf(table, "d_partial"),
    unknown: numbersOf(table, "d_unknown")
  };
  const isSelected = (row: number) => selection === null || selection[rows.rid[row]!] === 1;
  return {
    coverage(sid, times) {
      const coverage = {
        repositories: new Float64Array(times.length),
        partial: new Float64Array(times.length),
        unknown: new Float64Array(times.length)
      };
      const end = firstAfter(rows.sid, sid);
      for (let row = firstAfter(rows.sid, sid - 1); row < end; row++) {
        if (!isSelected(row)) continue;
        const place = firstAtLeast(times, rows.t[row]!);
        if (place === times.length) continue;
        coverage.repositories[place]! += rows.repos[row]!;
        coverage.partial[place]! += rows.partial[row]!;
        coverage.unknown[place]! += rows.unknown[row]!;
      }
      for (const sums of Object.values(coverage)) for (let i = 1; i < sums.length; i++) sums[i]! += sums[i - 1]!;
      return coverage;
    },
    repositoriesBy(time) {
      const seen = new Uint8Array(filled.dimensions.repositories.length);
      for (let row = 0; row < rows.rows; row++) if (rows.t[row]! <= time && isSelected(row)) seen[rows.rid[row]!] = 1;
      return seen.reduce((sum, one) => sum + one, 0);
    },
    incomplete: () => incompleteSpans(filled, rows, isSelected)
  };
}

/** The place of the first number that is larger; numbers ascend. */
function firstAfter(numbers: Float64Array, number: number): number {
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
