/** The figures of a report: drawing, data behind a disclosure, and where it comes from. */
import {seriesStyles} from "../chart/colors.ts";
import {liveData} from "../chart/live.ts";
import {safeSvg} from "../chart/safe-svg.ts";
import {aggregatedNote, specChart} from "../chart/spec.ts";
import {type Html, html, jsonIsland, trusted} from "../html.ts";
import type {InsightResult} from "../insight/insight.ts";
import {foundByWords} from "../insight/tool.ts";
import type {Output} from "../notebook/cells/kind.ts";
import {type Filtered, filteredWords} from "../notebook/filtered.ts";
import {chartSigns} from "./chart-signs.ts";
import {type ChartsOf, canDraw, type Draw, SIZES} from "./charts.ts";
import type {InsightFacts} from "./facts.ts";
import {withHover} from "./hover.ts";
import {numberFigure, windowWords} from "./number-figure.ts";
import type {Provenance} from "./provenance.ts";
import {completeness, factSentences} from "./sentence.ts";
import {dataTable, resultTable, tableCaption} from "./tables.ts";
import {watchList} from "./watch-list.ts";

/** What every figure has: its place in the page, and what vouches for it. */
export interface FigurePlace {
  readonly anchor: string;
  /** Counts from 1. */
  readonly number: number;
  readonly provenance: Provenance | null;
  /** Where its insight stands when that is another notebook: `other.md#id`. */
  readonly from: string | null;
  /** What a reader had set when it was made. */
  readonly filtered?: Filtered | undefined;
}

/** What the modes of a report add to a figure. */
export interface FigureMode {
  /** Its values stand in the page as JSON, for the script of the report. */
  readonly isLive: boolean;
  readonly evidence: Html | null;
}

/** The figure of an insight. */
export async function insightFigure(
  place: FigurePlace,
  facts: InsightFacts,
  charts: ChartsOf,
  {isLive, evidence}: FigureMode = {isLive: false, evidence: null}
): Promise<Html> {
  const {result, definition, watch} = facts;
  const notes = result.notes.map(({text}) => html`<div class="message note">${text}</div>`);
  const {drawn, said} = await drawings(place, facts, charts);
  const window = windowWords(result);
  const {description} = definition;
  const caption = html`${description ? html`<span class="about">${description}</span> ` : null}<span class="window">${description ? html`<span class="dot">· </span>` : null}${window.charAt(0).toUpperCase()}${window.slice(1)}</span>`;
  const data = result.times.length ? resultTable(result) : null;
  const table = data && (result.presentation === "table" ? scrolled(data, result.title) : disclosed(data));
  const below = said.length ? html`<p class="source">${said.join(" ")}</p>` : null;
  return figure(
    place,
    result.title,
    caption,
    html`${notes}${isLive && canDraw(result) ? liveMarkup(result) : null}${drawn}${below}${watchList(watch)}${table}${evidence}`,
    result
  );
}

function liveMarkup(result: InsightResult): Html {
  return html`<script type="application/json" class="live-data">${jsonIsland(liveData(result))}</script><div class="live-place"></div>`;
}

/** The drawings of an insight for a page and for a phone, and what they leave out; none for a number or a table. */
async function drawings(
  {anchor}: FigurePlace,
  facts: InsightFacts,
  charts: ChartsOf
): Promise<{drawn: readonly Html[]; said: readonly string[]}> {
  const {result} = facts;
  const isNumber = result.presentation === "number" && result.times.length > 0 && result.series.length > 0;
  if (isNumber) return {drawn: [numberFigure(result)], said: []};
  if (!canDraw(result)) return {drawn: [], said: []};
  const description = factSentences(facts)
    .map(({text}) => text)
    .join(" ");
  const drawn: Html[] = [];
  const said = new Set<string>();
  for (const {size, chart, drawing} of charts(result)) {
    const {svg} = await drawing;
    for (const note of [...chart.notes, ...chartSigns(result, chart)]) said.add(note);
    const safe = safeSvg(svg, {prefix: `${anchor}-${size}`, title: result.title, description});
    const key = chart.directLabels || chart.by === "series" || result.series.length < 2 ? null : legend(result);
    drawn.push(
      html`<div class="${size}">${key}${trusted(size === "wide" ? withHover(safe, result, chart) : safe)}</div>`
    );
  }
  return {drawn, said: [...said]};
}

