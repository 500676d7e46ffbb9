/** What is behind a point, in the page: lines, owners, searches, and where they lead. */
import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {axeFindings, drawn, inEveryLook, type ServedApp, serveApp} from "./harness.ts";

let app: ServedApp;
beforeAll(async () => {
  app = await serveApp("workspace");
});
afterAll(() => app.close());

const CELL = "```yaml insight id=legacy\ntitle: Calls of the old client\ndata: http-legacy\nlabel: old client\n```";

/** Opens the panel behind the newest point of the made-up company's first series. */
async function openPoint(name: string, options: {dark?: boolean; width?: number; height?: number} = {}) {
  await writeFile(
    join(app.folder, "notebooks", name),
    `---\ntidemark: 1\ntitle: Test\nsnapshots: acme\n---\n\n# Test\n\n${CELL}\n`
  );
  const opened = await app.open(`#/notebooks/${name}`, options);
  await drawn(opened.page);
  const surface = opened.page.locator("#cell-legacy .surface");
  await surface.focus();
  await opened.page.keyboard.press("End");
  await opened.page.keyboard.press("Enter");
  await panel(opened.page).locator(".shares tbody tr").first().waitFor();
  return opened;
}

const panel = (page: Page) => page.getByRole("complementary", {name: "Behind this point"});

describe("what is behind a point", () => {
  it("opens to the lines that came and went in a repository", async () => {
    const {page, context, seen} = await openPoint("point-lines.md");
    const first = panel(page).locator(".shares tbody tr").first().getByRole("button");
    await first.focus();
    await page.keyboard.press("Enter");
    const detail = panel(page).locator(".share-detail");
    await detail.locator(".lines li").first().waitFor();
    expect(await first.getAttribute("aria-expanded")).toBe("true");
    const change = await panel(page).locator(".shares tbody tr").first().locator(".change").textContent();
    const count = async (kind: string) => detail.locator(`.lines.${kind} li`).count();
    expect((await count("added")) - (await count("removed"))).toBe(
      Number(change!.replace(/[^0-9−]/g, "").replace("−", "-"))
    );
    await page.keyboard.press("Enter");
    expect(await detail.count()).toBe(0);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await panel(page).getByRole("button", {name: "Copy batch-change spec"}).click();
    await panel(page).getByText("Copied.").waitFor();
    const spec = await page.evaluate(() => navigator.clipboard.readText());
    expect(spec).toContain("version: 2\nname: ");
    expect(spec).toContain("  - repositoriesMatchingQuery: ");
    // every repository that still holds some, and no other
    const rows = await panel(page)
      .locator(".shares tbody tr")
      .evaluateAll((all) =>
        all.map((row) => [row.querySelector(".repo")!.textContent!, row.querySelector(".n")!.textContent!])
      );
    for (const [repository, value] of rows)
      if (value === "0") expect(spec).not.toContain(`${repository} (`);
      else expect(spec).toContain(`${repository} (${value})`);
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("leads to a rule on its series, which is written into the cell and fires", async () => {
    const {page, context, seen} = await openPoint("point-watch.md");
    const file = () => readFile(join(app.folder, "notebooks/point-watch.md"), "utf8");
    const before = await file();
    await panel(page).getByRole("button", {name: "Watch this…"}).click();
    const dialog = page.getByRole("dialog", {name: "Watch “Calls of the old client”"});
    await dialog.getByLabel("Say so when").selectOption("it is still above");
    await dialog.getByLabel("Value").fill("0");
    await page.keyboard.press("Enter");
    await dialog.getByText("Give the day it is due.").waitFor();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({colorScheme, reducedMotion: "reduce"});
      expect(await axeFindings(page, "dialog")).toEqual([]);
    }
    await dialog.getByLabel("On").fill("2020-01-01");
    await dialog.getByLabel("In these words").fill("The old client is gone");
    await page.keyboard.press("Enter");
    await expect.poll(file).toContain("watch:");
    expect(await file()).toContain(
      "label: old client\nwatch:\n  - {when: latest() <= 0, by: 2020-01-01, note: The old client is gone}\n```"
    );
    await page.locator("#cell-legacy .watch .fires", {hasText: "The old client is gone"}).waitFor();
    await page.locator(".toast").getByRole("button", {name: "Undo"}).click();
    await expect.poll(file).toBe(before);
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("of a formula is the insights it names, then and before", async () => {
    const formula = "```yaml insight id=half\ntitle: Half\nkind: formula\nformula: legacy / 2\n```";
    await writeFile(
      join(app.folder, "notebooks/point-formula.md"),
      `---\ntidemark: 1\ntitle: Test\nsnapshots: acme\n---\n\n# Test\n\n${CELL}\n\n${formula}\n`
    );
    const {page, context, seen} = await app.open("#/notebooks/point-formula.md");
    await drawn(page);
    await page.locator("#cell-half .surface").focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    const row = panel(page).locator(".shares tbody tr");
    await row.waitFor();
    // the newest count of the old client is 54, and half of it is the point
    expect(await row.locator("td").nth(1).textContent()).toBe("54");
    expect(await panel(page).locator(".point-value").textContent()).toContain("27");
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("is broken down by owner, team and folder, which add up to the same change", async () => {
    const {page, context} = await openPoint("point-by.md");
    for (const by of ["owner", "team", "directory", "path", "language"]) {
      await panel(page).getByLabel("By").selectOption(by);
      await panel(page).locator(".shares tbody tr").first().waitFor();
    }
    await panel(page).getByLabel("By").selectOption("team");
    await page.waitForFunction(() => document.querySelector(".shares thead th")?.textContent === "Team");
    expect(await panel(page).locator(".shares tbody tr").count()).toBeGreaterThan(1);
    await context.close();
  });

  it("has no fault that axe finds, light and dark, wide and narrow", async () => {
    const {page, context} = await openPoint("point-looks.md");
    await panel(page).locator(".shares tbody tr").first().getByRole("button").click();
    await panel(page).locator(".lines li").first().waitFor();
    await inEveryLook(page, async (look) => {
      expect([look, await axeFindings(page, ".panel")]).toEqual([look, []]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    });
    await context.close();
  });
});
