import {eventCount, type PingMetric, tidemark, upstream} from "./metric.ts";

/** Tooltips of data points. */
export const hovers: PingMetric = {
  title: "Hovers",
  heading: "Hovers count",
  purpose: "How often people look closer at the numbers of a chart.",
  upstream: upstream({
    type: "FE event",
    implementation: "An event of the browser when the pointer rests on an insight.",
    considerations:
      "The page speaks of data points and their tooltip; the code waits half a second with the pointer anywhere on the insight's card.",
    codes: ["InsightHover"],
    changes: ["#17805"],
    added: "3.25"
  }),
  tidemark: tidemark({
    type: "FE event",
    implementation: "One event when the tooltip of a data point appears, by pointer or by key, as the page says.",
    considerations: "Moving on to the next point of the same chart within a second is the same look.",
    aggregation: "By week, by type of insight",
    codes: ["InsightHover"],
    added: "0.1.0"
  }),
  counts: [eventCount("InsightHover", "Hovers", "insightType")]
};
