/** Filters of a notebook's insights in the page: set, seen, saved, taken back. */
import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {axeFindings, drawn, inEveryLook, type ServedApp, serveApp, settled} from "./harness.ts";

let app: ServedApp;
beforeAll(async () => {
  app = await serveApp("workspace");
});
afterAll(() => app.close());

const CELLS = [
  "```yaml insight id=cjs\n# how much is left\ntitle: CommonJS\ndata: cjs-require\nlabel: require()\n```",
  "```yaml insight id=marks\ntitle: Markers\nkind: capture-group\ndata: gha-node-version\ngroups: [1]\n```",
  "```sql id=newest\nSELECT max(value) AS most FROM cjs\n```",
  "Most: **${newest.most}**"
].join("\n\n");

async function openNotebook(name: string, options: {dark?: boolean; width?: number; height?: number} = {}) {
  const path = join(app.folder, "notebooks", name);
  await writeFile(path, `---\ntidemark: 1\ntitle: Test\nsnapshots: sample\n---\n\n# Test\n\n${CELLS}\n`);
  const opened = await app.open(`#/notebooks/${name}`, options);
  await drawn(opened.page);
  return {...opened, text: () => readFile(path, "utf8")};
}

const value = (page: Page) => page.locator(".prose .value").first().textContent();
const panel = (page: Page) => page.getByRole("complementary", {name: "Filters"});
/** Waits until the filters hold and the cells are done. */
async function applied(page: Page, state: string): Promise<void> {
  await page.waitForFunction((text) => document.querySelector(".filter-state")?.textContent === text, state);
  await page.waitForTimeout(300);
  await settled(page);
}

