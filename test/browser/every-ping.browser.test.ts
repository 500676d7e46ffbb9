/**
 * Every page and every action once. Each step says which events it is, and nothing else may be in the log after it; at the
 * end the summary is compared with one that is counted by hand below.
 */
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {drawn, eventCounts, type ServedApp, serveApp, settled} from "./harness.ts";

let app: ServedApp;
beforeAll(async () => {
  app = await serveApp("workspace");
});
afterAll(() => app.close());

type Counts = Readonly<Record<string, number>>;

/** Long enough for a change of a field to count, and for an event too many to come. */
const QUIET = 1300;

/** The events that people cause; totals are counted behind the page at a time of their own. */
async function acts(page: Page): Promise<Counts> {
  const all = await eventCounts(page);
  const totals =
    /^(?:InsightOrgVisible|InsightTimeIntervals|InsightsPerDashboard|INSIGHT_|Total|ViewSeriesC|SeriesC|ViewCounts)/;
  return Object.fromEntries(Object.entries(all).filter(([name]) => !totals.test(name)));
}

/** A page whose log is looked at after each step. */
function ledger(page: Page) {
  let before: Counts = {};
  return async (what: string, act: () => Promise<unknown>, expected: Counts, quiet = 200): Promise<void> => {
    await act();
    const gained = async () => {
      const now = await acts(page);
      const names = Object.keys(now).filter((name) => now[name] !== (before[name] ?? 0));
      return Object.fromEntries(names.map((name) => [name, now[name]! - (before[name] ?? 0)]));
    };
    await expect.poll(gained, {message: what, timeout: 15_000}).toEqual(expected);
    await page.waitForTimeout(quiet);
    expect(await gained(), `${what}, some time later`).toEqual(expected);
    before = await acts(page);
  };
}

const VIEW = {InsightsPageView: 1} as const;

/** The cards with a funnel: what the click, the form and its cancelling are. */
const CARDS = [
  [
    "capture-group",
    "CodeInsightsCreateCaptureGroupInsightClick",
    "ViewCodeInsightsCaptureGroupCreationPage",
    "CodeInsightsCaptureGroupCreationPageCancelClick",
    "CodeInsightsCaptureGroupCreationPageSubmitClick"
  ],
  [
    "group-by",
    "CodeInsightsCreateComputeInsightClick",
    "ViewCodeInsightsComputeCreationPage",
    "CodeInsightsComputeCreationPageCancelClick",
    "CodeInsightsComputeCreationPageSubmitClick"
  ],
  [
    "language-stats",
    "CodeInsightsCreateCodeStatsInsightClick",
    "ViewCodeInsightsCodeStatsCreationPage",
    "CodeInsightsCodeStatsCreationPageCancelClick",
    "CodeInsightsCodeStatsCreationPageSubmitClick"
  ],
  [
    "metric",
    "CodeInsightsExploreInsightExtensionsClick",
    "ViewCodeInsightsMetricCreationPage",
    "CodeInsightsMetricCreationPageCancelClick",
    "CodeInsightsMetricCreationPageSubmitClick"
  ]
] as const;

