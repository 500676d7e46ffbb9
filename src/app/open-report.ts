/** "Open as notebook": the notebook a report was made from, into the notebooks. */
import type {GivenFile} from "../../workers/import-reader.ts";
import {messageOf} from "../error.ts";
import type {App} from "./app.ts";
import {readNotebookFile} from "./read-notebook-file.ts";
import {routeHash} from "./router.ts";
import {saveUnderFreeName} from "./share/keep-notebook.ts";

/** Larger files are no reports. */
const LARGEST = 200e6;

/**
 * Opens the notebook of a report; false, and nothing done, when the files are something else. A notebook of that name with
 * another text stays: the new one gets a number.
 */
export async function openReport(app: App, files: readonly GivenFile[]): Promise<boolean> {
  const [file] = files;
  if (files.length !== 1 || !/\.x?html?$/i.test(file!.name) || file!.content.size > LARGEST) return false;
  // not Blob.text: a byte-order mark inside stays, as everything does
  const text = new TextDecoder("utf-8", {ignoreBOM: true}).decode(await file!.content.arrayBuffer());
  const {isReport, notebookName, readIsland} = await import("../report/island.ts");
  if (!isReport(text)) return false;
  try {
    const {island} = readIsland(text);
    await readNotebookFile(file!.name, island.notebook);
    const name = await saveUnderFreeName(app.notebooks, notebookName(island), island.notebook);
    app.toasts.show(`${name} is the notebook of ${file!.name}, as it was when the report was made.`);
    app.go(routeHash("notebooks", name));
  } catch (error) {
    app.toasts.show(messageOf(error), {kind: "error"});
  }
  return true;
}
