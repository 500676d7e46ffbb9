import type {Message} from "../../error.ts";
import type {CellState} from "../../notebook/run.ts";
import {fill, h, type View} from "../dom.ts";
import {rangeOf} from "../editor-marks.ts";

/** A part of a source, in characters from 0. */
export interface SourceRange {
  readonly from: number;
  readonly to: number;
}

/** How a message looks while its cell is being written: what is not there yet is no error. */
export function shownLevel({level, isBlank}: Pick<Message, "level" | "isBlank">): Message["level"] {
  return isBlank ? "note" : level;
}

/** What is said of a cell, each with a way to the place in its source; `form` opens the form of an insight. */
export function createCellMessages(
  open: (at: SourceRange) => void,
  form: () => void
): View<CellState> & {update(state: CellState): void} {
  const dom = h("div", {class: "messages"});
  return {
    dom,
    update: (state) =>
      fill(
        dom,
        messagesOf(state).map((message) => {
          const {text, place, isBlank} = message;
          const level = shownLevel(message);
          return h(
            "div",
            {class: `message ${level}`, role: level === "error" ? "alert" : "note"},
            isBlank ? blankHint(state, form) : text,
            place?.line && !isBlank ? [" ", placeLink(state, place.line, place.column ?? null, open)] : null
          );
        })
      )
  };
}

/** What is said of a cell by now: nothing while it runs. */
export function messagesOf({status, messages}: CellState): CellState["messages"] {
  return status === "queued" || status === "running" ? [] : messages;
}

/** What to write into an insight that asks nothing yet. */
function blankHint({cell}: CellState, form: () => void): (Node | string)[] {
  const code = (text: string) => h("code", {}, text);
  const what =
    cell.kind === "metric"
      ? ["Write the name of an imported metric behind ", code("metric:")]
      : ["Write the name of an imported series behind ", code("data:"), ", or a search as ", code("query:")];
  return [
    "Nothing is asked yet. ",
    ...what,
    "; Ctrl+Space shows what there is. ",
    h("button", {class: "link", type: "button", on: {click: form}}, "Fill in the form instead")
  ];
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
