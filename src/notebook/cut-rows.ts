/**
 * Cells that hold only the first of their rows. What is made from them misses the rest, however far down it stands: a number
 * that nobody can tell from a whole one, so each cell below says so.
 */
import type {Message} from "../error.ts";
import {readableNumber} from "../number.ts";
import type {CellResult} from "./cells/kind.ts";
import type {CellSource} from "./notebook.ts";

/** A cell whose statement gave more rows than it holds, and how many it holds. */
export interface CutRows {
  readonly name: string;
  readonly rows: number;
}

/** The cut cells that results rest on, those of the results themselves among them, each once. */
export function cutIn(above: readonly {readonly cell: CellSource; readonly result: CellResult}[]): readonly CutRows[] {
  const found = new Map<string, CutRows>();
  for (const {cell, result} of above) {
    const {output} = result;
    const name = cell.id ?? `line ${cell.line}`;
    if (output.type === "table" && output.truncated) found.set(name, {name, rows: output.table.rows});
    for (const one of result.cut ?? []) found.set(one.name, one);
  }
  return [...found.values()];
}

/** What is said of a cell that rests on cut ones; nothing for none. */
export function cutMessages(cut: readonly CutRows[], cell: CellSource): readonly Message[] {
  if (!cut.length) return [];
  const held = cut.map(({name, rows}) => `${name} holds only the first ${readableNumber(rows)} of its rows`);
  const text = `${held.join(", ")}: what is made from it here misses the rest. Aggregate there, or let it hold more (rows=1000000).`;
  return [{level: "warning", text, place: {line: cell.line}}];
}
