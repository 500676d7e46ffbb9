import {countOf, type PingMetric} from "./metric.ts";

/** Insights that were deleted. */
export const insightRemoval: PingMetric = {
  code: "InsightRemoval",
  title: "Removals",
  type: "FE event",
  purpose: "How many insights people delete in a week.",
  implementation:
    "One event for each insight id that the last saved notebook had and the saved one has not, at the end of an editing session.",
  aggregation: "week",
  byInsightType: true,
  count: countOf("InsightRemoval")
};
