/** What a notebook can be given away as: its file, a zip with its data, a link that holds its text. */
import "../style/insights.css";
import "../style/share.css";
import {messageOf} from "../../error.ts";
import {needsOf} from "../../notebook/needs.ts";
import type {Notebook} from "../../notebook/notebook.ts";
import {readableBytes, readableNumber} from "../../number.ts";
import {download, fill, h} from "../dom.ts";
import {othersOf} from "../other-notebooks.ts";
import {LONGEST_LINK, notebookHash} from "../share/notebook-link.ts";
import type {SharedZip} from "../share/shared-zip.ts";
import {copyButton} from "../views/commands.ts";
import {openDialog} from "../views/dialog.ts";
import type {OpenNotebook} from "./open-notebook.ts";

/** Opens the dialog over the notebook as it is now, saved or not. */
export function openShare({app, session}: OpenNotebook): void {
  session.commit();
  const {name} = session;
  const {text, frontMatter} = session.run.notebook;
  const ownData = frontMatter.snapshots === "workspace";
  const base = location.href.replace(/#.*$/s, "");
  const hash = notebookHash(name, text, base);
  const said = h("p", {role: "status", class: "help"});
  const pack = async (which: "needed" | "all") => {
    fill(said, "Packing…");
    try {
      const {packNotebook} = await import("../share/shared-zip.ts");
      const needs = await needsOf(session.run.notebook, othersOf(app));
      const zip = await packNotebook(app, {name, text, needs, ownData}, which);
      download(name.replace(/\.md$/i, ".zip"), zip.bytes, "application/zip");
      fill(said, contentsOf(zip));
    } catch (error) {
      fill(said, h("span", {class: "message error", role: "alert"}, messageOf(error)));
    }
  };
  const chosen = () => (all.checked ? "all" : "needed");
  const choice = (checked: boolean) => h("input", {type: "radio", name: "share-data", checked});
  const [needed, all] = [choice(true), choice(false)];
  const field =
    hash && h("input", {type: "text", class: "mono", readonly: true, value: base + hash, "aria-label": "Link"});
  if (field) field.addEventListener("focus", () => field.select());
  openDialog(
    `Share ${name}`,
    h(
      "section",
      {class: "share-way"},
      h("h3", {}, "The notebook"),
      h("p", {}, "Its Markdown file, as it is here."),
      h(
        "button",
        {class: "button", type: "button", on: {click: () => download(name, text, "text/markdown")}},
        "Download notebook"
      )
    ),
    h(
      "section",
      {class: "share-way"},
      h("h3", {}, "With its data"),
      ownData
        ? h(
            "div",
            {class: "share-choices", role: "radiogroup", "aria-label": "Which data"},
            h("label", {class: "choice"}, needed, "Only what its cells need"),
            h("label", {class: "choice"}, all, "Everything that is imported here")
          )
        : h("p", {}, "It reads the sample data, which everybody has: the zip holds the notebook and its own tables."),
      h("p", {class: "help"}, "A zip that opens again when it is dropped on Tidemark."),
      h("button", {class: "button", type: "button", on: {click: () => void pack(chosen())}}, "Download zip"),
      said
    ),
    h(
      "section",
      {class: "share-way"},
      h("h3", {}, "A link"),
      field
        ? [
            h("div", {class: "share-link"}, field, copyButton("Copy link", base + hash)),
            h(
              "p",
              {class: "help"},
              `The link holds the text itself: nothing is uploaded, and whoever has it can read the notebook. ${ownData ? "The data is not in it: readers need the same imports. " : ""}${tablesLeft(frontMatter.tables)}It has ${readableNumber((base + hash).length)} of at most ${readableNumber(LONGEST_LINK)} characters.`
            )
          ]
        : h(
            "p",
            {},
            `The text is too long for a link, which may have ${readableNumber(LONGEST_LINK)} characters. Share the file or the zip.`
          )
    )
  );
}

/** What a link leaves out of a notebook that names files as tables. */
function tablesLeft(tables: Notebook["frontMatter"]["tables"]): string {
  if (!tables.length) return "";
  const paths = tables.map(({path}) => path).join(", ");
  return `Neither ${tables.length === 1 ? "is its table" : "are its tables"} ${paths}: share the zip for ${tables.length === 1 ? "it" : "them"}. `;
}

/** What stands in a zip, as a sentence. */
function contentsOf({bytes, data, others, tables, hasWorkspaceFile}: SharedZip): string {
  const count = (n: number, one: string, many: string) => `${readableNumber(n)} ${n === 1 ? one : many}`;
  const parts = [
    "the notebook",
    others.length ? `${count(others.length, "notebook", "notebooks")} whose insights it shows` : "",
    data
      ? data.rows
        ? `${count(data.rows, "row", "rows")} of ${count(data.series, "series", "series")} in ${count(data.repositories, "repository", "repositories")}`
        : "no data: its cells need none that is here"
      : "",
    tables.length ? `its ${tables.length === 1 ? "table" : "tables"} ${tables.join(", ")}` : "",
    hasWorkspaceFile ? "tidemark.yaml" : ""
  ].filter(Boolean);
  return `${readableBytes(bytes.length)} saved to your downloads: ${parts.join(", ")}.`;
}
