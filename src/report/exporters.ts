import type {Exporter} from "./exporter.ts";
import {toHtml} from "./to-html.ts";
import {toJson} from "./to-json.ts";
import {toMarkdown} from "./to-markdown.ts";
import {toSvg} from "./to-svg.ts";
import {toArrow, toCsv} from "./to-tables.ts";

export const EXPORTERS = [toHtml, toMarkdown, toJson, toCsv, toArrow, toSvg] as const satisfies readonly Exporter[];
