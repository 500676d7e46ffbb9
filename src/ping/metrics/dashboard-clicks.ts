import {eventCount, type PingMetric, tidemark, upstream} from "./metric.ts";

const COUNTS = [
  eventCount("InsightConfigureClick", "“Configure” clicks"),
  eventCount("InsightAddMoreClick", "“Add insights” clicks")
];
const CODES = COUNTS.map(({code}) => code);

/** Buttons of dashboards. */
export const dashboardClicks: PingMetric = {
  title: "Dashboard buttons",
  heading: null,
  purpose: "Whether people arrange their dashboards.",
  upstream: upstream({
    type: "FE event",
    implementation: "Events of the browser for the two buttons of a dashboard.",
    codes: CODES,
    added: "3.30"
  }),
  tidemark: tidemark({
    type: "FE event",
    implementation: "One event for each click on the two buttons of a notebook's card or page.",
    codes: CODES,
    added: "0.2.0"
  }),
  counts: COUNTS
};
