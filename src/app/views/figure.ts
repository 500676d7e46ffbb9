/** The frame of a figure: title, caption, its tools, its body at a height the user can drag. */
import {fill, h, type View} from "../dom.ts";

export interface Figure extends View {
  readonly body: HTMLElement;
  setHead(title: string, caption: readonly (string | Node)[]): void;
  setTools(...tools: HTMLElement[]): void;
  setFoot(...foot: (string | Node)[]): void;
  /** True: as high as what is in it, and nothing to drag; false: at its height. */
  setNatural(natural: boolean): void;
  /** Calls back with the width of the body, now and whenever it changes. */
  onWidth(callback: (width: number) => void): void;
  readonly height: number;
  /** Another height, as when a step is taken back; the user is told nothing. */
  setHeight(height: number): void;
}

const LEAST = 160;
const MOST = 900;
/** How far a key changes the height. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: -20,
  ArrowDown: 20,
  PageUp: -100,
  PageDown: 100,
  Home: -MOST,
  End: MOST
};

/** A figure; `onResize` is told of a new height when the user lets go. Null: it cannot be resized. */
export function createFigure(height: number, onResize: ((height: number) => void) | null): Figure {
  const strong = h("strong");
  const caption = h("span", {class: "caption"});
  const tools = h("div", {class: "tools"});
  const body = h("div", {class: "figure-body"});
  const foot = h("p", {class: "source"});
  let now = height;
  body.style.minHeight = `${now}px`;
  const handle = h("div", {
    class: "resize",
    role: "separator",
    tabindex: 0,
    "aria-orientation": "horizontal",
    "aria-label": "Height of the figure",
    "aria-valuemin": LEAST,
    "aria-valuemax": MOST,
    "aria-valuenow": now
  });
  const dom = h("figure", {}, h("figcaption", {}, strong, tools, caption), body, onResize ? handle : null, foot);
  let widthCallback: ((width: number) => void) | null = null;
  let width = 0;
  const observer = new ResizeObserver(([entry]) => {
    const next = Math.floor(entry!.contentRect.width);
    if (next < 40 || next === width) return;
    width = next;
    widthCallback?.(width);
  });
  observer.observe(body);
  /** The height that was told last. */
  let told = height;
  let isNatural = false;
  const resize = (next: number) => {
    now = Math.round(Math.max(LEAST, Math.min(MOST, next)));
    if (!isNatural) body.style.minHeight = `${now}px`;
    handle.setAttribute("aria-valuenow", String(now));
    if (width) widthCallback?.(width);
  };
  const tell = () => {
    if (now === told) return;
    told = now;
    onResize?.(now);
  };
  handle.addEventListener("pointerdown", (start) => {
    start.preventDefault();
    handle.setPointerCapture(start.pointerId);
    const from = now;
    const move = (event: PointerEvent) => resize(from + event.clientY - start.clientY);
    const end = () => {
      handle.removeEventListener("pointermove", move);
      tell();
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", end, {once: true});
    handle.addEventListener("pointercancel", end, {once: true});
  });
  handle.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    resize(now + step);
  });
  // a key that is held is one change
  handle.addEventListener("keyup", tell);
  handle.addEventListener("blur", tell);
  return {
    dom,
    body,
    get height() {
      return now;
    },
    setHead(title, text) {
      strong.textContent = title;
      strong.hidden = !title;
      fill(caption, ...text);
    },
    setHeight(next) {
      told = next;
      if (next !== now) resize(next);
    },
    setNatural(natural) {
      isNatural = natural;
      body.style.minHeight = natural ? "0" : `${now}px`;
      handle.hidden = natural;
    },
    setTools: (...buttons) => fill(tools, ...buttons),
    setFoot: (...parts) => fill(foot, ...parts),
    onWidth(callback) {
      widthCallback = callback;
      if (width) callback(width);
    },
    destroy: () => observer.disconnect()
  };
}
