/** tidemark.yaml in the app: kept in the browser's storage, or in the folder that is served; and the company sample. */
import {mkdtemp, readFile, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {axeFindings, drawn, type ServedApp, seriousFindings, serveApp, sidewaysScroll} from "./harness.ts";

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
    await held.getByRole("link", {name: "Make an insight of todo"}).click();
    await page.locator(".preview-pane figure").waitFor();
    expect(await page.getByLabel("Label", {exact: true}).first().inputValue()).toBe("todo");
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

describe("the data page", () => {
  it("uses a file as a table in a notebook, removes it, and brings it back", async () => {
    const {page, context, seen} = await alone.open("#/data", {width: 390});
    const files = page.locator(".table-files");
    await page.setInputFiles("input[type=file]:not([webkitdirectory])", {
      name: "owners.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("repo,team\na/b,Blue\n")
    });
    await page.getByRole("button", {name: "Use owners.csv as a table in a notebook instead"}).click();
    const dialog = page.getByRole("dialog");
    expect(await axeFindings(page, "dialog")).toEqual([]);
    await dialog.getByLabel("Notebook").selectOption("");
    await dialog.getByLabel("Name in cells").fill("select");
    await dialog.getByRole("button", {name: "Use as a table"}).click();
    await dialog.getByRole("alert").getByText("select").waitFor();
    await dialog.getByLabel("Name in cells").fill("owners");
    await dialog.getByRole("button", {name: "Use as a table"}).click();
    await files.getByRole("link", {name: "owners.md"}).waitFor();
    expect(await page.locator(".stage").textContent()).toBe("");
    expect(await sidewaysScroll(page)).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    // gone, back, and gone for good
    await files.getByRole("button", {name: "Remove data/owners.csv"}).click();
    await files.waitFor({state: "hidden"});
    await page.getByRole("button", {name: "Undo"}).click();
    await files.getByText("data/owners.csv").waitFor();
    await files.getByRole("link", {name: "owners.md"}).click();
    await page.locator("td", {hasText: "Blue"}).waitFor();
    await page.goto(`${alone.address}#/data`);
    await files.getByRole("button", {name: "Remove data/owners.csv"}).click();
    await files.waitFor({state: "hidden"});
    await page.goto(`${alone.address}#/notebooks/owners.md`);
    await page.getByText("There is no file data/owners.csv in this browser’s private storage.").first().waitFor();
    expect(seen.foreign).toEqual([]);
    await context.close();
  });

  it("repairs a list of imports that was cut, after the file was saved", async () => {
    const {page, context} = await alone.open("#/data");
    const pick = "input[type=file]:not([webkitdirectory])";
    const file = (name: string, series: string) => ({
      name,
      mimeType: "text/csv",
      buffer: Buffer.from(`repo,date,series,value\na/b,2026-01-01,${series},3\n`)
    });
    for (const name of ["one", "two"]) {
      await page.setInputFiles(pick, file(`${name}.csv`, name));
      await page.getByRole("button", {name: "Import 1 file"}).click();
      await page.locator(".held code", {hasText: name}).waitFor();
    }
    const cut = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const open = indexedDB.open("tidemark-snapshots");
          open.onsuccess = () => {
            const store = open.result.transaction("files", "readwrite").objectStore("files");
            const asked = store.get("manifest.json");
            asked.onsuccess = () => {
              const text = new TextDecoder().decode(asked.result as Uint8Array);
              const bytes = new TextEncoder().encode(text.slice(0, text.lastIndexOf('"sha256"')));
              store.put(bytes, "manifest.json").onsuccess = () => {
                open.result.close();
                resolve(bytes.length);
              };
            };
          };
        })
    );
    await page.reload();
    await page.getByText("is not JSON: it was cut or edited").waitFor();
    await page.getByRole("button", {name: "Repair…"}).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("2 imports (one.csv, two.csv), 2 series, 1 row.").waitFor();
    await dialog.getByText("1 file of data is named by no record any more.").waitFor();
    expect(await axeFindings(page, "dialog")).toEqual([]);
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      dialog.getByRole("button", {name: "Save the damaged file and repair"}).click()
    ]);
    expect((await readFile((await saved.path())!)).length).toBe(cut);
    await page.locator(".held code", {hasText: "one"}).waitFor();
    await page.locator(".held .error").first().waitFor();
    // importing what was lost brings it back
    await page.setInputFiles(pick, file("two.csv", "two"));
    await page.getByRole("button", {name: "Import 1 file"}).click();
    await page.locator(".held code", {hasText: "two"}).waitFor();
    await context.close();
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
