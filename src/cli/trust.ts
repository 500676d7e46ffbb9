/**
 * Which notebooks may run JavaScript for this person on this machine. Kept in the person's own folder, never in a
 * workspace: whoever sends a workspace could write there that it is to be trusted. What is kept is a keyed hash of the
 * cells' text, with a random key beside it that never leaves the folder, so that a changed cell is not trusted, and nobody
 * without the key can make an entry or tell from one what was trusted.
 */
import {createHmac, randomBytes} from "node:crypto";
import {chmod, mkdir, open, readFile, stat} from "node:fs/promises";
import {homedir} from "node:os";
import {join} from "node:path";
import {messageOf, TidemarkError} from "../error.ts";
import {writeWhole} from "./folder.ts";

/** Names another folder than the usual one. */
const FOLDER_VARIABLE = "TIDEMARK_TRUST";

/** A set of cells that was trusted: its hash, and how the notebook was called then, for readers. */
export interface TrustedCells {
  readonly digest: string;
  readonly notebook: string;
}

export interface CliTrust {
  /** True when exactly these cells' texts, in this order, were trusted before; true of none. */
  isTrusted(sources: readonly string[]): Promise<boolean>;
  /** @throws TidemarkError "trust/folder" when it cannot be kept. */
  trust(sources: readonly string[], notebook: string): Promise<void>;
  /** False when they were not trusted. */
  forget(sources: readonly string[]): Promise<boolean>;
  list(): Promise<readonly TrustedCells[]>;
  forgetAll(): Promise<void>;
}

/** Where trust is kept: $TIDEMARK_TRUST, else the folder for a program's data of this system. */
export function trustFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const {[FOLDER_VARIABLE]: named, XDG_DATA_HOME: data, APPDATA: roaming} = environment;
  if (named) return named;
  if (process.platform === "win32" && roaming) return join(roaming, "tidemark");
  if (process.platform === "darwin") return join(homedir(), "Library/Application Support/tidemark");
  return join(data || join(homedir(), ".local/share"), "tidemark");
}

export function openTrust(folder = trustFolder()): CliTrust {
  const keyFile = join(folder, "trust-key");
  const listFile = join(folder, "trusted");
  /** The key; null when none was made. @throws TidemarkError "trust/folder" for one that others may have written. */
  const readKey = async (): Promise<Buffer | null> => {
    const found = await stat(keyFile).catch(() => null);
    if (!found) return null;
    if (process.platform !== "win32" && ((found.mode & 0o077) !== 0 || found.uid !== process.getuid?.()))
      throw new TidemarkError(
        "trust/folder",
        `${keyFile} can be read or written by others, so what is trusted there is not used. Make it yours alone (chmod 600), or delete it and trust again.`
      );
    const key = await readFile(keyFile);
    return key.length === 32 ? key : null;
  };
  const makeKey = async (): Promise<Buffer> => {
    await mkdir(folder, {recursive: true, mode: 0o700});
    try {
      const file = await open(keyFile, "wx", 0o600);
      try {
        await file.writeFile(randomBytes(32));
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (error) {
      // another command may have made it at this moment
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const key = await readKey();
    if (!key) throw new Error(`${keyFile} is damaged; delete it`);
    return key;
  };
  const digestOf = (key: Buffer, sources: readonly string[]) =>
    createHmac("sha256", key)
      .update(`tidemark-trust-1\n${JSON.stringify(sources)}`)
      .digest("hex");
  const list = async (): Promise<readonly TrustedCells[]> => {
    const text = await readFile(listFile, "utf8").catch(() => "");
    return text.split("\n").flatMap((line) => {
      const [, digest, notebook] = /^([0-9a-f]{64}) (.*)$/.exec(line) ?? [];
      return digest === undefined ? [] : [{digest, notebook: notebook!}];
    });
  };
  const write = async (cells: readonly TrustedCells[]) => {
    await writeWhole(listFile, cells.map(({digest, notebook}) => `${digest} ${notebook}\n`).join(""));
    await chmod(listFile, 0o600);
  };
  return {
    async isTrusted(sources) {
      if (!sources.length) return true;
      // a key that is not this person's alone vouches for nothing; tidemark trust says what to do
      const key = await readKey().catch(() => null);
      if (!key) return false;
      const digest = digestOf(key, sources);
      return (await list()).some((one) => one.digest === digest);
    },
    async trust(sources, notebook) {
      if (!sources.length) return;
      try {
        const digest = digestOf((await readKey()) ?? (await makeKey()), sources);
        const others = (await list()).filter((one) => one.digest !== digest);
        await write([...others, {digest, notebook: notebook.replaceAll(/[\r\n]/g, " ")}]);
      } catch (error) {
        if (error instanceof TidemarkError) throw error;
        throw new TidemarkError("trust/folder", `What is trusted cannot be kept in ${folder}: ${messageOf(error)}.`);
      }
    },
    async forget(sources) {
      const key = await readKey();
      if (!key || !sources.length) return false;
      const digest = digestOf(key, sources);
      const all = await list();
      const others = all.filter((one) => one.digest !== digest);
      if (others.length < all.length) await write(others);
      return others.length < all.length;
    },
    list,
    async forgetAll() {
      if ((await list()).length) await write([]);
    }
  };
}
