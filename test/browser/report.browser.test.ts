/** Reports in a real Chromium, opened from file://: nothing loads, nothing runs, nothing jumps, whatever is in them. */
import {mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {createServer, type Server} from "node:http";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import type {Browser, BrowserContextOptions, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {main} from "../../src/cli/tidemark.ts";
import {csvRecord} from "../../src/csv.ts";
import {drawn, launch, ROOT, serveApp} from "./harness.ts";

let browser: Browser;
let cwd = "";
let catcher: Server;
let foreign = "";
let caught: string[] = [];

async function tidemark(...words: string[]): Promise<{code: number; err: string}> {
  let err = "";
  const code = await main(words, {
    cwd,
    now: () => Date.UTC(2026, 8, 1),
    out: () => {},
    err: (text) => {
      err += text;
    },
    terminal: false
  });
  return {code, err};
}

/** A report in a page of a new profile, and all that it tried. */
async function openReport(file: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
  const page = await context.newPage();
  const seen = {requests: [] as string[], dialogs: [] as string[], errors: [] as string[]};
  context.on("request", (request) => {
    if (!request.url().startsWith("data:")) seen.requests.push(request.url());
  });
  page.on("dialog", (dialog) => {
    seen.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => seen.errors.push(error.message));
  page.on("console", (message) => seen.errors.push(message.text()));
  const url = pathToFileURL(join(cwd, file)).href;
  await page.goto(url);
  await page.waitForTimeout(400);
  return {page, context, seen, url};
}

/** Texts that run or break pages which take them for markup. */
const HOSTILE = (address: string) => [
  "<script>alert(1)</script>",
  "</script><script>alert(2)</script>",
  `<img src=x onerror="alert(3)">`,
  `"><svg onload=alert(4)>`,
  "</title><script>alert(5)</script>",
  "</style><script>alert(6)</script>",
  "<!--<script>",
  "]]><script>alert(7)</script>",
  "&lt;script&gt;alert(8)&lt;/script&gt; &#x3c;b&#x3e;",
  "javascript:alert(9)",
  "\u202egnp.exe\u202c \u2066evil\u2069",
  "a\u2028b\u2029c\u0000d",
  `=HYPERLINK("${address}/csv","x")`,
  `+cmd|' /C calc'!A0`,
  "@SUM(1+1)",
  "${alert(10)} {{alert(11)}}",
  `![x](${address}/md.png) [y](javascript:alert(12)) <${address}/auto>`,
  `<iframe src=${address}/frame></iframe><base href=${address}/>`,
  "<form action=x><input autofocus onfocus=alert(13)>",
  "<details open ontoggle=alert(14)>",
  "<math><mtext><table><mglyph><style><img src=x onerror=alert(15)>",
  "\\u003cscript\\u003ealert(16)\\u003c/script\\u003e"
];

beforeAll(async () => {
  catcher = createServer((request, response) => {
    caught.push(request.url ?? "");
    response.end("x");
  });
  await new Promise<void>((resolve) => catcher.listen(0, "127.0.0.1", resolve));
  foreign = `http://127.0.0.1:${(catcher.address() as {port: number}).port}`;
  browser = await launch();
  cwd = await mkdtemp(join(tmpdir(), "tidemark-report-"));
  await mkdir(join(cwd, "notebooks"));
});
afterAll(async () => {
  await browser.close();
  catcher.close();
  await rm(cwd, {recursive: true, force: true});
});

describe("a report of hostile data", () => {
  it("shows it as text: nothing runs and nothing is asked for", async () => {
    const texts = HOSTILE(foreign);
    const rows = texts.flatMap((text, i) =>
      ["2026-01-01", "2026-02-01"].map((date, j) =>
        csvRecord([
          `github.com/evil/${i}-${text}`.replaceAll("\u0000", ""),
          date,
          `key ${i % 3} ${texts[i % 3]}`,
          i + j
        ])
      )
    );
    await writeFile(join(cwd, "hostile.csv"), `repo,date,series,value\n${rows.join("")}`);
    expect((await tidemark("import", "hostile.csv")).code).toBe(0);
    const yaml = (text: string) => JSON.stringify(text.replaceAll("\u0000", ""));
    const cells = [
      `---\ntidemark: 1\ntitle: ${yaml(texts.slice(0, 6).join(" "))}\n---`,
      // in lists, so that what is never closed ends with its item
      ...texts.map((text) => `- ${text.replaceAll("\u0000", "")}\n`),
      `<meta http-equiv="refresh" content="0;url=${foreign}/refresh">`,
      `\`\`\`yaml insight id=one\ntitle: ${yaml(texts.join(" "))}\ndescription: ${yaml(texts.join(" "))}\nseries:\n${[
        0, 1, 2
      ]
        .map((i) => `  - {label: ${yaml(texts[i + 3]!)}, data: ${yaml(`key ${i} ${texts[i]}`)}}`)
        .join(
          "\n"
        )}\nwatch:\n  - {when: ${yaml(`latest(${JSON.stringify("x")}) = 0`)}, note: ${yaml(texts.join(" "))}}\n\`\`\``,
      `\`\`\`sql id=rows caption="${texts[2]!.replaceAll('"', "'")}"\nSELECT repo, '${foreign}/cell.png' AS url, '<b>' AS "<i>${"x".repeat(3)}</i>" FROM point ORDER BY ALL\n\`\`\``,
      '```vega-lite id=img data=rows caption="x"\n{"mark": {"type": "image", "width": 20, "height": 20}, "encoding": {"url": {"field": "url"}, "x": {"value": 10}, "y": {"value": 10}}}\n```',
      '```vega-lite id=link data=rows\n{"mark": "text", "encoding": {"text": {"field": "repo"}, "href": {"field": "url"}, "tooltip": {"field": "repo"}}}\n```',
      `\`\`\`vega-lite id=fill data=rows\n{"mark": {"type": "rect", "color": "url(${foreign}/fill.svg#a)"}, "encoding": {"x": {"value": 0}, "x2": {"value": 9}, "y": {"value": 0}, "y2": {"value": 9}}}\n\`\`\``,
      `\`\`\`vega-lite id=title data=rows\n{"title": ${JSON.stringify(texts.join(" "))}, "mark": "point", "encoding": {"x": {"value": 1}}}\n\`\`\``,
      "```js\nfetch('/x')\n```"
    ];
    await writeFile(join(cwd, "notebooks/hostile.md"), `${cells.join("\n\n")}\n`);
    const {err} = await tidemark("report", "notebooks/hostile.md", "-o", "hostile.html");
    expect(err).toBe("");
    for (const width of [1280, 390]) {
      const {page, context, seen, url} = await openReport("hostile.html", {viewport: {width, height: 900}});
      for (const link of await page.locator("details > summary").all()) await link.click();
      expect(seen).toEqual({requests: [url], dialogs: [], errors: []});
      expect(
        await page
          .locator(
            "script:not([type='application/json']), iframe, img, meta[http-equiv=refresh], base, form, object, image, foreignObject, a[href^=javascript]"
          )
          .count()
      ).toBe(0);
      expect(
        await page.evaluate(() =>
          [...document.querySelectorAll("*")]
            .flatMap((one) => one.getAttributeNames())
            .filter((name) => name.startsWith("on") || name === "style")
        )
      ).toEqual([]);
      expect(await page.locator("figure#fig-one figcaption strong").textContent()).toContain(
        "<script>alert(1)</script>"
      );
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await context.close();
    }
    expect(caught).toEqual([]);
    // the control: a page without a policy that takes the same texts as markup does run and ask
    await writeFile(
      join(cwd, "control.html"),
      `<!doctype html><img src="${foreign}/control"><script>alert(0)</script>`
    );
    const control = await openReport("control.html");
    expect(control.seen.dialogs).toEqual(["0"]);
    expect(caught).toEqual(["/control"]);
    await control.context.close();
    caught = [];
  });

  it("runs nothing even where its markup was tampered with", async () => {
    const html = await readFile(join(cwd, "hostile.html"), "utf8");
    const bad = `<script>alert(1)</script><img src="${foreign}/img" onerror="alert(2)"><p style="background:url(${foreign}/css)">x</p><iframe src="${foreign}/frame"></iframe>`;
    await writeFile(join(cwd, "tampered.html"), html.replace("<main>", `<main>${bad}`));
    const {seen, context} = await openReport("tampered.html");
    expect(seen.dialogs).toEqual([]);
    expect(caught).toEqual([]);
    expect(seen.errors.join(" ")).toContain("Content Security Policy");
    await context.close();
  });
});

describe("a report", () => {
  beforeAll(async () => {
    await writeFile(
      join(cwd, "notebooks/module-migration.md"),
      await readFile(join(ROOT, "notebooks/module-migration.md"))
    );
    expect((await tidemark("report", "notebooks/module-migration.md", "-o", "report.html")).code).toBe(0);
  });

  it.each([
    [1440, "light"],
    [1440, "dark"],
    [390, "light"],
    [390, "dark"]
  ] as const)("at %i px, %s, shifts nothing, scrolls only down, and is painted at once", async (width, colorScheme) => {
    const {page, context, seen} = await openReport("report.html", {viewport: {width, height: 900}, colorScheme});
    expect(seen.errors).toEqual([]);
    // a font that comes after the first paint is left out: nothing moves
    expect(await shifts(page)).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await firstPaint(page)).toBeLessThan(2000);
    await context.close();
  });

  it("leads from every sentence of its summary to the figure", async () => {
    const {page, context} = await openReport("report.html");
    const links = await page
      .locator(".summary .says a")
      .evaluateAll((all) => all.map((one) => one.getAttribute("href")!));
    expect(links.length).toBeGreaterThan(5);
    for (const href of new Set(links)) expect(await page.locator(`figure${href}`).count(), href).toBe(1);
    await page.locator(".summary .drivers").first().focus();
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => location.hash)).toBe("#fig-cjs");
    await context.close();
  });

  it("tells the values of a time under the pointer, without a script", async () => {
    const {page, context} = await openReport("report.html");
    const band = page.locator("#fig-modules .hover path").last();
    expect(await band.locator("title").textContent()).toBe("1 Aug 2026\nimport … from: 18,239\nrequire(): 80");
    const before = await band.evaluate((path) => getComputedStyle(path).fill);
    await page.locator("#fig-modules .wide svg").hover({position: {x: 560, y: 150}});
    const lit = await page
      .locator("#fig-modules .hover path")
      .evaluateAll((all) => all.filter((path) => path.matches(":hover")).map((path) => getComputedStyle(path).fill));
    expect(lit).toHaveLength(1);
    expect(lit[0]).not.toBe(before);
    await context.close();
  });

  it("gives its notebook back as a download, byte for byte", async () => {
    const {page, context} = await openReport("report.html");
    const [file] = await Promise.all([page.waitForEvent("download"), page.locator("footer a[download]").click()]);
    expect(file.suggestedFilename()).toBe("module-migration.md");
    expect(await readFile((await file.path())!)).toEqual(await readFile(join(ROOT, "notebooks/module-migration.md")));
    await context.close();
  });

  it("prints without cutting a figure, in ink on paper", async () => {
    const {page, context} = await openReport("report.html", {colorScheme: "dark"});
    await page.emulateMedia({media: "print"});
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
    expect(
      await page
        .locator("figure")
        .first()
        .evaluate((one) => getComputedStyle(one).breakInside)
    ).toBe("avoid");
    expect((await page.pdf({format: "A4"})).subarray(0, 5).toString()).toBe("%PDF-");
    await context.close();
  });

  it("opens as a notebook in the app", async () => {
    const app = await serveApp("workspace");
    try {
      const {page, context} = await app.open("#/notebooks");
      await page.locator('input[type="file"][accept=".html,.htm"]').setInputFiles(join(cwd, "hostile.html"));
      await page.waitForURL(/#\/notebooks\/hostile\.md$/);
      await page.locator(".cell").first().waitFor();
      expect(await readFile(join(app.folder, "notebooks/hostile.md"), "utf8")).toBe(
        await readFile(join(cwd, "notebooks/hostile.md"), "utf8")
      );
      // dropped on any page, an unchanged one opens what is there
      await page.evaluate(
        async (html) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([html], "again.html", {type: "text/html"}));
          document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true}));
        },
        await readFile(join(cwd, "report.html"), "utf8")
      );
      await page.waitForURL(/#\/notebooks\/module-migration\.md$/);
      await drawn(page);
      await context.close();
    } finally {
      await app.close();
    }
  });
});

/** The sum of all layout shifts since the page was opened. */
async function shifts(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as unknown as {value: number}).value;
        }).observe({type: "layout-shift", buffered: true});
        setTimeout(() => resolve(sum), 300);
      })
  );
}

async function firstPaint(page: Page): Promise<number> {
  return page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.POSITIVE_INFINITY
  );
}
