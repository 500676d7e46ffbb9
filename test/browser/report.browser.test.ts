/** Reports in a real Chromium, opened from file://: nothing loads, nothing runs, nothing jumps, whatever is in them. */
import {mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {createServer, type Server} from "node:http";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import type {Browser, BrowserContextOptions, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {draw} from "../../src/chart/draw.ts";
import {serveLive} from "../../src/cli/live.ts";
import {main} from "../../src/cli/tidemark.ts";
import {openStore} from "../../src/cli/workspace.ts";
import {csvRecord} from "../../src/csv.ts";
import {testSeries} from "../store/stores.ts";
import {tableFinding} from "../store/table-finding.ts";
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
    terminal: false,
    draw
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

/** What the command line says of JavaScript that nobody trusted, and nothing else. */
const NOT_RUN =
  /^(?:notebooks\/hostile\.md:\d+: (?:This JavaScript|JavaScript in this text) was not run\.[^\n]*--trust\.\n){2}$/;

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
    expect(err).toMatch(NOT_RUN);
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

  it("runs its own script alone where it is interactive, and shows the same texts as text", async () => {
    const {err} = await tidemark("report", "notebooks/hostile.md", "-o", "live.html", "--interactive", "--evidence");
    expect(err).toMatch(NOT_RUN);
    const {page, context, seen, url} = await openReport("live.html", {offline: true});
    await page.locator("#fig-one").scrollIntoViewIfNeeded();
    await page.locator("#fig-one.is-live").waitFor();
    await page.locator("#fig-one .keys button").first().click();
    await page.locator("#fig-one .stage").focus();
    await page.keyboard.press("ArrowLeft");
    expect(await page.locator("#fig-one .tip").textContent()).toContain("<script>alert(6)");
    expect(seen).toEqual({requests: [url], dialogs: [], errors: []});
    expect(
      await page.locator("#fig-one .live-view").locator("script, img, iframe, foreignObject, [onload]").count()
    ).toBe(0);
    // one script that its policy knows, and no way around by eval
    expect(await page.locator("script:not([type='application/json'])").count()).toBe(1);
    const policy = await page.locator("meta[http-equiv]").getAttribute("content");
    expect(policy).toMatch(/; script-src 'sha256-[\w+/=]+'; /);
    await context.close();
  });

  it("is text in paths, matches and sources too, in every mode, the index and a comparison", async () => {
    const texts = HOSTILE(foreign).map((text) => text.replaceAll("\u0000", ""));
    const evil = testSeries("evil");
    const at = (sample_at: string, own: readonly string[]) => {
      const key = {series_id: evil.series_id, repo_key: "github.com/evil/<img src=x onerror=alert(1)>", sample_at};
      return {
        point: {...key, matches: own.length, status: "ok", commit_oid: "abcdef0123456789"},
        match: own.map((text, i) => ({
          ...key,
          path: `src/${text}`,
          line: i + 1,
          col: 1,
          end_col: 2,
          text,
          matched: text
        }))
      };
    };
    const months = [at("2026-01-01", texts.slice(3)), at("2026-02-01", texts.slice(0, -3))];
    const store = openStore(cwd, "workspace", () => 0);
    await store.import(
      tableFinding({point: months.map(({point}) => point), match: months.flatMap(({match}) => match)}, [evil]),
      ["evil"]
    );
    await store.close();
    const notebook = (title: string) =>
      `---\ntidemark: 1\ntitle: ${JSON.stringify(title)}\n---\n\n\`\`\`yaml insight id=evil\ntitle: ${JSON.stringify(texts.join(" "))}\ndata: evil\n\`\`\`\n\n\`\`\`sql id=rows\nSELECT '</script><script>alert(1)</script>' AS "<img src=x onerror=alert(2)>"\n\`\`\`\n`;
    await writeFile(join(cwd, "notebooks/evil.md"), notebook(texts.join(" ")));
    await writeFile(
      join(cwd, "notebooks/evil-two.md"),
      notebook("<img src=x onerror=alert(3)> two").replace("SELECT '", "SELECT '<b>")
    );
    const both = ["notebooks/evil.md", "notebooks/evil-two.md"];
    for (const words of [
      ["report", both[0]!, "--evidence", "--with-source", "-o", "static.html"],
      ["report", both[0]!, "--evidence", "--with-source", "--interactive", "-o", "all.html"],
      ["report", ...both, "-o", "evil-site"],
      ["diff", ...both, "-o", "diff.html"]
    ])
      expect(await tidemark(...words), words.join(" ")).toEqual({code: 0, err: ""});
    for (const file of ["static.html", "all.html", "evil-site/index.html", "evil-site/evil.html", "diff.html"]) {
      const {page, context, seen, url} = await openReport(file, {offline: true});
      if (file === "all.html") {
        await page.locator("#fig-evil").scrollIntoViewIfNeeded();
        await page.locator("#fig-evil.is-live").waitFor();
      }
      await page.evaluate(() => {
        for (const part of document.querySelectorAll("details")) part.open = true;
      });
      if (file === "evil-site/index.html") {
        const cards = page.locator(".pages > li:visible");
        expect(await cards.count()).toBe(2);
        await page.getByRole("searchbox").fill("TWO  onerror=alert(3)");
        await expect.poll(() => cards.count()).toBe(1);
        await page.getByRole("searchbox").fill("nothing of this");
        await page.getByText("Nothing holds these words.").waitFor();
      }
      expect(seen, file).toEqual({requests: [url], dialogs: [], errors: []});
      const markup = await page.content();
      expect(markup.includes("&lt;img src=x onerror="), file).toBe(true);
      const loads = page.locator(
        "iframe, img, meta[http-equiv=refresh], base, form, object, image, foreignObject, link"
      );
      expect(await loads.count(), file).toBe(0);
      const scripts = page.locator("script:not([type='application/json'])");
      expect(await scripts.count(), file).toBe(file === "all.html" || file.endsWith("index.html") ? 1 : 0);
      if (file === "static.html")
        expect(await page.locator("details.evidence").textContent()).toContain("<!--<script>");
      await context.close();
    }
    expect(caught).toEqual([]);
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
  ] as const)("at %i px, %s, shifts nothing, scrolls only down, and waits for nothing", async (width, colorScheme) => {
    const {page, context, seen} = await openReport("report.html", {viewport: {width, height: 900}, colorScheme});
    expect(seen.errors).toEqual([]);
    // a font that comes after the first paint is left out: nothing moves
    expect(await shifts(page)).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    // its own styles only: the first paint has nothing to load (how soon it comes is a case of the benchmark)
    const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map(({name}) => name));
    expect(loaded.filter((name) => !name.startsWith("data:"))).toEqual([]);
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

  it("comes to life by its script: series, values, zoom; and stays as it is without", async () => {
    expect((await tidemark("report", "notebooks/module-migration.md", "-o", "live.html", "--interactive")).code).toBe(
      0
    );
    const {page, context, seen, url} = await openReport("live.html", {offline: true});
    // the place of what comes is kept, and the script is part of what the report's hash covers
    expect(await shifts(page)).toBe(0);
    expect((await tidemark("verify", "live.html")).code).toBe(0);
    const figure = page.locator("#fig-modules");
    await figure.scrollIntoViewIfNeeded();
    await page.locator("#fig-modules.is-live").waitFor();
    const lines = () => figure.locator(".picture path[stroke-width='1.75']").count();
    expect(await lines()).toBe(2);
    // a key of the legend hides its series, and shows it again
    const key = figure.getByRole("button", {name: "require()", exact: true});
    await key.click();
    await expect.poll(lines).toBe(1);
    expect(await key.getAttribute("aria-pressed")).toBe("false");
    await key.click();
    await expect.poll(lines).toBe(2);
    // the pointer and the arrow keys tell the same
    await figure.locator(".stage").hover({position: {x: 400, y: 150}});
    await expect.poll(() => figure.locator(".tip strong").textContent()).toMatch(/20\d\d$/);
    await figure.locator(".stage").focus();
    await page.keyboard.press("End");
    expect(await figure.locator(".tip").textContent()).toBe("1 Aug 2026import … from18,239require()80");
    await page.keyboard.press("Escape");
    expect(await figure.locator(".tip").isVisible()).toBe(false);
    // a stretch that is dragged over is shown alone, until all is wanted
    const whole = figure.getByRole("button", {name: "All times"});
    expect(await whole.isDisabled()).toBe(true);
    const box = (await figure.locator(".stage").boundingBox())!;
    await page.mouse.move(box.x + 200, box.y + 150);
    await page.mouse.down();
    await page.mouse.move(box.x + 320, box.y + 150, {steps: 4});
    await page.mouse.up();
    await expect.poll(() => whole.isDisabled()).toBe(false);
    const from = await figure.getByLabel("From", {exact: true}).inputValue();
    expect(Number(from)).toBeGreaterThan(0);
    await whole.click();
    await expect.poll(() => figure.getByLabel("From", {exact: true}).inputValue()).toBe("0");
    expect(seen).toEqual({requests: [url], dialogs: [], errors: []});
    await context.close();
    const plain = await openReport("live.html", {javaScriptEnabled: false});
    expect(await plain.page.locator("#fig-modules .wide svg").isVisible()).toBe(true);
    await plain.context.close();
  });

  it("gives figures to other pages, without a frame, under a strict policy", async () => {
    expect((await tidemark("report", "notebooks/module-migration.md", "--format", "embed", "-o", "out/")).code).toBe(0);
    const figures = join(cwd, "out/module-migration");
    const page = `<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'"><title>Page</title>
<script type="module" src="/tidemark-figure.js"></script><tidemark-figure id="good" src="/cjs.embed.svg"><img src="/cjs.embed.svg" alt="still"></tidemark-figure><tidemark-figure id="bad" src="/bad.svg"></tidemark-figure><tidemark-figure id="none" src="/none.svg"><em>still here</em></tidemark-figure>`;
    const bad = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="alert(1)"><script>alert(2)</script><a href="javascript:alert(3)"><text>x</text></a><path d="M0 0h9v9z" fill="url(${foreign}/f#a)" style="fill:red"/><foreignObject/><image href="${foreign}/i.png"/><use href="${foreign}/u#b"/></svg>`;
    const server = createServer(async ({url = "/"}, response) => {
      const made = url === "/" ? page : url === "/bad.svg" ? bad : await readFile(join(figures, url)).catch(() => null);
      response.writeHead(made === null ? 404 : 200, {
        "content-type": url === "/" ? "text/html" : url.endsWith(".js") ? "text/javascript" : "image/svg+xml"
      });
      response.end(made ?? "");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const context = await browser.newContext({colorScheme: "dark", viewport: {width: 390, height: 700}});
    try {
      const shown = await context.newPage();
      const said: string[] = [];
      shown.on("dialog", (dialog) => void dialog.dismiss().then(() => said.push(dialog.message())));
      await shown.goto(`http://127.0.0.1:${(server.address() as {port: number}).port}/`);
      const svg = shown.locator("#good svg");
      await svg.waitFor();
      expect(await svg.locator("title").first().textContent()).toBe("require() is almost gone");
      // the colours of dark, and values on hover
      expect(
        await svg
          .locator("text")
          .first()
          .evaluate((one) => getComputedStyle(one).fill)
      ).toBe("rgb(163, 173, 182)");
      expect(await svg.locator(".hover title").last().textContent()).toMatch(/^1 Aug 2026\n/);
      await shown.locator("#bad svg").waitFor();
      expect(await shown.locator("#bad svg").evaluate((one) => one.outerHTML)).toBe(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"></path></svg>'
      );
      expect(await shown.locator("#none").textContent()).toBe("still here");
      expect(await shown.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      expect(said).toEqual([]);
      expect(caught).toEqual([]);
    } finally {
      await context.close();
      server.close();
    }
  });

  it("reloads by itself while it is served live", async () => {
    const notebook = (title: string) => `---\ntidemark: 1\ntitle: ${title}\n---\n\nText.\n`;
    const build = async (title: string) => {
      await writeFile(join(cwd, "notebooks/live.md"), notebook(title));
      expect((await tidemark("report", "notebooks/live.md", "-o", "served/live-page.html")).code).toBe(0);
    };
    await build("Before");
    const live = await serveLive(join(cwd, "served"));
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      const listening = page.waitForResponse(/\.changes$/);
      await page.goto(`${live.address}live-page.html`);
      await listening;
      expect(await page.locator("h1").textContent()).toBe("Before");
      await build("After");
      live.reload();
      await page.locator("h1", {hasText: "After"}).waitFor();
    } finally {
      await context.close();
      await live.close();
    }
  });

  it("opens as a notebook in the app", async () => {
    const app = await serveApp("workspace");
    try {
      const {page, context} = await app.open("#/notebooks");
      await page.locator('input[type="file"][accept$=".htm"]').setInputFiles(join(cwd, "hostile.html"));
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
