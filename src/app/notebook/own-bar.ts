/** What a notebook that was not written here is told when its cells ask for more than it names, and the way to make it one's own. */
import {fill, h, type View} from "../dom.ts";
import type {NotebookSession} from "../notebook-session.ts";

/** Takes a notebook as one's own: its statements read all that is imported, and its JavaScript runs. */
export async function takeAsOwn({source, consent, run}: NotebookSession): Promise<void> {
  await source.takeAsOwn(run.notebook);
  if (consent.isAsked) await consent.allow();
}

/** What of a notebook waits for its reader: statements that were refused, JavaScript that was not allowed. */
export interface Waiting {
  readonly isRefused: boolean;
  readonly hasScript: boolean;
}

export interface OwnBar extends View<Waiting> {
  /** True while it asks: it speaks for the JavaScript, too. */
  readonly isShown: boolean;
  update(waiting: Waiting): void;
}

/** Empty while nothing was refused, and once the reader put it away; `onLater` is told then. */
export function createOwnBar(onTake: () => void, onLater: () => void): OwnBar {
  const dom = h("div", {class: "consent", role: "region", "aria-label": "Not written here", hidden: true});
  let isLater = false;
  let shown = "";
  return {
    dom,
    get isShown() {
      return !dom.hidden;
    },
    update({isRefused, hasScript}) {
      // taken as one's own and changed outside again, it asks again
      if (!isRefused) isLater = false;
      const isAsked = isRefused && !isLater;
      dom.hidden = !isAsked;
      const next = isAsked ? String(hasScript) : "";
      if (next === shown) return;
      shown = next;
      fill(
        dom,
        isAsked
          ? [
              h(
                "p",
                {},
                h("strong", {}, "Is this notebook yours? "),
                `It was written or changed outside this app: in another editor, or by somebody else. Until you take it as your own, its SQL reads only the series and tables it names${hasScript ? " and its JavaScript does not run" : ""}. All else works.`
              ),
              h(
                "div",
                {class: "buttons"},
                h("button", {class: "button", type: "button", on: {click: onTake}}, "Take it as my own"),
                h(
                  "button",
                  {
                    class: "link",
                    type: "button",
                    on: {
                      click: () => {
                        isLater = true;
                        onLater();
                      }
                    }
                  },
                  "Not now"
                )
              )
            ]
          : null
      );
    }
  };
}
