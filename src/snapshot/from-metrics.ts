import {namedTable} from "./named-table.ts";

/** What metrics are measured of. */
export const ENTITY_KINDS = ["global", "team", "repo", "path", "package", "test"] as const;

/** Measurements of other tools: coverage, build times, vulnerabilities, anything with a name, a value and a time. */
export const fromMetrics = namedTable({
  format: "metrics",
  title: "Table of metrics",
  madeBy:
    "any tool or script: CSV or JSON lines with metric, value, at, and where there are repo, path, name, unit, labels",
  table: "metric",
  time: "at",
  global: true,
  names: {
    metric: "metric metric_name",
    entity_kind: "entity_kind entity scope",
    repo_key: "repo repository repo_key repository_name",
    path: "path file file_path",
    name: "name package test component team",
    at: "at time date timestamp recorded_at sample_time sample_at measured_at",
    value: "value",
    unit: "unit",
    labels: "labels"
  },
  shownBy: ["metric", "value"],
  notWith: "query series matches",
  complete: ({entity_kind, path, repo_key, name}, {nameOf}) => {
    if (entity_kind !== undefined && (ENTITY_KINDS as readonly unknown[]).includes(entity_kind)) return {};
    const named = nameOf("name");
    if (name !== undefined && (ENTITY_KINDS as readonly string[]).includes(named)) return {entity_kind: named};
    return {entity_kind: path !== undefined ? "path" : repo_key !== undefined ? "repo" : "global"};
  }
});
