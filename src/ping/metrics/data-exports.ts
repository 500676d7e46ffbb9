import {eventCount, type PingMetric, tidemark, upstream} from "./metric.ts";

/** Data that left by the door. */
export const dataExports: PingMetric = {
  title: "Data exports",
  heading: null,
  purpose: "How often people take an insight's numbers elsewhere.",
  upstream: upstream({
    type: "FE event",
    implementation: "The server writes an event of the user for each download of an insight's data.",
    codes: ["InsightsDataExportRequest"],
    added: "5.0"
  }),
  tidemark: tidemark({
    type: "FE event",
    implementation: "One event for each export of an insight's data from the app.",
    considerations: "Reports of whole notebooks and the command line count nothing.",
    codes: ["InsightsDataExportRequest"],
    added: "0.2.0"
  }),
  counts: [eventCount("InsightsDataExportRequest", "Data exports")]
};
