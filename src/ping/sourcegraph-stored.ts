/**
 * The totals of Sourcegraph's usage payload, read from the newest capture of each in a log, as upstream does: what was
 * never captured is null. Upstream's oddities come back from what the captures keep beside the corrected figures.
 */
import {type PingEvent, sortEvents} from "./event.ts";
import type {TotalRow} from "./total-row.ts";

/** The totals at the end of a log. */
export function storedTotals(log: readonly PingEvent[]) {
  const events = sortEvents(log);
  const newest = (code: string): readonly TotalRow[] | null =>
    events.findLast(({name, totals}) => name === code && totals)?.totals ?? null;
  const single = (code: string) => newest(code)?.map(({count}) => Number(count))[0] ?? null;
  const views = newest("ViewCounts");
  const series = newest("SeriesCounts");
  const links = newest("ViewSeriesCounts");
  return {
    InsightTimeIntervals: grouped(newest("InsightTimeIntervals"), ({unit, value}) => ({
      IntervalDays: Number(value) * (DAYS[String(unit)] ?? 0)
    })),
    InsightOrgVisible: grouped(
      newest("InsightOrgVisible"),
      ({view}) => ({Type: view === "LINE" ? "search" : "lang-stats"}),
      "grants"
    ),
    InsightTotalCounts:
      views && series && links
        ? {
            ViewCounts: grouped(views, ({view}) => ({ViewType: view})),
            SeriesCounts: grouped(series, ({generation}) => ({GenerationType: generation})),
            ViewSeriesCounts: grouped(links, ({view, generation}) => ({ViewType: view, GenerationType: generation}))
          }
        : null,
    TotalOrgsWithDashboard: single("TotalOrgsWithDashboard"),
    TotalDashboardCount: single("TotalDashboardCount"),
    InsightsPerDashboard: statistics(newest("InsightsPerDashboard")),
    // there is no backfill whose time could be told
    WeeklySeriesBackfillTime: [{AllRepos: false, P99Seconds: 0, P90Seconds: 0, P50Seconds: 0, Count: 0}]
  };
}

/** How many insights there are, frozen ones left out; null when that was never captured. */
export function storedCritical(log: readonly PingEvent[]) {
  const newest = sortEvents(log).findLast(({name, totals}) => name === "INSIGHT_TOTAL_COUNT_CRITICAL" && totals);
  return {TotalInsights: newest ? Number(newest.totals![0]?.count ?? 0) : null};
}

/** Hours and years are no days: upstream has no case for them. */
const DAYS: Readonly<Record<string, number>> = {month: 30, week: 7, day: 1};

/** Rows that have the same names for upstream, added up, in order of first sight. */
function grouped<Names extends object>(
  rows: readonly TotalRow[] | null,
  namesOf: (row: TotalRow) => Names,
  column = "count"
): (Names & {TotalCount: number})[] | null {
  if (!rows) return null;
  const found = new Map<string, Names & {TotalCount: number}>();
  for (const row of rows) {
    const names = namesOf(row);
    const key = JSON.stringify(names);
    const known = found.get(key) ?? {...names, TotalCount: 0};
    known.TotalCount += Number(row[column] ?? 0);
    found.set(key, known);
  }
  return [...found.values()];
}

/** Over dashboards that have insights, with the spread of a sample, in single precision. */
function statistics(rows: readonly TotalRow[] | null) {
  if (!rows) return null;
  const row = rows.find(({of}) => of === "dashboards with insights");
  const number = (column: string) => Math.fround(Number(row?.[column] ?? 0));
  return {
    Avg: number("avg"),
    Max: number("max"),
    Min: number("min"),
    StdDev: number("stdDev"),
    Median: number("median")
  };
}
