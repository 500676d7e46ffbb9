/** A table of a million rows: scrolled, sorted, filtered, summarised, copied, downloaded. */
import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {axeFindings, type ServedApp, serveApp, settled} from "./harness.ts";

let app: ServedApp;
beforeAll(async () => {
  app = await serveApp("workspace");
});
afterAll(() => app.close());

describe("the viewer of a table", () => {
  it("holds a million rows, and only those in sight are in the page", async () => {
    const cell =
      "```sql id=big rows=1000000\nSELECT range::DOUBLE AS n, 'word ' || (range % 7) AS word, epoch_ms((range * 86400000)::BIGINT % 4000000000000) AS t FROM range(1000000) ORDER BY n\n```";
    await writeFile(join(app.folder, "notebooks/big.md"), `---\ntidemark: 1\nsnapshots: sample\n---\n\n${cell}\n`);
    const {page, context, seen} = await app.open("#/notebooks/big.md");
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await settled(page);
    const viewer = page.locator("#cell-big");
    expect(await viewer.locator(".grid-foot").textContent()).toBe("1,000,000 rows");
    expect(await viewer.locator("tbody tr").count()).toBeLessThan(40);
    const first = () => viewer.locator("tbody tr[aria-rowindex] td").first().textContent();
    expect(await first()).toBe("0");
    const scroll = viewer.locator(".grid-scroll");
    await scroll.evaluate((element) => {
      element.scrollTop = element.scrollHeight;
    });
    await expect
      .poll(() => viewer.locator("tbody tr[aria-rowindex]").last().locator("td").first().textContent())
      .toBe("999,999");
    expect(await viewer.locator("tbody tr").count()).toBeLessThan(40);
    await scroll.evaluate((element) => {
      element.scrollTop = element.scrollHeight / 2;
    });
    await expect.poll(async () => Math.abs(Number((await first())!.replaceAll(",", "")) - 500_000) < 200).toBe(true);
    await viewer.getByRole("button", {name: "n", exact: true}).click();
    await viewer.locator('th[aria-sort="ascending"]').waitFor();
    await viewer.getByRole("button", {name: /^n/}).click();
    await expect.poll(first, {timeout: 15_000}).toBe("999,999");
    await viewer.getByRole("searchbox").fill("word 3");
    // numbers 3, 10, … 999,995: as many as there are 7s below a million
    await expect
      .poll(() => viewer.locator(".grid-foot").textContent(), {timeout: 15_000})
      .toBe("142,857 of 1,000,000 rows");
    expect(await first()).toBe("999,995");
    await viewer.getByRole("button", {name: "Summaries of columns"}).click();
    await expect.poll(() => viewer.locator(".column-summary").count(), {timeout: 20_000}).toBe(3);
    expect(await viewer.locator(".column-summary").first().textContent()).toContain("0 – 999,999");
    expect(await viewer.locator(".column-summary").nth(1).textContent()).toContain("word 0 142,858");
    expect(await axeFindings(page, "#cell-big")).toEqual([]);
    await page.screenshot({path: join(app.folder, "big.png")});
    await viewer.getByRole("searchbox").fill("99999");
    await expect.poll(() => viewer.locator(".grid-foot").textContent(), {timeout: 15_000}).toMatch(/^\d\d? of/);
    await viewer.getByRole("button", {name: "Copy rows"}).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied.split("\n")[1]).toMatch(/^999999\tword \d\t\d{4}-/);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      viewer.getByRole("button", {name: "Download CSV"}).click()
    ]);
    const csv = await readFile((await file.path())!, "utf8");
    expect(csv.split("\n")[0]).toBe("n,word,t");
    expect(csv.trim().split("\n").length).toBe(copied.split("\n").length);
    expect(seen.errors).toEqual([]);
    await context.close();
  });
});
