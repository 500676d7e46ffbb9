/** Opens DuckDB-WASM as a child of the store worker, from this origin's own files and from a blob. */
import {AsyncDuckDB, VoidLogger} from "@duckdb/duckdb-wasm";
import workerUrl from "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url";
import wasmUrl from "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url";
import {createWasmEngine} from "../src/engine/duckdb-wasm.ts";
import {TidemarkError} from "../src/error.ts";
import type {Engine} from "../src/store/engine.ts";

/** How often it is tried, and how long one try may take: a download that breaks off says nothing, or far too late. */
const TRIES = 3;
const PATIENCE = 30_000;

/** A new, empty DuckDB in a worker of its own; takes about a second. */
export async function openWasmEngine(): Promise<Engine> {
  for (let left = TRIES - 1; ; left--) {
    try {
      return await openOnce();
    } catch (error) {
      if (!left) throw error;
    }
  }
}

async function openOnce(): Promise<Engine> {
  // a blob has no folder: addresses must be whole
  const absolute = (url: string) => new URL(url, import.meta.url).href;
  // DuckDB's worker keeps a broken download to itself
  const tell =
    "addEventListener('unhandledrejection', (event) => { event.preventDefault(); postMessage({broken: String(event.reason)}); });";
  const script = new Blob([`${tell}importScripts(${JSON.stringify(absolute(workerUrl))});`], {type: "text/javascript"});
  const address = URL.createObjectURL(script);
  const worker = new Worker(address, {name: "duckdb"});
  let timer: ReturnType<typeof setTimeout> | undefined;
  let started = false;
  try {
    const late = new Promise<never>((_, reject) => {
      const fail = () =>
        reject(new TidemarkError("engine/start", "The database did not start. Reload the page to try again."));
      // heard before DuckDB's own listeners: it is tried again, and the console need not speak of it
      const heard = (event: Event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
        fail();
      };
      worker.addEventListener("error", (event) => (started ? event.preventDefault() : heard(event)));
      worker.addEventListener("message", (event: MessageEvent<{broken?: string}>) => {
        if (event.data.broken !== undefined) heard(event);
      });
      timer = setTimeout(fail, PATIENCE);
    });
    const database = new AsyncDuckDB(new VoidLogger(), worker);
    await Promise.race([database.instantiate(absolute(wasmUrl)), late]);
    started = true;
    await database.open({query: {castBigIntToDouble: true}});
    return await createWasmEngine(database);
  } catch (error) {
    worker.terminate();
    throw error;
  } finally {
    clearTimeout(timer);
    URL.revokeObjectURL(address);
  }
}
