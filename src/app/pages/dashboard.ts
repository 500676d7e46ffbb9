/** A notebook as a dashboard: its insights as cards, in an order and sizes that are kept in its file. */
import {isInsightCell} from "../../notebook/insight-yaml.ts";
import "../style/create.css";
import "../style/insights.css";
import {moveCell} from "../../notebook/edit.ts";
import {insightCell, withCardSize, withoutCardSizes} from "../../notebook/insight-cells.ts";
import {type Notebook, parseNotebook} from "../../notebook/notebook.ts";
import {readableTime} from "../../time.ts";
import {boardPoints} from "../board-points.ts";
import {type Board, lastObserved, runBoard} from "../dashboard-run.ts";
import {fill, h, ICONS, icon} from "../dom.ts";
import {grantsText} from "../grants-text.ts";
import {dashboardHash} from "../insight-link.ts";
import {changeFile, type InsightMenuSetting, insightMenu} from "../insight-menu.ts";
import {changeNotebook} from "../notebook-change.ts";
import {configureNotebook, removeNotebook} from "../notebook-settings.ts";
import {routeHash} from "../router.ts";
import {writeClipboard} from "../views/commands.ts";
import {createInsightCard, type InsightCard} from "../views/insight-card.ts";
import {menuButton} from "../views/menu-button.ts";
import {notFound} from "./not-found.ts";
import type {OpenPage} from "./page.ts";

