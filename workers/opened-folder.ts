/**
 * The Files port on a folder of the disk that the user opened in the browser (File System Access). What is written is
 * there whole or not at all: a new file is written aside and moved into place where the browser can do that, an existing
 * one is swapped by the browser when its writable is closed. Runs on the page and in workers.
 * Source: the File System Standard and WICG's File System Access.
 */
import {messageOf, TidemarkError} from "../src/error.ts";
import {sha256} from "../src/hash.ts";
import type {Files} from "../src/store/files.ts";

/** How a file stood when it was looked at; equal for a file that nobody wrote. */
export interface FileStamp {
  readonly size: number;
  /** Epoch ms. */
  readonly lastModified: number;
}

/** Files of an opened folder. Beside the errors of Files: `files/permission` (the browser lets the page no more), `files/gone`. */
export interface OpenedFiles extends Files {
  /** The files directly in a folder by name; none when there is no such folder. */
  stamps(folder: string): Promise<ReadonlyMap<string, FileStamp>>;
}

/** The browser has it, TypeScript's DOM types do not; not every browser moves files outside its private storage. */
interface MovableFile extends FileSystemFileHandle {
  move?(name: string): Promise<void>;
}

/** An opened folder: `id` tells it apart from others, for locks between tabs; `path` is the part of it that is meant, empty or `snapshots`. */
export function openedFiles(root: FileSystemDirectoryHandle, id: string, path = ""): OpenedFiles {
  const base = path ? [path] : [];
  const place = (below: string) => [...base, ...below.split("/").filter(Boolean)];
  /** The folder a path stands in; null when it is not there. */
  const parentOf = async (below: string, create: boolean): Promise<[FileSystemDirectoryHandle, string] | null> => {
    const parts = place(below);
    let folder = root;
    for (const part of parts.slice(0, -1)) {
      const inner = await folder.getDirectoryHandle(part, {create}).catch(missing);
      if (!inner) return null;
      folder = inner;
    }
    return [folder, parts.at(-1)!];
  };
  const fileOf = async (below: string): Promise<FileSystemFileHandle | null> => {
    const parent = await parentOf(below, false);
    const file = parent && (await parent[0].getFileHandle(parent[1]).catch(missing));
    // what is not there may be so because the whole folder is gone, which is no empty workspace
    if (!file) await isThere(root);
    return file;
  };
  const contentOf = async (file: FileSystemFileHandle): Promise<{stamp: FileStamp; bytes: Uint8Array} | null> => {
    for (let attempt = 1; ; attempt++)
      try {
        const content = await file.getFile();
        const bytes = new Uint8Array(await content.arrayBuffer());
        return {stamp: {size: content.size, lastModified: content.lastModified}, bytes};
      } catch (error) {
        if (isNamed(error, "NotFoundError")) return null;
        // written by another program at this moment
        if (attempt > 4 || !isNamed(error, "NotReadableError", "InvalidStateError")) throw error;
        await new Promise((next) => setTimeout(next, 40));
      }
  };
  const attempt = async <T>(below: string, doing: "read" | "written", task: () => Promise<T>): Promise<T> => {
    try {
      return await task();
    } catch (error) {
      throw folderError(error, root.name, [...base, below].filter(Boolean).join("/"), doing);
    }
  };
  /** One tab after the other. */
  const alone = <T>(below: string, task: () => Promise<T>): Promise<T> =>
    navigator.locks.request(`tidemark-folder-${id}/${place(below).join("/")}`, task);
  const create = async (below: string, bytes: Uint8Array): Promise<void> => {
    // not made again when it was deleted: that is for the user to decide
    await isThere(root);
    const [folder, name] = (await parentOf(below, true))!;
    await writeNew(folder, name, bytes);
  };
  return {
    read: (below) =>
      attempt(below, "read", async () => {
        const file = await fileOf(below);
        return (file && (await contentOf(file))?.bytes) ?? null;
      }),
    write: (below, bytes) =>
      attempt(below, "written", () =>
        alone(below, async () => {
          const file = await fileOf(below);
          // a browser that was killed may leave an empty file where a part was to stand
          if (file && ((await file.getFile()).size > 0 || !bytes.length)) return;
          if (file) await swap(file, bytes);
          else await create(below, bytes);
        })
      ),
    replace: (below, bytes, expected) =>
      attempt(below, "written", () =>
        alone(below, async () => {
          const file = await fileOf(below);
          const now = file && (await contentOf(file));
          if ((now ? sha256(now.bytes) : null) !== expected) return false;
          if (file && now) return swap(file, bytes, now.stamp);
          await create(below, bytes);
          return true;
        })
      ),
    remove: (below) =>
      attempt(below, "written", async () => {
        const parent = await parentOf(below, false);
        await parent?.[0].removeEntry(parent[1]).catch(missing);
      }),
    list: (below) =>
      attempt(below, "read", async () => {
        const folder = await folderAt(root, place(below));
        return folder ? (await pathsBelow(folder, below)).sort() : [];
      }),
    stamps: (below) =>
      attempt(below, "read", async () => {
        const found = new Map<string, FileStamp>();
        const folder = await folderAt(root, place(below));
        if (!folder) await isThere(root);
        else
          for await (const [name, handle] of folder.entries()) {
            if (handle.kind !== "file") continue;
            // one that goes away while it is looked at is not there
            const file = await (handle as FileSystemFileHandle).getFile().catch(missing);
            if (file) found.set(name, {size: file.size, lastModified: file.lastModified});
          }
        return found;
      })
  };
}

