import type {CellSource, Notebook} from "../notebook.ts";
import {readProse, scriptsIn} from "../prose-parts.ts";

/** The code of a notebook in the order of its cells, that of JavaScript cells and of text: what leave to run it is given for. */
export function jsSources({cells}: Pick<Notebook, "cells">): readonly string[] {
  return cells.flatMap(codeOf);
}

/** The cells that hold code. */
export function jsCells({cells}: Pick<Notebook, "cells">): readonly CellSource[] {
  return cells.filter((cell) => codeOf(cell).length > 0);
}

function codeOf({kind, body}: CellSource): readonly string[] {
  if (kind === "js") return [body];
  if (kind !== "markdown" || !body.includes("${")) return [];
  const prose = readProse(body);
  return scriptsIn(prose).map((i) => prose.parts[i]!.source);
}
