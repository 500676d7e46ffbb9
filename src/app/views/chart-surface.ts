/** Brings a drawing to life: a rule and a tooltip under pointer or keys, and points that open. The drawing stays Vega's. */
import type {Hit} from "../../chart/draw.ts";
import {h} from "../dom.ts";

/** What the surface shows and tells. Rows are `series × times + time`. */
export interface SurfaceModel {
  /** Safe SVG text. */
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  readonly hits: readonly Hit[];
  readonly times: number;
  /** Values in a row of times, or one for each series. */
  readonly by: "time" | "series";
  /** Times without a drawn value that can be pointed at all the same; x in pixels of the drawing. */
  readonly gaps: readonly {readonly time: number; readonly x: number}[];
  readonly label: string;
  /** The tooltip of a time, with one of its series in front (−1: none); null when nothing is known there. */
  tooltip(time: number, series: number): HTMLElement | null;
  /** The same in words, for screen readers. */
  words(time: number, series: number): string;
  colorOf(series: number): string;
  onHover(): void;
  onOpen(series: number, time: number): void;
}

/** A point of a chart. */
export interface ChartPoint {
  readonly series: number;
  readonly time: number;
}

export interface ChartSurface {
  readonly dom: HTMLElement;
  /** Marks the point whose contents are shown elsewhere; null: none. */
  choose(point: ChartPoint | null): void;
}

/** Moving on to another point within this time is the same look at the chart. */
const SAME_LOOK = 1000;

const SVG = "http://www.w3.org/2000/svg";

