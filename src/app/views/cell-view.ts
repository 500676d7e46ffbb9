/** A cell on the page: output above, source below when it is opened, and what can be done with it. */

import {cellKind} from "../../notebook/cells/index.ts";
import type {Output} from "../../notebook/cells/kind.ts";
import type {Side} from "../../notebook/conflicts.ts";
import {isInsightCell} from "../../notebook/insight-yaml.ts";
import type {Remembered} from "../../notebook/result-memory.ts";
import type {CellState} from "../../notebook/run.ts";
import {type HeldNames, type NamedCell, suggest} from "../../notebook/suggest.ts";
import type {WatchOutcome} from "../../notebook/watch.ts";
import {readableBytes, readableNumber} from "../../number.ts";
import {bytesOf} from "../../table.ts";
import type {App} from "../app.ts";
import {fill, h, ICONS, icon, type View} from "../dom.ts";
import type {Editor} from "../editor.ts";
import {type Marked, rangeOf} from "../editor-marks.ts";
import type {Ask} from "../table-questions.ts";
import {conflictView} from "./conflict-view.ts";
import {displayView} from "./display.ts";
import {inputView} from "./input-view.ts";
import {DEFAULT_HEIGHT, type InsightFigureEvents, insightFigure} from "./insight-figure.ts";
import {reusedLink} from "./reused-link.ts";
import {skeleton} from "./skeleton.ts";
import {specFigure} from "./spec-figure.ts";
import {dataTable} from "./table.ts";
import {tableViewer} from "./table-viewer.ts";
import {createWatchList} from "./watch-list.ts";

/** What a cell asks of its notebook. */
export interface CellEvents extends Omit<InsightFigureEvents, "onResize"> {
  onResize(key: string, height: number): void;
  onDraft(key: string, text: string): void;
  onRun(key: string): void;
  onCancel(key: string): void;
  /** The editor was left: what is written runs, and the editing session ends. */
  onLeave(key: string): void;
  onChoose(key: string, value: unknown): void;
  /** The reader chose a value in an input that a JavaScript cell shows. */
  onView(key: string, view: number, value: unknown): void;
  onMove(key: string, by: -1 | 1): void;
  onDelete(key: string): void;
  onFold(key: string): void;
  /** A side of a merge conflict was chosen. */
  onSide(key: string, side: Side): void;
  onAddBelow(key: string): void;
  /** Asks for the words of the cell's fence: its name and attributes. */
  onWords(key: string): void;
  /** Opens the menu of all that can be done with the cell. */
  onMenu(key: string, anchor: HTMLElement): void;
  /** Keys of the notebook that hold while a cell is written. */
  editorKeys(): readonly {readonly key: string; run(): void}[];
  /** What the watch rules of a cell come to, by what is known now. */
  watch(state: CellState): readonly WatchOutcome[];
  /** The cell is to be seen: what is folded over it opens. */
  onReveal(key: string): void;
  /** How a result of an earlier visit is marked. */
  age(remembered: Remembered): {readonly text: string; readonly title: string};
  /** Asks the database about the result of a cell. */
  ask(id: string): Ask;
  /** The other cells that have a name, for completion. */
  names(key: string): readonly NamedCell[];
  /** The names that imported data has, for completion; null until they are known. */
  held(): HeldNames | null;
  /** Names and columns for completion. */
  tables(): Readonly<Record<string, readonly string[]>>;
}

export interface CellView extends View<CellState> {
  update(state: CellState): void;
  /** Opens the source and puts the cursor in it. */
  edit(at?: {readonly from: number; readonly to: number}): Promise<void>;
  readonly isEditing: boolean;
  /** Where the caret stands in the source, from 0; null when the source is closed. */
  readonly caret: number | null;
  /** Puts the source away; what is written stays written. */
  close(): void;
  /** Another cell has a result: watch rules that name it may come to something else. */
  judge(): void;
  destroy(): void;
}

/** Shows states only once they last: what is done in a moment never flickers. */
const PATIENCE = 300;

