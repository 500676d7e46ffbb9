import {eventCount, type PingMetric, tidemark, upstream} from "./metric.ts";

const COUNT = eventCount("CodeInsightsSearchBasedFilterInsightCreation", "Filters saved as a new insight");

/** Insights that are made of another one and its filters. */
export const filterInsights: PingMetric = {
  title: "Filters saved as a new insight",
  heading: null,
  purpose: "Whether people keep a narrowed-down view beside the whole one.",
  upstream: upstream({
    type: "FE event",
    implementation: "An event of the browser when the panel of filters makes a new insight.",
    considerations: "It is sent, but counted nowhere.",
    codes: [COUNT.code],
    added: "not stated"
  }),
  tidemark: tidemark({
    type: "FE event",
    implementation: "An event when the panel of filters makes a new insight; the addition is counted beside it.",
    codes: [COUNT.code],
    added: "0.2.0"
  }),
  counts: [COUNT]
};
