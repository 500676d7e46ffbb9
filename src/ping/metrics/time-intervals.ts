import {sql} from "../../sql.ts";
import {type PingMetric, sumOf, tidemark, upstream} from "./metric.ts";

/** Insights by the distance between their points. */
export const timeIntervals: PingMetric = {
  title: "Insights by step",
  heading: "Total count of insights grouped by step size (days)",
  purpose: "Which time windows people set, to know what of them is worth building on.",
  upstream: upstream({
    type: "BE capture",
    implementation: "Insights by the interval of their series, turned into days.",
    considerations:
      "A month is 30 days. Hours and years have no case, and are 0 days. An insight with two intervals counts for both.",
    aggregation: "Total, by days",
    codes: ["InsightTimeIntervals", "INSIGHT_TIME_INTERVALS"],
    added: "3.29",
    broken: [{from: "3.31.0", to: "3.35.0", what: "counts were wrong", fix: "#28425"}]
  }),
  tidemark: tidemark({
    type: "BE capture",
    implementation: "Insights by unit and number of their step; a step is hour/24, 1, 7, 30 or 365 days long.",
    considerations: "Insights that name no step take the sample times of their data, and are not counted.",
    aggregation: "Total, by days",
    codes: ["InsightTimeIntervals"],
    added: "0.2.0"
  }),
  counts: [
    {
      is: "capture",
      code: "InsightTimeIntervals",
      label: "Insights by step",
      query: sql`
        SELECT interval_unit AS unit, interval_value AS value,
          interval_value * CASE interval_unit WHEN 'hour' THEN 1.0::DOUBLE / 24 WHEN 'day' THEN 1 WHEN 'week' THEN 7 WHEN 'month' THEN 30 ELSE 365 END AS days,
          count(DISTINCT insight_view_id)::DOUBLE AS count
        FROM usage.insight_view_series JOIN usage.insight_series USING (series_id)
        WHERE interval_unit IS NOT NULL AND interval_value > 0
        GROUP BY interval_unit, interval_value
        ORDER BY days, interval_unit`,
      figure: (rows) => sumOf(rows, "count"),
      parts: (rows) =>
        rows.map(({unit, value, days, count}) => ({
          label: `${value} ${unit}${value === 1 ? "" : "s"} (${Math.round(Number(days) * 100) / 100} days)`,
          value: Number(count)
        }))
    }
  ]
};