describe("the filters of an insight", () => {
  it("hold at once for what depends on it, show how many repositories match, and are gone after a reload", async () => {
    const {page, context, text, seen} = await openNotebook("filter-1.md");
    const before = await text();
    const whole = await value(page);
    await page.locator("#cell-cjs").getByRole("button", {name: "Filters", exact: true}).click();
    const include = panel(page).getByLabel("Include: any of these");
    await include.fill("^github\\.com/vega/vega-lite$");
    await applied(page, "Temporary: gone when this page is left.");
    await panel(page).locator(".filter-count", {hasText: "1 of 12 repositories match"}).first().waitFor();
    expect(await page.locator("#cell-cjs .filter-line").textContent()).toBe(
      "Filtered for now repositories ^github\\.com/vega/vega-lite$"
    );
    expect(await page.locator("#cell-cjs .filter-button.is-set").count()).toBe(1);
    expect(await page.locator("#cell-marks .filter-button.is-set").count()).toBe(0);
    expect(await value(page)).not.toBe(whole);
    expect(await text()).toBe(before);
    await page.reload();
    await drawn(page);
    expect(await value(page)).toBe(whole);
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("say what cannot be read where it stands, and keep the last that could", async () => {
    const {page, context} = await openNotebook("filter-2.md");
    await page.locator("#cell-cjs").getByRole("button", {name: "Filters", exact: true}).click();
    const exclude = panel(page).getByLabel("Exclude: none of these");
    await exclude.fill("vega");
    await applied(page, "Temporary: gone when this page is left.");
    const filtered = await value(page);
    await exclude.fill("(vega");
    await applied(page, "Not applied: see what is marked.");
    expect(await panel(page).getByRole("alert").first().textContent()).toContain(
      "is no regular expression (RE2 syntax)"
    );
    expect(await exclude.getAttribute("aria-invalid")).toBe("true");
    expect(await value(page)).toBe(filtered);
    expect(await page.locator("#cell-cjs .picture svg").count()).toBe(1);
    await context.close();
  });

  it("are saved by an edit of the cell, which undo takes back", async () => {
    const {page, context, text} = await openNotebook("filter-3.md");
    const before = await text();
    await page.locator("#cell-marks").getByRole("button", {name: "Filters", exact: true}).click();
    await panel(page).getByLabel("Include", {exact: true}).fill("^2[02]\n^18");
    await panel(page).getByLabel("Series shown").fill("1");
    await panel(page).getByLabel("From", {exact: true}).fill("2025-01-01");
    await applied(page, "Temporary: gone when this page is left.");
    await panel(page).getByRole("button", {name: "Save as default"}).click();
    await applied(page, "As saved in the file.");
    await expect
      .poll(text)
      .toBe(
        before.replace(
          "groups: [1]\n",
          'groups: [1]\nfilters: {captures: {include: ["^2[02]", ^18]}}\ndisplay: {limit: 1}\nfrom: 2025-01-01\n'
        )
      );
    expect(await page.locator("#cell-marks .filter-line").textContent()).toBe("Filtered values ^2[02] or ^18");
    await page.locator(".toast").getByRole("button", {name: "Undo"}).click();
    await expect.poll(text).toBe(before);
    await context.close();
  });

  it("of the whole notebook narrow every insight, and are saved in the front matter", async () => {
    const {page, context, text} = await openNotebook("filter-4.md");
    await page.locator(".notebook-bar").getByRole("button", {name: "Filters", exact: true}).click();
    await panel(page).locator("summary").click();
    await panel(page).getByRole("button", {name: "Only github.com/vega/vega", exact: true}).click();
    await applied(page, "Temporary: gone when this page is left.");
    for (const id of ["cjs", "marks"])
      expect(await page.locator(`#cell-${id} .filter-line`).textContent()).toContain("^github\\.com/vega/vega$");
    await panel(page).getByRole("button", {name: "Save as default"}).click();
    await expect
      .poll(text)
      .toContain("snapshots: sample\nfilters: {repositories: {include: [^github\\.com/vega/vega$]}}\n---");
    await panel(page).getByRole("button", {name: "Clear"}).click();
    await applied(page, "Temporary: gone when this page is left.");
    expect(await page.locator("#cell-cjs .filter-line").count()).toBe(0);
    await panel(page).getByRole("button", {name: "Back to saved"}).click();
    await applied(page, "As saved in the file.");
    expect(await page.locator("#cell-cjs .filter-line").count()).toBe(1);
    await context.close();
  });

  it("by file count for a team, where files were imported", async () => {
    const cell = "```yaml insight id=legacy\ntitle: Old client\ndata: http-legacy\nlabel: old client\n```";
    await writeFile(
      join(app.folder, "notebooks/filter-6.md"),
      `---\ntidemark: 1\ntitle: Test\nsnapshots: acme\n---\n\n${cell}\n\nNow: **\${latest(legacy)}**\n`
    );
    const {page, context} = await app.open("#/notebooks/filter-6.md");
    await drawn(page);
    expect(await value(page)).toBe("54");
    await page.locator("#cell-legacy").getByRole("button", {name: "Filters", exact: true}).click();
    await panel(page).getByLabel("Warehouse", {exact: true}).check();
    await applied(page, "Temporary: gone when this page is left.");
    expect(await page.locator("#cell-legacy .filter-line").textContent()).toBe("Filtered for now team Warehouse");
    expect(await value(page)).toBe("29");
    await panel(page).getByLabel("Tracking", {exact: true}).check();
    await page.waitForFunction(() =>
      /Warehouse or Tracking/.test(document.querySelector("#cell-legacy .filter-line")?.textContent ?? "")
    );
    await settled(page);
    expect(Number(await value(page))).toBeGreaterThanOrEqual(29);
    if (process.env.SHOTS) {
      await panel(page).getByText("Owners: any of these").scrollIntoViewIfNeeded();
      await page.screenshot({path: `${process.env.SHOTS}/filter-files.png`});
    }
    await context.close();
  });

  it("are used by keys alone, and give the focus back", async () => {
    const {page, context} = await openNotebook("filter-5.md");
    const button = page.locator("#cell-cjs .filter-button");
    await button.focus();
    await page.keyboard.press("Enter");
    await panel(page).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Filters");
    const reached: (string | null)[] = [];
    while (reached.at(-1) !== "filter-include" && reached.length < 9) {
      await page.keyboard.press("Tab");
      reached.push(
        await page.evaluate(
          () => document.activeElement?.id || (document.activeElement?.getAttribute("aria-label") ?? "context")
        )
      );
    }
    expect(reached.filter((name) => name !== "context")).toEqual(["Close", "filter-target", "filter-include"]);
    await page.keyboard.type("uwdata");
    await applied(page, "Temporary: gone when this page is left.");
    await page.keyboard.press("Escape");
    expect(await panel(page).isHidden()).toBe(true);
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    await context.close();
  });

  it("have no fault that axe finds and do not scroll the page sideways, light and dark, wide and narrow", async () => {
    const {page, context} = await openNotebook("filter-looks.md");
    await page.locator("#cell-marks").getByRole("button", {name: "Filters", exact: true}).click();
    await panel(page).locator("summary").click();
    await inEveryLook(page, async (look) => {
      await panel(page).getByLabel("Include: any of these").fill("vega\n(");
      await panel(page).getByLabel("Exclude: none of these").fill("lite");
      await applied(page, "Not applied: see what is marked.");
      if (process.env.SHOTS) await page.screenshot({path: `${process.env.SHOTS}/filter-${look}-bad.png`});
      await panel(page).getByLabel("Include: any of these").fill("vega");
      await applied(page, "Temporary: gone when this page is left.");
      if (process.env.SHOTS) await page.screenshot({path: `${process.env.SHOTS}/filter-${look}.png`});
      expect([look, await axeFindings(page, ".panel", "#cell-marks")]).toEqual([look, []]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    });
    await context.close();
  });
});

describe("the page of one insight", () => {
  it("has filters that hold at once, and are saved in the cell", async () => {
    const path = join(app.folder, "notebooks/filter-7.md");
    await writeFile(path, `---\ntidemark: 1\ntitle: Test\nsnapshots: sample\n---\n\n${CELLS}\n`);
    const {page, context, seen} = await app.open("#/insight/filter-7.md/cjs");
    await page.getByRole("button", {name: "Filters", exact: true}).click();
    await panel(page).getByLabel("Include: any of these").fill("vega");
    await page.locator(".filter-line", {hasText: "Filtered for now repositories vega"}).waitFor();
    await panel(page).getByRole("button", {name: "Save as default"}).click();
    await expect
      .poll(() => readFile(path, "utf8"))
      .toContain("label: require()\nfilters: {repositories: {include: [vega]}}\n```");
    await page.waitForFunction(() =>
      document.querySelector(".filter-line")?.textContent?.startsWith("Filtered repositories vega")
    );
    if (process.env.SHOTS) await page.screenshot({path: `${process.env.SHOTS}/filter-one.png`});
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });
});
