import {TidemarkError} from "../src/error.ts";
import {createStore} from "../src/store/create-store.ts";
import type {InsightStore} from "../src/store/store.ts";
import type {ExcerptRequest} from "../src/store/wanted.ts";
import {useBrowserDigest} from "./digest.ts";
import {openWasmEngine} from "./duckdb.ts";
import {browserFiles, fetchedFiles, servedFiles} from "./files.ts";
import {browserGzip} from "./gzip.ts";
import {openedFiles} from "./opened-folder.ts";
import type {OpenedStore, StoreKind} from "./store-kind.ts";
import {exposeApi} from "./wire.ts";

useBrowserDigest();

/** The data side of the app: one store for the life of the worker. What may be asked of it is InsightStore. */
let store: InsightStore | null = null;
let named: ExcerptRequest | null = null;

function storeOf(kind: StoreKind): InsightStore {
  const files =
    kind.of === "sample"
      ? fetchedFiles(kind.base)
      : kind.of === "served"
        ? servedFiles(`${kind.base}snapshots/`, kind.token)
        : kind.of === "folder"
          ? openedFiles(kind.root, kind.id, "snapshots")
          : browserFiles("snapshots");
  // a folder has tidemark.yaml beside its snapshots
  const folder =
    kind.of === "served"
      ? servedFiles(kind.base, kind.token)
      : kind.of === "folder"
        ? openedFiles(kind.root, kind.id)
        : files;
  return createStore({
    files,
    folder,
    openEngine: openWasmEngine,
    now: Date.now,
    format: "arrow",
    gzip: browserGzip,
    named: () => named,
    ...(kind.room === undefined ? {} : {room: kind.room})
  });
}

function opened(): InsightStore {
  if (!store) throw new TidemarkError("store/closed", "The store was asked before it was opened.");
  return store;
}

/** The store that the page asked last, read before this one says which it asks. */
let early: {readonly kind: string; readonly store: InsightStore} | null = null;
addEventListener("message", ({data}: MessageEvent<{early?: StoreKind} | null>) => {
  if (!data?.early || store || early) return;
  early = {kind: JSON.stringify(data.early), store: storeOf(data.early)};
  // whoever asks is told what is wrong
  early.store.contents().catch(() => undefined);
});

exposeApi<OpenedStore>({
  open: async (kind) => {
    named = kind.named ?? null;
    // one of all that is held is never that of a notebook which may hold only what it names
    if (early?.kind === JSON.stringify(kind)) store ??= early.store;
    else void early?.store.close();
    early = null;
    store ??= storeOf(kind);
  },
  async narrow(next) {
    named = next;
    await opened().close();
  },
  dataVersion: (options) => opened().dataVersion(options),
  contents: (options) => opened().contents(options),
  commitTimes: (oids, options) => opened().commitTimes(oids, options),
  import: (finding, names, options) => opened().import(finding, names, options),
  removeImport: (id, options) => opened().removeImport(id, options),
  restoreImport: (id, options) => opened().restoreImport(id, options),
  purgeImport: (id, options) => opened().purgeImport(id, options),
  repairable: (options) => opened().repairable(options),
  repair: (expected, options) => opened().repair(expected, options),
  insight: (definition, as, options) => opened().insight(definition, as, options),
  exportInsight: (definition, options) => opened().exportInsight(definition, options),
  exportTable: (name, series, options) => opened().exportTable(name, series, options),
  excerpt: (request, options) => opened().excerpt(request, options),
  scope: (definition, options) => opened().scope(definition, options),
  keep: (as, table, options) => opened().keep(as, table, options),
  lines: (request, options) => opened().lines(request, options),
  point: (request, options) => opened().point(request, options),
  movers: (request, options) => opened().movers(request, options),
  sql: (request, options) => opened().sql(request, options),
  events: (definition, kinds, options) => opened().events(definition, kinds, options),
  workspace: (options) => opened().workspace(options),
  saveWorkspace: (text, expected, options) => opened().saveWorkspace(text, expected, options),
  usage: (tables, options) => opened().usage(tables, options),
  closeSession: (session) => opened().closeSession(session),
  close: () => opened().close()
});
