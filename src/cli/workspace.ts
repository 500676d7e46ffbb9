/** The workspace of the command line: the current folder, with notebooks and snapshots. */
import {readFile} from "node:fs/promises";
import {basename, dirname, join, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {type Notebook, parseNotebook} from "../notebook/notebook.ts";
import type {OtherNotebooks} from "../notebook/reused.ts";
import {createStore} from "../store/create-store.ts";
import type {InsightStore} from "../store/store.ts";
import {SAMPLES, type SnapshotsName} from "../workspace.ts";
import {openNativeEngine} from "./duckdb.ts";
import {folderFiles} from "./folder.ts";
import {nativeGzip} from "./native.ts";
import {readText} from "./read-text.ts";

/** The folder of this package: two above the built command (`dist/cli`) and above this file (`src/cli`). */
export const PACKAGE_FOLDER = fileURLToPath(new URL("../../", import.meta.url));

/** A notebook file, read. */
export interface NotebookFile {
  readonly path: string;
  /** The file's name without folders. */
  readonly name: string;
  readonly notebook: Notebook;
}

/** Reads a notebook. @throws TidemarkError "notebook/missing" */
export async function readNotebook(cwd: string, path: string): Promise<NotebookFile> {
  const text = await readText(cwd, path, "notebook/missing", "Give the path of a notebook, such as notebooks/name.md.");
  return {path, name: basename(path), notebook: parseNotebook(text)};
}

/** The notebooks beside a notebook's file. */
export function otherNotebooks(cwd: string, path: string): OtherNotebooks {
  const folder = dirname(resolve(cwd, path));
  return (name) =>
    name === basename(name) ? readFile(join(folder, name), "utf8").catch(() => null) : Promise.resolve(null);
}

/** The store of a workspace's own snapshots, or of the samples that come with Tidemark. Nothing is opened before it is asked. */
export function openStore(cwd: string, snapshots: SnapshotsName, now: () => number): InsightStore {
  const own = snapshots === "workspace";
  const folder = own ? cwd : join(PACKAGE_FOLDER, "public", SAMPLES[snapshots]);
  return createStore({
    files: folderFiles(own ? join(cwd, "snapshots") : folder),
    folder: folderFiles(folder),
    openEngine: openNativeEngine,
    now,
    format: "ndjson.gz",
    gzip: nativeGzip
  });
}
