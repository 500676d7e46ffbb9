import {newNotebook} from "../../notebook/edit.ts";
import {NEW_TITLE} from "../../notebook/heading-title.ts";
import {isInsightCell} from "../../notebook/insight-yaml.ts";
import {parseNotebook} from "../../notebook/notebook.ts";
import {h, ICONS, icon} from "../dom.ts";
import type {NotebookFile} from "../notebook-files.ts";
import {openNotebookFile} from "../open-notebook-file.ts";
import {routeHash} from "../router.ts";
import {sampleNotebooks} from "../views/sample-notebooks.ts";
import {folderButton} from "../views/workspace-choice.ts";
import type {OpenPage} from "./page.ts";

/** All notebooks, and a way to begin one. */
export const notebooksPage: OpenPage = async (app, route) => {
  const files = await app.notebooks.list();
  const create = async () => {
    const taken = new Set((await app.notebooks.list()).map(({name}) => name));
    let name = "untitled.md";
    for (let n = 2; taken.has(name); n++) name = `untitled-${n}.md`;
    await app.notebooks.save(name, newNotebook(NEW_TITLE, []), null);
    app.go(routeHash("notebooks", name));
  };
  const picker = h("input", {
    type: "file",
    accept: ".md,.markdown,.html,.htm",
    hidden: true,
    "aria-label": "A file to open as a notebook",
    on: {
      change: () => {
        const files = Array.from(picker.files ?? [], (file) => ({name: file.name, content: file}));
        picker.value = "";
        void openNotebookFile(app, files).then(
          (opened) =>
            !opened &&
            files.length &&
            app.toasts.show(
              `${files[0]!.name} is no notebook: that is Markdown, a report of Tidemark, or a notebook of Observable Notebook Kit.`,
              {kind: "error"}
            )
        );
      }
    }
  });
  const dom = h(
    "div",
    {class: "page"},
    h(
      "header",
      {class: "page-head"},
      h("h1", {}, "Notebooks"),
      h(
        "button",
        {
          class: "button",
          type: "button",
          title: "Opens a notebook (Markdown), the one a report was made from, or one of Observable",
          on: {click: () => picker.click()}
        },
        icon(ICONS.file),
        "Open a file"
      ),
      h("button", {class: "button", type: "button", on: {click: () => void create()}}, icon(ICONS.plus), "New notebook")
    ),
    picker,
    h(
      "p",
      {class: "lead place-line"},
      `Kept in ${app.notebooks.place}.`,
      app.workspace.folder ? null : folderButton(app, "Open a folder", "link")
    ),
    files.length
      ? h("ul", {class: "cards"}, files.map(card))
      : h(
          "div",
          {class: "empty-state"},
          h("h2", {}, "No notebooks yet"),
          h("p", {}, "Import search results, and one click makes a notebook with a chart for each series."),
          h(
            "div",
            {class: "buttons"},
            h("a", {class: "button", href: routeHash("data")}, "Import results"),
            app.workspace.folder ? null : folderButton(app)
          )
        )
  );
  const samples = files.length ? null : await sampleNotebooks(app);
  if (samples) dom.append(samples);
  return {route, section: "notebooks", title: "Notebooks", dom};
};

function card({name, text, sample}: NotebookFile): HTMLElement {
  const notebook = parseNotebook(text);
  const insights = notebook.cells.filter(isInsightCell).length;
  const facts = [
    `${insights} ${insights === 1 ? "insight" : "insights"}`,
    notebook.frontMatter.snapshots === "workspace" ? "" : "sample data",
    grantsText(notebook.frontMatter.grants),
    sample ? "comes with Tidemark" : ""
  ].filter(Boolean);
  return h(
    "li",
    {},
    h(
      "a",
      {href: routeHash("notebooks", name)},
      h("strong", {}, notebook.frontMatter.title || name),
      h("span", {}, facts.join(" · ")),
      h("code", {}, name)
    )
  );
}

/** For whom it is, in words: global, org:<name>, user:<name>. */
function grantsText(grants: readonly string[]): string {
  if (!grants.length) return "private";
  if (grants.includes("global")) return "for everyone";
  return `for ${grants.map((grant) => grant.slice(grant.indexOf(":") + 1)).join(", ")}`;
}
