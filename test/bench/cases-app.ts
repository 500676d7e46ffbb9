/** What somebody who sits before the app waits for, in the real app; the peer is a site of Observable Framework. */

import {createReadStream} from "node:fs";
import type {BrowserContext} from "playwright-core";
import {putNotebook} from "../browser/put-notebook.ts";
import type {AppBrowser} from "./app.ts";
import {drawingsInView, inputLatency, keyLatency, opened} from "./app.ts";
import type {PeerSite} from "./framework.ts";
import type {Case, Peer, Sample, Side} from "./measure.ts";
import type {OrganisationFiles} from "./organisation.ts";
import {plainRows} from "./plain.ts";

const FIGURE = '.cell[data-kind="insight"] .figure-body svg';
/** A drawing of the page itself, not of what is painted in its place until it is there. */
const LIVE = `body > .app ${FIGURE}`;
const KEYS = 20;
const POINTS = 60;

const insight = (i: number) =>
  `\`\`\`yaml insight id=chart_${i}\ntitle: Chart ${i}\ndata: ${i % 2 ? "cjs-require" : "esm-import"}\nstep: {months: 1}\npoints: ${POINTS}\n\`\`\``;
const notebook = (charts: number) =>
  `---\ntidemark: 1\ntitle: Bench\nsnapshots: sample\n---\n\n# Bench\n\n${Array.from({length: charts}, (_, i) => `${insight(i)}\n\nText ${i}.`).join("\n\n")}\n`;

/** Charts of the peer: the data is computed before, as Framework has it. */
const peerPage = (charts: number) =>
  `# Peer\n\n\`\`\`js\nimport * as Plot from "@observablehq/plot";\nconst points = await FileAttachment("points.json").json();\n\`\`\`\n\n${Array.from({length: charts}, (_, i) => `\`\`\`js\ndisplay(Plot.plot({width: 680, height: 320, marks: [Plot.lineY(points, {x: (d) => new Date(d.t), y: (d) => d.value + ${i}, stroke: "series"})]}));\n\`\`\`\n\nText ${i}.`).join("\n\n")}\n`;

/** A choice, the sums of all rows above it by week and series, and their chart. */
const INPUT = `---
tidemark: 1
title: Bench
---

\`\`\`yaml input id=least
type: range
label: More than
min: 0
max: 5
step: 1
\`\`\`

\`\`\`sql id=sums
SELECT sample_at, series, sum(matches) AS v FROM point WHERE matches > \${least} GROUP BY ALL ORDER BY ALL
\`\`\`

\`\`\`vega-lite id=chart data=sums
{"mark": "line", "encoding": {"x": {"field": "sample_at", "type": "temporal"}, "y": {"field": "v", "type": "quantitative"}, "color": {"field": "series"}}}
\`\`\`
`;

/** The same of the peer: all rows in the page, added up there. */
const PEER_INPUT = `# Peer

\`\`\`js
import * as Plot from "@observablehq/plot";
const rows = await FileAttachment("rows.json").json();
const range = Object.assign(document.createElement("input"), {type: "range", min: 0, max: 5, step: 1, value: 0});
const least = view(range);
\`\`\`

\`\`\`js
const sums = new Map();
for (let i = 0; i < rows.matches.length; i++) {
  if (!(rows.matches[i] > Number(least))) continue;
  const key = rows.series[i] * 1e13 + rows.t[i];
  sums.set(key, (sums.get(key) ?? 0) + rows.matches[i]);
}
const points = Array.from(sums, ([key, v]) => ({series: String(Math.floor(key / 1e13)), t: new Date(key % 1e13), v})).sort((a, b) => a.t - b.t);
display(Plot.plot({width: 680, height: 320, marks: [Plot.lineY(points, {x: "t", y: "v", stroke: "series"})]}));
\`\`\`
`;

