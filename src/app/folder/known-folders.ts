/**
 * The folders that were opened as workspaces in this browser, and which one is open. Handles live in IndexedDB; the choice
 * in localStorage, where it is read without waiting. `home` is the workspace without a folder: empty for the browser's
 * private storage, else what the local server calls the folder it serves, so that each keeps its own choice.
 */
import {type DBSchema, openDB} from "idb";
import type {AskableFolder} from "./file-system-access.ts";

/** A folder that was opened before. `at` is when, epoch ms. */
export interface KnownFolder {
  readonly id: string;
  readonly name: string;
  readonly handle: AskableFolder;
  readonly at: number;
}

interface Schema extends DBSchema {
  folders: {key: string; value: KnownFolder};
}

/** So many folders are remembered. */
const MOST = 6;

export {choose, chosenFolder} from "./chosen-folder.ts";

const open = () =>
  openDB<Schema>("tidemark-folders", 1, {upgrade: (db) => void db.createObjectStore("folders", {keyPath: "id"})});

/** The folders that are remembered, the newest first. */
export async function knownFolders(): Promise<readonly KnownFolder[]> {
  const database = await open();
  const folders = await database.getAll("folders");
  database.close();
  return folders.sort((a, b) => b.at - a.at);
}

/** Remembers a folder that was chosen; one that is known already keeps its id. */
export async function rememberFolder(handle: AskableFolder, now: number): Promise<KnownFolder> {
  const known = await knownFolders();
  let id: string = crypto.randomUUID();
  for (const folder of known) if (await folder.handle.isSameEntry(handle)) id = folder.id;
  const folder: KnownFolder = {id, name: handle.name, handle, at: now};
  const database = await open();
  await database.put("folders", folder);
  for (const old of known.filter((one) => one.id !== id).slice(MOST - 1)) await database.delete("folders", old.id);
  database.close();
  return folder;
}

export async function forgetFolder(id: string): Promise<void> {
  const database = await open();
  await database.delete("folders", id);
  database.close();
}
