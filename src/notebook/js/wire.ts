/**
 * What crosses the border of the realm. Into it go messages of ours. Out of it come messages of a stranger's code: each is
 * checked member by member, and values travel as JSON text of bounded length, so that nothing in them can act.
 */
import type {VegaLiteSpec} from "../../chart/insight-spec.ts";
import {isRecord} from "../../fields.ts";
import {insightTable} from "../../insight/to-table.ts";
import {type Column, numberColumn, type Table, textColumn} from "../../table.ts";
import type {InputDefinition} from "../cells/input.ts";
import {type CellValue, scalar} from "../value.ts";
import type {Evaluation, RealmStep, Shown} from "./realm.ts";

/** To the realm. `id` names an evaluation. */
export type ToRealm =
  | {readonly t: "evaluate"; readonly id: number; readonly evaluation: Evaluation}
  | {readonly t: "stop"; readonly id: number}
  | {readonly t: "choose"; readonly key: string; readonly view: number; readonly value: unknown}
  | {readonly t: "library"; readonly name: string; readonly source: string}
  | {readonly t: "ping"; readonly n: number};

/** From the realm. */
export type FromRealm =
  | {readonly t: "step"; readonly id: number; readonly json: string}
  | {readonly t: "begin"; readonly id: number}
  | {readonly t: "end"; readonly id: number}
  | {readonly t: "error"; readonly id: number; readonly message: string; readonly line: number; readonly column: number}
  | {readonly t: "pong"; readonly n: number};

/** The longest JSON of one step, in characters. */
export const LONGEST_STEP = 32_000_000;
const LONGEST_MESSAGE = 10_000;
/** How many things a cell can show at once. */
export const MOST_SHOWN = 200;

/** A message as it came, or null when it is none of ours. */
export function readMessage(data: unknown): FromRealm | null {
  if (!isRecord(data)) return null;
  const {t, id, n} = data;
  const whole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  if (t === "pong") return whole(n) ? {t, n} : null;
  if (!whole(id)) return null;
  if (t === "begin") return {t, id};
  if (t === "end") return {t, id};
  if (t === "step")
    return typeof data.json === "string" && data.json.length <= LONGEST_STEP ? {t, id, json: data.json} : null;
  if (t !== "error" || typeof data.message !== "string" || !whole(data.line) || !whole(data.column)) return null;
  return {t, id, message: data.message.slice(0, LONGEST_MESSAGE), line: data.line, column: data.column};
}

/** A message of ours as text, for a realm that takes nothing else. */
export function writeToRealm(message: ToRealm): string {
  if (message.t !== "evaluate") return JSON.stringify(message);
  const {inputs, chosen, ...rest} = message.evaluation;
  return JSON.stringify({
    ...message,
    evaluation: {
      ...rest,
      chosen: [...(chosen ?? [])],
      inputs: inputs.map((input) => ("value" in input ? {...input, value: plainValue(input.value)} : input))
    }
  });
}

/** A message that writeToRealm wrote. */
export function readToRealm(text: string): ToRealm {
  const message = JSON.parse(text) as ToRealm;
  if (message.t !== "evaluate") return message;
  const {inputs, chosen, ...rest} = message.evaluation;
  return {
    ...message,
    evaluation: {
      ...rest,
      chosen: new Map(chosen as unknown as [number, unknown][]),
      inputs: inputs.map((input) => ("value" in input ? {...input, value: readValue(input.value)!} : input))
    }
  };
}

/** A step as text. Numbers that JSON has not are null. */
export function writeStep({shown, values}: RealmStep): string {
  return JSON.stringify({
    shown: shown.map((one) => (one.type === "table" ? {...one, table: plainTable(one.table)} : one)),
    values: Array.from(values, ([name, value]) => [name, plainValue(value)])
  });
}

/** A value as JSON has it; an insight is the table that cells see of it. */
function plainValue(value: CellValue): unknown {
  if (value.kind === "insight") return {kind: "table", table: plainTable(insightTable(value.result))};
  return value.kind === "table" ? {...value, table: plainTable(value.table)} : value;
}

