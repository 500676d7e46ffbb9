/** Labels beside the last values of a chart over time. */
import type {VegaLiteSpec} from "./insight-spec.ts";
import {textWidth} from "./text-width.ts";
import {CHART_FONT_SIZE} from "./theme.ts";
import {pixels, type ShownSeries, type TimeFrame} from "./time-frame.ts";

const LABEL_GAP = 15;
const MAX_LABEL = 150;

/** The room for labels at the right; 0 when they do not fit, and the page shows a legend. */
export function labelRoom(shown: readonly ShownSeries[], times: number, width: number, height: number): number {
  const longest = Math.max(0, ...shown.map(({series}) => textWidth(series.label, CHART_FONT_SIZE)));
  const fits =
    width >= 520 &&
    shown.length > 1 &&
    shown.length <= 8 &&
    longest <= MAX_LABEL &&
    times > 1 &&
    shown.length * LABEL_GAP <= height - 30;
  return fits ? Math.ceil(longest + 14) : 0;
}

/** Labels at heights of the plot in pixels, pushed apart so that they do not overlap. */
export function endLabels(
  wanted: readonly {readonly label: string; readonly color: string; readonly y: number}[],
  {plot, color}: TimeFrame
): VegaLiteSpec {
  const places = wanted.map((one) => ({...one})).sort((a, b) => a.y - b.y);
  for (let i = 1; i < places.length; i++) places[i]!.y = Math.max(places[i]!.y, places[i - 1]!.y + LABEL_GAP);
  for (let i = places.length - 1, floor = plot.height + 4; i >= 0; i--, floor -= LABEL_GAP)
    places[i]!.y = Math.min(places[i]!.y, floor);
  return {
    data: {
      values: places.map(({label, color: own, y}) => ({
        series: label,
        color: own,
        y: Math.round(y * 10) / 10,
        text: label
      }))
    },
    mark: {type: "text", align: "left", baseline: "middle", limit: MAX_LABEL, fontWeight: 500},
    encoding: {x: {value: {expr: "width + 8"}}, y: pixels("y"), text: {field: "text"}, color}
  };
}

/** The place of the last known value of a series; the last place when nothing is known. */
export function lastKnown(values: Float64Array): number {
  let last = values.length - 1;
  while (last > 0 && Number.isNaN(values[last]!)) last--;
  return last;
}
