/** Notebooks as dashboards, all insights, one insight by itself, and the menu every insight has. */
import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {drawn, eventCounts, inEveryLook, type ServedApp, seriousFindings, serveApp, sidewaysScroll} from "./harness.ts";

let app: ServedApp;
beforeAll(async () => {
  app = await serveApp("workspace");
});
afterAll(() => app.close());

const file = (name: string) => join(app.folder, "notebooks", name);
const text = (name: string) => readFile(file(name), "utf8");

const BOARD = `---
tidemark: 1
title: Board
snapshots: sample
---

# Board

\`\`\`yaml insight id=first
# the first
title: Old calls
data: cjs-require
label: require()
\`\`\`

Words between.

\`\`\`yaml insight id=second
title: Silenced errors
data: ts-suppress
\`\`\`

\`\`\`yaml insight id=third
kind: capture-group
title: Node versions
data: gha-node-version
display: {limit: 3}
\`\`\`
`;

const order = (page: Page) =>
  page.locator(".insight-card").evaluateAll((cards) => cards.map((card) => card.getAttribute("data-id")));

async function openBoard(name: string) {
  await writeFile(file(name), BOARD);
  const opened = await app.open(`#/insights/${name}`);
  await opened.page.locator(".insight-card .picture svg").nth(2).waitFor({timeout: 50_000});
  return opened;
}

