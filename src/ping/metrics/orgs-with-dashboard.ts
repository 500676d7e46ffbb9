import {sql} from "../../sql.ts";
import {type PingMetric, sumOf, tidemark, upstream} from "./metric.ts";

/** Organisations that have a dashboard. */
export const orgsWithDashboard: PingMetric = {
  title: "Organisations with dashboards",
  heading: "Total orgs with dashboards",
  purpose: "How many organisations have at least one dashboard.",
  upstream: upstream({
    type: "BE capture",
    implementation: "Distinct organisations among the grants of dashboards.",
    considerations: "Grants of deleted dashboards count as well.",
    aggregation: "Total",
    codes: ["TotalOrgsWithDashboard", "INSIGHT_TOTAL_ORGS_WITH_DASHBOARD"],
    added: "3.38"
  }),
  tidemark: tidemark({
    type: "BE capture",
    implementation: "Distinct organisations among the grants of notebooks.",
    considerations: "A deleted notebook is gone, and its grants with it.",
    aggregation: "Total",
    codes: ["TotalOrgsWithDashboard"],
    added: "0.2.0"
  }),
  counts: [
    {
      is: "capture",
      code: "TotalOrgsWithDashboard",
      label: "Organisations with dashboards",
      query: sql`SELECT count(DISTINCT grantee)::DOUBLE AS count FROM usage.dashboard_grants WHERE grantee_kind = 'org'`,
      figure: (rows) => sumOf(rows, "count"),
      parts: () => []
    }
  ]
};
