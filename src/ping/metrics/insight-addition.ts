import {countOf, type PingMetric} from "./metric.ts";

/** Insights that were created. */
export const insightAddition: PingMetric = {
  code: "InsightAddition",
  title: "Additions",
  type: "FE event",
  purpose: "How many insights people create in a week.",
  implementation:
    "One event for each insight id that a saved notebook has and the last saved one had not, at the end of an editing session.",
  aggregation: "week",
  byInsightType: true,
  count: countOf("InsightAddition")
};
