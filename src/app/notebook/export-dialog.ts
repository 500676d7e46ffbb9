/** The notebook in any format and mode: the same files as `tidemark report` writes, several of them as one zip. */
import "../style/export.css";
import {h} from "../dom.ts";
import {openDialog} from "../views/dialog.ts";
import {type ExportAsked, exportNotebook} from "./export-report.ts";
import type {OpenNotebook} from "./open-notebook.ts";

const FORMATS: readonly {readonly format: ExportAsked["format"]; readonly title: string; readonly says: string}[] = [
  {format: "html", title: "Report", says: "one HTML file that opens anywhere"},
  {format: "pdf", title: "PDF", says: "by the print window of the browser, or on paper"},
  {format: "md", title: "Markdown", says: "with drawings beside it, for a pull request or a chat"},
  {format: "json", title: "Answers", says: "values, changes, goals and rules as JSON"},
  {format: "csv", title: "CSV", says: "the rows of every insight and table"},
  {format: "arrow", title: "Arrow", says: "the same rows"},
  {format: "parquet", title: "Parquet", says: "the same rows"},
  {format: "svg", title: "SVG", says: "every drawing as a file"},
  {format: "embed", title: "Figures for other pages", says: "drawings, and the module that shows them there"},
  {format: "notebook-kit", title: "Observable Notebook Kit", says: "the notebook, and the rows of its insights"},
  {format: "framework", title: "Observable Framework", says: "the notebook as a page, and the rows of its insights"}
];

const MODES: readonly {
  readonly mode: "withSource" | "evidence" | "interactive";
  readonly title: string;
  readonly says: string;
}[] = [
  {mode: "withSource", title: "Show the source of cells", says: "below their figures"},
  {mode: "evidence", title: "Hold the evidence", says: "matching lines behind the points, at most 1 MB"},
  {mode: "interactive", title: "Bring charts to life", says: "legend, values, zoom and filters by a script of 725 kB"}
];

/** Asks what to export, and saves it. */
export function openExport(notebook: OpenNotebook): void {
  let format: ExportAsked["format"] = "html";
  const modes = new Set<string>();
  const choice = (
    type: "radio" | "checkbox",
    name: string,
    title: string,
    says: string,
    change: (on: boolean) => void
  ) => {
    const input = h("input", {type, name, on: {change: () => change(input.checked)}});
    return {
      input,
      dom: h("label", {class: "choice"}, input, h("span", {}, title, h("span", {class: "note"}, ` ${says}`)))
    };
  };
  const formats = FORMATS.map((one) =>
    choice("radio", "export-format", one.title, one.says, () => {
      format = one.format;
      show();
    })
  );
  formats[0]!.input.checked = true;
  const options = MODES.map((one) =>
    choice("checkbox", one.mode, one.title, one.says, (on) => void (on ? modes.add(one.mode) : modes.delete(one.mode)))
  );
  const show = () => {
    for (const {input} of options) input.disabled = format !== "html";
    save.textContent = format === "pdf" ? "Print or save as PDF" : "Save";
  };
  const save = h("button", {class: "button primary", type: "submit"}, "Save");
  const form = h(
    "form",
    {
      class: "export",
      on: {
        submit: (event: Event) => {
          event.preventDefault();
          save.disabled = true;
          save.textContent = "Building…";
          const asked: ExportAsked = {
            format,
            withSource: format === "html" && modes.has("withSource"),
            evidence: format === "html" && modes.has("evidence"),
            interactive: format === "html" && modes.has("interactive")
          };
          void exportNotebook(notebook, asked).finally(() => dialog.close());
        }
      }
    },
    h("fieldset", {}, h("legend", {}, "Format"), ...formats.map(({dom}) => dom)),
    h("fieldset", {}, h("legend", {}, "In a report"), ...options.map(({dom}) => dom)),
    h("div", {class: "actions"}, save)
  );
  const dialog = openDialog("Export", form);
}