/** @throws what the browser throws for a folder that is not there any more, or that it does not let the page see. */
async function isThere(folder: FileSystemDirectoryHandle): Promise<void> {
  await folder.keys().next();
}

async function folderAt(
  root: FileSystemDirectoryHandle,
  parts: readonly string[]
): Promise<FileSystemDirectoryHandle | null> {
  let folder = root;
  for (const part of parts) {
    const inner = await folder.getDirectoryHandle(part).catch(missing);
    if (!inner) return null;
    folder = inner;
  }
  return folder;
}

async function pathsBelow(folder: FileSystemDirectoryHandle, path: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const [name, handle] of folder.entries()) {
    const inner = path ? `${path}/${name}` : name;
    if (handle.kind === "file") paths.push(inner);
    else paths.push(...(await pathsBelow(handle as FileSystemDirectoryHandle, inner)));
  }
  return paths;
}

/** Writes a file that is not there. */
async function writeNew(folder: FileSystemDirectoryHandle, name: string, bytes: Uint8Array): Promise<void> {
  const aside = `${name}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  try {
    const file = (await folder.getFileHandle(aside, {create: true})) as MovableFile;
    await swap(file, bytes);
    if (file.move) {
      const moved = await file.move(name).then(
        () => true,
        () => false
      );
      if (moved) return;
    }
  } catch (error) {
    await folder.removeEntry(aside).catch(() => undefined);
    throw error;
  }
  // a browser that does not move: the name is there, empty, for as long as the swap takes
  try {
    await swap(await folder.getFileHandle(name, {create: true}), bytes);
  } catch (error) {
    await folder.removeEntry(name).catch(() => undefined);
    throw error;
  } finally {
    await folder.removeEntry(aside).catch(() => undefined);
  }
}

/**
 * How many bytes are written at a time. Chromium writes through a pipe of 2 MB: where a larger write meets a full disk, it may
 * only say that the pipe broke (an AbortError of bytes, a NotReadableError of a blob) instead of why.
 */
const PIECE = 1 << 19;

/** Puts other bytes in a file's place; false, and nothing changed, when it does not stand as it did any more. */
async function swap(file: FileSystemFileHandle, bytes: Uint8Array, before?: FileStamp): Promise<boolean> {
  const writable = await file.createWritable();
  try {
    for (let at = 0; at < bytes.length; at += PIECE)
      await writable.write(bytes.subarray(at, at + PIECE) as Uint8Array<ArrayBuffer>);
    const now = before && (await file.getFile());
    if (now && (now.size !== before.size || now.lastModified !== before.lastModified)) {
      await writable.abort();
      return false;
    }
    await writable.close();
    return true;
  } catch (error) {
    await writable.abort().catch(() => undefined);
    throw error;
  }
}

function missing(error: unknown): null {
  if (isNamed(error, "NotFoundError")) return null;
  throw error;
}

function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/** What a browser's refusal means for the user, and what can be done. */
export function folderError(error: unknown, folder: string, path: string, doing: "read" | "written"): TidemarkError {
  if (error instanceof TidemarkError) return error;
  const say = (code: string, text: string) => new TidemarkError(code, text, {}, error);
  if (isNamed(error, "NotAllowedError", "SecurityError"))
    return say(
      "files/permission",
      doing === "written"
        ? `The browser does not let this page write in the folder “${folder}”, so ${path} is as it was. Allow it on the Settings page.`
        : `The browser does not let this page read the folder “${folder}” any more. Reload the page to be asked again.`
    );
  if (isNamed(error, "NotFoundError"))
    return say(
      "files/gone",
      `The folder “${folder}” is not where it was: it was moved, renamed or deleted, or its disk is not connected. Bring it back and try again, or choose it anew on the Settings page.`
    );
  if (isNamed(error, "NoModificationAllowedError"))
    return say(
      "files/read-only",
      `${path} in “${folder}” cannot be written: it is write-protected, or another program holds it. Nothing was changed.`
    );
  if (isNamed(error, "QuotaExceededError"))
    return say(
      "files/quota",
      `There is no room left on the disk to write ${path} in “${folder}”. Nothing was changed; free some space and try again.`
    );
  return say("files/failed", `${path} in “${folder}” was not ${doing}: ${messageOf(error)}`);
}
