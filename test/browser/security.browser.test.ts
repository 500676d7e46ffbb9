/** Nothing leaves: neither the page, nor its workers, nor SQL, nor charts reach another host. */
import {readFile, writeFile} from "node:fs/promises";
import {createServer, type Server} from "node:http";
import {join} from "node:path";
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {contentSecurityPolicy} from "../../src/cli/policy.ts";
import {drawn, launch, type ServedApp, serveApp, settled} from "./harness.ts";
import {openProfile, type Profile} from "./profile.ts";
import {putNotebook} from "./put-notebook.ts";

/** A host that is not the app's; it answers everybody and writes down who came. */
let caught: string[] = [];
let catcher: Server;
let foreign = "";

beforeAll(async () => {
  catcher = createServer((request, response) => {
    caught.push(request.url ?? "");
    response.writeHead(200, {"access-control-allow-origin": "*", "content-type": "text/csv"});
    response.end("a\n1\n");
  });
  await new Promise<void>((resolve) => catcher.listen(0, "127.0.0.1", resolve));
  foreign = `http://127.0.0.1:${(catcher.address() as {port: number}).port}`;
});
afterAll(() => catcher.close());
beforeEach(() => {
  caught = [];
});

describe("workers under the app's policy in the page alone", () => {
  it("reach another host when started from a URL, and do not when started from a blob", async () => {
    const policy = contentSecurityPolicy({script: "'unsafe-inline'"});
    const pages: Record<string, [string, string]> = {
      "/": [
        "text/html",
        `<meta http-equiv="Content-Security-Policy" content="${policy}"><script type="module">
          const blob = new Blob(['import "' + new URL("blob.js", location.href) + '";'], {type: "text/javascript"});
          const workers = [new Worker("url.js", {type: "module"}), new Worker(URL.createObjectURL(blob), {type: "module"})];
          await Promise.all(workers.map((worker) => new Promise((done) => worker.onmessage = done)));
          document.title = "done";
        </script>`
      ],
      "/url.js": ["text/javascript", `await fetch("${foreign}/url").catch(() => {}); postMessage("done");`],
      "/blob.js": ["text/javascript", `await fetch("${foreign}/blob").catch(() => {}); postMessage("done");`]
    };
    const server = createServer((request, response) => {
      const [type, text] = pages[request.url ?? ""] ?? ["text/plain", ""];
      response.writeHead(200, {"content-type": type});
      response.end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
    const browser = await launch();
    try {
      const page = await browser.newPage();
      await page.goto(`http://localhost:${(server.address() as {port: number}).port}/`);
      await page.waitForFunction(() => document.title === "done");
      // the first one is the control: it shows that the catcher sees what leaks
      expect(caught).toEqual(["/url"]);
    } finally {
      await browser.close();
      server.close();
    }
  });
});

describe("the app on a host without headers", () => {
  let app: ServedApp;
  beforeAll(async () => {
    app = await serveApp("static");
  });
  afterAll(() => app.close());

  it("keeps the page and every worker of it from another host", async () => {
    const {page, context} = await app.open("#/notebooks/module-migration.md");
    await drawn(page);
    // the store's, DuckDB's and the chart's
    expect(page.workers().length).toBeGreaterThanOrEqual(3);
    const reach = async (address: string) =>
      fetch(address).then(
        () => "reached",
        () => "blocked"
      );
    expect(await page.evaluate(reach, `${foreign}/page`)).toBe("blocked");
    for (const worker of page.workers()) expect(await worker.evaluate(reach, `${foreign}/worker`)).toBe("blocked");
    // the control: without the policy the same request arrives
    const free = await context.browser()!.newContext({bypassCSP: true});
    const other = await free.newPage();
    await other.goto(app.address);
    expect(await other.evaluate(reach, `${foreign}/control`)).toBe("reached");
    expect(caught).toEqual(["/control"]);
    await free.close();
    await context.close();
  });

  it("gives a notebook that was not written here a database of its own, with what it names", async () => {
    const {page, context, seen} = await app.open("#/data");
    const go = (hash: string) =>
      page.evaluate((to) => {
        location.hash = to;
      }, hash);
    const databases = async () => {
      const names = await Promise.all(page.workers().map((worker) => worker.evaluate(() => self.name).catch(() => "")));
      return names.filter((name) => name === "duckdb" || name.startsWith("store")).sort();
    };
    await page.setInputFiles("input[type=file]:not([webkitdirectory])", {
      name: "two.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("repo,date,series,value\na/b,2026-01-01,named,3\na/b,2026-01-01,salaries,7\n")
    });
    await page.getByRole("button", {name: "Import 1 file"}).click();
    await page.getByRole("button", {name: "Make a notebook of these 2 series"}).click();
    await settled(page);
    const own = new URL(page.url()).hash;
    const sql = (id: string, text: string) => `\n\`\`\`sql id=${id}\n${text}\n\`\`\`\n`;
    const endless = "SELECT count(*) AS n FROM range(10000000) AS a, range(10000000) AS b, range(10000000) AS c";
    const text = `---\ntidemark: 1\n---\n\n\`\`\`yaml insight id=named\ntitle: Named\ndata: named\n\`\`\`\n${sql("rows", "SELECT value FROM named")}${sql("held", "SELECT count(*) AS n FROM point")}${sql("behind", "SELECT string_agg(key, ' ' ORDER BY key) AS keys FROM store.series")}`;
    await putNotebook(page, "theirs.md", text);
    await putNotebook(page, "killer.md", `---\ntidemark: 1\n---\n${sql("endless", endless)}`);
    // opened first in this tab, it needs no other database than its own
    await page.goto(`${app.address}#/notebooks/theirs.md`);
    await page.reload();
    await settled(page);
    const cell = (id: string) => page.locator(`#cell-${id}`);
    // the one that the page starts before it knows what for
    expect(await databases()).toEqual(["duckdb", "store"]);
    expect(await cell("named").getAttribute("data-status")).toBe("done");
    await cell("rows").locator("tbody td", {hasText: /^3$/}).waitFor();
    await cell("behind")
      .locator("tbody td", {hasText: /^named$/})
      .waitFor();
    await cell("held").getByText("Take the notebook as your own to let it read point.").waitFor();
    // the control: as one's own the same text reads all that there is, in the tab's database
    await page.getByRole("button", {name: "Take it as my own"}).click();
    await cell("held").locator("tbody td", {hasText: /^2$/}).waitFor();
    await cell("behind")
      .locator("tbody td", {hasText: /^named salaries$/})
      .waitFor();
    await settled(page);
    await expect.poll(databases).toEqual(["duckdb", "store browser"]);
    await page.reload();
    await cell("held").locator("tbody td", {hasText: /^2$/}).waitFor();
    expect(await page.getByRole("button", {name: "Take it as my own"}).isVisible()).toBe(false);

    // one that keeps its database busy leaves the tab's, which goes on
    await go("#/notebooks/killer.md");
    await page.locator('#cell-endless[data-status="running"]').waitFor();
    await expect.poll(databases).toEqual(["duckdb", "duckdb", "store", "store of a notebook"]);
    await go(own);
    await settled(page);
    expect(await page.locator('.cell[data-kind="insight"][data-status="done"]').count()).toBe(2);
    await expect.poll(databases).toEqual(["duckdb", "store"]);

    // withdrawn, it is a stranger's again
    await go("#/settings");
    await page.getByRole("button", {name: "Withdraw from theirs.md"}).click();
    await page.getByRole("button", {name: "Withdraw from theirs.md"}).waitFor({state: "detached"});
    await go("#/notebooks/theirs.md");
    await page.getByRole("button", {name: "Take it as my own"}).waitFor();
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("refuses eval in the page", async () => {
    const {page, context} = await app.open("#/notebooks/module-migration.md");
    await settled(page);
    // from a script of the page itself: the tools' own evaluate is let through
    const outcome = await page.evaluate(
      () =>
        new Promise((resolve) => {
          setTimeout(() => {
            try {
              new Function("return 1")();
              resolve("ran");
            } catch (error) {
              resolve((error as Error).name);
            }
          });
        })
    );
    expect(outcome).toBe("EvalError");
    await context.close();
  });
});

describe("what is painted before the app is there", () => {
  let app: ServedApp;
  beforeAll(async () => {
    app = await serveApp("static");
  });
  afterAll(() => app.close());

  it("is how the notebook looked last, with its age, and nothing in it acts or loads", async () => {
    const {page, context, seen} = await app.open("#/notebooks/module-migration.md");
    await drawn(page);
    const key = "tidemark-painted /module-migration.md";
    await page.waitForFunction((key) => localStorage.getItem(key), key);
    // the app does not come until it is let in
    let letIn = () => {};
    const held = new Promise<void>((resolve) => {
      letIn = resolve;
    });
    await context.route(/\/(?:app|index)-[^/]*\.js$/, async (route) => {
      await held;
      await route.continue();
    });
    await page.reload({waitUntil: "commit"});
    const painted = page.locator(".painted");
    await painted.locator('.cell[data-kind="insight"] .figure-body svg path').first().waitFor();
    expect(await painted.locator("h1").textContent()).toBe("The end of require()");
    expect(await painted.locator(".remembered-mark:visible").first().textContent()).toMatch(
      /^Last result, (?:less than a minute|\d+ minutes?) old · to be computed again$/
    );
    expect(await painted.evaluate((dom) => (dom as HTMLElement).inert)).toBe(true);
    expect(await page.getByRole("heading").count()).toBe(0);
    // it brings the styles it needs, with which nothing stands elsewhere than with those of all pages
    const moved = await page.evaluate(() => {
      const boxes = () =>
        [...document.querySelectorAll(".painted *")].map((element) => {
          const {x, y, width, height} = element.getBoundingClientRect();
          return `${element.localName}.${element.getAttribute("class")} ${[x, y, width, height]}`;
        });
      const own = document.querySelector("style.painted-styles")!;
      const before = boxes();
      document.head.append(
        document.querySelector<HTMLTemplateElement>("template.page-styles")!.content.cloneNode(true)
      );
      own.remove();
      return [before.length > 50, boxes().filter((box, i) => box !== before[i])];
    });
    expect(moved).toEqual([true, []]);

    // whatever stands there
    await page.evaluate(
      ([key, foreign]) => {
        const [at, home] = localStorage.getItem(key)!.split("\n");
        const hostile = `<section class="cell" onclick="alert(1)" style="background: url(${foreign}/style.png)">
          <img src="${foreign}/a.png" onerror="fetch('${foreign}/b')"><iframe src="${foreign}/c"></iframe>
          <script>fetch("${foreign}/d")</script><style>@import "${foreign}/e.css";</style><link rel="prefetch" href="${foreign}/f">
          <a href="javascript:alert(2)" ping="${foreign}/g">link</a><form action="${foreign}/h"><input name="x" autofocus></form>
          <svg onload="alert(3)"><use href="${foreign}/i#x"/><image href="${foreign}/j"/><foreignObject><video src="${foreign}/k"></video>
          </foreignObject><path d="M0 0" fill="url(${foreign}/l#x)" id="kept"/><animate attributeName="href"/></svg>
          <math><mtext><img src="${foreign}/m"></mtext></math><meta http-equiv="refresh" content="0;url=${foreign}/n">
          <object data="${foreign}/o"></object><base href="${foreign}/p"><p id="clobber" name="clobber">text</p></section>`;
        const styles = `/*styles*/p { background: url(${foreign}/q); }`;
        localStorage.setItem(key, [at, home, styles, hostile].join("\n"));
      },
      [key, foreign] as const
    );
    await page.reload({waitUntil: "commit"});
    await painted.locator("p").waitFor();
    const left = await painted.evaluate((dom) =>
      [...dom.querySelectorAll("*")].map(({localName, attributes}) =>
        [localName, ...Array.from(attributes, ({name}) => name)].join(" ")
      )
    );
    expect(left).toEqual(["section class", "a", "svg", "path d id", "p"]);

    letIn();
    await painted.waitFor({state: "detached"});
    await drawn(page);
    await page.getByRole("heading", {name: "The end of require()"}).waitFor();
    expect(caught).toEqual([]);
    expect(seen.foreign).toEqual([]);
    // parsed where nothing runs: the policy says so as well
    expect(seen.errors.filter((text) => !text.includes("Content Security Policy"))).toEqual([]);
    await context.close();
  });
});

describe("a stranger's notebook", () => {
  let app: ServedApp;
  let profile: Profile;
  beforeAll(async () => {
    profile = await openProfile();
    app = await serveApp("workspace", profile.context.browser()!);
  });
  afterAll(async () => {
    await profile.close();
    await app.close();
  });

  /** What has names looked up before anybody asks for anything; no policy of a page stops it. */
  const hints = (of: string) =>
    `<link rel="dns-prefetch" href="//prefetch.${of}.leak.test"><link rel="preconnect" href="http://connect.${of}.leak.test">`;

  it("cannot reach a host or a file by SQL, load by a chart, run by its text, or have a name looked up", async () => {
    const hostile = [
      '---\ntidemark: 1\ntitle: "<img src=x onerror=alert(1)>"\nsnapshots: sample\n---',
      "# <script>alert(1)</script> [x](javascript:alert(2)) ![](FOREIGN/markdown.png)",
      '<img src="FOREIGN/html.png"><iframe src="FOREIGN/frame"></iframe><meta http-equiv="refresh" content="0;url=FOREIGN/refresh">',
      `${hints("text")}<img src="http://html.leak.test/a.png">\n\n![](http://image.leak.test/a.png) <http://link.leak.test/>`,
      "```sql id=net\nSELECT * FROM read_csv('FOREIGN/sql.csv')\n```",
      "```sql id=attach\nSELECT * FROM (FROM 'FOREIGN/sql2.csv')\n```",
      "```sql id=ext\nSELECT * FROM read_json('FOREIGN/sql3.json')\n```",
      "```sql id=rows caption=\"<b>bold</b>\"\nSELECT '<img src=x onerror=alert(3)>' AS \"<i>name</i>\", 'FOREIGN/cell.png' AS url\n```",
      '```vega-lite id=img data=rows caption="x"\n{"mark": {"type": "image", "width": 20, "height": 20}, "encoding": {"url": {"field": "url"}, "x": {"value": 10}, "y": {"value": 10}}}\n```',
      '```vega-lite id=link data=rows\n{"mark": "text", "encoding": {"text": {"field": "url"}, "href": {"field": "url"}}, "usermeta": {"embedOptions": {"ast": false}}}\n```',
      '```vega-lite id=load\n{"mark": "point", "data": {"url": "FOREIGN/vega.csv"}, "encoding": {"x": {"field": "a", "type": "quantitative"}}}\n```',
      '```vega-lite id=expr data=rows\n{"mark": "point", "transform": [{"calculate": "window.fetch(\'FOREIGN/expr\')", "as": "z"}], "encoding": {"x": {"field": "z"}}}\n```',
      '```vega-lite id=fill data=rows\n{"mark": {"type": "rect", "color": "url(FOREIGN/fill.svg#a)"}, "encoding": {"x": {"value": 0}, "x2": {"value": 9}, "y": {"value": 0}, "y2": {"value": 9}}}\n```',
      "```js\nfetch('FOREIGN/js'); document.title = 'pwned'\n```",
      "${fetch('FOREIGN/prose')} ${alert(4)}"
    ]
      .join("\n\n")
      .replaceAll("FOREIGN", foreign);
    await writeFile(join(app.folder, "notebooks/hostile.md"), `${hostile}\n`);
    const {page, context, seen} = await app.open("#/notebooks/hostile.md", {context: profile.context});
    const dialogs: string[] = [];
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await settled(page);
    await page.waitForTimeout(1500);
    expect(caught).toEqual([]);
    expect(seen.foreign).toEqual([]);
    expect(dialogs).toEqual([]);
    expect(await page.title()).toContain("<img src=x onerror=alert(1)>");
    // what it holds is shown as text, and every refusal says why
    expect(await page.locator("#cell-rows td").first().textContent()).toBe("<img src=x onerror=alert(3)>");
    expect(await page.locator(".output :is(script, iframe, img, meta, a[href^=javascript], image)").count()).toBe(0);
    for (const id of ["net", "attach", "ext", "load"])
      expect(await page.locator(`#cell-${id} .message.error`).count(), id).toBe(1);
    expect(await page.locator("#cell-load .message.error").textContent()).toContain("which Tidemark never does");

    // and its report is no different
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", {name: "Export report"}).click()
    ]);
    const html = await readFile((await file.path())!, "utf8");
    expect(html).not.toMatch(/<(?:script(?! type="application\/json")|iframe|img|link|base|form|object|embed)\b/i);
    const reader = await context.newPage();
    // on a host, where a browser follows hints that it does not follow in a file
    const show = async (name: string, text: string) => {
      const address = `${app.address}${name}.html`;
      await reader.route(address, (route) => route.fulfill({contentType: "text/html", body: text}));
      await reader.goto(address);
      await reader.waitForTimeout(700);
    };
    await show("report", html);
    expect(caught).toEqual([]);

    // the control: the same hints where nobody takes them out, under the policy of the report
    const policy = /<meta http-equiv="Content-Security-Policy"[^>]*>/.exec(html)![0];
    await show("control", `<!doctype html>${policy}${hints("control")}`);
    const looked = (await profile.close()).filter((host) => host.endsWith(".leak.test"));
    expect(looked).toEqual(["connect.control.leak.test", "prefetch.control.leak.test"]);
  });
});

describe("the local server", () => {
  let app: ServedApp;
  beforeAll(async () => {
    app = await serveApp("workspace");
  });
  afterAll(() => app.close());

  const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    fetch(`${app.address}workspace/${path}`, {headers, method, ...(method === "PUT" ? {body: "x"} : {})}).then(
      ({status}) => status
    );
  const token = async () => /tidemark-workspace" content="([^"]+)"/.exec(await (await fetch(app.address)).text())![1]!;

  it("answers only who has the page's token, from this machine's own pages", async () => {
    const good = {"x-tidemark-token": await token()};
    expect(await ask("notebooks", good)).toBe(200);
    expect(await ask("notebooks")).toBe(403);
    expect(await ask("notebooks", {"x-tidemark-token": "guess"})).toBe(403);
    expect(await ask("notebooks", {...good, origin: "https://evil.example"})).toBe(403);
    expect(await ask("snapshots/manifest.json", {...good, origin: app.address.replace(/\/$/, "")})).toBe(204);
  });

  it("writes nowhere but below notebooks and snapshots, and no log that is not the page's kind", async () => {
    const good = {"x-tidemark-token": await token()};
    for (const path of [
      "notebooks/..%2Fevil.md",
      "notebooks/%2Fetc%2Fpasswd",
      "notebooks/.hidden.md",
      "notebooks/a.html",
      "snapshots/..%2F..%2Fevil",
      "snapshots/parts%2F..%2F..%2Fx",
      "snapshots/%2Fabs",
      "events/tidemark.ndjson",
      "events/anon-1.ndjson",
      "events/..%2Fanon-00000000-0000-0000-0000-000000000000.ndjson",
      "other"
    ])
      expect([400, 404], path).toContain(await ask(path, good, "PUT"));
    expect(await ask("notebooks/mine.md", {...good, "if-none-match": "*"}, "PUT")).toBe(204);
    expect(await ask("notebooks/mine.md", {...good, "if-none-match": "*"}, "PUT")).toBe(412);
  });
});
