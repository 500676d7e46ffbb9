/** Values of JavaScript as data for the notebook, and back: instants are Dates in there, rows are objects. */
import type {VegaLiteSpec} from "../../chart/insight-spec.ts";
import {insightTable} from "../../insight/to-table.ts";
import {type Column, cellOf, numberColumn, type Table, textColumn} from "../../table.ts";
import {type CellValue, scalar} from "../value.ts";
import {inputOf, markdownOf} from "./cell-builtins.ts";
import {inspect} from "./inspect.ts";
import type {Shown} from "./realm.ts";

/** The most rows of an array that leave the realm. */
const MOST_ROWS = 100_000;

/** What a cell sees of another cell's data. */
export function jsValueOf(value: CellValue): unknown {
  if (value.kind === "insight") return rowsOf(insightTable(value.result));
  if (value.kind === "table") return rowsOf(value.table);
  if (value.kind === "list") return [...value.values];
  if (value.kind === "opaque") return undefined;
  return value.type === "time" && typeof value.value === "number" ? new Date(value.value) : value.value;
}

function rowsOf({rows, columns}: Table): Record<string, unknown>[] {
  return Array.from({length: rows}, (_, row) =>
    Object.fromEntries(
      columns.map((column) => {
        const cell = cellOf(column, row);
        return [column.name, column.type === "time" && typeof cell === "number" ? new Date(cell) : cell];
      })
    )
  );
}

/** What other cells see of a value; opaque where it is no data. */
export function cellValueOf(value: unknown): CellValue {
  if (typeof value === "number") return scalar("number", Number.isFinite(value) ? value : null);
  if (typeof value === "string") return scalar("text", value);
  if (typeof value === "boolean") return scalar("boolean", value);
  if (value === null || value === undefined) return scalar("text", null);
  if (value instanceof Date) return scalar("time", Number.isNaN(value.getTime()) ? null : value.getTime());
  const table = tableOf(value);
  if (table) return {kind: "table", table};
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return {kind: "list", values: value};
  return {kind: "opaque", text: inspect(value, 0)};
}

type Flat = string | number | boolean | bigint | Date | null | undefined;

function isFlat(value: unknown): value is Flat {
  return value === null || typeof value !== "object"
    ? typeof value !== "function" && typeof value !== "symbol"
    : value instanceof Date;
}

/** Rows as a table: an array of objects whose members are plain values, or what has `objects()`, as Arquero's tables; else null. */
export function tableOf(value: unknown): Table | null {
  if (typeof value !== "object" || value === null) return null;
  const rows =
    typeof (value as {objects?: unknown}).objects === "function" ? (value as {objects(): unknown}).objects() : value;
  if (!Array.isArray(rows) || !rows.length) return null;
  const first = rows.slice(0, MOST_ROWS) as Record<string, unknown>[];
  const names = new Set<string>();
  for (const row of first) {
    if (typeof row !== "object" || row === null || Array.isArray(row) || row instanceof Date) return null;
    for (const [name, cell] of Object.entries(row)) {
      if (!isFlat(cell)) return null;
      names.add(name);
    }
  }
  if (!names.size) return null;
  return {
    rows: first.length,
    columns: Array.from(names, (name) =>
      columnOf(
        name,
        first.map((row) => row[name] as Flat)
      )
    )
  };
}

function columnOf(name: string, cells: readonly Flat[]): Column {
  const known = cells.filter((cell) => cell !== null && cell !== undefined);
  if (known.length && known.every((cell) => typeof cell === "number" || typeof cell === "bigint"))
    return numberColumn(
      name,
      cells.map((cell) => (cell === null || cell === undefined ? Number.NaN : Number(cell)))
    );
  if (known.length && known.every((cell) => cell instanceof Date))
    return numberColumn(
      name,
      cells.map((cell) => (cell instanceof Date ? cell.getTime() : Number.NaN)),
      "time"
    );
  if (known.length && known.every((cell) => typeof cell === "boolean"))
    return numberColumn(
      name,
      cells.map((cell) => (cell === null || cell === undefined ? Number.NaN : Number(cell))),
      "boolean"
    );
  return textColumn(
    name,
    cells.map((cell) =>
      cell === null || cell === undefined ? null : cell instanceof Date ? cell.toISOString() : String(cell)
    )
  );
}

interface Element {
  readonly outerHTML: string;
  readonly localName?: string;
  querySelectorAll?(selector: string): Iterable<Element>;
  readonly textContent?: string | null;
}

function isElement(value: object): value is Element {
  return "outerHTML" in value && typeof value.outerHTML === "string";
}

const VIEWS = ["mark", "layer", "hconcat", "vconcat", "concat", "facet", "repeat", "spec"];

function isSpec(value: object): value is VegaLiteSpec {
  const schema = "$schema" in value ? String(value.$schema) : "";
  return schema.includes("vega-lite") || ("encoding" in value && VIEWS.some((name) => name in value));
}

/** How a value is shown. */
export function shownOf(value: unknown): readonly Shown[] {
  if (typeof value !== "object" || value === null) return [{type: "text", text: inspect(value)}];
  const markdown = markdownOf(value);
  if (markdown !== null) return [{type: "markdown", text: markdown}];
  const input = inputOf(value);
  if (input) return [{type: "text", text: "An input: give it to view() to have its value."}];
  if (isElement(value)) return elementShown(value);
  if (isSpec(value)) return [{type: "spec", spec: JSON.parse(JSON.stringify(value)) as VegaLiteSpec}];
  const table = tableOf(value);
  return table ? [{type: "table", table}] : [{type: "text", text: inspect(value)}];
}

/** A drawing as it is; of a figure around drawings, its title and the drawings. */
function elementShown(element: Element): Shown[] {
  if (element.localName === "svg") return [{type: "markup", form: "svg", text: element.outerHTML}];
  const drawings = [...(element.querySelectorAll?.("svg") ?? [])].filter((one) => isElement(one));
  if (!drawings.length) return [{type: "markup", form: "html", text: element.outerHTML}];
  const titles = [...(element.querySelectorAll?.("h2, h3, figcaption") ?? [])].map(
    ({textContent}) => textContent ?? ""
  );
  return [
    ...titles.filter(Boolean).map((text): Shown => ({type: "text", text})),
    ...drawings.map((one): Shown => ({type: "markup", form: "svg", text: one.outerHTML}))
  ];
}
