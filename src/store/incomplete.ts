/** Which repositories were undercounted or gave no answer, and when: from the change points of their status. */
import {incompleteAt, namesOf} from "../insight/incomplete.ts";
import type {IncompleteSpan} from "../insight/insight.ts";
import {type Sql, sql} from "../sql.ts";
import {numbersOf} from "../table.ts";
import type {CallOptions, Engine} from "./engine.ts";
import type {Filled} from "./fill.ts";

/** More spans than this are not carried to the page; the counts in the reasons are of all. */
const MOST_SPANS = 5000;

/** The spans of series, by series, repository and time. */
export async function incompleteSpans(
  engine: Engine,
  filled: Filled,
  series: readonly number[],
  repositories: Sql,
  options: CallOptions
): Promise<IncompleteSpan[]> {
  const table = await engine.query(
    sql`
      SELECT sid::DOUBLE AS sid, rid::DOUBLE AS rid, epoch_ms(delta_status.t)::DOUBLE AS t, d_partial, d_unknown
      FROM store.delta_status
      WHERE sid IN ${series} AND ${repositories} AND (d_partial <> 0 OR d_unknown <> 0)
      ORDER BY sid, rid, delta_status.t`,
    options
  );
  const column = (name: string) => numbersOf(table, name);
  const [sids, rids, times, partial, unknown] = ["sid", "rid", "t", "d_partial", "d_unknown"].map(column) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array
  ];
  const spans: IncompleteSpan[] = [];
  const open = new Map<IncompleteSpan["status"], IncompleteSpan>();
  const close = (until: number | null) => {
    for (const span of open.values()) spans.push({...span, until});
    open.clear();
  };
  for (let row = 0; row < table.rows && spans.length < MOST_SPANS; row++) {
    if (row && (sids[row] !== sids[row - 1] || rids[row] !== rids[row - 1])) close(null);
    const from = times[row]!;
    for (const [status, change] of [
      ["partial", partial[row]!],
      ["unknown", unknown[row]!]
    ] as const) {
      const span = open.get(status);
      if (change < 0 && span) {
        spans.push({...span, until: from});
        open.delete(status);
      }
      if (change > 0 && !span)
        open.set(status, {
          series_id: filled.series[sids[row]!]!.series_id,
          repository: filled.repositories[rids[row]!]!,
          status,
          from,
          until: null
        });
    }
  }
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
