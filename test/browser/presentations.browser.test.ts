/** Every presentation in a real browser: drawn, pointed at, walked by keys, in both themes and on a phone. */
import {cpSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {draw} from "../../src/chart/draw.ts";
import {main} from "../../src/cli/tidemark.ts";
import {drawn, ROOT, type ServedApp, serveApp} from "./harness.ts";

let app: ServedApp;
const shots = process.env.TIDEMARK_SHOTS;

beforeAll(async () => {
  app = await serveApp("workspace");
  const golden = join(ROOT, "test/golden/presentations");
  cpSync(join(golden, "counts.csv"), join(app.folder, "counts.csv"));
  const ports = {cwd: app.folder, now: () => Date.UTC(2026, 8, 1), out: () => {}, err: () => {}, terminal: false, draw};
  expect(await main(["import", "counts.csv"], ports)).toBe(0);
  writeFileSync(join(app.folder, "notebooks/presentations.md"), readFileSync(join(golden, "notebook.md")));
}, 60_000);

afterAll(() => app.close());

const figure = (page: Page, id: string) => page.locator(`#cell-${id}`);

describe("presentations in the app", () => {
  it.each([
    [1440, false],
    [1440, true],
    [390, false],
    [390, true]
  ])(
    "are drawn at %d pixels, dark %s, and nothing is wider than the page",
    async (width, dark) => {
      const {page, context, seen} = await app.open("#/notebooks/presentations.md", {width, dark});
      await drawn(page);
      for (const id of ["lines", "migrated", "stack", "parts", "months", "ends", "ring"])
        expect(await figure(page, id).locator(".picture svg").count(), id).toBe(1);
      expect(await figure(page, "numbers").locator(".big-number").count()).toBe(3);
      expect(await figure(page, "all_values").locator("tbody tr").count()).toBe(12);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      if (shots)
        for (const id of ["lines", "migrated", "stack", "parts", "months", "ends", "ring", "numbers", "all_values"])
          await figure(page, id).screenshot({path: join(shots, `${id}-${width}-${dark ? "dark" : "light"}.png`)});
      expect(seen.errors).toEqual([]);
      await context.close();
    },
    90_000
  );

  it("say who is incomplete under the pointer and under the keys", async () => {
    const {page, context} = await app.open("#/notebooks/presentations.md");
    await drawn(page);
    const surface = figure(page, "lines").locator(".surface");
    await surface.focus();
    await page.keyboard.press("End");
    const tip = figure(page, "lines").locator(".tooltip");
    await expect.poll(() => tip.textContent()).toContain("Undercounted: github.com/acme/web");
    expect(await tip.textContent()).toContain("≥ 42");
    // the ninth month: the third way gave no answer
    await page.keyboard.press("Home");
    for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowRight");
    expect(await tip.textContent()).toContain("unknown: searched, no answer");
    expect(await tip.textContent()).toContain(
      "No answer: github.com/acme/api, github.com/acme/jobs, github.com/acme/web"
    );
    if (shots) await figure(page, "lines").screenshot({path: join(shots, "tooltip.png")});
    // series that are named in the drawing are hidden and shown by a legend that is asked for; one is always left
    const lines = figure(page, "lines");
    await lines.hover();
    await lines.getByRole("button", {name: "Show and hide series"}).click();
    const entry = (name: string) => lines.getByRole("list", {name: "Series"}).getByRole("button", {name});
    const named = () => lines.locator(".picture svg text").allTextContents();
    await entry("old way").click();
    await expect.poll(named).not.toContain("old way");
    expect(await named()).toContain("new way");
    await entry("new way").click();
    await entry("third way").click();
    await expect
      .poll(() => lines.locator(".legend button").evaluateAll((all) => all.map((one) => one.ariaPressed)))
      .toEqual(["false", "false", "true"]);
    await lines.getByRole("button", {name: "Show and hide series"}).click();
    await expect.poll(named).toContain("third way");
    expect(await lines.getByRole("list", {name: "Series"}).count()).toBe(0);
    await context.close();
  }, 60_000);

  it("of groups are walked by keys and open what is behind", async () => {
    const {page, context} = await app.open("#/notebooks/presentations.md");
    await drawn(page);
    for (const id of ["ends", "ring"]) {
      const surface = figure(page, id).locator(".surface");
      await surface.focus();
      await page.keyboard.press("ArrowDown");
      const live = surface.locator("[aria-live]");
      expect(await live.textContent(), id).toMatch(/^new way, 1 Jul 2026: 354$/);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      expect(await live.textContent()).toBe(
        "third way, 1 Jul 2026: ≥ 42, incomplete: a lower bound, undercounted: github.com/acme/web"
      );
      await page.keyboard.press("ArrowRight");
      expect(await live.textContent()).toContain("new way");
    }
    const bars = figure(page, "ends").locator(".surface");
    await bars.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await expect
      .poll(() => page.locator(".panel:not([hidden])").first().textContent())
      .toContain("github.com/acme/api");
    await context.close();
  }, 60_000);

  it("are taken along as pictures, with the colours of paper and the page's font", async () => {
    const {page, context, seen} = await app.open("#/notebooks/presentations.md", {dark: true});
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await drawn(page);
    const lines = figure(page, "lines");
    const svg = (await lines.locator(".picture svg").boundingBox())!;
    const choose = async (label: string) => {
      await lines.hover();
      await lines.getByRole("button", {name: "Download"}).click();
      await page.getByRole("menuitem", {name: label, exact: true}).click();
    };
    const saved = async (label: string) => {
      const [file] = await Promise.all([page.waitForEvent("download"), choose(label)]);
      return {name: file.suggestedFilename(), bytes: readFileSync((await file.path())!)};
    };
    const png = await saved("Chart as PNG");
    expect(png.name).toBe("lines.png");
    expect(png.bytes.subarray(1, 4).toString()).toBe("PNG");
    expect(png.bytes.readUInt32BE(16)).toBe(Math.round(svg.width + 16) * 2);
    if (shots) writeFileSync(join(shots, "lines.png"), png.bytes);
    const vector = await saved("Chart as SVG");
    expect(vector.name).toBe("lines.svg");
    expect(vector.bytes.toString()).toMatch(/^<svg[\s\S]*<\/svg>\n$/);
    expect(vector.bytes.toString()).not.toContain("var(");
    // it stands alone: what the page says around the chart is in it
    const written = Array.from(vector.bytes.toString().matchAll(/<text[^>]*>([^<]+)</g), ([, text]) => text!);
    expect(written[0]).toBe(await lines.locator("figcaption strong").textContent());
    expect(written.join(" ")).toContain((await lines.locator("figcaption .window").textContent())!);
    for (const label of ["new way", "old way", "third way"]) expect(written).toContain(label);
    expect(written.join(" ")).toContain(await lines.locator("p.source > span").first().textContent());
    expect(written.at(-1)).toMatch(/^Quer(y|ies): /);
    await choose("Copy chart as PNG");
    await page.getByText("The chart is copied as a picture.").waitFor();
    const copied = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return (await item!.getType("image/png")).size;
    });
    expect(copied).toBeGreaterThan(1000);
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  }, 60_000);

  it("say how old the data is when a point is overdue", async () => {
    const {page, context} = await app.open("#/notebooks/presentations.md");
    await drawn(page);
    // the newest sample is of July 2026, and this runs later
    expect(await figure(page, "lines").locator(".data-age").textContent()).toMatch(/^Data is \d+ days old$/);
    await context.close();
  }, 60_000);
});
