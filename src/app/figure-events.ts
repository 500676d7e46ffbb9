/** The pings of a figure: a look at a point, and a point that is opened. Bars of grouped results count as such beside that. */
import {drawnAs} from "../chart/drawn-as.ts";
import {insightType} from "../ping/changes.ts";
import {UPSTREAM_MODES} from "../ping/upstream.ts";
import type {AggregationMode} from "../ping/vocabulary.ts";
import type {App} from "./app.ts";
import type {ShownInsight} from "./views/insight-figure.ts";

/** Records that the tooltip of a point appeared. */
export function recordHover({log}: App, {definition, result}: ShownInsight): void {
  void log.record("InsightHover", {insightType: insightType(definition.kind)});
  const aggregationMode = modeOfBars({definition, result});
  if (aggregationMode) void log.record("GroupResultsChartBarHover", {aggregationMode});
}

/** Records that what is behind a point was asked for. */
export function recordOpen({log}: App, {definition, result}: ShownInsight): void {
  void log.record("InsightDataPointClick", {insightType: insightType(definition.kind)});
  const aggregationMode = modeOfBars({definition, result});
  if (aggregationMode) void log.record("GroupResultsChartBarClick", {aggregationMode});
}

/** By what the bars of a figure are grouped; null where it has no bars, or they are no groups of results. */
export function modeOfBars({definition, result}: Pick<ShownInsight, "definition" | "result">): AggregationMode | null {
  const {kind, grouping} = definition;
  if (kind !== "group-by" || !grouping) return null;
  const {drawn} = drawnAs(result);
  return drawn === "bars" || drawn === "columns" ? UPSTREAM_MODES[grouping.by] : null;
}
