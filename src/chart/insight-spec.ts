/**
 * The line chart of an insight as a Vega-Lite spec. Sizes, margins, ticks and label places are worked out here, so that
 * nothing depends on measuring text and the same result is the same drawing everywhere.
 */
import type {InsightResult} from "../insight/insight.ts";
import {readableNumber} from "../number.ts";
import {seriesStyles} from "./colors.ts";
import {textWidth} from "./text-width.ts";
import {CHART_FONT_SIZE, VEGA_CONFIG} from "./theme.ts";
import {timeAxis} from "./time-axis.ts";

/** A Vega-Lite spec; its shape is Vega-Lite's own affair. */
export type VegaLiteSpec = Readonly<Record<string, unknown>>;

/** One drawn value: which series and which time of the result it is. */
export interface ChartRow {
  readonly row: number;
  readonly t: number;
  readonly value: number | null;
  readonly series: string;
  readonly status: string;
}

/** What the page needs to know of a chart beside its drawing. */
export interface InsightChart {
  readonly spec: VegaLiteSpec;
  /** Series are labelled at their line ends; else the page shows a legend. */
  readonly directLabels: boolean;
  readonly plot: {readonly left: number; readonly top: number; readonly width: number; readonly height: number};
}

const LABEL_GAP = 15;
const MAX_LABEL = 150;

/** The chart of a result at a width and height in pixels. Series in `hidden` are left out. `row` is time + series × times. */
export function insightChart(
  result: InsightResult,
  width: number,
  height: number,
  hidden: ReadonlySet<string> = new Set()
): InsightChart {
  const {times} = result;
  const styles = seriesStyles(result.series);
  const shown = result.series
    .map((series, index) => ({series, index, style: styles[index]!}))
    .filter(({series}) => !hidden.has(series.label));
  const largest = Math.max(0, ...shown.flatMap(({series}) => Array.from(series.values).filter(Number.isFinite)));
  const smallest = Math.min(0, ...shown.flatMap(({series}) => Array.from(series.values).filter(Number.isFinite)));
  const ticks = niceTicks(smallest, largest, height < 220 ? 3 : 5);
  const longest = Math.max(0, ...shown.map(({series}) => textWidth(series.label, CHART_FONT_SIZE)));
  const directLabels =
    width >= 520 &&
    shown.length > 1 &&
    shown.length <= 8 &&
    longest <= MAX_LABEL &&
    times.length > 1 &&
    fits(shown.length, height);
  const tickTexts = ticks.map((tick) => axisNumber(tick, ticks));
  const padding = {
    left: Math.ceil(Math.max(8, ...tickTexts.map((text) => textWidth(text, CHART_FONT_SIZE))) + 9),
    top: 12,
    right: directLabels ? Math.ceil(longest + 14) : 14,
    bottom: 28
  };
  const plot = {
    left: padding.left,
    top: padding.top,
    width: Math.max(40, width - padding.left - padding.right),
    height: height - padding.top - padding.bottom
  };
  const [from, to] = times.length ? [times[0]!, times.at(-1)!] : [0, 1];
  const axis = timeAxis(from, to, plot.width);
  const rows = shown.flatMap(({series, index}) =>
    Array.from(
      times,
      (t, i): ChartRow => ({
        row: index * times.length + i,
        t,
        value: Number.isNaN(series.values[i]!) ? null : series.values[i]!,
        series: series.label,
        status: series.status[i]!
      })
    )
  );
  const domain = [ticks[0]!, ticks.at(-1)!] as const;
  const color = {
    field: "series",
    type: "nominal",
    legend: null,
    scale: {domain: shown.map(({series}) => series.label), range: shown.map(({style}) => style.color)}
  };
  const x = {
    field: "t",
    type: "temporal",
    scale: {type: "utc", domain: times.length > 1 ? [from, to] : [from - 1, to + 1], nice: false},
    axis: {title: null, values: axis.values, labelExpr: axis.labelExpr}
  };
  const y = {
    field: "value",
    type: "quantitative",
    scale: {domain, nice: false, zero: false},
    axis: {
      title: null,
      values: ticks,
      labelExpr: `${JSON.stringify(Object.fromEntries(ticks.map((tick, i) => [String(tick), tickTexts[i]])))}[datum.value + '']`
    }
  };
  const few = times.length <= 26 && width >= 520;
  const dashes = shown.some(({style}) => style.dash.length);
  const layers: VegaLiteSpec[] = [
    {
      mark: {type: "line", invalid: "break-paths-show-path-domains", ...(few ? {point: {size: 18, filled: true}} : {})},
      encoding: {
        x,
        y,
        color,
        ...(dashes
          ? {
              strokeDash: {
                field: "series",
                type: "nominal",
                legend: null,
                scale: {
                  domain: color.scale.domain,
                  range: shown.map(({style}) => (style.dash.length ? style.dash : [1, 0]))
                }
              }
            }
          : {})
      }
    },
    {
      transform: [{filter: "datum.status === 'partial'"}],
      mark: {type: "point", filled: false, size: 46, strokeWidth: 1.5, strokeDash: [2, 2], fill: "var(--paper)"},
      encoding: {x, y, color}
    }
  ];
  if (times.length === 1) layers.push({mark: {type: "point", filled: true, size: 60}, encoding: {x, y, color}});
  if (directLabels) layers.push(endLabels(shown, times.length, domain, plot, color));
  return {
    spec: {
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      width: plot.width,
      height: plot.height,
      padding,
      autosize: {type: "none"},
      data: {name: "table", values: rows},
      layer: layers,
      config: VEGA_CONFIG
    },
    directLabels,
    plot
  };
}

