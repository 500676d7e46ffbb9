/** A notebook of 300 cells: it opens, is written in, searched and changed as a short one is. */
import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {AxeBuilder} from "@axe-core/playwright";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type ServedApp, serveApp} from "./harness.ts";

let app: ServedApp;
beforeAll(async () => {
  app = await serveApp("workspace");
});
afterAll(() => app.close());

const CELLS = Array.from({length: 300}, (_, i) =>
  i % 3 === 0
    ? `## Part ${i}\n\nSome *text* and a number: \${q${i + 1}.n}.`
    : i % 3 === 1
      ? `\`\`\`sql id=q${i}\nSELECT ${i} AS n\n\`\`\``
      : `\`\`\`sql id=q${i}\nSELECT n + 1 AS n FROM q${i - 1}\n\`\`\``
);
const TEXT = `---\ntidemark: 1\nsnapshots: sample\n---\n\n${CELLS.join("\n\n")}\n`;

/** How many results of earlier visits this page's browser keeps. */
function keptResults(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const open = indexedDB.open("tidemark-results");
        open.onsuccess = () => {
          const all = open.result.transaction("results").objectStore("results").getAll();
          all.onsuccess = () => {
            open.result.close();
            resolve((all.result as unknown[][]).flat().length);
          };
        };
      })
  );
}

