import {sql} from "../../sql.ts";
import {type PingMetric, tidemark, upstream} from "./metric.ts";

/** How full dashboards are. */
export const insightsPerDashboard: PingMetric = {
  title: "Insights per dashboard",
  heading: "Insights per dashboard",
  purpose: "How many insights stand on a dashboard: mean, bounds, median and spread.",
  upstream: upstream({
    type: "BE capture",
    implementation: "Statistics over the links of dashboards and insights, by dashboard.",
    considerations:
      "Dashboards without insights have no links and are in no statistic; deleted ones are. The spread is that of a sample, 0 for one dashboard.",
    aggregation: "Total",
    codes: ["InsightsPerDashboard", "INSIGHTS_PER_DASHBORD_STATS"],
    added: "3.38"
  }),
  tidemark: tidemark({
    type: "BE capture",
    implementation: "Statistics over all notebooks, those without insights as 0.",
    considerations:
      "The figure is the mean. The spread is that of all notebooks there are, not of a sample. The same over notebooks with insights is kept beside it, for upstream's form.",
    aggregation: "Total",
    codes: ["InsightsPerDashboard"],
    added: "0.2.0"
  }),
  counts: [
    {
      is: "capture",
      code: "InsightsPerDashboard",
      label: "Insights per dashboard (mean)",
      query: sql`
        WITH held AS (
          SELECT dashboard_id, count(insight_view_id) AS insights
          FROM usage.dashboard LEFT JOIN usage.dashboard_insight_view USING (dashboard_id)
          GROUP BY dashboard_id),
        counted AS (
          SELECT 'all dashboards' AS "of", insights FROM held
          UNION ALL SELECT 'dashboards with insights' AS "of", insights FROM held WHERE insights > 0)
        SELECT "of", count(*)::DOUBLE AS count, avg(insights)::DOUBLE AS avg, min(insights)::DOUBLE AS min, max(insights)::DOUBLE AS max,
          median(insights)::DOUBLE AS median, coalesce(stddev_samp(insights), 0)::DOUBLE AS "stdDev",
          stddev_pop(insights)::DOUBLE AS "stdDevPopulation"
        FROM counted
        GROUP BY "of"
        ORDER BY "of"`,
      figure: (rows) => Number(all(rows)?.avg ?? 0),
      parts: (rows) => {
        const row = all(rows);
        return [
          {label: "minimum", value: Number(row?.min ?? 0)},
          {label: "maximum", value: Number(row?.max ?? 0)},
          {label: "median", value: Number(row?.median ?? 0)},
          {label: "standard deviation", value: Number(row?.stdDevPopulation ?? 0)},
          {label: "dashboards", value: Number(row?.count ?? 0)}
        ];
      }
    }
  ]
};

function all<Row extends {readonly of?: unknown}>(rows: readonly Row[]): Row | undefined {
  return rows.find((row) => row.of === "all dashboards");
}