export function cellView(app: App, first: CellState, events: CellEvents): CellView {
  const {key} = first;
  let state = first;
  let body: {readonly kind: string; readonly view: View<never>} | null = null;
  let editor: Editor | null = null;
  /** The output that `body` shows: it is drawn again only when it is another. */
  let drawn: Output | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;
  let since = 0;
  const output = h("div", {class: "output"});
  const status = h("div", {class: "status", hidden: true});
  const messages = h("div", {class: "messages"});
  const source = h("div", {class: "cell-source", hidden: true});
  const editButton = h(
    "button",
    {
      class: "icon-button",
      type: "button",
      title: "Edit source (Enter)",
      "aria-label": "Edit source",
      "aria-expanded": false,
      on: {click: () => void toggle()}
    },
    icon(ICONS.pencil)
  );
  const button = (label: string, path: string, run: () => void) =>
    h(
      "button",
      {class: "icon-button", type: "button", title: label, "aria-label": label, on: {click: run}},
      icon(path)
    );
  const actions = h(
    "div",
    {class: "cell-actions", role: "toolbar", "aria-label": "Cell"},
    editButton,
    button("Run", ICONS.play, () => events.onRun(key)),
    button("Move up", ICONS.up, () => events.onMove(key, -1)),
    button("Move down", ICONS.down, () => events.onMove(key, 1)),
    button("Add a cell below", ICONS.plus, () => events.onAddBelow(key)),
    button("Delete", ICONS.trash, () => events.onDelete(key)),
    button("More", ICONS.more, () => events.onMenu(key, actions.lastElementChild as HTMLElement))
  );
  actions.lastElementChild!.setAttribute("aria-haspopup", "menu");
  const fold = h("button", {class: "folded-line", type: "button", hidden: true, on: {click: () => events.onFold(key)}});
  const facts = h("div", {class: "cell-facts"});
  const fence = h("code");
  const rememberedMark = h("div", {class: "remembered-mark", hidden: true});
  const dom = h(
    "section",
    {class: "cell", tabindex: 0, "data-key": key},
    actions,
    fold,
    output,
    facts,
    rememberedMark,
    status,
    messages,
    source
  );
  // one stop of Tab for a cell; its buttons are stops while it has the focus
  const stops = (index: number) => {
    for (const stop of actions.children) (stop as HTMLElement).tabIndex = index;
  };
  stops(-1);
  dom.addEventListener("focusin", () => stops(0));
  dom.addEventListener("focusout", (event) => {
    if (!dom.contains(event.relatedTarget as Node | null)) stops(-1);
  });
  const open = async (at?: {readonly from: number; readonly to: number}) => {
    events.onReveal(key);
    if (editor) return at ? editor.select(at.from, at.to) : editor.focus();
    const {createEditor} = await import("../editor.ts");
    if (editor) return;
    const kind = cellKind(state.cell.kind);
    if (isInsightCell(state.cell)) events.held();
    editor = createEditor({
      text: state.cell.body,
      language: kind?.language ?? "yaml",
      label: `Source of ${state.cell.id ?? kind?.title ?? "cell"}`,
      tables: events.tables(),
      suggest: (text, caret) => suggest(state.cell.kind, text, caret, events.names(key), events.held),
      keys: events.editorKeys(),
      onChange: (text) => events.onDraft(key, text),
      onRun: () => events.onRun(key),
      onLeave: (how) => {
        events.onLeave(key);
        if (how === "escape") {
          close();
          dom.focus();
        }
      }
    });
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
    showFence();
    const hint = h(
      "div",
      {class: "hint"},
      `${navigator.platform.startsWith("Mac") ? "⌘" : "Ctrl"}+Enter runs · Esc closes`
    );
    fill(source, head, editor.dom, hint);
    mark();
    source.hidden = false;
    editButton.setAttribute("aria-expanded", "true");
    dom.classList.add("editing");
    if (at) editor.select(at.from, at.to);
    else editor.focus();
  };
  const close = () => {
    editor?.destroy();
    editor = null;
    source.hidden = true;
    fill(source);
    editButton.setAttribute("aria-expanded", "false");
    dom.classList.remove("editing");
  };
  const toggle = async () => {
    if (!editor) return open();
    events.onLeave(key);
    close();
  };

  const watch = createWatchList();
  const judge = () => watch.update(events.watch(state));
  const showOutput = () => {
    showBody();
    judge();
    if (!watch.dom.hidden && watch.dom.parentNode !== output) output.append(watch.dom);
  };
  const showSkeleton = () => {
    if (body || output.hasChildNodes()) return;
    const room = skeleton(state.cell);
    dom.classList.toggle("awaited", room !== null);
    if (room) output.append(room);
  };
  const showBody = () => {
    const shown = state.output;
    const isAwaited = !shown && drawn === null && (state.status === "queued" || state.status === "running");
    if (!isAwaited) dom.classList.remove("awaited");
    if (state.cell.kind === "conflict") {
      drawn = null;
      body?.view.destroy?.();
      body = null;
      return fill(output, conflictView(state.cell.body, (side) => events.onSide(key, side)).dom);
    }
    if (!shown) {
      // taken away while it runs: what was there is no answer to what is asked now
      if ((state.status === "queued" || state.status === "running") && drawn === null) return showSkeleton();
      drawn = null;
      body?.view.destroy?.();
      body = null;
      return fill(output);
    }
    if (shown === drawn) return;
    drawn = shown;
    const kind = `${shown.type}-${"of" in shown ? shown.of : ""}-${shown.type === "value" ? String(shown.input !== null) : ""}-${shown.type === "table" && state.remembered !== null}`;
    if (body?.kind === kind && body.view.update) return updateBody(shown);
    body?.view.destroy?.();
    body = {kind, view: bodyOf(shown) as View<never>};
    fill(output, body.view.dom);
  };
  const updateBody = (shown: Output) => {
    const update = body!.view.update as (value: unknown) => void;
    if (shown.type === "chart" && shown.of === "insight")
      update({definition: shown.definition, result: shown.result, id: state.cell.id ?? key});
    else if (shown.type === "value") update(shown.input);
    else if (shown.type === "display") update(shown.items);
    else update(shown);
  };
  const bodyOf = (shown: Output): View<never> => {
    const height = Number(state.cell.attributes.get("height")) || DEFAULT_HEIGHT;
    const onResize = (next: number) => events.onResize(key, next);
    if (shown.type === "chart")
      return (shown.of === "insight"
        ? insightFigure(app, {definition: shown.definition, result: shown.result, id: state.cell.id ?? key}, height, {
            ...events,
            onResize
          })
        : specFigure(app, shown, state.cell.id ?? key, height, onResize, (chosen) =>
            events.onChoose(key, chosen)
          )) as unknown as View<never>;
    if (shown.type === "value")
      return (shown.input
        ? inputView(shown.input, state.cell.id ?? key, (value) => events.onChoose(key, value))
        : {dom: h("p", {}, shown.text)}) as unknown as View<never>;
    if (shown.type === "display")
      return displayView(app, state.cell.id ?? key, shown.items, (view, value) =>
        events.onView(key, view, value)
      ) as unknown as View<never>;
    return shown.type === "markdown"
      ? (proseView(shown) as unknown as View<never>)
      : (tableView(shown, state, app, events) as unknown as View<never>);
  };
  const showStatus = () => {
    const {status: word, progress, elapsed, waitingFor} = state;
    clearInterval(timer);
    dom.dataset.status = word;
    const {remembered} = state;
    dom.classList.toggle("remembered", remembered !== null);
    showMark();
    // what is of an earlier visit is marked, not greyed: it is there to be read
    const isGrey = () => state.stale && !remembered && since > 0 && performance.now() - since > PATIENCE;
    dom.classList.toggle("stale", isGrey());
    if (word === "queued" || word === "running") {
      if (!since) since = performance.now();
      const tick = () => {
        const seconds = (performance.now() - since) / 1000;
        // the line would push what is below it down, and up again
        status.hidden = seconds * 1000 < PATIENCE || remembered !== null;
        if (remembered) return showMark(word === "running" ? seconds : 0);
        dom.classList.toggle("stale", isGrey());
        if (status.hidden) return;
        const share = progress?.share ?? null;
        fill(
          status,
          h(
            "span",
            {},
            word === "queued" ? "Waiting its turn" : `${progress?.doing ?? "Running"} · ${readableNumber(seconds, 1)} s`
          ),
          h(
            "progress",
            share === null ? {"aria-label": "in progress"} : {max: 1, value: share, "aria-label": "progress"}
          ),
          word === "running"
            ? h("button", {class: "link", type: "button", on: {click: () => events.onCancel(key)}}, "Stop")
            : null
        );
      };
      tick();
      // hundreds may wait: only what runs counts its seconds
      timer = word === "running" ? setInterval(tick, 200) : setTimeout(tick, PATIENCE);
      return;
    }
    since = 0;
    dom.classList.remove("stale");
    const text =
      word === "waiting"
        ? `Waiting for ${waitingFor}, which has no result.`
        : word === "cancelled"
          ? "Stopped. Run it again with the play button."
          : word === "consent"
            ? "Not run: JavaScript of this notebook waits for you to allow it."
            : word === "disabled"
              ? "Not run: this cell is switched off (run=false)."
              : "";
    status.hidden = !text;
    fill(status, text ? h("span", {}, text) : null);
    dom.title = "";
    if (elapsed !== null && word === "done") dom.dataset.elapsed = `${readableNumber(elapsed, 0)} ms`;
  };
  const showMark = (seconds = 0) => {
    const {remembered, status: word, progress} = state;
    rememberedMark.hidden = remembered === null;
    if (!remembered) return;
    const {text, title} = events.age(remembered);
    const doing = word === "running" ? "being computed again" : "to be computed again";
    rememberedMark.textContent = `${text} · ${progress?.doing ?? doing}${seconds >= 1 ? ` · ${readableNumber(seconds, 0)} s` : ""}`;
    rememberedMark.title = title;
  };
  const showFolded = () => {
    const folded = state.cell.attributes.has("fold") && state.cell.attributes.get("fold") !== "false";
    dom.classList.toggle("folded", folded);
    fold.hidden = !folded;
    const {kind, id} = state.cell;
    fill(fold, icon(ICONS.right), `${cellKind(kind)?.title ?? kind}${id ? ` ${id}` : ""}`);
    fold.title = "Folded. Show the output (F)";
  };
  const showFacts = () => {
    // an answer that is soon there again keeps its line: nothing moves with each letter of a filter
    if ((state.status === "queued" || state.status === "running") && state.output && facts.hasChildNodes()) return;
    // keeps the room of the line that comes with the result
    const comes = state.remembered !== null && !["markdown", "value"].includes(state.remembered.output.type);
    fill(facts, state.status === "done" ? [factsOf(state).join(" · "), reusedLink(state)] : comes ? "\u00a0" : "");
  };
  const showFence = () => {
    const {kind, id, attributes} = state.cell;
    const words = [...attributes].flatMap(([name, value]) =>
      name === "id" ? [] : [value === "" ? name : `${name}=${/\s/.test(value) ? `"${value}"` : value}`]
    );
    fence.textContent = [cellKind(kind)?.fence, id && `id=${id}`, ...words].filter(Boolean).join(" ");
  };
  /** Where a message is about, as a way there. */
  const placeLink = (line: number, column: number | null) => {
    const words = `Line ${line}${column ? `, column ${column}` : ""}`;
    const own = line - state.cell.bodyLine + 1;
    const lines = state.cell.body.split("\n").length;
    // a place in the fence line is no place in the source
    if (own < 1 || own > lines) return h("span", {class: "place"}, `${words}.`);
    const go = () => void open(rangeOf(state.cell.body, {line: own, column}));
    return h("button", {class: "link place", type: "button", title: "Go there in the source", on: {click: go}}, words);
  };
  const mark = () =>
    editor?.mark(
      state.messages.flatMap(({level, text, place}): Marked[] => {
        const line = (place?.line ?? 0) - state.cell.bodyLine + 1;
        return line >= 1 ? [{level, text, line, column: place?.column ?? null}] : [];
      })
    );
  const showMessages = () => {
    const shown = state.status === "queued" || state.status === "running" ? [] : state.messages;
    fill(
      messages,
      shown.map(({level, text, place}) =>
        h(
          "div",
          {class: `message ${level}`, role: level === "error" ? "alert" : "note"},
          text,
          place?.line ? [" ", placeLink(place.line, place.column ?? null)] : null
        )
      )
    );
    // what has nothing to show is still to be found
    const kind = cellKind(state.cell.kind);
    if (
      state.cell.kind !== "conflict" &&
      !state.output &&
      !shown.length &&
      state.status !== "queued" &&
      state.status !== "running"
    )
      fill(
        output,
        h("p", {class: "empty"}, `${kind?.title ?? state.cell.kind}${state.cell.id ? ` ${state.cell.id}` : ""}`)
      );
  };
  const update = (next: CellState) => {
    if (next !== state && isSame(state, next)) {
      state = next;
      return;
    }
    const moved = next.cell.body !== state.cell.body;
    if (calledOf(next) !== calledOf(state)) {
      // what is shown stands under its name
      body?.view.destroy?.();
      body = drawn = null;
    }
    state = next;
    if (moved) editor?.update(next.cell.body);
    if (next.cell.id) dom.id = `cell-${next.cell.id}`;
    else dom.removeAttribute("id");
    dom.dataset.kind = next.cell.kind;
    showOutput();
    showStatus();
    showFence();
    showFolded();
    showFacts();
    showMessages();
    mark();
  };
  update(first);
  return {
    dom,
    update,
    edit: open,
    judge,
    get isEditing() {
      return editor !== null;
    },
    get caret() {
      return editor?.caret ?? null;
    },
    close,
    destroy() {
      clearInterval(timer);
      body?.view.destroy?.();
      editor?.destroy();
    }
  };
}

