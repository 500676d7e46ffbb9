/** A notebook: outline, cells, and what opens beside them. The parts are in `../notebook/`. */

import {chartMake} from "../../../workers/connect.ts";
import {isInsightCell} from "../../notebook/insight-yaml.ts";
import {parseNotebook} from "../../notebook/notebook.ts";
import type {CellState} from "../../notebook/run.ts";
import type {App} from "../app.ts";
import {readableKey} from "../commands.ts";
import {mayBeTable} from "../data/use-as-table.ts";
import {fill, h, ICONS, icon} from "../dom.ts";
import {rememberingDrawer} from "../kept-drawings.ts";
import {LAST_NOTEBOOK} from "../last-notebook.ts";
import {addBar} from "../notebook/add-bar.ts";
import {askForTable} from "../notebook/add-table.ts";
import {addCell} from "../notebook/cell-edits.ts";
import {cellEvents} from "../notebook/cell-events.ts";
import {createCellList} from "../notebook/cell-list.ts";
import {updateDependencies} from "../notebook/dependency-panel.ts";
import {openExport} from "../notebook/export-dialog.ts";
import {exportReport} from "../notebook/export-report.ts";
import {createFilterPanel} from "../notebook/filter-panel.ts";
import {createFolding} from "../notebook/folding.ts";
import {createPaintedKeeper} from "../notebook/keep-painted.ts";
import {reveal} from "../notebook/notebook-commands.ts";
import {listenForKeys, openCommandPalette} from "../notebook/notebook-keys.ts";
import {openNotebookStore} from "../notebook/notebook-store.ts";
import type {OpenNotebook} from "../notebook/open-notebook.ts";
import {createOutline} from "../notebook/outline.ts";
import {createOwnBar, takeAsOwn} from "../notebook/own-bar.ts";
import {createProblems} from "../notebook/problems.ts";
import {recoveryBanner} from "../notebook/recovery.ts";
import {createSaveBadge} from "../notebook/save-badge.ts";
import {openShare} from "../notebook/share-dialog.ts";
import {createSidePanels} from "../notebook/side-panel.ts";
import {createTableNotices} from "../notebook/table-notices.ts";
import {openNotebook} from "../notebook-session.ts";
import {routeHash} from "../router.ts";
import {consentBar} from "../views/consent-bar.ts";
import {filterButton} from "../views/filter-mark.ts";
import type {OpenPage, Page} from "./page.ts";

