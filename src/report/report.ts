/**
 * A notebook as one HTML file that answers at once and opens anywhere: summary, prose, figures as SVG with their data,
 * provenance. It loads nothing, runs nothing, and the same notebook, data and version give the same bytes.
 */
import inter from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?inline";
import {messageOf, TidemarkError} from "../error.ts";
import {base64, canonicalJson, sha256, sha256Base64} from "../hash.ts";
import {type Html, html, toText, trusted} from "../html.ts";
import type {InsightResult} from "../insight/insight.ts";
import {cutMessages} from "../notebook/cut-rows.ts";
import {filteredWords} from "../notebook/filtered.ts";
import type {Notebook} from "../notebook/notebook.ts";
import type {CellState} from "../notebook/run.ts";
import {readableNumber} from "../number.ts";
import {readableTime} from "../time.ts";
import {VERSION} from "../version.ts";
import {type ChartsOf, chartsOnce, type Draw} from "./charts.ts";
import {contents, type Place} from "./contents.ts";
import {displayItems} from "./display.ts";
import type {AskMovers} from "./drivers.ts";
import {type AskEvidence, evidenceOf} from "./evidence.ts";
import {EVIDENCE_BUDGET, evidenceHtml, type Room} from "./evidence-html.ts";
import {anchorOf, factsOf, type InsightFacts, isHidden} from "./facts.ts";
import {displayFigure, type FigurePlace, insightFigure, specFigure, tableFigure} from "./figure.ts";
import {islandHtml, notebookName, REPORT_VERSION} from "./island.ts";
import {lintReport} from "./lint.ts";
import {EVIDENCE_CSS, LIVE_CSS} from "./mode-style.ts";
import type {AskParts} from "./parts.ts";
import {filteredIn, type Provenance, provenanceOf, reusedIn} from "./provenance.ts";
import {REPORT_CSS, THEME_CSS} from "./style.ts";
import {summary} from "./summary.ts";
import {filesOf, fileWords} from "./table-files.ts";

/** A notebook that ran, and its file's name. */
export interface ReportInput {
  readonly name: string;
  readonly notebook: Notebook;
  readonly states: readonly CellState[];
  /** What is said of its insights, where that is known already. */
  readonly facts?: readonly InsightFacts[];
  readonly options?: ReportOptions;
}

/** What a report may hold beside its figures. */
export interface ReportOptions {
  /** The source of each cell, behind a disclosure below its figure. */
  readonly withSource: boolean;
  /** The notebooks whose reports stand beside this one, by file name: links to them lead to their reports. Empty for none. */
  readonly beside: readonly string[];
  /** The matching lines behind points, below their figure, as far as EVIDENCE_BUDGET goes. */
  readonly evidence?: boolean;
  /** Figures come to life by one script, which the policy knows by its hash; without it the page is as it is. */
  readonly interactive?: boolean;
  /** What Markdown shows: drawings as SVG beside it, or the PNG files that the edge makes of them. */
  readonly pictures?: "svg" | "png";
}

/** What an edge provides: drawing, and the repositories behind a point; the rest only where an option wants it. */
export interface ReportPorts {
  readonly draw: Draw;
  /** Charts that may be on their way already; else they are drawn one after the other. */
  readonly charts?: ChartsOf;
  readonly movers: AskMovers;
  readonly parts: AskParts;
  /** For `evidence`. */
  readonly behind?: AskEvidence;
  /** For `interactive`: the built `workers/report-page.ts`. */
  readonly script?: () => Promise<string>;
}

