/** Pages of Mosaic as a peer: installed into a folder of the bench's own, never among this project's packages. */
import {execFile} from "node:child_process";
import {existsSync, mkdirSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {promisify} from "node:util";
import {build} from "vite";
import {openNative} from "./native.ts";

const VERSION = "0.32.0";
/** Newer versions of this one need a package that is not there. */
const OVERRIDES = {"@uwdata/flechette": "2.5.0"};
const run = promisify(execFile);

/** The chart of the changes of each week: what is summed up over them is left to the reader, which is less work for Mosaic. */
const CHART = `
import * as duckdb from "@duckdb/duckdb-wasm";
import worker from "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url";
import wasm from "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url";
import * as vg from "@uwdata/vgplot";

export {vg};

/** A page over the database of change points, which comes while the engine starts. */
export async function openCube() {
  const file = fetch("./cube.duckdb").then((response) => response.arrayBuffer());
  const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(new URL(worker, location.href)));
  await database.instantiate(new URL(wasm, location.href).href);
  await database.registerFileBuffer("cube.duckdb", new Uint8Array(await file));
  const connection = await database.connect();
  await connection.query("ATTACH 'cube.duckdb' AS data (READ_ONLY)");
  await connection.query("USE data");
  vg.coordinator().databaseConnector(vg.wasmConnector({duckdb: database, connection}));
  return connection;
}

export function chart(filterBy) {
  return vg.plot(
    vg.lineY(vg.from("cube", {filterBy, optimize: false}), {x: "t", y: vg.sum("d"), stroke: "series"}),
    vg.width(680),
    vg.height(320)
  );
}
`;

const FIRST = `
import {chart, openCube, vg} from "./chart.js";
await openCube();
document.querySelector("main").append(chart(vg.Selection.intersect()));
`;

const FILTER = `
import {chart, openCube, vg} from "./chart.js";
const connection = await openCube();
// in memory, as it would be after some use
await connection.query("CREATE TABLE memory.main.cube AS SELECT * FROM data.cube");
await connection.query("USE memory.main");
const chosen = vg.Selection.intersect();
document.querySelector("main").append(vg.search({as: chosen, column: "repo", type: "regexp"}), chart(chosen));
Object.assign(globalThis, {
  /** What the chart shows, added up: the values of each series by week. */
  sums() {
    const {t, y, stroke} = Object.fromEntries(
      Object.entries(document.querySelector(".plot").value.marks[0].data.columns).map(([name, values]) => [name === "series" ? "stroke" : name, values])
    );
    const rows = Array.from(t, (time, i) => [stroke[i], Number(time), Number(y[i])]).sort((a, b) => a[1] - b[1]);
    const sums = {};
    for (const [series, time, change] of rows) {
      const values = (sums[series] ??= []);
      values.push([time, (values.at(-1)?.[1] ?? 0) + change]);
    }
    return sums;
  }
});
`;

/** A folder with Mosaic's pages `first.html` and `filter.html` over a database; null, with the reason on stderr, where it cannot be installed. */
export async function buildMosaic(cache: string, csv: string): Promise<string | null> {
  const folder = join(cache, "mosaic");
  try {
    mkdirSync(join(folder, "src/public"), {recursive: true});
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({name: "peer", private: true, type: "module", overrides: OVERRIDES})
    );
    if (!existsSync(join(folder, "node_modules/@uwdata/vgplot")))
      await run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", `@uwdata/vgplot@${VERSION}`], {
        cwd: folder
      });
    const page = (script: string) =>
      `<!doctype html><meta charset="utf-8"><title>Peer</title><main></main><script type="module" src="./${script}.js"></script>`;
    for (const [name, text] of Object.entries({
      "chart.js": CHART,
      "first.js": FIRST,
      "filter.js": FILTER,
      "first.html": page("first"),
      "filter.html": page("filter")
    }))
      writeFileSync(join(folder, "src", name), text);
    await writeCube(csv, join(folder, "src/public/cube.duckdb"));
    await build({
      root: join(folder, "src"),
      configFile: false,
      base: "./",
      logLevel: "error",
      build: {
        outDir: join(folder, "dist"),
        emptyOutDir: true,
        target: "es2022",
        assetsInlineLimit: 0,
        chunkSizeWarningLimit: 40_000,
        rollupOptions: {input: ["first", "filter"].map((name) => join(folder, "src", `${name}.html`))}
      }
    });
    return join(folder, "dist");
  } catch (error) {
    console.error(`Mosaic cannot be set beside Tidemark here: ${String((error as Error).message).split("\n")[0]}`);
    return null;
  }
}

/** The product's change points, in its order: what Mosaic is asked about is no larger than what the product is. */
async function writeCube(csv: string, path: string): Promise<void> {
  rmSync(path, {force: true});
  const database = await openNative(path);
  await database.run(`CREATE TABLE cube AS SELECT * FROM (
    SELECT series, repo, t, (matches - lag(matches, 1, 0) OVER (PARTITION BY series, repo ORDER BY t))::INTEGER AS d
    FROM read_csv('${csv}', header = true, auto_detect = false, delim = ',', quote = '"', timestampformat = '%Y-%m-%dT%H:%M:%SZ',
      columns = {'series': 'VARCHAR', 'repo': 'VARCHAR', 't': 'TIMESTAMP', 'matches': 'INTEGER'}))
    WHERE d <> 0 ORDER BY series, t, repo`);
  await database.run("CHECKPOINT");
  database.close();
}
