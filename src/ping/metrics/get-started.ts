import {eventCount, type PingMetric, tidemark, upstream} from "./metric.ts";

const COUNTS = [
  eventCount("InsightsGetStartedPage", "Get-started page views"),
  eventCount("InsightsGetStartedPageQueryModification", "Example's query changed"),
  eventCount("InsightsGetStartedPageRepositoriesModification", "Example's repositories changed"),
  eventCount("InsightsGetStartedPrimaryCTAClick", "“Create your first insight” clicks"),
  eventCount("InsightsGetStartedTabClick", "Template tab clicks", "title"),
  eventCount("InsightGetStartedTemplateClick", "“Use this template” clicks"),
  eventCount("InsightsGetStartedTabMoreClick", "“Show more” clicks", "title"),
  eventCount("InsightsGetStartedDocsClicks", "Docs link clicks")
];

/** What people do on the get-started page. */
export const getStarted: PingMetric = {
  title: "Get-started page",
  heading: "In-product landing page events (hover, data points click, template section clicks)",
  purpose: "What people do on the page that shows what insights are: look, try the example, browse templates, begin.",
  upstream: upstream({
    type: "FE event",
    implementation: "Events of the browser for each act on the in-product page and on the landing page of the cloud.",
    considerations:
      "The page says that each counts unique users; the payload has a total and a unique count. Tabs say which one in the argument, as title in the page and tabName in the code. Changes of the fields wait for a second of quiet.",
    codes: COUNTS.map(({code}) => code),
    changes: ["#31048"],
    added: "3.37"
  }),
  tidemark: tidemark({
    type: "FE event",
    implementation:
      "One event for each act on the get-started page; a change of a field counts after a second of quiet, or when the page is left.",
    considerations:
      "Hovers and clicks on the live example are InsightHover and InsightDataPointClick of the type InProductLandingPageInsight. The unique count is beside each total. Where the app runs as a public demo the acts have their Cloud… names.",
    aggregation: "By week: times, people, and for tabs by title",
    codes: COUNTS.map(({code}) => code),
    added: "0.2.0"
  }),
  counts: COUNTS
};
