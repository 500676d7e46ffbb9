/** Where Tidemark begins: a live example over the sample data, and templates. */

import "../style/create.css";
import "../style/get-started.css";
import {messageOf} from "../../error.ts";
import type {InsightDefinition} from "../../insight/insight.ts";
import {readInsight} from "../../insight/kinds/index.ts";
import {canonicalQuery, isSameQuery} from "../../query/canonical.ts";
import {compileRegex} from "../../regex.ts";
import type {Contents, SeriesSummary} from "../../store/store.ts";
import type {App} from "../app.ts";
import {creationHash} from "../creation-link.ts";
import {fill, h} from "../dom.ts";
import {routeHash} from "../router.ts";
import {createLiveInsight, missingData} from "../views/live-insight.ts";
import {createPointPanel} from "../views/point-panel.ts";
import {sampleNotebooks} from "../views/sample-notebooks.ts";
import {templateTabs} from "../views/template-tabs.ts";
import {folderButton} from "../views/workspace-choice.ts";
import type {OpenPage} from "./page.ts";

/** The search the example begins with: that of the sample's series cjs-require. */
const FIRST = String.raw`\brequire\(['"]([^'"]+)['"]\)`;
const COLORS: Readonly<Record<string, string>> = {"cjs-require": "2", "esm-import": "1"};

const DOCS = [
  ["start", "What Tidemark does, in five minutes"],
  ["import", "How to import search results"],
  ["notebook", "How a notebook is written"],
  ["report", "How to send a report"]
] as const;

export const getStartedPage: OpenPage = async (app, route) => {
  const example = liveExample(app);
  // one engine starts after the other: the example is what is looked at first
  const tabs = templateTabs(app, example.ready);
  const dom = h(
    "div",
    {class: "page get-started"},
    h(
      "header",
      {class: "hero"},
      h("h1", {}, "Watch your code change"),
      h(
        "p",
        {class: "lead"},
        "Ask a question about code once; see the answer at every point in time. Everything stays on this machine: the data, the charts, the notebooks."
      ),
      h(
        "div",
        {class: "buttons"},
        h(
          "a",
          {
            class: "button primary large",
            href: routeHash("create"),
            on: {click: () => void app.log.record("InsightsGetStartedPrimaryCTAClick")}
          },
          "Create your first insight"
        ),
        h("a", {class: "button large", href: routeHash("data")}, "Import search results"),
        app.workspace.folder ? null : folderButton(app, "Open a folder", "button large")
      )
    ),
    example.dom,
    await sampleNotebooks(app),
    tabs.dom,
    h(
      "section",
      {class: "docs-links", "aria-labelledby": "docs-links"},
      h("h2", {id: "docs-links"}, "Read on"),
      h(
        "ul",
        {},
        DOCS.map(([page, text]) =>
          h(
            "li",
            {},
            h(
              "a",
              {
                href: routeHash("docs", page),
                on: {click: () => void app.log.record("InsightsGetStartedDocsClicks")}
              },
              text
            )
          )
        )
      )
    )
  );
  return {route, section: "insights", title: "Get started", dom, destroy: () => example.destroy()};
};

