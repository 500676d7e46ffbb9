import {alignCells} from "../notebook/align.ts";
import type {Notebook} from "../notebook/notebook.ts";

/** The cells that are not the same in a later notebook, in words: `versions (changed)`, `line 12 (new)`. */
export function changedCells(before: Notebook, after: Notebook): string[] {
  const matched = alignCells(before.cells, after.cells);
  const name = ({id, line}: Notebook["cells"][number]) => id ?? `line ${line}`;
  const source = ({text}: Notebook, {from, to}: Notebook["cells"][number]) =>
    text.slice(from, to).replaceAll("\r\n", "\n");
  const later = after.cells.flatMap((cell, i) => {
    const old = matched[i]! < 0 ? null : before.cells[matched[i]!]!;
    if (!old) return [`${name(cell)} (new)`];
    return source(after, cell) === source(before, old) ? [] : [`${name(cell)} (changed)`];
  });
  const gone = before.cells.flatMap((cell, i) => (matched.includes(i) ? [] : [`${name(cell)} (gone)`]));
  return [...later, ...gone];
}