/** The figure of an author's own chart. */
export async function specFigure(place: FigurePlace, output: Extract<Output, {of: "spec"}>, draw: Draw): Promise<Html> {
  const drawn: Html[] = [];
  for (const [size, {width, height}] of Object.entries(SIZES)) {
    const {svg} = await draw(specChart(output.spec, output.data, width, height, output.aggregated));
    const words = {title: output.caption || place.anchor, description: "Chart; its data stands in the table below."};
    drawn.push(
      html`<div class="${size}">${trusted(safeSvg(svg, {prefix: `${place.anchor}-${size}`, ...words}))}</div>`
    );
  }
  return figure(
    place,
    output.caption,
    output.aggregated ? aggregatedNote(output.aggregated) : "",
    html`${drawn}${output.data ? disclosed(dataTable(output.data)) : null}`,
    null
  );
}

/** The figure of a table. */
export function tableFigure(place: FigurePlace, title: string, output: Extract<Output, {type: "table"}>): Html {
  return figure(place, title, tableCaption(output), scrolled(dataTable(output.table), title || place.anchor), null);
}

/** A table that scrolls inside itself, also by key. */
function scrolled(table: Html, name: string): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}">${table}</div>`;
}

/** The figure of what a JavaScript cell showed. */
export function displayFigure(place: FigurePlace, title: string, items: Html): Html {
  return figure(place, title, "", items, null);
}

function disclosed(table: Html): Html {
  return html`<details><summary>Data</summary><div class="scroll">${table}</div></details>`;
}

function figure(
  {anchor, number, provenance, from, filtered}: FigurePlace,
  title: string,
  caption: string | Html,
  body: Html,
  result: InsightResult | null
): Html {
  const head = html`<figcaption><span class="rank">Figure ${number}</span>${title ? html`<strong>${title}</strong>` : null}${caption ? html`<span>${caption}</span>` : null}</figcaption>`;
  return html`<figure id="fig-${anchor}">${head}${body}${sourceLine(provenance, result, {from, filtered})}</figure>
`;
}

function sourceLine(
  provenance: Provenance | null,
  result: InsightResult | null,
  {from, filtered}: Pick<FigurePlace, "from" | "filtered">
): Html | null {
  if (!provenance && !result) return null;
  const queries =
    result?.source.series.map((one) => html`<code>${one.query || one.key}</code>${foundByWords(one)} `) ?? [];
  return html`<p class="source">${from ? html`Insight of <code>${from}</code> · ` : null}${filtered ? html`Filtered for this report: ${filteredWords(filtered)} · ` : null}${result && queries.length ? html`<span class="about">${queries.length === 1 ? "Query" : "Queries"}: ${queries}</span>` : null}${result ? html`<span class="window">${queries.length ? html`<span class="dot">· </span>` : null}${completeness(result)}</span> ` : null}${
    provenance ? html`Provenance <code title="${provenance.hash}">${provenance.hash.slice(0, 16)}</code>` : null
  }</p>`;
}

function legend({series}: InsightResult): Html {
  const styles = seriesStyles(series);
  return html`<ul class="legend">${series.map(
    ({label}, i) =>
      html`<li><svg viewBox="0 0 18 8" width="18" height="8" aria-hidden="true"><line x1="0" y1="4" x2="18" y2="4" stroke="${styles[i]!.color}" stroke-width="2.5" stroke-dasharray="${styles[i]!.dash.join(" ") || "none"}"/></svg>${label}</li>`
  )}</ul>`;
}
