/** tidemark.yaml in the app: kept in the browser's storage, or in the folder that is served; and the company sample. */
import {mkdtemp, readFile, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {drawn, type ServedApp, serveApp} from "./harness.ts";

const ALIASES = "aliases:\n  github.com/acme/store: github.com/acme/shop\n";

let alone: ServedApp;
let served: ServedApp;
beforeAll(async () => {
  [alone, served] = await Promise.all([serveApp("static"), serveApp("workspace")]);
});
afterAll(() => Promise.all([alone.close(), served.close()]));

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole("button", {name: /^(?:Write|Edit) tidemark\.yaml$/}).click();
  const editor = page.getByRole("textbox", {name: "tidemark.yaml"});
  await editor.waitFor();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}

describe("tidemark.yaml in the app", () => {
  it("is kept in the browser's storage, joins a repository's names, and is there after a reload", async () => {
    const {page, seen} = await alone.open("#/data");
    const folder = await mkdtemp(join(tmpdir(), "tidemark-"));
    const csv = join(folder, "counts.csv");
    await writeFile(
      csv,
      "repo,date,series,value\ngithub.com/acme/store,2026-01-01,todo,5\ngithub.com/acme/shop,2026-02-01,todo,7\n"
    );
    await page.setInputFiles("input[type=file]:not([webkitdirectory])", csv);
    await page.getByRole("button", {name: "Import 1 file"}).click({timeout: 60_000});
    const held = page.locator(".held");
    await held.getByText("2 points of 2 repositories").waitFor({timeout: 60_000});
    await write(page, `${ALIASES}team: {}\n`);
    await page.getByText('"team" is not read. Did you mean "teams"?').waitFor();
    await replace(page, ALIASES);
    await page.getByRole("button", {name: "Save tidemark.yaml"}).click();
    await held.getByText("2 points of 1 repository").waitFor();
    await page.reload();
    await page.getByText("has 1 old name").waitFor();
    await held.getByText("2 points of 1 repository").waitFor({timeout: 60_000});
    expect(seen.errors).toEqual([]);
    expect(seen.foreign).toEqual([]);

    async function replace(page: Page, text: string) {
      await page.getByRole("textbox", {name: "tidemark.yaml"}).focus();
      await page.keyboard.press("Control+a");
      await page.keyboard.insertText(text);
    }
  });

  it("is the file of the served folder, and is not overwritten when an editor changed it meanwhile", async () => {
    const {page} = await served.open("#/data");
    const path = join(served.folder, "tidemark.yaml");
    await write(page, ALIASES);
    await page.keyboard.press("Control+s");
    await page.getByText("has 1 old name").waitFor();
    expect(await readFile(path, "utf8")).toBe(ALIASES);
    await write(page, "teams:\n  Web: {owners: a}\n");
    await writeFile(path, "# somebody else\n");
    await page.getByRole("button", {name: "Save tidemark.yaml"}).click();
    await page.getByText("was changed by something else meanwhile").waitFor();
    expect(await readFile(path, "utf8")).toBe("# somebody else\n");
    await page.getByRole("button", {name: "Save mine"}).click();
    await page.getByText("has 1 team").waitFor();
    expect(await readFile(path, "utf8")).toBe("teams:\n  Web: {owners: a}\n");
  });
});

describe("the company sample", () => {
  it.each(["http-client-migration", "todo-comments"])(
    "%s draws on a static host, on a phone, in dark",
    async (name) => {
      const {page, seen} = await alone.open(`#/notebooks/${name}.md`, {width: 390, dark: true});
      await page.locator(".cell").first().waitFor();
      await drawn(page);
      expect(await page.locator('.cell[data-status="error"]').count()).toBe(0);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBe(390);
      expect(seen.errors).toEqual([]);
      expect(seen.foreign).toEqual([]);
    }
  );
});
