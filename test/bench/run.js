/** `npm run bench`: builds main.ts, as Node 20 runs no TypeScript and a bundle is what the product ships, and runs it. */
import {fileURLToPath, pathToFileURL} from "node:url";
import {build, loadConfigFromFile} from "vite";

const root = fileURLToPath(new URL("../../", import.meta.url));
const cache = `${root}node_modules/.cache/tidemark-bench`;
const input = Object.fromEntries(["main", "child"].map((name) => [name, `${root}test/bench/${name}.ts`]));

// what the product leaves out of its packages, the benchmark leaves out too; it starts by itself
const {config} = await loadConfigFromFile({command: "build", mode: "cli"}, `${root}vite.config.ts`);

await build({
  plugins: config.plugins.filter(({name}) => name !== "tidemark-started-fast"),
  configFile: false,
  root,
  publicDir: false,
  logLevel: "error",
  ssr: {noExternal: true, external: ["@duckdb/node-api", "playwright-core", "vite"]},
  build: {ssr: true, outDir: `${cache}/node`, emptyOutDir: true, target: "node20", rollupOptions: {input}}
});
process.env.BENCH_CHILD = `${cache}/node/child.js`;
const {main} = await import(pathToFileURL(`${cache}/node/main.js`).href);
process.exitCode = await main(process.argv.slice(2), root, cache);
