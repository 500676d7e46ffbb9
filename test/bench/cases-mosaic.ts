/**
 * The real app beside pages of Mosaic over the same change points: what stands between an address and its first chart once
 * both have been open, and between a letter of a filter and the chart that follows it.
 */

import {join} from "node:path";
import type {BrowserContext, Page} from "playwright-core";
import {putNotebook} from "../browser/put-notebook.ts";
import type {AppBrowser} from "./app.ts";
import {drawingsInView, opened} from "./app.ts";
import {type Answer, type Case, median, type Peer, type Sample} from "./measure.ts";
import {buildMosaic} from "./mosaic.ts";
import {writeChanges} from "./organisation.ts";
import type {Setting} from "./setting.ts";

const FIGURE = '.cell[data-kind="insight"] .figure-body svg';
const PLOT = "main svg";
/** Series in the chart. */
const SERIES = 12;
/** Letters that are typed before those that count, and those that count. */
const LETTERS = {before: 3, counted: 8};

/** One case's own things: they are made when it is first run. */
interface Place {
  readonly browser: AppBrowser;
  readonly mosaic: string | null;
  /** A profile in which the changes are imported, the app and the peer have been open. */
  readonly context: BrowserContext;
}

/** The cases, over the organisation of a setting. */
export function mosaicCases(app: () => Promise<AppBrowser>, setting: Setting, cache: string): Case[] {
  const {made} = setting;
  let place: Promise<Place> | null = null;
  let rows = 0;
  let count = 0;
  const series = made.series.slice(0, SERIES);
  const weeks = made.weeks.length - 1;
  const notebook = () =>
    `---\ntidemark: 1\ntitle: Bench ${++count}\n---\n\n\`\`\`yaml insight id=chart\ntitle: Chart\nkind: search\nseries:\n${series
      .map(({key}) => `  - {label: ${key}, data: ${key}}\n`)
      .join("")}step: {weeks: 1}\npoints: ${weeks}\n\`\`\`\n`;
  /** Another notebook of the same insight, which nobody has opened. */
  const fresh = async ({browser, context}: Place): Promise<string> => {
    const page = await context.newPage();
    await page.goto(`${browser.app}#/settings`);
    await page.getByRole("heading", {name: "Settings"}).waitFor();
    const text = notebook();
    await putNotebook(page, `bench-${count}.md`, text);
    await page.close();
    return `${browser.app}#/notebooks/bench-${count}.md`;
  };
  const prepare = async (): Promise<Place> => {
    const browser = await app();
    const csv = join(setting.fresh("changes.csv"));
    rows = writeChanges(csv, made, SERIES);
    const dist = await buildMosaic(cache, csv);
    const mosaic = dist && (await browser.serve(dist));
    const context = await browser.profile();
    const page = await context.newPage();
    await page.goto(`${browser.app}#/data`);
    await page.setInputFiles("input[type=file]:not([webkitdirectory])", csv);
    await page.getByRole("button", {name: "Import 1 file"}).click();
    await page.locator(".summary-box").waitFor();
    await page.close();
    const made_ = {browser, mosaic, context};
    // both have been open, twice: then Chromium keeps compiled code
    for (let i = 0; i < 2; i++) {
      await opened(context, await fresh(made_), FIGURE, 1);
      if (mosaic) await opened(context, `${mosaic}first.html`, PLOT, 1);
    }
    return made_;
  };
  const placed = () => {
    place ??= prepare();
    return place;
  };
  const mosaic = (target: number, run: (place: Place & {mosaic: string}) => Promise<Sample>): Peer => ({
    name: "Mosaic over the same change points",
    target,
    async run() {
      const made = await placed();
      if (!made.mosaic) throw new Error("Mosaic could not be installed");
      return run({...made, mosaic: made.mosaic});
    }
  });
  const first = (target: number) =>
    mosaic(target, async ({context, mosaic}) => ({
      ms: await opened(context, `${mosaic}first.html`, PLOT, 1),
      answer: {done: [1]}
    }));
  let kept: Promise<string> | null = null;
  const rounds = {app: 0, mosaic: 0};
  const tabs: Partial<Record<"app" | "mosaic", Promise<Page>>> = {};
  return [
    {
      name: "mosaic/first-fresh",
      about: `a chart of ${SERIES} series × ${weeks} weeks in a notebook nobody has opened; the app has been`,
      get rows() {
        return rows;
      },
      product: {
        name: "Tidemark",
        async run() {
          const place = await placed();
          return {ms: await opened(place.context, await fresh(place), FIGURE, 1), answer: {done: [1]}};
        }
      },
      peers: [first(1 / 3)]
    },
    {
      name: "mosaic/first-cached",
      about: "the same in a notebook that has been open",
      get rows() {
        return rows;
      },
      product: {
        name: "Tidemark",
        async run() {
          const place = await placed();
          kept ??= fresh(place).then(async (address) => {
            const page = await place.context.newPage();
            await page.goto(address);
            const name = new URL(address).hash.split("/").at(-1)!;
            await page.waitForFunction(
              (name) =>
                Object.keys(localStorage).some((key) => key.startsWith("tidemark-painted") && key.endsWith(name)),
              name
            );
            await page.waitForTimeout(1000);
            await page.close();
            return address;
          });
          return {ms: await opened(place.context, await kept, FIGURE, 1), answer: {done: [1]}};
        }
      },
      peers: [first(1 / 5)]
    },
    {
      name: "mosaic/filter",
      about: `a letter in a filter of repositories to the painted chart, ${SERIES} series × ${weeks} weeks, ${made.repositories.length} repositories`,
      get rows() {
        return rows;
      },
      warm: true,
      targetMs: made.repositories.length > 5000 ? 60 : 33,
      product: {
        name: "Tidemark",
        async run() {
          tabs.app ??= placed().then(async (place) => {
            const page = await place.context.newPage();
            await page.goto(await fresh(place));
            await drawingsInView(page, `body > .app ${FIGURE}`, 1);
            await page.locator("#cell-chart").getByRole("button", {name: "Filters", exact: true}).click();
            await page.locator("#filter-include").waitFor();
            return page;
          });
          const page = await tabs.app;
          const sample = await typed(page, "#filter-include", FIGURE, rounds.app++);
          await page.locator("#cell-chart").getByRole("button", {name: "Show as table"}).click();
          const answer = await page.evaluate(() => {
            const rows = [...document.querySelectorAll<HTMLTableRowElement>("#cell-chart table tr")].map((row) =>
              [...row.cells].map((cell) => cell.textContent.trim())
            );
            const [head, ...body] = rows;
            return Object.fromEntries(
              head!
                .slice(1)
                .map((label, i) => [label, body.map((cells) => Number(cells[i + 1]!.replace(/[^\d.]/g, "")))])
            );
          });
          await page.locator("#cell-chart").getByRole("button", {name: "Show as table"}).click();
          await drawingsInView(page, FIGURE, 1);
          return {...sample, answer};
        }
      },
      peers: [
        mosaic(0.4, async ({context, mosaic}) => {
          tabs.mosaic ??= context.newPage().then(async (page) => {
            await page.goto(`${mosaic}filter.html`);
            await drawingsInView(page, PLOT, 1);
            return page;
          });
          const page = await tabs.mosaic;
          const sample = await typed(page, "main input", PLOT, rounds.mosaic++);
          const sums = await page.evaluate(() =>
            (globalThis as unknown as {sums(): Record<string, [number, number][]>}).sums()
          );
          const times = made.weeks.slice(0, -1).reverse();
          const valueAt = (points: readonly [number, number][], time: number) =>
            points.findLast(([at]) => at <= time)?.[1] ?? 0;
          const answer: Answer = Object.fromEntries(
            Object.entries(sums).map(([label, points]) => [label, times.map((time) => valueAt(points, time))])
          );
          return {...sample, answer};
        })
      ]
    }
  ];
}

