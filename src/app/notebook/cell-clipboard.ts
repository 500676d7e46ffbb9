/** Cells to and from the clipboard, as they stand in the file. */
import {deleteCell, paste, sourceOf} from "./cell-edits.ts";
import type {OpenNotebook} from "./open-notebook.ts";

/** What was copied last, for browsers that do not let a page read the clipboard. */
let copied = "";
/** Copies a cell, and says so. */
export async function copyCell(notebook: OpenNotebook, key: string): Promise<void> {
  copied = sourceOf(notebook, key);
  await navigator.clipboard.writeText(copied).catch(() => undefined);
  notebook.app.toasts.show("Cell copied, as it stands in the file.");
}

/** Copies a cell and takes it away. */
export function cutCell(notebook: OpenNotebook, key: string): void {
  void copyCell(notebook, key);
  deleteCell(notebook, key);
}

/** Puts what the clipboard holds below a cell; at the end of a notebook without cells. */
export function pasteBelow(notebook: OpenNotebook, key: string | null): void {
  const put = (text: string) => {
    if (text.trim()) paste(notebook, key, text);
    else notebook.app.toasts.show("There is no text to paste.");
  };
  navigator.clipboard.readText().then(put, () => put(copied));
}
