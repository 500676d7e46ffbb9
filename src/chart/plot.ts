/** Where things are in a drawing, for selecting in it: the plot, what its axes say at a pixel, and its marks. */
import type * as vega from "vega";

/** A scale over the pixels of the plot: for a continuous one values at pixels in order, for another each value's middle. */
export interface PlotAxis {
  readonly type: "continuous" | "discrete";
  readonly at: readonly number[];
  readonly values: readonly (number | string)[];
}

/** A mark in pixels of the drawing, and what its datum holds. */
export interface PlotMark {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly values: Readonly<Record<string, string | number | boolean | null>>;
}

/** A plot in pixels of the drawing; its axes count pixels from its left and its top. */
export interface Plot {
  /** The name that Vega-Lite gives the view it is of; empty for the only one of a chart. */
  readonly view: string;
  /** What its rows have in common where it is one of several facets. */
  readonly facet: PlotMark["values"] | null;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly axes: {readonly x?: PlotAxis; readonly y?: PlotAxis};
  readonly marks: readonly PlotMark[];
}

const SAMPLES = 64;
const MOST_MARKS = 5000;

interface Item {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  /** Of a group: the scales that hold in it. */
  readonly context?: {readonly scales: Readonly<Record<string, {readonly value: Scale}>>};
  readonly bounds?: {readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number};
  readonly datum?: Readonly<Record<string, unknown>>;
  readonly items?: readonly Mark[];
}

interface Mark {
  readonly marktype: string;
  readonly name?: string;
  readonly role?: string;
  readonly items: readonly Item[];
}

interface Scale {
  (value: unknown): number;
  domain(): readonly unknown[];
  range(): readonly number[];
  invert?(pixel: number): number | Date;
  bandwidth?(): number;
}

/** The groups of views that stand beside each other, as Vega-Lite calls them; no group of lines or of stacked bars. */
const VIEW_GROUP = /(?:^|_)(?:cell|group)$/;

/** The plots of a view that is drawn: one, or those of its concatenated views and of its facets. */
export function plotsOf(view: vega.View, [x, y]: readonly [number, number]): readonly Plot[] {
  const {root} = view.scenegraph() as unknown as {root: Mark};
  const several = viewGroups(root, x, y);
  if (several.length) return several;
  const [width, height] = [view.signal("width") as unknown, view.signal("height") as unknown];
  if (typeof width !== "number" || typeof height !== "number") return [];
  const scales = root.items[0]?.context?.scales ?? {};
  const axes = {...axisOf(scales, "", "x"), ...axisOf(scales, "", "y")};
  return [{view: "", facet: null, x, y, width, height, axes, marks: marksIn(root, x, y)}];
}

function viewGroups(root: Mark, x: number, y: number): Plot[] {
  const plots: Plot[] = [];
  const walk = (mark: Mark, left: number, top: number) => {
    if (mark.marktype !== "group") return;
    for (const item of mark.items) {
      const [atX, atY] = [left + (item.x ?? 0), top + (item.y ?? 0)];
      const {width, height, context, items = []} = item;
      // a group of views has no size of its own, those in it have
      if (VIEW_GROUP.test(mark.name ?? "") && width && height && context) {
        const name = mark.name!.replace(/_?(?:cell|group)$/, "");
        plots.push({
          view: name,
          facet: /cell$/.test(mark.name!) ? plain(item.datum ?? {}) : null,
          ...{x: atX, y: atY, width, height},
          axes: {...axisOf(context.scales, name, "x"), ...axisOf(context.scales, name, "y")},
          marks: items.flatMap((inner) => marksIn(inner, atX, atY))
        });
      } else for (const inner of items) walk(inner, atX, atY);
    }
  };
  walk(root, x, y);
  return plots;
}

