import {countOf, type PingMetric} from "./metric.ts";

/** Data points that were opened. */
export const insightDataPointClick: PingMetric = {
  code: "InsightDataPointClick",
  title: "Data point clicks",
  type: "FE event",
  purpose: "How often people ask what is behind a point.",
  implementation: "One event when a data point is clicked, or entered by key, and its numbers open.",
  aggregation: "week",
  byInsightType: true,
  count: countOf("InsightDataPointClick")
};
