/** What is done to the cells of an open notebook: each is one step of its undo. */
import {CELL_KINDS, cellKind} from "../../notebook/cells/index.ts";
import {insertCell, moveCell, removeCell, replaceInfo} from "../../notebook/edit.ts";
import {freeId} from "../../notebook/names.ts";
import {parseNotebook} from "../../notebook/notebook.ts";
import {addBar} from "./add-bar.ts";
import type {OpenNotebook} from "./open-notebook.ts";

/** Adds a cell of a kind before the cell at `index`, or at the end, and opens it for writing. */
export function addCell({session, view}: OpenNotebook, kind: string, index: number): void {
  const {states} = session.run;
  const taken = new Set(states.flatMap(({cell}) => (cell.id ? [cell.id] : [])));
  const found = CELL_KINDS.find((one) => one.kind === kind)!;
  const id = found.fence ? freeId(kind === "vega-lite" ? "chart" : kind, taken) : null;
  const above = states
    .slice(0, index)
    .reverse()
    .find(({cell}) => cell.id && (cell.kind === "sql" || cell.kind === "insight"));
  const attributes = kind === "vega-lite" && above ? `data=${above.cell.id}` : "";
  const body = kind === "markdown" ? "New text" : found.template;
  session.change((notebook) => insertCell(notebook, index, kind, id, body, attributes));
  const added = session.run.states[index]?.key;
  if (!added) return;
  view(added)?.dom.scrollIntoView({block: "center"});
  void view(added)?.edit();
}

/** Asks below a cell for the kind of a new one. */
export function askToAdd(notebook: OpenNotebook, key: string): void {
  const bar = addBar(
    (kind) => {
      bar.remove();
      addCell(notebook, kind, notebook.indexOf(key) + 1);
    },
    () => bar.remove()
  );
  notebook.view(key)!.dom.after(bar);
  bar.querySelector("button")?.focus();
}

/** Moves a cell one place up or down; nothing at the ends. */
export function moveBy({session, indexOf, view}: OpenNotebook, key: string, by: -1 | 1): void {
  const index = indexOf(key);
  if (index + by < 0 || index + by >= session.run.states.length) return;
  session.change((notebook) =>
    moveCell(notebook, notebook.cells[index]!, by < 0 ? index - 1 : index + 2, parseNotebook)
  );
  view(key)?.dom.scrollIntoView({block: "nearest"});
}

/** Deletes a cell, with a way back. */
export function deleteCell({app, session, state, indexOf}: OpenNotebook, key: string): void {
  const {cell} = state(key);
  const index = indexOf(key);
  session.change((notebook) => removeCell(notebook, notebook.cells[index]!));
  app.toasts.show(`${cell.id ?? cellKind(cell.kind)?.title ?? "Cell"} deleted.`, {
    action: {label: "Undo", run: () => session.undo()}
  });
}

/** Writes the height of a cell's figure into its file. */
export function resizeCell({session, indexOf}: OpenNotebook, key: string, height: number): void {
  const index = indexOf(key);
  session.change((notebook) => {
    const cell = notebook.cells[index]!;
    const info = notebook.text
      .slice(cell.from, cell.bodyFrom)
      .replace(/^[ ]{0,3}(?:`{3,}|~{3,})/, "")
      .trimEnd();
    const bare = info.replace(/\s+height=\S+/, "");
    return replaceInfo(notebook, cell, `${bare} height=${height}`);
  });
}