/** The axis of a view: its own scale, that of its facets, or one that views share. */
function axisOf(
  scales: NonNullable<Item["context"]>["scales"],
  view: string,
  channel: "x" | "y"
): {readonly [name in "x" | "y"]?: PlotAxis} {
  const names = [view && `${view}_${channel}`, view && `${view}_child_${channel}`, channel, `child_${channel}`];
  const scale = names.flatMap((name) => (name && name in scales ? [scales[name]!.value] : []))[0];
  if (!scale) return {};
  const {invert} = scale;
  if (invert) {
    const [from = 0, to = 0] = scale.range();
    const at = Array.from({length: SAMPLES + 1}, (_, i) => from + ((to - from) * i) / SAMPLES);
    const pairs = at.map((pixel) => ({pixel, value: Number(scale.invert!(pixel))})).sort((a, b) => a.pixel - b.pixel);
    return {
      [channel]: {type: "continuous", at: pairs.map(({pixel}) => pixel), values: pairs.map(({value}) => value)}
    };
  }
  const half = (scale.bandwidth?.() ?? 0) / 2;
  const pairs = scale
    .domain()
    .flatMap((value) =>
      typeof value === "string" || typeof value === "number" ? [{value, pixel: scale(value) + half}] : []
    )
    .sort((a, b) => a.pixel - b.pixel);
  return {[channel]: {type: "discrete", at: pairs.map(({pixel}) => pixel), values: pairs.map(({value}) => value)}};
}

function marksIn(root: Mark, x: number, y: number): PlotMark[] {
  const found: PlotMark[] = [];
  const walk = (mark: Mark, left: number, top: number) => {
    for (const item of mark.items) {
      if (mark.marktype === "group")
        for (const inner of item.items ?? []) walk(inner, left + (item.x ?? 0), top + (item.y ?? 0));
      else if (mark.role === "mark" && item.datum && Object.keys(item.datum).length && found.length < MOST_MARKS) {
        const {x1, y1, x2, y2} = item.bounds ?? {x1: item.x ?? 0, y1: item.y ?? 0, x2: item.x ?? 0, y2: item.y ?? 0};
        const isPoint = mark.marktype === "line" || mark.marktype === "area" || !Number.isFinite(x1);
        found.push(
          isPoint
            ? {x: left + (item.x ?? 0), y: top + (item.y ?? 0), width: 0, height: 0, values: plain(item.datum)}
            : {x: left + x1, y: top + y1, width: x2 - x1, height: y2 - y1, values: plain(item.datum)}
        );
      }
    }
  };
  walk(root, x, y);
  return found;
}

function plain(datum: Readonly<Record<string, unknown>>): PlotMark["values"] {
  return Object.fromEntries(
    Object.entries(datum).flatMap(([name, value]) =>
      value instanceof Date
        ? [[name, value.getTime()]]
        : value === null || ["string", "number", "boolean"].includes(typeof value)
          ? [[name, value as string | number | boolean | null]]
          : []
    )
  );
}

/** What an axis says at a pixel of the plot: between two values of a continuous one, the nearest of another. */
export function valueAt({type, at, values}: PlotAxis, pixel: number): number | string | null {
  if (!at.length) return null;
  const next = at.findIndex((one) => one >= pixel);
  if (next === 0) return values[0]!;
  if (next < 0) return values.at(-1)!;
  const share = (pixel - at[next - 1]!) / (at[next]! - at[next - 1]!);
  if (type === "discrete") return share < 0.5 ? values[next - 1]! : values[next]!;
  return Number(values[next - 1]!) + (Number(values[next]!) - Number(values[next - 1]!)) * share;
}

/** The pixel of the plot at which an axis says a value; null for one that it has not. */
export function pixelOf({type, at, values}: PlotAxis, value: number | string): number | null {
  if (type === "discrete") return at[values.indexOf(value)] ?? null;
  const wanted = Number(value);
  for (let i = 1; i < at.length; i++) {
    const [a, b] = [Number(values[i - 1]), Number(values[i])];
    if ((a <= wanted && wanted <= b) || (b <= wanted && wanted <= a))
      return a === b ? at[i]! : at[i - 1]! + ((wanted - a) / (b - a)) * (at[i]! - at[i - 1]!);
  }
  return null;
}
