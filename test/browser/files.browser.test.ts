/** The file behind a notebook: changed elsewhere, in conflict, or not saved when the tab went away. */
import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {axeFindings, type ServedApp, serveApp, settled} from "./harness.ts";

let app: ServedApp;
beforeAll(async () => {
  app = await serveApp("workspace");
});
afterAll(() => app.close());

const TEXT =
  "---\ntidemark: 1\ntitle: Test\nsnapshots: sample\n---\n\n# Test\n\n```sql id=a\nSELECT 1 AS one\n```\n\n```sql id=b\nSELECT 2 AS two\n```\n\nEnd.\n";
const path = (name: string) => join(app.folder, "notebooks", name);
const read = (name: string) => readFile(path(name), "utf8");

async function open(name: string, text = TEXT, options: {dark?: boolean; width?: number} = {}) {
  await writeFile(path(name), text);
  const opened = await app.open(`#/notebooks/${name}`, options);
  await settled(opened.page);
  return opened;
}

/** Opens a cell's source and writes at its end. */
async function write(page: Page, id: string, text: string): Promise<void> {
  await page.locator(`#cell-${id}`).focus();
  await page.keyboard.press("Enter");
  await page.locator(`#cell-${id} .cm-content`).waitFor();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(text);
}

describe("a file that changed while somebody wrote", () => {
  it("brings both changes together where they are in different cells, and the caret stays", async () => {
    const {page, context} = await open("both.md");
    await write(page, "a", ", 3 AS three");
    await writeFile(path("both.md"), TEXT.replace("End.", "Theirs.").replace("2 AS two", "4 AS two"));
    await page.getByText("Both changes are in the notebook now.").waitFor();
    await page.keyboard.type(", 5 AS five");
    const merged = TEXT.replace("1 AS one", "1 AS one, 3 AS three, 5 AS five")
      .replace("End.", "Theirs.")
      .replace("2 AS two", "4 AS two");
    await expect.poll(() => read("both.md")).toBe(merged);
    await expect.poll(() => page.locator("#cell-b td").textContent()).toBe("4");
    await context.close();
  });

  it("keeps a byte-order mark and the line ends of Windows", async () => {
    const windows = `\ufeff${TEXT.replaceAll("\n", "\r\n")}`;
    const {page, context} = await open("windows.md", windows);
    await write(page, "a", ", 3 AS three");
    await expect.poll(() => read("windows.md")).toBe(windows.replace("1 AS one", "1 AS one, 3 AS three"));
    await page.locator('.save-state[data-state="saved"]').waitFor();
    await context.close();
  });

  it("asks where both changed one cell: one version, the other, or a side for each cell", async () => {
    const {page, context} = await open("ask.md");
    await write(page, "a", ", 3 AS three");
    const theirs = TEXT.replace("1 AS one", "7 AS seven").replace("End.", "Theirs.");
    await writeFile(path("ask.md"), theirs);
    await page.getByRole("button", {name: "Keep mine"}).waitFor();
    await page.getByRole("button", {name: "Merge (1 to decide)"}).click();
    await page.locator(".conflict").waitFor();
    expect(await page.locator(".save-state").textContent()).toContain("Choose a side");
    await page.waitForTimeout(800);
    // nothing is written while sides are to be chosen
    expect(await read("ask.md")).toBe(theirs);
    await page.getByRole("button", {name: "Keep yours"}).click();
    await expect
      .poll(() => read("ask.md"))
      .toBe(TEXT.replace("1 AS one", "1 AS one, 3 AS three").replace("End.", "Theirs."));
    await context.close();
  });

  it("takes the file’s version when asked, and undo gives back what was written", async () => {
    const {page, context} = await open("take.md");
    await write(page, "a", ", 3 AS three");
    await writeFile(path("take.md"), TEXT.replace("1 AS one", "7 AS seven"));
    await page.getByRole("button", {name: "Take the file’s version"}).click();
    await page.locator("#cell-a td", {hasText: "7"}).waitFor();
    expect(await read("take.md")).toBe(TEXT.replace("1 AS one", "7 AS seven"));
    await context.close();
  });
});

