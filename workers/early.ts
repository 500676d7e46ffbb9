/** Workers that a page is sure to need, started before the code is there that talks to them. */
import chartUrl from "./chart.worker.ts?worker&url";
import {startWorker} from "./start.ts";
import storeUrl from "./store.worker.ts?worker&url";

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

/** The worker that was started early, else a new one. Whoever takes it has it alone. */
export function takeWorker(name: Name, label: string): Worker {
  const worker = early.get(name) ?? startWorker(URLS[name], label);
  early.delete(name);
  return worker;
}