/** The report's HTML. @throws TidemarkError "report/unsafe" when something in it could load or run. */
export async function reportHtml(
  input: ReportInput,
  {draw, charts = chartsOnce(draw), movers, parts, behind, script}: ReportPorts
): Promise<string> {
  const {name, notebook, states, options} = input;
  const provenance = provenanceOf(notebook, states);
  const title = notebook.frontMatter.title || name;
  const facts = input.facts ?? (await factsOf(states, {movers, parts}, null));
  const page: Page = {
    title,
    facts: new Map(facts.map((one) => [one.anchor, one])),
    provenance,
    draw,
    charts,
    places: [],
    ids: new Set(),
    figures: new Map(),
    behind: options?.evidence ? needed(behind, "evidence") : null,
    room: {left: EVIDENCE_BUDGET},
    told: 0,
    isLive: options?.interactive === true
  };
  const live = options?.interactive ? await needed(script, "script")() : null;
  const sections: (Html | null)[] = [];
  for (const [index, state] of states.entries()) {
    sections.push(await section(state, index, page, options?.beside ?? []), missing(state));
    if (options?.withSource) sections.push(sourceOfCell(notebook, state));
  }
  const results = facts.map(({result}) => result);
  const style = `@font-face{font-family:"Inter Variable";font-weight:100 900;font-display:optional;src:url(${inter}) format("woff2")}${THEME_CSS}${REPORT_CSS}${page.behind ? EVIDENCE_CSS : ""}${live ? LIVE_CSS : ""}`;
  const policy = `default-src 'none'; style-src 'sha256-${sha256Base64(style)}'; ${live ? `script-src 'sha256-${sha256Base64(live)}'; ` : ""}img-src data:; font-src data:; base-uri 'none'; form-action 'none'`;
  const toc = contents(page.places);
  const before = toText(html`<!doctype html>
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
<body${toc ? html` class="with-toc"` : null}>
<main>
${options?.beside.length ? html`<nav class="up"><a href="./index.html">All reports</a></nav>` : null}<header>
<h1>${title}</h1>
<p class="byline">${byline(results)}</p>${filteredLine(facts)}
</header>
${summary(facts, page.figures)}${toc}${sections}
${footer(name, notebook, states)}
</main>
${live ? html`<script>${trusted(live)}</script>\n` : null}`);
  const island = islandHtml({
    format: "tidemark-report",
    version: REPORT_VERSION,
    tidemark: VERSION,
    name,
    notebook: notebook.text,
    choices: choicesOf(states),
    figures: [...provenance].map(([index, {hash, upstream, result, inputs, observed}]) => ({
      cell: states[index]!.cell.id ?? `line ${states[index]!.cell.line}`,
      hash,
      upstream,
      result,
      inputs,
      observed,
      ...(reusedIn(states[index]!).length ? {reused: reusedIn(states[index]!)} : {}),
      ...(states[index]!.files.length ? {files: states[index]!.files} : {}),
      ...(filteredIn(states[index]!) ? {filtered: filteredIn(states[index]!)!} : {})
    })),
    page: sha256(before)
  });
  const text = `${before}${toText(island)}
</body>
</html>
`;
  lintReport(text);
  return text;
}

/** A report while it is put together. */
interface Page {
  readonly title: string;
  readonly facts: ReadonlyMap<string, InsightFacts>;
  readonly provenance: ReadonlyMap<number, Provenance>;
  readonly draw: Draw;
  readonly charts: ChartsOf;
  readonly places: Place[];
  /** The ids of headings: each cell begins its own anew. */
  readonly ids: Set<string>;
  /** The numbers of figures by anchor. */
  readonly figures: Map<string, number>;
  /** What evidence is asked of, null for a report without; and the room that is left for it. */
  readonly behind: AskEvidence | null;
  readonly room: Room;
  /** How many figures have been given evidence. */
  told: number;
  readonly isLive: boolean;
}

/** @throws TidemarkError "report/port" where an edge does not provide what an option wants. */
function needed<T>(port: T | undefined, name: string): T {
  if (port) return port;
  throw new TidemarkError("report/port", `A report with this option needs ${name}, which nobody provided.`);
}

