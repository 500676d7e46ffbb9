/**
 * Filters on captured values where no value is a line of its own: a search, or groups of it by something else. What they keep
 * stands under a code beside those of series.
 */
import {isEmptyPatterns} from "./filter.ts";
import type {InsightDefinition} from "./insight.ts";

/** Codes from here on are no series but what was counted of one anew. */
export const COUNTED_CODE = 1_000_000;

/** True where filters on captured values leave out some of what is counted. */
export function filtersValues({
  kind,
  grouping,
  filters
}: Pick<InsightDefinition, "kind" | "grouping" | "filters">): boolean {
  const isOfLabels = kind === "capture-group" || (kind === "group-by" && grouping?.by === "capture");
  const isCounted = kind === "search" || kind === "group-by";
  return isCounted && !isOfLabels && filters.some(({captures}) => !isEmptyPatterns(captures));
}

/** True where some of these codes are of values that filters keep; never for captured values themselves. */
export function isOfValues(definition: InsightDefinition, series: readonly number[]): boolean {
  return filtersValues(definition) && series.some((code) => code >= COUNTED_CODE);
}
