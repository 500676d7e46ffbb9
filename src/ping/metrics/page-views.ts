import {type BrokenVersions, eventCount, type PingMetric, tidemark, upstream} from "./metric.ts";

/** Versions in which views and unique views were wrong. */
export const VIEWS_BROKEN: readonly BrokenVersions[] = [
  {from: "3.25.0", to: "3.26.99", what: "not counted by week", fix: "#20070"},
  {from: "3.30.0", to: "3.30.99", what: "views of the new dashboard pages were missing", fix: "#24129"}
];

/** Versions of Tidemark in which views and unique views were wrong. */
export const OWN_VIEWS_BROKEN: readonly BrokenVersions[] = [
  {from: "0.1.0", to: "0.1.0", what: "pages without insights (data, pings, docs) counted too", fix: "0.2.0"}
];

/** Pages of insights that were shown. */
export const pageViews: PingMetric = {
  title: "Page views",
  heading: "Page views count",
  purpose: "How often a page is looked at on which insights are seen or made.",
  upstream: upstream({
    type: "FE event",
    implementation: "An event of the browser when an insights page opens.",
    considerations:
      "New pages have to be added to the counter by hand. The page means every insights page; the code counts the dashboard page alone.",
    codes: ["InsightsPageView", "ViewInsights"],
    changes: ["#17805"],
    added: "3.25",
    broken: VIEWS_BROKEN
  }),
  tidemark: tidemark({
    type: "FE event",
    implementation:
      "One event each time a page of the route table is shown that is marked as one of insights, viewing and creating alike.",
    considerations:
      "A test walks the route table and fails for a page that is in no list. Data, pings, docs and settings are no pages of insights.",
    codes: ["InsightsPageView"],
    added: "0.1.0",
    broken: OWN_VIEWS_BROKEN
  }),
  counts: [eventCount("InsightsPageView", "Page views")]
};
