/** What a report is made from, watched: notebooks, those whose insights they show, their tables, the data, and tidemark.yaml. */
import {type FSWatcher, watch} from "node:fs";
import {stat} from "node:fs/promises";
import {dirname, join, resolve} from "node:path";
import {needsOf} from "../notebook/needs.ts";
import {readReference} from "../notebook/reused.ts";
import {WORKSPACE_FILE} from "../workspace.ts";
import {otherNotebooks, readNotebook} from "./workspace.ts";

/** Editors write in several steps: a change counts once they are done, in ms. */
const QUIET = 150;

/** The full paths of the files that the notebooks are made from. One that cannot be read stands for itself. */
export async function sourcesOf(cwd: string, notebooks: readonly string[]): Promise<ReadonlySet<string>> {
  const sources = new Set([join(cwd, "snapshots/manifest.json"), join(cwd, WORKSPACE_FILE)]);
  for (const path of notebooks) {
    const folder = dirname(resolve(cwd, path));
    sources.add(resolve(cwd, path));
    const file = await readNotebook(cwd, path).catch(() => null);
    if (!file) continue;
    for (const table of file.notebook.frontMatter.tables) sources.add(resolve(cwd, table.path));
    const {notebooks: others} = await needsOf(file.notebook, otherNotebooks(cwd, path));
    // a notebook that is named and not there yet may come
    const named = file.notebook.cells.flatMap(({attributes}) => {
      const from = attributes.get("from");
      return from === undefined ? [] : (readReference(from).value?.notebook ?? []);
    });
    for (const name of [...others, ...named]) sources.add(join(folder, name));
  }
  return sources;
}

export interface SourceWatch {
  close(): void;
}

/**
 * Calls back when a source changed, was made or was deleted; what the notebooks name is read again after each change.
 * @throws what `fs.watch` throws where nothing can be watched.
 */
export async function watchSources(
  cwd: string,
  notebooks: readonly string[],
  changed: () => void
): Promise<SourceWatch> {
  const watchers = new Map<string, FSWatcher>();
  let sources = await sourcesOf(cwd, notebooks);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  const follow = async () => {
    for (const folder of new Set([cwd, ...[...sources].map((path) => dirname(path))])) {
      if (closed || watchers.has(folder) || !(await isFolder(folder))) continue;
      const watcher = watch(folder, (_, name) => void (name && tell(join(folder, name))));
      // a folder that goes away may come back
      watcher.on("error", () => drop(folder));
      watchers.set(folder, watcher);
    }
  };
  const drop = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const tell = (path: string) => {
    // a folder of sources that is made, or goes
    const isFolderOfSources = [...sources].some((source) => dirname(source) === path);
    if (isFolderOfSources) drop(path);
    if (!isFolderOfSources && !sources.has(path)) return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      sources = await sourcesOf(cwd, notebooks);
      await follow();
      if (!closed) changed();
    }, QUIET);
  };
  await follow();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    }
  };
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false
  );
}
