/** A notebook of 300 cells: it opens, is written in, searched and changed as a short one is. */
import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
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
    await context.close();
  });

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
