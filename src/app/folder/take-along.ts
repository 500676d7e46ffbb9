/** What is in the browser's private storage, copied into the folder that is the workspace. Nothing there is overwritten. */
import type {App} from "../app.ts";
import {browserNotebooks} from "../notebook-files.ts";
import {saveUnderFreeName} from "../share/keep-notebook.ts";
import {privateFiles, privateTables} from "../workspace-backup.ts";

/** What was copied. `data`: false when the folder has data of its own, null when there was none to copy. */
export interface TakenAlong {
  readonly notebooks: readonly string[];
  readonly data: boolean | null;
}

/** The names of the private storage's own notebooks; samples that nobody changed are not among them. */
export async function privateNotebooks(): Promise<readonly string[]> {
  return (await browserNotebooks(new Map()).list()).map(({name}) => name);
}

/** Copies notebooks, a taken name with a number behind it; data only where the folder has none, its manifest last. */
export async function takeAlong(app: App): Promise<TakenAlong> {
  const {files} = app.workspace;
  if (!files) return {notebooks: [], data: null};
  const notebooks: string[] = [];
  for (const {name, text} of await browserNotebooks(new Map()).list())
    notebooks.push(await saveUnderFreeName(app.notebooks, name, text));
  for (const [path, bytes] of Object.entries(await privateTables())) await files.replace(path, bytes, null);
  const {"tidemark.yaml": workspace, "manifest.json": manifest, ...parts} = await privateFiles();
  if (workspace) await files.replace("tidemark.yaml", workspace, null);
  if (!manifest) return {notebooks, data: null};
  if (await files.read("snapshots/manifest.json")) return {notebooks, data: false};
  for (const [path, bytes] of Object.entries(parts)) await files.write(`snapshots/${path}`, bytes);
  return {notebooks, data: await files.replace("snapshots/manifest.json", manifest, null)};
}