/** The site that is set beside the app, over the points of a file. */
export async function peerSite(csv: string): Promise<PeerSite> {
  const rows = await plainRows(createReadStream(csv) as AsyncIterable<Uint8Array>, "csv");
  const series = [...new Set(rows.map((row) => row.series))].sort();
  const codes = new Map(series.map((name, code) => [name, code]));
  const columns = {
    series: rows.map((row) => codes.get(row.series)),
    t: rows.map(({t}) => t),
    matches: rows.map(({matches}) => matches)
  };
  return {
    pages: {"one.md": peerPage(1), "long.md": peerPage(150), "input.md": PEER_INPUT, "index.md": "# Peer\n"},
    files: {
      "rows.json": JSON.stringify(columns),
      "points.json": JSON.stringify(
        Array.from({length: POINTS}, (_, i) => ({
          t: Date.UTC(2021, 8 + i, 1),
          value: 1600 - i * 20,
          series: "require()"
        }))
      )
    }
  };
}

async function inProfile(
  browser: AppBrowser,
  task: (context: BrowserContext) => Promise<number>,
  answer: number
): Promise<Sample> {
  const context = await browser.profile();
  try {
    return {ms: await task(context), answer: {done: [answer]}};
  } finally {
    await context.close();
  }
}

/** The app is opened once in a profile, with a notebook of so many charts in it. */
async function prepared(browser: AppBrowser, context: BrowserContext, charts: number): Promise<string> {
  const page = await context.newPage();
  await page.goto(`${browser.app}#/settings`);
  await page.getByRole("heading", {name: "Settings"}).waitFor();
  await putNotebook(page, "bench.md", notebook(charts));
  await page.close();
  return `${browser.app}#/notebooks/bench.md`;
}

