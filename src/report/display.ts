/** What a JavaScript cell showed, in a report: drawings and tables as they were, inputs with the value they had. */
import type {Drawing} from "../chart/draw.ts";
import type {VegaLiteSpec} from "../chart/insight-spec.ts";
import {safeSvg} from "../chart/safe-svg.ts";
import {specChart} from "../chart/spec.ts";
import {type Html, html, trusted} from "../html.ts";
import type {DisplayItem} from "../notebook/cells/kind.ts";
import {dataTable} from "./tables.ts";

const SIZE = {width: 680, height: 320} as const;

/** The items of a cell, one below another. */
export async function displayItems(
  items: readonly DisplayItem[],
  name: string,
  draw: (spec: VegaLiteSpec) => Promise<Drawing>
): Promise<Html> {
  const shown: Html[] = [];
  for (const [index, item] of items.entries()) {
    const words = {prefix: `${name}-${index}`, title: name, description: "Drawn by a JavaScript cell."};
    if (item.type === "text") shown.push(html`<pre>${item.text}</pre>\n`);
    else if (item.type === "table") shown.push(html`<div class="scroll">${dataTable(item.table)}</div>\n`);
    else if (item.type === "html") shown.push(html`<div class="prose">${trusted(item.html)}</div>\n`);
    else if (item.type === "svg")
      shown.push(html`<div class="scroll">${trusted(safeSvg(item.text, {...words, foreign: true}))}</div>\n`);
    else if (item.type === "input")
      shown.push(html`<p class="source">${item.definition.label}: ${valueText(item.definition.value)}</p>\n`);
    else {
      const {svg} = await draw(specChart(item.spec, null, SIZE.width, SIZE.height));
      shown.push(html`<div class="scroll">${trusted(safeSvg(svg, words))}</div>\n`);
    }
  }
  return html`${shown}`;
}

function valueText(value: string | number | readonly string[]): string {
  return typeof value === "object" ? value.join(", ") : String(value);
}
