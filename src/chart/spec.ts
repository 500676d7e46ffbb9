import {TidemarkError} from "../error.ts";
import {readableNumber} from "../number.ts";
import {type ColumnType, recordsOf, type Table} from "../table.ts";
import type {VegaLiteSpec} from "./insight-spec.ts";
import {legendRoom} from "./legend-room.ts";
import {cutText} from "./text-width.ts";
import {CHART_FONT_SIZE, VEGA_CONFIG} from "./theme.ts";

/** A range that is selected: in ink, so that it is seen on light and dark paper. */
const SELECTION = {
  interval: {mark: {fill: "var(--ink)", fillOpacity: 0.1, stroke: "var(--ink-2)", strokeOpacity: 0.6}}
};

/** The width of a letter by the estimate, as a share of its size; names are mostly of small ones. */
const WIDE_LETTER = 0.58;

/** More rows than this make no chart, only a slow page: they are to be aggregated in SQL first. */
export const MOST_ROWS = 20_000;

/** What a database made of more rows than a chart draws: the answers to the questions that the chart asks (push-down.ts). */
export interface Aggregated {
  /** How many rows there were. */
  readonly rows: number;
  readonly types: Readonly<Record<string, ColumnType>>;
  /** The first and last value of what is binned, bin by bin. */
  readonly extents: readonly (readonly [number, number])[];
  readonly tables: readonly Table[];
}

/** That a chart would draw too many rows; `why` is the clause that says what keeps the database from aggregating them. */
export function tooManyRows(rows: number, why: string): TidemarkError {
  return new TidemarkError(
    "chart/rows",
    `This chart would draw ${rows} rows; ${MOST_ROWS} are the most, and the database cannot aggregate them for it: ${why.replace(/\.$/, "")}. Aggregate them in a sql cell first (GROUP BY).`
  );
}

/** What a reader is told of a chart whose rows were aggregated. */
export function aggregatedNote({rows, tables}: Aggregated): string {
  const groups = tables[0]?.rows ?? 0;
  return `${readableNumber(rows)} rows, aggregated to ${readableNumber(groups)} in the database.`;
}

/**
 * An author's spec made ready to draw: the data of a cell under the name `table`, the theme below the author's own config,
 * the size of its place, UTC for every time. Of rows that were aggregated it draws the answers in place of `data`.
 * @throws TidemarkError "chart/rows"
 */
export function specChart(
  spec: VegaLiteSpec,
  data: Table | null,
  width: number,
  height: number,
  aggregated?: Aggregated
): VegaLiteSpec {
  if (aggregated) {
    const {encoding} = spec;
    const y = isObject(encoding) && isObject(encoding.y) ? encoding.y.field : null;
    const named = aggregated.tables.find(({columns}) => columns.some(({name}) => name === y)) ?? null;
    const chart = specChart(spec, named, width, height);
    return {...chart, data: {name: "table", values: []}, usermeta: {aggregated}};
  }
  if (data && data.rows > MOST_ROWS)
    throw new TidemarkError(
      "chart/rows",
      `This chart would draw ${data.rows} rows; ${MOST_ROWS} are the most. Aggregate them in a sql cell first (GROUP BY).`
    );
  const labels = namesAtTheLeft(spec, data);
  // as many bars as there are have room for their names, unless the author says how high the chart is
  const high =
    labels && spec.height === undefined ? Math.min(MOST_HEIGHT, Math.max(height, labels.length * NAME_STEP)) : height;
  const limit = Math.round(width * 0.42);
  const layers = Array.isArray(spec.layer) ? spec.layer : [];
  const legend = data ? legendRoom([spec, ...layers], data, width, CHART_FONT_SIZE) : {};
  const composed = ["facet", "repeat", "hconcat", "vconcat", "concat"].some((name) => name in spec) || hasFacet(spec);
  return {
    ...(composed ? {} : {width, height: high, autosize: {type: "fit", contains: "padding"}}),
    ...(labels && sameWhenCut(labels, limit) ? withEndsOfNames(spec, limit) : spec),
    ...(data ? {data: {name: "table", values: recordsOf(data).map((record, row) => ({...record, row}))}} : {}),
    padding: spec.padding ?? {left: 4, top: 8, right: 12, bottom: 4},
    config: merged(merged(VEGA_CONFIG, {axis: {labelLimit: limit}, selection: SELECTION, legend}), spec.config)
  };
}

/** Room for a name beside its bar, and how high a chart may get by that, in pixels. */
const NAME_STEP = 15;
const MOST_HEIGHT = 1200;

/** The different values that stand as names at the left of a plain chart: those of a nominal or ordinal field. */
function namesAtTheLeft(spec: VegaLiteSpec, data: Table | null): readonly string[] | null {
  const {encoding} = spec;
  const y = isObject(encoding) ? encoding.y : null;
  if (!isObject(y) || (y.type !== "nominal" && y.type !== "ordinal") || y.bin || y.timeUnit || y.axis === null)
    return null;
  const column = data?.columns.find(({name}) => name === y.field);
  if (column?.type !== "text") return null;
  const {codes, words} = column;
  return [...new Set(codes)].flatMap((code) => (code < 0 ? [] : [words[code]!]));
}

/** True when two names look the same once they are cut to a width. */
function sameWhenCut(names: readonly string[], limit: number): boolean {
  return new Set(names.map((name) => cutText(name, limit, CHART_FONT_SIZE))).size < names.length;
}

/** The spec with the ends of long names in place of their beginnings: names that begin alike are told apart by those. */
function withEndsOfNames(spec: VegaLiteSpec, limit: number): VegaLiteSpec {
  const encoding = spec.encoding as Readonly<Record<string, unknown>>;
  const y = encoding.y as Readonly<Record<string, unknown>>;
  const axis = isObject(y.axis) ? y.axis : {};
  if ("labelExpr" in axis) return spec;
  const letters = Math.floor(limit / (CHART_FONT_SIZE * WIDE_LETTER)) - 1;
  const labelExpr = `length(datum.label) > ${letters} ? '…' + slice(datum.label, -${letters}) : datum.label`;
  return {...spec, encoding: {...encoding, y: {...y, axis: {...axis, labelExpr}}}};
}

function hasFacet(spec: VegaLiteSpec): boolean {
  const encoding = spec.encoding;
  return (
    typeof encoding === "object" &&
    encoding !== null &&
    ["row", "column", "facet"].some((channel) => channel in encoding)
  );
}

function merged(base: unknown, own: unknown): unknown {
  if (!isObject(base) || !isObject(own)) return own === undefined ? base : own;
  return Object.fromEntries(
    [...new Set([...Object.keys(base), ...Object.keys(own)])].map((name) => [name, merged(base[name], own[name])])
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
