/** What has been imported, and the way in for more. The parts are in `../data/`. */
import "../style/data.css";
import {isTidemarkError, messageOf} from "../../error.ts";
import {CATALOG} from "../../store/catalog.ts";
import {heldImports} from "../data/held-imports.ts";
import {importStage} from "../data/import-stage.ts";
import {importZone} from "../data/import-zone.ts";
import {repairOffer} from "../data/repair-manifest.ts";
import {tableFiles} from "../data/table-files.ts";
import {fill, h} from "../dom.ts";
import {schemaBrowser} from "../views/schema-browser.ts";
import {folderButton} from "../views/workspace-choice.ts";
import {workspaceFileView} from "../views/workspace-file.ts";
import type {OpenPage} from "./page.ts";

export const dataPage: OpenPage = async (app, route) => {
  const store = () => app.store("workspace");
  const held = h("div", {class: "held"});
  const showHeld = async () => {
    const slow = setTimeout(() => fill(held, h("p", {class: "empty"}, "Opening the snapshots…")), 200);
    try {
      const contents = await store().contents();
      fill(
        held,
        heldImports(app, contents, () => void showHeld())
      );
    } catch (error) {
      const isTorn = isTidemarkError(error) && error.code === "snapshot/manifest";
      fill(
        held,
        h("div", {class: "message error", role: "alert"}, messageOf(error)),
        isTorn ? repairOffer(app, () => void showHeld()) : null
      );
    } finally {
      clearTimeout(slow);
    }
  };
  void showHeld();
  const files = tableFiles(app);
  void files.update();
  const zone = importZone();
  const stage = importStage(app, {
    onStep(isUnderWay) {
      held.classList.toggle("quiet", isUnderWay);
      zone.dom.classList.toggle("small", isUnderWay);
    },
    onKept: () => void showHeld(),
    onTable: () => void files.update()
  });
  const {flow} = stage;
  zone.connect(flow);
  const tables = h(
    "details",
    {class: "data-tables"},
    h("summary", {}, h("h2", {}, "Tables")),
    h("p", {class: "lead"}, "What a SQL cell can read of the imports, with the types of its columns."),
    schemaBrowser(CATALOG, (statement) =>
      store().sql({session: "schema", tables: [], strings: [statement], values: []})
    )
  );
  const workspaceFile = workspaceFileView(app, () => void showHeld());
  const dom = h(
    "div",
    {class: "page wide-page"},
    h("header", {class: "page-head"}, h("h1", {}, "Data")),
    h(
      "p",
      {class: "lead place-line"},
      app.workspace.folder
        ? `Kept in the folder ${app.workspace.folder.name}, in snapshots.`
        : `Kept in ${app.workspace.homeName}.`,
      app.workspace.folder ? null : folderButton(app, "Open a folder", "link")
    ),
    zone.dom,
    stage.dom,
    held,
    files.dom,
    tables,
    workspaceFile.dom
  );
  return {
    route,
    section: "data",
    title: "Data",
    dom,
    destroy() {
      zone.destroy();
      workspaceFile.destroy();
      if (flow.state.step === "reading") flow.cancel();
    }
  };
};
