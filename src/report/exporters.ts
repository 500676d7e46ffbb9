import type {Exporter} from "./exporter.ts";
import {toEmbed} from "./to-embed.ts";
import {toFramework} from "./to-framework.ts";
import {toHtml} from "./to-html.ts";
import {toJson} from "./to-json.ts";
import {toMarkdown} from "./to-markdown.ts";
import {toNotebookKit} from "./to-notebook-kit.ts";
import {toSvg} from "./to-svg.ts";
import {toArrow, toCsv, toParquet} from "./to-tables.ts";

export const EXPORTERS = [
  toHtml,
  toMarkdown,
  toJson,
  toCsv,
  toArrow,
  toParquet,
  toSvg,
  toEmbed,
  toNotebookKit,
  toFramework
] as const satisfies readonly Exporter[];
