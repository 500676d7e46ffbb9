/** The source editor of a cell until CodeMirror has come, or where it cannot be had: a text field with the same keys. */
import {isKey} from "./commands.ts";
import {h} from "./dom.ts";
import type {Editor, EditorOptions} from "./editor.ts";
import "./style/plain-editor.css";

export interface PlainEditor extends Editor {
  readonly hasFocus: boolean;
  /** Where the selection begins; `caret` is where it ends. */
  readonly anchor: number;
  /** Ends when no letter is being put together (as in Japanese or Chinese): until then the field may not be replaced. */
  whenComposed(): Promise<void>;
}

/** A text field over a text; it has the focus as soon as it is asked to. It marks nothing and completes nothing. */
export function createPlainEditor(options: EditorOptions): PlainEditor {
  let composed: (() => void) | null = null;
  let composing: Promise<void> = Promise.resolve();
  let gone = false;
  const grow = () => {
    dom.rows = dom.value.split("\n").length;
  };
  const leave = (how: "escape" | "blur") => {
    if (!gone) options.onLeave(how);
  };
  const dom = h("textarea", {
    class: "plain-editor",
    "aria-label": options.label,
    spellcheck: "false",
    autocapitalize: "off",
    on: {
      input: () => {
        grow();
        options.onChange(dom.value);
      },
      blur: () => leave("blur"),
      compositionstart: () => {
        composing = new Promise((resolve) => {
          composed = resolve;
        });
      },
      compositionend: () => composed?.(),
      keydown: (event: KeyboardEvent) => {
        if (event.isComposing) return;
        const own = [
          {key: "Mod-Enter", run: options.onRun},
          ...options.keys,
          {key: "Escape", run: () => leave("escape")}
        ].find(({key}) => isKey(event, key));
        if (!own) return;
        event.preventDefault();
        event.stopPropagation();
        own.run();
      }
    }
  });
  dom.value = options.text;
  dom.setSelectionRange(0, 0);
  grow();
  return {
    dom,
    get text() {
      return dom.value;
    },
    get caret() {
      return dom.selectionDirection === "backward" ? dom.selectionStart : dom.selectionEnd;
    },
    get anchor() {
      return dom.selectionDirection === "backward" ? dom.selectionEnd : dom.selectionStart;
    },
    get hasFocus() {
      return document.activeElement === dom;
    },
    whenComposed: () => composing,
    focus: () => dom.focus(),
    select(from, to) {
      dom.focus();
      dom.setSelectionRange(Math.min(from, to), Math.max(from, to), from > to ? "backward" : "forward");
    },
    mark() {},
    update(text) {
      if (text === dom.value) return;
      const {selectionStart, selectionEnd} = dom;
      dom.value = text;
      dom.setSelectionRange(selectionStart, selectionEnd);
      grow();
    },
    destroy() {
      gone = true;
    }
  };
}
