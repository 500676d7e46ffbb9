/** The files a notebook names as tables, as a report speaks of them. */
import type {CellState} from "../notebook/run.ts";
import type {TableMark} from "../notebook/table-cells.ts";
import {readableNumber} from "../number.ts";

/** The files that results were made from, each once, in the order they are met. */
export function filesOf(states: readonly Pick<CellState, "files">[]): readonly TableMark[] {
  return [...new Map(states.flatMap(({files}) => files.map((file) => [file.name, file] as const))).values()];
}

/** `owners from data/owners.csv (12 rows, 3 left out, 1f0c…)`. */
export function fileWords({name, path, rows, leftOut, sha256}: TableMark): string {
  const left = leftOut ? `, ${readableNumber(leftOut)} left out` : "";
  return `${name} from ${path} (${readableNumber(rows)} ${rows === 1 ? "row" : "rows"}${left}, SHA-256 ${sha256.slice(0, 16)})`;
}
