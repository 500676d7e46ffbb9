import {eventCount, type PingMetric, tidemark, upstream} from "./metric.ts";

const COUNTS = [
  eventCount("StandaloneInsightPageViewed", "Insight page views"),
  eventCount("StandaloneInsightDashboardClick", "Insight page: dashboard clicks"),
  eventCount("StandaloneInsightPageEditClick", "Insight page: edit clicks")
];
const CODES = COUNTS.map(({code}) => code);

/** The page of one insight. */
export const standalonePage: PingMetric = {
  title: "Page of one insight",
  heading: null,
  purpose: "Whether insights are looked at and shared one by one.",
  upstream: upstream({
    type: "FE event",
    implementation: "Events of the browser on the page of an insight; the payload has times and people.",
    codes: CODES,
    added: "3.41"
  }),
  tidemark: tidemark({
    type: "FE event",
    implementation: "One event when the page of an insight is shown, and one for each of its two buttons.",
    codes: CODES,
    added: "0.2.0"
  }),
  counts: COUNTS
};