function byline(results: readonly InsightResult[]): string {
  if (!results.length) return "A notebook without insights";
  const asOf = Math.max(...results.map(({times}) => times.at(-1) ?? 0));
  const repositories = Math.max(...results.map(({source}) => source.repositories));
  // numbers of a whole company are of no repository
  const of = repositories ? ` · ${repositories} ${repositories === 1 ? "repository" : "repositories"}` : "";
  return `As of ${readableTime(asOf)}${of} · ${results.length} ${results.length === 1 ? "insight" : "insights"}`;
}

/** What a reader filtered the insights by, once each, so that nobody takes a part for the whole. */
function filteredLine(facts: readonly InsightFacts[]): Html | null {
  const words = [...new Set(facts.flatMap(({filtered}) => (filtered ? filteredWords(filtered) : [])))];
  return words.length ? html`\n<p class="byline">Filtered for this report: ${words.join("; ")}</p>` : null;
}

/** What was chosen in the inputs: their values, by id. */
function choicesOf(states: readonly CellState[]): Record<string, unknown> {
  return Object.fromEntries(
    states.flatMap(({cell, value}): [string, unknown][] => {
      if (cell.kind !== "input" || !cell.id || !value) return [];
      if (value.kind === "list") return [[cell.id, value.values]];
      return value.kind === "scalar" ? [[cell.id, value.value]] : [];
    })
  );
}

async function section(state: CellState, index: number, page: Page, beside: readonly string[]): Promise<Html | null> {
  const {cell, output, messages} = state;
  if (isHidden(cell)) return null;
  if (state.status !== "done" || !output) {
    const text =
      state.status === "waiting"
        ? `Waiting for ${state.waitingFor}, which has no result.`
        : (messages.find(({level}) => level === "error")?.text ?? "This cell was not run.");
    return cell.kind === "js" && state.status === "consent"
      ? problem(cell.id ?? "JavaScript", "Not run: the JavaScript of this notebook was not allowed to run.")
      : state.status === "disabled"
        ? null
        : problem(cell.id ?? cell.kind, text);
  }
  if (output.type === "markdown") return prose({...output, html: withReportLinks(output.html, beside)}, page);
  if (output.type === "value")
    return output.input
      ? html`<p class="source">${output.input.label}: ${output.text}</p>
`
      : null;
  const anchor = anchorOf(cell, index);
  const place: FigurePlace = {
    anchor,
    number: page.figures.size + 1,
    provenance: page.provenance.get(index) ?? null,
    from: reusedName(state),
    filtered: filteredIn(state)
  };
  const named = (text: string) => {
    page.figures.set(anchor, place.number);
    page.places.push({anchor: `fig-${anchor}`, text: text || `Figure ${place.number}`, depth: 7});
  };
  try {
    if (output.type === "display") {
      if (!output.items.length) return null;
      const title = cell.attributes.get("caption") ?? "";
      named(title);
      return displayFigure(place, title, await displayItems(output.items, anchor, page.draw));
    }
    if (output.type === "table") {
      const title = cell.attributes.get("caption") ?? cell.id ?? "";
      named(title);
      return tableFigure(place, title, output);
    }
    const drawn =
      output.of === "insight"
        ? await insightFigure(place, page.facts.get(anchor)!, page.charts, {
            isLive: page.isLive,
            evidence: await evidence(page.facts.get(anchor)!, page)
          })
        : await specFigure(place, output, page.draw);
    named(output.of === "insight" ? output.result.title : output.caption);
    return drawn;
  } catch (error) {
    // a figure that cannot be drawn says so in its place; the rest of the report stands
    return problem(anchor, messageOf(error));
  }
}

/** Where an insight that is shown from another notebook stands. */
function reusedName(state: CellState): string | null {
  const [first] = reusedIn(state);
  return first ? `${first.notebook}#${first.id}` : null;
}

