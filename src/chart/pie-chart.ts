/** A ring of the last values with their list beside it, or below it where there is no room. */
import type {InsightResult, ValueStatus} from "../insight/insight.ts";
import {statedValue} from "../insight/stated-value.ts";
import {SHARE} from "../insight/unit.ts";
import {percentText, readableNumber} from "../number.ts";
import {categoriesOf} from "./categories.ts";
import type {InsightChart, VegaLiteSpec} from "./insight-spec.ts";
import {cutText, textWidth} from "./text-width.ts";
import {CHART_FONT_SIZE, VEGA_CONFIG} from "./theme.ts";
import {pixels} from "./time-frame.ts";

/** More slices than these are one, called so: nobody tells fourteen angles apart. */
export const MOST_SLICES = 12;
const ROW = 22;

/** The status of a sum of known values. */
function worstOf(parts: readonly {readonly status: ValueStatus}[]): ValueStatus {
  const words = parts.map(({status}) => status);
  return words.includes("incomplete") ? "incomplete" : words.includes("partial") ? "partial" : "ok";
}

export function pieChart(
  result: InsightResult,
  width: number,
  height: number,
  hidden: ReadonlySet<string>
): InsightChart {
  const {unit} = result;
  const all = categoriesOf(result, hidden, Number.POSITIVE_INFINITY).shown;
  const unknown = all.filter(({status}) => status === "unknown");
  const known = all.filter(({value}) => value > 0);
  const first = known.slice(0, known.length > MOST_SLICES ? MOST_SLICES - 1 : MOST_SLICES);
  const rest = known.slice(first.length);
  const slices = rest.length
    ? [
        ...first,
        {
          label: `${readableNumber(rest.length)} more`,
          color: "var(--s-other)",
          value: rest.reduce((sum, {value}) => sum + value, 0),
          status: worstOf(rest),
          row: -1
        }
      ]
    : first;
  const total = slices.reduce((sum, {value}) => sum + value, 0);
  const isBeside = width >= 480;
  const size = Math.round(Math.min(isBeside ? Math.max(160, height - 16) : 220, isBeside ? width * 0.42 : width - 16));
  const listTop = isBeside ? Math.max(0, (size - slices.length * ROW) / 2) : size + 16;
  const listLeft = isBeside ? size + 32 : 0;
  const plot = {
    left: 8,
    top: 8,
    width: width - 16,
    height: Math.max(size, Math.ceil(listTop + slices.length * ROW))
  };
  const radius = size / 2;
  const center = {x: isBeside ? radius : plot.width / 2, y: radius};
  const whole = worstOf(slices);
  const isPartial = whole !== "ok";
  const shares = slices.map(({value}) => percentText(value / total));
  const values = slices.map(({value, status}) => statedValue(value, status, result).text);
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => textWidth(text, CHART_FONT_SIZE)));
  const valueRoom = unit === SHARE ? 0 : widest(values) + 16;
  const shareRoom = widest(shares) + 16;
  const listWidth = Math.min(
    plot.width - listLeft,
    20 + Math.max(120, widest(slices.map(({label}) => label)) + 8) + shareRoom + valueRoom
  );
  let angle = 0;
  const rows = slices.map((slice, i) => {
    const from = angle;
    angle += (slice.value / total) * 2 * Math.PI;
    const y = listTop + i * ROW + ROW / 2;
    return {
      ...slice,
      row: slice.row < 0 ? null : slice.row,
      name: cutText(slice.label, listWidth - 20 - shareRoom - valueRoom, CHART_FONT_SIZE),
      share: shares[i],
      text: unit === SHARE ? "" : values[i],
      from,
      to: angle,
      y: Math.round(y * 10) / 10,
      x: listLeft + 6,
      nameAt: listLeft + 20,
      shareAt: Math.round(listLeft + listWidth - valueRoom),
      textAt: Math.round(listLeft + listWidth)
    };
  });
  const color = {field: "color", type: "nominal", scale: null};
  const arc = (partial: boolean): VegaLiteSpec => ({
    transform: [{filter: `${partial ? "" : "!"}(datum.status === 'partial' || datum.status === 'incomplete')`}],
    mark: {
      type: "arc",
      x: center.x,
      y: center.y,
      innerRadius: Math.round(radius * 0.58),
      outerRadius: Math.round(radius),
      ...(partial
        ? {fillOpacity: 0.4, strokeDash: [3, 2], strokeWidth: 1.25}
        : {stroke: "var(--paper)", strokeWidth: 1.5})
    },
    encoding: {
      theta: {field: "from", type: "quantitative", scale: null},
      theta2: {field: "to"},
      color,
      ...(partial ? {stroke: color} : {}),
      order: {field: "from", type: "quantitative"}
    }
  });
  const text = (field: string, at: string, mark: VegaLiteSpec): VegaLiteSpec => ({
    mark: {type: "text", baseline: "middle", ...mark},
    encoding: {x: pixels(at), y: pixels("y"), text: {field}}
  });
  const middle = unit === SHARE ? [] : [statedValue(total, whole, result).text, unit];
  const layers: VegaLiteSpec[] = [
    arc(false),
    ...(isPartial ? [arc(true)] : []),
    // without a row: a place in the list is no place of a value
    {
      transform: [{calculate: "null", as: "row"}],
      mark: {type: "point", shape: "square", filled: true, size: 110, opacity: 1},
      encoding: {x: pixels("x"), y: pixels("y"), color}
    },
    text("name", "nameAt", {align: "left"}),
    text("share", "shareAt", {align: "right", fontWeight: 600}),
    text("text", "textAt", {align: "right", color: "var(--ink-2)"}),
    ...middle.map((line, i) => ({
      data: {values: [{line, x: center.x, y: center.y + (i ? 14 : -6)}]},
      mark: {
        type: "text",
        baseline: "middle",
        align: "center",
        ...(i ? {color: "var(--ink-2)"} : {fontSize: 20, fontWeight: 640})
      },
      encoding: {x: pixels("x"), y: pixels("y"), text: {field: "line"}}
    }))
  ];
  const notes = unknown.length
    ? [
        `${unknown.length === 1 ? "One group is" : `${readableNumber(unknown.length)} groups are`} unknown and not in the ring: ${unknown
          .slice(0, 4)
          .map(({label}) => label)
          .join(", ")}${unknown.length > 4 ? ", …" : ""}. The parts are of what is known.`
      ]
    : [];
  return {
    spec: {
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      usermeta: {make: true},
      width: plot.width,
      height: plot.height,
      padding: {left: 8, top: 8, right: 8, bottom: 8},
      autosize: {type: "none"},
      data: {name: "table", values: rows},
      layer: layers,
      config: VEGA_CONFIG
    },
    directLabels: true,
    by: "series",
    plot,
    span: null,
    notes: total > 0 ? notes : [...notes, "Every group is 0, so there is no ring to draw."]
  };
}
