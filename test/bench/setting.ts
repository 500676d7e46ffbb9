/** What the cases stand on: an organisation's files, and what was made of them. Everything is made when it is first asked. */
import {cpSync, mkdirSync, readdirSync, rmSync} from "node:fs";
import {join} from "node:path";
import type {InsightStore} from "../../src/store/store.ts";
import type {BenchBrowser, Tab} from "./chromium.ts";
import {capturesFromCsv, DERIVE, DERIVE_CAPTURES, rawFromCsv, rawFromNdjson} from "./dense.ts";
import {once} from "./measure.ts";
import {type NativeDuckDB, openNative} from "./native.ts";
import {type Organisation, type OrganisationFiles, organisation, organisationFiles} from "./organisation.ts";
import {importInto, openStoreIn} from "./product.ts";

/** A folder of segments and the store over it, which keeps no answers: each question is asked as if it were the first. */
export interface Workspace {
  readonly folder: string;
  readonly store: InsightStore;
}

export interface Setting {
  readonly made: Organisation;
  readonly files: OrganisationFiles;
  /** Points and captured values, kept by the product. */
  workspace(format: "arrow" | "ndjson.gz"): Promise<Workspace>;
  /** Another store over the same folder, which keeps answers as it does in use. */
  keeping(): Promise<InsightStore>;
  /** The same in native DuckDB: raw rows and change points. */
  duckdb(): Promise<NativeDuckDB>;
  /** A database file of native DuckDB over the points of the NDJSON. */
  database(): Promise<string>;
  /** A page over the same data, with DuckDB-WASM over the raw rows beside it. */
  tab(): Promise<Tab>;
  browser(): Promise<BenchBrowser>;
  /** Tells what share of importing all points a time is: those of a workspace, or of the page. */
  shareOfImport(ms: number, of: "arrow" | "ndjson.gz" | "page"): string;
  /** A new, empty path. */
  fresh(name: string): string;
  /** The file of a table among the segments of a workspace; `*` where there are several. */
  part(folder: string, table: string): string;
  /** What is to be done when the setting is closed. */
  closing(close: () => unknown): void;
  close(): Promise<void>;
}

/**
 * An organisation of so many repositories and weeks of history (before the one that is appended) in a folder, of whose
 * counts so many change with a commit; `openBrowser` is asked when a case wants one.
 */
export function createSetting(
  folder: string,
  repositories: number,
  weeks: number,
  changed: number,
  openBrowser: () => Promise<BenchBrowser>
): Setting {
  const made = organisation(repositories, weeks, changed);
  mkdirSync(join(folder, "data"), {recursive: true});
  let last = performance.now();
  const files = organisationFiles(join(folder, "data"), made, (format, rows, of) => {
    if (performance.now() - last < 5000) return;
    last = performance.now();
    say(`writing rows as ${format.toUpperCase()}: ${rows.toLocaleString("en-US")} of ${of.toLocaleString("en-US")}`);
  });
  const closing: (() => unknown)[] = [];
  const imports = new Map<string, number>();
  const workspaces = new Map<string, Promise<Workspace>>();
  const browser = lazily(async () => {
    const opened = await openBrowser();
    closing.push(() => opened.close());
    return opened;
  });
  let count = 0;
  const fresh = (name: string) => join(folder, `${++count}-${name}`);
  const setting: Setting = {
    made,
    files,
    browser,
    fresh,
    workspace(format) {
      const opening = workspaces.get(format) ?? openWorkspace(fresh(format), format);
      workspaces.set(format, opening);
      return opening;
    },
    keeping: lazily(async () => {
      const store = openStoreIn((await setting.workspace("arrow")).folder, "arrow");
      closing.push(() => store.close());
      await store.contents();
      return store;
    }),
    duckdb: lazily(async () => {
      say("loading raw rows and change points into native DuckDB");
      const duckdb = await openNative();
      closing.push(() => duckdb.close());
      for (const statement of [
        rawFromCsv(files.csv),
        capturesFromCsv(files.capturesCsv),
        ...DERIVE,
        ...DERIVE_CAPTURES
      ])
        await duckdb.run(statement);
      return duckdb;
    }),
    database: lazily(async () => {
      const path = fresh("points.duckdb");
      const duckdb = await openNative(path);
      for (const statement of [rawFromNdjson(files.ndjson), ...DERIVE, "CHECKPOINT"]) await duckdb.run(statement);
      duckdb.close();
      return path;
    }),
    tab: lazily(async () => {
      say("loading a page: Tidemark's store, and raw rows in DuckDB-WASM");
      const tab = await (await browser()).open("workspace");
      await tab.call("wipe");
      await tab.pick(files.ndjson);
      imports.set("page", await tab.call("keep"));
      await tab.pick(files.capturesNdjson);
      await tab.call("keep");
      await tab.pick(files.csv, files.capturesCsv);
      await tab.call("aloneLoad", "points.csv", "captures.csv");
      return tab;
    }),
    shareOfImport(ms, of) {
      const all = imports.get(of)!;
      return `${((100 * ms) / all).toFixed(1)} % of importing all points, ${(all / 1000).toFixed(1)} s`;
    },
    part: (workspace, table) => {
      const names = readdirSync(join(workspace, "parts")).filter((name) => name.split("-")[1] === table);
      return join(workspace, "parts", names.length === 1 ? names[0]! : `*-${table}-*`);
    },
    closing(close) {
      closing.push(close);
    },
    async close() {
      for (const close of closing) await close();
      rmSync(folder, {recursive: true, force: true});
    }
  };
  const openWorkspace = async (path: string, format: "arrow" | "ndjson.gz"): Promise<Workspace> => {
    say(`importing a workspace of ${format} segments`);
    const store = openStoreIn(path, format, {room: 0});
    const {ndjson} = files;
    imports.set(format, (await once(() => importInto(store, ndjson))).ms);
    await importInto(store, files.capturesNdjson);
    closing.push(() => store.close());
    return {folder: path, store};
  };
  return setting;
}

/** A copy of a file or folder that a case may change. */
export function copied(from: string, to: string): string {
  cpSync(from, to, {recursive: true});
  return to;
}

/** Makes a thing when it is first asked for. */
export function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

/** Tells on the side what is being done before a case is measured. */
function say(text: string): void {
  console.error(`  … ${text}`);
}