/** The cases of the real app, which is opened when the first is run. */
export function appCases(app: () => Promise<AppBrowser>, files: OrganisationFiles): Case[] {
  const peer = (page: string, run: (browser: AppBrowser, address: string) => Promise<Sample>): Peer => ({
    name: "Observable Framework, data computed before",
    async run() {
      const browser = await app();
      const site = await browser.peer();
      if (!site) return {ms: Number.NaN, answer: {done: [1]}, note: "Observable Framework could not be installed"};
      return run(browser, site + page);
    }
  });
  const product = (run: (browser: AppBrowser) => Promise<Sample>): Side => ({
    name: "Tidemark",
    run: async () => run(await app())
  });
  /** `of`: the sample notebook, or the one that the peer's page is, too. */
  const reopened = (name: string, about: string, of: "sample" | "same", within: string): Case => ({
    name,
    about,
    rows: 0,
    product: product((browser) =>
      inProfile(
        browser,
        async (context) => {
          const address =
            of === "same" ? await prepared(browser, context, 1) : `${browser.app}#/notebooks/module-migration.md`;
          const page = await context.newPage();
          await page.goto(address);
          await page.waitForFunction(() => {
            const cells = [...document.querySelectorAll<HTMLElement>(".cell")];
            return cells.length > 0 && cells.every(({dataset}) => !["queued", "running"].includes(dataset.status!));
          });
          // what is kept is written a moment after it is shown
          await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith("tidemark-painted")));
          await page.waitForTimeout(1500);
          await page.close();
          return opened(context, address, within, 1);
        },
        1
      )
    ),
    peers: [
      peer("one", (browser, address) =>
        inProfile(
          browser,
          async (context) => {
            await opened(context, address, "main svg", 1);
            return opened(context, address, "main svg", 1);
          },
          1
        )
      )
    ]
  });
  return [
    {
      name: "app/cold-start",
      about: "from an address to the first chart, nothing in the browser",
      rows: 0,
      product: product((browser) =>
        inProfile(browser, (context) => opened(context, `${browser.app}#/notebooks/module-migration.md`, FIGURE, 1), 1)
      ),
      peers: [
        peer("one", (browser, address) => inProfile(browser, (context) => opened(context, address, "main svg", 1), 1))
      ]
    },
    reopened("app/reopen", "a notebook of one chart opened again, to that chart", "same", FIGURE),
    reopened("app/reopen-live", "the same, to a chart that can be used", "same", LIVE),
    reopened("app/reopen-sample", "the sample notebook opened again, to its first chart", "sample", FIGURE),
    {
      name: "app/long-open",
      about: "a notebook of 300 cells, 150 of them charts, to what is in the window",
      rows: 0,
      product: product((browser) =>
        inProfile(browser, async (context) => opened(context, await prepared(browser, context, 150), FIGURE, 1), 1)
      ),
      peers: [
        peer("long", (browser, address) => inProfile(browser, (context) => opened(context, address, "main svg", 1), 1))
      ]
    },
    {
      name: "app/long-key",
      about: `a key in an editor of that notebook to the painted frame, median of ${KEYS}`,
      rows: 0,
      product: product((browser) =>
        inProfile(
          browser,
          async (context) => {
            const address = await prepared(browser, context, 150);
            const page = await context.newPage();
            await page.goto(address);
            await drawingsInView(page, FIGURE, 1);
            await page.locator('.cell[data-kind="markdown"]').nth(1).focus();
            await page.keyboard.press("Enter");
            await page.locator(".cm-content").waitFor();
            return keyLatency(page, KEYS);
          },
          KEYS
        )
      ),
      peers: [
        {
          name: "a bare text area in an empty page",
          run: async () =>
            inProfile(
              await app(),
              async (context) => {
                const page = await context.newPage();
                await page.setContent("<textarea></textarea>");
                await page.locator("textarea").focus();
                return keyLatency(page, KEYS);
              },
              KEYS
            )
        }
      ]
    },
    {
      name: "app/input",
      about: "a choice is changed, the rows are added up, the chart is painted",
      rows: files.points,
      product: product((browser) =>
        inProfile(
          browser,
          async (context) => {
            const page = await context.newPage();
            await page.goto(`${browser.app}#/data`);
            await page.setInputFiles("input[type=file]:not([webkitdirectory])", files.ndjson);
            await page.getByRole("button", {name: "Import 1 file"}).click();
            await page.locator(".summary-box").waitFor();
            await putNotebook(page, "bench.md", INPUT);
            await page.goto(`${browser.app}#/notebooks/bench.md`);
            const drawing = '.cell[data-kind="vega-lite"] .figure-body svg';
            await drawingsInView(page, drawing, 1);
            return inputLatency(page, '.cell[data-kind="input"] input', drawing);
          },
          1
        )
      ),
      peers: [
        {
          ...peer("input", (browser, address) =>
            inProfile(
              browser,
              async (context) => {
                const page = await context.newPage();
                await page.goto(address);
                await drawingsInView(page, "main svg", 1);
                return inputLatency(page, "main input", "main svg");
              },
              1
            )
          ),
          name: "Observable Framework, all rows in the page"
        }
      ]
    },
    {
      name: "app/cancel",
      about: "Stop pressed on a statement that would run for minutes, until its cell says so",
      rows: 0,
      product: product((browser) =>
        inProfile(
          browser,
          async (context) => {
            const page = await context.newPage();
            await page.goto(`${browser.app}#/settings`);
            await page.getByRole("heading", {name: "Settings"}).waitFor();
            const cell =
              "```sql id=slow\nSELECT count(*) AS n FROM range(2000000) a JOIN range(2000000) b ON a.range % 7 <= b.range % 11\n```";
            await putNotebook(page, "bench.md", `---\ntidemark: 1\ntitle: Bench\nsnapshots: sample\n---\n\n${cell}\n`);
            await page.goto(`${browser.app}#/notebooks/bench.md`);
            const stop = page.locator(".cell").getByRole("button", {name: "Stop"});
            await stop.waitFor();
            // the engine is in the middle of it
            await page.waitForTimeout(500);
            return page.evaluate(
              () =>
                new Promise<number>((resolve) => {
                  const cell = document.querySelector<HTMLElement>(".cell")!;
                  const button = [...cell.querySelectorAll("button")].find(({textContent}) => textContent === "Stop")!;
                  const begun = performance.now();
                  const look = () =>
                    cell.dataset.status === "cancelled"
                      ? resolve(performance.now() - begun)
                      : requestAnimationFrame(look);
                  button.click();
                  look();
                })
            );
          },
          1
        )
      ),
      peers: []
    }
  ];
}
