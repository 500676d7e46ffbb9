/** A difference as Markdown for a pull request's comment, and as a page with the lines of before and after overlaid. */
import inter from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?inline";
import {insightChart} from "../chart/insight-spec.ts";
import {safeSvg} from "../chart/safe-svg.ts";
import {sha256Base64} from "../hash.ts";
import {type Html, html, toText, trusted} from "../html.ts";
import type {InsightResult, ResultSeries} from "../insight/insight.ts";
import {parseIso} from "../time.ts";
import {VERSION} from "../version.ts";
import type {Draw} from "./charts.ts";
import {type CellDiff, type DiffLine, FRONT_MATTER, type NumberChange} from "./diff.ts";
import {lintReport} from "./lint.ts";
import {markdownText} from "./markdown-text.ts";
import type {ReadFigure} from "./read-figures.ts";
import {REPORT_CSS, THEME_CSS} from "./style.ts";

/** What is compared, as its reader named it. */
export interface DiffNames {
  readonly before: string;
  readonly after: string;
}

/** A comment with more rows is not read; the page has all. */
const MOST_NUMBERS = 20;
/** Unchanged lines around a change. */
const CONTEXT = 3;
const STATES = {changed: "changed", new: "new", gone: "gone", numbers: "other numbers", moved: "moved"} as const;

/** The difference as Markdown. */
export function diffMarkdown(diffs: readonly CellDiff[], {before, after}: DiffNames): string {
  const head = `## From ${markdownText(before)} to ${markdownText(after)}\n\n${words(diffs)}\n`;
  return [head, ...diffs.map(cellMarkdown)].join("\n");
}

/** `1 cell changed, 2 new; numbers changed in 1 figure`. */
export function words(diffs: readonly CellDiff[]): string {
  const isCell = ({kind}: CellDiff) => kind !== FRONT_MATTER;
  const count = (state: CellDiff["state"]) => diffs.filter((one) => isCell(one) && one.state === state).length;
  const [changed, fresh, gone] = [count("changed"), count("new"), count("gone")];
  const moved = diffs.filter((one) => one.moved).length;
  const figures = diffs.filter(({numbers}) => numbers.length).length;
  const cells = [
    ...(changed ? [`${changed} changed`] : []),
    ...(fresh ? [`${fresh} new`] : []),
    ...(gone ? [`${gone} gone`] : []),
    ...(moved ? [`${moved} moved`] : [])
  ];
  const parts = [
    ...(diffs.every(isCell) ? [] : ["front matter changed"]),
    ...(cells.length ? [`cells: ${cells.join(", ")}`] : []),
    ...(figures ? [`numbers differ in ${figures} ${figures === 1 ? "figure" : "figures"}`] : [])
  ];
  const text = parts.join("; ");
  return text ? `${text.charAt(0).toUpperCase()}${text.slice(1)}.` : "Nothing differs.";
}

/** What happened to a cell: `changed, moved (it stood behind a, and stands first)`. */
function stateWords({state, moved}: CellDiff): string {
  if (!moved) return STATES[state];
  const behind = (name: string) => (name ? `behind ${name}` : "first");
  const places = `moved (it stood ${behind(moved.before)}, and stands ${behind(moved.after)})`;
  return state === "moved" ? places : `${STATES[state]}, ${places}`;
}

