import {fill, h, type View} from "../dom.ts";
import type {NotebookSession} from "../notebook-session.ts";

/** Whether what is on the screen is in the file, and what to do when it is not. */
export interface SaveBadge extends View<NotebookSession> {
  update(session: NotebookSession): void;
}

const WORDS = {
  saved: "Saved",
  saving: "Saving…",
  unsaved: "Not saved yet",
  failed: "Not saved",
  conflict: "Changed elsewhere",
  undecided: "Not saved"
} as const;

export function createSaveBadge(): SaveBadge {
  const dom = h("div", {class: "save-state", role: "status"});
  const choice = (label: string, run: () => void) =>
    h("button", {class: "link", type: "button", on: {click: run}}, label);
  return {
    dom,
    update(session) {
      const state = session.saveState;
      dom.dataset.state = state.is;
      fill(
        dom,
        h("span", {}, WORDS[state.is]),
        state.is === "failed"
          ? [h("span", {}, ` ${state.reason} `), choice("Try again", () => void session.save())]
          : null,
        state.is === "conflict"
          ? [
              h(
                "span",
                {},
                state.theirs
                  ? " This file was changed by something else while you wrote. "
                  : " This file was deleted meanwhile. "
              ),
              state.merged
                ? choice(`Merge (${state.merged.conflicts} to decide)`, () => void session.resolve("merged"))
                : null,
              state.theirs ? choice("Take the file’s version", () => void session.resolve("theirs")) : null,
              choice("Keep mine", () => void session.resolve("mine"))
            ]
          : null,
        state.is === "undecided"
          ? h(
              "span",
              {},
              ` Choose a side at ${state.count === 1 ? "the cell" : `${state.count} cells`} that both changed. `
            )
          : null
      );
    }
  };
}
