import {sql} from "../../sql.ts";
import {type PingMetric, sumOf, tidemark, upstream} from "./metric.ts";

/** All insights. */
export const totalInsights: PingMetric = {
  title: "Insights",
  heading: null,
  purpose: "How many insights there are.",
  upstream: upstream({
    type: "BE capture",
    implementation: "Insights that are not frozen by the licence.",
    codes: ["INSIGHT_TOTAL_COUNT_CRITICAL"],
    added: "3.35"
  }),
  tidemark: tidemark({
    type: "BE capture",
    implementation: "Insight cells of the workspace's notebooks, each once.",
    considerations: "There is no licence, so none is frozen.",
    aggregation: "Total",
    codes: ["INSIGHT_TOTAL_COUNT_CRITICAL"],
    added: "0.2.0"
  }),
  counts: [
    {
      is: "capture",
      code: "INSIGHT_TOTAL_COUNT_CRITICAL",
      label: "Insights",
      query: sql`SELECT count(*)::DOUBLE AS count FROM usage.insight_view`,
      figure: (rows) => sumOf(rows, "count"),
      parts: () => []
    }
  ]
};
