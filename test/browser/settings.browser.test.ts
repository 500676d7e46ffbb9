/** The settings page: theme, storage, and a workspace that goes into a zip and comes back in another browser. */
import {readFile} from "node:fs/promises";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {notebookHash} from "../../src/app/share/notebook-link.ts";
import {axeFindings, type ServedApp, seriousFindings, serveApp, settled} from "./harness.ts";
import {putNotebook} from "./put-notebook.ts";

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
    // where the log stands, with a way to it, and where links to code lead
    await page.getByText("Your log stands in this browser only.").waitFor();
    expect(await page.locator(".settings").getByRole("link", {name: "Pings"}).getAttribute("href")).toBe("#/pings");
    await page.locator(".settings code", {hasText: "codeberg.org"}).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.getByRole("radio", {name: "As the system"}).check();
    expect(await page.evaluate(() => document.documentElement.dataset.theme ?? "none")).toBe("none");
    expect(await seriousFindings(page)).toEqual([]);
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("knows who uses it, and says what can be done before the room is full", async () => {
    const {page, context} = await app.open("#/settings");
    await page.getByLabel("Name").fill("user:ann");
    await page.getByLabel(/Organisations/).fill("platform, web,platform");
    await page.keyboard.press("Tab");
    await page.getByText("Saved in this browser.").waitFor();
    // Chromium tells every page that 10 GB more are free, whatever there is: what other browsers say is put in its place
    await page.addInitScript(() => {
      navigator.storage.estimate = async () => ({usage: 900_000_000, quota: 1_000_000_000});
    });
    await page.reload();
    expect(await page.getByLabel("Name").inputValue()).toBe("ann");
    expect(await page.getByLabel(/Organisations/).inputValue()).toBe("platform, web");
    await page.getByText("The room is nearly full").waitFor();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", {name: "Save a backup"}).click()
    ]);
    expect(file.suggestedFilename()).toBe("tidemark-workspace.zip");
    await page.getByRole("link", {name: "Take imports out"}).click();
    await page.getByRole("heading", {name: "Drop search results here"}).waitFor();
    await page.setInputFiles("input[type=file]:not([webkitdirectory])", {
      name: "counts.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(CSV)
    });
    await page.locator(".stage .room-choice").waitFor();
    await page.goto(`${app.address}#/insights`);
    await page.getByLabel("For whom").selectOption({label: "Meant for me"});
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
    await drop(page, "owners.csv", Buffer.from("repo,team\na/b,Blue\n"));
    await page.getByRole("button", {name: "Use as a table"}).click();
    await page.getByText("owners is a table of this notebook").waitFor();
    await page.locator('.save-state[data-state="saved"]').waitFor();
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
    expect(await other.page.locator(".table-notices .message").count()).toBe(0);
    expect(await tablePaths(other.page)).toEqual(["data/owners.csv"]);
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

  it("shares a notebook with its data, as a zip that is dropped and as a link", async () => {
    // 40 kB that would keep the page for a minute and a half; it is read apart meanwhile, and given up
    const endless = notebookHash("endless.md", `---\ntidemark: 1\n---\n\n${"*a_ ".repeat(10_000)}\n`, app.address)!;
    const bomb = await app.open(endless);
    const {page, context} = await app.open("#/data");
    const rows = [
      "repo,date,series,value",
      "a/b,2026-01-01,wanted,3",
      "a/b,2026-02-01,wanted,5",
      "a/b,2026-02-01,private,7"
    ];
    await page.setInputFiles("input[type=file]:not([webkitdirectory])", {
      name: "two.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(`${rows.join("\n")}\n`)
    });
    await page.getByRole("button", {name: "Import 1 file"}).click();
    await page.locator(".summary-box").waitFor();
    const text = `---\ntidemark: 1\ntitle: Shared\ntables: {owners: data/owners.csv}\n---\n\n# Shared\n\n\`\`\`sql id=teams\nSELECT team FROM owners\n\`\`\`\n\n\`\`\`yaml insight id=wanted\ntitle: Wanted\ndata: wanted\n\`\`\`\n\n\`\`\`js\ndisplay(\`it is \${wanted.at(-1).value}\`);\n\`\`\`\n`;
    await putNotebook(page, "shared.md", text);
    await page.goto(`${app.address}#/notebooks/shared.md`);
    await settled(page);
    // a table of the notebook is put into this browser by hand, and goes with the zip
    await page.getByText("There is no file data/owners.csv in this browser’s private storage.").waitFor();
    await page.getByLabel("A file for data/owners.csv").setInputFiles({
      name: "owners.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("repo,team\na/b,Blue\n")
    });
    await page.locator("#cell-teams td", {hasText: "Blue"}).waitFor();
    await page.getByRole("button", {name: "Share", exact: true}).click();
    const dialog = page.getByRole("dialog");
    expect(await axeFindings(page)).toEqual([]);
    const link = await dialog.getByLabel("Link").inputValue();
    expect(link).toContain("#/shared/shared.md?z=");
    const [plain] = await Promise.all([
      page.waitForEvent("download"),
      dialog.getByRole("button", {name: "Download notebook"}).click()
    ]);
    expect(await readFile((await plain.path())!, "utf8")).toBe(text);
    const [zip] = await Promise.all([
      page.waitForEvent("download"),
      dialog.getByRole("button", {name: "Download zip"}).click()
    ]);
    expect(zip.suggestedFilename()).toBe("shared.zip");
    await dialog.getByText("Neither is its table data/owners.csv: share the zip for it.").waitFor();
    await dialog.getByText("2 rows of 1 series in 1 repository, its table data/owners.csv").waitFor();
    const bytes = await readFile((await zip.path())!);

    // a stranger with nothing: the link shows the notebook, and says what has no data
    const other = await app.open(new URL(link).hash);
    await settled(other.page);
    await other.page.getByText("This notebook came in a link").waitFor();
    expect(await other.page.locator('.cell[data-kind="insight"]').getAttribute("data-status")).toBe("error");
    expect(await stored(other.page)).toEqual([]);

    await drop(other.page, "shared.zip", bytes);
    await other.page.getByText("data/owners.csv as a table").waitFor();
    await other.page.getByRole("button", {name: "Keep them and import the data"}).click();
    await other.page.locator(".notebook:not(.from-link)").waitFor();
    await settled(other.page);
    expect(await other.page.locator('.cell[data-kind="insight"]').getAttribute("data-status")).toBe("done");
    expect(await stored(other.page)).toEqual([["shared.md", text]]);
    await other.page.locator("#cell-teams td", {hasText: "Blue"}).waitFor();
    await other.page.goto(`${app.address}#/data`);
    await other.page.locator(".held code", {hasText: "wanted"}).waitFor();
    expect(await other.page.locator(".held code", {hasText: "private"}).count()).toBe(0);
    await other.page.getByRole("heading", {name: "Tables", exact: true}).click();
    const table = other.page.locator(".schema details", {has: other.page.getByText("point", {exact: true})});
    await table.locator("summary").click();
    await table.getByText("2 rows", {exact: true}).waitFor();
    await expect.poll(() => table.getByRole("list").textContent()).toContain("sample_atTIMESTAMP");
    await expect.poll(() => table.locator("tbody tr").count()).toBe(2);
    await table.getByRole("button", {name: "Copy SELECT"}).click();

    // with the data the link is whole; its JavaScript waits, and a changed copy is kept beside the first
    await other.page.goto(link);
    await other.page.locator(".notebook.from-link").waitFor();
    await settled(other.page);
    expect(await other.page.locator('.cell[data-kind="insight"]').getAttribute("data-status")).toBe("done");
    expect(await other.page.locator('.cell[data-kind="js"]').getAttribute("data-status")).toBe("consent");
    await other.page.getByRole("button", {name: "Run JavaScript"}).click();
    await other.page.getByText("it is 5").waitFor();
    await other.page.locator('.cell[data-kind="markdown"]').first().focus();
    await other.page.keyboard.press("Enter");
    await other.page.locator(".cm-content").waitFor();
    await other.page.keyboard.press("Control+End");
    await other.page.keyboard.insertText(" by a stranger");
    await other.page.getByRole("button", {name: "Keep a copy"}).click();
    await other.page.waitForURL(/#\/notebooks\/shared-2\.md/);
    expect((await stored(other.page)).map(([name]) => name)).toEqual(["shared-2.md", "shared.md"]);
    expect((await stored(other.page))[0]![1]).toBe(text.replace("# Shared\n", "# Shared by a stranger\n"));

    for (const colorScheme of ["light", "dark"] as const) {
      await other.page.emulateMedia({colorScheme, reducedMotion: "reduce"});
      expect(await seriousFindings(other.page)).toEqual([]);
    }
    await other.page.goto(`${app.address}#/shared/x.md?z=AAAA`);
    await other.page.getByRole("heading", {name: "This link does not open"}).waitFor();
    await bomb.page.getByText("endless.md took longer than 10 s to read and was given up").waitFor();
    await bomb.context.close();
    await context.close();
    await other.context.close();
  });
});

/** The notebooks in the browser's own storage, by name. */
const stored = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<[string, string][]>((resolve, reject) => {
        const open = indexedDB.open("tidemark-notebooks");
        open.onerror = () => reject(open.error);
        open.onsuccess = () => {
          const all = open.result.transaction("notebooks").objectStore("notebooks").getAll();
          all.onsuccess = () => {
            open.result.close();
            resolve((all.result as {name: string; text: string}[]).map(({name, text}) => [name, text]));
          };
        };
      })
  );

/** The tables' files that the browser keeps. */
const tablePaths = (page: Page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open("tidemark-tables");
        opening.onsuccess = () => {
          const keys = opening.result.transaction("files").objectStore("files").getAllKeys();
          keys.onsuccess = () => resolve(keys.result);
        };
      })
  );

/** Drops a file on the page. */
const drop = async (page: Page, name: string, bytes: Buffer) => {
  const transfer = await page.evaluateHandle(
    ([name, base64]) => {
      const made = new DataTransfer();
      made.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
      return made;
    },
    [name, bytes.toString("base64")] as const
  );
  await page.dispatchEvent("body", "drop", {dataTransfer: transfer});
};
