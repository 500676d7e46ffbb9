/** A zip of a workspace that is dropped: its notebooks and its data come in once the user says so. */
import "../style/insights.css";
import "../style/share.css";
import {connectImport} from "../../../workers/connect.ts";
import type {GivenFile} from "../../../workers/import-reader.ts";
import {isTidemarkError, messageOf} from "../../error.ts";
import {sha256} from "../../hash.ts";
import {readableNumber} from "../../number.ts";
import {notebookName} from "../../report/island.ts";
import type {Finding} from "../../snapshot/importer.ts";
import type {WorkspaceTexts} from "../../snapshot/zip-notebooks.ts";
import type {App} from "../app.ts";
import {fill, h} from "../dom.ts";
import {inTime} from "../read-notebook-file.ts";
import {routeHash} from "../router.ts";
import {openDialog} from "../views/dialog.ts";
import {saveUnderFreeName} from "./keep-notebook.ts";

/** Larger files are left to the Data page, which says what is wrong with them. */
const LARGEST = 512e6;

/** Asks whether to open a zip with notebooks in it; false, and nothing asked, when the files are something else. */
export async function openSharedZip(app: App, files: readonly GivenFile[]): Promise<boolean> {
  const [file] = files;
  if (files.length !== 1 || !/\.zip$/i.test(file!.name) || file!.content.size > LARGEST) return false;
  // a stranger's file: unpacked in a worker that is thrown away
  const {reader, end} = connectImport();
  try {
    const texts = await reader.workspaceTexts(file!);
    if (!texts.notebooks.length) return false;
    for (const {name, text} of texts.notebooks) await inTime(name, reader.readNotebook(text, false));
    const {repositories} = await app.store("workspace").contents();
    const readings = await reader.read([file!], new Map(), {repositories, commitTimes: new Map()});
    const findings = readings.flatMap((reading) =>
      "finding" in reading && reading.finding.format === "snapshot" && !reading.finding.needs.length
        ? [{names: reading.names, finding: reading.finding}]
        : []
    );
    ask(app, file!.name, texts, findings);
    return true;
  } catch (error) {
    if (isTidemarkError(error) && error.code === "notebook/unreadable") {
      app.toasts.show(messageOf(error), {kind: "error"});
      return true;
    }
    // the Data page reads it again, and says what is wrong
    return false;
  } finally {
    end();
  }
}

/** Puts tables where none of that path is; the paths of those that stand here with other rows. */
async function putTables(app: App, tables: WorkspaceTexts["tables"]): Promise<string[]> {
  const left: string[] = [];
  for (const {path, bytes} of tables) {
    const here = await app.tables.bytes(path);
    if (!here) await app.tables.put(path, bytes);
    else if (sha256(here) !== sha256(bytes)) left.push(path);
  }
  return left;
}

interface Found {
  readonly names: readonly string[];
  readonly finding: Finding;
}

function ask(app: App, zip: string, {notebooks, workspace, tables}: WorkspaceTexts, found: readonly Found[]): void {
  const said = h("div", {role: "status"});
  const rows = found.reduce((sum, {finding}) => sum + finding.read, 0);
  const series = new Set(found.flatMap(({finding}) => finding.snapshot.series.map(({series_id}) => series_id))).size;
  const reasons = [...new Set(found.flatMap(({finding}) => finding.reasons))];
  const take = async () => {
    open.disabled = true;
    fill(said, h("p", {class: "empty"}, "Opening…"));
    try {
      const store = app.store("workspace");
      // copied: the store takes the rows with it, and there may be another try
      for (const {names, finding} of found) await store.import(structuredClone(finding), names);
      const own = workspace === null ? null : (await store.workspace()).text;
      const settings = workspace !== null && own === null ? await store.saveWorkspace(workspace, null) : false;
      const names: string[] = [];
      for (const {name, text} of notebooks)
        names.push(await saveUnderFreeName(app.notebooks, notebookName({name}), text));
      const left = await putTables(app, tables);
      dialog.close();
      app.toasts.show(
        `${names.join(", ")} ${names.length === 1 ? "is" : "are"} among your notebooks now.${workspace !== null && !settings && own !== workspace ? " The tidemark.yaml in the zip was left out: there is one here." : ""}${left.length ? ` ${left.join(", ")} stands here with other rows and was left as it is.` : ""}`
      );
      app.go(names.length === 1 ? routeHash("notebooks", names[0]) : routeHash("notebooks"));
    } catch (error) {
      open.disabled = false;
      fill(said, h("div", {class: "message error", role: "alert"}, messageOf(error)));
    }
  };
  const open = h(
    "button",
    {class: "button primary", type: "button", on: {click: () => void take()}},
    found.length ? "Keep them and import the data" : "Keep them"
  );
  const dialog = openDialog(
    `Open ${zip}`,
    h(
      "ul",
      {class: "share-contents"},
      notebooks.slice(0, 12).map(({name}) => h("li", {}, h("code", {}, name))),
      notebooks.length > 12 ? h("li", {}, `and ${notebooks.length - 12} more notebooks`) : null,
      h(
        "li",
        {},
        rows
          ? `${readableNumber(rows)} ${rows === 1 ? "row" : "rows"} of data, ${series} series`
          : "No data that can be imported"
      ),
      tables.map(({path}) => h("li", {}, h("code", {}, path), " as a table")),
      workspace === null ? null : h("li", {}, "tidemark.yaml, if there is none here yet")
    ),
    ...reasons.map((text) => h("div", {class: "message warning"}, text)),
    h(
      "p",
      {class: "help"},
      "Notebooks that are here already keep their names and texts. JavaScript in them waits until you allow it."
    ),
    h("div", {class: "buttons"}, open),
    said
  );
  open.focus();
}
