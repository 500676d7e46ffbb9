import {eventCount, type PingMetric, tidemark, upstream} from "./metric.ts";

const COUNTS = [
  eventCount("InsightFiltersChange", "Filter changes", "insightType"),
  eventCount("CodeInsightsSearchBasedFilterUpdating", "Filters saved")
];
const CODES = COUNTS.map(({code}) => code);

/** Filters on insights. */
export const filters: PingMetric = {
  title: "Filters",
  heading: null,
  purpose: "Whether people narrow insights down, and keep what they narrowed down to.",
  upstream: upstream({
    type: "FE event",
    implementation: "Events of the browser for changed and saved filters; changes wait for a second of quiet.",
    considerations: "Saved filters are sent, but counted nowhere.",
    codes: CODES,
    added: "3.25"
  }),
  tidemark: tidemark({
    type: "FE event",
    implementation: "One event for a change of an insight's filters, after a second of quiet, and one for saving them.",
    codes: CODES,
    added: "0.2.0"
  }),
  counts: COUNTS
};