export const notebookPage: OpenPage = async (whole, route) => {
  const [file, draft, kept, drawings] = await Promise.all([
    whole.notebooks.read(route.rest),
    whole.unsaved.read(route.rest),
    whole.results.read(route.rest),
    whole.drawings.read(route.rest)
  ]);
  if (!file) {
    whole.painted.drop(route.rest);
    return missing(route);
  }
  const first = parseNotebook(file.text);
  const source = openNotebookStore(whole, file, first, {
    onOther: () => session.run.rerun(),
    onRefused: () => opened && showSave()
  });
  // what its cells will ask for is read while the page is built
  if (first.cells.some((cell) => isInsightCell(cell) || cell.kind === "sql"))
    source.store.contents().catch(() => undefined);
  // a worker that was just started is heard of, and heard, only between tasks of this page
  await new Promise((resolve) => setTimeout(resolve));
  const charts = rememberingDrawer(whole.charts, drawings, chartMake());
  const app: App = {...whole, charts};
  localStorage.setItem(LAST_NOTEBOOK, file.name);
  let opened = false;
  const onChange = (state: CellState | null) => {
    // the first layout comes when all parts are there
    if (!opened) return;
    painted.soon();
    if (!state) return layout();
    cells.updateCell(state);
    const isText = state.output?.type === "markdown" && state.status === "done";
    if (isText || notebook.folding.isHidden(state.key)) foldSoon();
    if (state.output?.type === "markdown" || state.status === "done" || state.status === "error") outlineSoon();
  };
  let selected: string | null = null;
  const session = openNotebook(app, file, first, {
    source,
    kept,
    distance: (key) => cells.distance(key),
    onChange,
    onSave: () => opened && showSave()
  });
  const dom = h("div", {class: "notebook"});
  const notebook: OpenNotebook = {
    app,
    session,
    dom,
    panels: createSidePanels(dom),
    get filters() {
      return filters;
    },
    state: (key) => session.run.states.find((state) => state.key === key)!,
    indexOf: (key) => session.run.states.findIndex((state) => state.key === key),
    view: (key) => cells.view(key),
    folding: createFolding(
      file.name,
      (key) => cells.shown(key)?.dom,
      () => outline.update(session.run.states),
      (key) => notebook.state(key)?.status === "error"
    ),
    get selected() {
      const kept = selected && notebook.indexOf(selected) >= 0 ? selected : null;
      return kept ?? session.run.states[0]?.key ?? null;
    },
    select(key) {
      selected = key;
      notebook.folding.reveal(key);
      cells.view(key)?.dom.focus({preventScroll: true});
      cells.view(key)?.dom.scrollIntoView({block: "nearest"});
    }
  };
  const filters = createFilterPanel(notebook, () => showFilters());
  const painted = createPaintedKeeper(notebook, charts, !file.sample || isNamedByServer());
  const filtersButton = filterButton({open: () => filters.open(null), isTemporary: () => filters.isSet(null)});
  filtersButton.dom.append(h("span", {class: "word"}, "Filters"));
  filtersButton.dom.className = "button filter-button";
  const showFilters = () => filtersButton.update(Object.keys(session.run.notebook.frontMatter.filter).length > 0);
  const cells = createCellList(app, cellEvents(notebook), () => {
    notebook.folding.update(session.run.states);
    outline.update(session.run.states);
  });
  cells.dom.addEventListener("focusin", (event) => {
    selected = (event.target as HTMLElement).closest<HTMLElement>(".cell")?.dataset.key ?? selected;
  });
  const outline = createOutline(notebook.view, notebook.folding);
  const problems = createProblems();
  const tableNotices = createTableNotices({app, session});
  const saveBadge = createSaveBadge();
  const consent = consentBar(() => void session.consent.allow());
  const ownBar = createOwnBar(
    () => void takeAsOwn(session),
    () => showSave()
  );
  const undoButton = h(
    "button",
    {class: "link", type: "button", disabled: true, on: {click: () => reveal(notebook, session.undo())}},
    "Undo"
  );
  const moreButton = h(
    "button",
    {
      class: "icon-button",
      type: "button",
      title: `All commands (${readableKey("Mod-k")})`,
      "aria-label": "All commands",
      on: {click: () => openCommandPalette({notebook, key: notebook.selected})}
    },
    icon(ICONS.more)
  );
  // many cells are done at once: one outline for all of them
  let outlining = false;
  const outlineSoon = () => {
    if (outlining) return;
    outlining = true;
    setTimeout(() => {
      outlining = false;
      outline.update(session.run.states);
      updateDependencies(notebook);
    }, 50);
  };
  // text that is new on the page has its sections still open: folded before it is painted
  let folding = false;
  const foldSoon = () => {
    if (folding) return;
    folding = true;
    queueMicrotask(() => {
      folding = false;
      notebook.folding.update(session.run.states);
    });
  };
  const layout = () => {
    const {states} = session.run;
    cells.update(states);
    notebook.folding.update(states);
    updateDependencies(notebook);
    outline.update(states);
    problems.update(session.run.notebook);
    tableNotices.update(session.run.tables);
    showFilters();
    showUndo();
    empty.hidden = states.length > 0;
  };
  const showSave = () => {
    saveBadge.update(session);
    ownBar.update({isRefused: source.isRefused, hasScript: session.consent.isAsked});
    consent.update(session.consent.isAsked && !ownBar.isShown);
    showUndo();
  };
  const showUndo = () => {
    undoButton.disabled = session.undoes === null;
    undoButton.title = session.undoes ? `Undo ${session.undoes} (${readableKey("Mod-z")})` : "";
  };
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
  dom.prepend(
    h(
      "div",
      {class: "notebook-bar"},
      h("a", {href: routeHash("notebooks"), class: "crumb"}, "Notebooks"),
      h("code", {class: "file-name"}, file.name),
      saveBadge.dom,
      h("div", {class: "spacer"}),
      undoButton,
      filtersButton.dom,
      h(
        "button",
        {class: "button", type: "button", on: {click: runAll}},
        icon(ICONS.play),
        h("span", {class: "word"}, "Run all")
      ),
      h("button", {class: "button share-button", type: "button", on: {click: () => openShare(notebook)}}, "Share"),
      exportButtons(notebook),
      moreButton
    ),
    outline.dom,
    h(
      "div",
      {class: "notebook-body"},
      ownBar.dom,
      consent.dom,
      recoveryBanner(notebook, draft),
      problems.dom,
      tableNotices.dom,
      cells.dom,
      empty,
      addBar((kind) => addCell(notebook, kind, session.run.states.length), null)
    )
  );
  opened = true;
  layout();
  showSave();

  const stopListening = listenForKeys(notebook);

  return {
    route,
    section: "notebooks",
    title: session.run.notebook.frontMatter.title || file.name,
    dom,
    goTo(at) {
      if (at) cells.complete();
      const named = session.run.states.find(({cell}) => at && cell.id === at);
      if (named) notebook.folding.reveal(named.key);
      if (at) document.getElementById(`cell-${at}`)?.scrollIntoView();
    },
    leave: () => session.endEditing(),
    async drop(files) {
      const [file] = files;
      if (files.length !== 1 || !mayBeTable(file!)) return false;
      return (await askForTable(notebook, file!)) !== "import";
    },
    destroy() {
      painted.stop();
      stopListening();
      void session.close();
      cells.destroy();
    }
  };
};

/** The report at one press, and everything else in a dialog. */
function exportButtons(notebook: OpenNotebook): HTMLElement {
  const more = h(
    "button",
    {
      class: "button primary other-exports",
      type: "button",
      title: "Other formats and modes",
      "aria-label": "Other formats and modes",
      on: {click: () => openExport(notebook)}
    },
    icon(ICONS.open)
  );
  return h("span", {class: "exports"}, exportButton(notebook), more);
}

function exportButton(notebook: OpenNotebook): HTMLElement {
  const face = () => [icon(ICONS.download), "Export report"];
  const run = async () => {
    button.disabled = true;
    fill(button, "Building…");
    await exportReport(notebook);
    button.disabled = false;
    fill(button, face());
  };
  const button = h("button", {class: "button primary", type: "button", on: {click: () => void run()}}, face());
  return button;
}

function isNamedByServer(): boolean {
  return document.querySelector('meta[name="tidemark-first-notebook"]') !== null;
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
