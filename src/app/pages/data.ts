/** What has been imported, and the way in for more. */
import "../style/data.css";
import {messageOf} from "../../error.ts";
import {readableBytes, readableNumber} from "../../number.ts";
import type {InsightType} from "../../ping/vocabulary.ts";
import {IMPORTERS} from "../../snapshot/importers.ts";
import {CATALOG} from "../../store/catalog.ts";
import {excerptZip} from "../../store/excerpt-zip.ts";
import type {Contents} from "../../store/store.ts";
import {isoDate} from "../../time.ts";
import type {App} from "../app.ts";
import {download, fill, h, ICONS, icon} from "../dom.ts";
import {takeDropped} from "../drop-anywhere.ts";
import {createImportFlow, type ImportFlow, type KeptFile} from "../import-flow.ts";
import {freeNotebookName, notebookOfSeries} from "../notebook-of-series.ts";
import {routeHash} from "../router.ts";
import {isNearlyFull, readRoom, roomChoice} from "../settings/room.ts";
import {previewCard, problemRow, stamp} from "../views/import-preview.ts";
import {schemaBrowser} from "../views/schema-browser.ts";
import {folderButton} from "../views/workspace-choice.ts";
import {workspaceFileView} from "../views/workspace-file.ts";
import type {OpenPage} from "./page.ts";

export const dataPage: OpenPage = async (app, route) => {
  const store = () => app.store("workspace");
  const stage = h("div", {class: "stage"});
  const held = h("div", {class: "held"});
  const flow = createImportFlow(store, () => showStage());
  const pick = h("input", {
    type: "file",
    multiple: true,
    hidden: true,
    "aria-label": "Files to import",
    on: {change: () => take(Array.from(pick.files ?? []))}
  });
  const pickFolder = h("input", {
    type: "file",
    hidden: true,
    webkitdirectory: true,
    "aria-label": "Folder to import",
    on: {change: () => take(Array.from(pickFolder.files ?? []))}
  });
  const take = (files: readonly File[]) => {
    if (files.length) flow.add(files);
    pick.value = pickFolder.value = "";
  };
  const zone = h(
    "div",
    {class: "drop-zone"},
    h("h2", {}, "Drop search results here"),
    h("p", {}, "or paste them, or "),
    h(
      "div",
      {class: "buttons"},
      h("button", {class: "button primary", type: "button", on: {click: () => pick.click()}}, "Choose files"),
      h("button", {class: "button", type: "button", on: {click: () => pickFolder.click()}}, "Choose a folder")
    ),
    h(
      "details",
      {},
      h("summary", {}, "What can be read, and how to make it"),
      h(
        "dl",
        {},
        IMPORTERS.flatMap(({title, madeBy}) => [
          h("dt", {}, title),
          h("dd", {}, /^(?:rg|src|tidemark) /.test(madeBy) ? h("code", {}, madeBy) : madeBy)
        ])
      )
    ),
    pick,
    pickFolder
  );
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  // the drop itself is the document's
  zone.addEventListener("drop", () => zone.classList.remove("over"));
  const onPaste = (event: ClipboardEvent) => {
    if (event.target instanceof Element && event.target.closest("input, textarea, .cm-editor")) return;
    const files = Array.from(event.clipboardData?.files ?? []);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (files.length) flow.add(files);
    else if (text.trim()) flow.add([{name: "pasted text", content: new Blob([text])}]);
    else return;
    event.preventDefault();
  };
  document.addEventListener("paste", onPaste);

  const showStage = () => {
    const {state} = flow;
    held.classList.toggle("quiet", state.step !== "idle");
    zone.classList.toggle("small", state.step !== "idle");
    if (state.step === "idle") return fill(stage);
    if (state.step === "reading") {
      const bar = progress(`Reading ${state.files} ${state.files === 1 ? "file" : "files"}`, state.share, () =>
        flow.cancel()
      );
      // while an answer is taken in, what was understood stays where it is
      if (!state.readings.length) return fill(stage, bar);
      stage.querySelector(".progress")?.remove();
      stage.classList.add("busy");
      return stage.prepend(bar);
    }
    stage.classList.remove("busy");
    if (state.step === "keeping")
      return fill(
        stage,
        progress(`Keeping ${state.doing}`, state.share, () => flow.cancel())
      );
    if (state.step === "preview") {
      const focused = stage.contains(document.activeElement) ? document.activeElement?.id : "";
      fill(stage, preview(flow));
      void warnOfRoom();
      if (focused) document.getElementById(focused)?.focus();
      return;
    }
    fill(stage, summary(app, state.kept));
    void showHeld();
  };
  const warnOfRoom = async () => {
    const room = await readRoom();
    const {state} = flow;
    if (state.step !== "preview" || stage.querySelector(".room-choice")) return;
    // a row takes about twenty bytes in a segment
    const coming = state.readings.reduce(
      (sum, reading) => sum + ("finding" in reading ? reading.finding.read * 20 : 0),
      0
    );
    if (isNearlyFull(room, coming)) stage.prepend(roomChoice(app, room, () => undefined));
  };
  const showHeld = async () => {
    const slow = setTimeout(() => fill(held, h("p", {class: "empty"}, "Opening the snapshots…")), 200);
    try {
      const contents = await store().contents();
      fill(
        held,
        heldTables(app, contents, () => void showHeld())
      );
    } catch (error) {
      fill(held, h("div", {class: "message error", role: "alert"}, messageOf(error)));
    } finally {
      clearTimeout(slow);
    }
  };
  void showHeld();
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
  const addDropped = () => {
    const waiting = takeDropped();
    if (waiting.length) flow.add(waiting);
  };
  addDropped();
  addEventListener("tidemark-dropped", addDropped);
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
    zone,
    stage,
    held,
    tables,
    workspaceFile.dom
  );
  return {
    route,
    section: "data",
    title: "Data",
    dom,
    destroy() {
      document.removeEventListener("paste", onPaste);
      workspaceFile.destroy();
      removeEventListener("tidemark-dropped", addDropped);
      if (flow.state.step === "reading") flow.cancel();
    }
  };
};

