/** Workers that a page is sure to need, started before the code is there that talks to them. */
import chartUrl from "./chart.worker.ts?worker&url";
import {startWorker} from "./start.ts";
import storeUrl from "./store.worker.ts?worker&url";
import type {StoreKind} from "./store-kind.ts";

export {chartUrl, storeUrl};

const URLS = {store: storeUrl, chart: chartUrl} as const;
type Name = keyof typeof URLS;

const early = new Map<Name, Worker>();

/** Starts a worker that is taken soon. */
export function startEarly(name: Name): void {
  if (early.has(name)) return;
  const worker = startWorker(URLS[name], name);
  early.set(name, worker);
  // one that broke before anybody listened is none
  worker.addEventListener("error", () => early.delete(name), {once: true});
}

/** Where the name of the store that was opened last stands in the browser's storage. */
const LAST_STORE = "tidemark-last-store";

/** Takes note of a store that is opened: the next page that is opened most likely asks the same. */
export function noteStore(kind: StoreKind): void {
  try {
    localStorage.setItem(LAST_STORE, kind.of === "sample" ? kind.base : kind.of);
  } catch {
    // without storage, or room in it, nothing is read early
  }
}

/** Starts the store's worker; it reads what was asked last while the app is loaded that will ask. */
export function startStoreEarly(): void {
  startEarly("store");
  const last = localStorage.getItem(LAST_STORE);
  const kind: StoreKind | null =
    last === "browser"
      ? {of: "browser"}
      : last?.startsWith(new URL(".", document.baseURI).href)
        ? {of: "sample", base: last}
        : null;
  if (kind) early.get("store")?.postMessage({early: kind});
}

/** The worker that was started early, else a new one. Whoever takes it has it alone. */
export function takeWorker(name: Name, label: string): Worker {
  const worker = early.get(name) ?? startWorker(URLS[name], label);
  early.delete(name);
  return worker;
}
