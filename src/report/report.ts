/**
 * A notebook as one HTML file that answers at once and opens anywhere: summary, prose, figures as SVG with their data,
 * provenance. It loads nothing, runs nothing, and the same notebook, data and version give the same bytes.
 */
import inter from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?inline";
import {seriesStyles} from "../chart/colors.ts";
import type {Drawing} from "../chart/draw.ts";
import {insightChart, type VegaLiteSpec} from "../chart/insight-spec.ts";
import {safeSvg} from "../chart/safe-svg.ts";
import {specChart} from "../chart/spec.ts";
import {messageOf} from "../error.ts";
import {canonicalJson, sha256, sha256Base64} from "../hash.ts";
import {type Html, html, jsonIsland, toText, trusted} from "../html.ts";
import type {InsightResult} from "../insight/insight.ts";
import type {Output} from "../notebook/cells/kind.ts";
import type {Notebook} from "../notebook/notebook.ts";
import type {CellState} from "../notebook/run.ts";
import {readableNumber} from "../number.ts";
import type {Column, Table} from "../table.ts";
import {isoDate, readableTime} from "../time.ts";
import {VERSION} from "../version.ts";
import {cellText} from "./cell-text.ts";
import {lintReport} from "./lint.ts";
import {type Provenance, provenanceOf} from "./provenance.ts";
import {amount, completeness, insightSentences} from "./sentence.ts";
import {REPORT_CSS, THEME_CSS} from "./style.ts";

export const REPORT_VERSION = 1;

/** A notebook that ran, and its file's name. */
export interface ReportInput {
  readonly name: string;
  readonly notebook: Notebook;
  readonly states: readonly CellState[];
}

/** Draws a spec; an edge may do it in a worker. */
export type Draw = (spec: VegaLiteSpec) => Promise<Drawing>;

/** Figures are drawn twice, for a page and for a phone, in CSS pixels. */
const SIZES = {wide: {width: 680, height: 320}, narrow: {width: 350, height: 260}} as const;
/** A data table with more rows says so and stops. */
const MOST_ROWS = 2000;

/** The report's HTML. @throws TidemarkError "report/unsafe" when something in it could load or run. */
export async function reportHtml({name, notebook, states}: ReportInput, draw: Draw): Promise<string> {
  const provenance = provenanceOf(notebook, states);
  const title = notebook.frontMatter.title || name;
  const insights = states.flatMap(({output, cell}) =>
    output?.type === "chart" && output.of === "insight" ? [{result: output.result, anchor: cell.id ?? ""}] : []
  );
  const sections: (Html | null)[] = [];
  for (const [index, state] of states.entries())
    sections.push(await section(state, index, provenance.get(index) ?? null, draw, title));
  const style = `@font-face{font-family:"Inter Variable";font-weight:100 900;src:url(${inter}) format("woff2")}${THEME_CSS}${REPORT_CSS}`;
  const policy = `default-src 'none'; style-src 'sha256-${sha256Base64(style)}'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Tidemark ${VERSION}">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<main>
<header>
<h1>${title}</h1>
<p class="byline">${byline(insights.map(({result}) => result))}</p>
</header>
${summary(insights)}
${sections}
${footer(
  name,
  notebook,
  insights.map(({result}) => result)
)}
</main>
<script type="application/json" id="tidemark-report">${jsonIsland({
    format: "tidemark-report",
    version: REPORT_VERSION,
    tidemark: VERSION,
    name,
    notebook: notebook.text,
    figures: [...provenance].map(([index, {hash, upstream, result, inputs}]) => ({
      cell: states[index]!.cell.id ?? `line ${states[index]!.cell.line}`,
      hash,
      upstream,
      result,
      inputs
    }))
  })}</script>
</body>
</html>
`;
  const text = toText(page);
  lintReport(text);
  return text;
}

function byline(results: readonly InsightResult[]): string {
  if (!results.length) return "A notebook without insights";
  const asOf = Math.max(...results.map(({times}) => times.at(-1) ?? 0));
  const repositories = Math.max(...results.map(({source}) => source.repositories));
  return `As of ${readableTime(asOf)} · ${repositories} ${repositories === 1 ? "repository" : "repositories"} · ${results.length} ${results.length === 1 ? "insight" : "insights"}`;
}

