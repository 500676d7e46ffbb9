/** What a notebook needs to be shown elsewhere: the data its cells read, and the notebooks it shows insights of. */

import {readNotebookFilter, withNotebookFilter} from "../insight/filter.ts";
import type {InsightDefinition} from "../insight/insight.ts";
import {readInsight} from "../insight/kinds/index.ts";
import {isInsightCell, readInsightYaml} from "./insight-yaml.ts";
import {STORE_TABLES} from "./names.ts";
import type {Notebook} from "./notebook.ts";
import {type OtherNotebooks, readReference} from "./reused.ts";
import {reusedNeeds} from "./reused-insight.ts";

export interface NotebookNeeds {
  /** The insights its data is for, under the notebook's own filters. */
  readonly definitions: readonly InsightDefinition[];
  /** Tables of imported data that its statements name, and those its charts point at. */
  readonly tables: readonly string[];
  /** The files of other notebooks, sorted. */
  readonly notebooks: readonly string[];
  /** The files that it names as tables, by path, sorted. */
  readonly files: readonly string[];
}

/** The needs of a notebook's cells, those that are switched off too. What cannot be read needs nothing. */
export async function needsOf({cells, frontMatter}: Notebook, others: OtherNotebooks): Promise<NotebookNeeds> {
  const definitions: InsightDefinition[] = [];
  const tables = new Set<string>(frontMatter.events.length ? ["event"] : []);
  const notebooks = new Set<string>();
  const {value: filter} = readNotebookFilter(frontMatter.filter);
  for (const cell of cells) {
    if (cell.kind === "sql") for (const table of STORE_TABLES) if (namesTable(cell.body, table)) tables.add(table);
    if (!isInsightCell(cell)) continue;
    const {value} = readInsightYaml(cell);
    const from = cell.attributes.get("from");
    const reference = from === undefined ? null : readReference(from).value;
    if (reference) {
      const needs = await reusedNeeds(reference, value, others);
      definitions.push(...needs.definitions);
      for (const {notebook} of needs.reused) notebooks.add(notebook);
    } else {
      const {value: definition} = readInsight(value);
      if (definition) definitions.push(definition);
    }
  }
  return {
    definitions: definitions.map((definition) => withNotebookFilter(definition, filter)),
    tables: [...tables].sort(),
    notebooks: [...notebooks].sort(),
    files: [...new Set(frontMatter.tables.map(({path}) => path))].sort()
  };
}

/** True when a statement may read a table. `series` is a column of every insight too: it is a table only behind FROM or JOIN. */
export function namesTable(statement: string, table: string): boolean {
  const before = table === "series" ? '\\b(?:FROM|JOIN)\\s+(?:main\\.)?"?' : "\\b";
  return new RegExp(`${before}${table}\\b`, "i").test(statement);
}
