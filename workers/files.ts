/** The Files port in a browser: private storage, the app's own origin (read-only), and the local server. */
import {type DBSchema, type IDBPDatabase, openDB} from "idb";
import {messageOf, TidemarkError} from "../src/error.ts";
import {sha256} from "../src/hash.ts";
import type {Files} from "../src/store/files.ts";

interface Schema extends DBSchema {
  files: {key: string; value: Uint8Array};
}

/** OPFS has it, TypeScript's DOM types do not. */
interface MovableFile extends FileSystemFileHandle {
  move(folder: FileSystemDirectoryHandle, name: string): Promise<void>;
  createSyncAccessHandle(): Promise<{
    write(bytes: Uint8Array): number;
    truncate(size: number): void;
    flush(): void;
    close(): void;
  }>;
}

/**
 * Files in the browser's private storage: immutable ones in OPFS (written aside, flushed, moved into place), replaced ones
 * in IndexedDB with strict durability, where read, compare and write are one transaction. Worker only.
 */
export function browserFiles(folder: string): Files {
  let database: Promise<IDBPDatabase<Schema>> | null = null;
  const open = () => {
    database ??= openDB<Schema>(`tidemark-${folder}`, 1, {upgrade: (db) => void db.createObjectStore("files")});
    return database;
  };
  let swept: Promise<void> | null = null;
  const directory = async (path: string, create: boolean): Promise<[FileSystemDirectoryHandle, string]> => {
    const parts = [folder, ...path.split("/")];
    let handle = await navigator.storage.getDirectory();
    for (const part of parts.slice(0, -1)) handle = await handle.getDirectoryHandle(part, {create});
    return [handle, parts.at(-1)!];
  };
  const readFile = async (path: string): Promise<Uint8Array | null> => {
    try {
      const [parent, name] = await directory(path, false);
      return new Uint8Array(await (await (await parent.getFileHandle(name)).getFile()).arrayBuffer());
    } catch (error) {
      if (isNamed(error, "NotFoundError")) return null;
      throw failed(error, path);
    }
  };
  return {
    async read(path) {
      return (await (await open()).get("files", path)) ?? readFile(path);
    },
    async write(path, bytes) {
      if (await readFile(path)) return;
      const temporary = `tmp-${crypto.randomUUID()}`;
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder, {create: true});
      swept ??= sweep(root);
      await swept;
      try {
        const file = (await root.getFileHandle(temporary, {create: true})) as MovableFile;
        const access = await file.createSyncAccessHandle();
        try {
          if (access.write(bytes) !== bytes.length)
            throw new DOMException("not all bytes were written", "QuotaExceededError");
          access.flush();
        } finally {
          access.close();
        }
        const [parent, name] = await directory(path, true);
        await file.move(parent, name);
      } catch (error) {
        await root.removeEntry(temporary).catch(() => undefined);
        throw failed(error, path);
      }
    },
    async replace(path, bytes, expected) {
      try {
        const transaction = (await open()).transaction("files", "readwrite", {durability: "strict"});
        const now = await transaction.store.get(path);
        const same = (now ? sha256(now) : null) === expected;
        if (same) await transaction.store.put(bytes, path);
        await transaction.done;
        return same;
      } catch (error) {
        throw failed(error, path);
      }
    },
    async remove(path) {
      await (await open()).delete("files", path);
      const [parent, name] = await directory(path, true);
      await parent.removeEntry(name).catch(() => undefined);
    },
    async list(below) {
      try {
        const [parent, name] = await directory(below, false);
        return await filesBelow(await parent.getDirectoryHandle(name), below);
      } catch (error) {
        if (isNamed(error, "NotFoundError")) return [];
        throw failed(error, below);
      }
    }
  };
}

/** A tab that ends while it writes leaves what it wrote; after a day nobody writes it any more. */
async function sweep(root: FileSystemDirectoryHandle): Promise<void> {
  for await (const [name, handle] of root.entries()) {
    if (!name.startsWith("tmp-") || handle.kind !== "file") continue;
    const {lastModified} = await (handle as FileSystemFileHandle).getFile();
    if (Date.now() - lastModified > 86_400_000) await root.removeEntry(name).catch(() => undefined);
  }
}

async function filesBelow(folder: FileSystemDirectoryHandle, path: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const [name, handle] of folder.entries())
    paths.push(
      ...(handle.kind === "file"
        ? [`${path}/${name}`]
        : await filesBelow(handle as FileSystemDirectoryHandle, `${path}/${name}`))
    );
  return paths.sort();
}

/** Files below an address of the app's own origin: read-only. */
export function fetchedFiles(base: string): Files {
  const refuse = async (): Promise<never> => {
    throw new TidemarkError(
      "files/read-only",
      "The sample data cannot be changed. Import into your own workspace instead."
    );
  };
  return {
    read: (path) => fetchBytes(base + path, {}),
    write: refuse,
    replace: refuse,
    remove: refuse,
    list: async () => []
  };
}

/** The `snapshots/` folder of the workspace that the local server serves. */
export function servedFiles(base: string, token: string): Files {
  const headers = {"x-tidemark-token": token};
  const put = async (path: string, bytes: Uint8Array, condition: Record<string, string>): Promise<Response> => {
    const response = await fetch(base + path, {
      method: "PUT",
      body: bytes as Uint8Array<ArrayBuffer>,
      headers: {...headers, ...condition}
    });
    if (response.ok || response.status === 412) return response;
    throw new TidemarkError(
      response.status === 507 ? "files/quota" : response.status === 403 ? "files/read-only" : "files/failed",
      `${path} was not written: ${await response.text()}`
    );
  };
  return {
    read: (path) => fetchBytes(base + path, headers),
    async write(path, bytes) {
      await put(path, bytes, {"if-none-match": "*"});
    },
    async replace(path, bytes, expected) {
      const response = await put(
        path,
        bytes,
        expected === null ? {"if-none-match": "*"} : {"if-match": `"${expected}"`}
      );
      return response.ok;
    },
    async remove(path) {
      await fetch(base + path, {method: "DELETE", headers});
    },
    async list() {
      return [];
    }
  };
}

async function fetchBytes(address: string, headers: Record<string, string>): Promise<Uint8Array | null> {
  const response = await fetch(address, {headers, cache: "no-cache"});
  if (response.status === 204) return null;
  if (!response.ok)
    throw new TidemarkError("files/failed", `${address} could not be read: ${response.status} ${response.statusText}.`);
  return new Uint8Array(await response.arrayBuffer());
}

function failed(error: unknown, path: string): TidemarkError {
  if (error instanceof TidemarkError) return error;
  if (isNamed(error, "QuotaExceededError"))
    return new TidemarkError(
      "files/quota",
      `The browser gives this page no more room (while writing ${path}). Nothing was changed. Remove an import you no longer need on the Data page, or free space on the disk.`,
      {},
      error
    );
  return new TidemarkError("files/failed", `${path}: ${messageOf(error)}`, {}, error);
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
