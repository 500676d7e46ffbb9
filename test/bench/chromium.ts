/** The page of page/page.ts, built as the app is and opened in a headless Chromium with a profile on disk. */
import {readdirSync, readFileSync, writeFileSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {createServer, type Server} from "node:http";
import {extname, join} from "node:path";
import {pathToFileURL} from "node:url";
import {chromium} from "playwright-core";
import {build, loadConfigFromFile} from "vite";
import {chromiumPath, FLAGS} from "../browser/chromium.ts";
import type {BenchPage} from "./page/page.ts";

/** An open page. */
export interface Tab {
  /** Hands files to the page, as a file picker does. */
  pick(...paths: readonly string[]): Promise<void>;
  call<K extends keyof BenchPage>(
    method: K,
    ...given: Parameters<BenchPage[K]>
  ): Promise<Awaited<ReturnType<BenchPage[K]>>>;
  /** The most memory the page and its workers have held, in MB; null where the system does not tell. */
  peak(): number | null;
  close(): Promise<void>;
}

/** A browser with three origins, each with storage of its own. */
export interface BenchBrowser {
  open(origin: "scratch" | "workspace" | "owned"): Promise<Tab>;
  /** Opens a file from `file://` in a new page; milliseconds to its first paint with content. */
  paint(path: string): Promise<number>;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
  ".css": "text/css"
};

/** Builds the page into a folder and starts the browser. @throws Error when there is no Chromium. */
export async function openBrowser(root: string, folder: string): Promise<BenchBrowser> {
  const executablePath = chromiumPath();
  const built = join(folder, "page");
  const loaded = await loadConfigFromFile({command: "build", mode: "cli"}, join(root, "vite.config.ts"));
  // the command's own start is no part of a page
  const plugins = (loaded!.config.plugins as {name: string}[]).filter(({name}) => name !== "tidemark-started-fast");
  await build({
    plugins: plugins as never,
    configFile: false,
    root: join(root, "test/bench/page"),
    base: "./",
    logLevel: "error",
    publicDir: false,
    worker: {format: "es", plugins: () => plugins as never},
    build: {outDir: built, emptyOutDir: true, target: "es2022", assetsInlineLimit: 0, chunkSizeWarningLimit: 40_000}
  });
  const servers = {scratch: await serve(built), workspace: await serve(built), owned: await serve(built)};
  const profile = join(folder, "profile");
  const context = await chromium.launchPersistentContext(profile, {executablePath, args: FLAGS});
  return {
    async open(origin) {
      const page = await context.newPage();
      page.setDefaultTimeout(600_000);
      page.on("pageerror", (error) => console.error(`page: ${error.message}`));
      await page.goto(`http://localhost:${portOf(servers[origin])}/`);
      await page.waitForFunction(() => "bench" in globalThis);
      forgetPeaks(profile);
      return {
        pick: (...paths) => page.setInputFiles("#files", [...paths]),
        call: (method, ...given) =>
          page.evaluate(
            ([name, values]) =>
              (globalThis as unknown as {bench: Record<string, (...values: readonly unknown[]) => unknown>}).bench[
                name
              ]!(...values),
            [method as string, given as readonly unknown[]] as const
          ) as Promise<never>,
        peak: () => peakMemory(profile),
        close: () => page.close()
      };
    },
    async paint(path) {
      const page = await context.newPage();
      try {
        await page.goto(pathToFileURL(path).href, {waitUntil: "load"});
        const entry = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null;
        await page.waitForFunction(entry);
        return (await page.evaluate(entry))!;
      } finally {
        await page.close();
      }
    },
    async close() {
      await context.close();
      for (const server of Object.values(servers)) {
        server.close();
        server.closeAllConnections();
      }
    }
  };
}

async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    readFile(join(folder, path === "/" ? "index.html" : path)).then(
      (bytes) => {
        response.writeHead(200, {
          "content-type": TYPES[extname(path)] ?? (path === "/" ? "text/html" : "application/octet-stream")
        });
        response.end(bytes);
      },
      () => response.writeHead(404).end()
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return server;
}

function portOf(server: Server): number {
  return (server.address() as {port: number}).port;
}

/** The processes that run pages of this profile, on Linux. */
function renderers(profile: string): string[] {
  try {
    const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    const parents = new Map(
      all.map((pid): [string, string] => [pid, /^PPid:\t(\d+)/m.exec(textOf(`/proc/${pid}/status`))?.[1] ?? "0"])
    );
    const browser = all.find((pid) => textOf(`/proc/${pid}/cmdline`).includes(`--user-data-dir=${profile}\0`));
    const isBelow = (pid: string): boolean => pid === browser || (parents.has(pid) && isBelow(parents.get(pid)!));
    return all.filter((pid) => isBelow(pid) && textOf(`/proc/${pid}/cmdline`).includes("--type=renderer"));
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function peakMemory(profile: string): number | null {
  const peaks = renderers(profile).map((pid) =>
    Number(/^VmHWM:\s+(\d+)/m.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0)
  );
  return peaks.length ? Math.max(...peaks) / 1024 : null;
}

/** Lets the peaks of pages that live on count from now. */
function forgetPeaks(profile: string): void {
  for (const pid of renderers(profile))
    try {
      writeFileSync(`/proc/${pid}/clear_refs`, "5");
    } catch {
      // then the peak is that of the page's whole life
    }
}
