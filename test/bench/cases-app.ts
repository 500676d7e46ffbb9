/** What somebody who sits before the app waits for, in the real app; the peer is a site of Observable Framework. */
import type {BrowserContext} from "playwright-core";
import type {AppBrowser} from "./app.ts";
import {drawingsInView, keyLatency, putNotebook} from "./app.ts";
import type {PeerSite} from "./framework.ts";
import type {Case, Peer, Sample, Side} from "./measure.ts";

const FIGURE = '.cell[data-kind="insight"] .figure-body svg';
const KEYS = 20;
const POINTS = 60;

const insight = (i: number) =>
  `\`\`\`yaml insight id=chart_${i}\ntitle: Chart ${i}\ndata: ${i % 2 ? "cjs-require" : "esm-import"}\nstep: {months: 1}\npoints: ${POINTS}\n\`\`\``;
const notebook = (charts: number) =>
  `---\ntidemark: 1\ntitle: Bench\nsnapshots: sample\n---\n\n# Bench\n\n${Array.from({length: charts}, (_, i) => `${insight(i)}\n\nText ${i}.`).join("\n\n")}\n`;

/** Charts of the peer: the data is computed before, as Framework has it. */
const peerPage = (charts: number) =>
  `# Peer\n\n\`\`\`js\nimport * as Plot from "@observablehq/plot";\nconst points = await FileAttachment("points.json").json();\n\`\`\`\n\n${Array.from({length: charts}, (_, i) => `\`\`\`js\ndisplay(Plot.plot({width: 680, height: 320, marks: [Plot.lineY(points, {x: (d) => new Date(d.t), y: (d) => d.value + ${i}, stroke: "series"})]}));\n\`\`\`\n\nText ${i}.`).join("\n\n")}\n`;

/** The site that is set beside the app. */
export const PEER_SITE: PeerSite = {
  pages: {"one.md": peerPage(1), "long.md": peerPage(150), "index.md": "# Peer\n"},
  files: {
    "points.json": JSON.stringify(
      Array.from({length: POINTS}, (_, i) => ({t: Date.UTC(2021, 8 + i, 1), value: 1600 - i * 20, series: "require()"}))
    )
  }
};

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

/** Opens an address in a new tab and takes the time until drawings are in the window. */
async function opened(context: BrowserContext, address: string, within: string, count: number): Promise<number> {
  const page = await context.newPage();
  const begun = performance.now();
  await page.goto(address, {waitUntil: "commit"});
  await drawingsInView(page, within, count);
  const ms = performance.now() - begun;
  await page.close();
  return ms;
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
export function appCases(app: () => Promise<AppBrowser>): Case[] {
  const peer = (page: string, run: (browser: AppBrowser, address: string) => Promise<Sample>): Peer => ({
    name: "Observable Framework, data computed before",
    async run() {
      const browser = await app();
      if (!browser.peer)
        return {ms: Number.NaN, answer: {done: [1]}, note: "Observable Framework could not be installed"};
      return run(browser, browser.peer + page);
    }
  });
  const product = (run: (browser: AppBrowser) => Promise<Sample>): Side => ({
    name: "Tidemark",
    run: async () => run(await app())
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
    {
      name: "app/reopen",
      about: "the same notebook opened again",
      rows: 0,
      product: product((browser) =>
        inProfile(
          browser,
          async (context) => {
            const address = `${browser.app}#/notebooks/module-migration.md`;
            const page = await context.newPage();
            await page.goto(address);
            await page.waitForFunction(() => {
              const cells = [...document.querySelectorAll<HTMLElement>(".cell")];
              return cells.length > 0 && cells.every(({dataset}) => !["queued", "running"].includes(dataset.status!));
            });
            // what is kept is written a moment after it is shown
            await page.waitForTimeout(2000);
            await page.close();
            return opened(context, address, FIGURE, 1);
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
    },
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