/** The example: a search of the sample data and the repositories it looks at, both to be changed. */
function liveExample(app: App): {
  readonly dom: HTMLElement;
  /** Settled once the sample is open. */
  readonly ready: Promise<unknown>;
  destroy(): void;
} {
  const store = app.store("sample");
  const panel = createPointPanel(() => undefined);
  const live = createLiveInsight(app, {
    height: 300,
    events: {
      onHover: () => void app.log.record("InsightHover", {insightType: "InProductLandingPageInsight"}),
      onOpen(shown, series, time, unmark) {
        void app.log.record("InsightDataPointClick", {insightType: "InProductLandingPageInsight"});
        void panel.show(store, shown, series, time, () => null);
        setTimeout(unmark, 4000);
      }
    }
  });
  const query = h("input", {
    id: "example-query",
    type: "text",
    class: "mono",
    spellcheck: "false",
    autocomplete: "off",
    value: FIRST,
    list: "example-queries",
    "aria-describedby": "example-note",
    on: {input: () => changed("InsightsGetStartedPageQueryModification")}
  });
  const repositories = h("input", {
    id: "example-repositories",
    type: "text",
    class: "mono",
    spellcheck: "false",
    autocomplete: "off",
    placeholder: "all",
    "aria-describedby": "example-note",
    on: {input: () => changed("InsightsGetStartedPageRepositoriesModification")}
  });
  const queries = h("datalist", {id: "example-queries"});
  const chips = h("div", {class: "chips", role: "group", "aria-label": "Searches of the sample"});
  const note = h("p", {class: "help", id: "example-note", role: "status"});
  const use = h("a", {class: "button", href: routeHash("create", "search")}, "Make this an insight");
  let contents: Contents | null = null;

  const changed = (
    code: "InsightsGetStartedPageQueryModification" | "InsightsGetStartedPageRepositoriesModification"
  ) => {
    app.log.recordQuiet(code);
    show();
  };
  const show = () => {
    if (!contents) return;
    const text = query.value.trim();
    const found = answering(contents.series, text);
    for (const chip of chips.querySelectorAll("button"))
      chip.setAttribute("aria-pressed", String(found?.exact === true && chip.dataset.key === found.series.key));
    const names = repositories.value.trim();
    let counted: number;
    try {
      const regex = compileRegex(names);
      counted = contents.repositories.filter((name) => regex.test(name)).length;
      repositories.removeAttribute("aria-invalid");
    } catch (error) {
      repositories.setAttribute("aria-invalid", "true");
      fill(note, h("span", {class: "error"}, messageOf(error)));
      return;
    }
    const scope = `${counted} of ${contents.repositories.length} repositories`;
    if (!found || !counted) {
      fill(
        note,
        found
          ? `No repository of the sample matches ${names}. It holds ${contents.repositories.slice(0, 3).join(", ")} …`
          : `The sample holds the results of ${contents.series.length} searches, and this is none of them. Take one of those above, or run your own:`
      );
      if (found) live.say(h("p", {class: "empty"}, "Nothing to draw."));
      else live.say(missingData(definitionOf(text, text, "", names), ""));
      return;
    }
    const {series, exact} = found;
    fill(
      note,
      exact
        ? `${scope}, sampled every month.`
        : `The sample has no search for ${JSON.stringify(text)}. Nearest to it is “${series.title}”, shown here over ${scope}.`
    );
    live.ask(definitionOf(series.title, "", series.key, names, COLORS[series.key]), store);
    use.href = creationHash(
      "search",
      {
        title: series.title,
        series: [{label: series.key, data: series.key}],
        ...(names ? {repositories: {include: [names]}} : {}),
        step: {months: 1},
        points: 36
      },
      {snapshots: "sample", back: routeHash("get-started")}
    );
  };
  const waiting = setTimeout(() => live.say(h("p", {class: "empty"}, "Opening the sample…")), 300);
  const ready = store.contents();
  void ready.then(
    (held) => {
      clearTimeout(waiting);
      contents = held;
      fill(
        queries,
        held.series.map((series) => h("option", {value: series.query}, series.title))
      );
      fill(
        chips,
        held.series.map((series) =>
          h(
            "button",
            {
              class: "chip",
              type: "button",
              "data-key": series.key,
              "aria-pressed": false,
              on: {
                click: () => {
                  query.value = series.query;
                  changed("InsightsGetStartedPageQueryModification");
                }
              }
            },
            series.title
          )
        )
      );
      show();
    },
    (error: unknown) => {
      clearTimeout(waiting);
      live.say(h("div", {class: "message", role: "alert"}, messageOf(error)));
    }
  );
  const dom = h(
    "section",
    {class: "live-example", "aria-labelledby": "example-title"},
    h("h2", {id: "example-title"}, "Try it: twelve public repositories, five years"),
    h(
      "div",
      {class: "example-fields"},
      h("div", {}, h("label", {class: "form-label", for: "example-query"}, "Search for"), query),
      h(
        "div",
        {},
        h("label", {class: "form-label", for: "example-repositories"}, "In repositories named like"),
        repositories
      )
    ),
    queries,
    chips,
    note,
    live.dom,
    h(
      "div",
      {class: "example-foot"},
      use,
      h("span", {class: "help"}, "Hover a point for its values, click it for what is behind it.")
    ),
    panel.dom
  );
  return {
    dom,
    ready,
    destroy() {
      clearTimeout(waiting);
      live.destroy();
    }
  };
}

function definitionOf(title: string, query: string, data: string, names: string, color?: string): InsightDefinition {
  const {value} = readInsight({
    kind: "search",
    title: title || "Example",
    ...(data ? {data} : {query: query || " "}),
    label: title,
    ...(color ? {color} : {}),
    ...(names ? {repositories: {include: [names]}} : {}),
    step: {months: 1},
    points: 60
  });
  return value!;
}

/** The series that answers a query, or the one that comes nearest by its words; null when none has any of them. */
export function answering(
  held: readonly SeriesSummary[],
  text: string
): {readonly series: SeriesSummary; readonly exact: boolean} | null {
  if (!text) return null;
  const asked = canonicalQuery(text);
  const exact = held.find(
    ({key, query}) => key === text || query === text || (query !== "" && isSameQuery(asked, canonicalQuery(query)))
  );
  if (exact) return {series: exact, exact: true};
  const words = text.toLowerCase().match(/[a-z@]{2,}/g) ?? [];
  const ranked = held
    .map((series) => {
      const about = `${series.key} ${series.title} ${series.query}`.toLowerCase();
      return {series, count: words.filter((word) => about.includes(word)).length};
    })
    .sort((a, b) => b.count - a.count);
  const [best] = ranked;
  return best && words.length && best.count === words.length ? {series: best.series, exact: false} : null;
}
