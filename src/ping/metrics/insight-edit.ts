import {countOf, type PingMetric} from "./metric.ts";

/** Insights that were changed. */
export const insightEdit: PingMetric = {
  code: "InsightEdit",
  title: "Edits",
  type: "FE event",
  purpose: "How many insights people change in a week.",
  implementation:
    "One event for each insight whose cell differs from the last saved one, at the end of an editing session.",
  aggregation: "week",
  byInsightType: true,
  count: countOf("InsightEdit")
};
