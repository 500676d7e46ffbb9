import {eventCount, type PingMetric, tidemark, upstream} from "./metric.ts";

const COUNTS = [
  eventCount("CodeInsightsCreateCaptureGroupInsightClick", "“Detect and track” card clicks"),
  eventCount("ViewCodeInsightsCaptureGroupCreationPage", "Capture-group form views"),
  eventCount("CodeInsightsCaptureGroupCreationPageSubmitClick", "Capture-group form submits"),
  eventCount("CodeInsightsCaptureGroupCreationPageCancelClick", "Capture-group form cancels"),
  eventCount("CodeInsightsCreateComputeInsightClick", "“Group results” card clicks"),
  eventCount("ViewCodeInsightsComputeCreationPage", "Group-results form views"),
  eventCount("CodeInsightsComputeCreationPageSubmitClick", "Group-results form submits"),
  eventCount("CodeInsightsComputeCreationPageCancelClick", "Group-results form cancels"),
  eventCount("ViewCodeInsightsMetricCreationPage", "Third-party form views"),
  eventCount("CodeInsightsMetricCreationPageSubmitClick", "Third-party form submits"),
  eventCount("CodeInsightsMetricCreationPageCancelClick", "Third-party form cancels")
];
const CODES = COUNTS.map(({code}) => code);

/** The ways to insights that the page's funnels do not have. */
export const moreCreation: PingMetric = {
  title: "Creation of other kinds",
  heading: null,
  purpose: "The same as the creation funnels, for the kinds of insights that came later.",
  upstream: upstream({
    type: "FE event",
    implementation: "Events of the browser as for search insights.",
    considerations: "They are sent, and counted in no field of the payload. There was no form of third-party metrics.",
    codes: CODES.filter((code) => !code.includes("Metric")),
    added: "3.34"
  }),
  tidemark: tidemark({
    type: "FE event",
    implementation: "One event for each act, as for search insights; the third-party form has names of our own.",
    codes: CODES,
    added: "0.2.0"
  }),
  counts: COUNTS
};
