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
