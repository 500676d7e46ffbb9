/** The notebooks that are trusted in this browser, each with a way to take that back. */
import {messageOf} from "../../error.ts";
import {isoDate, readableTime} from "../../time.ts";
import type {App} from "../app.ts";
import {fill, h} from "../dom.ts";
import {routeHash} from "../router.ts";
import type {TrustedNotebook} from "../trust.ts";

const MEANING = {
  data: "your own: its SQL reads all that is imported",
  code: "its JavaScript runs"
} as const;

/** The trusted notebooks. */
export function trustedSection(app: App): HTMLElement {
  const list = h("div", {});
  const show = async () => {
    try {
      const [trusted, files] = await Promise.all([app.trust.list(), app.notebooks.list()]);
      const here = new Set(files.map(({name}) => name));
      const forgetAll = change(() => app.trust.forgetAll());
      fill(
        list,
        trusted.length
          ? [
              h(
                "ul",
                {class: "trusted-list"},
                trusted.map((one) => entry(one, here.has(one.name)))
              ),
              trusted.length > 1
                ? h("button", {class: "link", type: "button", on: {click: forgetAll}}, "Withdraw from all")
                : null
            ]
          : h("p", {class: "empty"}, "None yet. What you write here is yours; a notebook from elsewhere asks you.")
      );
    } catch (error) {
      fill(list, h("div", {class: "message error", role: "alert"}, messageOf(error)));
    }
  };
  const change = (task: () => Promise<void>) => () =>
    void task().then(show, (error: unknown) => app.toasts.show(messageOf(error), {kind: "error"}));
  const entry = ({name, what, at}: TrustedNotebook, isHere: boolean) =>
    h(
      "li",
      {},
      h(
        "span",
        {},
        isHere
          ? h("a", {href: routeHash("notebooks", name)}, h("code", {}, name))
          : h("code", {}, name || "notebooks of an earlier version"),
        ` ${what.map((one) => MEANING[one]).join("; ")}`,
        at === null ? null : h("span", {class: "note", title: readableTime(at)}, ` since ${isoDate(at)}`)
      ),
      h(
        "button",
        {
          class: "link",
          type: "button",
          "aria-label": `Withdraw from ${name || "notebooks of an earlier version"}`,
          on: {click: change(() => app.trust.withdraw(name))}
        },
        "Withdraw"
      )
    );
  void show();
  return h(
    "section",
    {class: "trusted"},
    h("h2", {}, "Trusted notebooks"),
    h(
      "p",
      {},
      "A notebook that was not written here runs in a database of its own, which holds the data it names, and its JavaScript waits. These may do more; a change that was not made here ends it."
    ),
    list
  );
}
