/** What authors of statements may read, with types and meaning: the published catalogue, not what lies behind it. */
import {AUTHOR_TABLES} from "./schema.ts";

export type CatalogType = "VARCHAR" | "DOUBLE" | "TIMESTAMP";

export interface CatalogTable {
  readonly name: string;
  /** What one of its rows is for. */
  readonly row: string;
  readonly columns: readonly {readonly name: string; readonly type: CatalogType}[];
}

const ROWS: Readonly<Record<string, string>> = {
  series: "a series",
  repo: "a repository",
  point: "a series, repository and sample time",
  capture: "a series, repository, sample time and captured value",
  file: "a series, repository, sample time and file",
  match: "a match",
  file_span: "a file and the time it stayed the same",
  match_span: "a match in a content",
  language: "a repository, sample time, tool and language",
  commit_week: "an author’s week",
  blame: "a matching line and who last changed it",
  owner_file: "a version of a CODEOWNERS file",
  metric: "a measurement of another tool",
  event: "something that happened"
};

const TIMES = new Set(
  "sample_at committed_at authored_at valid_from valid_to week recorded_at started_at ended_at".split(" ")
);
const COUNTS = new Set("files lines matches unscanned_files line col end_col bytes commits value".split(" "));

/** Every table of imported data, in the order of the manual. */
export const CATALOG: readonly CatalogTable[] = Object.entries(AUTHOR_TABLES).map(([name, columns]) => ({
  name,
  row: ROWS[name] ?? "",
  columns: columns.map((column) => ({name: column, type: typeOf(column)}))
}));

/** A name means the same in every table. */
function typeOf(column: string): CatalogType {
  return TIMES.has(column) ? "TIMESTAMP" : COUNTS.has(column) ? "DOUBLE" : "VARCHAR";
}
