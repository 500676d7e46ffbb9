/** The browser's private storage: full, shared by tabs, and given back. */
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {drawn, type ServedApp, seriousFindings, serveApp, settled} from "./harness.ts";
import {killable} from "./killable.ts";
import {answerPicker, pathsBeside, readBeside, writeBeside} from "./opened-folder.ts";

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

/** The text of a notebook in the browser's storage; "" when it was never changed. */
const notebookText = (page: Page, name: string) =>
  page.evaluate(
    (key) =>
      new Promise<string>((resolve, reject) => {
        const open = indexedDB.open("tidemark-notebooks");
        open.onerror = () => reject(open.error);
        open.onsuccess = () => {
          const got = open.result.transaction("notebooks").objectStore("notebooks").get(key);
          got.onsuccess = () => {
            open.result.close();
            resolve(got.result?.text ?? "");
          };
        };
      }),
    name
  );

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

  it("has all that was saved and half of nothing, killed amid saves and imports", async () => {
    const profile = await mkdtemp(join(tmpdir(), "tidemark-profile-"));
    const [kept, cut] = [await table("kept", 2000), await table("cut", 30_000)];
    const open = async (hash: string) => {
      const browser = await killable(profile);
      await browser.page.goto(`${app.address}${hash}`);
      return browser;
    };
    const goTo = (page: Page, hash: string) =>
      page.evaluate((to) => {
        location.hash = to;
      }, hash);
    try {
      const {page, kill} = await open("#/data");
      expect(await keep(page, kept)).toContain("1 file imported");
      await goTo(page, "#/notebooks/module-migration.md");
      await page.locator('.cell[data-kind="markdown"]').first().focus();
      await page.keyboard.press("Enter");
      await page.locator(".cm-content").waitFor();
      await page.keyboard.press("Control+End");
      await page.keyboard.insertText("\n\nSaved before.");
      await expect.poll(() => notebookText(page, "module-migration.md")).toContain("Saved before.");
      await page.locator('.save-state[data-state="saved"]').waitFor();
      await page.keyboard.insertText("\n\nOn its way.");
      await goTo(page, "#/data");
      await page.locator(".held code", {hasText: "kept"}).first().waitFor();
      await page.setInputFiles(PICK, cut);
      await page.getByRole("button", {name: "Import 1 file"}).click({timeout: 60_000});
      await page.waitForTimeout(100);
      await kill();

      const again = await open("#/data");
      await again.page.locator(".held code", {hasText: "kept"}).first().waitFor();
      const held = (await again.page.locator(".held").textContent())!;
      // what came through is whole
      if (held.includes("cut")) expect(held).toContain("30,000");
      expect(held).not.toMatch(/damaged|missing|cannot be read/);
      await goTo(again.page, "#/notebooks/module-migration.md");
      await again.page.getByText("Saved before.").waitFor();
      await again.kill();
    } finally {
      await rm(profile, {recursive: true, force: true, maxRetries: 5});
    }
  }, 120_000);

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

