/**
 * Tables that stay empty until somebody asks for them: rows as they were imported, dimensions with small integer codes, and
 * change points under those codes. Regular expressions, folders, languages and owners are tested on dimension rows only.
 */
import {type Sql, sql} from "../sql.ts";

export const DETAIL_SCHEMA: readonly Sql[] = [
  sql`CREATE TABLE store.file_span (
    sid INTEGER, rid INTEGER, path VARCHAR, blob_oid VARCHAR, valid_from TIMESTAMP, valid_to TIMESTAMP, lines DOUBLE, matches DOUBLE)`,
  sql`CREATE TABLE store.match_span (
    sid INTEGER, blob_oid VARCHAR, line DOUBLE, col DOUBLE, end_col DOUBLE, text VARCHAR, c1 VARCHAR, c2 VARCHAR, c3 VARCHAR)`,
  sql`CREATE TABLE store.language (
    rid INTEGER, t TIMESTAMP, commit_oid VARCHAR, tool VARCHAR, language VARCHAR, files DOUBLE, lines DOUBLE, bytes DOUBLE)`,
  sql`CREATE TABLE store.commit_week (rid INTEGER, t TIMESTAMP, author VARCHAR, commits DOUBLE)`,
  sql`CREATE TABLE store.blame (
    sid INTEGER, rid INTEGER, t TIMESTAMP, path VARCHAR, line DOUBLE, author VARCHAR,
    authored_at TIMESTAMP, committed_at TIMESTAMP, commit_oid VARCHAR)`,
  sql`CREATE TABLE store.owner_file (rid INTEGER, path VARCHAR, valid_from TIMESTAMP, commit_oid VARCHAR, text VARCHAR)`,
  sql`CREATE TABLE store.metric (
    rid INTEGER, metric VARCHAR, entity_kind VARCHAR, path VARCHAR, name VARCHAR, t TIMESTAMP, value DOUBLE, unit VARCHAR, labels VARCHAR)`,
  sql`CREATE TABLE store.event (
    rid INTEGER, event_id VARCHAR, kind VARCHAR, t TIMESTAMP, end_at TIMESTAMP, state VARCHAR, labels VARCHAR, ref VARCHAR)`,
  // dimensions; a folder has no / at its end, '' is the root, ext is lower case with its dot
  sql`CREATE TABLE store.path (pid INTEGER, rid INTEGER, path VARCHAR, dir VARCHAR, ext VARCHAR, language VARCHAR)`,
  sql`CREATE TABLE store.author (aid INTEGER, author VARCHAR)`,
  sql`CREATE TABLE store.owner (oid INTEGER, owner VARCHAR)`,
  sql`CREATE TABLE store.team (tid INTEGER, team VARCHAR)`,
  sql`CREATE TABLE store.tool (tool_id INTEGER, tool VARCHAR, has_files BOOLEAN, has_lines BOOLEAN, has_bytes BOOLEAN)`,
  sql`CREATE TABLE store.language_name (lid INTEGER, language VARCHAR, known VARCHAR)`,
  // change points; the values of a key at a time are the sums of what changed until then
  sql`CREATE TABLE store.delta_path (
    sid INTEGER, rid INTEGER, pid INTEGER, t TIMESTAMP, d_files DOUBLE, d_lines DOUBLE, d_matches DOUBLE)`,
  // what a repository's search counted beyond its files or below them, without a sign; of series that have files
  sql`CREATE TABLE store.delta_beyond (sid INTEGER, rid INTEGER, t TIMESTAMP, d_files DOUBLE, d_lines DOUBLE, d_matches DOUBLE)`,
  sql`CREATE TABLE store.delta_author (
    sid INTEGER, rid INTEGER, pid INTEGER, aid INTEGER, t TIMESTAMP, changed_at TIMESTAMP, d_files DOUBLE, d_lines DOUBLE)`,
  sql`CREATE TABLE store.delta_owner (
    sid INTEGER, rid INTEGER, pid INTEGER, oid INTEGER, t TIMESTAMP, d_files DOUBLE, d_lines DOUBLE, d_matches DOUBLE)`,
  sql`CREATE TABLE store.delta_team (
    sid INTEGER, rid INTEGER, pid INTEGER, tid INTEGER, t TIMESTAMP, d_files DOUBLE, d_lines DOUBLE, d_matches DOUBLE)`,
  sql`CREATE TABLE store.delta_located (
    sid INTEGER, rid INTEGER, pid INTEGER, t TIMESTAMP, d_files DOUBLE, d_lines DOUBLE, d_sure DOUBLE)`,
  // whom files belong to, whatever was found in them
  sql`CREATE TABLE store.owner_span (pid INTEGER, oid INTEGER, valid_from TIMESTAMP, valid_to TIMESTAMP)`,
  sql`CREATE TABLE store.team_span (pid INTEGER, tid INTEGER, valid_from TIMESTAMP, valid_to TIMESTAMP)`,
  sql`CREATE TABLE store.delta_language (
    tool_id INTEGER, rid INTEGER, lid INTEGER, t TIMESTAMP, d_files DOUBLE, d_lines DOUBLE, d_bytes DOUBLE)`,
  sql`CREATE TABLE store.language_sample (tool_id INTEGER, rid INTEGER, t TIMESTAMP)`,
  sql`CREATE VIEW main.file_span AS
    SELECT key AS series, series_id, repo_key AS repo, path, blob_oid, valid_from, valid_to, lines, matches
    FROM store.file_span JOIN store.series USING (sid) JOIN store.repo USING (rid)`,
  sql`CREATE VIEW main.match_span AS
    SELECT key AS series, series_id, blob_oid, line, col, end_col, text, c1, c2, c3
    FROM store.match_span JOIN store.series USING (sid)`,
  sql`CREATE VIEW main.language AS
    SELECT repo_key AS repo, t AS sample_at, commit_oid, tool, language, files, lines, bytes
    FROM store.language JOIN store.repo USING (rid)`,
  sql`CREATE VIEW main.commit_week AS
    SELECT repo_key AS repo, t AS week, author, commits FROM store.commit_week JOIN store.repo USING (rid)`,
  sql`CREATE VIEW main.blame AS
    SELECT key AS series, series_id, repo_key AS repo, t AS sample_at, path, line, author, authored_at, committed_at, commit_oid
    FROM store.blame JOIN store.series USING (sid) JOIN store.repo USING (rid)`,
  sql`CREATE VIEW main.owner_file AS
    SELECT repo_key AS repo, path, valid_from, commit_oid, text FROM store.owner_file JOIN store.repo USING (rid)`,
  sql`CREATE VIEW main.metric AS
    SELECT metric, entity_kind, repo_key AS repo, path, name, t AS recorded_at, value, unit, labels
    FROM store.metric LEFT JOIN store.repo USING (rid)`,
  sql`CREATE VIEW main.event AS
    SELECT event_id, kind, repo_key AS repo, t AS started_at, end_at AS ended_at, state, labels, ref
    FROM store.event LEFT JOIN store.repo USING (rid)`
];

/** Those an author can name, with their columns. */
export const DETAIL_COLUMNS = {
  file_span: ["series", "series_id", "repo", "path", "blob_oid", "valid_from", "valid_to", "lines", "matches"],
  match_span: ["series", "series_id", "blob_oid", "line", "col", "end_col", "text", "c1", "c2", "c3"],
  language: ["repo", "sample_at", "commit_oid", "tool", "language", "files", "lines", "bytes"],
  commit_week: ["repo", "week", "author", "commits"],
  blame: [
    "series",
    "series_id",
    "repo",
    "sample_at",
    "path",
    "line",
    "author",
    "authored_at",
    "committed_at",
    "commit_oid"
  ],
  owner_file: ["repo", "path", "valid_from", "commit_oid", "text"],
  metric: ["metric", "entity_kind", "repo", "path", "name", "recorded_at", "value", "unit", "labels"],
  event: ["event_id", "kind", "repo", "started_at", "ended_at", "state", "labels", "ref"]
} as const satisfies Readonly<Record<string, readonly string[]>>;
