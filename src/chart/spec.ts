import {TidemarkError} from "../error.ts";
import {recordsOf, type Table} from "../table.ts";
import type {VegaLiteSpec} from "./insight-spec.ts";
import {VEGA_CONFIG} from "./theme.ts";

/** A range that is selected: in ink, so that it is seen on light and dark paper. */
const SELECTION = {
  interval: {mark: {fill: "var(--ink)", fillOpacity: 0.1, stroke: "var(--ink-2)", strokeOpacity: 0.6}}
};

/** More rows than this make no chart, only a slow page: they are to be aggregated in SQL first. */
const MOST_ROWS = 20_000;

/**
 * An author's spec made ready to draw: the data of a cell under the name `table`, the theme below the author's own config,
 * the size of its place, UTC for every time.
 * @throws TidemarkError "chart/rows"
 */
export function specChart(spec: VegaLiteSpec, data: Table | null, width: number, height: number): VegaLiteSpec {
  if (data && data.rows > MOST_ROWS)
    throw new TidemarkError(
      "chart/rows",
      `This chart would draw ${data.rows} rows; ${MOST_ROWS} are the most. Aggregate them in a sql cell first (GROUP BY).`
    );
  const composed = ["facet", "repeat", "hconcat", "vconcat", "concat"].some((name) => name in spec) || hasFacet(spec);
  return {
    ...(composed ? {} : {width, height, autosize: {type: "fit", contains: "padding"}}),
    ...spec,
    ...(data ? {data: {name: "table", values: recordsOf(data).map((record, row) => ({...record, row}))}} : {}),
    padding: spec.padding ?? {left: 4, top: 8, right: 12, bottom: 4},
    config: merged(
      merged(VEGA_CONFIG, {axis: {labelLimit: Math.round(width * 0.42)}, selection: SELECTION}),
      spec.config
    )
  };
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
