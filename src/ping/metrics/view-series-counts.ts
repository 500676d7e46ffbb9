import {sql} from "../../sql.ts";
import {type PingMetric, sumOf, tidemark, upstream} from "./metric.ts";

/** Series as insights show them. */
export const viewSeriesCounts: PingMetric = {
  title: "View series",
  heading: "View series counts",
  purpose: "How many series insights show, by presentation and by how the series come about.",
  upstream: upstream({
    type: "BE capture",
    implementation: "Links of insights and series, joined with both.",
    considerations: "A series on two insights counts twice: that is the difference to the count of series.",
    aggregation: "Total, by generation and view type",
    codes: ["ViewSeriesCounts", "INSIGHT_TOTAL_COUNTS"],
    added: "3.34"
  }),
  tidemark: tidemark({
    type: "BE capture",
    implementation: "Links of insights and series, joined with both, over the workspace's notebooks.",
    considerations: "What is a method, a scope and a storage here stands in one table, src/ping/upstream.ts.",
    aggregation: "Total, by generation and presentation",
    codes: ["ViewSeriesCounts"],
    added: "0.2.0"
  }),
  counts: [
    {
      is: "capture",
      code: "ViewSeriesCounts",
      label: "View series",
      query: sql`
        SELECT generation, "view", presentation, count(*)::DOUBLE AS count
        FROM usage.insight_view_series JOIN usage.insight_series USING (series_id) JOIN usage.insight_view USING (insight_view_id)
        GROUP BY generation, "view", presentation
        ORDER BY generation, "view", presentation`,
      figure: (rows) => sumOf(rows, "count"),
      parts: (rows) =>
        rows.map(({generation, presentation, count}) => ({
          label: `${generation} as ${presentation}`,
          value: Number(count)
        }))
    }
  ]
};
