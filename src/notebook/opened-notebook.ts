/** A text that came in a file, as a notebook. */
import {fromFramework} from "./from-framework.ts";
import {fromNotebookKit, isNotebookKit} from "./from-notebook-kit.ts";
import {parseNotebook} from "./notebook.ts";

/** A notebook as its file has it, or as it was made from one of another tool; `notes` say what that changed, as sentences. */
export interface OpenedNotebook {
  readonly text: string;
  readonly notes: readonly string[];
}

/**
 * The notebook in a text: Markdown of ours or of Observable Framework, HTML of Observable Notebook Kit. Null for HTML that is
 * no notebook. What comes out was parsed once: it is read in time wherever this was.
 * Throws what the importers of other tools throw.
 */
export function openedNotebook(text: string, isHtml: boolean): OpenedNotebook | null {
  if (isHtml && !isNotebookKit(text)) return null;
  const parsed = isHtml ? null : parseNotebook(text);
  if (parsed && parsed.frontMatter.version !== null) return {text, notes: []};
  const {text: made, notes} = isHtml ? fromNotebookKit(text) : fromFramework(text);
  parseNotebook(made);
  return {text: made, notes};
}
