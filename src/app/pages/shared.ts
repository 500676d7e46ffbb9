/** A notebook that came in a link: shown as every other, and not among the user's until a copy is kept. */
import "../style/insights.css";
import "../style/share.css";
import {messageOf} from "../../error.ts";
import {sha256} from "../../hash.ts";
import {notebookName} from "../../report/island.ts";
import type {App} from "../app.ts";
import {h} from "../dom.ts";
import {LAST_NOTEBOOK} from "../last-notebook.ts";
import type {NotebookFile, NotebookFiles} from "../notebook-files.ts";
import {readNotebookFile} from "../read-notebook-file.ts";
import {routeHash} from "../router.ts";
import {saveUnderFreeName} from "../share/keep-notebook.ts";
import {textOfLink} from "../share/notebook-link.ts";
import {notFound} from "./not-found.ts";
import {notebookPage} from "./notebook.ts";
import type {OpenPage} from "./page.ts";

export const sharedPage: OpenPage = async (app, route) => {
  const name = notebookName({name: route.rest});
  let text: string;
  try {
    text = textOfLink(route.query);
    await readNotebookFile(name, text);
  } catch (error) {
    return notFound(route, "This link does not open", messageOf(error), [routeHash("notebooks"), "All notebooks"]);
  }
  const link = linkNotebook(app.notebooks, {name, text, hash: sha256(text), sample: false});
  const last = localStorage.getItem(LAST_NOTEBOOK);
  const page = await notebookPage(withLink(app, link.files), {...route, rest: name});
  if (last === null) localStorage.removeItem(LAST_NOTEBOOK);
  else localStorage.setItem(LAST_NOTEBOOK, last);
  const keep = async () => {
    try {
      await page.leave?.();
      const kept = await saveUnderFreeName(app.notebooks, name, link.text);
      stop();
      app.toasts.show(`${kept} is among your notebooks now.`);
      app.go(routeHash("notebooks", kept));
    } catch (error) {
      app.toasts.show(messageOf(error), {kind: "error"});
    }
  };
  const onUnload = (event: BeforeUnloadEvent) => {
    if (link.text !== text) event.preventDefault();
  };
  addEventListener("beforeunload", onUnload);
  const stop = () => removeEventListener("beforeunload", onUnload);
  page.dom.classList.add("from-link");
  page.dom
    .querySelector(".notebook-body")
    ?.prepend(
      h(
        "div",
        {class: "message note link-banner", role: "note"},
        h(
          "span",
          {},
          "This notebook came in a link and is not among yours. What you change is gone when you leave it."
        ),
        h("button", {class: "button", type: "button", on: {click: () => void keep()}}, "Keep a copy")
      )
    );
  return {
    ...page,
    route,
    destroy() {
      stop();
      page.destroy?.();
    }
  };
};

/** The app with the notebook of a link among its files: nothing of it is written anywhere, and changing it counts as nothing. */
function withLink(app: App, notebooks: NotebookFiles): App {
  const changes = new Set(["InsightAddition", "InsightEdit", "InsightRemoval"]);
  const record: App["log"]["record"] = (code, ...argument) =>
    changes.has(code) ? Promise.resolve() : app.log.record(code, ...argument);
  return {
    ...app,
    notebooks,
    unsaved: {keep: async () => {}, read: async () => null, drop: async () => {}},
    log: Object.create(app.log, {record: {value: record}}) as App["log"]
  };
}

function linkNotebook(
  files: NotebookFiles,
  first: NotebookFile
): {readonly files: NotebookFiles; readonly text: string} {
  let now = first;
  return {
    get text() {
      return now.text;
    },
    files: {
      ...files,
      read: async (name) => (name === now.name ? now : files.read(name)),
      async save(name, text, expected) {
        if (name !== now.name) return files.save(name, text, expected);
        now = {...now, text, hash: sha256(text)};
        return {hash: now.hash};
      },
      // a file of this name is another notebook
      watch: (changed) => files.watch((name) => name !== now.name && changed(name))
    }
  };
}
