/**
 * InsightStore: everything that is asked of imported data, by the page through a worker and by the command line directly.
 * All that goes in and comes out survives structuredClone; every call takes an AbortSignal and may report progress.
 */
import type {Message} from "../error.ts";
import type {Mark} from "../insight/annotation.ts";
import type {InsightDefinition, InsightResult, InsightUnit, PointParts} from "../insight/insight.ts";
import type {CapturedRows} from "../ping/capture.ts";
import type {NamedTable} from "../ping/usage-tables.ts";
import type {Finding} from "../snapshot/importer.ts";
import type {ImportRecord} from "../snapshot/manifest.ts";
import type {SqlValue} from "../sql.ts";
import type {Table} from "../table.ts";
import type {Workspace} from "../workspace.ts";
import type {AuthorTable, Limits} from "./engine.ts";
import type {Excerpt} from "./excerpt.ts";
import type {ExportName} from "./export-tables.ts";
import type {Repair} from "./repair.ts";
import type {ExcerptRequest} from "./wanted.ts";

/** How far a long call is: a share from 0 to 1, or null when nobody can tell, and what it is doing. */
export interface Progress {
  readonly share: number | null;
  readonly doing: string;
}

/** What may be given with every call. */
export interface StoreOptions {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

/** A series that is held, and what is known of it. Times are epoch ms. */
export interface SeriesSummary {
  readonly series_id: string;
  readonly key: string;
  readonly title: string;
  readonly query: string;
  readonly engine: string;
  readonly unit: InsightUnit;
  /** How many capture groups its imports recorded. */
  readonly captures: number;
  readonly repositories: number;
  readonly samples: number;
  readonly from: number;
  readonly to: number;
}

/** A segment that could not be read. What stands in the others is not touched by it. */
export interface Damage {
  readonly path: string;
  readonly reason: string;
  readonly importId: string | null;
}

/** All that a store holds, by import and by series. */
export interface Contents {
  readonly imports: readonly ImportRecord[];
  readonly series: readonly SeriesSummary[];
  readonly repositories: readonly string[];
  /** The tables of snapshots that hold rows, sorted. */
  readonly tables: readonly string[];
  readonly points: number;
  readonly bytes: number;
  readonly damage: readonly Damage[];
}

/** What an import did. `unchanged`: the same content was there already. */
export interface ImportOutcome {
  readonly outcome: "imported" | "unchanged";
  readonly importId: string;
  readonly rows: number;
}

/** A point of a chart: the series by its place in the result, its time, and the time of the point before (null: none). */
export interface PointRequest {
  readonly definition: InsightDefinition;
  readonly label: string;
  /** The labels of the captured values that are shown one by one: what "Other" is not. */
  readonly shown: readonly string[];
  readonly at: number;
  readonly before: number | null;
}

/** What one repository adds to a point, and to the point before. Null: nothing was there to search yet. */
export interface RepositoryShare {
  readonly repository: string;
  readonly value: number | null;
  readonly before: number | null;
  readonly status: "ok" | "partial" | "unknown";
  /** The sample the value comes from: carried forward when it is older than the point. */
  readonly sampleAt: number;
  readonly commit: string | null;
  readonly committedAt: number | null;
  /** The commit that stood for the point before. */
  readonly commitBefore?: string | null;
}

/** The lines of one repository behind a point. */
export interface LinesRequest extends PointRequest {
  readonly repository: string;
}

/** A line that matched; its number is that of the sample it was found in, when the import says it. */
export interface MatchLine {
  readonly path: string;
  readonly line: number | null;
  readonly text: string;
}

/** Which matching lines came and went since the point before. */
export interface PointLines {
  /** The samples that say where the matches are; null: none does. They may be older than the points. */
  readonly sampleAt: number | null;
  readonly sampleBefore: number | null;
  /** How many lines there are at the point; null when nobody says. */
  readonly held: number | null;
  readonly added: readonly MatchLine[];
  readonly removed: readonly MatchLine[];
  /** How many came and went beyond those. */
  readonly more: number;
}

/** A repository's part in a point, without where its value comes from. Null: nothing was there to search yet. */
export type Mover = Pick<RepositoryShare, "repository" | "value" | "before" | "status">;

/** The repositories behind a point, largest change first, then largest value. */
export interface PointDetail {
  readonly unit: string;
  /** Of a point that is no sum over repositories: by each dimension its measurements name. `repositories` is empty then. */
  readonly parts?: readonly PointParts[];
  readonly repositories: readonly RepositoryShare[];
}

/** What filters of an insight can choose from, whatever its filters are now. */
export interface InsightScope {
  /** The repositories of its series within its own scope, sorted. */
  readonly repositories: readonly string[];
  /** The captured values as labels, the most frequent ones first; at most a thousand. */
  readonly captures: readonly string[];
  /** What is known of files, sorted by how many hold matches; null where the insight cannot be filtered by file. */
  readonly files: {
    readonly languages: readonly string[];
    readonly owners: readonly string[];
    readonly teams: readonly string[];
  } | null;
}

/** An author's statement: its text around its parameters, and which results of its notebook session it may name. */
export interface SqlRequest {
  readonly session: string;
  /** Names of the results, as given with `as`; no other is visible, so that none is read unrecorded or stale. */
  readonly tables: readonly string[];
  readonly strings: readonly string[];
  readonly values: readonly SqlValue[];
  readonly limits?: Partial<Limits>;
  /** The name under which other sql cells of the session may use the result. */
  readonly as?: string;
}

/** The rows of an author's statement; `segments` are those of the store's tables it names (SHA-256), none for cells only. */
export interface SqlResult extends AuthorTable {
  readonly segments: readonly string[];
}

/** The workspace's `tidemark.yaml`: its text and hash (null: there is none), what it says, and what is wrong with it. */
export interface WorkspaceState {
  readonly text: string | null;
  readonly hash: string | null;
  readonly workspace: Workspace;
  readonly messages: readonly Message[];
}

export interface InsightStore {
  /**
   * What the answers are computed from, the imported data and `tidemark.yaml`, as one hash: 32 hexadecimal digits. It does
   * not wait for the database to start.
   */
  dataVersion(options?: StoreOptions): Promise<string>;
  /** What is held. The first call waits until the segments are in the database. */
  contents(options?: StoreOptions): Promise<Contents>;
  /** The commit times known of these (abbreviated) commits, by the oid that was asked. */
  commitTimes(oids: readonly string[], options?: StoreOptions): Promise<ReadonlyMap<string, number>>;
  /**
   * Keeps what an importer found. All of it or nothing; the same content again changes nothing. A store in a worker takes the
   * finding's rows with it: whoever calls has them no more.
   * @throws TidemarkError "import/incomplete" (the finding still has needs), "files/quota", "files/read-only".
   */
  import(finding: Finding, names: readonly string[], options?: StoreOptions): Promise<ImportOutcome>;
  /** Takes an import out again. `restoreImport` gives it back until `purgeImport`, or until the store is closed. */
  removeImport(importId: string, options?: StoreOptions): Promise<void>;
  restoreImport(importId: string, options?: StoreOptions): Promise<void>;
  /** Deletes the files of an import that was taken out, so that their room is free. */
  purgeImport(importId: string, options?: StoreOptions): Promise<void>;
  /** What can be kept of a manifest that cannot be read; null when it can, or is not this version's. Nothing is changed. */
  repairable(options?: StoreOptions): Promise<Repair | null>;
  /** Puts that in its place, if the file still has this SHA-256; false when it has not. */
  repair(expected: string, options?: StoreOptions): Promise<boolean>;
  /**
   * Answers an insight; with `as`, other cells of the session can name the result as a table
   * (recorded_at, series, value, status). A session's name is [a-z0-9]+.
   * @throws TidemarkError "insight/no-data" (details: query, close, commands), "insight/ambiguous", "insight/unit", "regex/invalid".
   */
  insight(
    definition: InsightDefinition,
    as: {session: string; name: string} | null,
    options?: StoreOptions
  ): Promise<InsightResult>;
  /** What filters of an insight can choose from. */
  scope(definition: InsightDefinition, options?: StoreOptions): Promise<InsightScope>;
  /** Lets the cells of a session name a table that was computed outside the store, as they name results of insights. */
  keep(as: {session: string; name: string}, table: Table, options?: StoreOptions): Promise<void>;
  /**
   * The data of an insight, one row a time, repository and captured value, in the columns of an upstream export and then
   * status and commit; null for a kind whose values are not those of repositories.
   */
  exportInsight(definition: InsightDefinition, options?: StoreOptions): Promise<Table | null>;
  /** A table of what was imported, of all series or of those with these keys or ids. @throws TidemarkError "export/series" */
  exportTable(name: ExportName, series: readonly string[] | null, options?: StoreOptions): Promise<Table>;
  /**
   * What some insights and statements read, as the files of a snapshot folder of its own; null: all that is held.
   * @throws TidemarkError "store/damaged" when a segment it needs cannot be read.
   */
  excerpt(request: ExcerptRequest | null, options?: StoreOptions): Promise<Excerpt>;
  /** The repositories behind a point of an insight. */
  point(request: PointRequest, options?: StoreOptions): Promise<PointDetail>;
  /** The same without commits and sample times, in the order of names: it needs no detail table. */
  movers(request: PointRequest, options?: StoreOptions): Promise<readonly Mover[]>;
  /** The matching lines of one repository behind a point, as far as they were imported. */
  lines(request: LinesRequest, options?: StoreOptions): Promise<PointLines>;
  /** Runs an author's statement. Errors as Engine.queryAuthor. */
  sql(request: SqlRequest, options?: StoreOptions): Promise<SqlResult>;
  /**
   * What happened in the repositories of an insight, oldest first: events that were imported and those of `tidemark.yaml`,
   * of some kinds (`release` and `releases` are one).
   */
  events(definition: InsightDefinition, kinds: readonly string[], options?: StoreOptions): Promise<readonly Mark[]>;
  /** What `tidemark.yaml` says now. A change since the last call counts from here on, also for insights. */
  workspace(options?: StoreOptions): Promise<WorkspaceState>;
  /**
   * Saves `tidemark.yaml`, if it still is what was read (`expected`, null: none); false when somebody else changed it.
   * @throws TidemarkError "files/quota", "files/read-only".
   */
  saveWorkspace(text: string, expected: string | null, options?: StoreOptions): Promise<boolean>;
  /** Counts BE captures over tables of the workspace's notebooks (ping/usage-tables.ts); none of them is kept. */
  usage(tables: readonly NamedTable[], options?: StoreOptions): Promise<CapturedRows>;
  /** Forgets a session's tables. */
  closeSession(session: string): Promise<void>;
  close(): Promise<void>;
}
