import {eventCount, type PingMetric, tidemark, upstream} from "./metric.ts";

/** Data points that were opened. */
export const dataPointClicks: PingMetric = {
  title: "Data point clicks",
  heading: "Data point clicks count",
  purpose: "How often people ask what is behind a point.",
  upstream: upstream({
    type: "FE event",
    implementation: "An event of the browser when a click on a point leads to the search for what changed there.",
    considerations: "Only insights of the frontend at first: those of the backend had no such search yet.",
    codes: ["InsightDataPointClick"],
    changes: ["#17805"],
    added: "3.25"
  }),
  tidemark: tidemark({
    type: "FE event",
    implementation: "One event when a data point is clicked, or entered by key, and its numbers open.",
    considerations: "Every kind of insight has points that open.",
    aggregation: "By week, by type of insight",
    codes: ["InsightDataPointClick"],
    added: "0.1.0"
  }),
  counts: [eventCount("InsightDataPointClick", "Data point clicks", "insightType")]
};
