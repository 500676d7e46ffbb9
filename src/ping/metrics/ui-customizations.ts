import {eventCount, type PingMetric, tidemark, upstream} from "./metric.ts";

/** Charts that were resized. */
export const uiCustomizations: PingMetric = {
  title: "UI customizations",
  heading: "UI customizations count",
  purpose: "How often people change the size of a chart.",
  upstream: upstream({
    type: "FE event",
    implementation: "An event of the browser when the resizing of an insight begins.",
    considerations: "The page names resizing only; the code counts the start of a move as well.",
    codes: ["InsightUICustomization"],
    changes: ["#17805"],
    added: "3.25"
  }),
  tidemark: tidemark({
    type: "FE event",
    implementation:
      "One event when a chart was resized by dragging its edge, or by key. Moving a chart counts nothing.",
    aggregation: "By week, by type of insight",
    codes: ["InsightUICustomization"],
    added: "0.1.0"
  }),
  counts: [eventCount("InsightUICustomization", "UI customizations", "insightType")]
};