/** Types letters: the median of the milliseconds from one to the frame that is painted with another drawing. */
async function typed(page: Page, input: string, drawing: string, round: number): Promise<{ms: number; note: string}> {
  await page.bringToFront();
  const times: number[] = [];
  let letter = 1 + round * (LETTERS.before + LETTERS.counted);
  for (let i = 0; i < LETTERS.before + LETTERS.counted; i++) {
    // as people type, not into the drawing of the letter before
    await page.waitForTimeout(150);
    // a pattern nobody asked before, that leaves a tenth of the repositories and another one
    const pattern = `/payments-|-0*${letter++}$`;
    const ms = await page.evaluate(
      ([input, drawing, pattern]) =>
        new Promise<number>((resolve) => {
          const field = document.querySelector<HTMLInputElement>(input)!;
          const shown = document.querySelector(drawing)!;
          const seen = new MutationObserver(() => {
            if (document.querySelector(drawing) === shown || !document.querySelector(drawing)) return;
            seen.disconnect();
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)));
          });
          seen.observe(document.body, {childList: true, subtree: true});
          const begun = performance.now();
          field.value = pattern;
          field.dispatchEvent(new Event("input", {bubbles: true}));
        }),
      [input, drawing, pattern] as const
    );
    if (i >= LETTERS.before) times.push(ms);
  }
  return {ms: median(times), note: `at best ${Math.min(...times).toFixed(1)} ms`};
}