describe("a folder of the disk", () => {
  const TEXT =
    "\ufeff---\r\ntidemark: 1\r\ntitle: Mine\r\n---\r\n\r\n# Mine\r\n\r\n```sql id=a\r\nSELECT 1 AS one\r\n```\r\n\r\n```sql id=b\r\nSELECT 2 AS two\r\n```\r\n";
  const NOTEBOOK = "acme/notebooks/mine.md";
  const choice = (page: Page) => page.locator(".workspace-choice");
  const saved = (page: Page) => page.locator('.save-state[data-state="saved"]').waitFor();

  /** A page over the folder acme, which holds one notebook and a file that is none of Tidemark's. */
  async function openFolder(hash = "#/settings") {
    const opened = await app.open("#/settings");
    await answerPicker(opened.context, "acme", {"notebooks/mine.md": TEXT, "src/main.go": "package main\n"});
    await opened.page.reload();
    await choice(opened.page).getByRole("button", {name: "Open a folder"}).click();
    await opened.page.getByText("Kept in the folder acme").waitFor();
    await opened.page.goto(app.address + hash);
    return opened;
  }

  async function write(page: Page, id: string, text: string): Promise<void> {
    await page.locator(`#cell-${id}`).focus();
    await page.keyboard.press("Enter");
    await page.locator(`#cell-${id} .cm-content`).waitFor();
    await page.keyboard.press("Control+End");
    await page.keyboard.insertText(text);
  }

  it("becomes the workspace: what is written there is in its files, and what is written beside it is on the page", async () => {
    const {page, context, seen} = await openFolder("#/notebooks/mine.md");
    await settled(page);
    await write(page, "a", ", 3 AS three");
    await expect.poll(() => readBeside(page, NOTEBOOK)).toBe(TEXT.replace("1 AS one", "1 AS one, 3 AS three"));
    // another program, while somebody writes: both changes are there
    await page.keyboard.insertText(", 4 AS four");
    await writeBeside(page, NOTEBOOK, (await readBeside(page, NOTEBOOK))!.replace("2 AS two", "5 AS five"));
    await page.locator("#cell-b td", {hasText: "5"}).waitFor();
    const both = TEXT.replace("1 AS one", "1 AS one, 3 AS three, 4 AS four").replace("2 AS two", "5 AS five");
    await expect.poll(() => readBeside(page, NOTEBOOK)).toBe(both);
    // two tabs
    const other = await context.newPage();
    await other.goto(`${app.address}#/notebooks/mine.md`);
    await settled(other);
    await write(other, "b", ", 6 AS six");
    await page.locator("#cell-b th", {hasText: "six"}).waitFor();
    await other.close();
    // a table is read from the folder, and again when another program writes it
    await writeBeside(page, "acme/data/owners.csv", "team\nBlue\n");
    await writeBeside(
      page,
      NOTEBOOK,
      `---\ntidemark: 1\ntables: {owners: data/owners.csv}\n---\n\n\`\`\`sql id=teams\nSELECT team FROM owners\n\`\`\`\n`
    );
    await page.locator("#cell-teams td", {hasText: "Blue"}).waitFor();
    await writeBeside(page, "acme/data/owners.csv", "team\nGreen\n");
    await page.locator("#cell-teams td", {hasText: "Green"}).waitFor();
    // imports and tidemark.yaml stand where the command line looks for them
    await page.goto(`${app.address}#/data`);
    expect(await keep(page, await table("todo", 10))).toContain("1 file imported");
    await page.getByRole("button", {name: "Write tidemark.yaml"}).click();
    await page.getByRole("textbox", {name: "tidemark.yaml"}).waitFor();
    await page.getByRole("button", {name: "Save tidemark.yaml"}).click();
    await page.getByRole("button", {name: "Edit tidemark.yaml"}).waitFor();
    expect((await pathsBeside(page, "acme")).map((path) => path.replace(/[\w-]+\.arrow$/, "…"))).toEqual([
      "data/owners.csv",
      "notebooks/mine.md",
      "snapshots/manifest.json",
      "snapshots/parts/…",
      "src/main.go",
      "tidemark.yaml"
    ]);
    await page.reload();
    await page.locator(".held code", {hasText: "todo"}).waitFor();
    expect(seen.errors).toEqual([]);
    expect(seen.foreign).toEqual([]);
    await context.close();
  });

  it("is left without loss, and the browser's own workspace is as it was", async () => {
    const {page, context} = await app.open("#/notebooks");
    await answerPicker(context, "acme", {"notebooks/mine.md": TEXT});
    await page.getByRole("button", {name: "New notebook"}).click();
    await settled(page);
    await page.goto(`${app.address}#/data`);
    await keep(page, await table("mine", 10));
    await page.goto(`${app.address}#/notebooks`);
    await page.reload();
    await page.getByRole("button", {name: "Open a folder"}).click();
    await page.getByText("Kept in the folder acme").waitFor();
    expect(await page.locator(".cards code").allTextContents()).toEqual(["mine.md"]);
    const other = await context.newPage();
    await other.goto(`${app.address}#/settings`);
    await page.getByRole("link", {name: "The workspace is the folder “acme”"}).click();
    // and its notebooks and data come along when that is asked for
    await page.getByRole("button", {name: "Copy what is in this browser into “acme”"}).click();
    await page.getByText("untitled.md is in the folder now. The imported data is in it, too.").waitFor();
    await page.goto(`${app.address}#/data`);
    await page.locator(".held code", {hasText: "mine"}).waitFor();
    await page.getByRole("link", {name: "The workspace is the folder “acme”"}).click();
    await page.getByRole("button", {name: "Go back to this browser’s private storage"}).click();
    await other.getByText("Another tab went on with this browser’s private storage.").waitFor();
    await page.goto(`${app.address}#/notebooks`);
    await page.locator(".cards code", {hasText: "untitled.md"}).waitFor();
    expect(await page.locator(".cards code", {hasText: "mine.md"}).count()).toBe(0);
    expect(await readBeside(page, NOTEBOOK)).toBe(TEXT);
    // and there again by its name
    await page.goto(`${app.address}#/settings`);
    await page.getByRole("button", {name: "Open “acme”"}).click();
    await page.locator(".cards code", {hasText: "mine.md"}).waitFor();
    await context.close();
  });

  it("is opened again by a click where the browser asks, for reading only where it may not be written", async () => {
    const {page, context} = await openFolder();
    await context.addInitScript(() => {
      const answers: Record<string, string> = {read: "prompt", readwrite: "prompt"};
      const folder = FileSystemDirectoryHandle.prototype as unknown as Record<string, unknown>;
      folder.queryPermission = async ({mode}: {mode: string}) => answers[mode];
      folder.requestPermission = async ({mode}: {mode: string}) => {
        answers[mode] = mode === "read" ? "granted" : "denied";
        return answers[mode];
      };
      const file = FileSystemFileHandle.prototype;
      file.createWritable = async () => {
        throw new DOMException("The request is not allowed by the user agent.", "NotAllowedError");
      };
    });
    await page.reload();
    const again = page.getByRole("button", {name: "Open “acme”"});
    await again.waitFor();
    expect(await again.evaluate((dom) => dom === document.activeElement)).toBe(true);
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await page.getByText("was not allowed to let this page write in “acme”").waitFor();
    await page.getByRole("button", {name: "Open it for reading only"}).click();
    await page.getByText("It was opened for reading only").waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.goto(`${app.address}#/notebooks/mine.md`);
    await settled(page);
    await write(page, "a", ", 3 AS three");
    await page.locator('.save-state[data-state="failed"]').getByText("does not let this page write").waitFor();
    expect(await pathsBeside(page, "acme")).toEqual(["notebooks/mine.md", "src/main.go"]);
    expect(await readBeside(page, NOTEBOOK)).toBe(TEXT);
    await context.close();
  });

  it("says when it is gone, makes nothing anew, and goes on when it is back", async () => {
    const {page, context} = await openFolder("#/notebooks/mine.md");
    await settled(page);
    await writeBeside(page, "acme", null);
    await page.locator(".toast.error", {hasText: "“acme” is not where it was"}).waitFor();
    await write(page, "a", ", 3 AS three");
    await page.locator('.save-state[data-state="failed"]').getByText("is not where it was").waitFor();
    expect(await readBeside(page, NOTEBOOK)).toBe(null);
    // reopened meanwhile, the page asks where it is instead of showing an empty workspace
    const other = await context.newPage();
    await other.goto(`${app.address}#/data`);
    await other.getByRole("alert").getByText("is not where it was").waitFor();
    await writeBeside(page, NOTEBOOK, TEXT);
    await other.getByRole("button", {name: "Open “acme”"}).click();
    await other.getByText("Kept in the folder acme").waitFor();
    await page.getByRole("button", {name: "Try again"}).click();
    await saved(page);
    expect(await readBeside(page, NOTEBOOK)).toBe(TEXT.replace("1 AS one", "1 AS one, 3 AS three"));
    await context.close();
  });

  it("changes nothing when the disk is full", async () => {
    const {page, context} = await openFolder("#/data");
    const before = await pathsBeside(page, "acme");
    const cdp = await context.newCDPSession(page);
    const {usage} = (await cdp.send("Storage.getUsageAndQuota", {origin: app.address})) as {usage: number};
    await cdp.send("Storage.overrideQuotaForOrigin", {origin: app.address, quotaSize: usage + 20_000});
    expect(await keep(page, await table("large", 50_000))).toMatch(/no room left.*Nothing was changed/s);
    expect(await pathsBeside(page, "acme")).toEqual(before);
    await context.close();
  });

  it("is asked about when it does not look like a workspace", async () => {
    const {page, context} = await app.open("#/settings");
    await answerPicker(context, "pictures", {"cat.png": "x"});
    await page.reload();
    const open = choice(page).getByRole("button", {name: "Open a folder"});
    await open.click();
    await page.getByText("There are no notebooks in it yet.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("private storage").first().waitFor();
    await open.click();
    await page.getByRole("button", {name: "Use this folder"}).click();
    await page.getByText("No notebooks yet").waitFor();
    await page.getByRole("button", {name: "New notebook"}).click();
    await saved(page);
    expect(await pathsBeside(page, "pictures")).toEqual(["cat.png", "notebooks/untitled.md"]);
    await context.close();
  });

  it("is not offered where the browser cannot open one; what there is instead is said", async () => {
    const {page, context} = await app.open();
    await context.addInitScript(() => {
      delete (window as {showDirectoryPicker?: unknown}).showDirectoryPicker;
    });
    for (const hash of ["#/get-started", "#/notebooks", "#/data", "#/settings"]) {
      await page.goto(app.address + hash);
      await page.reload();
      await page.locator("h1").waitFor();
      expect(await page.getByRole("button", {name: "Open a folder"}).count()).toBe(0);
    }
    expect(await page.locator(".no-folders").textContent()).toContain("tidemark serve");
    await context.close();
  });
});
