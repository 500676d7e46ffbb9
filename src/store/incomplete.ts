/** Which repositories were undercounted or gave no answer, and when: from the change points of their status. */
import {incompleteAt, namesOf} from "../insight/incomplete.ts";
import type {IncompleteSpan} from "../insight/insight.ts";
import type {Filled} from "./fill.ts";

/** More spans than this are not carried to the page; the counts in the reasons are of all. */
const MOST_SPANS = 5000;

/** The spans of the rows from a place to another that are selected, by series, repository and time. */
export function incompleteSpans(
  filled: Filled,
  ranges: readonly (readonly [number, number])[],
  isSelected: (row: number) => boolean
): IncompleteSpan[] {
  const {sid, rid, t, partial, unknown} = filled.status;
  const spans: IncompleteSpan[] = [];
  // of one pair one status holds at a time
  let status: IncompleteSpan["status"] | null = null;
  let from = 0;
  let before = -1;
  const close = (until: number | null) => {
    if (status)
      spans.push({
        series_id: filled.series[sid[before]!]!.series_id,
        repository: filled.repositories[rid[before]!]!,
        status,
        from,
        until
      });
    status = null;
  };
  const add = (row: number) => {
    if (before >= 0 && (sid[row] !== sid[before] || rid[row] !== rid[before])) close(null);
    before = row;
    // what ends comes before what begins
    if ((status === "partial" && partial[row]! < 0) || (status === "unknown" && unknown[row]! < 0)) close(t[row]!);
    if (status) return;
    if (partial[row]! > 0) [status, from] = ["partial", t[row]!];
    else if (unknown[row]! > 0) [status, from] = ["unknown", t[row]!];
  };
  for (const [start, end] of ranges)
    for (let row = start; row < end && spans.length < MOST_SPANS; row++)
      if ((partial[row] || unknown[row]) && isSelected(row)) add(row);
  close(null);
  return spans;
}

/** Why the last point is not complete, in sentences without their end: which repositories, and what their imports said. */
export function incompleteReasons(spans: readonly IncompleteSpan[], last: number, said: readonly string[]): string[] {
  const at = (status: IncompleteSpan["status"]) => incompleteAt({source: {incomplete: spans}}, last, status);
  const [partial, unknown] = [at("partial"), at("unknown")];
  const many = (names: readonly string[]) => (names.length === 1 ? "1 repository" : `${names.length} repositories`);
  const reasons = [
    ...(partial.length ? [`${many(partial)} undercounted at the last point (${namesOf(partial)})`] : []),
    ...(unknown.length ? [`${many(unknown)} without an answer at the last point (${namesOf(unknown)})`] : [])
  ];
  return reasons.length ? [...reasons, ...said.map((reason) => `the import said: ${reason.replace(/\.$/, "")}`)] : [];
}
