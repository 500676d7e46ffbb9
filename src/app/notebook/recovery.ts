import {mergeNotebooks} from "../../notebook/merge.ts";
import {readableTime} from "../../time.ts";
import {h} from "../dom.ts";
import type {Unsaved} from "../unsaved.ts";
import type {OpenNotebook} from "./open-notebook.ts";

/** Offers what was written before the tab went away without saving; null when the file has it all. */
export function recoveryBanner({app, session}: OpenNotebook, draft: Unsaved | null): HTMLElement | null {
  if (!draft) return null;
  const {text} = session.run.notebook;
  const merged = mergeNotebooks(draft.base, draft.text, text, {ours: "your draft", theirs: "the file"});
  if (merged.text === text) {
    void app.unsaved.drop(session.name);
    return null;
  }
  const done = () => banner.remove();
  const restore = () => {
    session.change(() => merged.text, "bringing back a draft", "them");
    done();
  };
  const discard = () => {
    void app.unsaved.drop(session.name);
    done();
  };
  const banner = h(
    "div",
    {class: "message note recovery", role: "alert"},
    h("span", {}, `There is text from ${readableTime(draft.at)} that was not saved before Tidemark was closed.`),
    h("button", {class: "button", type: "button", on: {click: restore}}, "Bring it back"),
    h("button", {class: "link", type: "button", on: {click: discard}}, "Discard it")
  );
  return banner;
}