function progress(text: string, share: number, cancel: () => void): HTMLElement {
  return h(
    "div",
    {class: "progress", role: "status"},
    h("span", {}, text),
    h("progress", {max: 1, value: share, "aria-label": text}),
    h("button", {class: "link", type: "button", on: {click: cancel}}, "Cancel")
  );
}

function preview(flow: ImportFlow): HTMLElement {
  const {state} = flow;
  const readings = state.step === "preview" ? state.readings : [];
  const ready = readings.filter((reading) => "finding" in reading && !reading.finding.needs.length);
  const asking = readings.filter((reading) => "finding" in reading && reading.finding.needs.length);
  const events = {
    onAnswer: flow.answer,
    onDrop: flow.drop,
    lastModified: flow.lastModified,
    lacking: (field: string) =>
      readings.flatMap((reading) =>
        "finding" in reading && reading.finding.needs.some((need) => need.field === field) ? [reading.names[0]!] : []
      )
  };
  const label = ready.length
    ? `Import ${ready.length} ${ready.length === 1 ? "file" : "files"}`
    : "Nothing to import yet";
  return h(
    "div",
    {},
    h(
      "div",
      {class: "stage-head"},
      h("h2", {}, "Before anything is kept"),
      h(
        "div",
        {class: "buttons"},
        h("button", {class: "button", type: "button", on: {click: () => flow.cancel()}}, "Cancel"),
        h(
          "button",
          {class: "button primary", type: "button", disabled: !ready.length, on: {click: () => void flow.keep()}},
          label
        )
      )
    ),
    asking.length
      ? h(
          "p",
          {class: "lead"},
          `${asking.length} ${asking.length === 1 ? "file needs" : "files need"} an answer first.`
        )
      : null,
    readings.map((reading) => previewCard(reading, events))
  );
}

