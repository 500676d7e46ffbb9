/** Which presentation a result is drawn in: the one it asks for, or the nearest that tells the truth about its numbers. */
import type {InsightResult} from "../insight/insight.ts";
import type {Presentation} from "../insight/presentation.ts";

/** `bars`: one for each series, of the last values. `columns`: one for each time, of the only series. */
export type Drawn = "line" | "area" | "stacked" | "percent-stacked" | "bars" | "columns" | "pie";

export interface DrawnAs {
  readonly drawn: Drawn;
  /** Why it is not what was asked, as a sentence; "" when it is. */
  readonly reason: string;
}

export function drawnAs(result: InsightResult): DrawnAs {
  const asked: Presentation = result.presentation ?? "line";
  const isCategorical = result.form === "categorical";
  const isNegative = result.series.some(({values}) => values.some((value) => value < 0));
  if (asked === "pie") {
    const last = result.times.length - 1;
    if (result.series.some(({values}) => values[last]! < 0))
      return {drawn: "bars", reason: "A pie cannot show values below 0, so these are bars."};
    return {drawn: "pie", reason: ""};
  }
  if (asked === "bar")
    return {
      drawn: isCategorical || result.series.length !== 1 || result.times.length < 2 ? "bars" : "columns",
      reason: ""
    };
  if (isCategorical) return {drawn: "bars", reason: ""};
  if (asked === "number" || asked === "table") return {drawn: "line", reason: ""};
  if ((asked === "stacked" || asked === "percent-stacked") && isNegative)
    return {drawn: "line", reason: "Values below 0 cannot be stacked, so these are lines."};
  return {drawn: asked, reason: ""};
}

/** True when what is drawn shows the values of one time, the last. */
export function showsLastValues(result: InsightResult): boolean {
  const {presentation, form} = result;
  if (form === "categorical" || presentation === "number") return true;
  const {drawn} = drawnAs(result);
  return presentation !== "table" && (drawn === "bars" || drawn === "pie");
}
