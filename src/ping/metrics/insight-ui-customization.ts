import {countOf, type PingMetric} from "./metric.ts";

/** Charts that were resized. */
export const insightUiCustomization: PingMetric = {
  code: "InsightUICustomization",
  title: "UI customizations",
  type: "FE event",
  purpose: "How often people change the size of a chart.",
  implementation: "One event when a chart was resized by dragging its edge or by key.",
  aggregation: "week",
  byInsightType: true,
  count: countOf("InsightUICustomization")
};
