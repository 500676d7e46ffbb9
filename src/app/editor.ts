/** The source editor of a cell: CodeMirror, loaded when the first cell is edited. */
import {
  autocompletion,
  type CompletionContext,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap
} from "@codemirror/autocomplete";
import {defaultKeymap, history, historyKeymap, indentWithTab} from "@codemirror/commands";
import {json} from "@codemirror/lang-json";
import {markdown} from "@codemirror/lang-markdown";
import {StandardSQL, sql} from "@codemirror/lang-sql";
import {yaml} from "@codemirror/lang-yaml";
import {bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting} from "@codemirror/language";
import {type Diagnostic, lintGutter, lintKeymap, setDiagnostics} from "@codemirror/lint";
import {searchKeymap} from "@codemirror/search";
import {EditorState, type Extension} from "@codemirror/state";
import {drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers} from "@codemirror/view";
import {tags} from "@lezer/highlight";
import type {CellKind} from "../notebook/cells/kind.ts";
import type {Suggestions} from "../notebook/suggest.ts";
import {patchBetween} from "../notebook/text-patch.ts";
import {AUTHOR_TABLES} from "../store/schema.ts";
import type {View} from "./dom.ts";
import {diagnosticsOf, type Marked} from "./editor-marks.ts";

/** What an editor is made for, and what it tells. */
export interface EditorOptions {
  readonly text: string;
  readonly language: CellKind["language"];
  readonly label: string;
  /** Names and columns for completion beside the store's own tables. */
  readonly tables: Readonly<Record<string, readonly string[]>>;
  /** What may be written at a place in the text. */
  suggest?(text: string, caret: number): Suggestions | null;
  /** Keys beside the editor's own. */
  readonly keys: readonly {readonly key: string; run(): void}[];
  onChange(text: string): void;
  /** Mod-Enter: run what is written. */
  onRun(): void;
  /** Escape, or the focus left for somewhere else. */
  onLeave(how: "escape" | "blur"): void;
}

export interface Editor extends View<string> {
  readonly text: string;
  /** Where the caret stands, from 0. */
  readonly caret: number;
  focus(): void;
  /** Selects a part of the text and shows it. */
  select(from: number, to: number): void;
  /** Underlines what is wrong, and says what it is. */
  mark(marked: readonly Marked[]): void;
  /** Replaces the text, as when the file changed on disk. */
  update(text: string): void;
  destroy(): void;
}

const colors = HighlightStyle.define([
  {tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--s4)"},
  {tag: [tags.string, tags.special(tags.string)], color: "var(--s3)"},
  {tag: [tags.number, tags.bool, tags.null], color: "var(--s2)"},
  {tag: [tags.comment], color: "var(--ink-3)", fontStyle: "italic"},
  {tag: [tags.propertyName, tags.definition(tags.propertyName), tags.attributeName], color: "var(--s6)"},
  {tag: [tags.heading], fontWeight: "650"},
  {tag: [tags.emphasis], fontStyle: "italic"},
  {tag: [tags.strong], fontWeight: "650"},
  {tag: [tags.link, tags.url], color: "var(--accent)"},
  {tag: [tags.monospace], color: "var(--s8)"}
]);

const look = EditorView.theme({
  "&": {backgroundColor: "var(--paper-2)", color: "var(--ink)", borderRadius: "6px", fontSize: "13px"},
  "&.cm-focused": {outline: "2px solid var(--accent)", outlineOffset: "1px"},
  ".cm-content": {fontFamily: "var(--mono)", padding: "10px 0", caretColor: "var(--ink)"},
  ".cm-cursor": {borderLeftColor: "var(--ink)"},
  ".cm-gutters": {backgroundColor: "transparent", color: "var(--ink-3)", border: "none", fontFamily: "var(--mono)"},
  ".cm-activeLine": {backgroundColor: "transparent"},
  "&.cm-focused .cm-activeLine": {backgroundColor: "var(--rule)"},
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--accent-2)"
  },
  ".cm-tooltip": {
    backgroundColor: "var(--paper)",
    border: "1px solid var(--rule-2)",
    borderRadius: "6px",
    color: "var(--ink)"
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {backgroundColor: "var(--accent)", color: "var(--accent-ink)"},
  ".cm-panels": {backgroundColor: "var(--paper-2)", color: "var(--ink)"}
});

/** An editor over a text. */
export function createEditor(options: EditorOptions): Editor {
  let quiet = false;
  // the same function every time: CodeMirror knows its sources by identity
  const complete = (context: CompletionContext) => completionsOf(options, context);
  const view = new EditorView({
    state: EditorState.create({
      doc: options.text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion(),
        highlightActiveLine(),
        EditorView.lineWrapping,
        syntaxHighlighting(colors),
        look,
        languageOf(options),
        EditorState.languageData.of(() => [{autocomplete: complete}]),
        EditorView.contentAttributes.of({"aria-label": options.label}),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !quiet) options.onChange(update.state.doc.toString());
        }),
        EditorView.domEventHandlers({
          blur: (event) => {
            if (!view.dom.contains(event.relatedTarget as Node | null)) options.onLeave("blur");
          }
        }),
        keymap.of([
          {
            key: "Mod-Enter",
            run: () => {
              // a list of completions would lie over the result
              closeCompletion(view);
              return done(options.onRun);
            }
          },
          ...options.keys.map(({key, run}) => ({key, run: () => done(run)})),
          {key: "Escape", run: () => done(() => options.onLeave("escape"))},
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...lintKeymap,
          ...searchKeymap,
          ...historyKeymap,
          indentWithTab,
          ...defaultKeymap
        ])
      ]
    })
  });
  return {
    dom: view.dom,
    get text() {
      return view.state.doc.toString();
    },
    get caret() {
      return view.state.selection.main.head;
    },
    focus: () => view.focus(),
    select(from, to) {
      const end = view.state.doc.length;
      view.dispatch({selection: {anchor: Math.min(from, end), head: Math.min(to, end)}, scrollIntoView: true});
      view.focus();
    },
    mark(marked) {
      const diagnostics: readonly Diagnostic[] = diagnosticsOf(view.state.doc.toString(), marked);
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
    update(text) {
      const before = view.state.doc.toString();
      if (text === before) return;
      // only what differs, so that the caret stays where it stands
      const {at, removed, inserted} = patchBetween(before, text);
      quiet = true;
      view.dispatch({changes: {from: at, to: at + removed.length, insert: inserted}});
      quiet = false;
    },
    destroy: () => view.destroy()
  };
}

/** Runs a command of ours and says that the key was used. */
function done(command: () => void): true {
  command();
  return true;
}

function completionsOf({suggest}: EditorOptions, {state, pos, explicit}: CompletionContext) {
  const found = suggest?.(state.doc.toString(), pos);
  if (!found || (!explicit && found.from === pos && !/[:{.] ?$/.test(state.sliceDoc(0, pos)))) return null;
  return {
    from: found.from,
    options: found.options.map(({label, detail, help, insert}) => ({
      label,
      detail,
      info: help,
      apply: insert ?? label
    })),
    validFor: /^[\w-]*$/
  };
}

function languageOf({language, tables}: EditorOptions): Extension {
  if (language === "yaml") return yaml();
  if (language === "sql")
    return sql({dialect: StandardSQL, schema: {...AUTHOR_TABLES, ...tables}, upperCaseKeywords: true});
  if (language === "json") return json();
  return language === "markdown" ? markdown() : [];
}