/** The evidence of a figure: a fair part of the room that is left for those that still come. */
async function evidence({definition, result}: InsightFacts, page: Page): Promise<Html | null> {
  if (!page.behind) return null;
  const figures = Math.max(1, page.facts.size - page.told);
  page.told++;
  const part = {left: Math.floor(page.room.left / figures)};
  const most = part.left;
  const markup = evidenceHtml(await evidenceOf(definition, result, page.behind), result, part);
  page.room.left -= most - part.left;
  return markup;
}

/** Sanitised markup whose links to notebooks of the same folder lead to their reports. */
function withReportLinks(markup: string, beside: readonly string[]): string {
  if (!beside.length) return markup;
  return markup.replace(
    /(<a href=")(?:\.\/)?([^"/?#]+)\.md((?:#[^"]*)?")/g,
    (link, open: string, name: string, rest: string) => {
      const file = safelyDecoded(name);
      return beside.includes(`${file}.md`) ? `${open}./${name}.html${rest}` : link;
    }
  );
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The source of a cell with its fence, behind a disclosure; prose is its own source. */
function sourceOfCell({text}: Notebook, {cell}: CellState): Html | null {
  if (cell.kind === "markdown" || isHidden(cell)) return null;
  return html`<details class="code"><summary>Source${cell.id ? ` of ${cell.id}` : null}</summary><pre><code>${text.slice(cell.from, cell.to)}</code></pre></details>
`;
}

function prose(
  {html: markup, headings}: {html: string; headings: readonly {depth: number; text: string; anchor: string}[]},
  page: Page
): Html | null {
  let text = withoutTitle(markup, page.title);
  for (const {anchor, text: words, depth} of headings) {
    if (!text.includes(` id="${anchor}"`)) continue;
    let id = anchor;
    for (let rank = 2; page.ids.has(id); rank++) id = `${anchor}-${rank}`;
    page.ids.add(id);
    if (id !== anchor) text = text.replace(` id="${anchor}"`, ` id="${id}"`);
    page.places.push({anchor: id, text: words, depth});
  }
  return text.trim()
    ? html`<div class="prose">${trusted(text)}</div>
`
    : null;
}

function problem(name: string, text: string): Html {
  return html`<div class="message" role="note"><strong>${name}</strong>: ${text}</div>
`;
}

/** That a result misses rows, below it. */
function missing({cell, cut = [], status, output}: CellState): Html | null {
  const [message] = status === "done" && output && !isHidden(cell) ? cutMessages(cut, cell) : [];
  return message
    ? html`<div class="message note" role="note">${message.text}</div>
`
    : null;
}

/** The page has the title as its heading already. */
function withoutTitle(markup: string, title: string): string {
  const first = /^<h1 id="[^"]*">([^<]*)<\/h1>\n?/.exec(markup);
  return first && toText(html`${title}`) === first[1]!.replaceAll("&#x27;", "&#39;")
    ? markup.slice(first[0].length)
    : markup;
}

function footer(name: string, notebook: Notebook, states: readonly CellState[]): Html {
  const results = states.flatMap(({output}) =>
    output?.type === "chart" && output.of === "insight" ? [output.result] : []
  );
  const segments = [...new Set(results.flatMap(({source}) => source.segments))].sort();
  const files = filesOf(states);
  return html`<footer>
<p>Made by Tidemark ${VERSION} from the notebook <a download="${notebookName({name})}" href="data:text/markdown;base64,${base64(notebook.text)}">${name}</a>, whose text is in this file. Figures are drawn from ${readableNumber(segments.length)} ${segments.length === 1 ? "segment" : "segments"} of imported search results; the provenance of a figure covers its cell, what that refers to, its result, those segments and when they were observed.</p>
${
  files.length
    ? html`<p>Tables of the workspace: ${files.map(fileWords).join("; ")}.</p>
`
    : null
}<p>Report <code>${sha256(canonicalJson(files.length ? [notebook.text, segments, files] : [notebook.text, segments])).slice(0, 16)}</code>, format ${REPORT_VERSION}. Times are UTC.</p>
</footer>`;
}
