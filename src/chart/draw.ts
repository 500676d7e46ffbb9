/**
 * Draws Vega-Lite specs to SVG text with Vega: no eval (expressions are interpreted), no loading of anything, the same
 * bytes in Node and in browsers whatever the zone, the locale or the fonts.
 */
import * as vega from "vega";
import {compile} from "vega-lite";
import {messageOf, TidemarkError} from "../error.ts";
import {withAggregated} from "./aggregated.ts";
import {addColorRamps} from "./color-ramps.ts";
import {closureInterpreter} from "./expressions.ts";
import type {VegaLiteSpec} from "./insight-spec.ts";
import {type Plot, plotsOf} from "./plot.ts";
import type {Aggregated} from "./spec.ts";
import {partsOf} from "./spec-parts.ts";
import {type Filling, fillingOf} from "./template.ts";
import {textWidth} from "./text-width.ts";
import {CHART_FONT_SIZE} from "./theme.ts";

/** A drawing: SVG text straight from Vega (not yet sanitised), its size, and where its values stand. */
export interface Drawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  readonly hits: readonly Hit[];
  /** Where things are, plot by plot, for a spec in which something is selected. */
  readonly plots?: readonly Plot[];
}

/** A place in a drawing that stands for a row of its data; x and y in pixels of the drawing. Of a slice, its angles too. */
export interface Hit {
  readonly x: number;
  readonly y: number;
  readonly row: number;
  readonly slice?: {readonly x: number; readonly y: number; readonly from: number; readonly to: number};
}

/** Exported by Vega, missing in its types. */
const {textMetrics} = vega as unknown as {
  readonly textMetrics: {width: (item: {readonly fontSize?: number; readonly limit?: number}, text: unknown) => number};
};

addColorRamps();

/** Refuses everything by resolving to nothing: a rejection inside toSVG would be nobody's to catch. */
const refusingLoader = {
  load: () => Promise.resolve(""),
  sanitize: () => Promise.resolve({href: "#"}),
  http: () => Promise.resolve(""),
  file: () => Promise.resolve("")
} as unknown as vega.Loader;

/** Drawings are made one after the other: Vega counts its ids for all of them, and two at once would share the count. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Draws a spec. Data must be inline.
 * @throws TidemarkError "chart/spec" with what Vega did not accept.
 */
export function draw(spec: VegaLiteSpec): Promise<Drawing> {
  const drawing = last.then(() => drawNow(spec));
  last = drawing.catch(() => undefined);
  return drawing;
}

async function drawNow(spec: VegaLiteSpec): Promise<Drawing> {
  const warnings: string[] = [];
  const say = (...texts: unknown[]) => {
    warnings.push(texts.join(" "));
    return logger;
  };
  const logger: Record<string, unknown> = {
    warn: say,
    error: say,
    info: () => logger,
    debug: () => logger,
    level: () => logger
  };
  try {
    // Vega's own measuring would use a canvas where there is one, and its estimate is half as wide again as Inter
    textMetrics.width = ({fontSize = CHART_FONT_SIZE, limit = 0}, text) => {
      const width = textWidth(String(text ?? ""), fontSize);
      // what is cut at its limit takes no more room than that
      return limit > 0 ? Math.min(limit, width) : width;
    };
    vega.resetSVGDefIds();
    const filling = fillingOf(spec);
    const {runtime, sources} = filling ? madeOf(filling, logger) : compiled(spec, logger);
    const view = new vega.View(runtime, {
      renderer: "none",
      expr: closureInterpreter,
      loader: refusingLoader,
      logLevel: vega.Error,
      logger: logger as never
    } as never);
    try {
      if (filling) fill(view, filling, sources);
      await view.runAsync();
      const svg = await view.toSVG();
      const size = /<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg);
      return {
        svg,
        width: Number(size?.[1] ?? 0),
        height: Number(size?.[2] ?? 0),
        hits: hitsOf(view),
        ...(selects(spec) ? {plots: plotsOf(view, originOf(view))} : {})
      };
    } finally {
      view.finalize();
    }
  } catch (error) {
    throw new TidemarkError(
      "chart/spec",
      `This chart cannot be drawn: ${messageOf(error)}${warnings.length ? ` (${warnings[0]})` : ""}`,
      {warnings},
      error
    );
  }
}

/** A compiled spec, and the names of its sources. */
interface Make {
  readonly runtime: vega.Runtime;
  readonly sources: ReadonlySet<string>;
}

