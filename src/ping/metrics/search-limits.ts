import {type PingMetric, tidemark, upstream} from "./metric.ts";

/** Searches that were cut short while they were grouped. */
export const searchLimits: PingMetric = {
  title: "Limits of grouped searches",
  heading: null,
  purpose: "How often the grouping of a search's results meets its limits.",
  upstream: upstream({
    type: "FE event",
    implementation: "An event for each grouping of results that ended in time, or did not.",
    codes: ["ProactiveLimitHit", "ProactiveLimitSuccess", "ExplicitLimitHit", "ExplicitLimitSuccess"],
    added: "4.1"
  }),
  tidemark: tidemark({
    type: "FE event",
    implementation: "None.",
    codes: [],
    added: "–",
    status: "not collected",
    why: "Tidemark runs no searches against a server: it groups results that were imported whole."
  }),
  counts: []
};
