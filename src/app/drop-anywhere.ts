/** Files may be dropped on any page: reports open as notebooks, all others are taken to the Data page. */
import type {GivenFile} from "../../workers/import-reader.ts";
import {droppedFiles} from "./import-flow.ts";
import {routeHash} from "./router.ts";

let dropped: readonly GivenFile[] = [];

/** The files that were dropped on another page and wait to be looked at; they are given once. */
export function takeDropped(): readonly GivenFile[] {
  const taken = dropped;
  dropped = [];
  return taken;
}

/** Listens on the whole document; `take` is asked first, and says whether the files were for it. */
export function listenForDrops(take: (files: readonly GivenFile[]) => Promise<boolean>): void {
  let depth = 0;
  const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
  const mark = () => document.body.classList.toggle("dragging", depth > 0);
  document.addEventListener("dragenter", (event) => {
    if (!carriesFiles(event)) return;
    depth++;
    mark();
  });
  document.addEventListener("dragleave", (event) => {
    if (!carriesFiles(event)) return;
    depth = Math.max(0, depth - 1);
    mark();
  });
  document.addEventListener("dragover", (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    depth = 0;
    mark();
    if (!carriesFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    void droppedFiles(event.dataTransfer).then(async (files) => {
      if (await take(files)) return;
      dropped = files;
      // from the Data page itself the page must be opened anew
      if (location.hash === routeHash("data")) dispatchEvent(new CustomEvent("tidemark-dropped"));
      else location.hash = routeHash("data");
    });
  });
}
