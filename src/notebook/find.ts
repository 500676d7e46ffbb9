/** Finding and replacing text in the sources of all cells. */
import {replaceBody} from "./edit.ts";
import type {Notebook} from "./notebook.ts";

/** A place where the text stands: the cell's place in the list, and offsets in its body. */
export interface Found {
  readonly cell: number;
  readonly from: number;
  readonly to: number;
  /** The line of the file, from 1, and what it says. */
  readonly line: number;
  readonly text: string;
  /** Where it begins in that line, from 0. */
  readonly at: number;
}

/** Where a text stands in the bodies of cells, in order, without overlap. Nothing for no text. */
export function findInCells({cells}: Notebook, wanted: string, matchCase: boolean): readonly Found[] {
  if (!wanted) return [];
  const fold = (text: string) => (matchCase ? text : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
  const needle = fold(wanted);
  return cells.flatMap(({body, bodyLine}, cell) => {
    const text = fold(body);
    const found: Found[] = [];
    for (let from = text.indexOf(needle); from >= 0; from = text.indexOf(needle, from + needle.length)) {
      const start = body.lastIndexOf("\n", from - 1) + 1;
      const end = body.indexOf("\n", from);
      const line = bodyLine + body.slice(0, from).split("\n").length - 1;
      found.push({
        cell,
        from,
        to: from + wanted.length,
        line,
        text: body.slice(start, end < 0 ? undefined : end),
        at: from - start
      });
    }
    return found;
  });
}

/** The text of the notebook with all of these places replaced. */
export function replaceFound(notebook: Notebook, found: readonly Found[], replacement: string): string {
  let {text} = notebook;
  // from the end on, so that the offsets of what comes before stay true
  for (let index = notebook.cells.length - 1; index >= 0; index--) {
    const cell = notebook.cells[index]!;
    let body = cell.body;
    for (const {from, to} of found.filter((one) => one.cell === index).reverse())
      body = body.slice(0, from) + replacement + body.slice(to);
    if (body !== cell.body) text = replaceBody({...notebook, text}, cell, body);
  }
  return text;
}