/** A step from text; null when it is not what writeStep writes. */
export function readStep(json: string): RealmStep | null {
  let step: unknown;
  try {
    step = JSON.parse(json);
  } catch {
    return null;
  }
  if (!isRecord(step) || !Array.isArray(step.shown) || !Array.isArray(step.values)) return null;
  const shown = step.shown.slice(0, MOST_SHOWN).map(readShown);
  const values = step.values.map((entry): [string, CellValue] | null => {
    if (!Array.isArray(entry) || typeof entry[0] !== "string") return null;
    const value = readValue(entry[1]);
    return value && [entry[0], value];
  });
  if (shown.includes(null) || values.includes(null)) return null;
  return {shown: shown as Shown[], values: new Map(values as [string, CellValue][])};
}

function plainTable({rows, columns}: Table) {
  return {
    rows,
    columns: columns.map((column) =>
      column.type === "text"
        ? {name: column.name, type: column.type, values: Array.from(column.codes, (code) => column.words[code] ?? null)}
        : {
            name: column.name,
            type: column.type,
            values: Array.from(column.values, (value) => (Number.isFinite(value) ? value : null))
          }
    )
  };
}

function readTable(value: unknown): Table | null {
  if (!isRecord(value) || !Array.isArray(value.columns) || !Number.isSafeInteger(value.rows)) return null;
  const rows = value.rows as number;
  const columns = value.columns.map((column): Column | null => {
    if (!isRecord(column) || typeof column.name !== "string" || !Array.isArray(column.values)) return null;
    const {name, type, values} = column;
    if (values.length !== rows) return null;
    if (type === "text")
      return textColumn(
        name,
        values.map((one) => (typeof one === "string" ? one : null))
      );
    if (type !== "number" && type !== "time" && type !== "boolean") return null;
    return numberColumn(
      name,
      values.map((one) => (typeof one === "number" ? one : Number.NaN)),
      type
    );
  });
  return columns.includes(null) ? null : {rows, columns: columns as Column[]};
}

function readValue(value: unknown): CellValue | null {
  if (!isRecord(value)) return null;
  if (value.kind === "opaque") return typeof value.text === "string" ? {kind: "opaque", text: value.text} : null;
  if (value.kind === "list")
    return Array.isArray(value.values) && value.values.every((one) => typeof one === "string")
      ? {kind: "list", values: value.values as string[]}
      : null;
  if (value.kind === "table") {
    const table = readTable(value.table);
    return table && {kind: "table", table};
  }
  const {type, value: cell} = value;
  if (value.kind !== "scalar" || (cell !== null && !["string", "number", "boolean"].includes(typeof cell))) return null;
  return type === "number" || type === "text" || type === "boolean" || type === "time"
    ? scalar(type, cell as string | number | boolean | null)
    : null;
}

function readShown(value: unknown): Shown | null {
  if (!isRecord(value)) return null;
  const {type, text} = value;
  if ((type === "text" || type === "markdown") && typeof text === "string") return {type, text};
  if (type === "markup" && typeof text === "string" && (value.form === "svg" || value.form === "html"))
    return {type, form: value.form, text};
  if (type === "spec") return isRecord(value.spec) ? {type, spec: value.spec as VegaLiteSpec} : null;
  if (type === "table") {
    const table = readTable(value.table);
    return table && {type, table};
  }
  if (type !== "input" || !Number.isSafeInteger(value.view)) return null;
  const definition = readDefinition(value.definition);
  return definition && {type, view: value.view as number, definition};
}

function readDefinition(value: unknown): InputDefinition | null {
  if (!isRecord(value)) return null;
  const {type, label, options, min, max, step, value: chosen} = value;
  const isType = ["select", "radio", "checkbox", "range", "text"].includes(String(type));
  const isTexts = (list: unknown): list is string[] =>
    Array.isArray(list) && list.every((one) => typeof one === "string");
  const isValue = typeof chosen === "string" || typeof chosen === "number" || isTexts(chosen);
  if (!isType || typeof label !== "string" || !isTexts(options) || !isValue) return null;
  if (![min, max, step].every((one) => typeof one === "number")) return null;
  return {
    type: type as InputDefinition["type"],
    label,
    options,
    min: min as number,
    max: max as number,
    step: step as number,
    value: chosen
  };
}