/** The element of a drawing; a new drawing is a new surface. */
export function chartSurface(model: SurfaceModel): ChartSurface {
  const picture = h("div", {class: "picture"});
  // made by safeSvg: allow-listed elements and attributes, references to itself only
  picture.innerHTML = model.svg;
  picture.firstElementChild?.setAttribute("aria-hidden", "true");
  const overlay = document.createElementNS(SVG, "svg");
  overlay.setAttribute("viewBox", `0 0 ${model.width} ${model.height}`);
  overlay.setAttribute("class", "overlay");
  overlay.setAttribute("aria-hidden", "true");
  const tip = h("div", {class: "tooltip", hidden: true});
  const chosen = document.createElementNS(SVG, "g");
  chosen.setAttribute("class", "chosen");
  const pointed = document.createElementNS(SVG, "g");
  overlay.append(chosen, pointed);
  const live = h("div", {class: "visually-hidden", "aria-live": "polite"});
  const dom = h(
    "div",
    {
      class: "surface",
      tabindex: 0,
      role: "group",
      "aria-roledescription": "chart",
      "aria-label": `${model.label.replace(/\.$/, "")}. Arrow keys move between points, Enter shows what is behind one.`
    },
    picture,
    overlay,
    tip,
    live
  );
  const byTime = new Map<number, {series: number; hit: Hit}[]>();
  for (const hit of model.hits) {
    const time = hit.row % model.times;
    const entry = {series: Math.floor(hit.row / model.times), hit};
    byTime.set(time, [...(byTime.get(time) ?? []), entry]);
  }
  const xs = new Map(model.gaps.map(({time, x}) => [time, x]));
  for (const [time, points] of byTime) xs.set(time, points[0]!.hit.x);
  const times = [...xs.keys()].sort((a, b) => a - b);
  const isRow = model.by === "series";
  let at = -1;
  let series = -1;
  let lastLook = Number.NEGATIVE_INFINITY;

  const show = (time: number, near: number, spoken: boolean) => {
    if (time === at && near === series && !spoken) return;
    [at, series] = [time, near];
    const points = byTime.get(time) ?? [];
    const own = points.find((point) => point.series === near);
    const x = isRow ? (own?.hit.x ?? 0) : xs.get(time)!;
    pointed.replaceChildren(
      ...(isRow ? [] : [line(x, model.height)]),
      ...(isRow ? (own ? [own] : []) : points).map((point) =>
        dot(point.hit, model.colorOf(point.series), point.series === near)
      )
    );
    const content = model.tooltip(time, near);
    tip.replaceChildren(...(content ? [content] : []));
    tip.hidden = !content;
    // beside the rule, on the side with more room
    const share = x / model.width;
    tip.style.left = share < 0.5 ? `calc(${share * 100}% + 12px)` : "auto";
    if (isRow) tip.style.top = `${((own?.hit.y ?? 0) / model.height) * 100}%`;
    tip.style.right = share < 0.5 ? "auto" : `calc(${(1 - share) * 100}% + 12px)`;
    if (spoken) live.textContent = model.words(time, near);
    const now = performance.now();
    if (now - lastLook > SAME_LOOK) model.onHover();
    lastLook = now;
  };
  const hide = () => {
    at = series = -1;
    pointed.replaceChildren();
    tip.hidden = true;
  };
  const nearest = (event: PointerEvent | MouseEvent): [number, number] | null => {
    const box = picture.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * model.width;
    const y = ((event.clientY - box.top) / box.height) * model.height;
    if (!times.length) return null;
    if (isRow) {
      const points = byTime.get(times[0]!)!;
      const slice = points.find(({hit}) => isWithin(hit, x, y)) ?? nearestBy(points, ({hit}) => Math.abs(hit.y - y));
      return [times[0]!, slice!.series];
    }
    const time = nearestBy(times, (candidate) => Math.abs(xs.get(candidate)! - x))!;
    const point = nearestBy(byTime.get(time) ?? [], ({hit}) => Math.abs(hit.y - y));
    return [time, point?.series ?? -1];
  };
  /** Keys where each series has one value: every arrow leads to the next or the one before. */
  const alongRow = (event: KeyboardEvent) => {
    const points = [...byTime.get(times[0]!)!].sort((a, b) => a.series - b.series);
    const place = points.findIndex((point) => point.series === series);
    const move = {
      ArrowDown: place + 1,
      ArrowRight: place + 1,
      ArrowUp: Math.max(place, 0) - 1,
      ArrowLeft: Math.max(place, 0) - 1,
      Home: 0
    }[event.key];
    const next = event.key === "End" ? points.length - 1 : move;
    if (next !== undefined) show(times[0]!, points.at(next % points.length)!.series, true);
    else if ((event.key === "Enter" || event.key === " ") && series >= 0) model.onOpen(series, at);
    else if (event.key === "Escape" && at >= 0) hide();
    else return;
    event.preventDefault();
  };
  dom.addEventListener("pointermove", (event) => {
    const near = nearest(event);
    if (near) show(...near, false);
  });
  dom.addEventListener("pointerleave", () => {
    if (document.activeElement !== dom) hide();
  });
  dom.addEventListener("click", (event) => {
    const near = nearest(event);
    if (!near) return;
    show(...near, false);
    if (near[1] >= 0) model.onOpen(near[1], near[0]);
  });
  dom.addEventListener("blur", hide);
  dom.addEventListener("keydown", (event) => {
    const {key} = event;
    if (!times.length || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isRow) return alongRow(event);
    const place = times.indexOf(at);
    const move = {
      ArrowLeft: place < 0 ? times.length - 1 : place - 1,
      ArrowRight: place < 0 ? 0 : place + 1,
      Home: 0,
      End: times.length - 1
    }[key];
    if (move !== undefined) {
      const time = times[Math.max(0, Math.min(times.length - 1, move))]!;
      const points = byTime.get(time) ?? [];
      show(time, points.some((point) => point.series === series) ? series : (points[0]?.series ?? -1), true);
    } else if ((key === "ArrowUp" || key === "ArrowDown") && at >= 0 && byTime.has(at)) {
      const points = [...byTime.get(at)!].sort((a, b) => a.hit.y - b.hit.y);
      const rank = points.findIndex((point) => point.series === series);
      show(at, points[(rank + (key === "ArrowUp" ? points.length - 1 : 1)) % points.length]!.series, true);
    } else if ((key === "Enter" || key === " ") && series >= 0) model.onOpen(series, at);
    else if (key === "Escape" && at >= 0) hide();
    else return;
    event.preventDefault();
  });
  return {
    dom,
    choose(point) {
      const hit = point && byTime.get(point.time)?.find((one) => one.series === point.series)?.hit;
      chosen.replaceChildren(
        ...(hit ? [...(isRow ? [] : [line(hit.x, model.height)]), dot(hit, model.colorOf(point.series), true)] : [])
      );
    }
  };
}

/** True for a point within the angles of a slice. */
function isWithin({slice}: Hit, x: number, y: number): boolean {
  if (!slice) return false;
  const angle = (Math.atan2(x - slice.x, slice.y - y) + 2 * Math.PI) % (2 * Math.PI);
  return angle >= slice.from && angle < slice.to;
}

function nearestBy<T>(items: readonly T[], distance: (item: T) => number): T | undefined {
  return items.length
    ? items.reduce((best, candidate) => (distance(candidate) < distance(best) ? candidate : best))
    : undefined;
}

function line(x: number, height: number): SVGElement {
  const rule = document.createElementNS(SVG, "line");
  for (const [name, value] of Object.entries({x1: x, x2: x, y1: 8, y2: height - 28, class: "rule"}))
    rule.setAttribute(name, String(value));
  return rule;
}

function dot({x, y}: Hit, color: string, near: boolean): SVGElement {
  const circle = document.createElementNS(SVG, "circle");
  for (const [name, value] of Object.entries({cx: x, cy: y, r: near ? 5 : 3.5, fill: color, class: near ? "near" : ""}))
    circle.setAttribute(name, String(value));
  return circle;
}
