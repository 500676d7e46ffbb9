import type {OpenedNotebook} from "../src/notebook/opened-notebook.ts";
import type {Answers, Finding} from "../src/snapshot/importer.ts";
import type {PlainTable} from "../src/snapshot/plain-table.ts";
import type {WorkspaceTexts} from "../src/snapshot/zip-notebooks.ts";

/** A file as the page hands it over: its name (a path when it came in a folder) and its bytes. */
export interface GivenFile {
  readonly name: string;
  readonly content: Blob;
}

/** What became of a group of files that belong together. */
export type FileReading =
  | {readonly names: readonly string[]; readonly finding: Finding}
  | {readonly names: readonly string[]; readonly error: {readonly code: string; readonly message: string}};

/** What the workspace knows already. */
export interface KnownFacts {
  readonly repositories: readonly string[];
  readonly commitTimes: ReadonlyMap<string, number>;
}

/** Reads strangers' files; nothing of them is kept. */
export interface ImportReader {
  read(
    files: readonly GivenFile[],
    answers: ReadonlyMap<string, Answers>,
    known: KnownFacts,
    options?: {readonly signal?: AbortSignal; readonly progress?: (share: number) => void}
  ): Promise<readonly FileReading[]>;
  /** A file of rows as a table; errors as those of readPlainTable. */
  readTable(file: GivenFile, options?: {readonly signal?: AbortSignal}): Promise<PlainTable>;
  /** The notebook in a text; null for HTML that is none. */
  readNotebook(text: string, isHtml: boolean): Promise<OpenedNotebook | null>;
  /** The notebooks, the workspace file and the tables’ files of a zip. */
  workspaceTexts(zip: GivenFile): Promise<WorkspaceTexts>;
}
