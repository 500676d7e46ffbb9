/**
 * The database behind an open notebook: the tab's for one that was written here, else one of its own that holds what the
 * notebook names. That one starts when a cell first needs it, and ends when the page is left or the notebook is taken as
 * one's own: whatever it is doing, the tab's is not touched by it.
 */
import {type NarrowStore, STORE_METHODS} from "../../../workers/connect.ts";
import {isTidemarkError, TidemarkError} from "../../error.ts";
import {engineSources} from "../../notebook/engine-sources.ts";
import {namedData} from "../../notebook/named-data.ts";
import type {Notebook} from "../../notebook/notebook.ts";
import type {InsightStore} from "../../store/store.ts";
import type {App} from "../app.ts";
import type {NotebookFile} from "../notebook-files.ts";
import {othersOf} from "../other-notebooks.ts";
import {isOwn} from "../own-notebooks.ts";

export interface NotebookStore {
  /** What the notebook's cells ask: it is always there, whichever database answers. */
  readonly store: InsightStore;
  /** True once a cell of a notebook that was not written here asked for more than that names. */
  readonly isRefused: boolean;
  /** Whether the notebook is one's own; null until that is known. */
  readonly isOwn: boolean | null;
  /** From now on the notebook is the user's own, here and whenever it is opened with the same cells. */
  takeAsOwn(now: Notebook): Promise<void>;
  /** The notebook is about to be another: `by` whom it was changed. */
  changing(next: Notebook, by: "us" | "them"): void;
  close(): void;
}

/** Told when the answers come from another database, and when a cell was refused something. */
export interface NotebookStoreEvents {
  onOther(): void;
  onRefused(): void;
}

const NOT_NAMED: ReadonlySet<string> = new Set(["sql/not-named", "insight/not-named"]);

export function openNotebookStore(
  app: App,
  file: Pick<NotebookFile, "name" | "sample">,
  first: Notebook,
  {onOther, onRefused}: NotebookStoreEvents
): NotebookStore {
  const {snapshots} = first.frontMatter;
  const others = othersOf(app);
  let notebook = first;
  let sources = JSON.stringify(engineSources(first));
  let deciding = isOwn(app, file.sample, first);
  let alone: Promise<NarrowStore> | null = null;
  // what was one's own while the page is open: undoing leads back there
  const mine = new Set<string>();
  const known = sources;
  let decided: boolean | null = null;
  void deciding.then((own) => {
    decided ??= own;
    if (own) mine.add(known);
  });
  let named = "";
  let isRefused = false;
  let isClosed = false;
  let end = () => {};
  let ended = new Promise<never>(() => {});

  const read = async () => {
    const next = await namedData(notebook, others);
    const {definitions, tables} = next;
    // what an insight looks like, and what a reader filters, changes nothing of what it is made from
    const key = JSON.stringify([
      definitions.map(({kind, series, metric, grouping}) => [kind, series, metric, grouping]),
      tables
    ]);
    return {next, key};
  };
  const startAlone = async (): Promise<NarrowStore> => {
    const {next, key} = await read();
    if (isClosed) throw gone();
    named = key;
    // the samples are nobody's own
    const started = app.aloneStore(snapshots, snapshots === "workspace" ? next : null);
    ended = new Promise((_, reject) => {
      end = () => {
        started.end();
        reject(gone());
      };
    });
    ended.catch(() => undefined);
    return started;
  };
  const endAlone = () => {
    alone = null;
    end();
    end = () => {};
  };
  const stores = async (): Promise<{store: InsightStore; isNarrow: boolean}> => {
    if (await deciding) return {store: app.store(snapshots), isNarrow: false};
    if (isClosed) throw gone();
    alone ??= startAlone();
    alone.catch(() => undefined);
    return {store: (await alone).store, isNarrow: true};
  };
  const call = async (method: keyof InsightStore, args: readonly unknown[]): Promise<unknown> => {
    // a page that is left has no tables in a database that is gone
    if (isClosed && method === "closeSession" && !(await deciding)) return;
    const {store, isNarrow} = await stores();
    const asked = (store[method] as (...args: readonly unknown[]) => Promise<unknown>)(...args);
    if (!isNarrow) return asked;
    try {
      return await Promise.race([asked, ended]);
    } catch (error) {
      if (isTidemarkError(error) && NOT_NAMED.has(error.code) && !isRefused) {
        isRefused = true;
        onRefused();
      }
      throw error;
    }
  };
  return {
    store: Object.fromEntries(
      STORE_METHODS.map((method) => [method, (...args: unknown[]) => call(method, args)])
    ) as unknown as InsightStore,
    get isRefused() {
      return isRefused;
    },
    get isOwn() {
      return decided;
    },
    async takeAsOwn(now) {
      const was = await deciding;
      await app.trust.trust("data", engineSources(now), file.name).catch(() => undefined);
      mine.add(sources);
      deciding = Promise.resolve(true);
      decided = true;
      isRefused = false;
      if (was) return;
      endAlone();
      onOther();
    },
    changing(next, by) {
      notebook = next;
      const now = JSON.stringify(engineSources(next));
      if (now === sources) return;
      sources = now;
      const before = deciding;
      if (by === "us")
        void before.then((own) => {
          if (!own) return;
          mine.add(now);
          app.trust.trust("data", engineSources(next), file.name).catch(() => undefined);
        });
      else {
        deciding = before.then(async (was) => {
          const own = mine.has(now) || (await isOwn(app, false, next));
          if (own !== was) queueMicrotask(() => !isClosed && onOther());
          decided = own;
          if (own) endAlone();
          return own;
        });
      }
      if (!alone) return;
      alone = alone.then(async (open) => {
        const {next: more, key} = await read();
        if (key !== named && snapshots === "workspace") {
          named = key;
          await open.narrow(more);
        }
        return open;
      });
      alone.catch(() => undefined);
    },
    close() {
      isClosed = true;
      endAlone();
    }
  };
}

function gone(): TidemarkError {
  return new TidemarkError("call/aborted", "This was cancelled.");
}
