/** The browser's private storage: full, shared by tabs, and given back. */
import {mkdtemp, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {drawn, type ServedApp, serveApp} from "./harness.ts";

const PICK = "input[type=file]:not([webkitdirectory])";

let app: ServedApp;
let folder: string;
beforeAll(async () => {
  app = await serveApp("static");
  folder = await mkdtemp(join(tmpdir(), "tidemark-"));
});
afterAll(() => app.close());

/** A table of counts of one series, `rows` repositories. */
async function table(name: string, rows: number): Promise<string> {
  const path = join(folder, `${name}.csv`);
  const lines = Array.from(
    {length: rows},
    (_, i) => `github.com/acme/r${i}-${(i * 7919) % 10_007},2026-01-01,${name},1`
  );
  await writeFile(path, `repo,date,series,value\n${lines.join("\n")}\n`);
  return path;
}

async function keep(page: Page, path: string): Promise<string> {
  await page.setInputFiles(PICK, path);
  await page.getByRole("button", {name: "Import 1 file"}).click({timeout: 60_000});
  await page.locator(".summary-box").waitFor({timeout: 60_000});
  return (await page.locator(".summary-box").textContent())!;
}

/** The files in OPFS. */
const stored = (page: Page) =>
  page.evaluate(async () => {
    const names: string[] = [];
    const walk = async (directory: FileSystemDirectoryHandle) => {
      for await (const [name, handle] of (
        directory as unknown as {entries(): AsyncIterable<[string, FileSystemHandle]>}
      ).entries())
        if (handle.kind === "file") names.push(name);
        else await walk(handle as FileSystemDirectoryHandle);
    };
    await walk(await navigator.storage.getDirectory());
    return names.sort();
  });

describe("a browser's storage", () => {
  it("loses nothing and keeps no half when it is full, and goes on when there is room", async () => {
    const {page, context} = await app.open("#/data");
    await keep(page, await table("first", 10));
    const before = await stored(page);
    const cdp = await context.newCDPSession(page);
    const {usage} = (await cdp.send("Storage.getUsageAndQuota", {origin: app.address})) as {usage: number};
    await cdp.send("Storage.overrideQuotaForOrigin", {origin: app.address, quotaSize: usage + 20_000});
    const large = await table("large", 50_000);
    expect(await keep(page, large)).toMatch(/no more room.*Nothing was changed/s);
    expect(await stored(page)).toEqual(before);
    await page.locator(".summary-box .room-choice").getByRole("button", {name: "Save a backup"}).waitFor();
    expect(await page.locator(".held code", {hasText: "first"}).count()).toBe(1);
    expect(await page.locator(".held code", {hasText: "large"}).count()).toBe(0);
    await cdp.send("Storage.overrideQuotaForOrigin", {origin: app.address});
    await page.reload();
    await page.locator(".held code", {hasText: "first"}).waitFor();
    expect(await keep(page, large)).toContain("1 file imported");
    await page.locator(".held code", {hasText: "large"}).waitFor();
    await context.close();
  });

  it("gives the room of an import back once it is not brought back", async () => {
    const {page, context} = await app.open("#/data");
    await keep(page, await table("short", 10));
    expect(await stored(page)).toHaveLength(1);
    await page.getByRole("button", {name: "Take out short.csv"}).click();
    await page.locator(".toast").getByRole("button", {name: "Dismiss"}).click();
    await expect.poll(() => stored(page)).toEqual([]);
    await context.close();
  });

  it("shows in one tab what another one imported, and both can import", async () => {
    const {page, context} = await app.open("#/data");
    const other = await context.newPage();
    await other.goto(`${app.address}#/data`);
    await other.locator(".held").waitFor();
    await Promise.all([keep(page, await table("here", 10)), keep(other, await table("there", 12))]);
    for (const tab of [page, other]) {
      await tab.locator(".held code", {hasText: "here"}).first().waitFor();
      await tab.reload();
      await tab.locator(".held code", {hasText: "there"}).waitFor();
      await tab.locator(".held code", {hasText: /^here$/}).waitFor();
    }
    await context.close();
  });

  it("stops reading a long file when asked, and nothing of it is kept", async () => {
    const {page, context} = await app.open("#/data");
    await page.setInputFiles(PICK, await table("long", 600_000));
    await page.locator(".progress").getByRole("button", {name: "Cancel"}).click();
    await page.locator(".progress").waitFor({state: "detached"});
    await page.getByText("Nothing imported yet").waitFor();
    expect(await stored(page)).toEqual([]);
    await context.close();
  });

  it("keeps an edited notebook over a reload, and brings the changes of two tabs together", async () => {
    const {page, context} = await app.open("#/notebooks/module-migration.md");
    await drawn(page);
    const other = await context.newPage();
    await other.goto(`${app.address}#/notebooks/module-migration.md`);
    await drawn(other);
    await page.locator('.cell[data-kind="markdown"]').first().focus();
    await page.keyboard.press("Enter");
    await page.locator(".cm-content").waitFor();
    await page.keyboard.press("Control+End");
    await page.keyboard.insertText("\n\nWritten here.");
    await page.locator('.save-state[data-state="saved"]').waitFor();
    await other.getByText("Written here.").waitFor();
    await other.locator('.cell[data-kind="markdown"]').last().focus();
    await other.keyboard.press("Enter");
    await other.locator(".cm-content").waitFor();
    await other.keyboard.press("Control+End");
    await other.keyboard.insertText("\n\nAnd there.");
    await other.locator('.save-state[data-state="saved"]').waitFor();
    await page.getByText("And there.").waitFor();
    await page.reload();
    for (const text of ["Written here.", "And there."]) await page.getByText(text).waitFor();
    await context.close();
  });
});
