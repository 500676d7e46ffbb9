import {isInsightCell} from "./insight-yaml.ts";
import type {Notebook} from "./notebook.ts";

/** All that a notebook asks of a database, in its order: SQL, insights, files and events. None: it needs no database. */
export function engineSources({cells, frontMatter}: Pick<Notebook, "cells" | "frontMatter">): readonly string[] {
  const asked = cells.flatMap((cell) =>
    cell.kind === "sql" || isInsightCell(cell) ? [`${cell.attributes.get("from") ?? ""}\n${cell.body}`] : []
  );
  const tables = frontMatter.tables.map(({name, path}) => `${name}: ${path}`);
  return [...asked, ...tables, ...frontMatter.events];
}
