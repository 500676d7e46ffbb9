/**
 * The weekly part of Sourcegraph's usage payload, counted from events: week to date, strictly after Monday 00:00 UTC and
 * with no end. Source: Sourcegraph internal/usagestats/code_insights.go.
 */
import {canonicalJson} from "../hash.ts";
import {isoTime, startOfWeek} from "../time.ts";
import type {PingEvent} from "./event.ts";
import {AGGREGATED, BY_INSIGHT, LIMIT_EVENTS, STORED_NAMES} from "./sourcegraph-names.ts";

/** Upstream deletes events that are older; who created their last insight before is a first-time creator again. */
const KEPT = 93 * 86_400_000;

/** The weekly fields of the payload at a time. Rows are in order of their name or first event. */
export function weeklyUsage(events: readonly PingEvent[], now: number) {
  const week = startOfWeek(now);
  const stored = events.map((event) => ({...event, name: STORED_NAMES[event.name] ?? event.name}));
  const ofWeek = stored.filter(({at}) => at > week);
  const of = (...names: readonly string[]) => ofWeek.filter(({name}) => names.includes(name));
  const count = (name: string) => of(name).length;
  const people = (name: string) => distinctUsers(of(name));
  return {
    WeeklyUsageStatisticsByInsight: groups(
      of(...Object.values(BY_INSIGHT)),
      ({argument}) => argument.insightType ?? null
    ).map(([InsightType, mine]) => ({
      InsightType,
      ...mapValues(BY_INSIGHT, (event) => mine.filter(({name}) => name === event).length)
    })),
    WeeklyInsightsPageViews: count("ViewInsights"),
    WeeklyStandaloneInsightPageViews: count("StandaloneInsightPageViewed"),
    WeeklyStandaloneDashboardClicks: count("StandaloneInsightDashboardClick"),
    WeeklyStandaloneEditClicks: count("StandaloneInsightPageEditClick"),
    WeeklyInsightsGetStartedPageViews: count("ViewInsightsGetStartedPage"),
    WeeklyInsightsUniquePageViews: people("ViewInsights"),
    WeeklyInsightsGetStartedUniquePageViews: people("ViewInsightsGetStartedPage"),
    WeeklyStandaloneInsightUniquePageViews: people("StandaloneInsightPageViewed"),
    WeeklyStandaloneInsightUniqueDashboardClicks: people("StandaloneInsightDashboardClick"),
    WeeklyStandaloneInsightUniqueEditClicks: people("StandaloneInsightPageEditClick"),
    WeeklyInsightConfigureClick: count("InsightConfigureClick"),
    WeeklyInsightAddMoreClick: count("InsightAddMoreClick"),
    WeekStart: isoTime(week),
    WeeklyInsightCreators: people("InsightAddition"),
    WeeklyFirstTimeInsightCreators: firstTimeCreators(stored, week, now - KEPT),
    WeeklyAggregatedUsage: groups(of(...AGGREGATED), ({name}) => name).map(([Name, mine]) => ({
      Name,
      TotalCount: mine.length,
      UniqueCount: distinctUsers(mine)
    })),
    WeeklyGetStartedTabClickByTab: tabClicks(of("InsightsGetStartedTabClick")),
    WeeklyGetStartedTabMoreClickByTab: tabClicks(of("InsightsGetStartedTabMoreClick")),
    WeeklyGroupResultsOpenSection: count("GroupResultsOpenSection"),
    WeeklyGroupResultsCollapseSection: count("GroupResultsCollapseSection"),
    WeeklyGroupResultsInfoIconHover: count("GroupResultsInfoIconHover"),
    WeeklyGroupResultsExpandedViewOpen: modeCounts(of("GroupResultsExpandedViewOpen")),
    WeeklyGroupResultsExpandedViewCollapse: modeCounts(of("GroupResultsExpandedViewCollapse")),
    WeeklyGroupResultsChartBarHover: barCounts(of("GroupResultsChartBarHover")),
    WeeklyGroupResultsChartBarClick: barCounts(of("GroupResultsChartBarClick")),
    WeeklyGroupResultsAggregationModeClicked: barCounts(of("GroupAggregationModeClicked")),
    WeeklyGroupResultsAggregationModeDisabledHover: barCounts(of("GroupAggregationModeDisabledHover")),
    WeeklyGroupResultsSearches: groups(of(...LIMIT_EVENTS), ({name, argument}) => canonicalJson([name, argument])).map(
      ([, mine]) => ({Name: mine[0]!.name, AggregationMode: modeOf(mine), Count: mine.length})
    ),
    WeeklyDataExportClicks: count("InsightsDataExportRequest")
  };
}

/** People whose earliest addition that is still kept is of this week. */
function firstTimeCreators(events: readonly PingEvent[], week: number, oldest: number): number {
  const additions = events.filter(({name, at}) => name === "InsightAddition" && at >= oldest);
  return groups(additions, ({user}) => user).filter(([, mine]) => mine.every(({at}) => at > week)).length;
}

/** Clicks by tab; null when one does not say which, as that ends upstream's count with an error. */
function tabClicks(events: readonly PingEvent[]) {
  const tabs = groups(events, ({argument}) => argument.tabName ?? argument.title ?? null);
  if (tabs.some(([TabName]) => TabName === null)) return null;
  return tabs.map(([TabName, mine]) => ({TabName, TotalCount: mine.length}));
}

function modeCounts(events: readonly PingEvent[]) {
  return groups(events, ({argument}) => canonicalJson(argument)).map(([, mine]) => ({
    AggregationMode: modeOf(mine),
    Count: mine.length
  }));
}

/** Counted by the whole argument, so by bar too. */
function barCounts(events: readonly PingEvent[]) {
  return groups(events, ({argument}) => canonicalJson(argument)).map(([, mine]) => {
    const {uiMode = null, index} = mine[0]!.argument;
    return {
      AggregationMode: modeOf(mine),
      UIMode: uiMode,
      Count: mine.length,
      BarIndex: index === undefined ? null : Number(index)
    };
  });
}

function modeOf([event]: readonly PingEvent[]): string | null {
  return event!.argument.aggregationMode ?? null;
}

function distinctUsers(events: readonly PingEvent[]): number {
  return new Set(events.map(({user}) => user)).size;
}

/** Events by a key, in order of the first of each. */
function groups<Key>(events: readonly PingEvent[], keyOf: (event: PingEvent) => Key): [Key, PingEvent[]][] {
  const found = new Map<Key, PingEvent[]>();
  for (const event of events) {
    const key = keyOf(event);
    const mine = found.get(key);
    if (mine) mine.push(event);
    else found.set(key, [event]);
  }
  return [...found];
}

function mapValues<Name extends string, T>(
  values: Readonly<Record<Name, string>>,
  change: (value: string) => T
): Record<Name, T> {
  return Object.fromEntries(Object.entries<string>(values).map(([name, value]) => [name, change(value)])) as Record<
    Name,
    T
  >;
}
