/**
 * The totals of Sourcegraph's usage payload, counted from what a workspace holds. They keep upstream's oddities: a year
 * has 0 days, dashboards without insights are in no statistics, deleted ones are. Source: insights_ping_aggregators.go.
 */

import type {UsageOutline} from "./usage-tables.ts";

/** A workspace as far as totals care: notebooks, insights and series. */
export interface WorkspaceOutline {
  readonly dashboards: readonly {
    /** How many insights it shows. */
    readonly insights: number;
    readonly organizations: readonly string[];
    readonly deleted: boolean;
  }[];
  readonly views: readonly {
    readonly presentation: string;
    /** The organisations of the insight's own grants. */
    readonly organizations: readonly string[];
    readonly frozen: boolean;
    /** The ids of its series. */
    readonly series: readonly string[];
  }[];
  readonly series: readonly {
    readonly id: string;
    /** search, search-compute, language-stats, mapping-compute. */
    readonly method: string;
    readonly captureGroups: boolean;
    readonly repositories: readonly string[];
    readonly criteria: string | null;
    readonly justInTime: boolean;
    readonly deleted: boolean;
    readonly interval: {readonly unit: string; readonly value: number} | null;
  }[];
}

type Series = WorkspaceOutline["series"][number];

/** A workspace of ours as these totals see it: nothing in it is deleted or frozen. */
export function workspaceOutline({dashboards, views, series}: UsageOutline): WorkspaceOutline {
  const organizations = (grants: UsageOutline["views"][number]["grants"]) =>
    grants.flatMap(({kind, grantee}) => (kind === "org" ? [grantee] : []));
  return {
    dashboards: dashboards.map(({insights, grants}) => ({
      insights: new Set(insights).size,
      organizations: organizations(grants),
      deleted: false
    })),
    views: views.map(({view, grants, series: ids}) => ({
      presentation: view,
      organizations: organizations(grants),
      frozen: false,
      series: [...new Set(ids)]
    })),
    series: series.map(({id, method, captureGroups, scope, storage, interval}) => ({
      ...{id, method, captureGroups, interval, deleted: false},
      repositories: scope === "names" ? ["named"] : [],
      criteria: scope === "condition" ? "a condition" : null,
      justInTime: storage === "computed"
    }))
  };
}

/** The totals of the payload. Rows are in order of first sight. */
export function instanceTotals({dashboards, views, series}: WorkspaceOutline) {
  const byId = new Map(series.map((one) => [one.id, one]));
  const seriesOf = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? []);
  const links = views.flatMap(({presentation, series: ids}) =>
    seriesOf(ids)
      .filter(({deleted}) => !deleted)
      .map((one) => ({ViewType: presentation, GenerationType: generationType(one)}))
  );
  const days = views.flatMap(({series: ids}) => {
    const intervals = seriesOf(ids).flatMap(({interval}) =>
      interval?.value ? [`${interval.value} ${interval.unit}`] : []
    );
    return [...new Set(intervals)].map((interval) => ({IntervalDays: intervalDays(interval)}));
  });
  const visible = views.flatMap(({presentation, organizations}) =>
    organizations.map(() => ({Type: presentation === "LINE" ? "search" : "lang-stats"}))
  );
  return {
    InsightTimeIntervals: counted(days),
    InsightOrgVisible: counted(visible),
    InsightTotalCounts: {
      ViewCounts: counted(views.map(({presentation}) => ({ViewType: presentation}))),
      SeriesCounts: counted(
        series.filter(({deleted}) => !deleted).map((one) => ({GenerationType: generationType(one)}))
      ),
      ViewSeriesCounts: counted(links)
    },
    TotalOrgsWithDashboard: new Set(dashboards.flatMap(({organizations}) => organizations)).size,
    TotalDashboardCount: dashboards.filter(({deleted}) => !deleted).length,
    InsightsPerDashboard: statistics(dashboards.map(({insights}) => insights).filter((insights) => insights > 0)),
    // there is no backfill whose time could be told
    WeeklySeriesBackfillTime: [{AllRepos: false, P99Seconds: 0, P90Seconds: 0, P50Seconds: 0, Count: 0}]
  };
}

/** How many insights there are, frozen ones left out. */
export function criticalTotals({views}: WorkspaceOutline) {
  return {TotalInsights: views.filter(({frozen}) => !frozen).length};
}

/** `<method>::<scope>::<storage>`. */
function generationType({method, captureGroups, repositories, criteria, justInTime}: Series): string {
  const isSearch = method === "search" || method === "search-compute";
  const scope = repositories.length ? "scoped" : criteria === null ? "global" : "repo-search";
  return `${isSearch && captureGroups ? "capture-groups" : method}::${scope}::${justInTime ? "jit" : "recorded"}`;
}

/** Hours and years are no days: upstream has no case for them. */
function intervalDays(interval: string): number {
  const [value, unit] = interval.split(" ");
  const length: Readonly<Record<string, number>> = {month: 30, week: 7, day: 1};
  return Number(value) * (length[unit!] ?? 0);
}

/** Equal rows as one, with their number. */
function counted<Row extends object>(rows: readonly Row[]): (Row & {TotalCount: number})[] {
  const found = new Map<string, Row & {TotalCount: number}>();
  for (const row of rows) {
    const key = JSON.stringify(row);
    const known = found.get(key);
    if (known) known.TotalCount++;
    else found.set(key, {...row, TotalCount: 1});
  }
  return [...found.values()];
}

/** Mean, bounds, sample standard deviation and interpolated median in single precision; all 0 for no numbers. */
function statistics(numbers: readonly number[]) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const count = sorted.length;
  if (!count) return {Avg: 0, Max: 0, Min: 0, StdDev: 0, Median: 0};
  const mean = sorted.reduce((sum, number) => sum + number, 0) / count;
  const squares = sorted.reduce((sum, number) => sum + (number - mean) ** 2, 0);
  const middle = (count - 1) / 2;
  return {
    Avg: Math.fround(mean),
    Max: sorted.at(-1)!,
    Min: sorted[0]!,
    StdDev: Math.fround(count > 1 ? Math.sqrt(squares / (count - 1)) : 0),
    Median: Math.fround((sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2)
  };
}
