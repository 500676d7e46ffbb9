/** What the signs of a chart mean, in sentences: only of those that are in it. */
import type {InsightChart} from "../chart/insight-spec.ts";
import type {InsightResult} from "../insight/insight.ts";

export function chartSigns({series, kind, times}: InsightResult, {by}: Pick<InsightChart, "by">): string[] {
  const places = by === "series" ? [times.length - 1] : Array.from(times, (_, i) => i);
  const has = (word: string) => series.some(({status}) => places.some((i) => status[i] === word));
  const signs = [];
  const isComputed = kind === "formula";
  const says = (point: string, what: string) =>
    signs.push(
      by === "series" ? `A dashed edge: ${what}.` : `Dashed, with a hollow ${point} or a lighter fill: ${what}.`
    );
  if (isComputed && (has("partial") || has("incomplete"))) says("point", "computed from incomplete counts");
  if (!isComputed && has("partial")) says("triangle", "incomplete, a lower bound");
  if (!isComputed && has("incomplete"))
    says("point", "incomplete, a search gave no answer and its last count stands in");
  if (has("unknown") && by === "time") signs.push("A gap with ?: unknown.");
  return signs;
}
