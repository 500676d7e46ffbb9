/** The Files port on a folder of this machine. Files appear by rename, so that they are there whole or not at all. */
import {randomUUID} from "node:crypto";
import {mkdir, open, readdir, readFile, rename, rm, stat} from "node:fs/promises";
import {hostname} from "node:os";
import {dirname, join, resolve, sep} from "node:path";
import {messageOf, TidemarkError} from "../error.ts";
import {sha256} from "../hash.ts";
import type {Files} from "../store/files.ts";

/** How long a lock is waited for, and how old one may be before its holder is taken for dead, where nobody can tell. */
const LOCK_WAIT = 10_000;
const LOCK_STALE = 30_000;

/** Files below a folder, which is made when the first file is written. */
export function folderFiles(folder: string): Files {
  const root = resolve(folder);
  const place = (path: string) => {
    const full = resolve(root, path);
    if (full !== root && !full.startsWith(root + sep))
      throw new TidemarkError("files/failed", `The path ${JSON.stringify(path)} leads out of ${root}.`);
    return full;
  };
  const read = async (path: string): Promise<Uint8Array | null> => {
    try {
      return new Uint8Array(await readFile(place(path)));
    } catch (error) {
      if (isMissing(error)) return null;
      throw failed(error, path);
    }
  };
  return {
    read,
    async write(path, bytes) {
      if (await exists(place(path))) return;
      await writeWhole(place(path), bytes);
    },
    replace: (path, bytes, expected) =>
      locked(place(`${path}.lock`), async () => {
        const now = await read(path);
        if ((now ? sha256(now) : null) !== expected) return false;
        await writeWhole(place(path), bytes);
        return true;
      }),
    remove: async (path) => rm(place(path), {force: true}),
    async list(below) {
      try {
        const entries = await readdir(place(below), {recursive: true, withFileTypes: true});
        return entries
          .filter((entry) => entry.isFile())
          .map((entry) =>
            join(entry.parentPath, entry.name)
              .slice(root.length + 1)
              .replaceAll(sep, "/")
          )
          .sort();
      } catch (error) {
        if (isMissing(error)) return [];
        throw failed(error, below);
      }
    }
  };
}

/** Writes a file beside its place, forces it to the disk, and renames it into place. */
export async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    await mkdir(dirname(path), {recursive: true});
    const handle = await open(temporary, "wx");
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, {force: true}).catch(() => undefined);
    throw failed(error, path);
  }
}

async function locked<T>(lock: string, task: () => Promise<T>): Promise<T> {
  await mkdir(dirname(lock), {recursive: true});
  const deadline = Date.now() + LOCK_WAIT;
  while (true) {
    try {
      const handle = await open(lock, "wx");
      await handle.writeFile(HOLDER).finally(() => handle.close());
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw failed(error, lock);
      const age = await stat(lock).then(
        ({mtimeMs}) => Date.now() - mtimeMs,
        () => 0
      );
      if (age > LOCK_STALE || (await isOfDead(lock))) await rm(lock, {force: true});
      else if (Date.now() > deadline)
        throw new TidemarkError(
          "files/failed",
          `Another program is writing to this workspace (${lock}). If none is, remove that file.`
        );
      await new Promise((next) => setTimeout(next, 25));
    }
  }
  try {
    return await task();
  } finally {
    await rm(lock, {force: true});
  }
}

/** Who holds a lock: a process of this machine. */
const HOLDER = `${hostname()} ${process.pid}\n`;

/** True when the process of this machine that holds a lock is no more: it was killed while it wrote. */
async function isOfDead(lock: string): Promise<boolean> {
  const [host, id] = (await readFile(lock, "utf8").catch(() => "")).trim().split(" ");
  if (host !== hostname() || !/^[1-9]\d*$/.test(id ?? "")) return false;
  try {
    process.kill(Number(id), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false
  );
}

function isMissing(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "");
}

function failed(error: unknown, path: string): TidemarkError {
  if (error instanceof TidemarkError) return error;
  const {code} = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT")
    return new TidemarkError(
      "files/quota",
      `There is no room left to write ${path}. Nothing was changed; free some space and try again.`,
      {},
      error
    );
  if (code === "EACCES" || code === "EROFS" || code === "EPERM")
    return new TidemarkError("files/read-only", `${path} cannot be written: ${messageOf(error)}.`, {}, error);
  return new TidemarkError("files/failed", `${path}: ${messageOf(error)}`, {}, error);
}
