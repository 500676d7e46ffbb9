/** What is pointed at in a chart over time: events, a goal, and times at which nothing is known. */
import type {GoalState} from "../insight/goal-state.ts";
import {readableValue} from "../insight/unit.ts";
import {readableTime} from "../time.ts";
import type {VegaLiteSpec} from "./insight-spec.ts";
import {MARK_FONT_SIZE, MARK_ROW, TEXT_GAP} from "./mark-places.ts";
import {unknownStretches} from "./runs.ts";
import {textWidth} from "./text-width.ts";
import {pixels, type ShownSeries, type TimeFrame} from "./time-frame.ts";

/** Upright rules with their texts above the plot. */
export function markLayers({marks, plot}: TimeFrame): VegaLiteSpec[] {
  if (!marks.placed.length) return [];
  const rows = marks.placed.map(({x, text, left, row}) => ({
    x,
    text,
    side: left ? "right" : "left",
    // the rule reaches up to its text
    top: text ? -(row + 1) * MARK_ROW : 0,
    middle: -(row * MARK_ROW) - MARK_ROW / 2 - 4,
    bottom: plot.height
  }));
  const texts = (side: "left" | "right"): VegaLiteSpec => ({
    transform: [{filter: `datum.side === '${side}' && datum.text !== ''`}],
    mark: {
      type: "text",
      align: side,
      baseline: "middle",
      dx: side === "left" ? TEXT_GAP : -TEXT_GAP,
      fontSize: MARK_FONT_SIZE,
      color: "var(--ink-2)"
    },
    encoding: {x: pixels("x"), y: pixels("middle"), text: {field: "text"}}
  });
  return [
    {
      data: {values: rows},
      layer: [
        {
          mark: {type: "rule", color: "var(--ink-3)", strokeDash: [2, 3], strokeWidth: 1},
          encoding: {x: pixels("x"), y: pixels("top"), y2: {field: "bottom"}}
        },
        texts("left"),
        texts("right")
      ]
    }
  ];
}

/** A dashed line at the goal in the colour of its series, its text where it covers least, a diamond at its date. */
export function goalLayers(
  state: GoalState | null,
  unit: string,
  shown: readonly ShownSeries[],
  frame: TimeFrame
): VegaLiteSpec[] {
  const own = shown.find(({index}) => index === state?.index);
  if (!state || !own) return [];
  const {goal} = state;
  const {plot} = frame;
  const y = Math.round(frame.yOf(goal.value) * 10) / 10;
  // the colour says it too, where there is no room for the name
  const of = shown.length > 1 && plot.width >= 420 ? `${own.series.label}: ` : "";
  const text = `${of}goal ${readableValue(goal.value, unit)}${goal.by === null ? "" : ` by ${readableTime(goal.by)}`}`;
  const place = clearPlace(textWidth(text, MARK_FONT_SIZE), y, shown, frame);
  const atDate = goal.by !== null && goal.by >= frame.span[0] && goal.by <= frame.span[1];
  return [
    {
      data: {values: [{y, x: 0, x2: plot.width}]},
      mark: {type: "rule", color: own.style.color, strokeDash: [7, 4], strokeWidth: 1.25},
      encoding: {x: pixels("x"), x2: {field: "x2"}, y: pixels("y")}
    },
    ...(atDate
      ? [
          {
            data: {values: [{y, x: Math.round(frame.xOf(goal.by!) * 10) / 10}]},
            mark: {type: "point", shape: "diamond", filled: true, size: 70, color: own.style.color},
            encoding: {x: pixels("x"), y: pixels("y")}
          }
        ]
      : []),
    {
      data: {values: [{x: place.x, y: place.y, text}]},
      mark: {
        type: "text",
        align: "left",
        baseline: "middle",
        fontSize: MARK_FONT_SIZE,
        color: "var(--ink)",
        fontWeight: 500
      },
      encoding: {x: pixels("x"), y: pixels("y"), text: {field: "text"}}
    }
  ];
}

/** The place beside a level line at which a text of some width covers the fewest lines. */
function clearPlace(width: number, y: number, shown: readonly ShownSeries[], frame: TimeFrame): {x: number; y: number} {
  const {plot, times} = frame;
  const room = Math.max(4, plot.width - width - 4);
  const places = Array.from({length: 9}, (_, i) => 4 + ((room - 4) * i) / 8);
  const candidates = [places[0]!, places[8]!, ...places.slice(1, 8)].flatMap((x) =>
    [y - 9, y + 9].filter((middle) => middle > 2 && middle < plot.height - 2).map((middle) => ({x, y: middle}))
  );
  let best = candidates[0] ?? {x: 4, y: Math.max(8, y - 9)};
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    let covered =
      3 *
      unknownStretches(
        shown.map(({series}) => series),
        times.length
      ).filter(
        ([from, to]) =>
          candidate.y > plot.height - 24 &&
          frame.xOf(times[to]!) + 12 > candidate.x &&
          frame.xOf(times[from]!) - 12 < candidate.x + width
      ).length;
    // a rule through the text is less bad than a line
    covered += frame.marks.placed.filter(({x}) => x > candidate.x - 3 && x < candidate.x + width + 3).length / 2;
    for (const {series} of shown)
      for (let i = 0; i < times.length; i++) {
        const [x, next] = [
          frame.xOf(times[i]!),
          i + 1 < times.length ? frame.xOf(times[i + 1]!) : frame.xOf(times[i]!)
        ];
        if (next < candidate.x - 4 || x > candidate.x + width + 4) continue;
        const ends = [frame.yOf(series.values[i]!), frame.yOf(series.values[i + 1] ?? series.values[i]!)];
        if (Math.min(...ends) < candidate.y + 9 && Math.max(...ends) > candidate.y - 9) covered++;
      }
    if (covered < least) [best, least] = [candidate, covered];
  }
  return {x: Math.round(best.x * 10) / 10, y: Math.round(best.y * 10) / 10};
}

/** A dashed foot and a question mark where a series is unknown: a gap alone would look like a time before the first commit. */
export function unknownLayers(shown: readonly ShownSeries[], {times, plot, xOf}: TimeFrame): VegaLiteSpec[] {
  const stretches = unknownStretches(
    shown.map(({series}) => series),
    times.length
  );
  if (!stretches.length) return [];
  const edge = (i: number, beside: number) =>
    beside < 0 || beside >= times.length ? xOf(times[i]!) : (xOf(times[i]!) + xOf(times[beside]!)) / 2;
  let end = Number.NEGATIVE_INFINITY;
  const rows = stretches.map(([from, to]) => {
    const [x, x2] = [edge(from, from - 1), edge(to, to + 1)];
    const middle = (x + x2) / 2;
    const text = middle - end >= 12 ? "?" : "";
    if (text) end = middle;
    const round = (value: number) => Math.round(value * 10) / 10;
    return {x: round(x), x2: round(x2), middle: round(middle), y: plot.height - 2, text};
  });
  return [
    {
      data: {values: rows},
      layer: [
        {
          mark: {type: "rule", color: "var(--ink-3)", strokeDash: [3, 3], strokeWidth: 3},
          encoding: {x: pixels("x"), x2: {field: "x2"}, y: pixels("y")}
        },
        {
          mark: {type: "text", baseline: "bottom", dy: -4, fontWeight: 600, color: "var(--ink-2)"},
          encoding: {x: pixels("middle"), y: pixels("y"), text: {field: "text"}}
        }
      ]
    }
  ];
}
