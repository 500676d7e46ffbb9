/** A small drawing of an insight: no tools, no tooltip; it says in words what it shows. */
import {insightChart} from "../../chart/insight-spec.ts";
import {safeSvg} from "../../chart/safe-svg.ts";
import type {InsightResult} from "../../insight/insight.ts";
import {insightSentences} from "../../report/sentence.ts";
import type {App} from "../app.ts";
import {fill, h} from "../dom.ts";

export interface MiniChart {
  readonly dom: HTMLElement;
  /** Null: the answer is awaited; a text: why there is none. */
  update(shown: InsightResult | string | null): void;
  destroy(): void;
}

let charts = 0;

export function createMiniChart(app: App, height: number): MiniChart {
  const name = `mini${++charts}`;
  const dom = h("div", {class: "mini-chart", style: `height:${height}px`});
  let shown: InsightResult | string | null = null;
  let width = 0;
  let turn = 0;
  const draw = async () => {
    const mine = ++turn;
    if (shown === null) return fill(dom, h("div", {class: "skeleton", role: "progressbar", "aria-label": "Loading"}));
    if (typeof shown === "string") return fill(dom, h("p", {class: "empty"}, shown));
    const result = shown;
    if (!result.times.length || !result.series.length) return fill(dom, h("p", {class: "empty"}, "Nothing to draw."));
    if (!width) return;
    try {
      const drawing = await app.charts.draw(insightChart(result, width, height).spec);
      if (mine !== turn) return;
      const words = insightSentences(result).join(" ");
      const picture = h("div", {class: "picture", role: "img", "aria-label": `${result.title}. ${words}`});
      // made by safeSvg: allow-listed elements and attributes, references to itself only
      picture.innerHTML = safeSvg(drawing.svg, {prefix: `${name}-${mine}`, title: result.title, description: words});
      picture.firstElementChild?.setAttribute("aria-hidden", "true");
      fill(dom, picture);
    } catch {
      if (mine === turn) fill(dom, h("p", {class: "empty"}, "This could not be drawn."));
    }
  };
  const observer = new ResizeObserver(([entry]) => {
    const next = Math.floor(entry!.contentRect.width);
    if (next < 60 || next === width) return;
    width = next;
    void draw();
  });
  observer.observe(dom);
  void draw();
  return {
    dom,
    update(next) {
      if (next === shown) return;
      shown = next;
      void draw();
    },
    destroy() {
      turn++;
      observer.disconnect();
    }
  };
}
