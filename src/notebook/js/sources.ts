import type {Notebook} from "../notebook.ts";

/** The text of a notebook's JavaScript cells in their order: what leave to run it is given for. */
export function jsSources({cells}: Pick<Notebook, "cells">): readonly string[] {
  return cells.filter(({kind}) => kind === "js").map(({body}) => body);
}