/** The name and caption that a cell's output stands under. */
function calledOf({cell: {kind, id, attributes}}: CellState): string {
  return JSON.stringify([kind, id, attributes.get("caption") ?? ""]);
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

/** What the last run of a cell took and gave: time, rows, bytes in memory. Nothing for text and inputs. */
function factsOf({output, value, elapsed}: CellState): readonly string[] {
  if (!output || output.type === "markdown" || output.type === "value") return [];
  const time = elapsed === null ? [] : [`${readableNumber(elapsed, 0)} ms`];
  if (value?.kind !== "table")
    return output.type === "chart" && output.of === "insight"
      ? [
          ...time,
          `${readableNumber(output.result.series.length)} series`,
          `${readableNumber(output.result.times.length)} times`
        ]
      : time;
  return [...time, `${readableNumber(value.table.rows)} rows`, readableBytes(bytesOf(value.table))];
}

function proseView(
  first: Extract<Output, {type: "markdown"}>
): View<Extract<Output, {type: "markdown"}>> & {update(output: Extract<Output, {type: "markdown"}>): void} {
  const dom = h("div", {class: "prose"});
  const update = (output: Extract<Output, {type: "markdown"}>) => {
    // sanitised by the Markdown cell, values as text nodes
    dom.innerHTML = output.html;
  };
  update(first);
  return {dom, update};
}

function tableView(
  first: Extract<Output, {type: "table"}>,
  {cell, remembered}: CellState,
  app: App,
  events: CellEvents
): View<Extract<Output, {type: "table"}>> & {update(output: Extract<Output, {type: "table"}>): void} {
  const caption = cell.attributes.get("caption") ?? "";
  const head =
    caption || cell.id
      ? h("figcaption", {}, h("div", {}, caption ? h("strong", {}, caption) : h("code", {}, cell.id)))
      : null;
  // what has a name is a table in the database too, which sorts and filters it, once it is computed there
  if (cell.id && !remembered) {
    const viewer = tableViewer(first, {
      name: cell.id,
      ask: events.ask(cell.id),
      tell: (text) => app.toasts.show(text)
    });
    return {
      ...viewer,
      dom: h("figure", {class: "table-figure"}, head, viewer.dom)
    };
  }
  const scroll = h("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": "Table"});
  const update = ({table, truncated}: Extract<Output, {type: "table"}>) => fill(scroll, dataTable(table, truncated));
  update(first);
  return {dom: h("figure", {class: "table-figure"}, head, scroll), update};
}
