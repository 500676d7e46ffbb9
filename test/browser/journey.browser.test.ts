/** The main job, end to end: a user's own files become notebook, chart, point's numbers, report and ping row. */
import {existsSync} from "node:fs";
import {mkdtemp, readFile, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openStore} from "../../src/cli/workspace.ts";
import {quoteRegex} from "../../src/query/quote.ts";
import {DATA_DIR, HAS_DATA} from "../data-dir.ts";
import {records} from "../sample/make-sample.ts";
import {drawn, type ServedApp, serveApp, settled} from "./harness.ts";

/** A row of the truth about captured values. */
interface CaptureRow {
  readonly query: string;
  readonly sample_time: string;
  readonly capture1: string;
  readonly capture2: string;
  readonly matches: string;
}

const PICK = "input[type=file]:not([webkitdirectory])";

async function saved(page: Page, click: () => Promise<void>): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent("download"), click()]);
  const path = join(await mkdtemp(join(tmpdir(), "tidemark-")), file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

describe.each(["workspace", "static"] as const)("the way of a file, on a %s host", (how) => {
  let app: ServedApp;
  beforeAll(async () => {
    app = await serveApp(how);
  });
  afterAll(() => app.close());

  it.skipIf(!HAS_DATA)("goes from rg --json to notebook, chart, point, report and ping", async () => {
    const {page, context, seen} = await app.open("#/data");
    const files = ["74db43ee36", "8efdcf45c0", "c1c2b2653a"].map(
      (oid) => `${DATA_DIR}/formats/ripgrep/framework@${oid}.todo-marker.rg.jsonl`
    );
    await page.setInputFiles(PICK, files);
    // the files say repository and query by their names; the time is asked for
    await page.locator(".preview.asks").nth(2).waitFor();
    expect(await page.locator(".stage-head .primary").isDisabled()).toBe(true);
    for (const date of ["2023-12-01", "2024-12-01", "2026-08-01"]) {
      const asking = await page.locator(".preview.asks").count();
      await page.locator(".preview.asks").first().locator('input[type="date"]').fill(date);
      await expect.poll(() => page.locator(".preview.asks").count()).toBe(asking - 1);
    }
    await page.getByRole("button", {name: "Import 3 files"}).click();
    await page.getByText("3 files imported").waitFor();
    await page.getByRole("button", {name: "Make a notebook of this series"}).click();
    await drawn(page);
    const cell = page.locator('.cell[data-kind="insight"]');
    expect(await cell.locator("figcaption strong").textContent()).toBe("todo-marker");
    // 24, 53 and 52 matches are what the independent reader counted in the three files
    await cell.getByRole("button", {name: "Show as table"}).click();
    expect(await cell.locator("tbody tr").allTextContents()).toEqual(["2026-08-0152", "2024-12-0153", "2023-12-0124"]);
    await cell.getByRole("button", {name: "Show as table"}).click();
    await cell.locator(".surface").focus();
    await page.keyboard.press("End");
    await cell.locator(".tooltip").waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".panel .shares").waitFor();
    expect(await page.locator(".point-value").textContent()).toBe("52 matches");
    expect(await page.locator(".point-change").textContent()).toBe("−1 since 1 Dec 2024");
    expect(await page.locator(".shares tbody tr td.n").allTextContents()).toEqual(["52", "▼ −1"]);
    await page.keyboard.press("Escape");

    const report = await saved(page, () => page.getByRole("button", {name: "Export report"}).click());
    const offline = await context.browser()!.newContext({offline: true});
    const reader = await offline.newPage();
    await reader.goto(pathToFileURL(report).href);
    expect(await reader.locator(".summary li").first().textContent()).toContain(
      "52 matches on 1 Aug 2026, up 28 (+116.7 %) since 1 Dec 2023."
    );
    await offline.close();

    await page.goto(`${app.address}#/pings`);
    const row = (code: string) =>
      page
        .locator("tr", {has: page.locator(`code:text-is("${code}")`)})
        .locator("td")
        .first();
    await page.locator("table.pings").first().waitFor();
    expect(await row("InsightAddition").textContent()).toBe("1");
    expect(await row("InsightDataPointClick").textContent()).toBe("1");
    expect(Number(await row("InsightHover").textContent())).toBeGreaterThan(0);
    expect(await row("InsightsUniquePageView").textContent()).toBe("1");
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it.skipIf(!HAS_DATA)(
    "goes from a Code Insights export to a notebook whose every number is the export's",
    async () => {
      const {page, context, seen} = await app.open("#/data");
      await page.setInputFiles(PICK, `${DATA_DIR}/formats/sourcegraph-code-insights/cjs-to-esm.zip`);
      await page.getByRole("button", {name: "Import 1 file"}).click();
      await page.getByRole("button", {name: "Make a notebook of these 2 series"}).click();
      await drawn(page);
      const truth = records("truth/truth-repo-monthly.csv");
      for (const [id, query] of [
        ["commonjs_require_of_a_module", "cjs-require"],
        ["es_module_import_from", "esm-import"]
      ] as const) {
        const cell = page.locator(`#cell-${id}`);
        await cell.getByRole("button", {name: "Show as table"}).click();
        const shown = await cell.locator("tbody tr").allTextContents();
        const sums = new Map<string, number>();
        for (const row of truth)
          if (row.query === query)
            sums.set(row.sample_time.slice(0, 10), (sums.get(row.sample_time.slice(0, 10)) ?? 0) + Number(row.matches));
        const wanted = [...sums]
          .sort(([a], [b]) => (a < b ? 1 : -1))
          .map(([day, sum]) => `${day}${sum.toLocaleString("en-US")}`);
        expect(shown).toEqual(wanted);
      }
      expect(seen).toEqual({foreign: [], errors: []});
      await context.close();
    }
  );

  it.skipIf(!HAS_DATA)(
    "keeps everything over a reload, and importing the same file again changes nothing",
    async () => {
      const {page, context} = await app.open("#/data");
      const file = `${DATA_DIR}/snapshot-single.ndjson.gz`;
      await page.setInputFiles(PICK, file);
      await page.getByRole("button", {name: "Import 1 file"}).click();
      await page.locator(".held code", {hasText: "gha-uses"}).waitFor();
      const before = await page.locator(".held table").nth(1).textContent();
      await page.reload();
      await page.locator(".held code", {hasText: "gha-uses"}).waitFor();
      expect(await page.locator(".held table").nth(1).textContent()).toBe(before);
      await page.setInputFiles(PICK, file);
      await page.getByRole("button", {name: "Import 1 file"}).click();
      await page.getByText("was imported before; nothing changed").waitFor();
      expect(await page.locator(".held table").nth(1).textContent()).toBe(before);
      await context.close();
    }
  );

  it("reads pasted text and asks which column is what", async () => {
    const {page, context, seen} = await app.open("#/data");
    await page.locator(".drop-zone").waitFor();
    const text =
      "service;day;open\ngithub.com/acme/api;2026-01-01;7\ngithub.com/acme/api;2026-02-01;5\ngithub.com/acme/web;2026-02-01;x\n";
    await page.evaluate((pasted) => {
      const data = new DataTransfer();
      data.setData("text/plain", pasted);
      document.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
    }, text);
    const card = page.locator(".preview");
    await card.waitFor();
    for (const [column, role] of [
      ["service", "repository"],
      ["day", "time"],
      ["open", "value"]
    ] as const) {
      await card.getByLabel(`What column ${column} holds`).selectOption(role);
      await page.locator(".stage:not(.busy)").waitFor();
    }
    const name = card.locator('input[type="text"]').last();
    await name.fill("open-issues");
    await name.press("Tab");
    await page.getByRole("button", {name: "Import 1 file"}).click();
    await page.getByText("1 file imported").waitFor();
    // the bad row is named with its line, the good ones are in
    expect(await page.locator(".summary-box").textContent()).toMatch(/2 read, 1 left out.*Line 4/s);
    await page.getByRole("button", {name: /Make a notebook/}).click();
    await drawn(page);
    await page.getByRole("button", {name: "Show as table"}).click();
    expect(await page.locator("figure tbody tr").allTextContents()).toEqual(["2026-02-015", "2026-01-017"]);
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("takes files that are dropped on any page", async () => {
    const {page, context} = await app.open("#/pings");
    await page.locator(".page").waitFor();
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(["repo,date,series,value\ngithub.com/acme/api,2026-01-01,dropped,3\n"], "dropped.csv"));
      const target = document.querySelector(".page")!;
      for (const type of ["dragenter", "dragover", "drop"])
        target.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
    });
    await page.getByRole("button", {name: "Import 1 file"}).click();
    await page.locator(".held code", {hasText: "dropped"}).waitFor();
    await context.close();
  });

  it("takes an import out and gives it back", async () => {
    const {page, context} = await app.open("#/data");
    const folder = await mkdtemp(join(tmpdir(), "tidemark-"));
    await writeFile(join(folder, "flags.csv"), "repo,date,series,value\ngithub.com/acme/api,2026-01-01,old-flags,3\n");
    await page.setInputFiles(PICK, join(folder, "flags.csv"));
    await page.getByRole("button", {name: "Import 1 file"}).click();
    await page.locator(".held code", {hasText: "old-flags"}).waitFor();
    await page.getByRole("button", {name: "Take out flags.csv"}).click();
    await page.locator(".held code", {hasText: "old-flags"}).waitFor({state: "detached"});
    await page.getByRole("button", {name: "Undo"}).click();
    await page.locator(".held code", {hasText: "old-flags"}).waitFor();
    await context.close();
  });

  it("says what a file is that nobody can read or that asks, and goes on with the others", async () => {
    const {page, context} = await app.open("#/data");
    const folder = await mkdtemp(join(tmpdir(), "tidemark-"));
    await writeFile(join(folder, "empty.csv"), "");
    await writeFile(join(folder, "page.json"), "<!doctype html><title>Sign in</title>");
    await writeFile(join(folder, "good.csv"), "repo,date,series,value\na/b,2026-01-01,s,1\n");
    await writeFile(join(folder, "asks.csv"), "repo,date,value\na/b,2026-01-01,4\n");
    await writeFile(join(folder, "no-rows.csv"), "repo,date,value\n");
    await page.setInputFiles(
      PICK,
      ["empty.csv", "page.json", "good.csv", "asks.csv", "no-rows.csv"].map((name) => join(folder, name))
    );
    await page.getByRole("button", {name: "Import 1 file"}).waitFor();
    expect(await page.locator(".preview .message.error").allTextContents()).toEqual([
      expect.stringMatching(/^empty\.csv is empty\./),
      expect.stringMatching(/^page\.json is a web page \(“Sign in”\)/)
    ]);
    const without = page.locator(".preview", {hasText: "no-rows.csv"});
    expect(await without.textContent()).toContain("There is no row in it that could be kept.");
    expect(await without.locator(".question").count()).toBe(0);
    // what asks is not dropped with what was kept
    await page.getByRole("button", {name: "Import 1 file"}).click();
    expect(await page.locator(".summary-box .waiting").textContent()).toContain("asks.csv was not imported");
    await page.getByRole("button", {name: "Answer now"}).click();
    await page.getByLabel("What was searched").fill("answered");
    await page.getByLabel("What was searched").press("Tab");
    await page.getByRole("button", {name: "Import 1 file"}).click();
    await page.locator(".held code", {hasText: "answered"}).waitFor();
    expect(await page.locator(".summary-box .waiting").count()).toBe(0);
    await context.close();
  });
});

describe("a workspace on disk", () => {
  let app: ServedApp;
  beforeAll(async () => {
    app = await serveApp("workspace");
  });
  afterAll(() => app.close());

  it("shows a notebook that was edited on disk, and saves to it byte for byte", async () => {
    const {page, context} = await app.open("#/notebooks/clean-ups.md");
    await settled(page);
    const path = join(app.folder, "notebooks/clean-ups.md");
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace("# Two clean-ups and a habit", "# Written on disk"));
    await page.getByRole("heading", {name: "Written on disk"}).waitFor({timeout: 10_000});
    // edit one text cell: nothing else of the file may change
    const cell = page.locator('.cell[data-kind="markdown"]').nth(1);
    await cell.hover();
    await cell.getByRole("button", {name: "Edit source"}).click();
    await cell.locator(".cm-content").waitFor();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" And then?");
    await page.keyboard.press("Control+Enter");
    await expect
      .poll(() => readFile(path, "utf8"))
      .toBe(
        text
          .replace("# Two clean-ups and a habit", "# Written on disk")
          .replace("down to **${latest(python)}**.", "down to **${latest(python)}**. And then?")
      );
    await context.close();
  });

  it.skipIf(!HAS_DATA)(
    "charts the monthly counts of public repositories as the truth has them, row for row",
    async () => {
      const {page, context, seen} = await app.open("#/data");
      const counts = ["repo", "capture"].map((table) => `${DATA_DIR}/counts/counts-${table}-monthly.csv`);
      await page.setInputFiles(PICK, counts);
      await page.getByRole("button", {name: "Import 2 files"}).click();
      await page.getByText("2 files imported").waitFor();
      const store = openStore(app.folder, "workspace", () => 0);
      const {series} = await store.contents();
      await store.close();
      const repositories = records("truth/truth-repo-monthly.csv");
      const captures = records("truth/truth-capture-monthly.csv");
      const cell = (id: string, written: object) => `\`\`\`yaml insight id=${id}\n${JSON.stringify(written)}\n\`\`\`\n`;
      const idOf = (query: string) => query.replaceAll("-", "_");
      const counted = [...new Set(repositories.map(({query}) => query))];
      const captured = [...new Set(captures.map(({query}) => query))];
      const labelOf = ({capture1, capture2}: CaptureRow) => [capture1, capture2].filter(Boolean).join(" · ");
      /** The captured values of a query, as many together as a chart may show. */
      const partsOf = (query: string) => {
        const rows = (captures as unknown as CaptureRow[]).filter((row) => row.query === query);
        const labels = [...new Set(rows.map(labelOf))].sort();
        return Array.from({length: Math.ceil(labels.length / 100)}, (_, i) => labels.slice(i * 100, i * 100 + 100));
      };
      const common = {
        kind: "group-by",
        presentation: "line",
        display: {limit: 100, other: false, sort: "lexicographical"}
      };
      await writeFile(
        join(app.folder, "notebooks/truth.md"),
        `---\ntidemark: 1\ntitle: Truth\n---\n\n${[
          ...counted.map((query) => {
            const {series_id: data} = series.find((one) => one.key === query && !one.captures)!;
            return cell(idOf(query), {...common, title: query, by: "repository", data});
          }),
          ...captured.flatMap((query) =>
            partsOf(query).map((labels, i) => {
              const filters = {captures: labels.map((label) => `^${quoteRegex(label)}$`)};
              return cell(`${idOf(query)}_values_${i}`, {...common, title: query, by: "capture", data: query, filters});
            })
          )
        ].join("\n")}`
      );
      await page.goto(`${app.address}#/notebooks/truth.md`);
      await drawn(page);
      await page.evaluate(() => {
        for (const button of document.querySelectorAll<HTMLElement>(
          'button[aria-label="Show as table"], button[title="Show as table"]'
        ))
          button.click();
      });
      const shownIn = (id: string): Promise<[string[], string[][]]> =>
        page.locator(`#cell-${id} table`).evaluate((table) => {
          const texts = (row: Element) => [...row.children].map(({textContent}) => textContent ?? "");
          const [head, ...rows] = [...table.querySelectorAll("tr")].map(texts);
          return [head!, rows];
        });
      /** What stands in the table of a cell, by `label day`; an empty place is no row. */
      const rowsOf = async (id: string) => {
        const [[, ...labels], rows] = await shownIn(id);
        return new Map(
          rows.flatMap(([day, ...values]) =>
            values.flatMap((value, i): [string, number][] =>
              /^[\d,]+$/.test(value) ? [[`${labels[i]} ${day}`, Number(value.replaceAll(",", ""))]] : []
            )
          )
        );
      };
      const day = (row: {readonly sample_time: string}) => row.sample_time.slice(0, 10);
      for (const query of counted) {
        const shown = await rowsOf(idOf(query));
        const wanted = repositories
          .filter((row) => row.query === query)
          .map((row): [string, number] => [`${row.repo} ${day(row)}`, Number(row.matches)]);
        // a repository in which nothing was ever found is no line
        const found = new Set(wanted.filter(([, value]) => value > 0).map(([key]) => key.slice(0, -11)));
        expect(shown, query).toEqual(new Map(wanted.filter(([key]) => found.has(key.slice(0, -11)))));
      }
      for (const query of captured) {
        const sums = new Map<string, number>();
        for (const row of captures as unknown as CaptureRow[]) {
          if (row.query !== query) continue;
          const key = `${labelOf(row)} ${day(row)}`;
          sums.set(key, (sums.get(key) ?? 0) + Number(row.matches));
        }
        const shown = new Map<string, number>();
        for (const i of partsOf(query).keys())
          for (const [key, value] of await rowsOf(`${idOf(query)}_values_${i}`)) if (value > 0) shown.set(key, value);
        expect(shown, query).toEqual(sums);
      }
      expect(seen).toEqual({foreign: [], errors: []});
      await context.close();
    }
  );

  it("keeps imports in the workspace, where the command line finds them", async () => {
    const {page, context} = await app.open("#/data");
    const folder = await mkdtemp(join(tmpdir(), "tidemark-"));
    await writeFile(join(folder, "flags.csv"), "repo,date,series,value\ngithub.com/acme/api,2026-01-01,flags,3\n");
    await page.setInputFiles(PICK, join(folder, "flags.csv"));
    await page.getByRole("button", {name: "Import 1 file"}).click();
    await page.getByText("1 file imported").waitFor();
    const manifest = JSON.parse(await readFile(join(app.folder, "snapshots/manifest.json"), "utf8")) as {
      imports: {import_id: string; source_name: string}[];
      parts: {path: string; import_id: string}[];
    };
    expect(manifest.parts.every(({path}) => existsSync(join(app.folder, "snapshots", path)))).toBe(true);
    const own = manifest.imports.find(({source_name}) => source_name === "flags.csv");
    expect(manifest.parts.filter(({import_id}) => import_id === own!.import_id)).toHaveLength(1);
    await context.close();
  });
});
