/**
 * The conformance cases: facts about Sourcegraph's Code Insights, checked against the product's own functions. The cases
 * are those of CONFORMANCE_DIR (relative to the repository); a case whose file or kind has no mapping is skipped by name.
 */
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {describe, it} from "vitest";
import {dashboards} from "./conformance/dashboards.ts";
import * as insight from "./conformance/insight.ts";
import {type Mapping, ofAnyFile} from "./conformance/mapping.ts";
import {pingsEvents, pingsTotals} from "./conformance/pings.ts";
import {plan} from "./conformance/plan.ts";
import * as query from "./conformance/query.ts";

const FOLDER = resolve(
  fileURLToPath(new URL("..", import.meta.url)),
  process.env.CONFORMANCE_DIR ?? "../shared/conformance"
);

const MAPPINGS: Readonly<Record<string, Mapping>> = {
  "aggregation-modes.json": query.aggregationModes,
  "capture-group-replace.json": query.captureGroupReplace,
  "capture-grouping.json": insight.captureGrouping,
  "close-points.json": insight.closePoints,
  "compression.json": insight.compression,
  "dashboards.json": dashboards,
  "intervals.json": insight.intervals,
  "limited-aggregator.json": insight.limitedAggregator,
  "line-chart.json": insight.lineChart,
  "pings-events.json": pingsEvents,
  "pings-totals.json": pingsTotals,
  "point-diff-query.json": query.pointDiff,
  "points-and-retention.json": insight.pointsAndRetention,
  "query-builder.json": query.queryBuilder,
  "query-parser.json": query.queryParser,
  "recordings.json": insight.recordings,
  "scope-export-misc.json": insight.scopeExportMisc,
  "search-aggregation-counts.json": insight.searchAggregationCounts,
  "series-sort.json": insight.seriesSort
};

const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith(".json")) : [];
if (!files.length) it.skip(`no conformance cases in ${FOLDER}`, () => {});

for (const name of files.sort()) {
  const planned = plan(name, readFileSync(join(FOLDER, name), "utf8"), mappingOf);
  describe(name, () => {
    for (const {title, skipped, run} of planned) {
      if (skipped) it.skip(title, () => {});
      else it(title, run);
    }
  });
}

/** The mapping of a file by its name; else that of a file whose name begins its name; else those of all files, by kind. */
function mappingOf(name: string): Mapping {
  const known = Object.keys(MAPPINGS)
    .filter((file) => name.startsWith(file.slice(0, -".json".length)))
    .sort((a, b) => b.length - a.length);
  return MAPPINGS[known[0] ?? ""] ?? ofAnyFile(Object.values(MAPPINGS));
}
