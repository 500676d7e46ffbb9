/**
 * Merging the tables that do not stand for a (series, repository, sample time). The rule is that of merge.ts: what stands
 * for one key comes from one part, the one that was observed last, then the one with the larger content.
 */
import {numberColumn, numbersOf, type Table, takeRows} from "../table.ts";
import {concatenate, type SampledTable, winningSet} from "./merge.ts";
import {KEYS, type Part, TABLES, type TableName} from "./snapshot.ts";
import {runsOf, sortRows} from "./sort-rows.ts";

export type OtherTable = Exclude<TableName, SampledTable>;

/** What is replaced as a whole: the languages of a sample, the authors of a week, the lines of a sample; else row by row. */
const SETS: {readonly [T in OtherTable]: readonly string[]} = {
  file_span: KEYS.file_span,
  match_span: ["series_id", "blob_oid"],
  language: ["tool", "repo_key", "sample_at"],
  commit_week: ["repo_key", "week"],
  blame: ["series_id", "repo_key", "sample_at"],
  owner_file: KEYS.owner_file,
  metric: KEYS.metric,
  event: KEYS.event
};

/** The rows of all parts of one table, sorted by its key. Any order and repetition of the parts gives the same table. */
export function mergeTable(table: OtherTable, parts: readonly Part[]): Table {
  const mine = parts.filter((part) => part.table === table);
  const all = concatenate(
    mine.map(({rows}) => rows),
    TABLES[table]
  );
  const from = new Float64Array(all.rows);
  let at = 0;
  for (const [i, {rows}] of mine.entries()) {
    from.fill(i, at, at + rows.rows);
    at += rows.rows;
  }
  const keys = SETS[table];
  const sorted = sortRows({rows: all.rows, columns: [...all.columns, numberColumn("part", from)]}, keys);
  const columns = sorted.columns.filter(({name}) => name !== "part");
  const content = {rows: sorted.rows, columns};
  const origin = Uint32Array.from(numbersOf(sorted, "part"));
  const runs = runsOf(sorted, keys);
  const keep = new Uint32Array(sorted.rows);
  let kept = 0;
  for (let run = 0; run < runs.length - 1; run++) {
    const rows = Uint32Array.from({length: runs[run + 1]! - runs[run]!}, (_, i) => runs[run]! + i);
    const several = rows.some((row) => origin[row] !== origin[rows[0]!]);
    for (const row of several ? winningSet(content, rows, origin, mine) : rows) keep[kept++] = row;
  }
  return sortRows(takeRows(content, keep.subarray(0, kept)), KEYS[table]);
}