describe("every action", () => {
  it("is exactly its own events, and the summary is the one counted by hand", async () => {
    const {page, context, seen} = await app.open("#/get-started");
    const step = ledger(page);
    const go = (hash: string) => page.goto(app.address + hash);
    const button = (name: string | RegExp) => page.getByRole("button", {name}).first();

    // get started
    await step("the first page of the week", () => page.locator(".live-example .surface").waitFor({timeout: 45_000}), {
      ...VIEW,
      InsightsUniquePageView: 1,
      InsightsGetStartedPage: 1
    });
    await step(
      "a look at a point of the live example",
      async () => {
        await page.locator(".live-example .surface").focus();
        await page.keyboard.press("End");
      },
      {InsightHover: 1}
    );
    await step("a click on it", () => page.keyboard.press("Enter"), {InsightDataPointClick: 1});
    await page.keyboard.press("Escape");
    await step(
      "another query, written in several goes",
      async () => {
        await page.getByLabel("Search for").fill("iouti");
        await page.getByLabel("Search for").fill("ioutil");
      },
      {InsightsGetStartedPageQueryModification: 1},
      QUIET
    );
    await step(
      "other repositories",
      () => page.getByLabel("In repositories named like").fill("vega"),
      {InsightsGetStartedPageRepositoriesModification: 1},
      QUIET
    );
    await step("a tab", () => page.getByRole("tab", {name: "Code health"}).click(), {InsightsGetStartedTabClick: 1});
    await step("the same tab again", () => page.getByRole("tab", {name: "Code health"}).click(), {});
    await step("all of its templates", () => button(/^Show \d+ more/).click(), {InsightsGetStartedTabMoreClick: 1});
    await step("a template's query copied", () => button(/^Copy quer/).click(), {
      InsightGetStartedTemplateCopyClick: 1
    });
    await step("a link to the docs", () => page.getByRole("link", {name: "How to send a report"}).click(), {
      InsightsGetStartedDocsClicks: 1
    });
    await step("back to the page", () => page.goBack(), {...VIEW, InsightsGetStartedPage: 1});
    await step("a template used", () => page.getByRole("link", {name: "Use this template"}).first().click(), {
      InsightGetStartedTemplateClick: 1,
      ...VIEW,
      ViewSearchBasedCreationPage: 1
    });
    await step("the form left, for where it was come from", () => button("Cancel").click(), {
      SearchBasedCreationPageCancelClick: 1,
      ...VIEW,
      InsightsGetStartedPage: 1
    });
    await step("the call to action", () => page.getByRole("link", {name: "Create your first insight"}).click(), {
      InsightsGetStartedPrimaryCTAClick: 1,
      ...VIEW,
      ViewCodeInsightsCreationPage: 1
    });

    // the creation funnels; the card of metrics opens the gallery, and that the form
    const title = page.getByLabel("Title", {exact: true});
    const toForm = async (kind: string, click: string, view: string) => {
      const isMetric = kind === "metric";
      const card = page.locator(`a.kind-card[href^="#/${isMetric ? "gallery" : `create/${kind}`}"]`);
      await step(`the card of ${kind}`, () => card.click(), {[click]: 1, ...VIEW, ...(isMetric ? {} : {[view]: 1})});
      const entry = page.locator("#gallery-lcov").getByRole("link", {name: "Test coverage", exact: true});
      if (isMetric) await step("an insight of the gallery", () => entry.click(), {...VIEW, [view]: 1});
    };
    for (const [kind, click, view, cancel, submit] of CARDS) {
      await toForm(kind, click, view);
      if (kind === "group-by") {
        const by = page.getByLabel("By", {exact: true});
        await step("results grouped by teams", () => by.selectOption("team"), {GroupAggregationModeClicked: 1});
        await step("another field of the form", () => title.fill("Teams"), {});
      }
      await step(`the form of ${kind} left`, () => button("Cancel").click(), {
        [cancel]: 1,
        ...VIEW,
        ...(kind === "metric" ? {} : {ViewCodeInsightsCreationPage: 1})
      });
      if (kind === "metric")
        await step("the cards again", () => page.locator("main a.crumb").click(), {
          ...VIEW,
          ViewCodeInsightsCreationPage: 1
        });
      await toForm(kind, click, view);
      await step(
        `an insight of ${kind} created`,
        async () => {
          if (kind === "capture-group" || kind === "group-by")
            await page.getByLabel("Imported series").fill("go-directive");
          await title.fill(`By ${kind}`);
          await title.press("Control+Enter");
          await page.waitForURL("**#/notebooks/**");
          await settled(page);
        },
        {[submit]: 1, InsightAddition: 1, ...VIEW}
      );
      await step("all cards", () => go("#/create"), {...VIEW, ViewCodeInsightsCreationPage: 1});
    }
    await step("the card of search", () => page.locator('a[href^="#/create/search"]').first().click(), {
      CodeInsightCreateSearchBasedInsightClick: 1,
      ...VIEW,
      ViewSearchBasedCreationPage: 1
    });
    await step("a submit of a form that is not whole", () => button("Create insight").click(), {});
    await step("the manual", () => go("#/docs"), {});
    await step("a form by its address", () => go("#/create/search?snapshots=sample"), {
      ...VIEW,
      ViewSearchBasedCreationPage: 1
    });
    await step(
      "an insight created",
      async () => {
        await page.getByLabel("Title", {exact: true}).fill("Old calls");
        await page.getByLabel("Label").fill("require()");
        await page.getByLabel("Imported series").fill("cjs-require");
        await button("Create insight").click();
        await drawn(page);
      },
      {SearchBasedCreationPageSubmitClick: 1, InsightAddition: 1, ...VIEW}
    );

    // a notebook
    const cell = page.locator("#cell-old_calls");
    const filters = page.getByRole("complementary", {name: "Filters"});
    await step(
      "a look at a point",
      async () => {
        await cell.locator(".surface").focus();
        await page.keyboard.press("End");
      },
      {InsightHover: 1}
    );
    await step("a click on it", () => page.keyboard.press("Enter"), {InsightDataPointClick: 1});
    await page.keyboard.press("Escape");
    await step(
      "filters changed",
      async () => {
        await cell.getByRole("button", {name: "Filters", exact: true}).click();
        await filters.getByLabel("Include: any of these").fill("vega");
      },
      {InsightFiltersChange: 1},
      QUIET
    );
    await step(
      "the filters saved as a new insight",
      async () => {
        await filters.getByRole("button", {name: "Save as new insight…"}).press("Enter");
        await page.getByRole("dialog").getByLabel("Its title").press("Enter");
        await page.locator("#cell-old_calls_filtered").waitFor();
      },
      {CodeInsightsSearchBasedFilterInsightCreation: 1, InsightAddition: 1}
    );
    await step(
      "other filters",
      () => filters.getByLabel("Include: any of these").fill("vega-lite"),
      {InsightFiltersChange: 1},
      QUIET
    );
    await step("the filters saved", () => filters.getByRole("button", {name: "Save as default"}).press("Enter"), {
      CodeInsightsSearchBasedFilterUpdating: 1,
      InsightEdit: 1
    });
    await step("the insight opened in its form", () => go("#/create/search/edit/old-calls.md/old_calls"), {
      ...VIEW,
      ViewSearchBasedCreationPage: 1
    });
    await step(
      "the insight changed",
      async () => {
        await page.getByLabel("Title", {exact: true}).fill("Older calls");
        await page.keyboard.press("Control+Enter");
        await page.getByText("Saved in old-calls.md.").waitFor();
        await drawn(page);
      },
      {SearchBasedCreationPageSubmitClick: 1, InsightEdit: 1, ...VIEW}
    );
    await step(
      "the chart resized",
      async () => {
        await cell.getByRole("separator").focus();
        await page.keyboard.press("ArrowDown");
      },
      {InsightUICustomization: 1}
    );
    // bars of grouped results
    await step(
      "a notebook with grouped results",
      async () => {
        await page.mouse.move(0, 0);
        await go("#/notebooks/todo-comments.md");
        await page.locator("#cell-by_team .surface").waitFor({timeout: 45_000});
      },
      VIEW
    );
    await step(
      "a look at a bar",
      async () => {
        await page.locator("#cell-by_team .surface").focus();
        await page.keyboard.press("Home");
      },
      {InsightHover: 1, GroupResultsChartBarHover: 1}
    );
    await step("a click on it", () => page.keyboard.press("Enter"), {
      InsightDataPointClick: 1,
      GroupResultsChartBarClick: 1
    });
    await page.keyboard.press("Escape");
    // dashboards, and one insight by itself
    await step("#/insights", () => go("#/insights"), VIEW);
    await step("one insight by itself", () => go("#/insight/old-calls.md/old_calls"), {
      ...VIEW,
      StandaloneInsightPageViewed: 1
    });
    await step("its form", () => page.getByRole("link", {name: "Edit", exact: true}).click(), {
      StandaloneInsightPageEditClick: 1,
      ...VIEW,
      ViewSearchBasedCreationPage: 1
    });
    await step("its form left", () => button("Cancel").click(), {
      SearchBasedCreationPageCancelClick: 1,
      ...VIEW,
      StandaloneInsightPageViewed: 1
    });
    await step("its dashboard", () => page.locator('main a[href="#/insights/old-calls.md"]').first().click(), {
      StandaloneInsightDashboardClick: 1,
      ...VIEW
    });
    await step(
      "the dashboard's settings",
      async () => {
        await button("More for this dashboard").click();
        await page.getByRole("menuitem", {name: "Title and readers…"}).click();
      },
      {InsightConfigureClick: 1}
    );
    await page.keyboard.press("Escape");
    await step("another insight for it", () => page.getByRole("link", {name: "Add insight"}).click(), {
      InsightAddMoreClick: 1,
      ...VIEW,
      ViewCodeInsightsCreationPage: 1
    });
    await step(
      "the notebook again",
      async () => {
        await go("#/notebooks/old-calls.md");
        await drawn(page);
      },
      VIEW
    );
    await step(
      "the insight deleted, and the notebook left for a page without insights",
      async () => {
        // by key: a pointer on its way would look at points
        await cell.getByRole("button", {name: "Delete"}).focus();
        await page.keyboard.press("Enter");
        await cell.waitFor({state: "detached"});
        await go("#/docs");
      },
      {InsightRemoval: 1}
    );

    // pages
    for (const hash of ["#/data", "#/pings", "#/pings/reference", "#/docs"]) await step(hash, () => go(hash), {});
    await step("#/notebooks", () => go("#/notebooks"), VIEW);

    // counted by hand from the steps above
    const wanted: Counts = {
      // 3 get-started, 1 template's form, 1 creation by the call to action; for each of 4 cards 2 forms, 1 after leaving one,
      // 1 notebook and 1 list of cards (20); for that of metrics 2 galleries and 1 list of cards more; 1 search form,
      // 1 form by address, 1 notebook, 1 form to edit, 1 notebook, 1 notebook with bars, 1 list of dashboards, 2 the insight by
      // itself, 1 its form, 1 its dashboard, 1 creation for that, 1 notebook, 1 list of notebooks
      InsightsPageView: 42,
      InsightsUniquePageView: 1,
      InsightsGetStartedPage: 3,
      InsightsGetStartedPageQueryModification: 1,
      InsightsGetStartedPageRepositoriesModification: 1,
      InsightsGetStartedTabClick: 1,
      InsightsGetStartedTabMoreClick: 1,
      InsightGetStartedTemplateCopyClick: 1,
      InsightsGetStartedDocsClicks: 1,
      InsightGetStartedTemplateClick: 1,
      InsightsGetStartedPrimaryCTAClick: 1,
      // by the call to action, twice for each of 4 cards, for the dashboard
      ViewCodeInsightsCreationPage: 10,
      // the template's, the card's, by address, to edit twice
      ViewSearchBasedCreationPage: 5,
      StandaloneInsightPageViewed: 2,
      StandaloneInsightPageEditClick: 1,
      StandaloneInsightDashboardClick: 1,
      InsightConfigureClick: 1,
      InsightAddMoreClick: 1,
      CodeInsightCreateSearchBasedInsightClick: 1,
      SearchBasedCreationPageCancelClick: 2,
      SearchBasedCreationPageSubmitClick: 2,
      CodeInsightsCreateCaptureGroupInsightClick: 2,
      ViewCodeInsightsCaptureGroupCreationPage: 2,
      CodeInsightsCaptureGroupCreationPageCancelClick: 1,
      CodeInsightsCaptureGroupCreationPageSubmitClick: 1,
      CodeInsightsCreateComputeInsightClick: 2,
      ViewCodeInsightsComputeCreationPage: 2,
      CodeInsightsComputeCreationPageCancelClick: 1,
      CodeInsightsComputeCreationPageSubmitClick: 1,
      CodeInsightsCreateCodeStatsInsightClick: 2,
      ViewCodeInsightsCodeStatsCreationPage: 2,
      CodeInsightsCodeStatsCreationPageCancelClick: 1,
      CodeInsightsCodeStatsCreationPageSubmitClick: 1,
      CodeInsightsExploreInsightExtensionsClick: 2,
      ViewCodeInsightsMetricCreationPage: 2,
      CodeInsightsMetricCreationPageCancelClick: 1,
      CodeInsightsMetricCreationPageSubmitClick: 1,
      // one of each kind, and one by its filters
      InsightAddition: 6,
      // by its filters and in its form
      InsightEdit: 2,
      InsightRemoval: 1,
      InsightHover: 3,
      InsightDataPointClick: 3,
      GroupAggregationModeClicked: 1,
      GroupResultsChartBarHover: 1,
      GroupResultsChartBarClick: 1,
      InsightFiltersChange: 2,
      CodeInsightsSearchBasedFilterUpdating: 1,
      CodeInsightsSearchBasedFilterInsightCreation: 1,
      InsightUICustomization: 1,
      WeeklyFirstTimeInsightCreators: 1,
      WeeklyInsightCreators: 1
    };
    await go("#/pings");
    await page.locator("table.pings").first().waitFor();
    await page.getByRole("button", {name: "JSON", exact: true}).click();
    const [file] = await Promise.all([page.waitForEvent("download"), button(/^Save /).click()]);
    const summary = JSON.parse(await readFile((await file.path())!, "utf8"));
    const metrics: {code: string; type: string; count: number | null; parts?: Counts}[] = summary.weeks[0].metrics;
    const counted = metrics.filter(({type, count}) => type === "FE event" && count);
    expect(Object.fromEntries(counted.map(({code, count}) => [code, count]))).toEqual(wanted);
    const parts = (code: string) => metrics.find((metric) => metric.code === code)!.parts;
    expect(parts("InsightHover")).toEqual({ComputeInsight: 1, InProductLandingPageInsight: 1, SearchBased: 1});
    for (const code of ["GroupAggregationModeClicked", "GroupResultsChartBarHover", "GroupResultsChartBarClick"])
      expect(parts(code), code).toEqual({TEAM: 1});
    expect(parts("InsightAddition")).toEqual({
      SearchBased: 2,
      CaptureGroup: 1,
      ComputeInsight: 1,
      LangStats: 1,
      metric: 1,
      "by form": 5,
      "by editor": 1
    });
    expect(parts("InsightEdit")).toEqual({SearchBased: 2, "by form": 1, "by editor": 1});
    expect(parts("InsightRemoval")).toEqual({SearchBased: 1, "by editor": 1});
    expect(parts("InsightsGetStartedTabClick")).toEqual({"Code health": 1});
    // nothing in it disagrees with anything else
    expect(summary.weeks[0].smell_check.filter(({agrees}: {agrees: boolean}) => !agrees)).toEqual([]);
    expect((await readFile(join(app.folder, "notebooks/old-calls.md"), "utf8")).match(/yaml insight id=\w+/g)).toEqual([
      "yaml insight id=old_calls_filtered"
    ]);
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  }, 240_000);
});

