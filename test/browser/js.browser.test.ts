/** JavaScript cells: what they compute, whose leave they need, and that nothing gets out of their realm. */
import {writeFile} from "node:fs/promises";
import {createServer, type Server} from "node:http";
import {join} from "node:path";
import type {BrowserContext, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type ServedApp, serveApp, settled} from "./harness.ts";
import {openProfile} from "./profile.ts";

const HEAD = "---\ntidemark: 1\ntitle: JavaScript\nsnapshots: sample\n---\n\n";
const js = (...cells: string[]) => cells.map((text) => `\`\`\`js\n${text}\n\`\`\`\n`).join("\n");
const INSIGHT =
  "```yaml insight id=modules\ntitle: Modules\nseries:\n  - {label: require, data: cjs-require}\n  - {label: import, data: esm-import}\n```\n\n";

/** Ways out of a worker. Each is asked to reach its own path at the host; what it answers is worth nothing. */
const CHANNELS: Readonly<Record<string, string>> = {
  fetch: "await fetch(host + '/fetch')",
  keepalive: "await fetch(host + '/keepalive', {method: 'POST', body: 'x', keepalive: true, mode: 'no-cors'})",
  xhr: "await new Promise((done) => { const x = new XMLHttpRequest(); x.onloadend = done; x.open('GET', host + '/xhr'); x.send(); })",
  importScripts: "importScripts(host + '/importScripts')",
  import: "await (0, eval)('import(\"' + host + '/import\")')",
  functionImport: "await new Function('h', 'return import(h)')(host + '/functionImport')",
  eventSource: "new EventSource(host + '/eventSource')",
  webSocket: "new WebSocket(host.replace('http', 'ws') + '/webSocket')",
  worker: "new Worker(URL.createObjectURL(new Blob(['fetch(\"' + host + '/worker\")'])))",
  font: "await new globalThis.FontFace('x', 'url(' + host + '/font)').load()"
};

let caught: string[] = [];
let catcher: Server;
let foreign = "";

beforeAll(async () => {
  catcher = createServer((request, response) => {
    caught.push((request.url ?? "").slice(1));
    response.writeHead(200, {"access-control-allow-origin": "*", "content-type": "text/javascript"});
    response.end("");
  });
  catcher.on("upgrade", (request, socket) => {
    caught.push((request.url ?? "").slice(1));
    socket.destroy();
  });
  await new Promise<void>((resolve) => catcher.listen(0, "127.0.0.1", resolve));
  foreign = `http://127.0.0.1:${(catcher.address() as {port: number}).port}`;
});
afterAll(() => {
  catcher.closeAllConnections();
  catcher.close();
});

const PATIENT = {timeout: 30_000};
const cellText = (page: Page, index: number) => page.locator('.cell[data-kind="js"] .output').nth(index).textContent();

