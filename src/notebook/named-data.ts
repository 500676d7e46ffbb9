import type {ExcerptRequest} from "../store/wanted.ts";
import {needsOf} from "./needs.ts";
import type {Notebook} from "./notebook.ts";
import type {OtherNotebooks} from "./reused.ts";

/**
 * What a notebook names of the imported data: the series and tables of its insights, those it shows from other notebooks
 * among them, and events where it points at some. The word `point` in a statement names nothing: it is all there is.
 */
export async function namedData(notebook: Notebook, others: OtherNotebooks): Promise<ExcerptRequest> {
  const {definitions} = await needsOf(notebook, others);
  return {definitions, tables: notebook.frontMatter.events.length ? ["event"] : []};
}
