/** Series that a limit hides where none called Other holds them: everything that is made of the others says so. */
import type {InsightDefinition, InsightResult, ResultSeries} from "./insight.ts";

/**
 * How many series the limit of a definition hides. `shape` gives the series of a definition.
 * Source: users of Sourcegraph asked to be told when series were cut.
 */
export function hiddenSeries<D extends Pick<InsightDefinition, "display">>(
  definition: D,
  shown: readonly ResultSeries[],
  shape: (whole: D) => readonly ResultSeries[]
): number {
  const {display} = definition;
  if (shown.length < display.limit || shown.some(({holds}) => holds > 0)) return 0;
  const all = shape({...definition, display: {...display, limit: Number.POSITIVE_INFINITY}}).length;
  return Math.max(0, all - shown.length);
}

/** `20 of 25 series are shown: display.limit hides 5.`; null where all are. */
export function hiddenText({series, hidden = 0}: Pick<InsightResult, "series" | "hidden">): string | null {
  const shown = series.length;
  if (!hidden) return null;
  return `${shown} of ${shown + hidden} series ${shown === 1 ? "is" : "are"} shown: display.limit hides ${hidden}.`;
}