type Shown = readonly {readonly series: InsightResult["series"][number]; readonly style: {readonly color: string}}[];

/** Labels beside the last values, pushed apart so that they do not overlap. */
function endLabels(
  shown: Shown,
  count: number,
  [low, high]: readonly [number, number],
  plot: {width: number; height: number},
  color: VegaLiteSpec
): VegaLiteSpec {
  const places = shown
    .map(({series}) => {
      let last = count - 1;
      while (last > 0 && Number.isNaN(series.values[last]!)) last--;
      const value = Number.isNaN(series.values[last]!) ? low : series.values[last]!;
      return {series: series.label, y: plot.height * (1 - (value - low) / (high - low || 1))};
    })
    .sort((a, b) => a.y - b.y);
  for (let i = 1; i < places.length; i++) places[i]!.y = Math.max(places[i]!.y, places[i - 1]!.y + LABEL_GAP);
  for (let i = places.length - 1, floor = plot.height + 4; i >= 0; i--, floor -= LABEL_GAP)
    places[i]!.y = Math.min(places[i]!.y, floor);
  return {
    data: {values: places.map(({series, y}) => ({series, y: Math.round(y * 10) / 10, text: series}))},
    mark: {type: "text", align: "left", baseline: "middle", limit: MAX_LABEL, fontWeight: 500},
    encoding: {
      x: {value: plot.width + 8},
      y: {field: "y", type: "quantitative", scale: null, axis: null},
      text: {field: "text"},
      color
    }
  };
}

function fits(count: number, height: number): boolean {
  return count * LABEL_GAP <= height - 30;
}

/** Round numbers from at or below `low` to at or above `high`, about `count` of them. */
export function niceTicks(low: number, high: number, count: number): number[] {
  if (high <= low) return [0, 1];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999)!;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  // multiples, not sums: 0.1 + 0.2 would draw a tick off the grid
  return Array.from({length: last - first + 1}, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** A tick in as few characters as all ticks allow: 1,200 or 1.2M. */
function axisNumber(value: number, ticks: readonly number[]): string {
  const largest = Math.max(...ticks.map(Math.abs));
  if (largest >= 1e9) return `${readableNumber(value / 1e9, 2)}${value ? "B" : ""}`;
  if (largest >= 1e6) return `${readableNumber(value / 1e6, 2)}${value ? "M" : ""}`;
  return readableNumber(value, largest < 10 ? 2 : 0);
}
