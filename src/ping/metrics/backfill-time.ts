import {type PingMetric, tidemark, upstream} from "./metric.ts";

/** How long a new series takes to fill. */
export const backfillTime: PingMetric = {
  title: "Backfill time",
  heading: null,
  purpose: "How long people wait until a new insight has its past.",
  upstream: upstream({
    type: "BE capture",
    implementation: "Percentiles over the backfills that were completed in the week.",
    considerations: "There is always one row, and it never says that it is of all repositories.",
    codes: ["INSIGHTS_BACKFILL_TIME"],
    added: "4.1"
  }),
  tidemark: tidemark({
    type: "BE capture",
    implementation: "None.",
    codes: [],
    added: "–",
    status: "not collected",
    why: "There is no queue of backfills: snapshots are taken by a command whose end is seen, or imported whole."
  }),
  counts: []
};
