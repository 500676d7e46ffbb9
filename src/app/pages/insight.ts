/** One insight by itself: large, with where it comes from and who may see it. */
import "../style/create.css";
import "../style/insights.css";
import {readInsight} from "../../insight/kinds/index.ts";
import {insightValues} from "../../notebook/insight-cells.ts";
import {insightType} from "../../ping/changes.ts";
import {isoTime, readableTime, stepText} from "../../time.ts";
import {boardPoints} from "../board-points.ts";
import {editHash} from "../creation-link.ts";
import {type BoardInsight, runBoard} from "../dashboard-run.ts";
import {fill, h, ICONS, icon} from "../dom.ts";
import {recordHover} from "../figure-events.ts";
import {grantsText} from "../grants-text.ts";
import {dashboardHash} from "../insight-link.ts";
import {changeFile, type InsightMenuSetting, insightMenu} from "../insight-menu.ts";
import {createFilterPanel} from "../notebook/filter-panel.ts";
import {createSidePanels} from "../notebook/side-panel.ts";
import {routeHash} from "../router.ts";
import {insightFigure} from "../views/insight-figure.ts";
import {missingData} from "../views/live-insight.ts";
import {menuButton} from "../views/menu-button.ts";
import {shareInsight} from "../views/share-insight.ts";
import {notFound} from "./not-found.ts";
import type {OpenPage} from "./page.ts";

export const insightPage: OpenPage = async (app, route) => {
  const [name = "", id = ""] = route.rest.split("/");
  const file = await app.notebooks.read(name);
  const gone = () =>
    notFound(route, "This insight is not here", `There is no ${id} in ${name}. It may have been renamed or deleted.`, [
      routeHash("insights"),
      "All insights"
    ]);
  if (!file) return gone();
  const run = runBoard(app, file, () => show());
  const now = (): BoardInsight | null => run.board.insights.find((insight) => insight.id === id) ?? null;
  if (!now()) {
    run.dispose();
    return gone();
  }
  const heading = h("h1");
  const description = h("p", {class: "lead"});
  const body = h("div", {class: "standalone-figure"});
  const facts = h("dl", {class: "insight-facts"});
  const points = boardPoints(app, run, () => setting());
  let figure: ReturnType<typeof insightFigure> | null = null;
  const reload = async () => {
    const next = await app.notebooks.read(name);
    if (!next) return app.go(routeHash("insights"));
    run.update(next);
    if (!now()) return app.go(dashboardHash(name));
    show();
  };
  const show = () => {
    const insight = now();
    if (!insight) return;
    const {shown, title, problem, kind} = insight;
    heading.textContent = title;
    description.textContent = shown?.definition.description ?? "";
    fill(facts, factsOf(insight, name, run.board.grants));
    if (shown && figure) figure.update({...shown, id});
    else if (shown) {
      figure = insightFigure(app, {...shown, id}, 420, {
        filters: () => ({open: () => filters.open(key()), isTemporary: () => filters.isSet(key())}),
        rows: ({definition}) => app.store(run.board.notebook.frontMatter.snapshots).exportInsight(definition),
        onResize: () => void app.log.record("InsightUICustomization", {insightType: insightType(kind)}),
        onHover: (one) => recordHover(app, one),
        onOpen: points.opener(id)
      });
      fill(body, figure.dom);
    } else {
      figure?.destroy?.();
      figure = null;
      fill(body, problem ? whyNothing(insight) : h("div", {class: "skeleton", style: "height:420px"}));
    }
  };
  const openDashboard = () => void app.log.record("StandaloneInsightDashboardClick");
  const edit = () => void app.log.record("StandaloneInsightPageEditClick");
  const setting = (): InsightMenuSetting | null => {
    const insight = now();
    if (!insight) return null;
    return {
      app,
      notebook: name,
      id,
      now: () => run.board.notebook,
      kind: insight.kind,
      title: insight.title,
      shown: insight.shown,
      back: location.hash,
      standalone: true,
      onEdit: edit,
      change: (change, words, removal = false) => void changeFile(app, name, change, words, {removal, onChange: reload})
    };
  };
  const menu = menuButton("More for this insight", () => {
    const here = setting();
    return here ? insightMenu(here) : [];
  });
  const dom = h(
    "div",
    {class: "page wide-page standalone"},
    h(
      "header",
      {class: "page-head"},
      h(
        "div",
        {},
        h("a", {class: "crumb", href: dashboardHash(name), on: {click: openDashboard}}, run.board.title),
        heading
      ),
      h(
        "div",
        {class: "buttons"},
        h(
          "a",
          {class: "button", href: editHash(name, id, now()!.kind, location.hash), on: {click: edit}},
          icon(ICONS.pencil),
          "Edit"
        ),
        h(
          "button",
          {
            class: "button",
            type: "button",
            on: {click: () => shareInsight(now()?.title ?? id, name, id, run.board.grants)}
          },
          "Share"
        ),
        menu
      )
    ),
    description,
    body,
    facts,
    points.dom
  );
  const state = (wanted: string | null) => run.run.states.find((one) => one.key === wanted)!;
  const key = () => run.run.states.find(({cell}) => cell.id === id)?.key ?? "";
  const filters = createFilterPanel(
    {
      app,
      panels: createSidePanels(dom),
      state,
      indexOf: (wanted) => run.run.states.findIndex((one) => one.key === wanted),
      isOfOne: true,
      session: {
        run: {
          get notebook() {
            return run.run.notebook;
          },
          get states() {
            return run.run.states;
          },
          filter: (one, overlay) => run.run.filter(one, overlay),
          filterOf: (one) => run.run.filterOf(one)
        },
        source: {
          get store() {
            return app.store(run.board.notebook.frontMatter.snapshots);
          }
        },
        change: (edit) => changeFile(app, name, edit, "Saved in the insight’s cell.", {onChange: reload})
      }
    },
    show
  );
  show();
  const stopWatching = app.notebooks.watch((changed) => {
    if (changed === name) void reload();
  });
  return {
    route,
    section: "insights",
    title: now()!.title,
    dom,
    destroy() {
      stopWatching();
      figure?.destroy?.();
      run.dispose();
    }
  };
};