describe("a notebook of 300 cells", () => {
  it("shows its text at once, runs all of it, and stays quick to write in (the numbers are for the reader)", async () => {
    await writeFile(join(app.folder, "notebooks/long.md"), TEXT);
    const start = Date.now();
    const {page, context, seen} = await app.open("#/notebooks/long.md");
    await page.getByText("Part 0").first().waitFor();
    const visible = Date.now() - start;
    await page.waitForFunction(() => document.querySelectorAll('.cell[data-status="done"]').length === 300, undefined, {
      timeout: 120_000
    });
    const done = Date.now() - start;
    // axe takes minutes for all 300: the cells are of three kinds, and what could clash among all is that names repeat
    const {violations} = await new AxeBuilder({page: page as never})
      .exclude(".cells > .cell:nth-of-type(n+7)")
      .exclude(".outline li:nth-of-type(n+4)")
      .setLegacyMode()
      .analyze();
    expect(violations.filter(({impact}) => impact === "serious" || impact === "critical")).toEqual([]);
    expect(
      await page.evaluate(() => {
        const ids = [...document.querySelectorAll("[id]")].map(({id}) => id).filter(Boolean);
        return ids.filter((id, i) => ids.indexOf(id) !== i);
      })
    ).toEqual([]);
    expect(await page.locator("#cell-q299 td").first().textContent()).toBe("299");
    await page.locator("#cell-q298").focus();
    await page.keyboard.press("Enter");
    await page.locator("#cell-q298 .cm-content").waitFor();
    await page.keyboard.press("Control+End");
    await page.evaluate(() => {
      const times: number[] = [];
      Object.assign(window, {times});
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) times.push(entry.duration);
      }).observe({type: "event", durationThreshold: 16} as PerformanceObserverInit);
    });
    await page.keyboard.type(" + 1000 + 2000 + 3000", {delay: 40});
    const slow = await page.evaluate(() => Math.max(0, ...(window as unknown as {times: number[]}).times));
    const file = () => readFile(join(app.folder, "notebooks/long.md"), "utf8");
    // a name behind the sum: it is the sum's own now
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText("SELECT 5 AS n");
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => page.locator("#cell-q299 td").first().textContent(), {timeout: 20_000}).toBe("6");
    await expect.poll(file, {timeout: 10_000}).toBe(TEXT.replace("SELECT 298 AS n", "SELECT 5 AS n"));
    console.log(`300 cells: text ${visible} ms, all done ${done} ms, slowest key event ${slow} ms`);
    expect(seen.errors).toEqual([]);

    await page.keyboard.press("Escape");
    await page.locator("#cell-q299").focus();
    await page.keyboard.press("F12");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("cell-q298");
    await page.keyboard.press("Control+Shift+F");
    await page.getByRole("searchbox", {name: "Find in sources"}).fill("Some *text*");
    expect(await page.locator(".panel [role=status]").textContent()).toBe("100 places");
    await page.getByRole("textbox", {name: "Replace with"}).fill("A *word*");
    await page.getByRole("button", {name: "Replace all"}).click();
    const replaced = TEXT.replace("SELECT 298 AS n", "SELECT 5 AS n").replaceAll("Some *text*", "A *word*");
    await expect.poll(file, {timeout: 15_000}).toBe(replaced);
    await page.keyboard.press("Escape");
    await page.locator("#cell-q299").focus();
    await page.keyboard.press("Control+z");
    await expect.poll(file, {timeout: 15_000}).toContain("Some *text*");

    // opened again, at a place far down: what was shown last is there before the database is
    const allDone = () =>
      page.waitForFunction(() => document.querySelectorAll('.cell[data-status="done"]').length === 300, undefined, {
        timeout: 120_000
      });
    await allDone();
    await page.evaluate(() => {
      location.hash = "#/docs";
    });
    await expect.poll(() => keptResults(page), {timeout: 20_000}).toBeGreaterThanOrEqual(300);
    await page.addInitScript(() => {
      const order: string[] = [];
      Object.assign(window, {order});
      new MutationObserver((changes) => {
        for (const {target} of changes) {
          const {id, dataset} = target as HTMLElement;
          // a cell that runs tells of its progress, too
          if (dataset.status === "running" && id && !order.includes(id)) order.push(id);
        }
      }).observe(document, {subtree: true, attributeFilter: ["data-status"]});
    });
    let startDatabase = () => {};
    const held = new Promise<void>((resolve) => {
      startDatabase = resolve;
    });
    await page.route(/\.wasm$/, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`${app.address}#/notebooks/long.md?at=q250`);
    await page.reload();
    const far = page.locator("#cell-q250");
    await far.locator("td").first().waitFor();
    expect(await far.locator("td").first().textContent()).toBe("250");
    expect(await far.locator(".remembered-mark").textContent()).toMatch(
      /^Last result, (?:less than a minute|\d+ minutes?) old · /
    );
    expect(await page.locator(".cell.remembered").count()).toBe(300);
    expect(await page.locator('.cell[data-status="done"]').count()).toBe(0);
    // the page scrolls there once its cells have their heights
    const isInView = () => far.evaluate((cell) => Math.abs(cell.getBoundingClientRect().top) < innerHeight);
    await expect.poll(isInView).toBe(true);
    // and hears in the next frames what is in sight
    await page.evaluate(() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen))));
    startDatabase();
    await allDone();
    expect(await page.locator(".cell.remembered, .remembered-mark:visible").count()).toBe(0);
    // two were on their way before the page had scrolled there
    const order = await page.evaluate(() => (window as unknown as {order: string[]}).order);
    expect(order.indexOf("cell-q250")).toBeLessThan(12);
    expect(order.indexOf("cell-q100")).toBeGreaterThan(order.indexOf("cell-q250"));
    expect(seen.errors).toEqual([]);
    await context.close();
  }, 240_000);

  it("completes the fields of an insight and the cells of the notebook", async () => {
    await writeFile(
      join(app.folder, "notebooks/complete.md"),
      "---\ntidemark: 1\nsnapshots: sample\n---\n\n```yaml insight id=a\ndata: cjs-require\n```\n\n```sql id=totals\nSELECT 1 AS n\n```\n"
    );
    const {page, context} = await app.open("#/notebooks/complete.md");
    await page.locator("#cell-a").focus();
    await page.keyboard.press("Enter");
    await page.locator("#cell-a .cm-content").waitFor();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\ntitl");
    await page.locator(".cm-tooltip-autocomplete li", {hasText: "title"}).first().waitFor();
    await page.waitForTimeout(150);
    await page.keyboard.press("Enter");
    await page.keyboard.type("Done");
    await page.keyboard.press("Control+Enter");
    await expect
      .poll(() => readFile(join(app.folder, "notebooks/complete.md"), "utf8"))
      .toContain("data: cjs-require\ntitle: Done\n```");
    await context.close();
  });
});
