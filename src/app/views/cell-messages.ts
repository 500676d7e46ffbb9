import type {CellState} from "../../notebook/run.ts";
import {fill, h, type View} from "../dom.ts";
import {rangeOf} from "../editor-marks.ts";

/** A part of a source, in characters from 0. */
export interface SourceRange {
  readonly from: number;
  readonly to: number;
}

/** What is said of a cell, each with a way to the place in its source. */
export function createCellMessages(
  open: (at: SourceRange) => void
): View<CellState> & {update(state: CellState): void} {
  const dom = h("div", {class: "messages"});
  return {
    dom,
    update: (state) =>
      fill(
        dom,
        messagesOf(state).map(({level, text, place}) =>
          h(
            "div",
            {class: `message ${level}`, role: level === "error" ? "alert" : "note"},
            text,
            place?.line ? [" ", placeLink(state, place.line, place.column ?? null, open)] : null
          )
        )
      )
  };
}

/** What is said of a cell by now: nothing while it runs. */
export function messagesOf({status, messages}: CellState): CellState["messages"] {
  return status === "queued" || status === "running" ? [] : messages;
}

/** Where a message is about, as a way there. */
function placeLink(
  {cell}: CellState,
  line: number,
  column: number | null,
  open: (at: SourceRange) => void
): HTMLElement {
  const words = `Line ${line}${column ? `, column ${column}` : ""}`;
  const own = line - cell.bodyLine + 1;
  const lines = cell.body.split("\n").length;
  // a place in the fence line is no place in the source
  if (own < 1 || own > lines) return h("span", {class: "place"}, `${words}.`);
  const go = () => open(rangeOf(cell.body, {line: own, column}));
  return h("button", {class: "link place", type: "button", title: "Go there in the source", on: {click: go}}, words);
}
