/** The index of a folder of reports: a card for each, what fires first, and a search by title. */
import inter from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?inline";
import {sha256Base64} from "../hash.ts";
import {html, toText, trusted} from "../html.ts";
import {VERSION} from "../version.ts";
import {lintReport} from "./lint.ts";
import {REPORT_CSS, THEME_CSS} from "./style.ts";

/** What the index says of a report. */
export interface SitePage {
  /** Its file, relative to the index. */
  readonly file: string;
  readonly title: string;
  /** As readers see it; "" without insights. */
  readonly asOf: string;
  readonly insights: readonly {readonly title: string; readonly number: string; readonly anchor: string}[];
  /** What its watch rules come to in words; "" without any. */
  readonly rules: string;
  readonly fires: number;
}

const CSS = `
.find{width:100%;padding:10px 14px;margin:0 0 24px;font:inherit;font-size:16px;color:inherit;background:var(--paper);border:1px solid var(--rule-2);border-radius:6px}
.find:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
.pages{margin:0;padding:0;list-style:none}
.pages>li{padding:16px 0;border-top:1px solid var(--rule)}
.pages>li[hidden]{display:none}
.pages h2{margin:0 0 4px;font-size:20px}
.pages h2 a{color:inherit;text-decoration:none}
.pages h2 a:hover{text-decoration:underline}
.pages p{margin:0;color:var(--ink-2);font-size:14px;line-height:20px}
.pages .fires{color:var(--bad);font-weight:600}
.pages ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(200px,1fr));gap:4px 24px;margin:8px 0 0;padding:0;list-style:none;font-size:14px;line-height:20px}
.pages ul strong{font-variant-numeric:tabular-nums}
.pages ul a{color:inherit;text-decoration:none}
.none{color:var(--ink-2)}
`.replaceAll("\n", "");

/** Hides what does not hold every word; the list is whole without it. */
const SCRIPT = `const find=document.querySelector(".find"),items=[...document.querySelectorAll(".pages>li")],none=document.querySelector(".none");find.hidden=false;find.addEventListener("input",()=>{const words=find.value.toLowerCase().split(/\\s+/).filter(Boolean);let shown=0;for(const item of items){const text=item.textContent.toLowerCase();item.hidden=!words.every(word=>text.includes(word));if(!item.hidden)shown++}none.hidden=shown>0})`;

/** The index page. Reports whose rules fire come first, then by title. @throws TidemarkError "report/unsafe" */
export function siteIndex(pages: readonly SitePage[]): string {
  const sorted = [...pages].sort(
    (a, b) =>
      Math.sign(b.fires) - Math.sign(a.fires) ||
      (a.title < b.title ? -1 : a.title > b.title ? 1 : a.file < b.file ? -1 : 1)
  );
  const style = `@font-face{font-family:"Inter Variable";font-weight:100 900;font-display:optional;src:url(${inter}) format("woff2")}${THEME_CSS}${REPORT_CSS}${CSS}`;
  const policy = `default-src 'none'; style-src 'sha256-${sha256Base64(style)}'; script-src 'sha256-${sha256Base64(SCRIPT)}'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'`;
  const text = toText(html`<!doctype html>
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Tidemark ${VERSION}">
<title>Reports</title>
<style>${trusted(style)}</style>
</head>
<body>
<main id="tidemark-index">
<h1>Reports</h1>
<p class="byline">${sorted.length} ${sorted.length === 1 ? "report" : "reports"} · <a href="./feed.json">feed</a></p>
<input class="find" type="search" placeholder="Find a report or an insight" aria-label="Find a report or an insight" hidden>
<ul class="pages">
${sorted.map(
  ({
    file,
    title,
    asOf,
    insights,
    rules,
    fires
  }) => html`<li><h2><a href="${linkTo(file)}">${title}</a></h2><p>${asOf ? `As of ${asOf}` : "No insights"}${rules ? html` · <span class="${fires ? "fires" : ""}">${rules}</span>` : null}</p>${
    insights.length
      ? html`<ul>${insights.map((one) => html`<li><a href="${linkTo(file)}#fig-${one.anchor}"><strong>${one.number}</strong> ${one.title}</a></li>`)}</ul>`
      : null
  }</li>
`
)}</ul>
<p class="none" hidden>Nothing holds these words.</p>
</main>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`);
  lintReport(text);
  return text;
}

/** A relative address of a file beside the index, whatever its name holds. */
function linkTo(file: string): string {
  return `./${file.split("/").map(encodeURIComponent).join("/")}`;
}
