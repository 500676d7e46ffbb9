/** What a notebook that was not written here is told when its cells ask for more than it names, and the way to make it one's own. */
import {fill, h, type View} from "../dom.ts";
import type {NotebookSession} from "../notebook-session.ts";

/** Takes a notebook as one's own: its statements read all that is imported, and its JavaScript runs. */
export async function takeAsOwn({source, consent, run}: NotebookSession): Promise<void> {
  await source.takeAsOwn(run.notebook);
  if (consent.isAsked) await consent.allow();
}

/** Empty while nothing was refused. */
export function createOwnBar(onTake: () => void): View<boolean> & {update(isRefused: boolean): void} {
  const dom = h("div", {class: "consent", role: "region", "aria-label": "Not written here", hidden: true});
  return {
    dom,
    update(isRefused) {
      if (dom.hidden !== isRefused) return;
      dom.hidden = !isRefused;
      fill(
        dom,
        isRefused
          ? [
              h(
                "p",
                {},
                h("strong", {}, "This notebook was not written here. "),
                "It runs in a database of its own, which holds the series of its insights and its own tables. Some of its cells ask for more of what you imported."
              ),
              h("button", {class: "button", type: "button", on: {click: onTake}}, "Take it as my own")
            ]
          : null
      );
    }
  };
}
