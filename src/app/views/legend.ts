/** The series of a chart by colour and name, to be shown and hidden. */
import type {SeriesStyle} from "../../chart/colors.ts";
import type {InsightResult} from "../../insight/insight.ts";
import {h} from "../dom.ts";

export function legend(
  result: InsightResult,
  styles: readonly SeriesStyle[],
  hidden: ReadonlySet<string>,
  toggle: (label: string) => void
): HTMLElement {
  return h(
    "ul",
    {class: "legend", "aria-label": "Series"},
    result.series.map(({label}, i) =>
      h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            "aria-pressed": !hidden.has(label),
            title: hidden.has(label) ? `Show ${label}` : `Hide ${label}`,
            on: {click: () => toggle(label)}
          },
          swatch(styles[i]!),
          label
        )
      )
    )
  );
}

/** A short stroke in a series' colour and dash. */
export function swatch({color, dash}: SeriesStyle): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 18 8");
  svg.setAttribute("class", "swatch");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
  for (const [name, value] of Object.entries({
    x1: 0,
    x2: 18,
    y1: 4,
    y2: 4,
    stroke: color,
    "stroke-width": 2.5,
    "stroke-dasharray": dash.join(" ")
  }))
    line.setAttribute(name, String(value));
  svg.append(line);
  return svg;
}
