/** The settings page: theme, storage, and a workspace that goes into a zip and comes back in another browser. */
import {AxeBuilder} from "@axe-core/playwright";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type ServedApp, serveApp, settled} from "./harness.ts";

let app: ServedApp;
beforeAll(async () => {
  app = await serveApp("static");
});
afterAll(() => app.close());

const CSV =
  "repo,sample_time,files,lines,matches\ngithub.com/acme/api,2026-01-01,1,2,3\ngithub.com/acme/api,2026-02-01,1,2,5\n";

describe("settings", () => {
  it("keeps the theme over a reload, and is usable by everybody", async () => {
    const {page, context, seen} = await app.open("#/settings", {width: 390});
    await page.getByRole("radio", {name: "Dark"}).check();
    await page.reload();
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
    await page.getByText("used by this page").waitFor();
    expect((await new AxeBuilder({page: page as never}).analyze()).violations).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.getByRole("radio", {name: "As the system"}).check();
    expect(await page.evaluate(() => document.documentElement.dataset.theme ?? "none")).toBe("none");
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("saves notebooks and data as one zip, and brings them back in an empty browser", async () => {
    const {page, context} = await app.open("#/data");
    await page
      .locator('input[type="file"]')
      .first()
      .setInputFiles({
        name: "counts.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(CSV)
      });
    const key = page.getByLabel(/short name|key/i).first();
    if (await key.isVisible().catch(() => false)) await key.fill("acme");
    await page.locator(".preview").first().waitFor();
    for (const box of await page.locator(".question input:visible").all())
      if (!(await box.inputValue())) await box.fill("acme");
    await page.keyboard.press("Tab");
    await page.getByRole("button", {name: "Import 1 file"}).click();
    await page.getByText("1 file imported").waitFor();
    await page.getByRole("button", {name: /Make a notebook/}).click();
    await settled(page);
    const name = new URL(page.url()).hash;
    await page.goto(`${app.address}#/settings`);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", {name: "Download backup"}).click()
    ]);
    const path = (await file.path())!;
    const other = await app.open("#/settings");
    await other.page.getByLabel("Backup to restore").setInputFiles(path);
    await other.page.getByText("1 notebook brought back. The imported data is back.").waitFor();
    await other.page.getByRole("button", {name: "Open the data"}).click();
    await other.page.goto(`${app.address}${name}`);
    await settled(other.page);
    expect(await other.page.locator('.cell[data-kind="insight"][data-status="done"]').count()).toBe(1);
    // a second time nothing is mixed or overwritten
    await other.page.goto(`${app.address}#/settings`);
    await other.page.getByLabel("Backup to restore").setInputFiles(path);
    await other.page.getByText("0 notebooks brought back. The data of this workspace stays as it is").waitFor();
    await other.page.getByLabel("Backup to restore").setInputFiles({
      name: "no.zip",
      mimeType: "application/zip",
      buffer: Buffer.from("no zip")
    });
    await other.page.getByText("This is no zip file").waitFor();
    await context.close();
    await other.context.close();
  });
});
