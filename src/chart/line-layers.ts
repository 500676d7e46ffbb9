/** Lines and areas from zero: whole where the data is, dashed and lighter where it is incomplete, broken where it is unknown. */
import type {ValueStatus} from "../insight/insight.ts";
import {endLabels, lastKnown} from "./end-labels.ts";
import type {ChartRow, VegaLiteSpec} from "./insight-spec.ts";
import {runsOf} from "./runs.ts";
import type {ShownSeries, TimeFrame} from "./time-frame.ts";

/** The values that are drawn as points, one a series and time; `row` is time + series × times. */
function pointRows(
  shown: readonly ShownSeries[],
  times: Float64Array,
  isDrawn: (row: number, status: ValueStatus) => boolean
): ChartRow[] {
  const rows: ChartRow[] = [];
  for (const {series, index, style} of shown)
    series.values.forEach((value, i) => {
      const row = index * times.length + i;
      const status = series.status[i]!;
      if (!Number.isNaN(value) && isDrawn(row, status))
        rows.push({row, t: times[i]!, value, series: series.label, color: style.color, status});
    });
  return rows;
}

/** Values by run: a joint of two runs stands in both. */
function runRows(shown: readonly ShownSeries[], times: Float64Array, whole: boolean) {
  return shown.flatMap(({series, index, style}) =>
    runsOf(series)
      .filter((run) => run.whole === whole && run.places.length > 1)
      .flatMap(({places}, n) =>
        places.map((i) => ({
          row: index * times.length + i,
          t: times[i]!,
          value: series.values[i]!,
          series: series.label,
          color: style.color,
          run: `${index}-${n}`
        }))
      )
  );
}

/** The layers of a line chart, each with the rows that it draws and no others. */
export function lineLayers(shown: readonly ShownSeries[], frame: TimeFrame, few: boolean): VegaLiteSpec[] {
  const {x, y, color, times} = frame;
  const encoding = {x, y, color, detail: {field: "run"}};
  const dashes = shown.some(({style}) => style.dash.length);
  const whole = runRows(shown, times, true);
  const incomplete = runRows(shown, times, false);
  const layers: VegaLiteSpec[] = [];
  if (whole.length)
    layers.push({
      data: {values: whole},
      mark: {type: "line"},
      encoding: {...encoding, ...(dashes ? {strokeDash: dashScale(shown)} : {})}
    });
  if (incomplete.length) layers.push({data: {values: incomplete}, mark: {type: "line", strokeDash: [2, 4]}, encoding});
  return [...layers, ...pointLayers(shown, frame, few)];
}

/** Areas from zero, one over the other and half transparent, under their lines. */
export function areaLayers(shown: readonly ShownSeries[], frame: TimeFrame, few: boolean): VegaLiteSpec[] {
  const {x, y, color, times, domain} = frame;
  const foot = Math.max(0, domain[0]);
  const fill = (whole: boolean): VegaLiteSpec[] => {
    const values = runRows(shown, times, whole).map((one) => ({...one, foot}));
    if (!values.length) return [];
    return [
      {
        data: {values},
        mark: {type: "area", opacity: whole ? 0.24 : 0.1},
        encoding: {x, y, y2: {field: "foot"}, color, detail: {field: "run"}}
      }
    ];
  };
  return [...fill(true), ...fill(false), ...lineLayers(shown, frame, few)];
}

function dashScale(shown: readonly ShownSeries[]): VegaLiteSpec {
  return {
    field: "series",
    type: "nominal",
    legend: null,
    scale: {
      domain: shown.map(({series}) => series.label),
      range: shown.map(({style}) => (style.dash.length ? style.dash : [1, 0]))
    }
  };
}

/** Points: all when few, lone ones always, hollow and dashed where a value is incomplete. */
function pointLayers(shown: readonly ShownSeries[], {x, y, color, times}: TimeFrame, few: boolean): VegaLiteSpec[] {
  const lone = new Set(
    shown.flatMap(({series, index}) =>
      runsOf(series)
        .filter(({places}) => places.length === 1)
        .map(({places}) => index * times.length + places[0]!)
    )
  );
  const layers: VegaLiteSpec[] = [];
  if (few || lone.size)
    layers.push({
      data: {values: pointRows(shown, times, (row, status) => (few ? status === "ok" : lone.has(row)))},
      mark: {type: "point", filled: true, size: times.length === 1 ? 60 : few ? 18 : 24},
      encoding: {x, y, color}
    });
  // a triangle points to where a lower bound may be
  for (const [status, shape] of [
    ["partial", "triangle-up"],
    ["incomplete", "circle"]
  ] as const)
    if (shown.some(({series}) => series.status.includes(status)))
      layers.push({
        data: {values: pointRows(shown, times, (_, word) => word === status)},
        mark: {type: "point", shape, filled: false, size: 36, strokeWidth: 1.25, fill: "var(--paper)"},
        encoding: {x, y, color}
      });
  return layers;
}

/** The labels at the ends of lines. */
export function lineLabels(shown: readonly ShownSeries[], frame: TimeFrame): VegaLiteSpec {
  return endLabels(
    shown.map(({series, style}) => {
      const value = series.values[lastKnown(series.values)]!;
      return {label: series.label, color: style.color, y: frame.yOf(Number.isNaN(value) ? frame.domain[0] : value)};
    }),
    frame
  );
}
