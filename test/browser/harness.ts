/** The built app in a real Chromium: over a workspace of its own, or alone on a static host. */
import {existsSync} from "node:fs";
import {cp, mkdir, mkdtemp, readFile, rm} from "node:fs/promises";
import {createServer} from "node:http";
import {tmpdir} from "node:os";
import {extname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {AxeBuilder} from "@axe-core/playwright";
import {type Browser, type BrowserContext, chromium, type Page} from "playwright-core";
import {type RunningServer, startServer} from "../../src/cli/commands/serve.ts";
import {FLAGS} from "./chromium.ts";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const APP = join(ROOT, "dist/app");

/** An app that is served, and what its pages did. */
export interface ServedApp {
  readonly address: string;
  /** The workspace folder; empty for a static host. */
  readonly folder: string;
  readonly browser: Browser;
  /** A page of a new, empty browser profile, or of `context`. `seen` collects what no page of ours may do. */
  open(
    hash?: string,
    options?: {width?: number; height?: number; dark?: boolean; context?: BrowserContext}
  ): Promise<{page: Page; context: BrowserContext; seen: Seen}>;
  close(): Promise<void>;
}

export interface Seen {
  /** Requests to anything but the app's own origin. */
  readonly foreign: string[];
  readonly errors: string[];
}

export async function launch(): Promise<Browser> {
  return chromium.launch({executablePath: process.env.CHROMIUM_PATH!, args: FLAGS});
}

/** Serves the app: over a temporary workspace with the sample notebooks, or as plain files; in a browser of its own or `on` one. */
export async function serveApp(how: "workspace" | "static", on?: Browser): Promise<ServedApp> {
  if (!existsSync(join(APP, "index.html"))) throw new Error("The app is not built: npm run build.");
  const browser = on ?? (await launch());
  const folder = how === "workspace" ? await mkdtemp(join(tmpdir(), "tidemark-")) : "";
  if (folder) {
    await mkdir(join(folder, "notebooks"));
    await cp(join(ROOT, "notebooks"), join(folder, "notebooks"), {recursive: true});
  }
  const server = folder ? await startServer({cwd: folder, port: 0, appFolder: APP}) : await staticServer();
  return {
    address: server.address,
    folder,
    browser,
    async open(hash = "", {width = 1440, height = 900, dark = false, context: given} = {}) {
      const context =
        given ??
        (await browser.newContext({
          viewport: {width, height},
          colorScheme: dark ? "dark" : "light",
          acceptDownloads: true
        }));
      const page = await context.newPage();
      const seen: Seen = {foreign: [], errors: []};
      context.on("request", (request) => {
        const url = request.url();
        if (!url.startsWith(server.address) && !url.startsWith("blob:") && !url.startsWith("data:"))
          seen.foreign.push(url);
      });
      page.on("pageerror", (error) => seen.errors.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") seen.errors.push(message.text());
      });
      await page.goto(server.address + hash);
      return {page, context, seen};
    },
    async close() {
      if (!on) await browser.close();
      await server.close();
      if (folder) await rm(folder, {recursive: true, force: true});
    }
  };
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm"
};

/** A host that sends files and no headers of its own. */
async function staticServer(): Promise<RunningServer> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    readFile(join(APP, path.endsWith("/") ? `${path}index.html` : path)).then(
      (bytes) => {
        response.writeHead(200, {
          "content-type": TYPES[extname(path)] ?? (path.endsWith("/") ? "text/html" : "application/octet-stream")
        });
        response.end(bytes);
      },
      () => {
        response.writeHead(404);
        response.end();
      }
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return {
    address: `http://localhost:${(server.address() as {port: number}).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      })
  };
}

/** Waits until every cell of the notebook has settled. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const cells = [...document.querySelectorAll<HTMLElement>(".cell")];
      return (
        cells.length > 0 && cells.every(({dataset}) => dataset.status !== "queued" && dataset.status !== "running")
      );
    },
    undefined,
    {timeout: 45_000}
  );
}

/** Waits until the charts of the settled notebook are drawn. */
export async function drawn(page: Page): Promise<void> {
  await settled(page);
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll('.cell[data-status="done"] .figure-body')].every(
        (body) => body.children.length > 0
      ),
    undefined,
    {timeout: 30_000}
  );
}

/** How often each event stands in the log of a page, by its code. */
export async function eventCounts(page: Page): Promise<Record<string, number>> {
  return page.evaluate(
    () =>
      new Promise<Record<string, number>>((resolve, reject) => {
        const open = indexedDB.open("tidemark-events");
        open.onerror = () => reject(open.error);
        open.onsuccess = () => {
          const all = open.result.transaction("events").objectStore("events").getAll();
          all.onsuccess = () => {
            const counts: Record<string, number> = {};
            for (const {name} of all.result as {name: string}[]) counts[name] = (counts[name] ?? 0) + 1;
            open.result.close();
            resolve(counts);
          };
        };
      })
  );
}

/** A page as it looks in light and dark, wide and as wide as a phone, one after the other; `name` is for a picture. */
export async function inEveryLook(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    // without motion: a colour on its way to another is neither
    await page.emulateMedia({colorScheme, reducedMotion: "reduce"});
    for (const [width, height] of [
      [1440, 900],
      [390, 844]
    ] as const) {
      await page.setViewportSize({width, height});
      // the page lays itself out, and draws its charts anew
      await page.waitForTimeout(400);
      await look(`${colorScheme}-${width}`);
    }
  }
}

/** What axe finds in the parts of a page that selectors name, else on all of it: the rule's impact and name, and the element. */
export function axeFindings(page: Page, ...parts: string[]): Promise<string[]> {
  return findings(parts.reduce((axe, part) => axe.include(part), new AxeBuilder({page})));
}

/**
 * The serious findings of axe on a page. For the dark one of `inEveryLook` only what depends on colours: all else was
 * looked at in the light one.
 */
export async function seriousFindings(page: Page, look = ""): Promise<string[]> {
  const axe = new AxeBuilder({page});
  if (look.startsWith("dark")) axe.withRules(["color-contrast", "link-in-text-block"]);
  return (await findings(axe)).filter((finding) => /^(serious|critical)/.test(finding));
}

async function findings(axe: AxeBuilder): Promise<string[]> {
  // in this window: another one for its result costs more than the search, and is needed for frames of other origins only
  const {violations} = await axe.setLegacyMode().analyze();
  return violations.flatMap(({impact, id, nodes}) => nodes.map(({html}) => `${impact} ${id}: ${html}`));
}

/** How many pixels a page can be scrolled sideways. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}
