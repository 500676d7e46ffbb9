import {sql} from "../../sql.ts";
import {type PingMetric, sumOf, tidemark, upstream} from "./metric.ts";

/** Insights that organisations may see. */
export const orgVisible: PingMetric = {
  title: "Org-visible insights",
  heading: "Org-visible insights count (Total)",
  purpose: "How many insights are there for more people than the one who made them.",
  upstream: upstream({
    type: "BE capture",
    implementation: "Insights joined with their grants; each grant to an organisation is one.",
    considerations:
      "An insight that is shared with two organisations counts twice. Lines are called search, everything else lang-stats. Grants of dashboards do not matter.",
    aggregation: "Total, by type of insight",
    codes: ["InsightOrgVisible", "INSIGHT_ORG_VISIBLE_INSIGHTS"],
    changes: ["#21671"],
    added: "3.29",
    broken: [{from: "3.31.0", to: "3.35.0", what: "insights of the backend were not counted", fix: "#28425"}]
  }),
  tidemark: tidemark({
    type: "BE capture",
    implementation: "Insights with a grant to at least one organisation, each once, by type of insight.",
    considerations:
      "Grants of an insight are its own, or its notebook's when it has none of its own. The number of grants is kept beside the number of insights, for upstream's form.",
    aggregation: "Total, by type of insight",
    codes: ["InsightOrgVisible"],
    added: "0.2.0"
  }),
  counts: [
    {
      is: "capture",
      code: "InsightOrgVisible",
      label: "Org-visible insights",
      query: sql`
        SELECT insight_type AS "insightType", "view", count(DISTINCT insight_view_id)::DOUBLE AS count, count(*)::DOUBLE AS grants
        FROM usage.insight_view JOIN usage.insight_view_grants USING (insight_view_id)
        WHERE grantee_kind = 'org'
        GROUP BY insight_type, "view"
        ORDER BY insight_type, "view"`,
      figure: (rows) => sumOf(rows, "count"),
      parts: (rows) => rows.map(({insightType, count}) => ({label: String(insightType), value: Number(count)}))
    }
  ]
};
