/**
 * The files that notebooks name as tables, where the workspace is: a folder that is opened or served, or this browser's
 * private storage, where they are put by the user. What is in them is read in a worker that is thrown away.
 */
import {openDB} from "idb";
import {connectImport, type OpenedFiles} from "../../workers/connect.ts";
import {TidemarkError} from "../error.ts";
import {sha256Of} from "../hash.ts";
import type {TableFiles} from "../notebook/table-cells.ts";
import {problemSentences} from "../snapshot/problems.ts";

/** Files as they lie there. Paths are relative to the workspace. */
export interface TableBytes {
  /** Where they are, for readers. */
  readonly place: string;
  bytes(path: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Writes a file, over one that is there. */
  put(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** What is the same for as long as nobody writes the file; null when it is not there. */
  stamp(path: string): Promise<string | null>;
  /** The files where Tidemark keeps them itself; null: they lie in a folder of the user's. */
  readonly held: {
    /** By path. */
    list(): Promise<readonly HeldTable[]>;
    /** Removes a file; one that is not there is fine. */
    remove(path: string): Promise<void>;
  } | null;
}

/** A file for tables that Tidemark keeps, and its size in bytes. */
export interface HeldTable {
  readonly path: string;
  readonly bytes: number;
}

export interface WorkspaceTables extends TableFiles, TableBytes {
  /** The stamp of a file when it was read last; null when it was not there, undefined when it was not read yet. */
  seen(path: string): string | null | undefined;
}

/** How long one file may take to be read, ms. */
const READING = 60_000;

/** The tables over some files. `kept` tells workspaces apart: the hashes of their files are remembered. */
export function workspaceTables(files: TableBytes, kept: string): WorkspaceTables {
  const hashes = rememberedHashes(kept);
  const seen = new Map<string, string | null>();
  return {
    ...files,
    seen: (path) => seen.get(path),
    known: (path) => hashes.get(path) ?? null,
    async read(path, signal) {
      const stamp = await files.stamp(path);
      seen.set(path, stamp);
      const bytes = stamp === null ? null : await files.bytes(path);
      if (!bytes)
        throw new TidemarkError(
          "table/missing",
          `There is no file ${path} in ${files.place}. Put it there, or correct the path in tables: of the front matter.`
        );
      const read = await readBytes(path, bytes, signal);
      hashes.set(path, read.sha256);
      return read;
    }
  };
}

async function readBytes(path: string, bytes: Uint8Array<ArrayBuffer>, signal: AbortSignal) {
  const {reader, end} = connectImport();
  const deadline = AbortSignal.timeout(READING);
  const late = new Promise<never>((_, reject) => {
    deadline.addEventListener("abort", () =>
      reject(
        new TidemarkError(
          "table/unreadable",
          `${path} took longer than ${READING / 1000} s to read and was given up. Is it damaged, or very large?`
        )
      )
    );
  });
  try {
    const reading = reader.readTable({name: path, content: new Blob([bytes])}, {signal});
    const {table, problems, skipped, sha256} = await Promise.race([reading, late]);
    return {table, sha256, leftOut: skipped, notes: problemSentences(problems)};
  } finally {
    end();
  }
}

/** The hashes of a workspace's files, kept in this browser; where nothing can be kept, for as long as the page. */
function rememberedHashes(kept: string): Pick<Map<string, string>, "get" | "set"> {
  const name = `tidemark-table-hashes${kept ? `-${kept}` : ""}`;
  let hashes: Record<string, string> = {};
  try {
    hashes = JSON.parse(localStorage.getItem(name) ?? "{}") as Record<string, string>;
  } catch {
    // what cannot be read counts for nothing
  }
  const known = new Map(Object.entries(hashes));
  return {
    get: (path) => known.get(path),
    set(path, hash) {
      if (known.get(path) === hash) return known;
      known.set(path, hash);
      try {
        localStorage.setItem(name, JSON.stringify(Object.fromEntries([...known].slice(-200))));
      } catch {
        // full: results are painted a moment later
      }
      return known;
    }
  };
}

/** Files of a folder that the user opened. */
export function folderTableBytes(files: OpenedFiles, title: string): TableBytes {
  return {
    place: `the folder ${title}`,
    held: null,
    bytes: async (path) => (await files.read(path)) as Uint8Array<ArrayBuffer> | null,
    async put(path, bytes) {
      const now = await files.read(path);
      if (!(await files.replace(path, bytes, now ? await sha256Of(now) : null))) throw changed(path);
    },
    async stamp(path) {
      const at = path.lastIndexOf("/");
      const found = (await files.stamps(path.slice(0, Math.max(0, at)))).get(path.slice(at + 1));
      return found ? `${found.size} ${found.lastModified}` : null;
    }
  };
}

/** Files of the folder that the local server serves. */
export function servedTableBytes(base: string, token: string): TableBytes {
  const ask = async (path: string, method: string, body?: Uint8Array<ArrayBuffer>): Promise<Response | null> => {
    const address = `${base}tables/${path.split("/").map(encodeURIComponent).join("/")}`;
    const response = await fetch(address, {
      method,
      headers: {"x-tidemark-token": token},
      cache: "no-store",
      ...(body ? {body} : {})
    });
    if (response.status === 204 && method !== "PUT") return null;
    if (response.ok) return response;
    throw new TidemarkError(
      "table/path",
      (await response.text()) || `${path} could not be read: ${response.statusText}.`
    );
  };
  return {
    place: "the folder that is served",
    held: null,
    bytes: async (path) => {
      const response = await ask(path, "GET");
      return response && new Uint8Array(await response.arrayBuffer());
    },
    put: async (path, bytes) => void (await ask(path, "PUT", bytes)),
    stamp: async (path) => (await ask(path, "HEAD"))?.headers.get("etag") ?? null
  };
}

interface PrivateFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

const openPrivate = () =>
  openDB("tidemark-tables", 1, {upgrade: (db) => void db.createObjectStore("files", {keyPath: "path"})});

/** Files in this browser's private storage. */
export function privateTableBytes(): TableBytes {
  const database = openPrivate();
  const read = async (path: string) => (await (await database).get("files", path)) as PrivateFile | undefined;
  return {
    place: "this browser’s private storage",
    held: {
      async list() {
        const files = (await (await database).getAll("files")) as PrivateFile[];
        return files.map(({path, bytes}) => ({path, bytes: bytes.length}));
      },
      remove: async (path) => (await database).delete("files", path)
    },
    bytes: async (path) => (await read(path))?.bytes ?? null,
    async put(path, bytes) {
      const file: PrivateFile = {path, bytes, sha256: await sha256Of(bytes)};
      const transaction = (await database).transaction("files", "readwrite", {durability: "strict"});
      await transaction.store.put(file);
      await transaction.done;
    },
    stamp: async (path) => (await read(path))?.sha256 ?? null
  };
}

/** The paths of the tables' files in this browser's private storage. */
export async function privateTablePaths(): Promise<readonly string[]> {
  const database = await openPrivate();
  try {
    return (await database.getAllKeys("files")).map(String).sort();
  } finally {
    database.close();
  }
}

function changed(path: string): TidemarkError {
  return new TidemarkError("files/failed", `${path} was written by another program at this moment. Try again.`);
}