describe("a notebook's file from elsewhere", () => {
  it("is opened when it is dropped or chosen, keeps what is there, and its JavaScript waits for leave", async () => {
    await writeFile(path("given.md"), TEXT);
    const {page, context, seen} = await app.open("#/docs");
    await page.getByRole("heading", {level: 1}).first().waitFor();
    const theirs = "\ufeff---\r\ntidemark: 1\r\n---\r\n\r\nTheir text.\r\n\r\n```js\r\ndisplay(6 * 7)\r\n```\r\n";
    const drop = (name: string, text: string) =>
      page.evaluate(
        ([name, text]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([text!], name!, {type: "text/plain"}));
          document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true}));
        },
        [name, text]
      );
    await drop("given.md", theirs);
    await page.waitForURL(/#\/notebooks\/given-2\.md$/);
    await page.getByText("Their text.").waitFor();
    await page.getByText("Not run: JavaScript of this notebook waits for you to allow it.").waitFor();
    expect([await read("given.md"), await read("given-2.md")]).toEqual([TEXT, theirs]);
    await drop(
      "from kit.html",
      '<!doctype html>\n<notebook theme="air">\n  <title>From a kit</title>\n  <script id="1" type="text/markdown">\n    # Kit\n  </script>\n  <script id="2" type="module">\n    1 + 1\n  </script>\n  <script id="3" type="text/x-python">\n    print(1)\n  </script>\n</notebook>\n'
    );
    await page.waitForURL(/#\/notebooks\/from%20kit\.md$/);
    await page.getByText("Kept as it is, and not run here: 1 × Python.").waitFor();
    await page.getByRole("button", {name: "Run JavaScript"}).click();
    await expect.poll(() => page.locator('.cell[data-kind="js"] .output').textContent(), {timeout: 20_000}).toBe("2");
    await page.goto(`${app.address}#/notebooks`);
    await page.getByLabel("A file to open as a notebook").setInputFiles({
      name: "page.md",
      mimeType: "text/markdown",
      buffer: Buffer.from("# A page\n\n```js run=false\n1\n```\n")
    });
    await page.waitForURL(/#\/notebooks\/page\.md$/);
    await page.getByRole("heading", {name: "A page"}).waitFor();
    expect(await read("page.md")).toBe("---\ntidemark: 1\n---\n\n# A page\n\n```js run=false\n1\n```\n");
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });
});

describe("a file with conflict markers", () => {
  const CONFLICT = TEXT.replace(
    "SELECT 1 AS one",
    "<<<<<<< HEAD\nSELECT 8 AS one\n=======\nSELECT 9 AS one\n>>>>>>> topic"
  );

  it("opens, shows both sides at the cell, runs the others, and keeps the side that is chosen", async () => {
    const {page, context, seen} = await open("markers.md", CONFLICT);
    await page.locator("#cell-b td", {hasText: "2"}).waitFor();
    const conflict = page.locator(".conflict");
    expect(await conflict.locator("section").count()).toBe(2);
    expect(await conflict.locator(".differs").allTextContents()).toEqual([
      "only here: SELECT 8 AS one",
      "only here: SELECT 9 AS one"
    ]);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", {name: "Keep topic"}).click();
    await page.locator("#cell-a td", {hasText: "9"}).waitFor();
    await expect.poll(() => read("markers.md")).toBe(TEXT.replace("SELECT 1", "SELECT 9"));
    await page.keyboard.press("Control+z");
    await conflict.waitFor();
    expect(await page.locator(".save-state").textContent()).toContain("Choose a side");
    expect(seen.errors).toEqual([]);
    await context.close();
  });
});

