/** Level bars, one for each group, with their names at the left and their values at the end. */
import type {InsightResult} from "../insight/insight.ts";
import {categoriesOf, categoryText} from "./categories.ts";
import type {InsightChart, VegaLiteSpec} from "./insight-spec.ts";
import {cutStart, cutText, textWidth} from "./text-width.ts";
import {CHART_FONT_SIZE, VEGA_CONFIG} from "./theme.ts";
import {pixels} from "./time-frame.ts";

/** Groups beyond these are said, not drawn. */
export const MOST_BARS = 20;
const LEAST_STEP = 22;
const MOST_STEP = 36;

/** Names that fit a room; where their beginnings would be the same (hosts of repositories), their ends. */
export function cutNames(names: readonly string[], room: number): readonly string[] {
  const cut = names.map((name) => cutText(name, room, CHART_FONT_SIZE));
  const isPlain = cut.every((name, i) => name === names[i]);
  const beginnings = new Set(cut.map((name) => name.slice(0, Math.ceil(name.length / 2))));
  if (isPlain || beginnings.size === names.length) return cut;
  const ends = names.map((name) => cutStart(name, room, CHART_FONT_SIZE));
  return new Set(ends).size >= new Set(cut).size ? ends : cut;
}

export function barChart(
  result: InsightResult,
  width: number,
  height: number,
  hidden: ReadonlySet<string>
): InsightChart {
  const {shown, left} = categoriesOf(result, hidden, MOST_BARS);
  const step = Math.max(LEAST_STEP, Math.min(MOST_STEP, Math.floor((height - 16) / Math.max(1, shown.length))));
  const nameRoom = Math.round(width * 0.4);
  const names = cutNames(
    shown.map(({label}) => label),
    nameRoom
  );
  const texts = shown.map((category) => categoryText(category, result));
  const widthOf = (all: readonly string[]) =>
    Math.ceil(Math.max(0, ...all.map((text) => textWidth(text, CHART_FONT_SIZE))));
  const known = shown.map(({value}) => value).filter((value) => !Number.isNaN(value));
  const [low, high] = [Math.min(0, ...known), Math.max(0, ...known)];
  const room = widthOf(texts) + 10;
  const padding = {left: widthOf(names) + 12 + (low < 0 ? room : 0), top: 8, right: room, bottom: 8};
  const plot = {
    left: padding.left,
    top: padding.top,
    width: Math.max(40, width - padding.left - padding.right),
    height: step * Math.max(1, shown.length)
  };
  const round = (value: number) => Math.round(value * 10) / 10;
  const xOf = (value: number) => round(((value - low) / (high - low || 1)) * plot.width);
  const thick = Math.min(24, Math.round(step * 0.62));
  const rows = shown.map(({label, color, value, status, row}, i) => {
    const middle = i * step + step / 2;
    const isKnown = !Number.isNaN(value);
    const ends = isKnown ? [xOf(Math.min(0, value)), xOf(Math.max(0, value))] : [xOf(0), xOf(0)];
    return {
      row,
      anchor: value < 0 ? "start" : "end",
      label,
      name: names[i],
      text: texts[i],
      color,
      status: isKnown ? status : "unknown",
      x: ends[0],
      x2: ends[1],
      y: round(middle - thick / 2),
      y2: round(middle + thick / 2),
      middle: round(middle),
      nameAt: -8 - (low < 0 ? room : 0),
      textAt: value < 0 ? ends[0]! - 6 : ends[1]! + 6,
      side: value < 0 ? "right" : "left"
    };
  });
  const color = {field: "color", type: "nominal", scale: null};
  const box = {x: pixels("x"), x2: {field: "x2"}, y: pixels("y"), y2: {field: "y2"}, color};
  const layers: VegaLiteSpec[] = [
    {transform: [{filter: "datum.status === 'ok'"}], mark: {type: "rect", opacity: 0.9}, encoding: box},
    {
      transform: [{filter: "datum.status === 'partial' || datum.status === 'incomplete'"}],
      mark: {type: "rect", fillOpacity: 0.3, strokeDash: [3, 2], strokeWidth: 1.25},
      encoding: {...box, stroke: color}
    },
    // an empty bar of an unknown value is a place to point at
    {
      transform: [{filter: "datum.status === 'unknown' || datum.status === 'absent'"}],
      mark: {type: "rect", color: "var(--rule)"},
      encoding: {...box, color: {value: "var(--rule)"}}
    },
    {
      data: {values: [{x: xOf(0), y: 0, y2: plot.height}]},
      mark: {type: "rule", color: "var(--rule-2)"},
      encoding: {x: pixels("x"), y: pixels("y"), y2: {field: "y2"}}
    },
    {
      mark: {type: "text", align: "right", baseline: "middle"},
      encoding: {x: pixels("nameAt"), y: pixels("middle"), text: {field: "name"}}
    },
    ...(["left", "right"] as const).map((side) => ({
      transform: [{filter: `datum.side === '${side}'`}],
      mark: {type: "text", align: side, baseline: "middle", color: "var(--ink-2)"},
      encoding: {x: pixels("textAt"), y: pixels("middle"), text: {field: "text"}}
    }))
  ];
  return {
    spec: {
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      usermeta: {make: true},
      width: plot.width,
      height: plot.height,
      padding,
      autosize: {type: "none"},
      data: {name: "table", values: rows},
      layer: layers,
      config: VEGA_CONFIG
    },
    directLabels: true,
    by: "series",
    plot,
    span: null,
    notes: left ? [left] : []
  };
}
