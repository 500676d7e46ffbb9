/** A notebook: outline, cells, and what is behind a point. */
import {messageOf} from "../../error.ts";
import {CELL_KINDS, cellKind} from "../../notebook/cells/index.ts";
import {insertCell, moveCell, removeCell, replaceInfo} from "../../notebook/edit.ts";
import {freeId} from "../../notebook/names.ts";
import {parseNotebook} from "../../notebook/notebook.ts";
import type {CellState} from "../../notebook/run.ts";
import {insightType} from "../../ping/changes.ts";
import {download, fill, h, ICONS, icon} from "../dom.ts";
import {type NotebookSession, openNotebook} from "../notebook-session.ts";
import {routeHash} from "../router.ts";
import {type CellEvents, type CellView, cellView} from "../views/cell-view.ts";
import {createPointPanel} from "../views/point-panel.ts";
import {LAST_NOTEBOOK} from "./home.ts";
import type {OpenPage, Page} from "./page.ts";

export const notebookPage: OpenPage = async (app, route) => {
  const file = await app.notebooks.read(route.rest);
  if (!file) return missing(route);
  localStorage.setItem(LAST_NOTEBOOK, file.name);
  const views = new Map<string, CellView>();
  const cells = h("div", {class: "cells"});
  const outline = h("nav", {class: "outline", "aria-label": "Outline"});
  const problems = h("div", {class: "notebook-messages"});
  const saveBadge = h("div", {class: "save-state", role: "status"});
  const undoButton = h(
    "button",
    {class: "link", type: "button", disabled: true, on: {click: () => session.undo()}},
    "Undo"
  );
  let pendingEdit: string | null = null;

  const panel = createPointPanel(() => {
    dom.classList.remove("with-panel");
    unmark?.();
  });
  let unmark: (() => void) | null = null;
  const inSession = (key: string) => session.run.states.find((state) => state.key === key)!;
  const indexOf = (key: string) => session.run.states.findIndex((state) => state.key === key);

  const events: CellEvents = {
    onDraft: (key, text) => session.draft(key, text),
    onRun(key) {
      session.commit();
      if (inSession(key).status !== "queued" && inSession(key).status !== "running") session.run.rerun([key]);
      void session.endEditing();
    },
    onCancel: (key) => session.run.cancel(key),
    onLeave() {
      session.commit();
      void session.endEditing();
    },
    onChoose: (key, value) => session.run.choose(key, value),
    onMove(key, by) {
      const index = indexOf(key);
      if (index + by < 0 || index + by >= session.run.states.length) return;
      session.change((notebook) =>
        moveCell(notebook, notebook.cells[index]!, by < 0 ? index - 1 : index + 2, parseNotebook)
      );
      views.get(key)?.dom.scrollIntoView({block: "nearest"});
    },
    onDelete(key) {
      const {cell} = inSession(key);
      session.change((notebook) => removeCell(notebook, notebook.cells.find(({from}) => from === cell.from)!));
      app.toasts.show(`${cell.id ?? cellKind(cell.kind)?.title ?? "Cell"} deleted.`, {
        action: {label: "Undo", run: () => session.undo()}
      });
    },
    onAddBelow: (key) => openAdd(views.get(key)!.dom, indexOf(key) + 1),
    onResize(key, height) {
      const state = inSession(key);
      if (state.cell.kind === "insight") void app.log.record("InsightUICustomization", {insightType: typeOf(state)});
      session.change((notebook) => {
        const cell = notebook.cells[indexOf(key)]!;
        const info = notebook.text
          .slice(cell.from, cell.bodyFrom)
          .replace(/^[ ]{0,3}(?:`{3,}|~{3,})/, "")
          .trimEnd();
        const bare = info.replace(/\s+height=\S+/, "");
        return replaceInfo(notebook, cell, `${bare} height=${height}`);
      });
    },
    onHover: ({definition}) => void app.log.record("InsightHover", {insightType: insightType(definition.kind)}),
    onOpen(shown, series, time, unmarkIt) {
      unmark?.();
      unmark = unmarkIt;
      void app.log.record("InsightDataPointClick", {insightType: insightType(shown.definition.kind)});
      dom.classList.add("with-panel");
      void panel.show(app.store(session.run.notebook.frontMatter.snapshots), shown, series, time);
    },
    tables: () => tablesOf(session.run.states)
  };

  const layout = () => {
    const {states} = session.run;
    const keys = new Set(states.map(({key}) => key));
    for (const [key, view] of views) {
      if (keys.has(key)) continue;
      view.destroy();
      view.dom.remove();
      views.delete(key);
    }
    let before: Element | null = null;
    for (const state of states) {
      let view = views.get(state.key);
      if (view) view.update(state);
      else {
        view = cellView(app, state, events);
        views.set(state.key, view);
      }
      const wanted: Element | null = before ? before.nextElementSibling : cells.firstElementChild;
      if (view.dom !== wanted) cells.insertBefore(view.dom, wanted);
      before = view.dom;
    }
    showOutline();
    showProblems();
    undoButton.disabled = !session.canUndo;
    empty.hidden = states.length > 0;
  };
  const onChange = (state: CellState | null) => {
    // the first layout comes when the session is there
    if (!opened) return;
    if (!state) return layout();
    views.get(state.key)?.update(state);
    if (state.cell.kind === "markdown" && state.status === "done") showOutline();
  };
  const showOutline = () => {
    const links = session.run.states.flatMap((state) => {
      const {output, key} = state;
      if (output?.type === "markdown")
        return output.headings.map(({depth, text, anchor}) =>
          h(
            "a",
            {
              href: "#",
              class: `depth-${Math.min(depth, 3)}`,
              on: {click: jump(() => views.get(key)?.dom.querySelector(`[id="${CSS.escape(anchor)}"]`) ?? null)}
            },
            text
          )
        );
      const title = output?.type === "chart" && output.of === "insight" ? output.result.title : "";
      return title
        ? [h("a", {href: "#", class: "depth-4", on: {click: jump(() => views.get(key)?.dom ?? null)}}, title)]
        : [];
    });
    fill(outline, links);
  };
  const showProblems = () => {
    const {messages, frontMatter} = session.run.notebook;
    const plain =
      frontMatter.version === null
        ? [
            {
              level: "note",
              text: "This file is plain Markdown: it has no “tidemark: 1” in its front matter. Its cells run all the same."
            }
          ]
        : [];
    fill(
      problems,
      [...messages, ...plain].map(({level, text}) =>
        h("div", {class: `message ${level}`, role: level === "error" ? "alert" : "note"}, text)
      )
    );
  };
  const showSave = () => {
    const state = session.saveState;
    const words = {
      saved: "Saved",
      saving: "Saving…",
      unsaved: "Not saved yet",
      failed: "Not saved",
      conflict: "Changed elsewhere"
    }[state.is];
    saveBadge.dataset.state = state.is;
    fill(
      saveBadge,
      h("span", {}, words),
      state.is === "failed"
        ? [
            h("span", {}, ` ${state.reason} `),
            h("button", {class: "link", type: "button", on: {click: () => void session.save()}}, "Try again")
          ]
        : null,
      state.is === "conflict"
        ? [
            h(
              "span",
              {},
              state.theirs
                ? " This file was changed by something else while you wrote. "
                : " This file was deleted meanwhile. "
            ),
            state.theirs
              ? h(
                  "button",
                  {class: "link", type: "button", on: {click: () => void session.resolve("theirs")}},
                  "Take the file’s version"
                )
              : null,
            h("button", {class: "link", type: "button", on: {click: () => void session.resolve("mine")}}, "Keep mine")
          ]
        : null
    );
    undoButton.disabled = !session.canUndo;
  };

  const addCell = (kind: string, index: number) => {
    const states = session.run.states;
    const taken = new Set(states.flatMap(({cell}) => (cell.id ? [cell.id] : [])));
    const found = CELL_KINDS.find((one) => one.kind === kind)!;
    const id = found.fence ? freeId(kind === "vega-lite" ? "chart" : kind, taken) : null;
    const above = states
      .slice(0, index)
      .reverse()
      .find(({cell}) => cell.id && (cell.kind === "sql" || cell.kind === "insight"));
    const attributes = kind === "vega-lite" && above ? `data=${above.cell.id}` : "";
    const body = kind === "markdown" ? "New text" : found.template;
    session.change((notebook) => insertCell(notebook, index, kind, id, body, attributes));
    pendingEdit = session.run.states[index]?.key ?? null;
    if (pendingEdit) {
      const view = views.get(pendingEdit);
      view?.dom.scrollIntoView({block: "center"});
      void view?.edit();
    }
  };
  const openAdd = (after: Element, index: number) => {
    const bar = addBar(
      (kind) => {
        bar.remove();
        addCell(kind, index);
      },
      () => bar.remove()
    );
    after.after(bar);
    bar.querySelector("button")?.focus();
  };
  const exportReport = async () => {
    exportButton.disabled = true;
    fill(exportButton, "Building…");
    try {
      session.commit();
      const states = await session.run.settled();
      const {reportHtml} = await import("../../report/report.ts");
      const html = await reportHtml({name: session.name, notebook: session.run.notebook, states}, (spec) =>
        app.charts.draw(spec)
      );
      download(session.name.replace(/\.md$/, ".html"), html, "text/html");
      app.toasts.show("Report saved to your downloads. It opens without Tidemark, also offline.");
    } catch (error) {
      app.toasts.show(messageOf(error), {kind: "error"});
    } finally {
      exportButton.disabled = false;
      fill(exportButton, icon(ICONS.download), "Export report");
    }
  };
  const exportButton = h(
    "button",
    {class: "button primary", type: "button", on: {click: () => void exportReport()}},
    icon(ICONS.download),
    "Export report"
  );
  const runAll = () => {
    session.commit();
    session.run.rerun();
  };
  const empty = h(
    "div",
    {class: "empty-state", hidden: true},
    h("h2", {}, "Nothing in this notebook yet"),
    h("p", {}, "Add a cell below, or import search results and let Tidemark make the first charts."),
    h("a", {class: "button", href: routeHash("data")}, "Import results")
  );
  const toolbar = h(
    "div",
    {class: "notebook-bar"},
    h("a", {href: routeHash("notebooks"), class: "crumb"}, "Notebooks"),
    h("code", {class: "file-name"}, file.name),
    saveBadge,
    h("div", {class: "spacer"}),
    undoButton,
    h("button", {class: "button", type: "button", on: {click: runAll}}, icon(ICONS.play), "Run all"),
    exportButton
  );
  const foot = addBar((kind) => addCell(kind, session.run.states.length), null);
  const dom = h(
    "div",
    {class: "notebook"},
    toolbar,
    outline,
    h("div", {class: "notebook-body"}, problems, cells, empty, foot),
    panel.dom
  );

  let opened = false;
  const session: NotebookSession = openNotebook(app, file, onChange, () => opened && showSave());
  opened = true;
  layout();
  showSave();

  const onKey = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (target.closest(".cm-editor, input, select, textarea")) return;
    const mod = event.ctrlKey || event.metaKey;
    if (mod && event.key.toLowerCase() === "z") {
      event.preventDefault();
      if (event.shiftKey) session.redo();
      else session.undo();
    } else if (event.key === "Escape" && panel.isOpen) panel.close();
  };
  document.addEventListener("keydown", onKey);

  const page: Page = {
    route,
    section: "notebooks",
    title: session.run.notebook.frontMatter.title || file.name,
    dom,
    goTo(at) {
      if (at) document.getElementById(`cell-${at}`)?.scrollIntoView();
    },
    leave: () => void session.endEditing(),
    destroy() {
      document.removeEventListener("keydown", onKey);
      void session.close();
      for (const view of views.values()) view.destroy();
    }
  };
  return page;
};

/** The buttons that add a cell. */
function addBar(onPick: (kind: string) => void, onCancel: (() => void) | null): HTMLElement {
  const kinds = CELL_KINDS.filter(({kind}) => kind !== "js");
  const bar = h(
    "div",
    {class: "add-bar", role: "toolbar", "aria-label": "Add a cell"},
    h("span", {}, "Add"),
    kinds.map(({kind, title, help}) =>
      h("button", {type: "button", class: "chip", title: help, on: {click: () => onPick(kind)}}, title)
    ),
    onCancel
      ? h(
          "button",
          {type: "button", class: "icon-button", "aria-label": "Cancel", on: {click: onCancel}},
          icon(ICONS.close)
        )
      : null
  );
  if (onCancel)
    bar.addEventListener("keydown", (event) => {
      if (event.key === "Escape") onCancel();
    });
  return bar;
}

function jump(find: () => Element | null): (event: Event) => void {
  return (event) => {
    event.preventDefault();
    find()?.scrollIntoView({
      behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
      block: "start"
    });
  };
}

function typeOf({output}: CellState): string {
  return output?.type === "chart" && output.of === "insight" ? insightType(output.definition.kind) : "unknown";
}

/** The names a sql cell may use beside the store's tables, with their columns. */
function tablesOf(states: readonly CellState[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    states.flatMap(({cell, value}): [string, readonly string[]][] => {
      if (!cell.id || !value) return [];
      if (value.kind === "insight") return [[cell.id, ["recorded_at", "series", "value", "status"]]];
      return value.kind === "table" ? [[cell.id, value.table.columns.map(({name}) => name)]] : [];
    })
  );
}

function missing(route: Page["route"]): Page {
  return {
    route,
    section: "notebooks",
    title: "Not found",
    dom: h(
      "div",
      {class: "page"},
      h(
        "div",
        {class: "empty-state"},
        h("h1", {}, "This notebook is not here"),
        h("p", {}, `There is no ${route.rest}. It may have been renamed or deleted.`),
        h("a", {class: "button", href: routeHash("notebooks")}, "All notebooks")
      )
    )
  };
}