describe("a tab that went away before it saved", () => {
  it("offers what was written when the notebook is opened again, and brings it into the file", async () => {
    const {page, context} = await open("crash.md");
    // the server is gone for writing: what is written stays unsaved
    await context.route("**/workspace/notebooks/**", (route) =>
      route.request().method() === "PUT" ? route.abort() : route.continue()
    );
    await write(page, "a", ", 3 AS three");
    await page.locator('.save-state[data-state="failed"]').waitFor();
    await page.waitForTimeout(300);
    // a tab that is only closed may save with its last breath: this one dies
    const died = page.waitForEvent("crash");
    await Promise.race([page.goto("chrome://crash").catch(() => undefined), died]);
    await died;
    await page.close();
    await context.unroute("**/workspace/notebooks/**");
    expect(await read("crash.md")).toBe(TEXT);
    // somebody else wrote meanwhile
    await writeFile(path("crash.md"), TEXT.replace("End.", "Theirs."));
    const again = await context.newPage();
    await again.goto(`${app.address}#/notebooks/crash.md`);
    await again.getByRole("button", {name: "Bring it back"}).click();
    await expect
      .poll(() => read("crash.md"))
      .toBe(TEXT.replace("1 AS one", "1 AS one, 3 AS three").replace("End.", "Theirs."));
    await again.reload();
    await settled(again);
    expect(await again.locator(".recovery").count()).toBe(0);
    await context.close();
  });
});

describe("a file that is a table of the notebook", () => {
  const TABLES = `---
tidemark: 1
title: Owners
tables:
  owners: data/owners.csv
---

# Owners

\`\`\`sql id=teams
SELECT team, count(*) AS n FROM owners GROUP BY ALL ORDER BY ALL
\`\`\`

\`\`\`vega-lite id=chart data=owners
{"mark": "bar", "encoding": {"x": {"field": "team"}, "y": {"aggregate": "count"}}}
\`\`\`
`;
  const cells = (page: Page) => page.locator("#cell-teams td").allTextContents();

  it("is put there by the user, read again when it changes, and says which rows it left out", async () => {
    const {page, context, seen} = await open("owners.md", TABLES);
    const missing = page.locator(".table-notices .message.error");
    await expect
      .poll(() => missing.textContent())
      .toContain("There is no file data/owners.csv in the folder that is served.");
    expect(await axeFindings(page)).toEqual([]);
    await page.getByLabel("A file for data/owners.csv").setInputFiles({
      name: "mine.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("repo,team\na/b,Blue\nc/d,Green\ne/f,Blue\n")
    });
    await expect.poll(() => cells(page)).toEqual(["Blue", "2", "Green", "1"]);
    expect(await readFile(join(app.folder, "data/owners.csv"), "utf8")).toContain("e/f,Blue");
    await page.locator("#cell-chart .figure-body svg").first().waitFor();
    // another program writes it
    await writeFile(join(app.folder, "data/owners.csv"), "repo,team\na/b,Red\nc/d\n");
    await expect.poll(() => cells(page)).toEqual(["Red", "1"]);
    expect(await page.locator(".table-notices .message.warning").textContent()).toBe(
      "owners (data/owners.csv): 1 row was left out (line 3): A row has more or fewer cells than the first one (2)."
    );
    // the schema names it, and SQL completes its columns
    await page.locator("#cell-teams").focus();
    await page.keyboard.press("Shift+T");
    await page.getByRole("heading", {name: "Files of this notebook"}).waitFor();
    await page.locator(".schema summary", {hasText: "data/owners.csv"}).click();
    await page.getByRole("list", {name: "Columns of owners"}).waitFor();
    await page.keyboard.press("Escape");
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("becomes one when it is dropped", async () => {
    const {page, context} = await open("dropped.md", TEXT);
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["Team,Cost\nBlue,3\n"], "Team costs.csv", {type: "text/csv"}));
      return transfer;
    });
    await page.dispatchEvent("body", "drop", {dataTransfer: data});
    await page.getByRole("heading", {name: "Use Team costs.csv as a table?"}).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", {name: "Use as a table"}).click();
    await expect.poll(() => read("dropped.md")).toContain("tables: {team_costs: data/Team costs.csv}\n");
    await write(page, "a", " FROM team_costs WHERE Cost = 3");
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => page.locator("#cell-a td").allTextContents()).toEqual(["1"]);
    await context.close();
  });
});
