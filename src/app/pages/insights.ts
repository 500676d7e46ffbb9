/** Every notebook as a dashboard, or every insight: with small charts, whom they are for, and how new their data is. */
import "../style/create.css";
import "../style/insights.css";
import {messageOf} from "../../error.ts";
import {grantsByKind, maySee} from "../../insight/grants.ts";
import {parseNotebook} from "../../notebook/notebook.ts";
import {watchOutcomes} from "../../notebook/watch.ts";
import {readableTime} from "../../time.ts";
import type {App} from "../app.ts";
import {
  type Board,
  type BoardInsight,
  type BoardRun,
  boardMatches,
  boardOf,
  insightMatches,
  lastObserved,
  runBoard
} from "../dashboard-run.ts";
import {fill, h, ICONS, icon} from "../dom.ts";
import {grantsText} from "../grants-text.ts";
import {dashboardHash, insightHash} from "../insight-link.ts";
import {changeFile, insightMenu} from "../insight-menu.ts";
import {asReader, readMe} from "../me.ts";
import type {NotebookFile} from "../notebook-files.ts";
import {configureNotebook, removeNotebook} from "../notebook-settings.ts";
import {routeHash} from "../router.ts";
import {menuButton} from "../views/menu-button.ts";
import {createMiniChart, type MiniChart} from "../views/mini-chart.ts";
import type {OpenPage, Page} from "./page.ts";

