import {findInCells, replaceFound} from "../../notebook/find.ts";
import {fill, h} from "../dom.ts";
import type {OpenNotebook} from "./open-notebook.ts";
import {createSidePanel, type SidePanel} from "./side-panel.ts";

/** So many places are listed; all are replaced. */
const MOST = 200;
/** Characters of a line before what was found. */
const MOST_BEFORE = 16;

const panels = new WeakMap<OpenNotebook, {panel: SidePanel; open(): void}>();

/** Opens the panel that finds and replaces text in the sources of all cells. */
export function openFind(notebook: OpenNotebook): void {
  const kept = panels.get(notebook) ?? createFind(notebook);
  panels.set(notebook, kept);
  kept.open();
}

function createFind(notebook: OpenNotebook): {panel: SidePanel; open(): void} {
  const {session} = notebook;
  const panel = createSidePanel(notebook.panels, "Find and replace");
  const box = h("input", {
    type: "search",
    "aria-label": "Find in sources",
    placeholder: "Find",
    on: {input: () => show()}
  });
  const by = h("input", {type: "text", "aria-label": "Replace with", placeholder: "Replace with"});
  const matchCase = h("input", {type: "checkbox", on: {change: () => show()}});
  const count = h("p", {class: "source", role: "status"});
  const list = h("ul", {class: "found"});
  const found = () => findInCells(session.run.notebook, box.value, matchCase.checked);
  const replace = h("button", {class: "button", type: "button", on: {click: () => replaceAll()}}, "Replace all");
  const replaceAll = () => {
    session.commit();
    const places = found();
    session.change((now) => replaceFound(now, places, by.value), "replacing text");
    notebook.app.toasts.show(`${places.length} ${places.length === 1 ? "place" : "places"} replaced.`, {
      action: {label: "Undo", run: () => session.undo()}
    });
    show();
  };
  const show = () => {
    const places = found();
    const {states} = session.run;
    replace.disabled = places.length === 0;
    count.textContent = box.value
      ? `${places.length} ${places.length === 1 ? "place" : "places"}${places.length > MOST ? `, the first ${MOST} are listed` : ""}`
      : "";
    fill(
      list,
      places.slice(0, MOST).map(({cell, from, to, line, text, at}) => {
        const {key, cell: source} = states[cell]!;
        const go = () => {
          notebook.view(key)?.dom.scrollIntoView({block: "center"});
          notebook.view(key)?.edit({from, to});
        };
        return h(
          "li",
          {},
          h(
            "button",
            {type: "button", on: {click: go}},
            h("span", {class: "note"}, `${source.id ?? source.kind}, line ${line}`),
            h("code", {}, inLine(text, at, to - from))
          )
        );
      })
    );
  };
  const form = h(
    "form",
    {class: "find-form", on: {submit: (event: Event) => event.preventDefault()}},
    box,
    by,
    h("label", {class: "choice"}, matchCase, "Match case"),
    replace
  );
  return {
    panel,
    open() {
      session.commit();
      panel.show("Find and replace", form, count, list);
      show();
      box.focus();
      box.select();
    }
  };
}

/** A line with what was found in it marked; of a long beginning only the end, so that it is in sight. */
function inLine(text: string, at: number, length: number): (string | Node)[] {
  const before = text.slice(0, at).trimStart();
  const head = before.length > MOST_BEFORE ? `…${before.slice(-MOST_BEFORE)}` : before;
  return [head, h("mark", {}, text.slice(at, at + length)), text.slice(at + length, at + length + 120)];
}
