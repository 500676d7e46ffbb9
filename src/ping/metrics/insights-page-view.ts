import {countOf, type PingMetric} from "./metric.ts";

/** Pages that were shown. */
export const insightsPageView: PingMetric = {
  code: "InsightsPageView",
  title: "Page views",
  type: "FE event",
  purpose: "How often any page of the app is looked at.",
  implementation: "One event each time a page is shown, viewing and creating alike.",
  aggregation: "week",
  byInsightType: false,
  count: countOf("InsightsPageView")
};
