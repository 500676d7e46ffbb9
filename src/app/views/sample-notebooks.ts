/** The notebooks that come with Tidemark, to be tried before there is one of one's own. */
import "../style/get-started.css";
import {parseNotebook} from "../../notebook/notebook.ts";
import type {App} from "../app.ts";
import {h} from "../dom.ts";
import {offeredSamples} from "../folder-samples.ts";
import {routeHash} from "../router.ts";

/** A section with a link to each; null where all of them were changed or deleted. */
export async function sampleNotebooks(app: App): Promise<HTMLElement | null> {
  const isBrowser = app.workspace.of === "browser";
  const samples = offeredSamples(await app.notebooks.list().catch(() => []), app.samples, isBrowser);
  if (!samples.length) return null;
  return h(
    "section",
    {class: "sample-notebooks", "aria-labelledby": "sample-notebooks"},
    h("h2", {id: "sample-notebooks"}, "Try a sample"),
    h(
      "p",
      {class: "help"},
      isBrowser
        ? "Notebooks with data of their own: open one, change it, see what follows."
        : "Notebooks with data of their own. Nothing is written into your folder unless you change one."
    ),
    h(
      "ul",
      {},
      samples.map(({name, text}) =>
        h("li", {}, h("a", {href: routeHash("notebooks", name)}, parseNotebook(text).frontMatter.title || name))
      )
    )
  );
}
