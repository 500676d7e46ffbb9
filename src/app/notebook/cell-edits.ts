/** What is done to the cells of an open notebook: each is one step of its undo. */

import {CELL_KINDS, cellKind} from "../../notebook/cells/index.ts";
import {chooseSide, type Side} from "../../notebook/conflicts.ts";
import {insertCell, moveCell, removeCell} from "../../notebook/edit.ts";
import {isInsightCell} from "../../notebook/insight-yaml.ts";
import {freeId} from "../../notebook/names.ts";
import {type Notebook, parseNotebook} from "../../notebook/notebook.ts";
import {
  changeKind,
  duplicateCell,
  mergeWithAbove,
  pasteCells,
  refusedMerge,
  setAttribute,
  splitCell
} from "../../notebook/reshape.ts";
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
    .find(({cell}) => cell.id && (cell.kind === "sql" || isInsightCell(cell)));
  const attributes = kind === "vega-lite" && above ? `data=${above.cell.id}` : "";
  const body = kind === "markdown" ? "New text" : found.template;
  session.change((notebook) => insertCell(notebook, index, kind, id, body, attributes), "adding a cell");
  const added = session.run.states[index]?.key;
  if (!added) return;
  view(added)?.dom.scrollIntoView({block: "center"});
  // behind what is to be written first
  const end = session.run.states[index]!.cell.body.length;
  view(added)?.edit(found.template.endsWith(": ") ? {from: end, to: end} : undefined);
}

/** Asks above or below a cell for the kind of a new one. */
export function askToAdd(notebook: OpenNotebook, key: string, where: "above" | "below"): void {
  const {dom} = notebook.view(key)!;
  for (const open of notebook.dom.querySelectorAll(".cells > .add-bar")) open.remove();
  const bar = addBar(
    (kind) => {
      bar.remove();
      addCell(notebook, kind, notebook.indexOf(key) + (where === "above" ? 0 : 1));
    },
    () => {
      bar.remove();
      notebook.select(key);
    }
  );
  if (where === "above") dom.before(bar);
  else dom.after(bar);
  bar.querySelector("button")?.focus();
}

/** Moves a cell up or down by some places, as far as there are any. The focus stays where it was. */
export function moveBy({session, indexOf, view}: OpenNotebook, key: string, by: number): void {
  const index = indexOf(key);
  const target = Math.max(0, Math.min(session.run.states.length - 1, index + by));
  if (index < 0 || target === index) return;
  const focused = document.activeElement;
  session.change(
    (notebook) => moveCell(notebook, notebook.cells[index]!, by < 0 ? target : target + 1, parseNotebook),
    "moving a cell"
  );
  // an element that moves in the page loses the focus
  if (focused instanceof HTMLElement) focused.focus({preventScroll: true});
  view(key)?.dom.scrollIntoView({block: "nearest"});
}

/** Deletes a cell, with a way back: by undo, or by putting it in again when something else was changed since. */
export function deleteCell(notebook: OpenNotebook, key: string): void {
  const {app, session, state, indexOf, select} = notebook;
  const source = sourceOf(notebook, key);
  const {cell} = state(key);
  const index = indexOf(key);
  session.change((now) => removeCell(now, now.cells[index]!), "deleting a cell");
  const next = session.run.states[index] ?? session.run.states[index - 1];
  if (next) select(next.key);
  const {text} = session.run.notebook;
  const count = ({cells, text: all}: Notebook) => cells.filter(({from, to}) => all.slice(from, to) === source).length;
  const left = count(session.run.notebook);
  const restore = () => {
    // it may be back already, by Ctrl+Z
    if (session.run.notebook.text === text) session.undo();
    else if (count(session.run.notebook) > left) session.commit();
    else
      session.change(
        (now) => pasteCells(now, Math.min(index, now.cells.length), source, parseNotebook),
        "bringing a cell back"
      );
    const back = session.run.states[index];
    if (back) select(back.key);
  };
  app.toasts.show(`${cell.id ?? cellKind(cell.kind)?.title ?? "Cell"} deleted.`, {
    action: {label: "Undo", run: restore}
  });
}

