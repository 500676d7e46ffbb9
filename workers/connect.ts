/** Page side: the workers as the interfaces they offer. */
import type {Drawing} from "../src/chart/draw.ts";
import type {VegaLiteSpec} from "../src/chart/insight-spec.ts";
import type {Finding} from "../src/snapshot/importer.ts";
import type {InsightStore} from "../src/store/store.ts";
import {chartUrl, takeWorker} from "./early.ts";
import {givenRows} from "./given-rows.ts";
import importUrl from "./import.worker.ts?worker&url";
import type {ImportReader} from "./import-reader.ts";
import {startWorker} from "./start.ts";
import type {StoreKind} from "./store-kind.ts";
import {connectApi} from "./wire.ts";

export {connectCells} from "./cells.ts";
export {useBrowserDigest} from "./digest.ts";
export {type FileStamp, type OpenedFiles, openedFiles} from "./opened-folder.ts";

/** The store of some snapshots, in a worker of its own; it starts its database when it is first asked. */
export function connectStore(kind: StoreKind): InsightStore {
  const worker = takeWorker("store", `store ${kind.of}`);
  const arity = {
    open: 1,
    dataVersion: 0,
    contents: 0,
    commitTimes: 1,
    import: 2,
    removeImport: 1,
    restoreImport: 1,
    purgeImport: 1,
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
  };
  // ten million rows are half a gigabyte: copied, the page would stand still
  const api = connectApi<InsightStore & {open(kind: StoreKind): Promise<void>}>(worker, arity, (method, [finding]) =>
    method === "import" ? givenRows([finding as Finding]) : []
  );
  const opened = api.open(kind);
  opened.catch(() => undefined);
  const {open: _, ...store} = api;
  return {
    ...store,
    close: async () => {
      await store.close();
      worker.terminate();
    }
  };
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
    reader: connectApi<ImportReader>(worker, {read: 3, readTable: 1, workspaceTexts: 1}),
    end: () => worker.terminate()
  };
}
