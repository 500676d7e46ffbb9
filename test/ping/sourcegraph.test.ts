import {describe, expect, it} from "vitest";
import type {PingEvent} from "../../src/ping/event.ts";
import {sourcegraphJson, toSourcegraph} from "../../src/ping/to-sourcegraph.ts";

const NOW = Date.UTC(2021, 0, 28); // a Thursday
const MONDAY = Date.UTC(2021, 0, 25);
const DAY = 86_400_000;
let ids = 0;
const event = (name: string, at = NOW, user = "a", argument: Record<string, string> = {}): PingEvent => ({
  ...{id: String(ids++), name, at, user, session: "s", version: "0.2.0", argument}
});
const EMPTY = {dashboards: [], views: [], series: []};
const usage = (...events: readonly PingEvent[]) => toSourcegraph(events, EMPTY, NOW).code_insights_usage;

describe("the Sourcegraph payload", () => {
  it("counts the week to date, after its first moment and without an end", () => {
    const week = usage(
      event("ViewInsights", MONDAY),
      event("ViewInsights", MONDAY + 1),
      event("ViewInsights", NOW + DAY, "b")
    );
    expect(week).toMatchObject({
      WeekStart: "2021-01-25T00:00:00Z",
      WeeklyInsightsPageViews: 2,
      WeeklyInsightsUniquePageViews: 2
    });
  });

  it("takes our names and those of the page for those of upstream's code", () => {
    expect(usage(event("InsightsPageView"), event("ViewInsights")).WeeklyInsightsPageViews).toBe(2);
    expect(usage(event("CodeInsightCreateSearchBasedInsightClick")).WeeklyAggregatedUsage).toEqual([
      {Name: "CodeInsightsCreateSearchBasedInsightClick", TotalCount: 1, UniqueCount: 1}
    ]);
  });

  it("counts by type of insight; one without a type is null", () => {
    const rows = usage(
      event("InsightAddition", NOW, "a", {insightType: "SearchBased"}),
      event("InsightHover", NOW, "a", {insightType: "SearchBased"}),
      event("InsightHover")
    ).WeeklyUsageStatisticsByInsight;
    expect(rows).toMatchObject([
      {InsightType: "SearchBased", Additions: 1, Hovers: 1, Removals: 0},
      {InsightType: null, Additions: 0, Hovers: 1}
    ]);
  });

  it("calls first-time creators those whose earliest addition of the last 93 days is of this week", () => {
    const week = usage(
      event("InsightAddition", NOW, "new"),
      event("InsightAddition", NOW - 10 * DAY, "old"),
      event("InsightAddition", NOW, "old"),
      event("InsightAddition", NOW - 94 * DAY, "forgotten"),
      event("InsightAddition", NOW, "forgotten")
    );
    expect(week).toMatchObject({WeeklyInsightCreators: 3, WeeklyFirstTimeInsightCreators: 2});
  });

  it("has no tab clicks at all when one does not name its tab", () => {
    const named = event("InsightsGetStartedTabClick", NOW, "a", {title: "Popular"});
    expect(usage(named).WeeklyGetStartedTabClickByTab).toEqual([{TabName: "Popular", TotalCount: 1}]);
    expect(usage(named, event("InsightsGetStartedTabClick")).WeeklyGetStartedTabClickByTab).toBeNull();
  });

  it("counts bars by the whole argument", () => {
    const click = (index: string) =>
      event("GroupResultsChartBarClick", NOW, "a", {aggregationMode: "REPO", uiMode: "sidebar", index});
    expect(usage(click("0"), click("1"), click("0")).WeeklyGroupResultsChartBarClick).toEqual([
      {AggregationMode: "REPO", UIMode: "sidebar", Count: 2, BarIndex: 0},
      {AggregationMode: "REPO", UIMode: "sidebar", Count: 1, BarIndex: 1}
    ]);
  });

  const series = (id: string, unit: string, value: number) => ({
    ...{
      id,
      method: "search",
      captureGroups: false,
      repositories: [],
      criteria: null,
      justInTime: false,
      deleted: false
    },
    interval: {unit, value}
  });

  it("counts views by step in days; hours and years have none, equal days are added up", () => {
    const workspace = {
      ...EMPTY,
      series: [series("m", "month", 1), series("d", "day", 30), series("h", "hour", 6), series("y", "year", 1)],
      views: [["m", "m", "d"], ["h"], ["y"]].map((ids) => ({
        ...{presentation: "LINE", organizations: ["o", "p"], frozen: false, series: ids}
      }))
    };
    const {InsightTimeIntervals, InsightOrgVisible} = toSourcegraph([], workspace, NOW).code_insights_usage;
    expect(InsightTimeIntervals).toEqual([
      {IntervalDays: 30, TotalCount: 2},
      {IntervalDays: 0, TotalCount: 2}
    ]);
    expect(InsightOrgVisible).toEqual([{Type: "search", TotalCount: 6}]);
  });

  it("leaves empty dashboards out of the statistics and deleted ones out of the number", () => {
    const dashboards = [3, 1, 8, 0].map((insights) => ({insights, organizations: ["o"], deleted: insights === 8}));
    const {InsightsPerDashboard, ...totals} = toSourcegraph([], {...EMPTY, dashboards}, NOW).code_insights_usage;
    expect(totals).toMatchObject({TotalDashboardCount: 3, TotalOrgsWithDashboard: 1});
    // mean 4, squares 1 + 9 + 16 over two
    expect(InsightsPerDashboard).toEqual({Avg: 4, Max: 8, Min: 1, StdDev: Math.fround(Math.sqrt(13)), Median: 3});
  });

  it("has every field, and nothing that names a person", () => {
    const json = sourcegraphJson([event("ViewInsights", NOW, "secret-id")], EMPTY, NOW);
    expect(Object.keys(JSON.parse(json).code_insights_usage)).toHaveLength(37);
    expect(json).not.toContain("secret-id");
  });
});