function summary(insights: readonly {readonly result: InsightResult; readonly anchor: string}[]): Html | null {
  if (!insights.length) return null;
  return html`<section class="summary" aria-label="Summary"><h2>In short</h2><ul>${insights.map(({result, anchor}) => {
    const sentences = insightSentences(result);
    return html`<li><a href="#fig-${anchor}">${result.title}</a>: ${sentences.slice(0, -1).join(" ")} <span class="more">${sentences.at(-1)}</span></li>
`;
  })}</ul></section>`;
}

async function section(
  state: CellState,
  index: number,
  provenance: Provenance | null,
  draw: Draw,
  title: string
): Promise<Html | null> {
  const {cell, output, messages} = state;
  if (cell.attributes.get("display") === "false") return null;
  if (state.status !== "done" || !output) {
    const text =
      state.status === "waiting"
        ? `Waiting for ${state.waitingFor}, which has no result.`
        : (messages.find(({level}) => level === "error")?.text ?? "This cell was not run.");
    return cell.kind === "js" || state.status === "disabled" ? null : problem(cell.id ?? cell.kind, text);
  }
  if (output.type === "markdown")
    return html`<div class="prose">${trusted(withoutTitle(output.html, title))}</div>
`;
  if (output.type === "value")
    return output.input
      ? html`<p class="source">${output.input.label}: ${output.text}</p>
`
      : null;
  const anchor = cell.id ?? `cell-${index + 1}`;
  if (output.type === "table")
    return figure(
      anchor,
      cell.attributes.get("caption") ?? cell.id ?? "",
      tableCaption(output),
      html`<div class="scroll">${dataTable(output.table)}</div>`,
      provenance,
      null
    );
  try {
    return output.of === "insight"
      ? await insightFigure(anchor, output.result, output.definition.description, provenance, draw)
      : await specFigure(anchor, output, provenance, draw);
  } catch (error) {
    // a figure that cannot be drawn says so in its place; the rest of the report stands
    return problem(anchor, messageOf(error));
  }
}

function problem(name: string, text: string): Html {
  return html`<div class="message" role="note"><strong>${name}</strong>: ${text}</div>
`;
}

async function insightFigure(
  anchor: string,
  result: InsightResult,
  description: string,
  provenance: Provenance | null,
  draw: Draw
): Promise<Html> {
  const notes = result.notes.map(({text}) => html`<div class="message note">${text}</div>`);
  const drawn: Html[] = [];
  if (result.times.length && result.series.length) {
    for (const [size, {width, height}] of Object.entries(SIZES)) {
      const chart = insightChart(result, width, height);
      const {svg} = await draw(chart.spec);
      const words = {prefix: `${anchor}-${size}`, title: result.title, description: insightSentences(result).join(" ")};
      drawn.push(
        html`<div class="${size}">${chart.directLabels || result.series.length < 2 ? null : legend(result)}${trusted(safeSvg(svg, words))}</div>`
      );
    }
  }
  const window = result.times.length
    ? `${readableTime(result.times[0]!)} to ${readableTime(result.times.at(-1)!)}`
    : "no data in the window";
  const unit = `${result.unit.slice(0, 1).toUpperCase()}${result.unit.slice(1)}` || "No unit";
  const caption = html`${description ? `${description} · ` : null}<span class="window">${unit}, ${window}</span>`;
  const table = html`<details><summary>Data</summary><div class="scroll">${resultTable(result)}</div></details>`;
  return figure(anchor, result.title, caption, html`${notes}${drawn}${table}`, provenance, result);
}

async function specFigure(
  anchor: string,
  output: Extract<Output, {of: "spec"}>,
  provenance: Provenance | null,
  draw: Draw
): Promise<Html> {
  const drawn: Html[] = [];
  for (const [size, {width, height}] of Object.entries(SIZES)) {
    const {svg} = await draw(specChart(output.spec, output.data, width, height));
    drawn.push(
      html`<div class="${size}">${trusted(safeSvg(svg, {prefix: `${anchor}-${size}`, title: output.caption || anchor, description: "Chart; its data stands in the table below."}))}</div>`
    );
  }
  const table = output.data
    ? html`<details><summary>Data</summary><div class="scroll">${dataTable(output.data)}</div></details>`
    : null;
  return figure(anchor, output.caption, "", html`${drawn}${table}`, provenance, null);
}

