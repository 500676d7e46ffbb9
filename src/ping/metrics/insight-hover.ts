import {countOf, type PingMetric} from "./metric.ts";

/** Tooltips of data points. */
export const insightHover: PingMetric = {
  code: "InsightHover",
  title: "Hovers",
  type: "FE event",
  purpose: "How often people look closer at the numbers of a chart.",
  implementation:
    "One event when the tooltip of a data point appears, by pointer or by key; moving on to the next point of the same chart within a second is the same look.",
  aggregation: "week",
  byInsightType: true,
  count: countOf("InsightHover")
};