/** Writes the height of a cell's figure into its file. */
export function resizeCell({session, indexOf}: OpenNotebook, key: string, height: number): void {
  const index = indexOf(key);
  session.change(
    (notebook) => setAttribute(notebook, notebook.cells[index]!, "height", String(height)),
    "changing a height"
  );
}

/** Sets or takes out a flag in the words of a cell's fence: `fold`, `run=false`. */
export function toggleAttribute(
  {session, indexOf, state}: OpenNotebook,
  key: string,
  name: string,
  value: string,
  what: string
): void {
  const index = indexOf(key);
  const now = state(key).cell.attributes.get(name) === value;
  session.change((notebook) => setAttribute(notebook, notebook.cells[index]!, name, now ? null : value), what);
}

/** Puts a copy of a cell below it, and goes there. */
export function duplicate({session, indexOf, select}: OpenNotebook, key: string): void {
  const index = indexOf(key);
  session.change((notebook) => duplicateCell(notebook, index), "duplicating a cell");
  const copy = session.run.states[index + 1];
  if (copy) select(copy.key);
}

/** Cuts a cell in two at the caret of its editor; the caret goes to the second half. */
export function splitAtCaret({session, indexOf, view, app}: OpenNotebook, key: string): void {
  const offset = view(key)?.caret ?? null;
  if (offset === null) {
    app.toasts.show("Open the cell's source and put the caret where the cut is to be.");
    return;
  }
  const index = indexOf(key);
  const before = session.run.states.length;
  session.change((notebook) => splitCell(notebook, index, offset, parseNotebook), "splitting a cell");
  if (session.run.states.length === before) return;
  view(key)?.close();
  view(session.run.states[index + 1]!.key)?.edit();
}

/** Joins a cell to the one above it. */
export function mergeUp({session, indexOf, select, app}: OpenNotebook, key: string): void {
  session.commit();
  const index = indexOf(key);
  const refused = refusedMerge(session.run.notebook, index);
  if (refused) {
    app.toasts.show(refused);
    return;
  }
  session.change((notebook) => mergeWithAbove(notebook, index, parseNotebook), "joining cells");
  const joined = session.run.states[index - 1];
  if (joined) select(joined.key);
}

/** Makes a cell another kind. */
export function toKind({session, indexOf, select}: OpenNotebook, key: string, kind: string): void {
  const index = indexOf(key);
  session.change((notebook) => changeKind(notebook, index, kind, parseNotebook), "changing a cell's kind");
  const changed = session.run.states[index];
  if (changed) select(changed.key);
}

/** A cell's text as the file has it, for the clipboard. */
export function sourceOf({session, indexOf}: OpenNotebook, key: string): string {
  session.commit();
  const cell = session.run.notebook.cells[indexOf(key)]!;
  return session.run.notebook.text.slice(cell.from, cell.to);
}

/** Puts cells from the clipboard's text below a cell. */
export function paste({session, indexOf, select}: OpenNotebook, key: string | null, text: string): void {
  const index = key === null ? session.run.states.length : indexOf(key) + 1;
  session.change((notebook) => pasteCells(notebook, index, text, parseNotebook), "pasting", "them");
  const pasted = session.run.states[index];
  if (pasted) select(pasted.key);
}

/** Puts a side of a conflict, or both, in its place. */
export function takeSide({session, indexOf, select}: OpenNotebook, key: string, side: Side): void {
  const index = indexOf(key);
  session.change(
    (notebook) => {
      const {from, to} = notebook.cells[index]!;
      const chosen = chooseSide(notebook.text.slice(from, to), side).replace(/[\r\n]+$/, "");
      return chosen.trim()
        ? notebook.text.slice(0, from) + chosen + notebook.text.slice(to)
        : removeCell(notebook, notebook.cells[index]!);
    },
    "choosing a side",
    "them"
  );
  const chosen = session.run.states[Math.min(index, session.run.states.length - 1)];
  if (chosen) select(chosen.key);
}