describe("insights", () => {
  it("shows every notebook with a chart, its readers and the age of its data, and finds them by title and series", async () => {
    const {page, context, seen} = await app.open("#/insights");
    const card = page.locator(".board-card", {hasText: "The end of require()"});
    await card.locator(".picture svg").waitFor({timeout: 50_000});
    expect(await card.locator(".card-facts").textContent()).toBe(
      "2 insights · for everyone · observed 22 Aug 2026 · sample data"
    );
    const search = page.getByLabel("Search titles and series");
    await search.fill("import … from");
    await expect.poll(() => page.locator(".board-card").count()).toBe(1);
    expect(await page.locator(".board-card strong").textContent()).toBe("The end of require()");
    await search.fill("nothing is called so");
    await page.getByRole("heading", {name: "Nothing is called “nothing is called so”"}).waitFor();
    await search.fill("");
    await page.getByLabel("For whom").selectOption("private");
    await page.getByRole("heading", {name: "Nothing here is for these readers"}).waitFor();
    await page.getByLabel("For whom").selectOption("global");
    await card.waitFor();
    await page.getByRole("link", {name: "All insights"}).click();
    await page.getByLabel("Search titles and series").fill("is almost gone");
    const one = page.locator(".board-card", {hasText: "require() is almost gone"});
    await one.locator(".picture svg").waitFor({timeout: 50_000});
    await one.getByRole("link", {name: "require() is almost gone"}).click();
    await page.waitForURL("**#/insight/module-migration.md/cjs");
    await page.locator(".standalone-figure").waitFor();
    await expect.poll(() => eventCounts(page)).toMatchObject({InsightsPageView: 3, StandaloneInsightPageViewed: 1});
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("keeps order and sizes in the notebook's file, by mouse and by key", async () => {
    const {page, context, seen} = await openBoard("board.md");
    expect(await order(page)).toEqual(["first", "second", "third"]);
    await page.getByRole("button", {name: "Move Old calls"}).focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => order(page)).toEqual(["second", "first", "third"]);
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Move Old calls");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => order(page)).toEqual(["second", "third", "first"]);
    const moved = await text("board.md");
    expect(moved.indexOf("id=third")).toBeLessThan(moved.indexOf("id=first"));
    expect(moved).toContain("# the first\ntitle: Old calls");

    const from = (await page.getByRole("button", {name: "Move Old calls"}).boundingBox())!;
    const to = (await page.locator('.insight-card[data-id="second"]').boundingBox())!;
    await page.mouse.move(from.x + 8, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(to.x + 60, to.y + 60, {steps: 6});
    await page.mouse.up();
    await expect.poll(() => order(page)).toEqual(["first", "second", "third"]);

    await page.getByRole("separator", {name: "Width of Silenced errors in columns"}).focus();
    await page.keyboard.press("ArrowRight");
    const height = page
      .locator('.insight-card[data-id="second"]')
      .getByRole("separator", {name: "Height of the figure"});
    // the focus goes on while the width is still being saved, and is not taken back
    await height.focus();
    await page.getByText("2 columns wide, 200 pixels high.").waitFor({state: "attached"});
    await expect.poll(() => text("board.md")).toContain("```yaml insight id=second card=2x200\n");
    expect(await height.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => text("board.md")).toContain("```yaml insight id=second card=2x220\n");
    expect((await eventCounts(page)).InsightUICustomization).toBe(2);
    expect((await eventCounts(page)).InsightEdit).toBeUndefined();
    await page.getByRole("button", {name: "More for this dashboard"}).click();
    await page.getByRole("menuitem", {name: "Reset sizes"}).click();
    await expect.poll(() => text("board.md")).not.toContain("card=");
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("has a menu for each insight: duplicate, remove with a way back, share, export, save as new", async () => {
    const {page, context, seen} = await openBoard("menu.md");
    const choose = async (item: string) => {
      await page.getByRole("button", {name: "More for Old calls", exact: true}).click();
      await page.getByRole("menuitem", {name: item, exact: true}).click();
    };
    await choose("Duplicate");
    await expect.poll(() => order(page)).toEqual(["first", "first_2", "second", "third"]);
    expect(await text("menu.md")).toContain("id=first_2\n# the first\ntitle: Old calls (copy)\n");
    await page.locator(".toast", {hasText: "duplicated"}).getByRole("button", {name: "Undo"}).click();
    await expect.poll(() => text("menu.md")).toBe(BOARD);
    await choose("Remove");
    await expect.poll(() => order(page)).toEqual(["second", "third"]);
    expect((await eventCounts(page)).InsightRemoval).toBeUndefined();
    await page.locator(".toast", {hasText: "removed"}).getByRole("button", {name: "Undo"}).click();
    await expect.poll(() => text("menu.md")).toBe(BOARD);
    await expect.poll(() => order(page)).toEqual(["first", "second", "third"]);
    await choose("Share link…");
    expect(await page.getByLabel("Link").inputValue()).toBe(`${app.address}#/insight/menu.md/first`);
    await page.getByText("menu.md is private.").waitFor();
    await page.keyboard.press("Escape");
    await choose("Export…");
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", {name: "Chart values as CSV"}).click();
    expect((await download).suggestedFilename()).toBe("first.csv");
    await choose("Save as new…");
    await page.waitForURL("**#/create/search?**");
    expect(await page.getByRole("textbox", {name: "Title", exact: true}).inputValue()).toBe("Old calls (copy)");
    expect(await page.getByLabel("Notebook", {exact: true}).inputValue()).toBe("menu.md");
    await page.getByRole("button", {name: "Create insight"}).click();
    await page.waitForURL("**#/notebooks/menu.md?at=old_calls_copy");
    await drawn(page);
    // the same menu stands in the notebook, where changes are steps of its undo
    await page.getByRole("button", {name: "More for Silenced errors", exact: true}).click();
    await page.getByRole("menuitem", {name: "Remove", exact: true}).click();
    await expect.poll(() => page.locator("#cell-second").count()).toBe(0);
    await page.locator(".toast", {hasText: "removed"}).getByRole("button", {name: "Undo"}).click();
    await expect.poll(() => page.locator("#cell-second").count()).toBe(1);
    expect(await eventCounts(page)).toMatchObject({
      // the copy that was taken back, and the one that was made in the form
      InsightAddition: 2,
      InsightsDataExportRequest: 1,
      SearchBasedCreationPageSubmitClick: 1
    });
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("shows one insight by itself, leads to its notebook and its form, and deletes a notebook with a way back", async () => {
    await writeFile(file("single.md"), BOARD);
    const {page, context, seen} = await app.open("#/insight/single.md/first");
    await page.locator(".standalone-figure .picture svg").waitFor({timeout: 50_000});
    expect(await page.locator("h1").textContent()).toBe("Old calls");
    expect(await page.locator(".insight-facts").textContent()).toContain("Observed22 Aug 2026");
    await page.getByRole("link", {name: "Edit"}).click();
    await page.waitForURL("**#/create/search/edit/single.md/first?back=**");
    await page.getByRole("textbox", {name: "Title", exact: true}).fill("Older calls");
    await page.getByRole("button", {name: "Save insight"}).click();
    await page.waitForURL("**#/insight/single.md/first");
    await expect.poll(() => page.locator("h1").textContent()).toBe("Older calls");
    expect(await text("single.md")).toBe(BOARD.replace("Old calls", "Older calls"));
    await page.getByRole("link", {name: "Board"}).click();
    await page.waitForURL("**#/insights/single.md");
    await page.getByRole("button", {name: "More for this dashboard"}).click();
    await page.getByRole("menuitem", {name: "Title and readers…"}).click();
    await page.getByLabel("Who may see it").fill("org platform");
    await page.getByRole("button", {name: "Save", exact: true}).click();
    await page.getByText("A reader is user:<name>, org:<name> or global").waitFor();
    await page.getByLabel("Who may see it").fill("org:platform");
    await page.getByRole("button", {name: "Save", exact: true}).click();
    await page.getByText("for platform").waitFor();
    expect(await text("single.md")).toContain("snapshots: sample\ngrants: [org:platform]\n---");
    await page.getByRole("button", {name: "More for this dashboard"}).click();
    await page.getByRole("menuitem", {name: "Delete"}).click();
    await page.waitForURL("**#/insights");
    await page.locator(".toast", {hasText: "deleted"}).getByRole("button", {name: "Undo"}).click();
    await expect.poll(() => text("single.md").catch(() => "")).toContain("Older calls");
    expect(await eventCounts(page)).toMatchObject({
      InsightEdit: 1,
      StandaloneInsightPageEditClick: 1,
      StandaloneInsightDashboardClick: 1,
      InsightConfigureClick: 1
    });
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("is clean for axe and fits a phone, in light and dark", async () => {
    await writeFile(file("axe.md"), BOARD);
    const {page, context} = await app.open("#/insights");
    for (const [hash, ready] of [
      ["#/insights", ".board-card .picture svg"],
      ["#/insights/all", ".board-card .picture svg"],
      ["#/insights/axe.md", ".insight-card .picture svg"],
      ["#/insight/axe.md/first", ".standalone-figure .picture svg"]
    ] as const) {
      await page.goto(app.address + hash);
      await page.locator(ready).first().waitFor({timeout: 50_000});
      await inEveryLook(page, async (look) => {
        if (look.endsWith("1440")) expect(await seriousFindings(page, look)).toEqual([]);
        expect([hash, look, await sidewaysScroll(page)]).toEqual([hash, look, 0]);
      });
    }
    await context.close();
  }, 180_000);
});