function figure(
  anchor: string,
  title: string,
  caption: string | Html,
  body: Html,
  provenance: Provenance | null,
  result: InsightResult | null
): Html {
  const head =
    title || caption
      ? html`<figcaption>${title ? html`<strong>${title}</strong>` : null}${caption ? html`<span>${caption}</span>` : null}</figcaption>`
      : null;
  return html`<figure id="fig-${anchor}">${head}${body}${sourceLine(provenance, result)}</figure>
`;
}

function sourceLine(provenance: Provenance | null, result: InsightResult | null): Html {
  const queries = result?.source.series.map(({query, key}) => html`<code>${query || key}</code> `) ?? [];
  return html`<p class="source">${result ? html`${result.source.series.length === 1 ? "Query" : "Queries"}: ${queries}· ${completeness(result)} ` : null}${
    provenance ? html`Provenance <code title="${provenance.hash}">${provenance.hash.slice(0, 16)}</code>` : null
  }</p>`;
}

function legend({series}: InsightResult): Html {
  const styles = seriesStyles(series);
  return html`<ul class="legend">${series.map(
    ({label}, i) =>
      html`<li><svg viewBox="0 0 18 8" aria-hidden="true"><line x1="0" y1="4" x2="18" y2="4" stroke="${styles[i]!.color}" stroke-width="2.5" stroke-dasharray="${styles[i]!.dash.join(" ") || "none"}"/></svg>${label}</li>`
  )}</ul>`;
}

/** Times down, series across; unknown is –, a lower bound is marked. */
function resultTable({times, series, unit}: InsightResult): Html {
  const rows = Array.from(times, (_, i) => times.length - 1 - i).slice(0, MOST_ROWS);
  return html`<table><thead><tr><th scope="col">Time (UTC)</th>${series.map(({label}) => html`<th scope="col" class="n">${label}</th>`)}</tr></thead><tbody>${rows.map(
    (i) =>
      html`<tr><th scope="row">${isoDate(times[i]!)}</th>${series.map(({values, status}) => {
        const partial = status[i] === "partial";
        return html`<td class="${partial ? "n partial" : "n"}"${partial ? html` title="lower bound: some repositories are incomplete"` : null}>${Number.isNaN(values[i]!) ? "–" : readableNumber(values[i]!)}</td>`;
      })}</tr>`
  )}</tbody></table>${series.some(({status}) => status.includes("partial")) ? html`<p class="source">* incomplete: some repositories are undercounted or unknown. ${amount(0, unit).slice(2)} are counted.</p>` : null}`;
}

function dataTable(table: Table): Html {
  const rows = Math.min(table.rows, MOST_ROWS);
  const numeric = (column: Column) => (column.type === "number" ? "n" : "");
  return html`<table><thead><tr>${table.columns.map((column) => html`<th scope="col" class="${numeric(column)}">${column.name}</th>`)}</tr></thead><tbody>${Array.from(
    {length: rows},
    (_, row) =>
      html`<tr>${table.columns.map((column) => html`<td class="${numeric(column)}">${cellText(column, row)}</td>`)}</tr>`
  )}</tbody></table>${table.rows > rows ? html`<p class="source">${readableNumber(table.rows - rows)} more rows are not shown.</p>` : null}`;
}

function tableCaption({table, truncated}: {table: Table; truncated: boolean}): string {
  return `${readableNumber(table.rows)} ${table.rows === 1 ? "row" : "rows"}${truncated ? ", cut: there are more" : ""}`;
}

/** The page has the title as its heading already. */
function withoutTitle(markup: string, title: string): string {
  const first = /^<h1 id="[^"]*">([^<]*)<\/h1>\n?/.exec(markup);
  return first && toText(html`${title}`) === first[1]!.replaceAll("&#x27;", "&#39;")
    ? markup.slice(first[0].length)
    : markup;
}

function footer(name: string, notebook: Notebook, results: readonly InsightResult[]): Html {
  const segments = [...new Set(results.flatMap(({source}) => source.segments))].sort();
  return html`<footer>
<p>Made by Tidemark ${VERSION} from the notebook <code>${name}</code>, whose text is in this file. Figures are drawn from ${readableNumber(segments.length)} ${segments.length === 1 ? "segment" : "segments"} of imported search results; the provenance of a figure covers its cell, what that refers to, its result and those segments.</p>
<p>Report <code>${sha256(canonicalJson([notebook.text, segments])).slice(0, 16)}</code>, format ${REPORT_VERSION}. Times are UTC.</p>
</footer>`;
}
