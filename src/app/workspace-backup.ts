/** The workspace of a browser as one zip, there and back: notebooks, their tables, snapshots, tidemark.yaml. */
import {unzipSync, zipSync} from "fflate";
import {openDB} from "idb";
import {TidemarkError} from "../error.ts";
import {sha256} from "../hash.ts";
import {isTablePath} from "../table-path.ts";
import type {NotebookFiles} from "./notebook-files.ts";
import {privateTableBytes, privateTablePaths} from "./table-files.ts";

/** Where the store keeps the snapshots of this browser: small files that are replaced in a database, segments as files. */
const FOLDER = "snapshots";
const LIMIT = 4_000_000_000;

async function smallFiles() {
  return openDB(`tidemark-${FOLDER}`, 1, {
    upgrade: (db) => {
      if (!db.objectStoreNames.contains("files")) db.createObjectStore("files");
    }
  });
}

async function segments(): Promise<Record<string, Uint8Array>> {
  const found: Record<string, Uint8Array> = {};
  const walk = async (folder: FileSystemDirectoryHandle, path: string) => {
    for await (const [name, handle] of folder.entries()) {
      if (handle.kind === "directory") await walk(handle as FileSystemDirectoryHandle, `${path}${name}/`);
      else if (!name.startsWith("tmp-"))
        found[path + name] = new Uint8Array(await (await (handle as FileSystemFileHandle).getFile()).arrayBuffer());
    }
  };
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(FOLDER).catch(() => null);
  if (folder) await walk(folder, "");
  return found;
}

/** What the store keeps in this browser, by path below `snapshots/`; tidemark.yaml is among it. */
export async function privateFiles(): Promise<Record<string, Uint8Array>> {
  const files = await segments();
  const database = await smallFiles();
  for (const key of await database.getAllKeys("files"))
    files[String(key)] = (await database.get("files", key)) as Uint8Array;
  database.close();
  return files;
}

/** All of the workspace as the bytes of a zip; the same files give the same bytes. */
export async function backUp(notebooks: NotebookFiles): Promise<Uint8Array<ArrayBuffer>> {
  const files: Record<string, Uint8Array> = {};
  for (const {name, text, sample} of await notebooks.list())
    if (!sample) files[`notebooks/${name}`] = new TextEncoder().encode(text);
  for (const [path, bytes] of Object.entries(await privateFiles())) files[`${FOLDER}/${path}`] = bytes;
  Object.assign(files, await privateTables());
  // no clock in the bytes; segments are compressed already
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  return zipSync(sorted, {level: 1, mtime: new Date(1980, 0, 2)}) as Uint8Array<ArrayBuffer>;
}

/** The files of tables in this browser, by path. */
export async function privateTables(): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const tables = privateTableBytes();
  const files: Record<string, Uint8Array<ArrayBuffer>> = {};
  for (const path of await privateTablePaths()) files[path] = (await tables.bytes(path))!;
  return files;
}

/** What came back. `kept` are notebooks and tables that stand here with other content: they were left as they are. */
export interface Restored {
  readonly notebooks: number;
  readonly kept: readonly string[];
  readonly snapshots: boolean;
}

/**
 * Puts a backup's files in. A notebook of the same name and other text stays as it is; snapshots come back only where none
 * are, so that nothing is mixed or overwritten.
 * @throws TidemarkError "backup/invalid" when it is no backup.
 */
export async function restore(zip: Uint8Array, notebooks: NotebookFiles): Promise<Restored> {
  let size = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(zip, {
      filter({name, originalSize}) {
        size += originalSize;
        return (
          size < LIMIT &&
          (/^(?:notebooks\/[^/\\]+\.md|snapshots\/(?:[\w.-]+\/)*[\w.-]+)$/.test(name) || isTablePath(name)) &&
          !name.includes("..")
        );
      }
    });
  } catch (error) {
    throw new TidemarkError(
      "backup/invalid",
      "This is no zip file that can be read. Choose a backup that this page made.",
      {},
      error
    );
  }
  const names = Object.keys(files);
  if (!names.length)
    throw new TidemarkError(
      "backup/invalid",
      "There is no notebook and no snapshot in this zip. Choose a backup that this page made."
    );
  const kept: string[] = [];
  let count = 0;
  for (const path of names.filter((one) => one.startsWith("notebooks/"))) {
    const name = path.slice("notebooks/".length);
    const text = new TextDecoder().decode(files[path]!);
    const here = await notebooks.read(name);
    if (here?.text === text) continue;
    const outcome = here && !here.sample ? null : await notebooks.save(name, text, here?.hash ?? null);
    if (outcome && "hash" in outcome) count++;
    else kept.push(name);
  }
  const tables = privateTableBytes();
  for (const path of names.filter(isTablePath)) {
    const bytes = files[path]! as Uint8Array<ArrayBuffer>;
    const here = await tables.bytes(path);
    if (!here) await tables.put(path, bytes);
    else if (sha256(here) !== sha256(bytes)) kept.push(path);
  }
  const data = names.filter((one) => one.startsWith(`${FOLDER}/`));
  const database = await smallFiles();
  const empty = (await database.count("files")) === 0;
  if (empty && data.length) {
    const root = await navigator.storage.getDirectory();
    // segments first: the manifest names only what is there
    const isSmall = (path: string) => /\.(?:json|ya?ml)$/.test(path);
    for (const path of data.filter((one) => !isSmall(one))) {
      const parts = path.split("/");
      let folder = root;
      for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part, {create: true});
      const file = await (await folder.getFileHandle(parts.at(-1)!, {create: true})).createWritable();
      await file.write(files[path]! as Uint8Array<ArrayBuffer>);
      await file.close();
    }
    for (const path of data.filter(isSmall)) await database.put("files", files[path]!, path.slice(FOLDER.length + 1));
  }
  database.close();
  return {notebooks: count, kept, snapshots: empty && data.length > 0};
}
