/**
 * Insights that stand in another notebook: `yaml insight from=other.md#id`. The cell there says what is asked; what is
 * written in the cell here is laid over it.
 */

import {TidemarkError} from "../error.ts";
import {isInsightCell} from "./insight-yaml.ts";
import {didYouMean} from "./names.ts";
import {type CellSource, type Notebook, parseNotebook} from "./notebook.ts";

/** The text of another notebook of the workspace by its file name; null when there is none. */
export type OtherNotebooks = (name: string) => Promise<string | null>;

/** An insight of another notebook, by file and id. */
export interface InsightReference {
  readonly notebook: string;
  readonly id: string;
}

/** A cell of another notebook as it was used: its text is part of what a figure was made from. */
export interface ReusedCell extends InsightReference {
  /** The cell with its fence lines, line ends as `\n`. */
  readonly source: string;
}

/** An insight's cell, and the notebook it stands in. */
export interface FoundCell {
  readonly notebook: Notebook;
  readonly cell: CellSource;
  readonly used: ReusedCell;
}

/** What `from=` names; null, with a sentence, when it is no `other.md#id`. */
export function readReference(text: string): {readonly value: InsightReference | null; readonly problem: string} {
  const [, notebook = "", id = ""] = /^([^#]*)#?(.*)$/s.exec(text)!;
  const problem = (why: string) => ({
    value: null,
    problem: `${why} An insight of another notebook is named by its file and id: from=other.md#insight_id.`
  });
  if (!notebook) return problem("from= names no notebook.");
  if (/[\\/]/.test(notebook) || notebook.startsWith("."))
    return problem(`${notebook} is a path; notebooks stand in one folder.`);
  if (!/\.md$/i.test(notebook)) return problem(`${notebook} is no name of a notebook, which ends in .md.`);
  if (!id) return problem(`from=${notebook} names no insight.`);
  return {value: {notebook, id}, problem: ""};
}

/**
 * The cell that a reference names. `path` is what led here, oldest first.
 * @throws TidemarkError "insight/reused" when there is no such notebook or insight, or the references go in a circle.
 */
export async function findReused(
  {notebook: name, id}: InsightReference,
  path: readonly InsightReference[],
  others: OtherNotebooks | undefined
): Promise<FoundCell> {
  if (path.some((one) => one.notebook === name && one.id === id))
    throw reusedError(
      `These insights show each other, so none of them asks anything: ${[...path, {notebook: name, id}].map((one) => `${one.notebook}#${one.id}`).join(" → ")}.`
    );
  if (!others) throw reusedError(`Other notebooks cannot be read here, so ${name}#${id} cannot be shown.`);
  const text = await others(name);
  if (text === null)
    throw reusedError(
      `There is no notebook ${name} beside this one. It may have been renamed; change from= to its new name.`
    );
  const notebook = parseNotebook(text);
  const found = notebook.cells.filter((cell) => cell.id === id && isInsightCell(cell));
  const ids = notebook.cells.flatMap((cell) => (isInsightCell(cell) && cell.id ? [cell.id] : []));
  if (!found.length)
    throw reusedError(
      `${name} has no insight ${id}.${didYouMean(id, new Set(ids)) || ` Its insights are ${ids.join(", ") || "none"}.`}`
    );
  if (found.length > 1) throw reusedError(`${name} has ${found.length} insights ${id}; each needs its own id.`);
  const [cell] = found;
  const source = text.slice(cell!.from, cell!.to).replaceAll("\r\n", "\n");
  return {notebook, cell: cell!, used: {notebook: name, id, source}};
}

function reusedError(text: string): TidemarkError {
  return new TidemarkError("insight/reused", text);
}
