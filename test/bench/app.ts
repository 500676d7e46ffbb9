/** The real app as it is built, and a peer's site, in a headless Chromium: each run in a profile of its own. */
import {readFile} from "node:fs/promises";
import {createServer, type Server} from "node:http";
import {extname, join} from "node:path";
import {type BrowserContext, chromium, type Page} from "playwright-core";
import {build} from "vite";
import {chromiumPath, FLAGS} from "../browser/chromium.ts";
import {buildPeerSite, type PeerSite} from "./framework.ts";

export interface AppBrowser {
  /** Where the app is. */
  readonly app: string;
  /** Where the peer's site is; null where there is none. It is built when it is first asked for. */
  peer(): Promise<string | null>;
  /** Serves another folder and gives its address. */
  serve(folder: string): Promise<string>;
  /** An empty profile. */
  profile(): Promise<BrowserContext>;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2"
};

/** Builds the app from the source that is here. */
export async function openApp(root: string, cache: string, site: () => Promise<PeerSite>): Promise<AppBrowser> {
  const outDir = join(cache, "app");
  await build({
    root: join(root, "src/app"),
    configFile: join(root, "vite.config.ts"),
    logLevel: "error",
    build: {outDir}
  });
  const servers: Server[] = [];
  const at = async (folder: string) => {
    const server = await serve(folder);
    servers.push(server);
    return `http://localhost:${(server.address() as {port: number}).port}/`;
  };
  const app = await at(outDir);
  let peer: Promise<string | null> | null = null;
  const browser = await chromium.launch({executablePath: chromiumPath(), args: FLAGS});
  return {
    app,
    serve: at,
    peer() {
      peer ??= site().then(async (pages) => {
        const dist = await buildPeerSite(cache, pages);
        return dist && at(dist);
      });
      return peer;
    },
    async profile() {
      const context = await browser.newContext({viewport: {width: 1440, height: 900}});
      context.setDefaultTimeout(600_000);
      return context;
    },
    async close() {
      await browser.close();
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    }
  };
}

async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    const file = path.endsWith("/") ? `${path}index.html` : extname(path) ? path : `${path}.html`;
    readFile(join(folder, file)).then(
      (bytes) => {
        response.writeHead(200, {
          "content-type": TYPES[extname(file)] ?? "application/octet-stream",
          // as the product's own server has it: what has its hash in its name
          "cache-control": /[.-][\w-]{8}\.\w+$/.test(file) ? "public, max-age=31536000, immutable" : "no-cache"
        });
        response.end(bytes);
      },
      () => response.writeHead(404).end()
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return server;
}

/**
 * Opens an address in a new tab and takes the time until so many drawings are painted within the window: from before the
 * address is given to behind the frame that shows them, as the page itself sees it.
 */
export async function opened(context: BrowserContext, address: string, within: string, count: number): Promise<number> {
  const page = await context.newPage();
  await page.addInitScript(
    ([within, count]) => {
      const look = () => {
        const seen = [...document.querySelectorAll(within)].filter((drawing) => {
          const {top, bottom, height} = drawing.getBoundingClientRect();
          return height > 50 && bottom > 0 && top < innerHeight;
        });
        if (seen.length < count) return requestAnimationFrame(look);
        // behind the frame
        const {port1, port2} = new MessageChannel();
        port1.onmessage = () => Object.assign(globalThis, {paintedAt: performance.timeOrigin + performance.now()});
        port2.postMessage(null);
      };
      requestAnimationFrame(look);
    },
    [within, count] as const
  );
  const begun = performance.timeOrigin + performance.now();
  await page.goto(address, {waitUntil: "commit"});
  await page.waitForFunction(() => "paintedAt" in globalThis, null, {polling: 20});
  const painted = await page.evaluate(() => (globalThis as unknown as {paintedAt: number}).paintedAt);
  await page.close();
  return painted - begun;
}

/** Waits until so many drawings stand within the window. */
export async function drawingsInView(page: Page, within: string, count: number): Promise<void> {
  await page.waitForFunction(
    ([within, count]) =>
      [...document.querySelectorAll(within)].filter((drawing) => {
        const {top, bottom, height} = drawing.getBoundingClientRect();
        return height > 50 && bottom > 0 && top < innerHeight;
      }).length >= count,
    [within, count] as const,
    {polling: "raf"}
  );
}

/** The median of the milliseconds from a key's press to the frame that is painted with it. */
export async function keyLatency(page: Page, keys: number): Promise<number> {
  await page.evaluate(() => {
    const times: number[] = [];
    (globalThis as unknown as {times: number[]}).times = times;
    document.addEventListener(
      "keydown",
      ({timeStamp}) => {
        // behind the frame that shows it
        requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - timeStamp)));
      },
      {capture: true}
    );
  });
  for (let i = 0; i < keys; i++) {
    await page.keyboard.press("x");
    await page.waitForFunction((n) => (globalThis as unknown as {times: number[]}).times.length >= n, i + 1);
  }
  const times = await page.evaluate(() => (globalThis as unknown as {times: number[]}).times);
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

/** The milliseconds from a change of a range to another drawing, the median of five changes. */
export async function inputLatency(page: Page, input: string, drawing: string): Promise<number> {
  const times: number[] = [];
  for (const value of ["1", "2", "3", "4", "5"])
    times.push(
      await page.evaluate(
        ([input, drawing, value]) =>
          new Promise<number>((resolve) => {
            const range = document.querySelector<HTMLInputElement>(input)!;
            const before = document.querySelector(drawing)!.outerHTML;
            const begun = performance.now();
            range.value = value;
            for (const name of ["input", "change"]) range.dispatchEvent(new Event(name, {bubbles: true}));
            const look = () => {
              const now = document.querySelector(drawing)?.outerHTML;
              if (now !== undefined && now !== before) resolve(performance.now() - begun);
              else requestAnimationFrame(look);
            };
            look();
          }),
        [input, drawing, value] as const
      )
    );
  return times.sort((a, b) => a - b)[2]!;
}
