/** Which repositories make a value incomplete, in words. */
import type {IncompleteSpan, InsightResult} from "./insight.ts";

/** More names than this are counted. */
const MOST_NAMES = 5;

/** The repositories of a result that are incomplete at a time, of one status, each once and sorted. */
export function incompleteAt(
  {source}: {readonly source: Pick<InsightResult["source"], "incomplete">},
  time: number,
  status: IncompleteSpan["status"]
): string[] {
  const found = (source.incomplete ?? []).filter(
    (span) => span.status === status && span.from <= time && (span.until === null || time < span.until)
  );
  return [...new Set(found.map(({repository}) => repository))].sort();
}

/** What makes the values of a time incomplete: `undercounted: acme/a; no answer: acme/b, acme/c`. "" when nothing is known. */
export function incompleteWords(result: Pick<InsightResult, "source">, time: number): string {
  const [partial, unknown] = [incompleteAt(result, time, "partial"), incompleteAt(result, time, "unknown")];
  return [
    partial.length ? `undercounted: ${namesOf(partial)}` : "",
    unknown.length ? `no answer: ${namesOf(unknown)}` : ""
  ]
    .filter(Boolean)
    .join("; ");
}

/** Names for readers: all when few, else the first and how many more. */
export function namesOf(names: readonly string[]): string {
  if (names.length <= MOST_NAMES + 1) return names.join(", ");
  return `${names.slice(0, MOST_NAMES).join(", ")} and ${names.length - MOST_NAMES} more`;
}
