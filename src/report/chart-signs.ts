/** What the signs of a chart mean, in sentences: only of those that are in it. */
import type {InsightChart} from "../chart/insight-spec.ts";
import type {InsightResult} from "../insight/insight.ts";

export function chartSigns({series, kind, times}: InsightResult, {by}: Pick<InsightChart, "by">): string[] {
  const places = by === "series" ? [times.length - 1] : Array.from(times, (_, i) => i);
  const has = (word: string) => series.some(({status}) => places.some((i) => status[i] === word));
  const incomplete = kind === "formula" ? "computed from incomplete counts" : "incomplete, a lower bound";
  const signs = [];
  if (has("partial"))
    signs.push(
      by === "series"
        ? `A dashed edge: ${incomplete}.`
        : `Dashed, with a hollow point or a lighter fill: ${incomplete}.`
    );
  if (has("unknown") && by === "time") signs.push("A gap with ?: unknown.");
  return signs;
}