function cellMarkdown(one: CellDiff): string {
  const {name, lines, numbers, figures} = one;
  const title = (figures.after ?? figures.before)?.title ?? "";
  const fence = "`".repeat(
    Math.max(3, ...lines.flatMap(({text}) => (text.match(/`+/g) ?? []).map((run) => run.length + 1)))
  );
  const text = lines.length
    ? `${fence}diff\n${nearChanges(lines)
        .map((line) => (line ? `${line.sign}${line.text}` : "@@"))
        .join("\n")}\n${fence}\n`
    : "";
  return [
    `### ${markdownText(name)}: ${markdownText(stateWords(one))}${title ? ` (${markdownText(title)})` : ""}\n`,
    text,
    numbersMarkdown(numbers)
  ]
    .filter(Boolean)
    .join("\n");
}

function numbersMarkdown(numbers: readonly NumberChange[]): string {
  if (!numbers.length) return "";
  const rows = numbers
    .slice(0, MOST_NUMBERS)
    .map(
      ({row, column, before, after}) =>
        `| ${markdownText(row)} | ${markdownText(column)} | ${markdownText(before ?? "")} | ${markdownText(after ?? "")} |\n`
    );
  const more = numbers.length > MOST_NUMBERS ? `\n${numbers.length - MOST_NUMBERS} more numbers differ.\n` : "";
  return `| | | before | after |\n| --- | --- | ---: | ---: |\n${rows.join("")}${more}`;
}

/** The lines that changed and a few around them; null stands for what is left out. */
function nearChanges(lines: readonly DiffLine[]): (DiffLine | null)[] {
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(({sign}) => sign !== " ")
  );
  return lines.flatMap((line, i): (DiffLine | null)[] => (near[i] ? [line] : near[i - 1] || i === 0 ? [null] : []));
}

const CSS = `
.diff{padding:12px 0;overflow-x:auto}
.diff span{display:block;padding:0 16px;white-space:pre}
.diff .minus{background:var(--bad-2);color:var(--bad)}
.diff .plus{background:var(--accent-2);color:var(--accent)}
`.replaceAll("\n", "");

/** The difference as a page of its own. @throws TidemarkError "report/unsafe" */
export async function diffHtml(diffs: readonly CellDiff[], names: DiffNames, draw: Draw): Promise<string> {
  const sections: Html[] = [];
  for (const [index, one] of diffs.entries()) sections.push(await cellHtml(one, index, draw));
  const style = `@font-face{font-family:"Inter Variable";font-weight:100 900;font-display:optional;src:url(${inter}) format("woff2")}${THEME_CSS}${REPORT_CSS}${CSS}`;
  const policy = `default-src 'none'; style-src 'sha256-${sha256Base64(style)}'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'`;
  const text = toText(html`<!doctype html>
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Tidemark ${VERSION}">
<title>${names.before} and ${names.after}</title>
<style>${trusted(style)}</style>
</head>
<body>
<main id="tidemark-index">
<h1>What changed</h1>
<p class="byline">From ${names.before} to ${names.after}. ${words(diffs)}</p>
${sections}
</main>
</body>
</html>
`);
  lintReport(text);
  return text;
}

async function cellHtml(one: CellDiff, index: number, draw: Draw): Promise<Html> {
  const {name, lines, numbers, figures} = one;
  const title = (figures.after ?? figures.before)?.title ?? "";
  const overlay = numbers.length && figures.before && figures.after ? overlaid(figures.before, figures.after) : null;
  let drawing: Html | null = null;
  if (overlay) {
    const {svg} = await draw(insightChart(overlay, 680, 280).spec);
    const alt = {
      title: `${title}, before and after`,
      description: "The values of before in grey, those of after in colour."
    };
    drawing = html`<figure>${trusted(safeSvg(svg, {prefix: `d${index}`, ...alt}))}</figure>`;
  }
  const text = lines.length
    ? html`<pre class="diff">${nearChanges(lines).map((line) =>
        line
          ? html`<span class="${line.sign === "-" ? "minus" : line.sign === "+" ? "plus" : ""}">${line.sign} ${line.text}</span>`
          : html`<span>…</span>`
      )}</pre>`
    : null;
  const table = numbers.length
    ? html`<div class="scroll"><table><thead><tr><th scope="col"></th><th scope="col"></th><th scope="col" class="n">Before</th><th scope="col" class="n">After</th></tr></thead><tbody>${numbers.map(
        ({row, column, before, after}) =>
          html`<tr><th scope="row">${row}</th><td>${column}</td><td class="n">${before ?? ""}</td><td class="n">${after ?? ""}</td></tr>`
      )}</tbody></table></div>`
    : null;
  return html`<section><h2>${title || name}</h2><p class="source">${name}: ${stateWords(one)}</p>${text}${drawing}${table}</section>
`;
}

/** Series that are drawn twice: more would be no chart. */
const MOST_SERIES = 4;

/** The values over time of two figures as one result: before in grey, after in colour; null when they are not over time. */
function overlaid(before: ReadFigure, after: ReadFigure): InsightResult | null {
  if (before.head[0] !== "Time (UTC)" || after.head[0] !== "Time (UTC)") return null;
  const times = [...new Set([...before.rows, ...after.rows].map(([time = ""]) => parseIso(time) ?? Number.NaN))]
    .filter((time) => !Number.isNaN(time))
    .sort((a, b) => a - b);
  const lines = (figure: ReadFigure, suffix: string, color: string | null): ResultSeries[] =>
    figure.head.slice(1, MOST_SERIES + 1).map((label, i) => {
      const known = new Map(figure.rows.map((row) => [parseIso(row[0] ?? ""), numberIn(row[i + 1] ?? "")]));
      const values = Float64Array.from(times, (time) => known.get(time) ?? Number.NaN);
      const status = Array.from(values, (value) => (Number.isNaN(value) ? ("absent" as const) : ("ok" as const)));
      return {label: `${label}${suffix}`, holds: 0, values, status, ...(color ? {color} : {})};
    });
  const series = [...lines(before, ", before", "gray"), ...lines(after, "", null)];
  return {
    kind: "search",
    title: after.title,
    form: "over-time",
    unit: "",
    times: Float64Array.from(times),
    series,
    source: {
      series: [],
      repositories: 0,
      segments: [],
      observedAt: null,
      newestSample: times.at(-1) ?? Number.NaN,
      status: "complete",
      reasons: []
    },
    notes: []
  };
}

/** The number a readable text begins with; NaN for none. */
function numberIn(text: string): number {
  const match = /−?\d[\d,]*(?:\.\d+)?/.exec(text);
  return match ? Number(match[0].replace("−", "-").replaceAll(",", "")) : Number.NaN;
}