describe.each(["workspace", "static"] as const)("JavaScript cells on a %s host", (how) => {
  let app: ServedApp;
  beforeAll(async () => {
    app = await serveApp(how);
  });
  afterAll(() => app.close());

  /** Opens a notebook that nobody wrote here. */
  async function openForeign(name: string, text: string, context?: BrowserContext) {
    const options = context ? {context} : {};
    if (how === "workspace") {
      await writeFile(join(app.folder, `notebooks/${name}`), text);
      return app.open(`#/notebooks/${name}`, options);
    }
    const opened = await app.open("#/notebooks", options);
    await opened.page.locator(".page").waitFor();
    await opened.page.evaluate(
      async ([file, content]) => {
        const {openDB} = {
          openDB: (n: string) =>
            new Promise<IDBDatabase>(
              (ok) => (indexedDB.open(n).onsuccess = (e) => ok((e.target as IDBOpenDBRequest).result))
            )
        };
        const databases = await indexedDB.databases();
        const found = databases.find(({name: one}) => one?.includes("notebook"))!;
        const database = await openDB(found.name!);
        const store = database.objectStoreNames[0]!;
        const transaction = database.transaction(store, "readwrite");
        const example = transaction.objectStore(store);
        await new Promise((ok) => (example.put({name: file, text: content}).onsuccess = ok));
      },
      [name, text] as const
    );
    await opened.page.goto(`${app.address}#/notebooks/${name}`);
    await opened.page.reload();
    return opened;
  }

  it.runIf(how === "workspace")(
    "wait until they are allowed, then compute with other cells, and are remembered",
    async () => {
      const text =
        HEAD +
        INSIGHT +
        js(
          'const last = (label) => modules.filter((row) => row.series === label).at(-1).value;\nconst share = last("import") / (last("import") + last("require"));',
          'const times = view(Inputs.range([1, 5], {label: "Times", step: 1, value: 2}));',
          "last('require') * times",
          "[{n: 1, s: 'a'}]",
          "Plot.plot({marks: [Plot.lineY(modules, {x: 'recorded_at', y: 'value', stroke: 'series'})]})",
          "const one = 1;\nnull.member"
        ) +
        "\nIt is ${percent(share)} times ${times}.\n\n<!---->\n\nAlone ${6 * 7}, ${'<b>' + typeof globalThis.document}, ${null.a + 1}.\n";
      const {page, context, seen} = await openForeign("foreign.md", text);
      await settled(page);
      const states = () =>
        page
          .locator('.cell[data-kind="js"]')
          .evaluateAll((cells) => cells.map((cell) => (cell as HTMLElement).dataset.status));
      expect(new Set(await states())).toEqual(new Set(["consent", "waiting"]));
      expect(await page.locator(".not-run").allTextContents()).toEqual([
        "${6 * 7} (not run)",
        "${'<b>' + typeof globalThis.document} (not run)",
        "${null.a + 1} (not run)"
      ]);
      expect(page.frames()).toHaveLength(1);
      await page.getByRole("button", {name: "Run JavaScript"}).click();
      await expect.poll(() => cellText(page, 2), PATIENT).toBe("160");
      await settled(page);
      // 18,239 of 18,239 + 80 in the sample
      await page.getByText("It is 99.6 % times 2.").waitFor();
      await page.getByText(/Alone 42, <b>undefined, \$\{null\.a \+ 1\} \(TypeError: .*\)\./).waitFor();
      expect(await cellText(page, 3)).toBe("ns1a");
      expect(await page.locator(".display-svg svg path").count()).toBeGreaterThan(1);
      expect(await page.locator('.cell[data-kind="js"] .message.error').textContent()).toMatch(
        /^TypeError: .* Line 37, column 6$/
      );
      await page.getByRole("slider").fill("5");
      await expect.poll(() => cellText(page, 2), PATIENT).toBe("400");
      await page.getByText("It is 99.6 % times 5.").waitFor();
      expect(seen).toEqual({foreign: [], errors: []});

      await page.reload();
      await expect.poll(() => cellText(page, 2), PATIENT).toBe("160");
      expect(await page.getByRole("button", {name: "Run JavaScript"}).count()).toBe(0);
      // another's change of a cell is a stranger's again
      await writeFile(join(app.folder, "notebooks/foreign.md"), text.replace("* times", "* times * 2"));
      await page.getByRole("button", {name: "Run JavaScript"}).waitFor();
      await context.close();
    }
  );

  it.runIf(how === "workspace")("run at once when they are written here", async () => {
    const {page, context} = await app.open("#/notebooks/clean-ups.md");
    await settled(page);
    await page.getByRole("toolbar", {name: "Add a cell"}).last().getByRole("button", {name: "JavaScript"}).click();
    await page.locator('.cell[data-kind="js"] .cm-content').waitFor();
    await page.keyboard.type("6 * 7");
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => cellText(page, 0), PATIENT).toBe("42");
    await context.close();
  });

  it("end when they loop for ever, alone, while the page stays alive", async () => {
    const {page, context} = await openForeign("loop.md", HEAD + js("const kept = 5;", "while (true);", "kept + 1"));
    await page.getByRole("button", {name: "Run JavaScript"}).click();
    const worst = page.evaluate(async () => {
      let last = performance.now();
      let gap = 0;
      for (let i = 0; i < 60; i++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        gap = Math.max(gap, performance.now() - last);
        last = performance.now();
      }
      return gap;
    });
    await page.getByText("kept the computer busy").waitFor();
    expect(await worst).toBeLessThan(2000);
    await expect.poll(() => cellText(page, 2), PATIENT).toBe("6");
    expect(await page.locator(".cell", {hasText: "kept the computer busy"}).count()).toBe(1);
    await context.close();
  });

  it("are stopped when they flood the page", async () => {
    const {page, context} = await openForeign(
      "flood.md",
      HEAD + js("while (true) postMessage({t: 'step', id: 1, json: '{}'});")
    );
    await page.getByRole("button", {name: "Run JavaScript"}).click();
    await page.getByText("sent more than can be taken").waitFor();
    await context.close();
  });

  it("reach nobody, nor the page, nor what it keeps, and have no name looked up", async () => {
    // a name of the host for each channel, which a look-up alone would give away
    const named = (name: string, of: string) => `const host = "http://${name.toLowerCase()}.${of}.leak.test";`;
    const probes = Object.entries(CHANNELS).map(
      ([name, code]) =>
        `await Promise.race([(async () => { ${code} })().catch(() => {}), pause(500)]); tried.push(${JSON.stringify(name)});
         await Promise.race([(async () => { ${named(name, "cell")} ${code} })().catch(() => {}), pause(500)]);`
    );
    const own = [
      "typeof globalThis.indexedDB?.open",
      "globalThis.localStorage",
      "globalThis.document?.cookie",
      "globalThis.caches",
      "globalThis.parent",
      "navigator.storage?.getDirectory"
    ];
    const asks = own.map(
      (code) =>
        `(async () => { try { return String(await (async () => { const v = ${code}; return typeof v === 'function' ? await v.call(navigator.storage) : v; })()); } catch (error) { return error.name; } })()`
    );
    const open =
      "const opened = await new Promise((done) => { try { const r = globalThis.indexedDB.open('x'); r.onsuccess = () => done('opened'); r.onerror = () => done('refused'); } catch (e) { done('refused'); } });";
    const profile = await openProfile();
    const {page, seen} = await openForeign(
      "leak.md",
      HEAD +
        js(
          `const host = ${JSON.stringify(foreign)};\nconst pause = (ms) => new Promise((done) => setTimeout(done, ms));\nconst tried = [];\n${probes.join("\n")}\n${open}\nconst inside = await Promise.all([${asks.join(", ")}]);\ndisplay(tried.length + " tried, storage " + opened + ", " + inside.join(" "));`
        ) +
        "\n${await (async () => fetch(host + '/prose'))().catch(() => 'Prose was refused')}.\n",
      profile.context
    );
    caught = [];
    await page.getByRole("button", {name: "Run JavaScript"}).click();
    await expect
      .poll(() => cellText(page, 0), {timeout: 20_000})
      .toContain(`${Object.keys(CHANNELS).length} tried, storage refused`);
    await page.getByText("Prose was refused.").waitFor();
    await page.waitForTimeout(500);
    expect(caught).toEqual([]);
    // what the page itself sees of such a try is the policy's refusal
    const isTry = (address: string) => address.startsWith(foreign) || /^http:\/\/\w+\.cell\.leak\.test\//.test(address);
    expect(seen.foreign.filter((address) => !isTry(address))).toEqual([]);

    // the control: the same in a worker that nobody guards
    const other = await profile.context.newPage();
    await other.goto(`${foreign}/control`);
    await other.evaluate(
      ([host, codes]) =>
        new Promise<void>((done) => {
          const body = (codes as string[])
            .map(
              (code) =>
                `await Promise.race([(async () => { ${code} })().catch(() => {}), new Promise((ok) => setTimeout(ok, 500))]);`
            )
            .join("\n");
          const worker = new Worker(
            URL.createObjectURL(
              new Blob([`const host = ${JSON.stringify(host)}; (async () => { ${body}\n postMessage("done"); })();`])
            )
          );
          worker.onmessage = () => done();
        }),
      [
        foreign,
        Object.entries(CHANNELS).flatMap(([name, code]) => [code, `${named(name, "control")} ${code}`])
      ] as const
    );
    await expect.poll(() => Object.keys(CHANNELS).filter((name) => !caught.includes(name))).toEqual([]);
    const isSocket = (host: string) => host.startsWith("websocket.control.");
    const looked = (await profile.close()).filter((host) => host.endsWith(".leak.test") && !isSocket(host));
    expect(looked).toEqual(
      Object.keys(CHANNELS)
        // Chromium lets a page wait for its second socket
        .filter((name) => name !== "webSocket")
        .map((name) => `${name.toLowerCase()}.control.leak.test`)
        .sort()
    );
  });
});
