/** Opens DuckDB-WASM as a child of the store worker, from this origin's own files and from a blob. */
import {AsyncDuckDB, VoidLogger} from "@duckdb/duckdb-wasm";
import workerUrl from "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url";
import wasmUrl from "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url";
import {createWasmEngine} from "../src/engine/duckdb-wasm.ts";
import type {Engine} from "../src/store/engine.ts";

/** A new, empty DuckDB in a worker of its own; takes about a second. */
export async function openWasmEngine(): Promise<Engine> {
  // a blob has no folder: addresses must be whole
  const absolute = (url: string) => new URL(url, import.meta.url).href;
  const script = new Blob([`importScripts(${JSON.stringify(absolute(workerUrl))});`], {type: "text/javascript"});
  const address = URL.createObjectURL(script);
  const worker = new Worker(address, {name: "duckdb"});
  const database = new AsyncDuckDB(new VoidLogger(), worker);
  await database.instantiate(absolute(wasmUrl));
  URL.revokeObjectURL(address);
  await database.open({query: {castBigIntToDouble: true}});
  return createWasmEngine(database);
}