export const dashboardPage: OpenPage = async (app, route) => {
  const name = route.rest;
  const file = await app.notebooks.read(name);
  if (!file)
    return notFound(route, "This dashboard is not here", `There is no ${name}. It may have been renamed or deleted.`, [
      routeHash("insights"),
      "All dashboards"
    ]);
  const cards = new Map<string, InsightCard>();
  const grid = h("ul", {class: "board-grid"});
  const heading = h("h1");
  const facts = h("p", {class: "lead"});
  const empty = h("div", {});
  const said = h("div", {class: "visually-hidden", role: "status"});
  const run = runBoard(app, file, () => show());
  const points = boardPoints(app, run, (id) => settingOf(id));
  const reload = async () => {
    const now = await app.notebooks.read(name);
    if (!now) return app.go(routeHash("insights"));
    if (now.hash !== run.board.file.hash) run.update(now);
    show();
  };
  /** Changes the layout: not worth a message, but for those who do not see it. */
  const layout = async (edit: (notebook: Notebook) => string, words: string) => {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    try {
      await changeNotebook(app, name, edit);
      await reload();
      said.textContent = words;
      // a card that moved lost the focus; whoever went on meanwhile keeps it
      if (focused?.isConnected && document.activeElement === document.body) focused.focus({preventScroll: true});
    } catch (error) {
      app.toasts.show(String(error instanceof Error ? error.message : error), {kind: "error"});
    }
  };
  const ids = () => run.board.insights.map(({id}) => id);
  const moveBefore = (id: string, before: string | null) => {
    const order = ids().filter((one) => one !== id);
    const place = before === null ? order.length : order.indexOf(before);
    void layout(
      (notebook) => {
        const cell = insightCell(notebook, id);
        if (!cell) return notebook.text;
        const target = before === null ? null : insightCell(notebook, before);
        const last = notebook.cells.reduce((found, one, i) => (isInsightCell(one) ? i : found), -1);
        const index = target ? notebook.cells.findIndex(({from}) => from === target.from) : last + 1;
        return moveCell(notebook, cell, index, parseNotebook);
      },
      `Moved to place ${place + 1} of ${order.length + 1}.`
    );
  };
  const card = (id: string): InsightCard => {
    const known = cards.get(id);
    if (known) return known;
    const made = createInsightCard(app, run.board.insights.find((insight) => insight.id === id)!, {
      menu: (one) => menuOf(one),
      rows: ({definition}) => app.store(run.board.notebook.frontMatter.snapshots).exportInsight(definition),
      onOpen: points.opener(id),
      onMove(one, by) {
        const order = ids();
        const to = order.indexOf(one) + by;
        if (to < 0 || to >= order.length) return;
        moveBefore(one, by < 0 ? order[to]! : (order[to + 1] ?? null));
      },
      onMoveBefore: moveBefore,
      onSize(one, size) {
        void layout(
          (notebook) => {
            const cell = insightCell(notebook, one);
            return cell ? withCardSize(notebook, cell, size) : notebook.text;
          },
          `${size.columns} ${size.columns === 1 ? "column" : "columns"} wide, ${size.height} pixels high.`
        );
      }
    });
    cards.set(id, made);
    return made;
  };
  const menuOf = (id: string) => {
    const setting = settingOf(id);
    return setting ? insightMenu(setting) : [];
  };
  const settingOf = (id: string): InsightMenuSetting | null => {
    const insight = run.board.insights.find((one) => one.id === id);
    if (!insight) return null;
    return {
      app,
      notebook: name,
      id,
      now: () => run.board.notebook,
      kind: insight.kind,
      title: insight.title,
      shown: insight.shown,
      back: dashboardHash(name),
      change: (edit, words, removal = false) => void changeFile(app, name, edit, words, {removal, onChange: reload})
    };
  };
  const show = () => {
    const {board} = run;
    const {insights} = board;
    heading.textContent = board.title;
    fill(facts, factsOf(board));
    for (const [id, old] of cards)
      if (!insights.some((insight) => insight.id === id)) {
        old.destroy();
        old.dom.remove();
        cards.delete(id);
      }
    insights.forEach((insight, i) => {
      const {dom, update} = card(insight.id);
      update(insight);
      if (grid.children[i] !== dom) grid.insertBefore(dom, grid.children[i] ?? null);
    });
    fill(empty, insights.length ? null : noInsights(name));
  };
  const add = `${routeHash("create")}?into=${encodeURIComponent(name)}`;
  const menu = menuButton("More for this dashboard", () => [
    {
      label: "Title and readers…",
      run: () => {
        void app.log.record("InsightConfigureClick");
        void configureNotebook(app, name, reload);
      }
    },
    {
      label: "Reset sizes",
      run: () =>
        void layout((notebook) => withoutCardSizes(notebook, parseNotebook), "All cards have their usual size.")
    },
    {
      label: "Copy link",
      run: () => {
        void writeClipboard(location.href);
        app.toasts.show("Link copied.");
      }
    },
    {
      label: "Delete",
      run: () => void removeNotebook(app, name, run.board.title, () => app.go(routeHash("insights")))
    }
  ]);
  const dom = h(
    "div",
    {class: "page board-page"},
    h(
      "header",
      {class: "page-head"},
      h("div", {}, h("a", {class: "crumb", href: routeHash("insights")}, "Insights"), heading),
      h(
        "div",
        {class: "buttons"},
        h(
          "a",
          {class: "button primary", href: add, on: {click: () => void app.log.record("InsightAddMoreClick")}},
          icon(ICONS.plus),
          "Add insight"
        ),
        h("a", {class: "button", href: routeHash("notebooks", name)}, "Open notebook"),
        menu
      )
    ),
    facts,
    grid,
    empty,
    said,
    points.dom
  );
  show();
  const stopWatching = app.notebooks.watch((changed) => {
    if (changed === name) void reload();
  });
  return {
    route,
    section: "insights",
    title: run.board.title,
    dom,
    destroy() {
      stopWatching();
      run.dispose();
      for (const {destroy} of cards.values()) destroy();
    }
  };
};

function factsOf(board: Board): string {
  const observed = lastObserved(board);
  const {length} = board.insights;
  return [
    `${length} ${length === 1 ? "insight" : "insights"}`,
    grantsText(board.grants),
    observed === null ? "" : `data observed ${readableTime(observed)}`,
    board.notebook.frontMatter.snapshots === "workspace" ? "" : "sample data"
  ]
    .filter(Boolean)
    .join(" · ");
}

function noInsights(name: string): HTMLElement {
  return h(
    "div",
    {class: "empty-state"},
    h("h2", {}, "No insight here yet"),
    h("p", {}, "Each insight you add becomes a card here and a cell of the notebook."),
    h(
      "a",
      {class: "button primary", href: `${routeHash("create")}?into=${encodeURIComponent(name)}`},
      "Add the first one"
    )
  );
}
