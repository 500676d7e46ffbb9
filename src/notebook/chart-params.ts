/**
 * What a reader can select in a chart of one's own: the parameters of its Vega-Lite spec, as choices that are laid over the
 * spec and as values that other cells name. An interval gives `from` and `until`, points a list, a bound value itself.
 */
import type {VegaLiteSpec} from "../chart/insight-spec.ts";
import {isRecord} from "../fields.ts";
import {type Column, cellOf, findColumn, numberColumn, type Table, textColumn} from "../table.ts";
import type {InputDefinition} from "./cells/input.ts";
import {type CellValue, scalarOf} from "./value.ts";

/** A parameter of a spec that a reader sets. */
export type ChartParam =
  | {readonly name: string; readonly select: "interval"; readonly channels: readonly IntervalChannel[]}
  | {readonly name: string; readonly select: "point"; readonly fields: readonly string[]}
  | {
      readonly name: string;
      readonly select: null;
      readonly input: Omit<InputDefinition, "value">;
      readonly value: unknown;
    };

export interface IntervalChannel {
  readonly channel: "x" | "y";
  readonly field: string;
}

/** What is chosen, by the name of the parameter: `{x: [from, until]}`, rows of the fields, or the value. */
export type Chosen = Readonly<Record<string, unknown>>;

/** The parameters of a spec that a reader sets; those that only follow the pointer are the drawing's own and left out. */
export function chartParams(spec: VegaLiteSpec): readonly ChartParam[] {
  return paramsIn(spec).flatMap((param): ChartParam[] => {
    const {name, select, bind, value} = param;
    if (typeof name !== "string" || typeof bind === "string") return [];
    if (isRecord(bind)) {
      const input = boundInput(name, bind);
      return input ? [{name, select: null, input, value: value ?? null}] : [];
    }
    const how = isRecord(select) ? select : {type: select};
    if (/over|move/.test(String(how.on ?? ""))) return [];
    const encodings = Array.isArray(how.encodings) ? how.encodings.map(String) : null;
    if (how.type === "interval") {
      const channels = (["x", "y"] as const).flatMap((channel): IntervalChannel[] => {
        const field = fieldOf(spec, channel);
        return field !== null && (!encodings || encodings.includes(channel)) ? [{channel, field}] : [];
      });
      return channels.length ? [{name, select: "interval", channels}] : [];
    }
    if (how.type !== "point") return [];
    const fields = Array.isArray(how.fields)
      ? how.fields.filter((field): field is string => typeof field === "string")
      : (encodings ?? ["color"]).flatMap((channel) => fieldOf(spec, channel) ?? []);
    return fields.length ? [{name, select: "point", fields}] : [];
  });
}

/** The spec with what is chosen in it. */
export function withChosen(spec: VegaLiteSpec, params: readonly ChartParam[], chosen: Chosen): VegaLiteSpec {
  const set = params.filter(({name}) => Object.hasOwn(chosen, name) && chosen[name] !== null);
  if (!set.length) return spec;
  const lay = (part: VegaLiteSpec): VegaLiteSpec => ({
    ...part,
    ...(Array.isArray(part.params)
      ? {
          params: part.params.map((param: unknown) =>
            isRecord(param) && set.some(({name}) => name === param.name)
              ? {...param, value: chosen[String(param.name)]}
              : param
          )
        }
      : {}),
    ...(Array.isArray(part.layer) ? {layer: part.layer.map((one) => lay(one as VegaLiteSpec))} : {})
  });
  return lay(spec);
}

/** What other cells see of the parameters: where nothing is chosen, all of the rows, as the chart shows them all. */
export function paramValues(
  params: readonly ChartParam[],
  chosen: Chosen,
  table: Table | null
): ReadonlyMap<string, CellValue> {
  return new Map(
    params.map((param): [string, CellValue] => {
      const choice = chosen[param.name] ?? null;
      if (param.select === "interval") return [param.name, intervalValue(param.channels, choice, table)];
      if (param.select === "point") return [param.name, pointValue(param.fields, choice, table)];
      const value = choice ?? param.value ?? fallback(param.input);
      return [param.name, scalarOf(typeof value === "number" || typeof value === "boolean" ? value : String(value))];
    })
  );
}

