/**
 * Charts of one make: what differs between them (rows, parameters, size) is taken out of the spec and given to the view
 * afterwards, so that Vega-Lite and Vega compile each make once, which is half the time of a drawing.
 */
import type {VegaLiteSpec} from "./insight-spec.ts";

/** A spec without what differs, and that. */
export interface Filling {
  /** Equal for charts of one make. */
  readonly key: string;
  readonly spec: VegaLiteSpec;
  readonly params: ReadonlyMap<string, unknown>;
  /** Rows by the name of their source. */
  readonly rows: ReadonlyMap<string, readonly object[]>;
  readonly width: number;
  readonly height: number;
  readonly padding: unknown;
}

/** The make of a spec; null for one that does not say by `usermeta.make` that its size, rows and parameters may be taken out. */
export function fillingOf(spec: VegaLiteSpec): Filling | null {
  const {usermeta, width, height, padding, params = [], ...rest} = spec;
  if ((usermeta as {make?: unknown} | undefined)?.make !== true) return null;
  if (typeof width !== "number" || typeof height !== "number" || !Array.isArray(params)) return null;
  const rows = new Map<string, readonly object[]>();
  const named = emptied(rest, rows) as VegaLiteSpec;
  const makeOf = {...named, params: params.map(({name}: {name: string}) => ({name, value: null}))};
  return {
    key: JSON.stringify(makeOf),
    spec: {...makeOf, width: 100, height: 100, padding: 0},
    params: new Map(params.map(({name, value}: {name: string; value: unknown}) => [name, value])),
    rows,
    width,
    height,
    padding
  };
}

/** The same with a name in place of rows. */
function emptied(part: unknown, rows: Map<string, readonly object[]>): unknown {
  if (Array.isArray(part)) return part.map((one) => emptied(one, rows));
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => {
      const values = key === "data" && (value as {values?: unknown}).values;
      if (!Array.isArray(values)) return [key, key === "layer" ? emptied(value, rows) : value];
      const name = `rows_${rows.size}`;
      rows.set(name, values);
      // times are numbers already: read as dates, each row would be copied once more
      return [key, {name, format: {parse: null}}];
    })
  );
}
