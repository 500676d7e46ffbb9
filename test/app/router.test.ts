import {readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";
import {isSamePage, parseRoute, ROUTES, routeHash, viewsOf} from "../../src/app/router.ts";

/** Pages on which no insight is seen or made; every other page counts. */
const WITHOUT_INSIGHTS = ["", "data", "pings", "docs", "settings"];

describe("the table of routes", () => {
  it("has every page of the app", () => {
    const pages = readFileSync(fileURLToPath(new URL("../../src/app/pages/index.ts", import.meta.url)), "utf8");
    const names = Array.from(pages.matchAll(/^ {2}(?:"([^"]*)"|([a-z]+)): (?:async )?\(/gm), ([, a, b]) => a ?? b!);
    expect(names.length).toBeGreaterThan(4);
    expect(names.filter((name) => !Object.hasOwn(ROUTES, name))).toEqual([]);
  });

  it.each(
    Object.entries(ROUTES).flatMap(([page, {examples}]) =>
      examples.map((rest) => [routeHash(page, rest), page] as const)
    )
  )("%s counts as one page view, if insights are seen or made there", (hash, page) => {
    const views = viewsOf(parseRoute(hash)).filter((code) => code === "InsightsPageView");
    expect(views).toHaveLength(WITHOUT_INSIGHTS.includes(page) ? 0 : 1);
  });

  it("takes a place within a page for the same page, and what the address asks of it for another", () => {
    const same = (a: string, b: string) => isSamePage(parseRoute(a), parseRoute(b));
    expect(same("#/notebooks/a.md?at=x", "#/notebooks/a.md?at=y")).toBe(true);
    expect(same("#/notebooks/a.md", "#/notebooks/a.md?at=y")).toBe(true);
    expect(same("#/notebooks/a.md", "#/notebooks/b.md")).toBe(false);
    expect(same("#/create/search?title=A", "#/create/search?title=A")).toBe(true);
    expect(same("#/create/search?title=A", "#/create/search?title=B")).toBe(false);
    expect(same("#/create/search", "#/create/search?title=B")).toBe(false);
  });

  it("takes a notebook's name without its ending", () => {
    expect(parseRoute("#/notebooks/go-1.22?at=x")).toMatchObject({rest: "go-1.22.md", at: "x"});
    expect(parseRoute("#/notebooks/go-1.22.md").rest).toBe("go-1.22.md");
    expect(parseRoute("#/insights/board").rest).toBe("board.md");
    expect(["#/notebooks", "#/insights", "#/insights/all"].map((hash) => parseRoute(hash).rest)).toEqual([
      "",
      "",
      "all"
    ]);
  });

  it("gives each page of the funnels its own event", () => {
    const own = (hash: string) => viewsOf(parseRoute(hash)).slice(1);
    expect(own("#/get-started")).toEqual(["InsightsGetStartedPage"]);
    expect(own("#/create")).toEqual(["ViewCodeInsightsCreationPage"]);
    expect(own("#/create/search?query=x")).toEqual(["ViewSearchBasedCreationPage"]);
    expect(own("#/create/language-stats")).toEqual(["ViewCodeInsightsCodeStatsCreationPage"]);
    expect(own("#/insight/name.md/id")).toEqual(["StandaloneInsightPageViewed"]);
    expect(own("#/create/not-a-kind")).toEqual([]);
  });
});
