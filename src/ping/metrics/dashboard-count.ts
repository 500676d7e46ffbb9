import {sql} from "../../sql.ts";
import {type PingMetric, sumOf, tidemark, upstream} from "./metric.ts";

/** Dashboards. */
export const dashboardCount: PingMetric = {
  title: "Dashboards",
  heading: "Total dashboard count",
  purpose: "How many dashboards there are.",
  upstream: upstream({
    type: "BE capture",
    implementation: "Rows of the table of dashboards that are not deleted.",
    aggregation: "Total",
    codes: ["TotalDashboardCount", "INSIGHT_DASHBOARD_TOTAL_COUNT"],
    added: "3.38"
  }),
  tidemark: tidemark({
    type: "BE capture",
    implementation: "Notebooks of the workspace: a notebook is the dashboard of its insights.",
    considerations: "Notebooks without insights count; samples that nobody changed do not.",
    aggregation: "Total",
    codes: ["TotalDashboardCount"],
    added: "0.2.0"
  }),
  counts: [
    {
      is: "capture",
      code: "TotalDashboardCount",
      label: "Dashboards",
      query: sql`SELECT count(*)::DOUBLE AS count FROM usage.dashboard`,
      figure: (rows) => sumOf(rows, "count"),
      parts: () => []
    }
  ]
};
