/** The files of the workspace that notebooks name as tables, on disk. */
import {createReadStream} from "node:fs";
import {readFile, realpath, stat} from "node:fs/promises";
import {dirname, resolve, sep} from "node:path";
import {isAbort, isTidemarkError, TidemarkError} from "../error.ts";
import {sha256} from "../hash.ts";
import type {NamedTableFile} from "../notebook/front-matter-tables.ts";
import type {TableFiles} from "../notebook/table-cells.ts";
import type {Source} from "../snapshot/importer.ts";
import {readPlainTable} from "../snapshot/plain-table.ts";
import {problemSentences} from "../snapshot/problems.ts";
import {refusedTablePath} from "../table-path.ts";
import {whyUnreadable} from "./read-text.ts";

/** The tables of the workspace in a folder. */
export function folderTables(cwd: string): TableFiles {
  return {
    async read(path, signal) {
      const full = await tablePlace(cwd, path);
      if (full === null)
        throw new TidemarkError(
          "table/missing",
          `There is no file ${path} in the workspace (${resolve(cwd)}). Put it there, or correct the path in tables: of the front matter.`
        );
      try {
        const {table, problems, skipped, sha256} = await readPlainTable(await fileSource(full, path), signal);
        return {table, sha256, leftOut: skipped, notes: problemSentences(problems)};
      } catch (error) {
        if (isTidemarkError(error) || isAbort(error)) throw error;
        throw new TidemarkError("table/unreadable", `${path} ${whyUnreadable(error)}.`, {}, error);
      }
    }
  };
}

/**
 * Where a table's file is; null when it is not there.
 * @throws TidemarkError "table/path" for a path that leads out of the folder, also over a link.
 */
export async function tablePlace(folder: string, path: string): Promise<string | null> {
  const refused = refusedTablePath(path);
  if (refused) throw new TidemarkError("table/path", `The table’s file ${JSON.stringify(path)} ${refused}.`);
  const full = resolve(folder, path);
  const [root, place] = await Promise.all([realpath(folder).catch(() => null), realpath(full).catch(() => null)]);
  if (root === null || place === null) return null;
  if (!place.startsWith(root.endsWith(sep) ? root : root + sep))
    throw new TidemarkError(
      "table/path",
      `${path} is a link that leads out of the workspace, so it is not read. Put the file itself there.`
    );
  if (!(await stat(place)).isFile()) throw new TidemarkError("table/path", `${path} is a folder; a table is one file.`);
  return place;
}

/** Where a table's file that is not there would be made. @throws TidemarkError "table/path" as tablePlace. */
export async function newTablePlace(folder: string, path: string): Promise<string> {
  const root = await realpath(folder);
  let above = dirname(resolve(folder, path));
  let there = await realpath(above).catch(() => null);
  while (there === null) {
    above = dirname(above);
    there = await realpath(above).catch(() => null);
  }
  if (!`${there}${sep}`.startsWith(root.endsWith(sep) ? root : root + sep))
    throw new TidemarkError(
      "table/path",
      `${path} is below a link that leads out of the workspace, so it is not written.`
    );
  return resolve(folder, path);
}

/** The hashes of the files of some tables, null for those that cannot be read: what a result was made from. */
export async function tableHashes(cwd: string, tables: readonly NamedTableFile[]): Promise<(string | null)[]> {
  return Promise.all(
    tables.map(async ({path}) => {
      const place = await tablePlace(cwd, path).catch(() => null);
      return place && sha256(await readFile(place));
    })
  );
}

async function fileSource(full: string, name: string): Promise<Source> {
  const {size} = await stat(full);
  return {
    name,
    size,
    async *chunks() {
      yield* createReadStream(full, {highWaterMark: 1_000_000}) as AsyncIterable<Uint8Array>;
    }
  };
}
