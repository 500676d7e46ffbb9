/**
 * Areas on one another, in values or as parts of all. A stack needs all of its parts: where one is unknown there is a gap,
 * for a lower stack would be a wrong number. A part that is absent is not there yet and takes no room.
 */
import {isUncertain} from "../insight/series.ts";
import {endLabels} from "./end-labels.ts";
import type {VegaLiteSpec} from "./insight-spec.ts";
import {runsOf} from "./runs.ts";
import {pixels, type ShownSeries, type TimeFrame} from "./time-frame.ts";

/** The lower and upper edges of each series at each time, NaN in gaps; `high` is the highest upper edge. */
export interface Stack {
  readonly edges: readonly {readonly low: Float64Array; readonly high: Float64Array}[];
  readonly high: number;
}

/** Stacks series in their order, the first at the bottom. */
export function stackSeries(shown: readonly ShownSeries[], count: number, asShares: boolean): Stack {
  const edges = shown.map(() => ({low: new Float64Array(count), high: new Float64Array(count)}));
  let highest = 0;
  for (let i = 0; i < count; i++) {
    const parts = shown.map(({series}) =>
      series.status[i] === "absent" && Number.isNaN(series.values[i]!) ? 0 : series.values[i]!
    );
    const isGap = parts.some(Number.isNaN) || shown.every(({series}) => Number.isNaN(series.values[i]!));
    const total = parts.reduce((sum, part) => sum + part, 0);
    const scale = asShares ? 1 / total : 1;
    let sum = 0;
    for (const [n, part] of parts.entries()) {
      edges[n]!.low[i] = isGap || (asShares && total === 0) ? Number.NaN : sum * scale;
      sum += part;
      edges[n]!.high[i] = isGap || (asShares && total === 0) ? Number.NaN : sum * scale;
    }
    if (!isGap) highest = Math.max(highest, asShares ? 1 : total);
  }
  return {edges, high: highest};
}

export function stackLayers(shown: readonly ShownSeries[], stack: Stack, frame: TimeFrame): VegaLiteSpec[] {
  const {x, y, color, times} = frame;
  const rows = (whole: boolean) =>
    shown.flatMap(({series, index, style}, n) => {
      const {low, high} = stack.edges[n]!;
      return runsOf({values: high, status: series.status.map((word) => (isUncertain(word) ? word : "ok"))})
        .filter((run) => run.whole === whole)
        .flatMap(({places}, k) =>
          places.map((i) => ({
            row: index * times.length + i,
            t: times[i]!,
            value: high[i]!,
            low: low[i]!,
            series: series.label,
            color: style.color,
            run: `${index}-${k}`
          }))
        );
    });
  const encoding = {x, y, y2: {field: "low"}, color, detail: {field: "run"}};
  const [whole, incomplete] = [rows(true), rows(false)];
  return [
    ...(whole.length
      ? [
          {data: {values: whole}, mark: {type: "area", opacity: 0.82}, encoding},
          // between bands of equal grey; as the overlay of an area it would take the colour of the band
          {
            data: {values: whole},
            mark: {type: "line", strokeWidth: 0.75},
            encoding: {x, y, color: {value: "var(--paper)"}, detail: {field: "run"}}
          }
        ]
      : []),
    ...(incomplete.length
      ? [
          {data: {values: incomplete}, mark: {type: "area", opacity: 0.38}, encoding},
          {
            data: {values: incomplete},
            mark: {type: "line", strokeWidth: 1.5, strokeDash: [2, 3]},
            encoding: {x, y, color, detail: {field: "run"}}
          }
        ]
      : [])
  ];
}

/** Labels beside the last bands, in their middle. */
export function stackLabels(shown: readonly ShownSeries[], {edges}: Stack, frame: TimeFrame): VegaLiteSpec {
  let last = frame.times.length - 1;
  while (last > 0 && edges.every(({high}) => Number.isNaN(high[last]!))) last--;
  return endLabels(
    shown.map(({series, style}, n) => {
      const middle = (edges[n]!.low[last]! + edges[n]!.high[last]!) / 2;
      return {label: series.label, color: style.color, y: frame.yOf(Number.isNaN(middle) ? 0 : middle)};
    }),
    frame
  );
}

/** One bar a time: of a series alone. A zero has a foot line, which no gap has. */
export function columnLayers({series, index, style}: ShownSeries, frame: TimeFrame, barWidth: number): VegaLiteSpec[] {
  const {times, xOf, yOf, color, plot} = frame;
  const round = (value: number) => Math.round(value * 10) / 10;
  const foot = yOf(Math.max(0, frame.domain[0]));
  const rows = Array.from(times, (t, i) => ({i, t, value: series.values[i]!, status: series.status[i]!}))
    .filter(({value}) => !Number.isNaN(value))
    .map(({i, t, value, status}) => {
      const x = times.length > 1 ? xOf(t) : plot.width / 2;
      const ends = [foot, yOf(value)].sort((a, b) => a - b) as [number, number];
      return {
        row: index * times.length + i,
        x: round(x - barWidth / 2),
        x2: round(x + barWidth / 2),
        y: round(ends[0]),
        y2: round(ends[1]),
        foot: round(foot),
        value,
        status,
        series: series.label,
        color: style.color
      };
    });
  const encoding = {x: pixels("x"), x2: {field: "x2"}, y: pixels("y"), y2: {field: "y2"}, color};
  const axes: VegaLiteSpec = {
    // axes only: nothing of this layer is drawn
    data: {values: [{t: times[0] ?? 0, value: 0}]},
    transform: [{filter: "false"}],
    mark: {type: "point"},
    encoding: {x: frame.x, y: frame.y}
  };
  return [
    axes,
    {
      data: {values: rows},
      layer: [
        {
          transform: [{filter: "datum.status === 'ok'"}],
          mark: {type: "rect", opacity: 0.9},
          encoding
        },
        {
          transform: [{filter: "datum.status !== 'ok'"}],
          mark: {type: "rect", fillOpacity: 0.3, stroke: style.color, strokeDash: [3, 2], strokeWidth: 1.25},
          encoding
        },
        {
          transform: [{filter: "datum.value === 0"}],
          mark: {type: "rule", strokeWidth: 2},
          encoding: {x: pixels("x"), x2: {field: "x2"}, y: pixels("foot"), color}
        }
      ]
    }
  ];
}
