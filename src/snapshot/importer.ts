/**
 * How a stranger's file becomes a snapshot. Every format is one file (`from-*.ts`) that describes itself and reads in one
 * pass; nothing it reads is kept before the user has seen what was understood.
 *
 * What a format does not say is looked for in this order, and the finding names where it came from: the file's own
 * field → the answers in `<file>.meta.json` → a front-matter line (`# {json}` or `{"tidemark": {…}}` as the first line)
 * → the file's name → the commits that are already known → ask. The file's modification time is never used; it may be
 * offered as a suggestion.
 */
import type {Place} from "../error.ts";
import type {Snapshot, Unit} from "./snapshot.ts";

/** A file to be read: its name (a path when it came in a folder) and its bytes, from the start each time. */
export interface Source {
  readonly name: string;
  readonly size: number;
  chunks(): AsyncIterable<Uint8Array>;
  /** The SHA-256 of all its bytes, where somebody else knows it or works it out beside the reading. */
  sha256?(): Promise<string>;
}

/** What the user, a sidecar or a front-matter line says about a file. Times are epoch ms. */
export interface Answers {
  readonly repository?: string;
  readonly commit?: string;
  readonly sampleAt?: number;
  readonly observedAt?: number;
  /** The query in the words of the tool that ran it. */
  readonly query?: string;
  /** The short name of the series. */
  readonly key?: string;
  readonly title?: string;
  /** A regular expression with capture groups, run over every matching line (RE2 syntax). */
  readonly pattern?: string;
  readonly unit?: Unit;
  readonly mapping?: Mapping;
}

/** What each column of a CSV or NDJSON file holds. Columns are counted from 0; a number that is absent means "none". */
export interface Mapping {
  readonly delimiter?: "," | ";" | "\t" | "|";
  readonly header?: boolean;
  readonly dateOrder?: "ymd" | "dmy" | "mdy";
  readonly decimal?: "." | ",";
  readonly columns: {readonly [role in ColumnRole]?: number};
}

/** The roles a column can have; `c1`…`c3` are captured values. */
export type ColumnRole =
  | "repository"
  | "time"
  | "series"
  | "value"
  | "files"
  | "lines"
  | "matches"
  | "commit"
  | "committedAt"
  | "path"
  | "status"
  | "unit"
  | "c1"
  | "c2"
  | "c3";
export const COLUMN_ROLES = [
  "repository",
  "time",
  "series",
  "value",
  "files",
  "lines",
  "matches",
  "commit",
  "committedAt",
  "path",
  "status",
  "unit",
  "c1",
  "c2",
  "c3"
] as const satisfies readonly ColumnRole[];

/** What the workspace already holds and an importer may lean on. */
export interface Known {
  readonly repositories: readonly string[];
  /** Committer time (epoch ms) of the commits known so far, by full or abbreviated oid. */
  commitTime(oid: string): number | null;
}

/** Something the file does not say and nobody else did. The import waits for it. */
export interface Need {
  readonly field: "repository" | "time" | "query" | "mapping" | "dateOrder";
  readonly text: string;
}

/** A thing that was understood from outside the file's rows, and from where: `file name`, `sidecar`, `your answer` … */
export interface Fact {
  readonly field: "repository" | "commit" | "time" | "observed" | "query" | "series" | "pattern" | "unit";
  readonly value: string;
  readonly from: string;
}

/** One reason why rows were left out or changed, with every place it was seen at (at most 100,000 are kept). */
export interface Problem {
  readonly code: string;
  readonly text: string;
  /** `skipped` rows are not in the snapshot; a `note` says what was done to rows that are. */
  readonly effect: "skipped" | "note";
  readonly count: number;
  readonly places: readonly Place[];
}

/** What an importer made of a file. When `needs` is not empty the snapshot is a preview and cannot be kept. */
export interface Finding {
  readonly format: string;
  readonly title: string;
  readonly snapshot: Snapshot;
  readonly needs: readonly Need[];
  readonly facts: readonly Fact[];
  readonly problems: readonly Problem[];
  /** Rows or records of the source that were read and kept, and those that were left out. */
  readonly read: number;
  readonly skipped: number;
  /** `partial`: the file itself says that it is not all (limits, time-outs, a cut stream); the reasons are sentences. */
  readonly status: "complete" | "partial";
  readonly reasons: readonly string[];
  /** For the mapping dialog: the columns as they were read, with some rows, and the mapping that was used. */
  readonly columns?: {
    readonly names: readonly string[];
    readonly rows: readonly (readonly string[])[];
    readonly mapping: Mapping;
  };
  /** SHA-256 of the file's bytes as they came, and of the normalised rows (equal when only timings differ). */
  readonly fileHash: string;
  readonly contentHash: string;
}

/** Everything an importer is given beside the file. */
export interface ReadContext {
  readonly answers: Answers;
  /** The other files that came along (a folder's parts, sidecars), by name. */
  readonly beside: ReadonlyMap<string, Source>;
  readonly known: Known;
  readonly signal?: AbortSignal;
  readonly progress?: (bytesRead: number) => void;
}

/** A format: how to recognise it, and how to read it. */
export interface Importer {
  readonly format: string;
  /** The format's name for readers. */
  readonly title: string;
  /** The tool or command that makes such a file, for the empty state and the docs. */
  readonly madeBy: string;
  /** How sure it is, 0 (not this) to 1 (nothing else), from the name and the first 64 kB of text. */
  recognizes(head: Head): number;
  read(source: Source, context: ReadContext): Promise<Finding>;
}

/** The beginning of a file, decoded: `text` is empty for binary formats, `magic` is its first bytes. */
export interface Head {
  readonly name: string;
  readonly text: string;
  readonly magic: Uint8Array;
  readonly container: "none" | "gzip" | "zip";
}
