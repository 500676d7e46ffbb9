import type {CellState} from "./run.ts";
import type {CellValue} from "./value.ts";

/** What cells give, by id: what expressions and watch rules may name. */
export function scopeOf(states: readonly CellState[]): ReadonlyMap<string, CellValue> {
  return new Map(
    states.flatMap(({cell, value}): [string, CellValue][] => (cell.id && value ? [[cell.id, value]] : []))
  );
}