/** The input of a bound parameter, with what holds in it now; null for one that is selected in the drawing. */
export function paramInput(param: ChartParam, chosen: Chosen): InputDefinition | null {
  if (param.select !== null) return null;
  const value = chosen[param.name] ?? param.value ?? fallback(param.input);
  return {...param.input, value: typeof value === "number" ? value : String(value)};
}

function paramsIn(part: VegaLiteSpec): readonly Record<string, unknown>[] {
  const own = Array.isArray(part.params) ? part.params.filter(isRecord) : [];
  const layers = Array.isArray(part.layer) ? part.layer.filter(isRecord) : [];
  return [...own, ...layers.flatMap((layer) => paramsIn(layer as VegaLiteSpec))];
}

/** The column that a channel shows as it is, in the spec or the first of its layers that says. */
function fieldOf(part: VegaLiteSpec, channel: string): string | null {
  const {encoding} = part;
  const own = isRecord(encoding) ? encoding[channel] : undefined;
  if (isRecord(own) && typeof own.field === "string") return own.field;
  for (const layer of Array.isArray(part.layer) ? part.layer : []) {
    const found = isRecord(layer) ? fieldOf(layer as VegaLiteSpec, channel) : null;
    if (found !== null) return found;
  }
  return null;
}

function boundInput(name: string, bind: Record<string, unknown>): Omit<InputDefinition, "value"> | null {
  const {input} = bind;
  if (input !== "range" && input !== "select" && input !== "radio" && input !== "text") return null;
  const number = (value: unknown, otherwise: number) => (typeof value === "number" ? value : otherwise);
  const options = Array.isArray(bind.options) ? bind.options.map(String) : [];
  if (input !== "range" && input !== "text" && !options.length) return null;
  return {
    type: input,
    label: typeof bind.name === "string" ? bind.name : name,
    options,
    min: number(bind.min, 0),
    max: number(bind.max, 100),
    step: number(bind.step, 1)
  };
}

function fallback({type, options, min}: Omit<InputDefinition, "value">): string | number {
  return type === "range" ? min : (options[0] ?? "");
}

function intervalValue(channels: readonly IntervalChannel[], choice: unknown, table: Table | null): CellValue {
  const columns = channels.flatMap(({channel, field}): Column[] => {
    const prefix = channels.length > 1 ? `${channel}_` : "";
    const column = table ? (findColumn(table, field) ?? null) : null;
    const range = isRecord(choice) ? (choice[channel] ?? choice[field]) : null;
    if (column?.type === "text") {
      const names = Array.isArray(range) ? range.map(String) : [];
      return [textColumn(`${prefix}from`, [names[0] ?? null]), textColumn(`${prefix}until`, [names.at(-1) ?? null])];
    }
    const type = column?.type === "time" ? "time" : "number";
    const ends = Array.isArray(range) ? range.map(Number) : extentOf(column);
    const [from = Number.NaN, until = Number.NaN] = ends;
    return [
      numberColumn(`${prefix}from`, [Math.min(from, until)], type),
      numberColumn(`${prefix}until`, [Math.max(from, until)], type)
    ];
  });
  return {kind: "table", table: {rows: 1, columns}};
}

function extentOf(column: Column | null): readonly number[] {
  if (!column || column.type === "text") return [];
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of column.values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least <= most ? [least, most] : [];
}

function pointValue(fields: readonly string[], choice: unknown, table: Table | null): CellValue {
  const rows = Array.isArray(choice) ? choice.filter(isRecord) : [];
  const [field] = fields;
  if (fields.length === 1 && field !== undefined)
    return {kind: "list", values: rows.length ? rows.map((row) => String(row[field])) : distinct(table, field)};
  const columns = fields.map((name) =>
    textColumn(
      name,
      rows.map((row) => (row[name] === undefined || row[name] === null ? null : String(row[name])))
    )
  );
  return {kind: "table", table: {rows: rows.length, columns}};
}

function distinct(table: Table | null, field: string): string[] {
  const column = table ? findColumn(table, field) : undefined;
  if (!table || !column) return [];
  const values = Array.from({length: table.rows}, (_, row) => cellOf(column, row));
  return [...new Set(values.flatMap((value) => (value === null ? [] : [String(value)])))];
}
