import {nameAt} from "../../notebook/suggest.ts";
import {openPalette} from "../views/command-palette.ts";
import type {OpenNotebook} from "./open-notebook.ts";

/** Goes to the cell whose name stands at the caret; without a caret, to the one cell this one refers to, or asks which. */
export function goToDefinition(notebook: OpenNotebook, key: string): void {
  const {session, view, state} = notebook;
  const caret = view(key)?.caret ?? null;
  session.commit();
  const {body, id} = state(key).cell;
  const others = session.run.states.filter(({cell}) => cell.id && cell.id !== id);
  if (caret !== null) {
    const name = nameAt(body, caret);
    const found = others.find(({cell}) => cell.id === name);
    const file = session.run.tables.find(({cell}) => cell.id === name);
    if (found) notebook.select(found.key);
    else if (file)
      notebook.app.toasts.show(`${name} is the file ${file.cell.body}: line ${file.cell.line} of the front matter.`);
    else notebook.app.toasts.show(name ? `There is no other cell ${name}.` : "Put the caret in the name of a cell.");
    return;
  }
  const named = others.filter(
    ({cell}) => new RegExp(`\\b${cell.id}\\b`).test(body) || state(key).cell.attributes.get("data") === cell.id
  );
  if (named.length === 1) notebook.select(named[0]!.key);
  else if (named.length)
    openPalette(
      "Go to",
      named.map(({key: target, cell}) => ({title: cell.id!, group: cell.kind, run: () => notebook.select(target)}))
    );
  else notebook.app.toasts.show("This cell names no other.");
}
