import {TidemarkError} from "../error.ts";
import {isTablePath} from "../table-path.ts";
import {joined, readBytes} from "./decode.ts";
import type {Source} from "./importer.ts";
import {MOST_BYTES} from "./plain-table.ts";
import {openZip} from "./zip.ts";

/** A text file of a workspace in a zip. */
export interface ZipText {
  readonly name: string;
  readonly text: string;
}

/** What a workspace's zip holds beside its snapshots. */
export interface WorkspaceTexts {
  readonly notebooks: readonly ZipText[];
  /** The text of tidemark.yaml; null: there is none. */
  readonly workspace: string | null;
  /** Files that notebooks can name as tables, by path. */
  readonly tables: readonly ZipTable[];
}

/** A file of rows in a zip. */
export interface ZipTable {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The longest notebook that is taken from a zip, in bytes, and how many. */
const LONGEST = 4_000_000;
const MOST = 500;
const MOST_TABLES = 100;

/**
 * The notebooks (`notebooks/*.md`) and the workspace file of a zip, as they are written; empty for another kind of zip.
 * @throws TidemarkError "import/damaged-zip", "import/too-large".
 */
export async function workspaceTexts(zip: Source): Promise<WorkspaceTexts> {
  const {entries} = await openZip(zip, {});
  const limit = (name: string) => () =>
    new TidemarkError("import/too-large", `${name} in ${zip.name} is larger than 4 MB, which no notebook is.`);
  const read = async (entry: Source) =>
    // a byte-order mark stays, as everything does
    new TextDecoder("utf-8", {ignoreBOM: true}).decode(await readBytes(entry, {}, LONGEST, limit(entry.name)));
  const notebooks: ZipText[] = [];
  for (const entry of entries) {
    const name = /^notebooks\/([^/\\]+\.md)$/i.exec(entry.name)?.[1];
    if (name && notebooks.length < MOST) notebooks.push({name, text: await read(entry)});
  }
  const file = entries.find(({name}) => /^(?:snapshots\/)?tidemark\.yaml$/.test(name));
  const tables: ZipTable[] = [];
  for (const entry of notebooks.length ? entries : []) {
    if (!isTablePath(entry.name) || entry.size > MOST_BYTES || tables.length === MOST_TABLES) continue;
    tables.push({path: entry.name, bytes: joined(await readBytes(entry, {}, MOST_BYTES, limit(entry.name)))});
  }
  return {notebooks, workspace: file && notebooks.length ? await read(file) : null, tables};
}
