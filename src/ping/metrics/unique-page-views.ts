import {type PingMetric, tidemark, upstream} from "./metric.ts";
import {OWN_VIEWS_BROKEN, VIEWS_BROKEN} from "./page-views.ts";

const CODE = "InsightsUniquePageView";

/** People who looked at any page of insights. */
export const uniquePageViews: PingMetric = {
  title: "Unique page views",
  heading: "Unique page views count",
  purpose: "How many different people look at insights in a week.",
  upstream: upstream({
    type: "FE event",
    implementation: "Distinct users among the page views of the week.",
    considerations:
      "New pages have to be added to the counter by hand. All who have not signed in share one user id, and count as one person.",
    codes: [CODE, "ViewInsights"],
    changes: ["#17805"],
    added: "3.25",
    broken: VIEWS_BROKEN
  }),
  tidemark: tidemark({
    type: "FE event",
    implementation:
      "One event the first time a person sees a page of insights in a week; the summary counts the people, so that it stays right when logs are merged.",
    considerations: "A person is a random id in one browser: who uses two browsers, or resets the id, counts twice.",
    codes: [CODE],
    added: "0.1.0",
    broken: OWN_VIEWS_BROKEN
  }),
  counts: [
    {
      is: "events",
      code: CODE,
      label: "Unique page views",
      by: null,
      count: (events) => new Set(events.filter(({name}) => name === CODE).map(({user}) => user)).size
    }
  ]
};
