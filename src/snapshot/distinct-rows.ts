import {numbersOf, type Table, takeRows} from "../table.ts";
import {rowComparison, runsOf, sortRows} from "./sort-rows.ts";

/** Rows with unique keys, sorted by them, and how many were left out. */
export interface DistinctRows {
  readonly table: Table;
  /** Rows that said what another row said. */
  readonly equal: number;
  /** Rows that said something else about the same thing, and lost. */
  readonly different: number;
}

/** Of rows with equal keys one stays: the last one, or the one with the largest number in the column `most`. */
export function distinctRows(table: Table, keys: readonly string[], most?: string): DistinctRows {
  const sorted = sortRows(table, keys);
  const runs = runsOf(sorted, keys);
  if (runs.length - 1 === sorted.rows) return {table: sorted, equal: 0, different: 0};
  const areEqual = rowComparison(sorted);
  const size = most === undefined ? null : numbersOf(sorted, most);
  const kept = new Uint32Array(runs.length - 1);
  let equal = 0;
  let different = 0;
  for (let run = 0; run < kept.length; run++) {
    const [start, end] = [runs[run]!, runs[run + 1]!];
    let best = end - 1;
    if (size)
      for (let row = start; row < end; row++) if (size[row]! > size[best]! || Number.isNaN(size[best]!)) best = row;
    for (let row = start; row < end; row++) {
      if (row === best) continue;
      if (areEqual(row, best)) equal++;
      else different++;
    }
    kept[run] = best;
  }
  return {table: takeRows(sorted, kept), equal, different};
}
