/**
 * The script of an interactive report: it draws the figures that are seen anew, in their own width, with the same charts as
 * the app, and brings them to life: entries of the legend show and hide series, the pointer and the arrow keys tell the
 * values of a time, dragging or two choices zoom, a field filters series by name. Without it, the page stays as it is.
 */
import {seriesStyles} from "../src/chart/colors.ts";
import {draw} from "../src/chart/draw.ts";
import {type InsightChart, insightChart} from "../src/chart/insight-spec.ts";
import {type LiveData, liveResult, liveValues, nearestTime, windowed} from "../src/chart/live.ts";
import {strictSvg} from "../src/chart/strict-svg.ts";

const HEIGHT = 320;
const NARROW_HEIGHT = 260;
/** More series than this are also filtered by a field. */
const MANY = 5;

type Result = ReturnType<typeof liveResult>;

/** What a reader chose in a figure. */
interface Choice {
  readonly hidden: Set<string>;
  from: number;
  to: number;
}

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A line in the colour of a series; colours are set as a property, which the policy allows. */
function swatch(color: string): HTMLElement {
  const made = element("span", {class: "swatch", "aria-hidden": "true"});
  made.style.background = color;
  return made;
}

/** Brings a figure to life. `id` is that of the figure. */
function live(figure: HTMLElement, data: LiveData): void {
  const result = liveResult(data);
  const last = result.times.length - 1;
  const choice: Choice = {hidden: new Set(), from: 0, to: last};
  const picture = element("div", {class: "picture"});
  const tip = element("div", {class: "tip", role: "status", hidden: ""});
  const rule = element("div", {class: "rule", hidden: ""});
  const brush = element("div", {class: "brush", hidden: ""});
  const isOverTime = result.form === "over-time" && last > 0;
  const stage = element(
    "div",
    {
      class: "stage",
      tabindex: "0",
      role: "group",
      "aria-label": isOverTime ? `${result.title}: arrow keys tell the values, Escape ends` : result.title
    },
    picture,
    brush,
    rule,
    tip
  );
  let chart: InsightChart | null = null;
  let shown: Result = result;
  let drawing = 0;

  const redraw = async () => {
    const mine = ++drawing;
    const width = Math.max(280, Math.round(view.clientWidth || figure.clientWidth));
    const next = isOverTime ? windowed(result, choice.from, choice.to) : result;
    const made = insightChart(next, width, width < 520 ? NARROW_HEIGHT : HEIGHT, choice.hidden);
    const {svg} = await draw(made.spec);
    if (mine !== drawing) return;
    const safe = strictSvg(svg, {prefix: `live-${figure.id}`, title: result.title, description: ""});
    if (!safe) return;
    // made of allowed elements and attributes alone, and of references to itself
    picture.innerHTML = safe;
    chart = made;
    shown = next;
    figure.classList.add("is-live");
    tell(null);
  };

  const bar = controls(result, choice, isOverTime, () => void redraw());
  const view = element("div", {class: "live-view"}, bar, stage);
  const place = figure.querySelector(".live-place");
  if (!place) return;
  place.replaceChildren(view);

  let told: number | null = null;
  /** Tells the values of a time; null: of none. */
  const tell = (at: number | null) => {
    told = at;
    tip.hidden = rule.hidden = at === null || !chart?.span;
    if (at === null || !chart?.span) return;
    const [from, to] = chart.span;
    const x = chart.plot.left + ((shown.times[at]! - from) / (to - from || 1)) * chart.plot.width;
    const {time, values} = liveValues(shown, at, choice.hidden);
    tip.replaceChildren(
      element("strong", {}, time),
      ...values.map(({label, color, text}) =>
        element("div", {}, swatch(color), element("span", {class: "name"}, label), element("span", {class: "n"}, text))
      )
    );
    const scale = picture.clientWidth / (picture.querySelector("svg")?.viewBox.baseVal.width || 1);
    rule.style.left = `${x * scale}px`;
    rule.style.top = `${chart.plot.top * scale}px`;
    rule.style.height = `${chart.plot.height * scale}px`;
    const room = picture.clientWidth - tip.offsetWidth;
    tip.style.left = `${Math.max(0, Math.min(room, x * scale > picture.clientWidth / 2 ? x * scale - tip.offsetWidth - 12 : x * scale + 12))}px`;
  };

  /** The time at a place of the screen; null outside the plot. */
  const timeAt = (clientX: number): number | null => {
    if (!chart?.span) return null;
    const box = picture.getBoundingClientRect();
    const scale = box.width / (picture.querySelector("svg")?.viewBox.baseVal.width || 1);
    const share = ((clientX - box.left) / scale - chart.plot.left) / chart.plot.width;
    return share < -0.05 || share > 1.05 ? null : nearestTime(shown.times, chart.span, share);
  };

  watch(view, redraw);
  if (!isOverTime) return;
  let start: {at: number; x: number} | null = null;
  stage.addEventListener("pointerdown", (event) => {
    const at = event.pointerType === "touch" ? null : timeAt(event.clientX);
    start = at === null ? null : {at, x: event.clientX};
    if (start) stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    tell(timeAt(event.clientX));
    brush.hidden = !start || Math.abs(event.clientX - start.x) < 8;
    if (!start || brush.hidden) return;
    const box = stage.getBoundingClientRect();
    brush.style.left = `${Math.min(event.clientX, start.x) - box.left}px`;
    brush.style.width = `${Math.abs(event.clientX - start.x)}px`;
  });
  stage.addEventListener("pointerup", (event) => {
    const end = timeAt(event.clientX);
    const isDrag = !brush.hidden;
    brush.hidden = true;
    if (start && end !== null && isDrag && end !== start.at) {
      const [from, to] = [Math.min(start.at, end), Math.max(start.at, end)];
      zoom(choice.from + from, choice.from + to);
    }
    start = null;
  });
  stage.addEventListener("pointerleave", () => tell(null));
  stage.addEventListener("keydown", (event) => {
    const end = shown.times.length - 1;
    const next: Readonly<Record<string, number>> = {
      ArrowLeft: Math.max(0, (told ?? end + 1) - 1),
      ArrowRight: Math.min(end, (told ?? -1) + 1),
      Home: 0,
      End: end
    };
    const at = next[event.key];
    if (at !== undefined) tell(at);
    else if (event.key === "Escape") tell(null);
    else return;
    event.preventDefault();
  });
  const zoom = (from: number, to: number) => {
    choice.from = from;
    choice.to = to;
    bar.dispatchEvent(new Event("zoomed"));
    void redraw();
  };
}

