/**
 * What a reader can select in a chart of one's own: the parameters of its Vega-Lite spec, as choices that are laid over the
 * spec and as values that other cells name. An interval gives `from` and `until`, points a list, a bound value itself.
 */
import type {VegaLiteSpec} from "../chart/insight-spec.ts";
import {CONCATENATED, partsOf, withParts} from "../chart/spec-parts.ts";
import {isRecord} from "../fields.ts";
import {type Column, cellOf, findColumn, numberColumn, type Table, textColumn} from "../table.ts";
import type {InputDefinition} from "./cells/input.ts";
import {type CellValue, scalarOf} from "./value.ts";

/** A parameter of a spec that a reader sets. */
export type ChartParam =
  | (Selected & {readonly select: "interval"; readonly channels: readonly IntervalChannel[]})
  | (Selected & {readonly select: "point"; readonly fields: readonly string[]})
  | {
      readonly name: string;
      readonly select: null;
      readonly input: Omit<InputDefinition, "value">;
      readonly value: unknown;
    };

interface Selected {
  readonly name: string;
  /** The views it is selected in, by the names that Vega-Lite gives them; none: in all. */
  readonly views: readonly string[];
}

export interface IntervalChannel {
  readonly channel: "x" | "y";
  readonly field: string;
}

/** What is chosen, by the name of the parameter: `{x: [from, until]}`, rows of the fields, or the value. */
export type Chosen = Readonly<Record<string, unknown>>;

/** A parameter that is drawn, and that a reader cannot set: why, to follow its name in a sentence. */
export interface DrawnParam {
  readonly name: string;
  readonly why: string;
}

/** The parameters of a spec that a reader sets. */
export function chartParams(spec: VegaLiteSpec): readonly ChartParam[] {
  return readParams(spec).flatMap((param) => ("why" in param ? [] : [param]));
}

/** The selections of a spec that nothing is selected by here. */
export function drawnParams(spec: VegaLiteSpec): readonly DrawnParam[] {
  return readParams(spec).flatMap((param) => ("why" in param ? [param] : []));
}

function readParams(spec: VegaLiteSpec): readonly (ChartParam | DrawnParam)[] {
  return paramsIn(spec, "").flatMap(({param, part, views, isRepeated}): (ChartParam | DrawnParam)[] => {
    const {name, select, bind, value} = param;
    if (typeof name !== "string") return [];
    const drawn = (why: string): DrawnParam[] => [{name, why}];
    if (isRecord(bind) && !select) {
      const input = boundInput(name, bind);
      return input ? [{name, select: null, input, value: value ?? null}] : [];
    }
    if (!select) return [];
    if (bind === "scales") return drawn("moves the axes, which stand still here");
    if (isRecord(bind)) return drawn("is set by the browser's own inputs, which a chart does not have here");
    const how = isRecord(select) ? select : {type: select};
    if (/over|move/.test(String(how.on ?? ""))) return drawn("follows the pointer, and the drawing does not");
    if (isRepeated) return drawn("stands in a repeat inside of other charts");
    const units = unitsFor(part, param.views);
    const encodings = Array.isArray(how.encodings) ? how.encodings.map(String) : null;
    const field = (channel: string): string | null => {
      const fields = new Set(units.map((unit) => fieldOf(unit, channel)));
      return fields.size === 1 ? [...fields][0]! : null;
    };
    if (how.type === "interval") {
      const asked = (["x", "y"] as const).filter((channel) => !encodings || encodings.includes(channel));
      if (asked.some((channel) => units.some((unit) => isRepeatedField(unit, channel))))
        return drawn("selects another column in each chart of a repeat; give encodings that are the same in all");
      const channels = asked.flatMap((channel): IntervalChannel[] => {
        const found = field(channel);
        return found === null ? [] : [{channel, field: found}];
      });
      return channels.length
        ? [{name, select: "interval", channels, views}]
        : drawn("has no column on an axis to select by");
    }
    if (how.type !== "point") return [];
    const fields = Array.isArray(how.fields)
      ? how.fields.filter((one): one is string => typeof one === "string")
      : (encodings ?? ["color"]).flatMap((channel) => field(channel) ?? []);
    return fields.length
      ? [{name, select: "point", fields, views}]
      : drawn("has no column to select by; give it fields");
  });
}

/** The spec with what is chosen in it. */
export function withChosen(spec: VegaLiteSpec, params: readonly ChartParam[], chosen: Chosen): VegaLiteSpec {
  const set = params.filter(({name}) => Object.hasOwn(chosen, name) && chosen[name] !== null);
  if (!set.length) return spec;
  const lay = (part: VegaLiteSpec): VegaLiteSpec => {
    const {params: own} = part;
    const laid = Array.isArray(own)
      ? own.map((param: unknown) =>
          isRecord(param) && set.some(({name}) => name === param.name)
            ? {...param, value: chosen[String(param.name)]}
            : param
        )
      : null;
    return withParts(laid ? {...part, params: laid} : part, lay);
  };
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

/** A parameter where it stands: the part of the spec that has it, and the names of the views it is selected in; none: in all. */
interface PlacedParam {
  readonly param: Record<string, unknown>;
  readonly part: VegaLiteSpec;
  readonly views: readonly string[];
  /** True in a repeat inside of other charts, whose views cannot be told by name. */
  readonly isRepeated: boolean;
}

/** The parameters of a part that Vega-Lite calls `name`; a view of a concatenation is named by its place. */
function paramsIn(part: VegaLiteSpec, name: string, isRepeated = false): readonly PlacedParam[] {
  const own = Array.isArray(part.params) ? part.params.filter(isRecord) : [];
  const named = typeof part.name === "string" && part.name ? part.name : name;
  const placed = own.map((param): PlacedParam => {
    const asked = Array.isArray(param.views) ? param.views.map(String) : null;
    return {param, part, views: asked ?? (named ? [named] : []), isRepeated};
  });
  const concatenated = CONCATENATED.flatMap((how) => {
    const views = part[how];
    if (!Array.isArray(views)) return [];
    return views.flatMap((view: unknown, i) =>
      isRecord(view) ? paramsIn(view as VegaLiteSpec, `${named ? `${named}_` : ""}concat_${i}`, isRepeated) : []
    );
  });
  const layers = Array.isArray(part.layer) ? part.layer.filter(isRecord) : [];
  const inLayers = layers.flatMap((layer) =>
    paramsIn({...layer, name: undefined} as unknown as VegaLiteSpec, named, isRepeated).map((one) => ({...one, part}))
  );
  const inner = isRecord(part.spec)
    ? paramsIn(part.spec as VegaLiteSpec, named, isRepeated || ("repeat" in part && named !== ""))
    : [];
  return [...placed, ...concatenated, ...inLayers, ...inner];
}

/** The plain views that a parameter of a part is for: those it names, else all. */
function unitsFor(part: VegaLiteSpec, views: unknown): readonly VegaLiteSpec[] {
  const units = (one: VegaLiteSpec): readonly VegaLiteSpec[] => {
    const inner = partsOf(one);
    return "layer" in one || !inner.length ? [one] : inner.flatMap(units);
  };
  const all = units(part);
  return Array.isArray(views) ? all.filter(({name}) => views.includes(name)) : all;
}

/** True where a channel shows another column in each chart of a repeat. */
function isRepeatedField({encoding}: VegaLiteSpec, channel: string): boolean {
  const own = isRecord(encoding) ? encoding[channel] : undefined;
  return isRecord(own) && isRecord(own.field) && "repeat" in own.field;
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
