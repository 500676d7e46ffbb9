/**
 * A snapshot is what an import holds: the definitions of series, the repositories, and tables of rows. The tables and
 * their columns are those of the interchange format (README of `public/sample`), so that what is in memory, in a segment
 * and in a file of the interchange differ in encoding only.
 *
 * Four times are never merged: `sample_at` (the x axis), `committed_at` (of the commit searched), `observed_at` (when the
 * search ran; kept per part), and the time of the import (kept in the manifest). Absent is no row; zero is a row with 0;
 * unknown is a row whose counts are null; a lower bound is a row with status `partial`.
 */
import {canonicalJson, sha256} from "../hash.ts";
import type {ColumnType, Table} from "../table.ts";

/** What a count counts. Never mixed within one series. */
export type Unit = "matches" | "lines" | "files";
export const UNITS = ["matches", "lines", "files"] as const satisfies readonly Unit[];

/** How far the numbers of a row can be trusted: a `partial` one is a lower bound, `error` and `unknown` have none. */
export type PointStatus = "ok" | "partial" | "error" | "unknown";
export const POINT_STATUSES = ["ok", "partial", "error", "unknown"] as const satisfies readonly PointStatus[];

/** What a series asks: the query as the tool that ran it understood it. */
export interface SeriesDefinition {
  readonly engine: string;
  readonly pattern: string;
  readonly flags: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** The numbers of the capture groups that were recorded, counted from 1. */
  readonly captures: readonly number[];
  readonly unit: Unit;
  readonly repo_scope?: string;
}

/** A series as a snapshot names it. `key` is the short name people use for it; it need not be unique. */
export interface SeriesRecord extends SeriesDefinition {
  readonly series_id: string;
  readonly key: string;
  readonly title: string;
  /** The query in the words of the search tool, when it is known. */
  readonly source_query?: string;
}

/** A repository; `repo_key` is host/owner/name (snapshot/repo-key.ts). */
export interface RepoRecord {
  readonly repo_key: string;
  readonly url?: string;
  readonly default_branch?: string;
}

/** The tables a part may hold, with the type of every column. Which columns may be null: see NULLABLE. */
export const TABLES = {
  point: {
    series_id: "text",
    repo_key: "text",
    sample_at: "time",
    commit_oid: "text",
    committed_at: "time",
    files: "number",
    lines: "number",
    matches: "number",
    status: "text",
    unscanned_files: "number"
  },
  capture: {
    series_id: "text",
    repo_key: "text",
    sample_at: "time",
    c1: "text",
    c2: "text",
    c3: "text",
    matches: "number",
    files: "number"
  },
  file: {
    series_id: "text",
    repo_key: "text",
    sample_at: "time",
    path: "text",
    blob_oid: "text",
    lines: "number",
    matches: "number"
  },
  match: {
    series_id: "text",
    repo_key: "text",
    sample_at: "time",
    path: "text",
    line: "number",
    col: "number",
    end_col: "number",
    text: "text",
    matched: "text",
    c1: "text",
    c2: "text",
    c3: "text"
  },
  file_span: {
    series_id: "text",
    repo_key: "text",
    path: "text",
    blob_oid: "text",
    valid_from: "time",
    valid_to: "time",
    lines: "number",
    matches: "number"
  },
  match_span: {
    series_id: "text",
    blob_oid: "text",
    line: "number",
    col: "number",
    end_col: "number",
    text: "text",
    c1: "text",
    c2: "text",
    c3: "text"
  },
  /** What a repository was made of: all languages that a tool saw in it at a time. */
  language: {
    repo_key: "text",
    sample_at: "time",
    commit_oid: "text",
    tool: "text",
    language: "text",
    files: "number",
    lines: "number",
    bytes: "number"
  },
  /** How many commits an author made in the week that begins then (a Monday, UTC). */
  commit_week: {repo_key: "text", week: "time", author: "text", commits: "number"},
  /** Who last changed a matching line, as of a sample. */
  blame: {
    series_id: "text",
    repo_key: "text",
    sample_at: "time",
    path: "text",
    line: "number",
    author: "text",
    authored_at: "time",
    committed_at: "time",
    commit_oid: "text"
  },
  /** A version of a CODEOWNERS file, whole, from the commit that made it on; without text the file was deleted then. */
  owner_file: {repo_key: "text", path: "text", valid_from: "time", commit_oid: "text", text: "text"},
  /** A number that another tool measured. `entity_kind` says of what: global, team, repo, path, package or test. */
  metric: {
    metric: "text",
    entity_kind: "text",
    repo_key: "text",
    path: "text",
    name: "text",
    at: "time",
    value: "number",
    unit: "text",
    labels: "text"
  },
  /** Something that happened: a release, a deployment, an incident, an issue. `labels` is JSON. */
  event: {
    event_id: "text",
    kind: "text",
    repo_key: "text",
    at: "time",
    end_at: "time",
    state: "text",
    labels: "text",
    ref: "text"
  }
} as const satisfies Readonly<Record<string, Readonly<Record<string, ColumnType>>>>;

