/**
 * The conformance cases: facts about Sourcegraph's Code Insights, checked against the product's own functions. The cases
 * are those of CONFORMANCE_DIR (relative to the repository); a case whose file or kind has no mapping is skipped by name.
 */
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";
import {isTidemarkError} from "../src/error.ts";
import {dashboards} from "./conformance/dashboards.ts";
import * as insight from "./conformance/insight.ts";
import type {Case, Json, Mapping} from "./conformance/mapping.ts";
import {pingsEvents, pingsTotals} from "./conformance/pings.ts";
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

for (const name of files) {
  const file: Json = JSON.parse(readFileSync(join(FOLDER, name), "utf8"));
  const mapping = MAPPINGS[name];
  describe(name, () => {
    for (const one of file.cases as readonly Case[]) {
      const kind = mapping?.kindOf?.(one) ?? one.kind ?? "";
      const answer = mapping?.kinds[kind];
      if (answer === undefined) it.skip(`${one.id}: no mapping for ${kind || name}`, () => {});
      else if (typeof answer === "string") it.skip(`${one.id}: ${kind}: ${answer}`, () => {});
      else it(one.id, () => check(one, () => answer(one.input, one, file), mapping!));
    }
  });
}

function check(one: Case, answer: () => unknown, {compare = [], errors = {}}: Mapping): void {
  const {expected} = one;
  if (typeof expected?.error === "string") {
    const code = errorCode(answer);
    expect(code, "should have been refused").not.toBeNull();
    // names of errors are the cases' own; those we know have to be the right ones
    if (errors[expected.error]) expect(code).toBe(errors[expected.error]);
    return;
  }
  const isUnordered = compare.includes("unordered") || one.compare !== undefined;
  const order = (value: Json) => (isUnordered ? sorted(value) : value);
  if (!compare.includes("fields")) {
    expect(order(answer())).toEqual(order(expected));
    return;
  }
  const {tolerance = 0, ...fields} = expected;
  expect(order(picked(answer(), fields, tolerance))).toEqual(order(fields));
}

function errorCode(answer: () => unknown): string | null {
  try {
    answer();
    return null;
  } catch (error) {
    if (isTidemarkError(error)) return error.code;
    throw error;
  }
}

/** The fields of a value that are wanted, of rows those that any wanted row has. A number within the tolerance is the wanted one. */
function picked(value: Json, wanted: Json, tolerance: number): Json {
  if (typeof value === "number" && typeof wanted === "number")
    return Math.abs(value - wanted) <= tolerance ? wanted : value;
  if (value === null || wanted === null || typeof value !== "object" || typeof wanted !== "object") return value;
  if (!Array.isArray(value))
    return Object.fromEntries(Object.keys(wanted).map((key) => [key, picked(value[key], wanted[key], tolerance)]));
  const columns = [...new Set<string>(wanted.flatMap((row: Json) => Object.keys(row)))];
  return wanted.length ? value.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]]))) : value;
}

/** Lists in one order, whatever order they stand in. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])])
  );
}
