/** What becomes of the files that were given: read, understood, asked about, kept, and told. */
import {messageOf} from "../../error.ts";
import type {App} from "../app.ts";
import {fill, h} from "../dom.ts";
import {createImportFlow, type ImportFlow, isReady} from "../import-flow.ts";
import {isNearlyFull, readRoom, roomChoice} from "../settings/room.ts";
import {previewCard} from "../views/import-preview.ts";
import {importSummary} from "./import-summary.ts";
import {mayBeTable, tablePathFor, useAsTable} from "./use-as-table.ts";

/** An import into the workspace. `onStep` is told whether one is under way, `onKept` when something may have come in, `onTable` when a file became a table. */
export function importStage(
  app: App,
  {onStep, onKept, onTable}: {onStep(isUnderWay: boolean): void; onKept(): void; onTable(): void}
): {readonly dom: HTMLElement; readonly flow: ImportFlow} {
  const stage = h("div", {class: "stage"});
  const flow = createImportFlow(
    () => app.store("workspace"),
    () => showStage()
  );
  const showStage = () => {
    const {state} = flow;
    onStep(state.step !== "idle");
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
      fill(stage, preview(app, flow, onTable));
      void warnOfRoom();
      if (focused) document.getElementById(focused)?.focus();
      return;
    }
    fill(stage, importSummary(app, state.kept, {names: state.waiting, goOn: flow.goOn}));
    onKept();
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
  return {dom: stage, flow};
}

function progress(text: string, share: number, cancel: () => void): HTMLElement {
  return h(
    "div",
    {class: "progress", role: "status"},
    h("span", {}, text),
    h("progress", {max: 1, value: share, "aria-label": text}),
    h("button", {class: "link", type: "button", on: {click: cancel}}, "Cancel")
  );
}

function preview(app: App, flow: ImportFlow, onTable: () => void): HTMLElement {
  const {state} = flow;
  const readings = state.step === "preview" ? state.readings : [];
  const ready = readings.filter(isReady);
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
    readings.map((reading) => [previewCard(reading, events), tableOffer(app, flow, reading.names, onTable)])
  );
}

/** A file of rows may be meant as a table of a notebook instead. */
function tableOffer(app: App, flow: ImportFlow, names: readonly string[], onTable: () => void): HTMLElement | null {
  const [name] = names;
  const file = names.length === 1 ? flow.file(name!) : null;
  if (!file || !mayBeTable(file)) return null;
  const use = async () => {
    if (!(await useAsTable(app, tablePathFor(file.name), file))) return;
    flow.drop(file.name);
    onTable();
  };
  return h(
    "p",
    {class: "table-offer"},
    h(
      "button",
      {
        class: "link",
        type: "button",
        on: {click: () => void use().catch((error: unknown) => app.toasts.show(messageOf(error), {kind: "error"}))}
      },
      `Use ${file.name} as a table in a notebook instead`
    )
  );
}
