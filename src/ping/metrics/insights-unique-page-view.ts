import type {PingMetric} from "./metric.ts";

/** People who looked at any page. */
export const insightsUniquePageView: PingMetric = {
  code: "InsightsUniquePageView",
  title: "Unique page views",
  type: "FE event",
  purpose: "How many different people look at the app in a week.",
  implementation:
    "One event the first time a person sees any page in a week (Monday 00:00 UTC); counted once per person.",
  aggregation: "week",
  byInsightType: false,
  count: (events) => new Set(events.filter(({name}) => name === "InsightsUniquePageView").map(({user}) => user)).size
};