function whyNothing({cell, problem}: BoardInsight): HTMLElement {
  const values = insightValues(cell);
  const definition = values && readInsight(values).value;
  return definition && problem.startsWith("No imported series")
    ? missingData(definition, problem)
    : h("p", {class: "message warning", role: "note"}, problem);
}

/** What is asked, of whom, and how far the answer can be trusted. */
function factsOf({shown, cell}: BoardInsight, name: string, grants: readonly string[]): HTMLElement[] {
  const values = insightValues(cell);
  const definition = shown?.definition ?? (values && readInsight(values).value);
  const own = Array.isArray(values?.grants) ? values.grants.map(String) : grants;
  const rows: [string, (Node | string)[]][] = [];
  if (definition) {
    const {series, repositories, step} = definition;
    const named = series.flatMap(({query, data}) => query ?? data ?? []);
    if (named.length)
      rows.push([
        named.length === 1 ? "Search" : "Searches",
        named.flatMap((one, i) => [i ? ", " : "", h("code", {}, one)])
      ]);
    const {include, exclude} = repositories;
    rows.push([
      "Repositories",
      include.length || exclude.length
        ? [
            ...include.flatMap((one, i) => [i ? ", " : "", h("code", {}, one)]),
            ...(exclude.length
              ? [" without ", ...exclude.flatMap((one, i) => [i ? ", " : "", h("code", {}, one)])]
              : [])
          ]
        : ["all in the data"]
    ]);
    rows.push(["Points", [step ? `every ${stepText(step)}` : "as the data was sampled"]]);
  }
  if (shown) {
    const {observedAt, status, reasons} = shown.result.source;
    rows.push([
      "Observed",
      observedAt === null
        ? ["no import says when"]
        : [h("time", {datetime: isoTime(observedAt)}, readableTime(observedAt))]
    ]);
    rows.push(["Completeness", [status === "complete" ? "complete" : `a lower bound: ${reasons.join("; ")}`]]);
  }
  rows.push(["Readers", [grantsText(own)]]);
  rows.push(["Written in", [h("a", {href: `${routeHash("notebooks", name)}?at=${cell.id}`}, name)]]);
  return rows.flatMap(([term, content]) => [h("dt", {}, term), h("dd", {}, content)]);
}
