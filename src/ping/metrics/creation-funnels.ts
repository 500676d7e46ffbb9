import {eventCount, type PingMetric, tidemark, upstream} from "./metric.ts";

const COUNTS = [
  eventCount("ViewCodeInsightsCreationPage", "Creation page views"),
  eventCount("CodeInsightCreateSearchBasedInsightClick", "“Track changes” card clicks"),
  eventCount("ViewSearchBasedCreationPage", "Search form views"),
  eventCount("SearchBasedCreationPageSubmitClick", "Search form submits"),
  eventCount("SearchBasedCreationPageCancelClick", "Search form cancels"),
  eventCount("CodeInsightsCreateCodeStatsInsightClick", "“Language usage” card clicks"),
  eventCount("ViewCodeInsightsCodeStatsCreationPage", "Language form views"),
  eventCount("CodeInsightsCodeStatsCreationPageSubmitClick", "Language form submits"),
  eventCount("CodeInsightsCodeStatsCreationPageCancelClick", "Language form cancels"),
  eventCount("CodeInsightsExploreInsightExtensionsClick", "“Third-party metric” card clicks")
];

/** The way from the creation cards to a new insight. */
export const creationFunnels: PingMetric = {
  title: "Creation funnels",
  heading: "Code Insights View/Click Creation Funnels",
  purpose:
    "Where on the way to a new insight people turn back; and to check other pings against, as a form can be seen without a click on its card, for example to edit.",
  upstream: upstream({
    type: "FE event",
    implementation: "Events of the browser for the cards, the forms and their two buttons.",
    considerations:
      "Some names of the page differ from those the code sends: its search names lack CodeInsights, and one has Insight for Insights.",
    codes: [
      ...COUNTS.map(({code}) => code),
      "CodeInsightsCreateSearchBasedInsightClick",
      "ViewCodeInsightsSearchBasedCreationPage",
      "CodeInsightsSearchBasedCreationPageSubmitClick",
      "CodeInsightsSearchBasedCreationPageCancelClick"
    ],
    added: "3.29"
  }),
  tidemark: tidemark({
    type: "FE event",
    implementation: "One event for each act on the creation page and its forms, under the page's names.",
    considerations:
      "The gallery of third-party importers takes the place of the extensions card. Steps are counts of events, not of the same people: more views than clicks are forms that were opened to edit or by address.",
    aggregation: "By week, as funnels with what is lost at each step",
    codes: COUNTS.map(({code}) => code),
    added: "0.2.0"
  }),
  counts: COUNTS
};