describe("a public demo", () => {
  it("records the acts on its get-started page under their Cloud… names, and all else as it is", async () => {
    const {page, context, seen} = await app.open("#/docs");
    await context.route(app.address, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace("<head>", '<head><meta name="tidemark-demo">');
      await route.fulfill({response, body});
    });
    await page.goto(`${app.address}#/get-started`);
    await page.reload();
    await page.locator('meta[name="tidemark-demo"]').waitFor({state: "attached"});
    await page.locator(".live-example .surface").waitFor({timeout: 45_000});
    const before = await eventCounts(page);
    const typesOf = () =>
      page.evaluate(
        () =>
          new Promise<string[]>((resolve) => {
            const open = indexedDB.open("tidemark-events");
            open.onsuccess = () => {
              const all = open.result.transaction("events").objectStore("events").getAll();
              all.onsuccess = () => {
                open.result.close();
                const events = all.result as {name: string; argument: {insightType?: string}}[];
                resolve(
                  events.flatMap(({name, argument}) =>
                    argument.insightType ? [`${name} ${argument.insightType}`] : []
                  )
                );
              };
            };
          })
      );
    await page.locator(".live-example .surface").focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await expect
      .poll(async () => (await typesOf()).sort(), {timeout: 15_000})
      .toEqual(["InsightDataPointClick CloudLandingPageInsight", "InsightHover CloudLandingPageInsight"]);
    await page.keyboard.press("Escape");
    await page.getByLabel("Search for").fill("ioutil");
    await page.getByLabel("In repositories named like").fill("vega");
    await page.getByRole("tab", {name: "Code health"}).click();
    await page.getByRole("button", {name: /^Show \d+ more/}).click();
    // each page is there before it is left: one that is passed by is not shown
    const back = async () => {
      await page.locator(".live-example").waitFor({state: "detached"});
      await page.goBack();
      await page.locator(".live-example .surface").waitFor();
    };
    await page.getByRole("link", {name: "How to send a report"}).click();
    await back();
    await page.getByRole("link", {name: "Use this template"}).first().click();
    await back();
    await page.getByRole("link", {name: "Create your first insight"}).click();
    const gained = async () => {
      const now = await eventCounts(page);
      return Object.fromEntries(
        Object.entries(now).flatMap(([name, count]) =>
          name.includes("GetStarted") && count > (before[name] ?? 0) ? [[name, count - (before[name] ?? 0)]] : []
        )
      );
    };
    // the page twice more, by the way back; each act once
    await expect.poll(gained, {timeout: 15_000}).toEqual({
      InsightsGetStartedPage: 2,
      CloudInsightsGetStartedPageQueryModification: 1,
      CloudInsightsGetStartedPageRepositoriesModification: 1,
      CloudInsightsGetStartedTabClick: 1,
      CloudInsightsGetStartedTabMoreClick: 1,
      CloudInsightsGetStartedDocsClicks: 1,
      CloudInsightGetStartedTemplateClick: 1,
      CloudInsightsGetStartedPrimaryCTAClick: 1
    });
    expect(seen.errors).toEqual([]);
    await context.close();
  });
});
