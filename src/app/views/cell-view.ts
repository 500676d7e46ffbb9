/** A cell on the page: output above, source below when it is opened, and what can be done with it. */

import {cellKind} from "../../notebook/cells/index.ts";
import type {CellState} from "../../notebook/run.ts";
import type {App} from "../app.ts";
import {fill, h, ICONS, icon, type View} from "../dom.ts";
import {cellActions} from "./cell-actions.ts";
import type {CellEvents} from "./cell-events.ts";
import {createCellFacts} from "./cell-facts.ts";
import {createCellMessages, type SourceRange} from "./cell-messages.ts";
import {createCellOutput} from "./cell-output.ts";
import {createCellSource} from "./cell-source.ts";
import {createCellStatus} from "./cell-status.ts";

export interface CellView extends View<CellState> {
  update(state: CellState): void;
  /** Opens the source and puts the cursor in it. */
  edit(at?: SourceRange): void;
  readonly isEditing: boolean;
  /** Where the caret stands in the source, from 0; null when the source is closed. */
  readonly caret: number | null;
  /** Puts the source away; what is written stays written. */
  close(): void;
  /** Another cell has a result: watch rules that name it may come to something else. */
  judge(): void;
  destroy(): void;
}

export function cellView(app: App, first: CellState, events: CellEvents): CellView {
  const {key} = first;
  let state = first;
  const dom = h("section", {class: "cell", tabindex: 0, "data-key": key});
  const toggle = () => {
    if (!source.isOpen) return source.open();
    events.onLeave(key);
    source.close();
  };
  const actions = cellActions(dom, key, events, toggle);
  const source = createCellSource(dom, first, events, actions.showOpen);
  const output = createCellOutput(app, dom, first, events);
  const status = createCellStatus(dom, first, events);
  const messages = createCellMessages(source.open, () => events.onForm(key));
  const facts = createCellFacts();
  const fold = h("button", {class: "folded-line", type: "button", hidden: true, on: {click: () => events.onFold(key)}});
  dom.append(actions.dom, fold, output.dom, facts.dom, status.markDom, status.dom, messages.dom, source.dom);
  const showFolded = () => {
    const {kind, id, attributes} = state.cell;
    const folded = attributes.has("fold") && attributes.get("fold") !== "false";
    dom.classList.toggle("folded", folded);
    fold.hidden = !folded;
    fill(fold, icon(ICONS.right), `${cellKind(kind)?.title ?? kind}${id ? ` ${id}` : ""}`);
    fold.title = "Folded. Show the output (F)";
  };
  const update = (next: CellState) => {
    const isNew = next === state || !isSame(state, next);
    state = next;
    if (!isNew) return;
    if (next.cell.id) dom.id = `cell-${next.cell.id}`;
    else dom.removeAttribute("id");
    dom.dataset.kind = next.cell.kind;
    for (const part of [output, status, facts, messages, source]) part.update(next);
    showFolded();
  };
  update(first);
  return {
    dom,
    update,
    edit: source.open,
    judge: output.judge,
    get isEditing() {
      return source.isOpen;
    },
    get caret() {
      return source.caret;
    },
    close: source.close,
    destroy() {
      for (const part of [status, output, source]) part.destroy();
    }
  };
}

/** True when a cell shows the same in two states: the file may have changed around it. */
function isSame(a: CellState, b: CellState): boolean {
  const shown = [
    "status",
    "output",
    "value",
    "stale",
    "remembered",
    "messages",
    "waitingFor",
    "progress",
    "elapsed"
  ] as const;
  const written = ["kind", "id", "body"] as const;
  return (
    shown.every((name) => a[name] === b[name]) &&
    written.every((name) => a.cell[name] === b.cell[name]) &&
    JSON.stringify([...a.cell.attributes]) === JSON.stringify([...b.cell.attributes])
  );
}
