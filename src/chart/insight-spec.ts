/** The chart of an insight as a Vega-Lite spec, in the presentation it asks for. */
import {goalState} from "../insight/goal-state.ts";
import type {InsightResult} from "../insight/insight.ts";
import {SHARE} from "../insight/unit.ts";
import {readableTime} from "../time.ts";
import {goalLayers, markLayers, unknownLayers} from "./annotation-layers.ts";
import {barChart} from "./bar-chart.ts";
import {seriesStyles} from "./colors.ts";
import {drawnAs} from "./drawn-as.ts";
import {labelRoom} from "./end-labels.ts";
import {areaLayers, lineLabels, lineLayers} from "./line-layers.ts";
import {pieChart} from "./pie-chart.ts";
import {columnLayers, type Stack, stackLabels, stackLayers, stackSeries} from "./stack-layers.ts";
import {VEGA_CONFIG} from "./theme.ts";
import {type Plot, type ShownSeries, timeFrame} from "./time-frame.ts";

/** A Vega-Lite spec; its shape is Vega-Lite's own affair. */
export type VegaLiteSpec = Readonly<Record<string, unknown>>;

/** One drawn value: which series and which time of the result it is. */
export interface ChartRow {
  readonly row: number;
  readonly t: number;
  readonly value: number | null;
  readonly series: string;
  readonly color: string;
  readonly status: string;
}

/** What the page needs to know of a chart beside its drawing. */
export interface InsightChart {
  readonly spec: VegaLiteSpec;
  /** Series are labelled in the drawing; else the page shows a legend. */
  readonly directLabels: boolean;
  /** Whether its values stand in a row of times, or are one for each series. */
  readonly by: "time" | "series";
  readonly plot: Plot;
  /** The times at the left and right edge of the plot; null when it has no time axis. */
  readonly span: readonly [number, number] | null;
  /** What the drawing leaves out, in sentences. */
  readonly notes: readonly string[];
}

/** The chart of a result at a width and height in pixels. Series in `hidden` are left out. `row` is time + series × times. */
export function insightChart(
  result: InsightResult,
  width: number,
  height: number,
  hidden: ReadonlySet<string> = new Set()
): InsightChart {
  const {drawn, reason} = drawnAs(result);
  const chart =
    drawn === "bars"
      ? barChart(result, width, height, hidden)
      : drawn === "pie"
        ? pieChart(result, width, height, hidden)
        : timeChart(result, width, height, hidden, drawn);
  return reason ? {...chart, notes: [reason, ...chart.notes]} : chart;
}

function timeChart(
  result: InsightResult,
  width: number,
  height: number,
  hidden: ReadonlySet<string>,
  drawn: "line" | "area" | "stacked" | "percent-stacked" | "columns"
): InsightChart {
  const {times} = result;
  const styles = seriesStyles(result.series);
  const shown = result.series
    .map((series, index): ShownSeries => ({series, index, style: styles[index]!}))
    .filter(({series}) => !hidden.has(series.label));
  const isStack = drawn === "stacked" || drawn === "percent-stacked";
  const stack = isStack ? stackSeries(shown, times.length, drawn === "percent-stacked") : null;
  // a goal is of values, and stands nowhere in a stack
  const goal = isStack ? null : goalState(result);
  const {low, high} = extent(shown, stack, goal?.goal.value, result.zero !== false || drawn !== "line");
  const right = drawn === "columns" ? 0 : labelRoom(shown, times.length, width, height);
  const barWidth = (plotWidth: number) => Math.max(1, Math.min(40, (plotWidth / Math.max(1, times.length)) * 0.7));
  const frame = timeFrame({
    width,
    height,
    times,
    unit: drawn === "percent-stacked" ? SHARE : result.unit,
    low,
    high,
    right: right || 14,
    inset: (plotWidth) => (drawn === "columns" ? barWidth(plotWidth) * 0.72 : 0),
    marks: result.marks ?? []
  });
  const few = times.length <= 26 && width >= 520;
  const layers: VegaLiteSpec[] =
    stack !== null
      ? stackLayers(shown, stack, frame)
      : drawn === "columns"
        ? shown.flatMap((one) => columnLayers(one, frame, barWidth(frame.plot.width)))
        : drawn === "area"
          ? areaLayers(shown, frame, few)
          : lineLayers(shown, frame, few);
  const labels = right ? [stack ? stackLabels(shown, stack, frame) : lineLabels(shown, frame)] : [];
  const {untold} = frame.marks;
  return {
    spec: {
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      usermeta: {make: true},
      width: frame.plot.width,
      height: frame.plot.height,
      padding: frame.padding,
      autosize: {type: "none"},
      params: frame.params,
      data: {values: []},
      layer: [
        ...markLayers(frame),
        ...layers,
        ...unknownLayers(shown, frame),
        ...goalLayers(goal, result.unit, shown, frame),
        ...labels
      ],
      config: VEGA_CONFIG
    },
    directLabels: right > 0,
    by: "time",
    plot: frame.plot,
    span: frame.span,
    notes: [
      ...(frame.domain[0] > 0 ? ["The value axis does not begin at 0."] : []),
      ...(untold.length ? [`Marked: ${untold.map(({at, text}) => `${readableTime(at)} ${text}`).join("; ")}.`] : [])
    ]
  };
}

/** The lowest and highest value that must be seen. */
function extent(
  shown: readonly ShownSeries[],
  stack: Stack | null,
  goal: number | undefined,
  zero: boolean
): {low: number; high: number} {
  if (stack) return {low: 0, high: stack.high};
  let [low, high] = zero ? [0, 0] : [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const see = (value: number) => {
    if (!Number.isFinite(value)) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  for (const {series} of shown) for (const value of series.values) see(value);
  if (goal !== undefined) see(goal);
  if (low > high) return {low: 0, high: 0};
  // one value alone, away from zero, still needs an axis around it
  return low === high && low !== 0 ? {low: Math.min(0, low), high: Math.max(0, high)} : {low, high};
}
