/** Beginning: the get-started page, its templates, and the forms that make and change insights. */
import {readFile, rename, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {kindDescription} from "../../src/insight/kinds/index.ts";
import {drawn, eventCounts, inEveryLook, type ServedApp, seriousFindings, serveApp, sidewaysScroll} from "./harness.ts";

let app: ServedApp;
beforeAll(async () => {
  app = await serveApp("workspace");
});
afterAll(() => app.close());

const file = (name: string) => join(app.folder, "notebooks", name);

describe("get started", () => {
  it("comes first where there is no notebook of one's own, and answers a changed query and repositories at once", async () => {
    const {page, context, seen} = await app.open();
    await page.waitForURL("**#/get-started");
    const figure = page.locator(".live-example figure");
    await figure.locator(".picture svg").waitFor({timeout: 45_000});
    expect(await figure.locator("strong").textContent()).toBe("CommonJS require() calls");
    await page.getByRole("button", {name: "ES module imports"}).click();
    await expect.poll(() => figure.locator("strong").textContent()).toBe("ES module imports");
    await page.getByLabel("In repositories named like").fill("vega");
    await expect
      .poll(() => page.locator("#example-note").textContent())
      .toBe("2 of 12 repositories, sampled every month.");
    await expect.poll(() => figure.locator(".source").textContent()).toContain("2 repositories");
    const changes = async () => {
      const counts = await eventCounts(page);
      return [counts.InsightsGetStartedPageQueryModification, counts.InsightsGetStartedPageRepositoriesModification];
    };
    await expect.poll(changes).toEqual([1, 1]);
    // words find the nearest search, and say so
    await page.getByLabel("Search for").fill("ioutil");
    await expect.poll(() => figure.locator("strong").textContent()).toBe("Calls of Go's deprecated ioutil");
    expect(await page.locator("#example-note").textContent()).toContain("The sample has no search for");
    await page.getByLabel("Search for").fill("quantum");
    await page.getByRole("heading", {name: "No data for this yet"}).waitFor();
    const commands = page.locator(".live-example .commands code");
    expect(await commands.first().textContent()).toBe("tidemark snapshot --query quantum --repos DIR");
    expect(await commands.nth(1).textContent()).toBe(
      "src search -stream -json 'quantum patterntype:literal count:all' > results.jsonl"
    );
    await page.getByLabel("In repositories named like").fill("(");
    await expect.poll(() => page.getByLabel("In repositories named like").getAttribute("aria-invalid")).toBe("true");
    const counts = await eventCounts(page);
    expect(counts.InsightsGetStartedPage).toBe(1);
    expect(counts.InsightsPageView).toBe(1);
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("offers the samples beside the folder's own notebooks, in which they are once they are changed", async () => {
    await rename(file("todo-comments.md"), file("kept.txt"));
    const {page, context} = await app.open("#/get-started");
    await page
      .locator(".sample-notebooks")
      .getByRole("link", {name: "One clean-up week took a third of the TODOs"})
      .click();
    await drawn(page);
    await context.close();
    await expect(readFile(file("todo-comments.md"), "utf8")).rejects.toThrow("ENOENT");
    await rename(file("kept.txt"), file("todo-comments.md"));
  });

  it("shows four templates a tab and the others on request, by keyboard too", async () => {
    const {page, context, seen} = await app.open("#/get-started");
    await page.locator(".template").first().waitFor();
    expect(await page.locator(".template").count()).toBe(4);
    await page.getByRole("button", {name: "Show 3 more"}).click();
    expect(await page.locator(".template").count()).toBe(7);
    await page.getByRole("tab", {name: "Popular"}).focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.getByRole("tab", {selected: true}).textContent()).toBe("Migration");
    expect(await page.locator(".template").count()).toBe(4);
    const card = page.locator(".template", {hasText: "Python 2 to Python 3"});
    await card.getByText("Data it needs").click();
    expect(await card.locator(".commands code").nth(1).textContent()).toBe(
      "src search -stream -json 'repo:has.file(path:\\.py$) #!/usr/bin/env python3 patterntype:literal count:all' > python-2-3-1.jsonl"
    );
    await card.getByRole("button", {name: "Copy queries"}).click();
    await card.getByRole("button", {name: "Copied"}).waitFor();
    await page.getByRole("link", {name: "How to send a report"}).click();
    await page.waitForURL("**#/docs/report");
    const counts = await eventCounts(page);
    expect(counts.InsightsGetStartedTabMoreClick).toBe(1);
    expect(counts.InsightsGetStartedTabClick).toBe(1);
    expect(counts.InsightGetStartedTemplateCopyClick).toBe(1);
    expect(counts.InsightsGetStartedDocsClicks).toBe(1);
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("fills the form in from a template", async () => {
    const {page, context} = await app.open("#/get-started");
    await page.getByRole("tab", {name: "Versions and patterns"}).click();
    await page
      .locator(".template", {hasText: "Python versions"})
      .getByRole("link", {name: "Use this template"})
      .click();
    await page.getByRole("heading", {name: "Detect and track patterns"}).waitFor();
    expect(await page.getByLabel("Title", {exact: true}).inputValue()).toBe("Python versions");
    expect(await page.getByLabel("Query").inputValue()).toBe("#!/usr/bin/env python([0-9]\\.[0-9]+)");
    expect(await eventCounts(page)).toMatchObject({
      InsightGetStartedTemplateClick: 1,
      ViewCodeInsightsCaptureGroupCreationPage: 1
    });
    await context.close();
  });
});

describe("the creation form", () => {
  it("has every field of every kind", async () => {
    const {page, context} = await app.open("#/create");
    const cards = page.locator(".kind-card");
    await cards.first().waitFor();
    const kinds = (await cards.evaluateAll((links) => links.map((link) => link.getAttribute("href")!)))
      .filter((href) => href.startsWith("#/create/"))
      .map((href) => href.slice("#/create/".length))
      // the card of metrics opens the gallery, and that the form
      .concat("metric");
    expect(kinds).toContain("search");
    for (const kind of kinds) {
      await page.goto(`${app.address}#/create/${kind}`);
      await page.locator(".insight-form").waitFor();
      const {fields, title} = kindDescription(kind);
      await page.getByRole("heading", {name: title}).waitFor();
      const shown = await page.locator(".insight-form .form-label, .insight-form .flag label").count();
      expect(shown).toBeGreaterThanOrEqual(Object.keys(fields).length - 6);
      expect(await seriousFindings(page)).toEqual([]);
    }
    await context.close();
  });

  it("says what is missing at its place, draws while one writes, and keeps the draft", async () => {
    const {page, context, seen} = await app.open("#/create/search?snapshots=sample");
    const problem = (text: string) => page.locator(".problem", {hasText: text});
    const next = "a query or choose imported data, and the chart appears here.";
    await page.locator(".preview-pane .empty", {hasText: `Give the series ${next}`}).waitFor();
    await page.getByRole("button", {name: "Create insight"}).click();
    await page.getByText("Title is required: the finding or the question, shown above the chart.").waitFor();
    await page.getByText("Label is required: what the line is called.").waitFor();
    await page.getByText("Query is required: write what to search for, or choose an imported series.").waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-invalid"))).toBe("true");
    await page.getByLabel("Title", {exact: true}).fill("Old calls");
    await page.getByLabel("Label").fill("require()");
    await page.getByLabel("Query").fill("repo:vega require");
    await problem("repo:vega cannot stand here").waitFor();
    await page.getByLabel("Query").fill("");
    await page.getByLabel("Imported series").fill("cjs-require");
    const preview = page.locator(".preview-pane");
    await preview.locator(".picture svg").waitFor({timeout: 45_000});
    expect(await preview.locator("figcaption strong").textContent()).toBe("Old calls");
    await page.getByLabel("Only some, by their names").check();
    await page.getByLabel("Names that match").fill("vega");
    await page.getByText("2 of the 12 repositories in the data.").waitFor();
    await expect.poll(() => preview.locator(".source").textContent()).toContain("2 repositories");
    await page.getByLabel("Distance between points", {exact: true}).selectOption("month");
    await page.getByLabel("Distance between points: how many").fill("0");
    await page.getByLabel("Distance between points: how many").blur();
    await problem("A distance between points is needed: a whole number of months, from 1.").waitFor();
    await page.getByLabel("Distance between points: how many").fill("3");
    await page.waitForTimeout(400);

    await page.reload();
    await page.getByText("What you wrote here before is still there.").waitFor();
    expect(await page.getByLabel("Title", {exact: true}).inputValue()).toBe("Old calls");
    expect(await page.getByLabel("Names that match").inputValue()).toBe("vega");
    await page.getByRole("button", {name: "Create insight"}).click();
    await drawn(page);
    expect(await readFile(file("old-calls.md"), "utf8")).toBe(
      [
        ...["---", "tidemark: 1", "title: Old calls", "snapshots: sample", "---", "", "# Old calls", ""],
        ...["```yaml insight id=old_calls", "kind: search", "title: Old calls", "repositories: {include: [vega]}"],
        ...["step: {months: 3}", "series:", "  - {label: require(), data: cjs-require}", "```", ""]
      ].join("\n")
    );
    expect(await eventCounts(page)).toMatchObject({
      ViewSearchBasedCreationPage: 2,
      SearchBasedCreationPageSubmitClick: 1,
      InsightAddition: 1
    });
    // the draft is gone with the insight it became
    await page.goto(`${app.address}#/create/search?snapshots=sample`);
    expect(await page.getByLabel("Title", {exact: true}).inputValue()).toBe("");
    await page.getByRole("button", {name: "Cancel"}).click();
    await page.waitForURL("**#/create");
    expect((await eventCounts(page)).SearchBasedCreationPageCancelClick).toBe(1);
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("is filled in anew by a link that comes while it is open", async () => {
    const {page, context, seen} = await app.open("#/create/search?title=First&query=one");
    const title = page.getByLabel("Title", {exact: true});
    await expect.poll(() => title.inputValue()).toBe("First");
    await page.evaluate(() => {
      location.hash = "#/create/search?title=Second&query=two";
    });
    await expect.poll(() => title.inputValue()).toBe("Second");
    expect(await page.getByLabel("Query").first().inputValue()).toBe("two");
    await page.goBack();
    await expect.poll(() => title.inputValue()).toBe("First");
    // each time it was another form
    expect((await eventCounts(page)).ViewSearchBasedCreationPage).toBe(3);
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("opens an insight that was written by hand, and changes only what was changed", async () => {
    const text =
      "---\ntidemark: 1\ntitle: Hand\nsnapshots: sample\n---\n\n# Hand\n\n```yaml insight id=hand\n# why we look at this\ntitle: 'Silenced'   # for now\ndata: ts-suppress\nstep: 3 months # seasons\ndisplay: {limit: 4}\n```\n\nText below.\n";
    await writeFile(file("hand.md"), text);
    const {page, context, seen} = await app.open("#/create/search/edit/hand.md/hand");
    await page.locator(".preview-pane .picture svg").waitFor({timeout: 45_000});
    expect(await page.getByLabel("Title", {exact: true}).inputValue()).toBe("Silenced");
    expect(await page.getByLabel("Distance between points: how many").inputValue()).toBe("3");
    await page.getByLabel("Title", {exact: true}).fill("Silenced errors");
    await page.keyboard.press("Control+Enter");
    await page.getByText("Saved in hand.md.").waitFor();
    expect(await readFile(file("hand.md"), "utf8")).toBe(text.replace("'Silenced'", "Silenced errors"));
    await page.waitForURL("**#/notebooks/hand.md?at=hand");
    await page.locator(".toast").getByRole("button", {name: "Undo"}).click();
    await expect.poll(() => readFile(file("hand.md"), "utf8")).toBe(text);
    expect((await eventCounts(page)).InsightEdit).toBe(1);
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("draws a formula beside the insights of its notebook", async () => {
    const {page, context, seen} = await app.open(
      `#/create/formula?title=Share&formula=${encodeURIComponent('modules["import … from"] / sum(modules)')}&into=module-migration.md`
    );
    const preview = page.locator(".preview-pane");
    await preview.locator(".picture svg").waitFor({timeout: 50_000});
    expect(await preview.locator("figcaption strong").textContent()).toBe("Share");
    await page.getByLabel("Notebook", {exact: true}).selectOption("");
    await preview.getByText("A formula computes with other insights").waitFor();

    // the form of a metric offers those that were imported, with their units
    await page.goto(`${app.address}#/create/metric?title=Covered&into=test-coverage.md`);
    const metric = page.getByLabel("Metric", {exact: true});
    await metric.waitFor();
    const offered = `#${await metric.getAttribute("list")} option`;
    await expect
      .poll(
        () => page.locator(offered).evaluateAll((all) => all.map((option) => (option as HTMLOptionElement).value)),
        {timeout: 50_000}
      )
      .toEqual(["lines covered", "lines to cover"]);
    await metric.fill("lines covered");
    await preview.locator(".picture svg").waitFor({timeout: 50_000});
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("is clean for axe and fits a phone", async () => {
    const {page, context} = await app.open("#/get-started");
    for (const [hash, ready] of [
      ["#/nonsense", ".empty-state .buttons"],
      ["#/get-started", ".template"],
      ["#/create", ".kind-card"],
      ["#/create/search", ".insight-form"],
      ["#/gallery", ".gallery .template"]
    ] as const) {
      await page.goto(app.address + hash);
      await page.locator(ready).first().waitFor();
      await inEveryLook(page, async (look) => {
        if (look.endsWith("1440")) expect(await seriousFindings(page, look)).toEqual([]);
        expect([hash, look, await sidewaysScroll(page)]).toEqual([hash, look, 0]);
      });
    }
    await context.close();
  });
});
