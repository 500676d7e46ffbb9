/** The source of a cell on the page: its fence and its editor. CodeMirror is loaded when the first source is opened. */

import {cellKind} from "../../notebook/cells/index.ts";
import {isInsightCell} from "../../notebook/insight-yaml.ts";
import type {CellState} from "../../notebook/run.ts";
import {suggest} from "../../notebook/suggest.ts";
import {fill, h, type View} from "../dom.ts";
import type {Editor, EditorOptions} from "../editor.ts";
import type {Marked} from "../editor-marks.ts";
import {createPlainEditor, type PlainEditor} from "../plain-editor.ts";
import type {CellEvents} from "./cell-events.ts";
import type {SourceRange} from "./cell-messages.ts";

/** CodeMirror, once a source was opened. */
let makeEditor: ((options: EditorOptions) => Editor) | null = null;

export interface CellSourceView extends View<CellState> {
  update(state: CellState): void;
  /** Opens the source and puts the cursor in it, at once. */
  open(at?: SourceRange): void;
  /** Puts the source away; what is written stays written. */
  close(): void;
  readonly isOpen: boolean;
  /** Where the caret stands, from 0; null when the source is closed. */
  readonly caret: number | null;
  destroy(): void;
}

/** The source of the cell `host`, which has the class `editing` while it is open; `onOpen` is told when that changes. */
export function createCellSource(
  host: HTMLElement,
  first: CellState,
  events: CellEvents,
  onOpen: (isOpen: boolean) => void
): CellSourceView {
  const {key} = first;
  const dom = h("div", {class: "cell-source", hidden: true});
  const fence = h("code");
  let state = first;
  let editor: Editor | null = null;
  const mark = () =>
    editor?.mark(
      state.messages.flatMap((message): Marked[] => {
        const {text, place} = message;
        const line = (place?.line ?? 0) - state.cell.bodyLine + 1;
        // what is only not written yet is asked for above, and no line is wrong
        return line >= 1 && !message.isBlank ? [{level: message.level, text, line, column: place?.column ?? null}] : [];
      })
    );
  const show = (isOpen: boolean) => {
    dom.hidden = !isOpen;
    host.classList.toggle("editing", isOpen);
    onOpen(isOpen);
  };
  const close = () => {
    editor?.destroy();
    editor = null;
    fill(dom);
    show(false);
  };
  const optionsOf = (): EditorOptions => {
    const {cell} = state;
    const kind = cellKind(cell.kind);
    return {
      text: cell.body,
      language: kind?.language ?? "yaml",
      label: `Source of ${cell.id ?? kind?.title ?? "cell"}`,
      tables: events.tables(),
      suggest: (text, caret) => suggest(state.cell.kind, text, caret, events.names(key), events.held),
      keys: events.editorKeys(),
      onChange: (text) => events.onDraft(key, text),
      onRun: () => events.onRun(key),
      onLeave: (how) => {
        events.onLeave(key);
        if (how === "escape") {
          close();
          host.focus();
        }
      }
    };
  };
  /** Opens the source at once: what is typed next is meant for it, and is kept until the editor proper is there. */
  const begin = () => {
    if (isInsightCell(state.cell)) events.held();
    const options = optionsOf();
    const plain = makeEditor ? null : createPlainEditor(options);
    editor = plain ?? makeEditor!(options);
    const kind = cellKind(state.cell.kind);
    const head = kind?.fence
      ? h(
          "button",
          {
            class: "fence",
            type: "button",
            title: "Name, caption and other words (F2)",
            on: {click: () => events.onWords(key)}
          },
          fence
        )
      : null;
    const hint = h(
      "div",
      {class: "hint"},
      `${navigator.platform.startsWith("Mac") ? "⌘" : "Ctrl"}+Enter runs · Esc closes`
    );
    fill(dom, head, editor.dom, hint);
    mark();
    show(true);
    if (plain) void replacePlain(plain, options);
  };
  const replacePlain = async (plain: PlainEditor, options: EditorOptions) => {
    // where it cannot be had, as when the connection is gone, the text field stays
    makeEditor ??= await import("../editor.ts").then(
      ({createEditor}) => createEditor,
      () => null
    );
    await plain.whenComposed();
    if (editor !== plain || !makeEditor) return;
    const {caret, anchor, hasFocus, text} = plain;
    editor = makeEditor(options);
    // what was typed meanwhile is a step that its undo takes back
    editor.update(text);
    plain.destroy();
    plain.dom.before(editor.dom);
    if (hasFocus) editor.select(anchor, caret);
    plain.dom.remove();
    mark();
  };
  return {
    dom,
    close,
    open(at) {
      events.onReveal(key);
      if (!editor) begin();
      if (at) editor!.select(at.from, at.to);
      else editor!.focus();
    },
    update(next) {
      const moved = next.cell.body !== state.cell.body;
      state = next;
      if (moved) editor?.update(next.cell.body);
      fence.textContent = fenceOf(next);
      mark();
    },
    get isOpen() {
      return editor !== null;
    },
    get caret() {
      return editor?.caret ?? null;
    },
    destroy() {
      editor?.destroy();
      editor = null;
    }
  };
}

/** The words of a cell's fence as they are written. */
function fenceOf({cell: {kind, id, attributes}}: CellState): string {
  const words = [...attributes].flatMap(([name, value]) =>
    name === "id" ? [] : [value === "" ? name : `${name}=${/\s/.test(value) ? `"${value}"` : value}`]
  );
  return [cellKind(kind)?.fence, id && `id=${id}`, ...words].filter(Boolean).join(" ");
}
