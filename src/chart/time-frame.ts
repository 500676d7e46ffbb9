/**
 * The frame of every chart over time: margins, axes and scales, worked out here so that nothing depends on measuring and
 * the same result is the same drawing everywhere.
 */

import type {Mark} from "../insight/annotation.ts";
import type {ResultSeries} from "../insight/insight.ts";
import type {SeriesStyle} from "./colors.ts";
import type {VegaLiteSpec} from "./insight-spec.ts";
import {type PlacedMarks, placeMarks} from "./mark-places.ts";
import {textWidth} from "./text-width.ts";
import {CHART_FONT_SIZE} from "./theme.ts";
import {niceTicks, tickText} from "./ticks.ts";
import {timeAxis} from "./time-axis.ts";

/** A series that is drawn, its place in the result, and its colour. */
export interface ShownSeries {
  readonly series: ResultSeries;
  readonly index: number;
  readonly style: SeriesStyle;
}

export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface TimeFrame {
  readonly plot: Plot;
  readonly padding: VegaLiteSpec;
  readonly times: Float64Array;
  /** The times at the left and right edge, and the values at the lower and upper one. */
  readonly span: readonly [number, number];
  readonly domain: readonly [number, number];
  readonly x: VegaLiteSpec;
  readonly y: VegaLiteSpec;
  /** The colour of a series, which stands in each row: a scale of it would be another one for every chart. */
  readonly color: VegaLiteSpec;
  /** What axes and scales hold, as parameters: charts that differ in these alone share one compiled template (`draw`). */
  readonly params: readonly VegaLiteSpec[];
  readonly marks: PlacedMarks;
  /** Pixels within the plot. */
  xOf(time: number): number;
  yOf(value: number): number;
}

export interface FrameAsked {
  readonly width: number;
  readonly height: number;
  readonly times: Float64Array;
  readonly unit: string;
  readonly low: number;
  readonly high: number;
  /** Room for labels at the right, and half a bar at both ends. */
  readonly right: number;
  readonly inset: (plotWidth: number) => number;
  readonly marks: readonly Mark[];
}

const BOTTOM = 28;
const TOP = 12;

export function timeFrame({width, height, times, unit, low, high, right, inset, marks}: FrameAsked): TimeFrame {
  const ticks = niceTicks(low, high, height < 220 ? 3 : 5);
  const tickTexts = ticks.map((tick) => tickText(tick, ticks, unit));
  const left = Math.ceil(Math.max(8, ...tickTexts.map((text) => textWidth(text, CHART_FONT_SIZE))) + 9);
  const plotWidth = Math.max(40, width - left - right);
  const [first, last] = times.length ? [times[0]!, times.at(-1)!] : [0, 1];
  const half =
    times.length > 1 ? ((last - first) * inset(plotWidth)) / Math.max(1, plotWidth - 2 * inset(plotWidth)) : 1;
  const span = [first - half, last + half] as const;
  const xOf = (time: number) => ((time - span[0]) / (span[1] - span[0] || 1)) * plotWidth;
  const placed = placeMarks(marks, span, xOf, plotWidth, right);
  const top = TOP + placed.height;
  const plot = {left, top, width: plotWidth, height: Math.max(40, height - top - BOTTOM)};
  const domain = [ticks[0]!, ticks.at(-1)!] as const;
  const axis = timeAxis(first, last, plotWidth);
  return {
    plot,
    padding: {left, top, right, bottom: BOTTOM},
    times,
    span,
    domain,
    x: {
      field: "t",
      type: "temporal",
      scale: {type: "utc", domain: {expr: "x_span"}, nice: false},
      axis: {title: null, values: {expr: "x_ticks"}, labelExpr: axis.labelExpr}
    },
    y: {
      field: "value",
      type: "quantitative",
      scale: {domain: {expr: "y_span"}, nice: false, zero: false},
      axis: {title: null, values: {expr: "y_ticks"}, labelExpr: "y_texts[datum.value + '']"}
    },
    color: {field: "color", type: "nominal", scale: null},
    params: [
      {name: "x_span", value: span},
      {name: "x_ticks", value: axis.values},
      {name: "y_span", value: domain},
      {name: "y_ticks", value: ticks},
      {name: "y_texts", value: Object.fromEntries(ticks.map((tick, i) => [String(tick), tickTexts[i]]))}
    ],
    marks: placed,
    xOf,
    yOf: (value) => plot.height * (1 - (value - domain[0]) / (domain[1] - domain[0] || 1))
  };
}

/** An encoding by pixels that stand in the data. */
export function pixels(field: string): VegaLiteSpec {
  return {field, type: "quantitative", scale: null, axis: null};
}
