/** What an analyst does all day: cells by mouse and by key, undo without end, the palette, the sheet of keys. */
import {readdir, readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {axeFindings, type ServedApp, seriousFindings, serveApp, settled} from "./harness.ts";

let app: ServedApp;
beforeAll(async () => {
  app = await serveApp("workspace");
});
afterAll(() => app.close());

const HEAD = "---\ntidemark: 1\ntitle: Test\nsnapshots: sample\n---\n\n";
const CELLS = "# Test\n\n```sql id=a\nSELECT 1 AS one\n```\n\n```sql id=b\nSELECT one + 1 AS two FROM a\n```\n";

async function openNotebook(name: string, text = HEAD + CELLS, options: {dark?: boolean; width?: number} = {}) {
  await writeFile(join(app.folder, "notebooks", name), text);
  const opened = await app.open(`#/notebooks/${name}`, options);
  await settled(opened.page);
  const file = () => readFile(join(app.folder, "notebooks", name), "utf8");
  return {...opened, file};
}

describe("editing", () => {
  it("brings a deleted cell back once, and calls a new notebook by its heading", async () => {
    const {page, context, file} = await openNotebook("once.md");
    const text = await file();
    await page.locator("#cell-b").focus();
    await page.keyboard.press("Delete");
    const undo = page.locator(".toast").getByRole("button", {name: "Undo"});
    await undo.waitFor();
    await page.keyboard.press("Control+z");
    await page.locator("#cell-b").waitFor();
    await page.keyboard.press("Control+z");
    // the message is still there: what it offers has been done
    await undo.click();
    await page.locator('.save-state[data-state="saved"]').waitFor();
    expect(await page.locator(".cell").count()).toBe(3);
    expect(await file()).toBe(text);

    await page.goto(`${app.address}#/notebooks`);
    await page.getByRole("button", {name: "New notebook"}).click();
    await page.locator(".cell").first().focus();
    await page.keyboard.press("Enter");
    await page.locator(".cm-content").waitFor();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText("# How far is it?");
    await page.keyboard.press("Control+Enter");
    await expect
      .poll(() => readFile(join(app.folder, "notebooks/untitled.md"), "utf8"))
      .toBe("---\ntidemark: 1\ntitle: How far is it?\n---\n\n# How far is it?\n");
    // and its file gets a name, which is nobody else's
    const rename = async (name: string) => {
      await page.keyboard.press("Control+k");
      await page.keyboard.type("rename");
      await page.keyboard.press("Enter");
      await page.getByRole("textbox", {name: "Name"}).fill(name);
      await page.keyboard.press("Enter");
    };
    await page.keyboard.press("Escape");
    await rename("once");
    await page.getByText("There is a once.md already.").waitFor();
    await page.keyboard.press("Escape");
    const painted = () =>
      page.evaluate(() => Object.keys(localStorage).filter((key) => /^tidemark-painted .*untitled/.test(key)).length);
    await expect.poll(painted).toBe(1);
    await rename("how-far");
    await page.waitForURL(/#\/notebooks\/how-far\.md$/);
    await page.getByText("untitled.md is how-far.md now.").waitFor();
    expect((await readdir(join(app.folder, "notebooks"))).filter((name) => /untitled|how-far/.test(name))).toEqual([
      "how-far.md"
    ]);
    await expect.poll(painted).toBe(0);
    await context.close();
  });

  it("keeps what is typed before the editor has come, and takes no letter for a key of the page", async () => {
    const {page, context, file} = await openNotebook("early.md");
    let letIn = () => {};
    const asked = new Promise<void>((resolve) => {
      void page.route("**/editor-*.js", async (route) => {
        resolve();
        await new Promise<void>((go) => {
          letIn = go;
        });
        await route.continue();
      });
    });
    const text = page.locator("#cell-a textarea");
    await page.locator("#cell-a").focus();
    // in one go: no letter waits for the one before, nor for the editor
    await page.keyboard.press("Enter");
    await page.keyboard.type("xdem");
    for (const key of ["Backspace", "Delete", "Alt+ArrowDown", "End"]) await page.keyboard.press(key);
    await page.keyboard.type(" -- two\nj");
    await asked;
    expect(await text.inputValue()).toBe("xdeELECT 1 AS one -- two\nj");
    expect(await page.locator(".cell").evaluateAll((cells) => cells.map(({id}) => id))).toEqual([
      "",
      "cell-a",
      "cell-b"
    ]);
    // its keys hold there too
    await page.keyboard.press("Escape");
    await text.waitFor({state: "detached"});
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("cell-a");
    await page.keyboard.press("Enter");
    await text.waitFor();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("SELECT 41 AS one");
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => page.locator("#cell-b td").first().textContent()).toBe("42");
    await page.keyboard.press("ArrowLeft");
    letIn();
    await page.locator("#cell-a .cm-focused .cm-content").waitFor();
    expect(await text.count()).toBe(0);
    // the caret stands where it stood, and the editor's own undo goes back to before
    await page.keyboard.type("t");
    await expect.poll(() => page.locator("#cell-a .cm-content").textContent()).toBe("SELECT 41 AS onte");
    for (let step = 0; step < 2; step++) await page.keyboard.press("Control+z");
    await expect.poll(() => page.locator("#cell-a .cm-content").textContent()).toContain("xdeELECT 1 AS one -- two");
    await page.keyboard.press("Escape");
    await expect.poll(file).toContain("```sql id=a\nxdeELECT 1 AS one -- two\nj\n```");
    await context.close();
  });

  it("does every cell operation by key alone, and takes all of it back to the first byte", async () => {
    const {page, context, file} = await openNotebook("keys-only.md");
    const key = (name: string) => page.keyboard.press(name);
    const focused = () => page.evaluate(() => document.activeElement?.closest(".cell")?.id ?? "");
    await page.locator("#cell-a").focus();
    await key("d");
    await expect
      .poll(file)
      .toBe(HEAD + CELLS.replace("```sql id=b", "```sql id=a_2\nSELECT 1 AS one\n```\n\n```sql id=b"));
    expect(await focused()).toBe("cell-a_2");
    await key("Alt+ArrowDown");
    await expect.poll(file).toBe(`${HEAD}${CELLS}\n\`\`\`sql id=a_2\nSELECT 1 AS one\n\`\`\`\n`);
    expect(await focused()).toBe("cell-a_2");
    await key("m");
    await expect.poll(file).toContain("SELECT one + 1 AS two FROM a\nSELECT 1 AS one\n```\n");
    expect(await focused()).toBe("cell-b");
    await key("Enter");
    await page.locator("#cell-b .cm-focused .cm-content").waitFor();
    await key("Control+End");
    await key("Home");
    await key("Alt+Enter");
    await page.locator("#cell-b_2 .cm-content").waitFor();
    await expect.poll(file).toContain("FROM a\n```\n\n```sql id=b_2\nSELECT 1 AS one\n```\n");
    await key("Escape");
    await key("f");
    await expect.poll(file).toContain("```sql id=b_2 fold\n");
    expect(await page.locator("#cell-b_2 .output").isHidden()).toBe(true);
    await key("t");
    await page.locator("dialog.palette").waitFor();
    await page.keyboard.type("input");
    await key("Enter");
    await expect.poll(file).toContain("```yaml input id=b_2 fold\n");
    await key("Delete");
    await expect.poll(file).not.toContain("b_2");
    expect(await focused()).toBe("cell-b");
    await key("k");
    expect(await focused()).toBe("cell-a");
    await key("e");
    await expect.poll(file).toContain("```sql id=a run=false\n");
    // what depends on it does not run either, and says why
    await expect.poll(() => page.locator("#cell-b .status").textContent()).toBe("Waiting for a, which has no result.");
    await key("x");
    await expect.poll(file).not.toContain("id=a");
    await key("v");
    await expect.poll(file).toContain("```sql id=a run=false\n");
    // the whole way back, step by step, from wherever the focus is
    const undo = page.locator(".notebook-bar").getByRole("button", {name: "Undo"});
    let steps = 0;
    for (; await undo.isEnabled(); steps++) await key("Control+z");
    expect(steps).toBe(10);
    await expect.poll(file).toBe(HEAD + CELLS);
    await expect.poll(() => page.locator("#cell-b td").first().textContent()).toBe("2");
    await key("Control+Shift+z");
    await expect.poll(file).toContain("a_2");
    await context.close();
  });

  it("takes no older text of its own for somebody's change, however late the answer", async () => {
    const {page, context, file} = await openNotebook("late.md");
    let held = 0;
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    // what the page reads when it hears of its own first save arrives long after its second one could have been made
    await page.route("**/notebooks/late.md", async (route) => {
      if (route.request().method() !== "GET" || held++) return route.continue();
      const response = await route.fetch();
      await page.locator("#cell-a").focus();
      await page.keyboard.press("d");
      await page.waitForTimeout(1500);
      await route.fulfill({response});
      answer();
    });
    await page.locator("#cell-b").focus();
    await page.keyboard.press("d");
    await answered;
    // as long as a change from outside would take to be shown and saved
    await page.waitForTimeout(800);
    expect(await page.locator("#cell-a_2, #cell-b_2").count()).toBe(2);
    await expect.poll(file).toContain("id=a_2");
    expect(await file()).toContain("id=b_2");
    await context.close();
  });

  it("gives a cell another name wherever it is used, and changes its other words", async () => {
    const {page, context, file} = await openNotebook("words.md");
    const before = await file();
    await page.locator("#cell-a").focus();
    await page.keyboard.press("F2");
    const dialog = page.getByRole("dialog", {name: "Name and words of a"});
    const name = dialog.getByRole("textbox", {name: "Name"});
    for (const [wrong, said] of [
      ["b", "There is another cell called b."],
      ["select", 'The id "select" is a reserved word of SQL; choose another.']
    ] as const) {
      await name.fill(wrong);
      await page.keyboard.press("Enter");
      await dialog.getByText(said).waitFor();
    }
    expect(await axeFindings(page, "dialog")).toEqual([]);
    await name.fill("first_one");
    await dialog.getByRole("textbox", {name: "Caption"}).fill('The "first"');
    await dialog.getByRole("textbox", {name: "Other words"}).fill("rows=10");
    await page.keyboard.press("Enter");
    await page.getByText("a is first_one now, in 1 other cell too.").waitFor();
    await expect
      .poll(file)
      .toBe(
        before
          .replace("sql id=a", 'sql id=first_one rows=10 caption="The &quot;first&quot;"')
          .replace("FROM a", "FROM first_one")
      );
    // it has the focus, its caption, and what uses it its result
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("cell-first_one");
    expect(await page.locator("#cell-first_one figcaption").textContent()).toBe('The "first"');
    await expect.poll(() => page.locator("#cell-b td").first().textContent()).toBe("2");
    await page.keyboard.press("Enter");
    await page.locator("#cell-first_one .fence").click();
    await page.getByRole("dialog", {name: "Name and words of first_one"}).waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".notebook-bar").getByRole("button", {name: "Undo"}).click();
    await expect.poll(file).toBe(before);
    await context.close();
  });

  it("does what a cell's menu says, and says why what is grey cannot be done", async () => {
    const {page, context, file} = await openNotebook("menu.md");
    const cell = page.locator("#cell-b");
    await cell.hover();
    await cell.getByRole("button", {name: "More"}).click();
    const menu = page.getByRole("menu");
    expect(await menu.getByRole("menuitem", {name: "Split at the caret"}).getAttribute("title")).toBe(
      "Open the cell's source and put the caret where the cut is to be."
    );
    expect(await axeFindings(page, ".menu")).toEqual([]);
    await menu.getByRole("menuitem", {name: "Duplicate"}).click();
    await expect.poll(file).toContain("id=b_2");
    await page.locator("#cell-b_2").hover();
    await page.locator("#cell-b_2").getByRole("button", {name: "More"}).click();
    await menu.getByRole("menuitem", {name: "Move to the top"}).click();
    await expect.poll(file).toBe(`${HEAD}\`\`\`sql id=b_2\nSELECT one + 1 AS two FROM a\n\`\`\`\n\n${CELLS}`);
    await context.close();
  });

  it("finds a command in the palette, and every key on its sheet", async () => {
    const {page, context, file, seen} = await openNotebook("palette.md");
    await page.locator("#cell-a").focus();
    await page.keyboard.press("Control+k");
    const palette = page.locator("dialog.palette");
    // it is there with the key: what is typed next is not for the cell
    await page.keyboard.type("add input");
    expect(await palette.locator("li[aria-selected=true] .palette-title").textContent()).toBe("Add Input cell below");
    expect(await axeFindings(page, "dialog")).toEqual([]);
    await page.keyboard.press("Enter");
    await expect.poll(file).toMatch(/id=a\n.*\n```\n\n```yaml input id=input\n/);
    await page.locator("#cell-input .cm-content").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    const sheet = page.locator("dialog.sheet");
    await sheet.waitFor();
    expect(await sheet.locator("dd").count()).toBeGreaterThan(20);
    expect(await axeFindings(page, "dialog")).toEqual([]);
    await page.keyboard.press("Escape");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("cell-input");
    expect(seen.errors).toEqual([]);
    await context.close();
  });

  it("runs what is stale, failed or was stopped, and nothing else", async () => {
    const {page, context} = await openNotebook("stale.md", `${HEAD}${CELLS}\n\`\`\`sql id=c\nSELECT nothing\n\`\`\`\n`);
    await page.locator("#cell-a").focus();
    await page.evaluate(() => {
      const ran: string[] = [];
      Object.assign(window, {ran});
      new MutationObserver((changes) => {
        for (const {target} of changes)
          if ((target as HTMLElement).dataset.status === "running") ran.push((target as HTMLElement).id || "text");
      }).observe(document.querySelector(".cells")!, {subtree: true, attributeFilter: ["data-status"]});
    });
    await page.keyboard.press("Shift+R");
    const ran = () => page.evaluate(() => [...new Set((window as unknown as {ran: string[]}).ran)]);
    await expect.poll(ran).toEqual(["cell-c"]);
    await settled(page);
    expect(await ran()).toEqual(["cell-c"]);
    await context.close();
  });

  it("folds sections by key, passes over what is hidden, keeps them folded here and out of the file", async () => {
    const text = `${HEAD}# Title\n\nIntro.\n\n\`\`\`sql id=a\nSELECT 1 AS one\n\`\`\`\n\n## Part\n\nWords.\n\n\`\`\`sql id=b\nSELECT one,\n  two FROM a\n\`\`\`\n\n### Deep\n\n\`\`\`sql id=c\nSELECT one FROM a\n\`\`\`\n\n## End\n\nIt is \${c.one}.\n`;
    const {page, context, file, seen} = await openNotebook("fold.md", text);
    const focused = () =>
      page.evaluate(() => document.activeElement?.closest(".cell")?.textContent?.slice(0, 40) ?? "");
    const outline = () => page.locator(".outline a:visible").allTextContents();
    await expect.poll(outline).toEqual(["Title", "Part", "Deep", "End"]);
    await page.locator("#cell-b").focus();
    await page.keyboard.press("Shift+S");
    expect(await page.locator("#cell-b").isHidden()).toBe(true);
    expect(await page.locator("#cell-c").isHidden()).toBe(true);
    expect(await page.getByText("Words.").isHidden()).toBe(true);
    // two of sql, and the deeper heading's; the failed one is not hidden without a word
    expect(await page.locator(".fold-count").textContent()).toBe("3 cells, 1 with an error");
    expect(await focused()).toContain("Part");
    await expect.poll(outline).toEqual(["Title", "Part", "End"]);
    await page.keyboard.press("ArrowDown");
    expect(await focused()).toContain("End");
    await page.reload();
    await settled(page);
    await expect.poll(() => page.locator(".fold-count").textContent()).toBe("3 cells, 1 with an error");
    expect(await page.locator("#cell-b").isHidden()).toBe(true);
    expect(await file()).toBe(text);
    // what is gone to is opened
    await page.keyboard.press("Control+Shift+F");
    await page.getByRole("searchbox", {name: "Find in sources"}).fill("SELECT one FROM");
    await page.locator(".found button").first().click();
    await page.locator("#cell-c .cm-content").waitFor();
    expect(await page.locator("#cell-b").isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.locator(".outline").getByRole("button", {name: "Section Deep"}).click();
    expect(await page.locator("#cell-c").isHidden()).toBe(true);
    await page.getByRole("heading", {name: "Part", exact: true}).click();
    await page.keyboard.press("Control+k");
    await page.locator("dialog.palette").waitFor();
    await page.keyboard.type("unfold all");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("#cell-c").isVisible()).toBe(true);
    expect(await page.locator(".fold-count").count()).toBe(0);

    // the place of an error leads into the source, where it is marked
    await page.locator("#cell-b").getByRole("button", {name: "Line 21, column 3"}).click();
    await page.locator("#cell-b .cm-lintRange-error").waitFor();
    expect(await page.locator("#cell-b .cm-lintRange-error").textContent()).toBe("two");
    expect(await page.evaluate(() => getSelection()?.toString())).toBe("two");
    await page.keyboard.press("Escape");

    await page.locator("#cell-a").focus();
    await page.keyboard.press("Shift+D");
    const panel = page.getByRole("complementary", {name: "Dependencies"});
    expect(await panel.getByRole("list", {name: "Used by"}).getByRole("button").allTextContents()).toEqual([
      "bSQL, has an error",
      "cSQL",
      "EndText"
    ]);
    expect(await seriousFindings(page)).toEqual([]);
    await panel.getByRole("button", {name: "c", exact: false}).filter({hasText: "cSQL"}).click();
    expect(await panel.locator("h2").textContent()).toBe("c");
    expect(await panel.getByRole("list", {name: "Uses"}).getByRole("button").allTextContents()).toEqual(["aSQL"]);
    await page.keyboard.press("Escape");
    expect(seen.errors).toEqual([]);
    await context.close();
  });
});
