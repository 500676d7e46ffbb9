import {parseDocument} from "yaml";
import type {VegaLiteSpec} from "../../chart/insight-spec.ts";
import {type Message, messageOf} from "../../error.ts";
import {isRecord, kindOf} from "../../fields.ts";
import {insightTable} from "../../insight/to-table.ts";
import type {Table} from "../../table.ts";
import type {CellSource} from "../notebook.ts";
import type {CellValue} from "../value.ts";
import {type CellKind, unreadable} from "./kind.ts";

/** A chart of one's own: a Vega-Lite spec in JSON or YAML over the rows of another cell. */
export const vegaLite: CellKind = {
  kind: "vega-lite",
  title: "Chart",
  help: "A Vega-Lite chart over the rows of another cell.",
  fence: "vega-lite",
  language: "json",
  needsId: false,
  template:
    '{"mark": "line", "encoding": {"x": {"field": "recorded_at", "type": "temporal"}, "y": {"field": "value", "type": "quantitative"}, "color": {"field": "series"}}}',
  read(cell) {
    const {spec, messages} = readSpec(cell);
    const data = cell.attributes.get("data") ?? "";
    if (spec && loadsData(spec))
      messages.push({
        level: "error",
        text: "This chart would load its data from an address, which Tidemark never does. Name a cell instead: data=<id>.",
        place: {line: cell.bodyLine}
      });
    if (spec && !data && !("data" in spec))
      messages.push({
        level: "error",
        text: "This chart has no data. Name a cell in the fence line: vega-lite data=<id>.",
        place: {line: cell.line}
      });
    const references = data ? [data] : [];
    if (!spec || messages.some(({level}) => level === "error")) return unreadable(messages, references);
    return {
      references,
      messages,
      async run({scope}) {
        const value = data ? scope.get(data) : undefined;
        const table = value ? rowsOf(value) : null;
        return {
          value: null,
          output: {type: "chart", of: "spec", spec, caption: cell.attributes.get("caption") ?? "", data: table}
        };
      }
    };
  }
};

function rowsOf(value: CellValue): Table {
  if (value.kind === "insight") return insightTable(value.result);
  if (value.kind === "table") return value.table;
  return {rows: 0, columns: []};
}

function readSpec(cell: CellSource): {spec: VegaLiteSpec | null; messages: Message[]} {
  const fail = (text: string, line = cell.bodyLine) => ({
    spec: null,
    messages: [{level: "error" as const, text, place: {line}}]
  });
  let value: unknown;
  if (cell.body.trimStart().startsWith("{")) {
    try {
      value = JSON.parse(cell.body);
    } catch (error) {
      const at = /position (\d+)/.exec(messageOf(error));
      const line = at ? cell.bodyLine + cell.body.slice(0, Number(at[1])).split("\n").length - 1 : cell.bodyLine;
      return fail(`The spec is no JSON: ${messageOf(error)}.`, line);
    }
  } else {
    const document = parseDocument(cell.body);
    const [problem] = document.errors;
    if (problem)
      return fail(
        `The spec is neither JSON nor YAML: ${problem.message.split("\n")[0]}.`,
        cell.bodyLine + (problem.linePos?.[0].line ?? 1) - 1
      );
    value = document.toJS({maxAliasCount: 50});
  }
  return isRecord(value)
    ? {spec: value, messages: []}
    : fail(`A Vega-Lite spec is an object with mark and encoding; this is ${kindOf(value)}.`);
}

/** True when any part of the spec names an address to load data from. */
function loadsData(part: unknown): boolean {
  if (Array.isArray(part)) return part.some(loadsData);
  if (!isRecord(part)) return false;
  return Object.entries(part).some(
    ([name, value]) => (name === "data" && isRecord(value) && "url" in value) || (name !== "values" && loadsData(value))
  );
}
