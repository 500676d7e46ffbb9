/** What is to be said of the files that a notebook names as tables: what is missing can be put there, rows left out are named. */
import "../style/tables.css";
import {messageOf} from "../../error.ts";
import type {CellState} from "../../notebook/run.ts";
import {fill, h, type View} from "../dom.ts";
import type {OpenNotebook} from "./open-notebook.ts";

export interface TableNotices extends View<readonly CellState[]> {
  update(tables: readonly CellState[]): void;
}

export function createTableNotices({app, session}: Pick<OpenNotebook, "app" | "session">): TableNotices {
  const dom = h("div", {class: "table-notices"});
  let shown = "";
  return {
    dom,
    update(tables) {
      const said = tables.flatMap(({key, cell, status, messages}) =>
        messages.map(({level, text}) => ({
          key,
          path: cell.body,
          text: level === "error" ? `${cell.id}: ${text}` : text,
          level,
          isMissing: isMissing(status, cell.body)
        }))
      );
      // a button that is about to be pressed stays
      const now = JSON.stringify(said);
      if (now === shown) return;
      shown = now;
      fill(
        dom,
        said.map(({key, path, text, level, isMissing}) =>
          h(
            "div",
            {class: `message ${level}`, role: level === "error" ? "alert" : "note"},
            h("span", {}, text),
            isMissing ? chooseFile(path, key) : null
          )
        )
      );
    }
  };

  function isMissing(status: CellState["status"], path: string): boolean {
    return status === "error" && app.tables.seen(path) === null;
  }

  /** Puts a file of the user's where the notebook looks for it. */
  function chooseFile(path: string, key: string): HTMLElement {
    const ending = path.replace(/^.*?(\.[a-z]+(?:\.gz)?)$/i, "$1");
    const pick = h("input", {type: "file", class: "file-pick", accept: ending, "aria-label": `A file for ${path}`});
    pick.addEventListener("change", () => {
      const file = pick.files?.[0];
      if (!file) return;
      void file
        .arrayBuffer()
        .then((buffer) => app.tables.put(path, new Uint8Array(buffer)))
        .then(() => session.run.rerun([key]))
        .catch((error: unknown) => app.toasts.show(messageOf(error), {kind: "error"}));
    });
    return h("label", {class: "button"}, "Choose the file…", pick);
  }
}
