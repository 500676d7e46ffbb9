/** A database whose download breaks off is started again; nothing waits for ever. */
import {afterAll, beforeAll, expect, it} from "vitest";
import {drawn, type ServedApp, serveApp} from "./harness.ts";

let app: ServedApp;
beforeAll(async () => {
  app = await serveApp("static");
});
afterAll(() => app.close());

it("starts the database again when its download broke off", async () => {
  const {page, context, seen} = await app.open("#/docs");
  let asked = 0;
  await context.route(/duckdb-eh.*\.wasm$/, (route) => (asked++ ? route.continue() : route.abort("connectionreset")));
  await page.goto(`${app.address}#/notebooks/module-migration.md`);
  await drawn(page);
  expect(asked).toBeGreaterThan(1);
  // what the browser says of the request, and nothing of ours or of the database's
  expect(seen.errors.filter((text) => !text.startsWith("Failed to load resource"))).toEqual([]);
  expect(await page.locator('.cell[data-status="done"]').count()).toBeGreaterThan(3);
  await context.close();
});

it("reads early what was asked last, and what is asked where that is another store", async () => {
  const {page, context, seen} = await app.open("#/notebooks/module-migration.md");
  await drawn(page);
  const last = () => page.evaluate(() => localStorage.getItem("tidemark-last-store"));
  const titles = () => page.locator(".cell[data-kind=insight] figure").evaluateAll((all) => all.map((one) => one.id));
  const sample = await last();
  expect(sample).toMatch(/\/sample\/$/);
  const shown = await titles();
  for (const hint of [sample!, "browser"]) {
    await page.evaluate((hint) => localStorage.setItem("tidemark-last-store", hint), hint);
    await page.reload();
    await drawn(page);
    await expect.poll(last).toBe(sample);
    await expect.poll(() => page.locator('.cell[data-status="error"]').count()).toBe(0);
    await expect.poll(titles).toEqual(shown);
  }
  expect(seen.errors).toEqual([]);
  await context.close();
});