export const insightsPage: OpenPage = async (app, route) => {
  const isAll = route.rest === "all";
  const runs = new Map<string, BoardRun>();
  const charts = new Map<string, MiniChart>();
  const list = h("ul", {class: isAll ? "board-list all" : "board-list"});
  const none = h("div", {});
  const search = h("input", {
    type: "search",
    id: "insights-search",
    "aria-label": "Search titles and series",
    placeholder: "Search titles and series",
    autocomplete: "off",
    on: {input: () => show()}
  });
  const readers = h("select", {id: "insights-readers", "aria-label": "For whom", on: {change: () => show()}});
  const me = readMe();
  let offered = "";
  /** The readers that notebooks name, as choices. */
  const offerReaders = () => {
    const named = [...new Set(boards().flatMap(({grants}) => grants))].filter((grant) => grant !== "global").sort();
    const next = JSON.stringify(named);
    if (next === offered) return;
    offered = next;
    const {value} = readers;
    fill(
      readers,
      h("option", {value: ""}, "For anybody"),
      me.name || me.organizations.length ? h("option", {value: "me", selected: value === "me"}, "Meant for me") : null,
      h("option", {value: "private"}, "Private"),
      h("option", {value: "global"}, "For everyone"),
      named.map((grant) =>
        h("option", {value: grant, selected: grant === value}, `Seen by ${grant.slice(grant.indexOf(":") + 1)}`)
      )
    );
    if (value === "private" || value === "global") readers.value = value;
  };
  const isFor = ({grants}: Board): boolean => {
    const {value} = readers;
    if (value === "") return true;
    if (value === "private") return !grants.length;
    // what is private here is one's own
    if (value === "me") return !grants.length || maySee(grants, asReader(me));
    if (value === "global") return grants.includes("global");
    const {users, organizations} = grantsByKind([value]);
    return maySee(grants, {users, organizations});
  };
  const stores = new Map<string, Promise<unknown>>();
  let opening: Promise<unknown> = Promise.resolve();
  let gone = false;
  let waiting = false;
  const later = () => {
    // many insights answer at nearly the same time
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      show();
    });
  };
  const boards = () => [...runs.values()].map(({board}) => board);
  const chartOf = (key: string): MiniChart => {
    const chart = charts.get(key) ?? createMiniChart(app, isAll ? 150 : 132);
    charts.set(key, chart);
    return chart;
  };
  const cards = new Map<string, {readonly signature: string; readonly dom: HTMLElement}>();
  /** A card is made anew only when what it says has changed, so that the focus and open menus stay. */
  const cardOf = (key: string, signature: string, make: () => HTMLElement): HTMLElement => {
    const known = cards.get(key);
    if (known?.signature === signature) return known.dom;
    const dom = make();
    cards.set(key, {signature, dom});
    return dom;
  };
  const show = () => {
    const text = search.value;
    offerReaders();
    const seen = boards().filter(isFor);
    const found = isAll
      ? seen.flatMap((board) =>
          board.insights
            .filter((insight) => boardTitleMatches(board, text) || insightMatches(insight, text))
            .map((insight) => insightCardOf(board, insight))
        )
      : seen.filter((board) => boardMatches(board, text)).map(boardCardOf);
    const before = [...list.children];
    if (before.length !== found.length || found.some((dom, i) => dom !== before[i])) list.replaceChildren(...found);
    const total = isAll ? boards().flatMap(({insights}) => insights).length : runs.size;
    fill(none, found.length ? null : total ? nothingFound(text) : nothingYet(isAll));
  };
  const boardCardOf = (board: Board): HTMLElement => {
    const {file, title, grants, insights} = board;
    const [lead] = insights.filter(({shown}) => shown).concat(insights);
    const observed = lastObserved(board);
    const firing = insights.reduce((sum, insight) => sum + firingOf(board, insight), 0);
    const facts = [
      `${insights.length} ${insights.length === 1 ? "insight" : "insights"}`,
      grantsText(grants),
      observed === null ? "" : `observed ${readableTime(observed)}`,
      board.notebook.frontMatter.snapshots === "workspace" ? "" : "sample data"
    ].filter(Boolean);
    const chart = lead ? chartOf(file.name) : null;
    chart?.update(lead!.shown?.result ?? (lead!.problem || null));
    return cardOf(file.name, JSON.stringify([title, facts, firing, file.hash, lead?.id]), () =>
      h(
        "li",
        {class: "board-card"},
        h(
          "div",
          {class: "card-head"},
          h("a", {href: dashboardHash(file.name)}, h("strong", {}, title)),
          menuButton(`More for ${title}`, () => boardMenu(app, board, reload))
        ),
        h("p", {class: "card-facts"}, facts.join(" · ")),
        firing
          ? h("p", {class: "firing"}, icon(ICONS.warning), `${firing} ${firing === 1 ? "rule fires" : "rules fire"}`)
          : null,
        lead
          ? h(
              "a",
              {class: "card-chart", href: dashboardHash(file.name), tabindex: -1, "aria-hidden": "true"},
              h("span", {class: "card-chart-title"}, lead.title),
              chart!.dom
            )
          : h(
              "p",
              {class: "empty"},
              "No insight yet. ",
              h("a", {href: `${routeHash("create")}?into=${encodeURIComponent(file.name)}`}, "Add one")
            )
      )
    );
  };
  const insightCardOf = (board: Board, insight: BoardInsight): HTMLElement => {
    const {file, title} = board;
    const key = `${file.name}/${insight.id}`;
    const chart = chartOf(key);
    chart.update(insight.shown?.result ?? (insight.problem || null));
    return cardOf(key, JSON.stringify([title, insight.title, file.hash, firingOf(board, insight)]), () =>
      h(
        "li",
        {class: "board-card"},
        h(
          "div",
          {class: "card-head"},
          h("a", {href: insightHash(file.name, insight.id)}, h("strong", {}, insight.title)),
          menuButton(`More for ${insight.title}`, () => menuOf(board, insight.id))
        ),
        h("p", {class: "card-facts"}, "in ", h("a", {href: dashboardHash(file.name)}, title)),
        firingOf(board, insight) ? h("p", {class: "firing"}, icon(ICONS.warning), "A rule fires") : null,
        h(
          "a",
          {class: "card-chart", href: insightHash(file.name, insight.id), tabindex: -1, "aria-hidden": "true"},
          chart.dom
        )
      )
    );
  };
  const menuOf = (board: Board, id: string) => {
    const name = board.file.name;
    const run = runs.get(name)!;
    const insight = run.board.insights.find((one) => one.id === id);
    if (!insight) return [];
    return insightMenu({
      app,
      notebook: name,
      id,
      now: () => run.board.notebook,
      kind: insight.kind,
      title: insight.title,
      shown: insight.shown,
      back: location.hash,
      change: (edit, said, removal = false) =>
        void changeFile(app, name, edit, said, {removal, onChange: () => void reload()})
    });
  };
  /** Adds a notebook; it runs once its store is open. Stores open one after the other: each is an engine of its own. */
  const add = (file: NotebookFile) => {
    const snapshots = parseNotebook(file.text).frontMatter.snapshots;
    let ready = stores.get(snapshots);
    if (!ready) {
      ready = opening.then(() => app.store(snapshots).contents()).catch(() => undefined);
      stores.set(snapshots, ready);
      opening = ready;
    }
    const waits = waitingBoard(file);
    runs.set(file.name, waits);
    void ready.then(() => {
      if (gone || runs.get(file.name) !== waits) return;
      runs.set(file.name, runBoard(app, waits.board.file, later));
      later();
    });
  };
  const reload = async () => {
    try {
      const files = await app.notebooks.list();
      for (const [name, run] of runs)
        if (!files.some((file) => file.name === name)) {
          run.dispose();
          runs.delete(name);
        }
      for (const file of files) {
        const run = runs.get(file.name);
        if (!run) add(file);
        else if (run.board.file.hash !== file.hash) run.update(file);
      }
      show();
    } catch (error) {
      fill(none, h("div", {class: "message", role: "alert"}, messageOf(error)));
    }
  };
  await reload();
  const stopWatching = app.notebooks.watch(() => void reload());
  const tab = (rest: string, label: string) =>
    h("a", {href: routeHash("insights", rest), "aria-current": route.rest === rest ? "page" : null}, label);
  const dom = h(
    "div",
    {class: "page wide-page insights-page"},
    h(
      "header",
      {class: "page-head"},
      h("h1", {}, "Insights"),
      h("a", {class: "button primary", href: routeHash("create")}, icon(ICONS.plus), "Create insight")
    ),
    h(
      "div",
      {class: "insights-bar"},
      h("nav", {class: "views", "aria-label": "Views"}, tab("", "By notebook"), tab("all", "All insights")),
      search,
      readers,
      h("a", {class: "link-plain", href: routeHash("get-started")}, "Templates")
    ),
    list,
    none
  );
  return {
    route,
    section: "insights",
    title: isAll ? "All insights" : "Insights",
    dom,
    destroy() {
      gone = true;
      stopWatching();
      for (const run of runs.values()) run.dispose();
      for (const chart of charts.values()) chart.destroy();
    }
  } satisfies Page;
};

