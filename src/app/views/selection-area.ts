/** Where something is selected in one plot of a drawing, by pointer and by key. */
import {type Plot, type PlotAxis, type PlotMark, pixelOf, valueAt} from "../../chart/plot.ts";
import type {ChartParam, Chosen} from "../../notebook/chart-params.ts";
import type {Table} from "../../table.ts";
import {h} from "../dom.ts";
import {facetWords, helpText, isRange, rowWords} from "./selection-words.ts";

export interface SelectionModel {
  /** Safe SVG text, and its size. */
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  readonly plots: readonly Plot[];
  readonly label: string;
  readonly params: readonly ChartParam[];
  readonly chosen: Chosen;
  /** The rows that are drawn: they say which values are times. */
  readonly data: Table | null;
  onChoose(chosen: Chosen): void;
}

type Interval = Extract<ChartParam, {readonly select: "interval"}>;
type Points = Extract<ChartParam, {readonly select: "point"}>;

/** A movement of less is a click. */
const STILL = 4;
/** How far an arrow moves the end of a range on a continuous axis: this part of the plot. */
const STEP = 1 / 24;
/** A click this near to a mark is on it. */
const NEAR = 24;

/** What the places of one drawing share. */
export interface Board {
  readonly model: SelectionModel;
  readonly picture: HTMLElement;
  chosen(): Chosen;
  choose(chosen: Chosen): void;
  clear(names: readonly string[]): void;
  say(text: string): void;
}

