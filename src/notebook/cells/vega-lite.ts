import type {VegaLiteSpec} from "../../chart/insight-spec.ts";
import {MOST_ROWS, tooManyRows} from "../../chart/spec.ts";
import {type Message, type Reading, TidemarkError} from "../../error.ts";
import {isRecord, kindOf} from "../../fields.ts";
import {insightTable} from "../../insight/to-table.ts";
import type {Sql} from "../../sql.ts";
import type {Table} from "../../table.ts";
import {yamlPlaces} from "../../yaml.ts";
import {chartParams, drawnParams, paramValues, withChosen} from "../chart-params.ts";
import {didYouMean, refusedId} from "../names.ts";
import type {CellSource} from "../notebook.ts";
import type {CellValue} from "../value.ts";
import {type CellKind, unreadable} from "./kind.ts";
import {isShallow, readYaml} from "./yaml.ts";

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
    const params = spec ? chartParams(spec).filter(({name}) => refusedId(name) === null) : [];
    if (params.length && !cell.id)
      messages.push({
        level: "note",
        text: `What is selected here (${params.map(({name}) => name).join(", ")}) is kept once the chart has an id: vega-lite id=my_chart.`,
        place: {line: cell.line}
      });
    for (const {name, why} of spec ? drawnParams(spec) : [])
      messages.push({
        level: "note",
        text: `${name} is drawn, but nothing is selected by it: it ${why}.`,
        place: {line: cell.line}
      });
    if (!spec || messages.some(({level}) => level === "error")) return unreadable(messages, references);
    return {
      declares: params.map(({name}) => name),
      references,
      messages,
      async run({scope, chosen, store, session, signal, progress}) {
        const caption = cell.attributes.get("caption") ?? "";
        const table = data ? rowsOf(data, scope.get(data)) : null;
        if (table) checkFields(cell, spec, data, table);
        const choices = isRecord(chosen) ? chosen : {};
        const isHeld = held(scope.get(data));
        const aggregate = async (asked: VegaLiteSpec) => {
          if (!table || table.rows <= MOST_ROWS) return {};
          if (!isHeld) throw tooManyRows(table.rows, `it does not have what JavaScript made of ${data}`);
          // Vega-Lite is much to load, and most charts are compiled where they are drawn
          const {aggregated} = await import("../../chart/aggregated.ts");
          const ask = ({strings, values}: Sql, rows: number) =>
            store.sql({session, tables: [data], strings, values, limits: {rows}}, {signal, progress});
          return {aggregated: await aggregated(asked, data, table, ask)};
        };
        if (!params.length) {
          const made = await aggregate(spec);
          const drawn = made.aggregated?.tables[0] ?? table;
          return {value: null, output: {type: "chart", of: "spec", spec, caption, data: drawn, ...made}};
        }
        return {
          value: null,
          values: paramValues(params, choices, table),
          output: {
            type: "chart",
            of: "spec",
            spec: withChosen(spec, params, choices),
            caption,
            data: table,
            ...(await aggregate(withChosen(spec, params, choices))),
            selection: {params, chosen: choices}
          }
        };
      }
    };
  }
};

/** True for rows that the database has as a table of the session, too. */
function held(value: CellValue | undefined): boolean {
  return value?.kind === "insight" || (value?.kind === "table" && value.isHeld === true);
}

function rowsOf(id: string, value: CellValue | undefined): Table {
  if (value?.kind === "insight") return insightTable(value.result);
  if (value?.kind === "table") return value.table;
  throw new TidemarkError("cell/data", `${id} has no rows to draw. Name an insight or a sql cell: data=<id>.`);
}

/** @throws TidemarkError "cell/field" for an encoding of a column that the rows do not have. */
function checkFields({body, bodyLine}: CellSource, spec: VegaLiteSpec, id: string, {columns}: Table): void {
  const names = columns.map(({name}) => name);
  for (const {field, path} of encodedFields(spec)) {
    if (names.includes(field)) continue;
    const {line = 1, column = 1} = yamlPlaces(body)(path);
    throw new TidemarkError(
      "cell/field",
      `${id} has no column ${field}; it has ${names.join(", ") || "none"}.${didYouMean(field, names)}`,
      {line: bodyLine + line - 1, column}
    );
  }
}

/**
 * The columns that a spec's encodings name, and where. None for a spec that makes columns of its own, or has other data
 * somewhere: what they are called is not in sight.
 */
function encodedFields(spec: VegaLiteSpec): {readonly field: string; readonly path: readonly (string | number)[]}[] {
  const found: {field: string; path: (string | number)[]}[] = [];
  let isPlain = true;
  const walk = (part: unknown, path: (string | number)[], isEncoding: boolean) => {
    if (Array.isArray(part)) {
      for (const [i, one] of part.entries()) walk(one, [...path, i], isEncoding);
      return;
    }
    if (!isRecord(part)) return;
    if ("transform" in part || "lookup" in part || ("data" in part && path.length)) isPlain = false;
    for (const [name, value] of Object.entries(part)) {
      if (name === "values" || name === "usermeta" || name === "config") continue;
      // a.b and a[0] lead into values; what cannot be a plain name is left to Vega
      if (isEncoding && name === "field" && typeof value === "string" && /^\w+$/.test(value))
        found.push({field: value, path: [...path, name]});
      else walk(value, [...path, name], isEncoding || name === "encoding");
    }
  };
  walk(spec, [], false);
  return isPlain ? found : [];
}

function readSpec({body, bodyLine}: CellSource): {spec: VegaLiteSpec | null; messages: Message[]} {
  const {value, messages} = readJson(body) ?? readYaml(body, bodyLine, "The spec is neither JSON nor YAML");
  if (isRecord(value) || messages.length) return {spec: isRecord(value) ? value : null, messages: [...messages]};
  const text = `A Vega-Lite spec is an object with mark and encoding; this is ${kindOf(value)}.`;
  return {spec: null, messages: [{level: "error", text, place: {line: bodyLine}}]};
}

/** JSON by the fast way; null for all else, whose faults YAML, of which JSON is a part, says with their line. */
function readJson(text: string): Reading<unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isShallow(value) ? {value, messages: []} : null;
  } catch {
    return null;
  }
}

/** True when any part of the spec names an address to load data from. */
function loadsData(part: unknown): boolean {
  if (Array.isArray(part)) return part.some(loadsData);
  if (!isRecord(part)) return false;
  return Object.entries(part).some(
    ([name, value]) => (name === "data" && isRecord(value) && "url" in value) || (name !== "values" && loadsData(value))
  );
}