/** True for the one column whose numbers may be below zero. */
export function isSigned(table: TableName, column: string): boolean {
  return table === "metric" && column === "value";
}

export type TableName = keyof typeof TABLES;
export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[];
export type ColumnName<T extends TableName> = keyof (typeof TABLES)[T] & string;

/** The columns a row cannot be without; every other may be null, which means that the source did not say. */
export const REQUIRED: {readonly [T in TableName]: readonly ColumnName<T>[]} = {
  point: ["series_id", "repo_key", "sample_at", "status"],
  capture: ["series_id", "repo_key", "sample_at", "c1", "matches"],
  file: ["series_id", "repo_key", "sample_at", "path"],
  match: ["series_id", "repo_key", "sample_at", "path"],
  file_span: ["series_id", "repo_key", "path", "valid_from"],
  match_span: ["series_id", "blob_oid"],
  language: ["repo_key", "sample_at", "tool", "language"],
  commit_week: ["repo_key", "week", "author", "commits"],
  blame: ["series_id", "repo_key", "sample_at", "path", "line", "author"],
  owner_file: ["repo_key", "path", "valid_from"],
  metric: ["metric", "entity_kind", "at", "value"],
  event: ["event_id", "kind", "at"]
};

/** The columns that tell the rows of a table apart, in the order in which rows are sorted. */
export const KEYS: {readonly [T in TableName]: readonly ColumnName<T>[]} = {
  point: ["series_id", "repo_key", "sample_at"],
  capture: ["series_id", "repo_key", "sample_at", "c1", "c2", "c3"],
  file: ["series_id", "repo_key", "sample_at", "path"],
  match: ["series_id", "repo_key", "sample_at", "path", "line", "col", "end_col"],
  file_span: ["series_id", "repo_key", "path", "valid_from"],
  match_span: ["series_id", "blob_oid", "line", "col", "end_col"],
  language: ["tool", "repo_key", "sample_at", "language"],
  commit_week: ["repo_key", "week", "author"],
  blame: ["series_id", "repo_key", "sample_at", "path", "line"],
  owner_file: ["repo_key", "path", "valid_from"],
  metric: ["metric", "entity_kind", "repo_key", "path", "name", "labels", "at"],
  event: ["kind", "repo_key", "event_id"]
};

/** The longest text kept of a matching line or of a match, in UTF-16 units. */
export const MAX_TEXT = 400;

/** Rows of one table that were observed together. `observedAt` is when the search ran, epoch ms; null when nobody said. */
export interface Part {
  readonly table: TableName;
  readonly observedAt: number | null;
  readonly rows: Table;
  /** True for rows under an old name of their repository: of equal observations those under the new one stand. */
  readonly renamed?: boolean;
}

/** All that one import brings. */
export interface Snapshot {
  readonly series: readonly SeriesRecord[];
  readonly repos: readonly RepoRecord[];
  readonly parts: readonly Part[];
}

/**
 * The id of a series: `s_` and 16 hex digits, the same for everybody who asks the same with the same tool.
 * Source: the first 16 digits of the SHA-256 of the compact JSON, keys sorted, of the definition's members
 * (`repo_scope` only when present).
 */
export function seriesId(definition: SeriesDefinition): string {
  const {engine, pattern, flags, include, exclude, captures, unit, repo_scope} = definition;
  const asked = {engine, pattern, flags, include, exclude, captures, unit, ...(repo_scope ? {repo_scope} : {})};
  return `s_${sha256(canonicalJson(asked)).slice(0, 16)}`;
}

/** A record of a series; members that are not given are empty, the unit is matches, the key is the pattern's. */
export function seriesRecord(
  given: Partial<SeriesDefinition> & {
    readonly engine: string;
    readonly key: string;
    readonly title?: string;
    readonly source_query?: string;
  }
): SeriesRecord {
  const definition: SeriesDefinition = {
    engine: given.engine,
    pattern: given.pattern ?? "",
    flags: given.flags ?? "",
    include: given.include ?? [],
    exclude: given.exclude ?? [],
    captures: given.captures ?? [],
    unit: given.unit ?? "matches",
    ...(given.repo_scope ? {repo_scope: given.repo_scope} : {})
  };
  return {
    series_id: seriesId(definition),
    key: given.key,
    title: given.title ?? given.key,
    ...definition,
    ...(given.source_query ? {source_query: given.source_query} : {})
  };
}