/** Draws when the figure comes into view, and again when its width changes. */
function watch(view: HTMLElement, redraw: () => Promise<void>): void {
  let width = 0;
  const sized = new ResizeObserver(() => {
    if (view.clientWidth === width) return;
    width = view.clientWidth;
    void redraw();
  });
  const seen = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({isIntersecting}) => isIntersecting)) return;
      seen.disconnect();
      sized.observe(view);
    },
    {rootMargin: "400px"}
  );
  seen.observe(view);
}

/** Legend, window and filter of a figure. The event "zoomed" says that the window was changed elsewhere. */
function controls(result: Result, choice: Choice, isOverTime: boolean, changed: () => void): HTMLElement {
  const bar = element("div", {class: "live-bar"});
  const styles = seriesStyles(result.series);
  const entries = result.series.map(({label}, i) => {
    const button = element("button", {type: "button", "aria-pressed": "true"}, swatch(styles[i]!.color), label);
    button.addEventListener("click", () => {
      if (!choice.hidden.delete(label)) choice.hidden.add(label);
      show();
    });
    return {label, button};
  });
  const show = () => {
    for (const {label, button} of entries) button.setAttribute("aria-pressed", String(!choice.hidden.has(label)));
    changed();
  };
  if (entries.length > 1)
    bar.append(
      element("div", {class: "keys", role: "group", "aria-label": "Series"}, ...entries.map(({button}) => button))
    );
  const tools = element("div", {class: "tools"});
  if (entries.length > MANY) {
    const field = element("input", {type: "search", placeholder: "Filter series", "aria-label": "Filter series"});
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase();
      choice.hidden.clear();
      for (const {label} of entries) if (!label.toLowerCase().includes(wanted)) choice.hidden.add(label);
      show();
    });
    tools.append(field);
  }
  if (isOverTime) {
    const times = Array.from(result.times, (_, i) => liveValues(result, i, new Set()).time);
    const select = (name: string) => {
      const made = element(
        "select",
        {"aria-label": name},
        ...times.map((time, i) => element("option", {value: String(i)}, time))
      );
      made.addEventListener("change", () => {
        const [a, b] = [Number(from.value), Number(to.value)];
        [choice.from, choice.to] = a < b ? [a, b] : a > b ? [b, a] : a > 0 ? [a - 1, a] : [0, 1];
        bar.dispatchEvent(new Event("zoomed"));
        changed();
      });
      return made;
    };
    const from = select("From");
    const to = select("Until");
    const whole = element("button", {type: "button", class: "whole"}, "All times");
    whole.addEventListener("click", () => {
      [choice.from, choice.to] = [0, times.length - 1];
      bar.dispatchEvent(new Event("zoomed"));
      changed();
    });
    bar.addEventListener("zoomed", () => {
      from.value = String(choice.from);
      to.value = String(choice.to);
      whole.disabled = choice.from === 0 && choice.to === times.length - 1;
    });
    bar.dispatchEvent(new Event("zoomed"));
    tools.append(from, "–", to, whole);
  }
  if (tools.childNodes.length) bar.append(tools);
  return bar;
}

for (const script of document.querySelectorAll<HTMLScriptElement>('script[type="application/json"].live-data')) {
  const figure = script.closest("figure");
  if (figure) live(figure, JSON.parse(script.text) as LiveData);
}