function compiled({usermeta, ...spec}: VegaLiteSpec, logger: Record<string, unknown>): Make {
  const {spec: whole} = compile(spec as never, {logger: logger as never});
  const aggregated = (usermeta as {aggregated?: Aggregated} | undefined)?.aggregated;
  const lowered = aggregated ? (withAggregated(whole as never, aggregated) as unknown as typeof whole) : whole;
  return {
    runtime: vega.parse(plainDates(lowered) as typeof lowered, undefined, {ast: true} as never),
    sources: new Set(lowered.data?.map(({name}) => name))
  };
}

/** The makes of charts that were drawn last. */
const makes = new Map<string, Make>();
const MOST_MAKES = 40;

function madeOf({key, spec}: Filling, logger: Record<string, unknown>): Make {
  const made = makes.get(key) ?? compiled(spec, logger);
  makes.delete(key);
  makes.set(key, made);
  if (makes.size > MOST_MAKES) makes.delete(makes.keys().next().value!);
  return made;
}

/** Gives a view what its make left out; rows that nothing draws have no source. Vega writes into rows, so it gets its own. */
function fill(view: vega.View, {params, rows, width, height, padding}: Filling, sources: ReadonlySet<string>): void {
  view
    .width(width)
    .height(height)
    .padding(padding as never);
  for (const [name, value] of params) view.signal(name, value);
  for (const [name, values] of rows)
    if (sources.has(name))
      view.data(
        name,
        values.map((row) => ({...row}))
      );
}

/**
 * The compiled spec with `datetime(number)` as the number. vega-interpreter 2.3 reads a lone number there as a year; the
 * scales take milliseconds as they are. Inline data is left alone.
 */
function plainDates(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/\bdatetime\((-?\d+(?:\.\d+)?)\)/g, "($1)");
  if (Array.isArray(value)) return value.map(plainDates);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === "values" && isRows(member) ? member : plainDates(member)
    ])
  );
}

/** True for inline rows: objects that are no signal references. */
function isRows(values: unknown): boolean {
  return Array.isArray(values) && typeof values[0] === "object" && values[0] !== null && !("signal" in values[0]);
}

interface SceneItem {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly startAngle?: number;
  readonly endAngle?: number;
  readonly innerRadius?: number;
  readonly outerRadius?: number;
  readonly datum?: {readonly row?: unknown; readonly anchor?: unknown};
  readonly items?: readonly SceneMark[];
}

interface SceneMark {
  readonly marktype: string;
  readonly role?: string;
  readonly items: readonly SceneItem[];
}

/** Where an item is pointed at: a bar at its end, a slice in its middle. */
function hitOf(row: number, marktype: string, item: SceneItem, x: number, y: number): Hit {
  const [left, top] = [x + item.x!, y + item.y!];
  if (marktype !== "arc" && marktype !== "rect") return {x: left, y: top, row};
  const {width = 0, height = 0, startAngle: from = 0, endAngle: to = 0, innerRadius = 0, outerRadius = 0} = item;
  if (marktype === "arc") {
    const [angle, radius] = [(from + to) / 2, (innerRadius + outerRadius) / 2];
    const slice = {x: left, y: top, from, to};
    return {x: left + Math.sin(angle) * radius, y: top - Math.cos(angle) * radius, row, slice};
  }
  if (item.datum?.anchor === "end") return {x: left + width, y: top + height / 2, row};
  return item.datum?.anchor === "start" ? {x: left, y: top + height / 2, row} : {x: left + width / 2, y: top, row};
}

/** Where the plot begins in the drawing. */
function originOf(view: vega.View): [number, number] {
  const padding = view.padding() as {left: number; top: number};
  const [x, y] = (view as unknown as {_origin: [number, number]})._origin;
  return [padding.left + x, padding.top + y];
}

/** True for a spec, or a part of one, with a parameter that is selected in the drawing. */
function selects(spec: VegaLiteSpec): boolean {
  const {params} = spec;
  const own = Array.isArray(params) && params.some((param) => typeof param === "object" && param && "select" in param);
  return own || partsOf(spec).some(selects);
}

/** The drawn items whose datum carries its `row`, each row once. */
function hitsOf(view: vega.View): Hit[] {
  const {root} = view.scenegraph() as unknown as {root: SceneMark};
  const hits = new Map<number, Hit>();
  const walk = (mark: SceneMark, x: number, y: number) => {
    for (const item of mark.items) {
      if (mark.marktype === "group")
        for (const inner of item.items ?? []) walk(inner, x + (item.x ?? 0), y + (item.y ?? 0));
      else if (
        mark.role === "mark" &&
        typeof item.datum?.row === "number" &&
        Number.isFinite(item.x) &&
        Number.isFinite(item.y)
      )
        hits.set(item.datum.row, hitOf(item.datum.row, mark.marktype, item, x, y));
    }
  };
  walk(root, ...originOf(view));
  return [...hits.values()].sort((a, b) => a.row - b.row);
}
