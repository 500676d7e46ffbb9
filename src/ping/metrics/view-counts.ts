import {sql} from "../../sql.ts";
import {type PingMetric, sumOf, tidemark, upstream} from "./metric.ts";

/** Insights by presentation. */
export const viewCounts: PingMetric = {
  title: "Insights by presentation",
  heading: "View counts",
  purpose: "How many insights there are, by how they are shown.",
  upstream: upstream({
    type: "BE capture",
    implementation: "Rows of the table of insights.",
    considerations: "Frozen insights count too. There are two presentations, LINE and PIE.",
    aggregation: "Total, by view type",
    codes: ["ViewCounts", "INSIGHT_TOTAL_COUNTS"],
    added: "3.34"
  }),
  tidemark: tidemark({
    type: "BE capture",
    implementation: "Insight cells of the workspace's notebooks, each once, by presentation.",
    considerations:
      "A cell that shows another notebook's insight is no insight of its own. Untouched samples do not count.",
    aggregation: "Total, by presentation",
    codes: ["ViewCounts"],
    added: "0.2.0"
  }),
  counts: [
    {
      is: "capture",
      code: "ViewCounts",
      label: "Insights by presentation",
      query: sql`
        SELECT "view", presentation, count(*)::DOUBLE AS count FROM usage.insight_view
        GROUP BY "view", presentation
        ORDER BY "view", presentation`,
      figure: (rows) => sumOf(rows, "count"),
      parts: (rows) => rows.map(({presentation, count}) => ({label: String(presentation), value: Number(count)}))
    }
  ]
};
