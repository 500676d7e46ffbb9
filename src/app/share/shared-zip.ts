/** A notebook with its data as one zip, there and back. Its layout is that of a workspace, and of its backup. */
import {zipSync} from "fflate";
import type {NotebookNeeds} from "../../notebook/needs.ts";
import type {Excerpt} from "../../store/excerpt.ts";
import type {App} from "../app.ts";

/** A zip and what is in it. */
export interface SharedZip {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly data: Excerpt | null;
  /** The other notebooks in it, whose insights the notebook shows. */
  readonly others: readonly string[];
  /** The files in it that the notebook names as tables. */
  readonly tables: readonly string[];
  readonly hasWorkspaceFile: boolean;
}

/** A notebook to be packed: its name, its text as it is now, and whether it reads the workspace's own data. */
export interface PackedNotebook {
  readonly name: string;
  readonly text: string;
  readonly needs: NotebookNeeds;
  readonly ownData: boolean;
}

/** Packs a notebook with the data its cells need, or with all there is. The same notebook and data give the same bytes. */
export async function packNotebook(
  app: App,
  {name, text, needs, ownData}: PackedNotebook,
  which: "needed" | "all"
): Promise<SharedZip> {
  const encoder = new TextEncoder();
  const files: Record<string, Uint8Array | [Uint8Array, {level: 0}]> = {[`notebooks/${name}`]: encoder.encode(text)};
  const others: string[] = [];
  for (const other of needs.notebooks) {
    const file = await app.notebooks.read(other);
    if (!file || other === name) continue;
    others.push(other);
    files[`notebooks/${other}`] = encoder.encode(file.text);
  }
  const tables: string[] = [];
  for (const path of needs.files) {
    const content = await app.tables.bytes(path).catch(() => null);
    if (!content) continue;
    tables.push(path);
    files[path] = content;
  }
  const store = app.store("workspace");
  const data = ownData ? await store.excerpt(which === "all" ? null : needs) : null;
  // parts are compressed already
  for (const {path, bytes} of data?.files ?? [])
    files[`snapshots/${path}`] = path.endsWith(".gz") ? [bytes, {level: 0}] : bytes;
  const workspace = ownData ? (await store.workspace()).text : null;
  if (workspace !== null) files["tidemark.yaml"] = encoder.encode(workspace);
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  // no clock in the bytes
  const bytes = zipSync(sorted, {level: 6, mtime: new Date(1980, 0, 2)}) as Uint8Array<ArrayBuffer>;
  return {bytes, data, others, tables, hasWorkspaceFile: workspace !== null};
}
