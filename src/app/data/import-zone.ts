/** The way of files into the page: dropped, chosen, pasted. */
import {IMPORTERS} from "../../snapshot/importers.ts";
import {h} from "../dom.ts";
import {takeDropped} from "../drop-anywhere.ts";
import type {ImportFlow} from "../import-flow.ts";

/** The place where files are dropped or chosen. */
export interface ImportZone {
  readonly dom: HTMLElement;
  /** Gives the flow what is given to the zone, pasted on the page, or was dropped on another one. */
  connect(flow: ImportFlow): void;
  destroy(): void;
}

export function importZone(): ImportZone {
  let flow: ImportFlow | null = null;
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
    if (files.length) flow?.add(files);
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
    if (files.length) flow?.add(files);
    else if (text.trim()) flow?.add([{name: "pasted text", content: new Blob([text])}]);
    else return;
    event.preventDefault();
  };
  const addDropped = () => {
    const waiting = takeDropped();
    if (waiting.length) flow?.add(waiting);
  };
  return {
    dom: zone,
    connect(given) {
      flow = given;
      document.addEventListener("paste", onPaste);
      addDropped();
      addEventListener("tidemark-dropped", addDropped);
    },
    destroy() {
      document.removeEventListener("paste", onPaste);
      removeEventListener("tidemark-dropped", addDropped);
    }
  };
}
