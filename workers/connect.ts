/** Page side: the workers as the interfaces they offer. */
import type {Drawing} from "../src/chart/draw.ts";
import type {VegaLiteSpec} from "../src/chart/insight-spec.ts";
import type {Finding} from "../src/snapshot/importer.ts";
import type {InsightStore} from "../src/store/store.ts";
import type {ExcerptRequest} from "../src/store/wanted.ts";
import {chartUrl, noteStore, takeWorker} from "./early.ts";
import {givenRows} from "./given-rows.ts";
import importUrl from "./import.worker.ts?worker&url";
import type {ImportReader} from "./import-reader.ts";
import {startWorker} from "./start.ts";
import type {OpenedStore, StoreKind} from "./store-kind.ts";
import {connectApi} from "./wire.ts";

export {connectCells} from "./cells.ts";
export {useBrowserDigest} from "./digest.ts";
export {type FileStamp, type OpenedFiles, openedFiles} from "./opened-folder.ts";

/** How many arguments each method of a store takes before its options. */
const ARITY = {
  dataVersion: 0,
  contents: 0,
  commitTimes: 1,
  import: 2,
  removeImport: 1,
  restoreImport: 1,
  purgeImport: 1,
  repairable: 0,
  repair: 1,
  insight: 2,
  scope: 1,
  exportInsight: 1,
  exportTable: 2,
  excerpt: 1,
  keep: 2,
  point: 1,
  lines: 1,
  movers: 1,
  sql: 1,
  events: 2,
  workspace: 0,
  saveWorkspace: 2,
  usage: 1,
  closeSession: 1,
  close: 0
} as const satisfies Readonly<Record<keyof InsightStore, number>>;

/** The names of a store's methods. */
export const STORE_METHODS = Object.keys(ARITY) as readonly (keyof InsightStore)[];

function openStore(kind: StoreKind, label: string): {worker: Worker; api: OpenedStore} {
  const worker = takeWorker("store", label);
  // ten million rows are half a gigabyte: copied, the page would stand still
  const api = connectApi<OpenedStore>(worker, {...ARITY, open: 1, narrow: 1}, (method, [finding]) =>
    method === "import" ? givenRows([finding as Finding]) : []
  );
  noteStore(kind);
  api.open(kind).catch(() => undefined);
  return {worker, api};
}

/** The store of some snapshots, in a worker of its own; it starts its database when it is first asked. */
export function connectStore(kind: StoreKind): InsightStore {
  const {worker, api} = openStore(kind, `store ${kind.of}`);
  const {open: _, narrow: __, ...store} = api;
  return {
    ...store,
    close: async () => {
      await store.close();
      worker.terminate();
    }
  };
}

/** A store that holds only what is named, with a database of its own. */
export interface NarrowStore {
  readonly store: InsightStore;
  /** From now on this much may be held. */
  narrow(named: ExcerptRequest): Promise<void>;
  /** Ends its worker and its database at once, whatever they are doing. What was asked is answered no more. */
  end(): void;
}

/** The store of as much of some snapshots as `kind` names. */
export function connectNarrowStore(kind: StoreKind): NarrowStore {
  const {worker, api} = openStore(kind, "store of a notebook");
  const {open: _, narrow, ...store} = api;
  return {store, narrow, end: () => worker.terminate()};
}

/** Draws charts: a worker without network and eval, ended and started anew when a drawing takes too long. */
export interface ChartDrawer {
  draw(spec: VegaLiteSpec, options?: {signal?: AbortSignal}): Promise<Drawing>;
}

/** Tells drawings apart that other code made: the name of the worker's script, which has its hash; none while developing. */
export function chartMake(): string {
  return import.meta.env.DEV ? crypto.randomUUID() : chartUrl;
}

/** How long one drawing may take. */
const DRAW_LIMIT = 10_000;

export function connectChart(): ChartDrawer {
  let worker: Worker | null = null;
  let api: ChartDrawer | null = null;
  return {
    async draw(spec, options = {}) {
      worker ??= takeWorker("chart", "chart");
      api ??= connectApi<ChartDrawer>(worker, {draw: 1});
      const mine = worker;
      const deadline = AbortSignal.timeout(DRAW_LIMIT);
      try {
        return await api.draw(spec, {signal: options.signal ? AbortSignal.any([options.signal, deadline]) : deadline});
      } catch (error) {
        if (deadline.aborted && worker === mine) {
          mine.terminate();
          worker = api = null;
          throw new Error(`This chart took longer than ${DRAW_LIMIT / 1000} s to draw and was stopped.`);
        }
        throw error;
      }
    }
  };
}

/** Reads strangers' files: a new worker each time, thrown away when `end` is called. */
export function connectImport(): {reader: ImportReader; end(): void} {
  const worker = startWorker(importUrl, "import");
  return {
    reader: connectApi<ImportReader>(worker, {read: 3, readTable: 1, readNotebook: 2, workspaceTexts: 1}),
    end: () => worker.terminate()
  };
}
