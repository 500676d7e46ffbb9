import type {Grouping, InsightDefinition} from "./insight.ts";
import {DEFAULT_DISPLAY} from "./sort.ts";

/** By what a point of a search can be broken down beside its repositories. */
export const POINT_GROUPINGS = [
  "owner",
  "team",
  "directory",
  "path",
  "language"
] as const satisfies readonly Grouping["by"][];
export type PointGrouping = (typeof POINT_GROUPINGS)[number];

/** The question for the groups of one series of a search at a point, and at the one before it (null: none). */
export function groupedPoint(
  definition: InsightDefinition,
  label: string,
  by: Grouping["by"],
  {at, before}: {readonly at: number; readonly before: number | null}
): InsightDefinition {
  return {
    ...definition,
    kind: "group-by",
    series: [definition.series.find((one) => one.label === label) ?? definition.series[0]!],
    grouping: {by, depth: 1, bucket: "month"},
    presentation: "line",
    step: null,
    points: null,
    from: null,
    until: null,
    times: before === null ? [at] : [before, at],
    display: {...DEFAULT_DISPLAY, limit: 100}
  };
}