/** How many watch rules of an insight fire, as far as its data goes. */
function firingOf({scope}: Board, {shown}: BoardInsight): number {
  if (!shown) return 0;
  const outcomes = watchOutcomes(shown.definition, shown.result, {scope, now: null});
  return outcomes.filter(({state}) => state === "fires").length;
}

/** A notebook that does not run yet. */
function waitingBoard(first: NotebookFile): BoardRun {
  let file = first;
  return {
    get board() {
      return boardOf(file, parseNotebook(file.text), []);
    },
    update(next) {
      file = next;
    },
    dispose() {}
  };
}

function boardTitleMatches(board: Board, text: string): boolean {
  return text.trim() !== "" && boardMatches({...board, insights: []}, text);
}

/** What can be done with a notebook as a whole. */
function boardMenu(app: App, {file, title}: Board, reload: () => Promise<void>) {
  const address = `${location.href.replace(/#.*$/s, "")}${dashboardHash(file.name)}`;
  return [
    {label: "Open as dashboard", run: () => app.go(dashboardHash(file.name))},
    {label: "Open as notebook", run: () => app.go(routeHash("notebooks", file.name))},
    {
      label: "Add insights…",
      run: () => {
        void app.log.record("InsightAddMoreClick");
        app.go(`${routeHash("create")}?into=${encodeURIComponent(file.name)}`);
      }
    },
    {
      label: "Title and readers…",
      run: () => {
        void app.log.record("InsightConfigureClick");
        void configureNotebook(app, file.name, reload);
      }
    },
    {
      label: "Copy link",
      run: () => {
        void import("../views/commands.ts").then(({writeClipboard}) => writeClipboard(address));
        app.toasts.show("Link copied.");
      }
    },
    {label: "Delete", run: () => void removeNotebook(app, file.name, title, reload)}
  ];
}

function nothingFound(text: string): HTMLElement {
  return h(
    "div",
    {class: "empty-state"},
    h("h2", {}, text.trim() ? `Nothing is called “${text.trim()}”` : "Nothing here is for these readers"),
    h(
      "p",
      {},
      text.trim()
        ? "Titles of notebooks and insights were looked through, and the labels of their series."
        : "Choose others, or change the readers of a notebook in its menu."
    )
  );
}

function nothingYet(isAll: boolean): HTMLElement {
  return h(
    "div",
    {class: "empty-state"},
    h("h2", {}, isAll ? "No insights yet" : "No notebooks yet"),
    h("p", {}, "Ask your first question about your code, or begin with a template."),
    h(
      "div",
      {class: "buttons"},
      h("a", {class: "button primary", href: routeHash("create")}, "Create your first insight"),
      h("a", {class: "button", href: routeHash("get-started")}, "See templates")
    )
  );
}
