/**
 * The tables of the database, which is a cache of the segments. Facts are change points under small integer codes
 * (`store.delta_repo`, `store.delta_capture`); strings live in dimensions. What authors see are the views in `main`.
 * Detail and derived tables stay empty until somebody asks for them (fill-tables.ts).
 */

import type {TableName} from "../snapshot/snapshot.ts";
import {type Sql, sql} from "../sql.ts";
import {DETAIL_COLUMNS, DETAIL_SCHEMA} from "./schema-detail.ts";

export const SCHEMA: readonly Sql[] = [
  sql`CREATE SCHEMA store`,
  sql`CREATE TABLE store.series (sid INTEGER, series_id VARCHAR, key VARCHAR, title VARCHAR, engine VARCHAR, pattern VARCHAR, unit VARCHAR, query VARCHAR)`,
  sql`CREATE TABLE store.repo (rid INTEGER, repo_key VARCHAR)`,
  sql`CREATE TABLE store.delta_repo (
    sid INTEGER, rid INTEGER, t TIMESTAMP, d_files DOUBLE, d_lines DOUBLE, d_matches DOUBLE,
    d_any DOUBLE, d_repos DOUBLE, d_partial DOUBLE, d_unknown DOUBLE)`,
  sql`CREATE TABLE store.capture_value (cid INTEGER, c1 VARCHAR, c2 VARCHAR, c3 VARCHAR)`,
  sql`CREATE TABLE store.delta_capture (sid INTEGER, rid INTEGER, cid INTEGER, t TIMESTAMP, d_matches DOUBLE, d_files DOUBLE, d_any DOUBLE)`,
  sql`CREATE TABLE store.point (
    sid INTEGER, rid INTEGER, t TIMESTAMP, commit_oid VARCHAR, committed_at TIMESTAMP,
    files DOUBLE, lines DOUBLE, matches DOUBLE, status VARCHAR, unscanned_files DOUBLE)`,
  sql`CREATE TABLE store.capture (sid INTEGER, rid INTEGER, t TIMESTAMP, c1 VARCHAR, c2 VARCHAR, c3 VARCHAR, matches DOUBLE, files DOUBLE)`,
  sql`CREATE TABLE store.file (sid INTEGER, rid INTEGER, t TIMESTAMP, path VARCHAR, blob_oid VARCHAR, lines DOUBLE, matches DOUBLE)`,
  sql`CREATE TABLE store.match (
    sid INTEGER, rid INTEGER, t TIMESTAMP, path VARCHAR, line DOUBLE, col DOUBLE, end_col DOUBLE,
    text VARCHAR, matched VARCHAR, c1 VARCHAR, c2 VARCHAR, c3 VARCHAR)`,
  sql`CREATE VIEW main.series AS SELECT key AS series, series_id, title, engine, pattern, unit, query FROM store.series`,
  sql`CREATE VIEW main.repo AS SELECT repo_key AS repo FROM store.repo`,
  sql`CREATE VIEW main.point AS
    SELECT key AS series, series_id, repo_key AS repo, t AS sample_at, commit_oid, committed_at, files, lines, matches, status, unscanned_files
    FROM store.point JOIN store.series USING (sid) JOIN store.repo USING (rid)`,
  sql`CREATE VIEW main.capture AS
    SELECT key AS series, series_id, repo_key AS repo, t AS sample_at, c1, c2, c3, matches, files
    FROM store.capture JOIN store.series USING (sid) JOIN store.repo USING (rid)`,
  sql`CREATE VIEW main.file AS
    SELECT key AS series, series_id, repo_key AS repo, t AS sample_at, path, blob_oid, lines, matches
    FROM store.file JOIN store.series USING (sid) JOIN store.repo USING (rid)`,
  sql`CREATE VIEW main.match AS
    SELECT key AS series, series_id, repo_key AS repo, t AS sample_at, path, line, col, end_col, text, matched, c1, c2, c3
    FROM store.match JOIN store.series USING (sid) JOIN store.repo USING (rid)`,
  ...DETAIL_SCHEMA
];

/** The tables an author can name beside the notebook's own cells, with their columns: for completion, docs and checks. */
export const AUTHOR_TABLES: Readonly<Record<string, readonly string[]>> = {
  series: ["series", "series_id", "title", "engine", "pattern", "unit", "query"],
  repo: ["repo"],
  point: [
    "series",
    "series_id",
    "repo",
    "sample_at",
    "commit_oid",
    "committed_at",
    "files",
    "lines",
    "matches",
    "status",
    "unscanned_files"
  ],
  capture: ["series", "series_id", "repo", "sample_at", "c1", "c2", "c3", "matches", "files"],
  file: ["series", "series_id", "repo", "sample_at", "path", "blob_oid", "lines", "matches"],
  match: [
    "series",
    "series_id",
    "repo",
    "sample_at",
    "path",
    "line",
    "col",
    "end_col",
    "text",
    "matched",
    "c1",
    "c2",
    "c3"
  ],
  ...DETAIL_COLUMNS
};

/** The tables of rows as they were imported, which are filled only when somebody asks for them. */
export const DETAIL_TABLES = [
  "point",
  "capture",
  "file",
  "match",
  "file_span",
  "match_span",
  "language",
  "commit_week",
  "blame",
  "owner_file",
  "metric",
  "event"
] as const satisfies readonly TableName[];
export type DetailTable = (typeof DETAIL_TABLES)[number];

/** What is worked out when somebody asks for it first: changes by file, author of a line, owner, team, language; owners of files. */
export const DERIVED_TABLES = [
  "delta_path",
  "delta_author",
  "delta_located",
  "delta_owner",
  "delta_team",
  "owner_span",
  "team_span",
  "delta_language"
] as const;
export type DerivedTable = (typeof DERIVED_TABLES)[number];

export type LazyTable = DetailTable | DerivedTable;
