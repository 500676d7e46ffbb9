import {backfillTime} from "./backfill-time.ts";
import {changesOfInsights} from "./changes-of-insights.ts";
import {creationFunnels} from "./creation-funnels.ts";
import {dashboardClicks} from "./dashboard-clicks.ts";
import {dashboardCount} from "./dashboard-count.ts";
import {dataExports} from "./data-exports.ts";
import {dataPointClicks} from "./data-point-clicks.ts";
import {demoLanding} from "./demo-landing.ts";
import {filterInsights} from "./filter-insights.ts";
import {filters} from "./filters.ts";
import {firstTimeCreators} from "./first-time-creators.ts";
import {getStarted} from "./get-started.ts";
import {groupResults} from "./group-results.ts";
import {hovers} from "./hovers.ts";
import {insightsPerDashboard} from "./insights-per-dashboard.ts";
import type {Capture, PingCount, PingMetric} from "./metric.ts";
import {moreCreation} from "./more-creation.ts";
import {orgVisible} from "./org-visible.ts";
import {orgsWithDashboard} from "./orgs-with-dashboard.ts";
import {pageViews} from "./page-views.ts";
import {searchLimits} from "./search-limits.ts";
import {seriesCounts} from "./series-counts.ts";
import {standalonePage} from "./standalone-page.ts";
import {templateCopies} from "./template-copies.ts";
import {timeIntervals} from "./time-intervals.ts";
import {totalInsights} from "./total-insights.ts";
import {uiCustomizations} from "./ui-customizations.ts";
import {uniquePageViews} from "./unique-page-views.ts";
import {viewCounts} from "./view-counts.ts";
import {viewSeriesCounts} from "./view-series-counts.ts";

/** The metrics in the order of the page that defines them, and behind those what it does not have. */
export const PING_METRICS = [
  changesOfInsights,
  hovers,
  uiCustomizations,
  dataPointClicks,
  pageViews,
  uniquePageViews,
  getStarted,
  orgVisible,
  firstTimeCreators,
  timeIntervals,
  creationFunnels,
  viewSeriesCounts,
  seriesCounts,
  viewCounts,
  orgsWithDashboard,
  dashboardCount,
  insightsPerDashboard,
  totalInsights,
  moreCreation,
  templateCopies,
  filters,
  filterInsights,
  dataExports,
  standalonePage,
  dashboardClicks,
  groupResults,
  demoLanding,
  searchLimits,
  backfillTime
] as const satisfies readonly PingMetric[];

/** Every row of the summary with its metric, in order. */
export const PING_COUNTS: readonly {readonly metric: PingMetric; readonly count: PingCount}[] = PING_METRICS.flatMap(
  (metric: PingMetric) => metric.counts.map((count) => ({metric, count}))
);

/** The rows that are captured from what there is. */
export const CAPTURES: readonly Capture[] = PING_COUNTS.flatMap(({count}) => (count.is === "capture" ? [count] : []));
