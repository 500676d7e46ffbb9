import {sql} from "../../sql.ts";
import {type PingMetric, sumOf, tidemark, upstream} from "./metric.ts";

/** Series that insights ask for. */
export const seriesCounts: PingMetric = {
  title: "Series",
  heading: "Series counts",
  purpose: "How many series there are, by how they come about.",
  upstream: upstream({
    type: "BE capture",
    implementation: "Rows of the table of series that are not deleted.",
    considerations:
      "The page speaks of the generation method; the payload adds the scope and whether the series is recorded or counted on demand.",
    aggregation: "Total, by generation",
    codes: ["SeriesCounts", "INSIGHT_TOTAL_COUNTS"],
    added: "3.34"
  }),
  tidemark: tidemark({
    type: "BE capture",
    implementation:
      "Distinct series of the workspace's insights: those that ask the same of the same repositories are one.",
    considerations: "A series that nobody asks for any more is gone with its insight.",
    aggregation: "Total, by generation",
    codes: ["SeriesCounts"],
    added: "0.2.0"
  }),
  counts: [
    {
      is: "capture",
      code: "SeriesCounts",
      label: "Series",
      query: sql`
        SELECT generation, count(*)::DOUBLE AS count FROM usage.insight_series
        GROUP BY generation
        ORDER BY generation`,
      figure: (rows) => sumOf(rows, "count"),
      parts: (rows) => rows.map(({generation, count}) => ({label: String(generation), value: Number(count)}))
    }
  ]
};
