import type {Exporter} from "./exporter.ts";
import {reportHtml} from "./report.ts";

/** The report. */
export const toHtml: Exporter = {
  format: "html",
  help: "the report, NAME.html",
  write: async (input, ports) => [{path: `${input.stem}.html`, content: await reportHtml(input, ports)}]
};