/** Where something is selected in one plot. `place`: its number among several, over which it lies; null for the only one. */
export function selectionArea(
  board: Board,
  plot: Plot,
  params: readonly ChartParam[],
  place: number | null
): HTMLElement {
  const {model, picture} = board;
  const interval = params.find((param): param is Interval => param.select === "interval") ?? null;
  const points = params.find((param): param is Points => param.select === "point") ?? null;
  const names = [interval, points].flatMap((param) => (param ? [param.name] : []));
  const frame = h("div", {class: "selection-frame", hidden: true});
  // facets share what is selected: one of them is enough for the keys
  const isReached = place === null || !plot.facet || model.plots.findIndex(({view}) => view === plot.view) === place;
  const which = place === null ? "" : `, chart ${place + 1} of ${model.plots.length}${facetWords(plot)}`;
  const surface = h(
    "div",
    {
      class: place === null ? "surface selection" : "selection part",
      tabindex: isReached ? 0 : -1,
      role: "application",
      "aria-roledescription": "chart",
      "aria-label": `${model.label}${which}. ${helpText(interval, points)}`
    },
    frame
  );
  // a frame stands in the surface: in parts of the picture, or of the plot that the surface covers
  const [frameWidth, frameHeight] = place === null ? [model.width, model.height] : [plot.width, plot.height];
  const [frameX, frameY] = place === null ? [plot.x, plot.y] : [0, 0];
  const percent = (value: number, of: number) => `${(value / of) * 100}%`;
  if (place !== null)
    Object.assign(surface.style, {
      left: percent(plot.x, model.width),
      top: percent(plot.y, model.height),
      width: percent(plot.width, model.width),
      height: percent(plot.height, model.height)
    });
  const isSet = () => names.some((name) => (board.chosen()[name] ?? null) !== null);
  const clear = () => board.clear(names);

  const placeOf = (event: PointerEvent) => {
    const box = picture.getBoundingClientRect();
    const inside = (value: number, from: number, length: number) => Math.max(0, Math.min(length, value - from));
    return {
      x: inside(((event.clientX - box.left) / box.width) * model.width, plot.x, plot.width),
      y: inside(((event.clientY - box.top) / box.height) * model.height, plot.y, plot.height)
    };
  };
  type Place = ReturnType<typeof placeOf>;
  const spans = (channel: "x" | "y") => interval?.channels.some((one) => one.channel === channel) ?? false;
  const showFrame = (from: Place, to: Place) => {
    const [left, right] = spans("x") ? [Math.min(from.x, to.x), Math.max(from.x, to.x)] : [0, plot.width];
    const [top, bottom] = spans("y") ? [Math.min(from.y, to.y), Math.max(from.y, to.y)] : [0, plot.height];
    Object.assign(frame.style, {
      left: percent(frameX + left, frameWidth),
      top: percent(frameY + top, frameHeight),
      width: percent(right - left, frameWidth),
      height: percent(bottom - top, frameHeight)
    });
    frame.hidden = false;
  };
  /** Vega draws no frame in facets: what is selected is shown here. */
  const showChosen = () => {
    frame.hidden = true;
    if (!interval || !plot.facet) return;
    const range = board.chosen()[interval.name];
    if (!isRange(range)) return;
    const ends = (channel: "x" | "y", length: number) => {
      const axis = plot.axes[channel];
      const pixels = (range[channel] ?? []).flatMap((value) => (axis ? (pixelOf(axis, value) ?? []) : []));
      return pixels.length ? [Math.min(...pixels), Math.max(...pixels)] : [0, length];
    };
    const [[left, right], [top, bottom]] = [ends("x", plot.width), ends("y", plot.height)];
    showFrame({x: left!, y: top!}, {x: right!, y: bottom!});
  };
  showChosen();
  const chooseBetween = (param: Interval, from: Place, to: Place) => {
    const ranges = param.channels.map(({channel}) => [
      channel,
      rangeOf(plot.axes[channel], from[channel], to[channel])
    ]);
    if (ranges.every(([, range]) => range !== null))
      board.choose({...board.chosen(), [param.name]: Object.fromEntries(ranges)});
  };
  const choosePoint = (param: Points, mark: PlotMark | null, add: boolean) => {
    if (!mark) return clear();
    const chosen = board.chosen();
    const row = Object.fromEntries(param.fields.map((field) => [field, mark.values[field] ?? null]));
    const before = Array.isArray(chosen[param.name]) ? (chosen[param.name] as Record<string, unknown>[]) : [];
    const isIn = (one: Record<string, unknown>) => param.fields.every((field) => one[field] === row[field]);
    const others = before.filter((one) => !isIn(one));
    const next =
      others.length < before.length ? (add ? others : before.length > 1 ? [row] : []) : add ? [...before, row] : [row];
    board.choose({...chosen, [param.name]: next.length ? next : null});
  };
  surface.addEventListener("pointerdown", (down) => {
    if (down.button !== 0) return;
    const start = placeOf(down);
    let end = start;
    surface.setPointerCapture(down.pointerId);
    const move = (event: PointerEvent) => {
      end = placeOf(event);
      if (interval && isMoved(start, end)) showFrame(start, end);
    };
    const up = (event: PointerEvent) => {
      stop();
      end = placeOf(event);
      if (interval && isMoved(start, end)) chooseBetween(interval, start, end);
      else if (points) choosePoint(points, markAt(plot, points, end), event.shiftKey);
      else if (isSet()) clear();
    };
    const stop = () => {
      showChosen();
      surface.removeEventListener("pointermove", move);
      surface.removeEventListener("pointerup", up);
      surface.removeEventListener("pointercancel", stop);
    };
    surface.addEventListener("pointermove", move);
    surface.addEventListener("pointerup", up);
    surface.addEventListener("pointercancel", stop);
  });

  let at = -1;
  surface.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const {key, shiftKey} = event;
    const chosen = board.chosen();
    if (key === "Escape" && isSet()) clear();
    else if (interval && /^Arrow/.test(key)) {
      const channel = spans(/Left|Right/.test(key) ? "x" : "y") ? (/Left|Right/.test(key) ? "x" : "y") : null;
      if (!channel) return;
      const next = moved(plot, channel, chosen[interval.name], /Right|Down/.test(key) ? 1 : -1, shiftKey);
      if (!next) return;
      const whole = Object.fromEntries(interval.channels.map((one) => [one.channel, wholeOf(plot.axes[one.channel])]));
      const now = isRange(chosen[interval.name]) ? (chosen[interval.name] as object) : whole;
      board.choose({...chosen, [interval.name]: {...now, [channel]: next}});
    } else if (points && (/^Arrow/.test(key) || key === "Enter" || key === " ")) {
      const values = distinctMarks(plot, points);
      if (!values.length) return;
      if (/^Arrow/.test(key)) {
        const by = /Right|Down/.test(key) ? 1 : -1;
        at = at < 0 ? (by > 0 ? 0 : values.length - 1) : (at + by + values.length) % values.length;
        board.say(`${rowWords(points.fields, values[at]!.values, model.data)}: Enter selects`);
      } else if (at >= 0) choosePoint(points, values[at]!, shiftKey);
      else return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return surface;
}

function isMoved(from: {x: number; y: number}, to: {x: number; y: number}): boolean {
  return Math.hypot(from.x - to.x, from.y - to.y) > STILL;
}

/** What is between two pixels of an axis: its ends, or all names of one that is not continuous. */
function rangeOf(axis: PlotAxis | undefined, from: number, to: number): readonly (number | string)[] | null {
  if (!axis) return null;
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  if (axis.type === "discrete") {
    const inside = axis.values.filter((_, i) => axis.at[i]! >= low && axis.at[i]! <= high);
    return inside.length ? inside : [valueAt(axis, (low + high) / 2)!];
  }
  const ends = [Number(valueAt(axis, low)), Number(valueAt(axis, high))];
  return [Math.min(...ends), Math.max(...ends)];
}

function wholeOf(axis: PlotAxis | undefined): readonly (number | string)[] {
  if (!axis?.at.length) return [];
  return rangeOf(axis, axis.at[0]!, axis.at.at(-1)!) ?? [];
}

/** A range with its later end moved by a step, or (`all`) the whole of it; it begins at the first tenth of the axis. */
function moved(
  plot: Plot,
  channel: "x" | "y",
  now: unknown,
  by: 1 | -1,
  all: boolean
): readonly (number | string)[] | null {
  const axis = plot.axes[channel];
  const length = channel === "x" ? plot.width : plot.height;
  if (!axis?.at.length) return null;
  const range = isRange(now) ? now[channel] : undefined;
  if (!range?.length) return rangeOf(axis, 0, length / 10);
  const pixels = range.map((value) => pixelOf(axis, value)).filter((pixel) => pixel !== null);
  const [low, high] = [Math.min(...pixels), Math.max(...pixels)];
  const step = by * (axis.type === "discrete" ? Math.abs((axis.at[1] ?? length) - axis.at[0]!) : length * STEP);
  const within = (pixel: number) => Math.max(0, Math.min(length, pixel));
  if (all && (low + step < -0.5 || high + step > length + 0.5)) return range;
  const next = [within(all ? low + step : low), within(high + step)] as const;
  return rangeOf(axis, next[0], Math.max(next[0], next[1]));
}

/** The mark under a place of the plot, or the nearest one that is near enough. */
function markAt({marks, x, y}: Plot, {fields}: Points, place: {x: number; y: number}): PlotMark | null {
  const [px, py] = [place.x + x, place.y + y];
  const apart = (mark: PlotMark) =>
    Math.hypot(Math.max(mark.x - px, 0, px - mark.x - mark.width), Math.max(mark.y - py, 0, py - mark.y - mark.height));
  let best: PlotMark | null = null;
  for (const mark of marks) {
    if (!fields.every((field) => field in mark.values)) continue;
    // what is drawn later lies above
    if (apart(mark) <= (best ? apart(best) : NEAR)) best = mark;
  }
  return best;
}

/** A mark of each combination of values, in the order in which they are drawn. */
function distinctMarks({marks}: Plot, {fields}: Points): readonly PlotMark[] {
  const found = new Map<string, PlotMark>();
  for (const mark of marks) {
    if (!fields.every((field) => field in mark.values)) continue;
    const key = JSON.stringify(fields.map((field) => mark.values[field]));
    if (!found.has(key)) found.set(key, mark);
  }
  return [...found.values()];
}