/** What the import did, file by file, and the way to the first charts. */
function summary(app: App, kept: readonly KeptFile[]): HTMLElement {
  const good = kept.flatMap(({reading, outcome}) => (outcome && "finding" in reading ? [reading.finding] : []));
  const series = [
    ...new Map(
      good.flatMap(({snapshot}) => snapshot.series.map((record) => [record.series_id, record] as const))
    ).values()
  ];
  const make = async () => {
    const [contents, files] = await Promise.all([app.store("workspace").contents(), app.notebooks.list()]);
    const keys = new Map<string, number>();
    for (const {key} of contents.series) keys.set(key, (keys.get(key) ?? 0) + 1);
    const title =
      series.length === 1
        ? series[0]!.title
        : good.length === 1 && kept[0]
          ? kept[0].names[0]!.replace(/^.*\//, "").replace(/\.(?:rg\.)?[a-z.]+$/i, "")
          : "Imported series";
    const name = freeNotebookName(title, new Set(files.map((file) => file.name)));
    await app.notebooks.save(name, notebookOfSeries(title, series, keys), null);
    const types = series.map(({captures}) => (captures.length ? "CaptureGroup" : "SearchBased") satisfies InsightType);
    for (const insightType of types) await app.log.record("InsightAddition", {insightType, source: "import"});
    app.go(routeHash("notebooks", name));
  };
  const rows = kept.map(({names, reading, outcome, error}) => {
    if (!("finding" in reading)) return null;
    const {read, skipped, problems} = reading.finding;
    const text =
      error ??
      (outcome?.outcome === "unchanged"
        ? "was imported before; nothing changed"
        : `${readableNumber(read)} read${skipped ? `, ${readableNumber(skipped)} left out` : ""}`);
    return h(
      "li",
      {class: error ? "bad" : ""},
      h("strong", {}, names[0]),
      ` ${text}`,
      problems.filter(({effect}) => effect === "skipped").map((problem) => problemRow(problem, names[0]!))
    );
  });
  const count = kept.filter(({outcome}) => outcome?.outcome === "imported").length;
  return h(
    "div",
    {class: "summary-box", role: "status"},
    h(
      "h2",
      {},
      count
        ? `${count} ${count === 1 ? "file" : "files"} imported`
        : kept.some(({error}) => error)
          ? "Nothing was imported"
          : "Nothing new"
    ),
    h("ul", {}, rows),
    kept.some(({full}) => full) ? roomChoice(app, null, () => undefined) : null,
    series.length
      ? h(
          "div",
          {class: "buttons"},
          h(
            "button",
            {
              class: "button primary",
              type: "button",
              on: {click: () => void make().catch((error) => app.toasts.show(messageOf(error), {kind: "error"}))}
            },
            icon(ICONS.chart),
            `Make a notebook of ${series.length === 1 ? "this series" : `these ${series.length} series`}`
          )
        )
      : good.some(({snapshot}) => snapshot.parts.some(({table}) => table === "metric"))
        ? h(
            "div",
            {class: "buttons"},
            h("a", {class: "button primary", href: routeHash("gallery")}, icon(ICONS.chart), "Chart these numbers")
          )
        : null
  );
}

/** Saves all that is held as a snapshot folder in one zip. */
async function saveAll(app: App): Promise<void> {
  try {
    const excerpt = await app.store("workspace").excerpt(null);
    download("tidemark-data.zip", excerptZip(excerpt), "application/zip");
    app.toasts.show(`${readableNumber(excerpt.rows)} rows were saved.`);
  } catch (error) {
    app.toasts.show(messageOf(error), {kind: "error"});
  }
}

function heldTables(app: App, contents: Contents, refresh: () => void): HTMLElement {
  const {imports, series, damage} = contents;
  const remove = async (id: string, name: string) => {
    try {
      await app.store("workspace").removeImport(id);
      refresh();
      app.toasts.show(`${name} was taken out.`, {
        ignored: () => void app.store("workspace").purgeImport(id),
        action: {
          label: "Undo",
          run: () =>
            void app
              .store("workspace")
              .restoreImport(id)
              .then(refresh, (error) => app.toasts.show(messageOf(error), {kind: "error"}))
        }
      });
    } catch (error) {
      app.toasts.show(messageOf(error), {kind: "error"});
    }
  };
  if (!imports.length && !damage.length)
    return h(
      "div",
      {class: "empty-state"},
      h("h2", {}, "Nothing imported yet"),
      h("p", {}, "What you import stays on this machine. The sample notebooks have data of their own and need none.")
    );
  return h(
    "div",
    {},
    damage.map(({path, reason}) =>
      h(
        "div",
        {class: "message error", role: "alert"},
        `${path} is damaged (${reason}); what it held is missing. Import its file again.`
      )
    ),
    h("h2", {}, "Imports"),
    h(
      "p",
      {class: "export-all"},
      h(
        "button",
        {
          class: "link",
          type: "button",
          on: {click: () => void saveAll(app)}
        },
        icon(ICONS.download),
        "Save all data as a zip"
      ),
      h("span", {class: "note"}, "a snapshot folder, which any workspace imports")
    ),
    h(
      "p",
      {class: "lead"},
      `${readableNumber(contents.points)} points of ${contents.repositories.length} ${contents.repositories.length === 1 ? "repository" : "repositories"}, ${readableBytes(contents.bytes)}.`
    ),
    h(
      "div",
      {class: "scroll"},
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["File", "Format", "Series", "Read", "Left out", "Observed", "Imported", ""].map((text, i) =>
              h("th", {scope: "col", class: i >= 2 && i <= 4 ? "n" : ""}, text)
            )
          )
        ),
        h(
          "tbody",
          {},
          [...imports].reverse().map((record) =>
            h(
              "tr",
              {},
              h(
                "td",
                {},
                h("span", {class: "file"}, record.source_name),
                record.status === "partial"
                  ? h("span", {class: "note incomplete"}, record.reasons.join(" ") || "incomplete")
                  : null
              ),
              h("td", {}, IMPORTERS.find(({format}) => format === record.source_kind)?.title ?? record.source_kind),
              h("td", {class: "n"}, record.series.length),
              h("td", {class: "n"}, readableNumber(record.rows_read)),
              h("td", {class: "n"}, readableNumber(record.rows_rejected)),
              h("td", {}, stamp(record.observed_at)),
              h("td", {}, stamp(record.imported_at)),
              h(
                "td",
                {},
                h(
                  "button",
                  {
                    class: "icon-button",
                    type: "button",
                    title: "Take out",
                    "aria-label": `Take out ${record.source_name}`,
                    on: {click: () => void remove(record.import_id, record.source_name)}
                  },
                  icon(ICONS.trash)
                )
              )
            )
          )
        )
      )
    ),
    h("h2", {}, "Series"),
    h(
      "div",
      {class: "scroll"},
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["Series", "Counts", "Repositories", "Samples", "From", "To"].map((text, i) =>
              h("th", {scope: "col", class: i === 2 || i === 3 ? "n" : ""}, text)
            )
          )
        ),
        h(
          "tbody",
          {},
          series.map(({key, title, unit, captures, repositories, samples, from, to}) =>
            h(
              "tr",
              {},
              h("td", {}, h("code", {}, key), title === key ? null : h("span", {class: "note"}, title)),
              h("td", {}, `${unit}${captures ? ", by captured value" : ""}`),
              h("td", {class: "n"}, repositories),
              h("td", {class: "n"}, samples),
              h("td", {}, isoDate(from)),
              h("td", {}, isoDate(to))
            )
          )
        )
      )
    )
  );
}
