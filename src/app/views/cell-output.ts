/** What a cell shows: its output, drawn again only when it is another, or the room of one that is on its way. */

import {cellKind} from "../../notebook/cells/index.ts";
import type {Output} from "../../notebook/cells/kind.ts";
import type {CellState} from "../../notebook/run.ts";
import type {App} from "../app.ts";
import {fill, h, type View} from "../dom.ts";
import type {CellEvents} from "./cell-events.ts";
import {messagesOf} from "./cell-messages.ts";
import {conflictView} from "./conflict-view.ts";
import {displayView} from "./display.ts";
import {inputView} from "./input-view.ts";
import {DEFAULT_HEIGHT, insightFigure} from "./insight-figure.ts";
import {proseView} from "./prose-view.ts";
import {skeleton} from "./skeleton.ts";
import {specFigure} from "./spec-figure.ts";
import {tableFigure} from "./table-figure.ts";
import {createWatchList} from "./watch-list.ts";

export interface CellOutput extends View<CellState> {
  update(state: CellState): void;
  /** Another cell has a result: watch rules that name it may come to something else. */
  judge(): void;
  destroy(): void;
}

/** The output of the cell `host`, which has the class `awaited` while it holds only room for one. */
export function createCellOutput(app: App, host: HTMLElement, first: CellState, events: CellEvents): CellOutput {
  const {key} = first;
  const dom = h("div", {class: "output"});
  let state = first;
  let body: {readonly kind: string; readonly view: View<never>} | null = null;
  /** The output that `body` shows. */
  let drawn: Output | null = null;
  const watch = createWatchList();
  const judge = () => watch.update(events.watch(state));
  const forget = () => {
    body?.view.destroy?.();
    body = drawn = null;
  };
  const showSkeleton = () => {
    if (body || dom.hasChildNodes()) return;
    const room = skeleton(state.cell);
    host.classList.toggle("awaited", room !== null);
    if (room) dom.append(room);
  };
  const showBody = () => {
    const shown = state.output;
    if (shown || drawn !== null || !isComing(state)) host.classList.remove("awaited");
    if (state.cell.kind === "conflict") {
      forget();
      return fill(dom, conflictView(state.cell.body, (side) => events.onSide(key, side)).dom);
    }
    if (!shown) {
      // taken away while it runs: what was there is no answer to what is asked now
      if (isComing(state) && drawn === null) return showSkeleton();
      forget();
      return fill(dom);
    }
    if (shown === drawn) return;
    drawn = shown;
    const kind = shapeOf(shown, state);
    if (body?.kind === kind && body.view.update) return updateBody(body.view, shown);
    body?.view.destroy?.();
    body = {kind, view: bodyOf(shown) as View<never>};
    fill(dom, body.view.dom);
  };
  const updateBody = (view: View<never>, shown: Output) => {
    const update = view.update as (value: unknown) => void;
    if (shown.type === "chart" && shown.of === "insight")
      update({definition: shown.definition, result: shown.result, id: state.cell.id ?? key});
    else if (shown.type === "value") update(shown.input);
    else if (shown.type === "display") update(shown.items);
    else update(shown);
  };
  const bodyOf = (shown: Output): View<never> => {
    const id = state.cell.id ?? key;
    const height = heightOf(state);
    const onResize = (next: number) => events.onResize(key, next);
    const viewOf = (): unknown => {
      if (shown.type === "chart" && shown.of === "insight")
        return insightFigure(app, {definition: shown.definition, result: shown.result, id}, height, {
          ...events,
          onResize
        });
      if (shown.type === "chart")
        return specFigure(app, shown, id, height, onResize, (chosen) => events.onChoose(key, chosen));
      if (shown.type === "value")
        return shown.input
          ? inputView(shown.input, id, (value) => events.onChoose(key, value))
          : {dom: h("p", {}, shown.text)};
      if (shown.type === "display")
        return displayView(app, id, shown.items, (view, value) => events.onView(key, view, value));
      return shown.type === "markdown" ? proseView(shown) : tableFigure(shown, state, app, events);
    };
    return viewOf() as View<never>;
  };
  /** What has nothing to show is still to be found. */
  const showName = () => {
    const {kind, id} = state.cell;
    if (kind === "conflict" || state.output || isComing(state) || messagesOf(state).length) return;
    fill(dom, h("p", {class: "empty"}, `${cellKind(kind)?.title ?? kind}${id ? ` ${id}` : ""}`));
  };
  return {
    dom,
    judge,
    update(next) {
      // what is shown stands under its name
      if (calledOf(next) !== calledOf(state)) forget();
      const isHigher = heightOf(next) !== heightOf(state);
      state = next;
      if (isHigher) (body?.view as Partial<Resizable> | undefined)?.setHeight?.(heightOf(next));
      showBody();
      judge();
      if (!watch.dom.hidden && watch.dom.parentNode !== dom) dom.append(watch.dom);
      showName();
    },
    destroy: () => body?.view.destroy?.()
  };
}

function isComing({status}: CellState): boolean {
  return status === "queued" || status === "running";
}

/** A view whose height is in the words of its cell. */
interface Resizable {
  setHeight(height: number): void;
}

function heightOf({cell}: CellState): number {
  return Number(cell.attributes.get("height")) || DEFAULT_HEIGHT;
}

/** What outputs have in common that one view can show in turn. */
function shapeOf(shown: Output, {remembered}: CellState): string {
  const of = "of" in shown ? shown.of : "";
  return `${shown.type}-${of}-${shown.type === "value" && shown.input !== null}-${shown.type === "table" && remembered !== null}`;
}

/** The name and caption that a cell's output stands under. */
function calledOf({cell: {kind, id, attributes}}: CellState): string {
  return JSON.stringify([kind, id, attributes.get("caption") ?? ""]);
}
