/** What the pages of the app share. */
import {type ChartDrawer, connectCells, connectChart, connectStore} from "../../workers/connect.ts";
import type {CellRealm} from "../notebook/js/realm.ts";
import type {InsightStore} from "../store/store.ts";
import {SAMPLES, type SnapshotsName} from "../workspace.ts";
import {type EventLog, openEventLog} from "./event-log.ts";
import {browserResults, type KeptResults} from "./kept-results.ts";
import {browserNotebooks, type NotebookFiles, servedNotebooks} from "./notebook-files.ts";
import type {Toasts} from "./toasts.ts";
import {openTrust, type Trust} from "./trust.ts";
import {browserUnsaved, type UnsavedTexts} from "./unsaved.ts";

export interface App {
  readonly notebooks: NotebookFiles;
  /** The store of some snapshots; started when it is first asked for. */
  store(snapshots: SnapshotsName): InsightStore;
  /** Text of notebooks that is in no file yet. */
  readonly unsaved: UnsavedTexts;
  /** Results of earlier visits. */
  readonly results: KeptResults;
  readonly charts: ChartDrawer;
  /** A realm for the JavaScript cells of one notebook. */
  cells(): CellRealm;
  readonly trust: Trust;
  readonly log: EventLog;
  readonly toasts: Toasts;
  readonly now: () => number;
  /** The time now, epoch ms: for ages and dates, never for results. */
  readonly clock: () => number;
  go(hash: string): void;
}

/** Opens the app's parts: over the local server when the page was given its token, else in this browser alone. */
export function openApp(samples: ReadonlyMap<string, string>, toasts: Toasts): App {
  const served = document.querySelector<HTMLMetaElement>('meta[name="tidemark-workspace"]');
  const token = served?.content ?? "";
  const base = new URL("workspace/", document.baseURI).href;
  const stores = new Map<string, InsightStore>();
  const kindOf = (snapshots: SnapshotsName) => {
    if (snapshots !== "workspace")
      return {of: "sample", base: new URL(`${SAMPLES[snapshots]}/`, document.baseURI).href} as const;
    return token ? ({of: "served", base, token} as const) : ({of: "browser"} as const);
  };
  return {
    notebooks: token ? servedNotebooks(base, token, samples) : browserNotebooks(samples),
    store(snapshots) {
      const store = stores.get(snapshots) ?? connectStore(kindOf(snapshots));
      stores.set(snapshots, store);
      return store;
    },
    unsaved: browserUnsaved(Date.now),
    results: browserResults(served?.dataset.place ?? "", Date.now),
    charts: connectChart(),
    cells: connectCells,
    trust: openTrust(),
    log: openEventLog(Date.now, document.querySelector('meta[name="tidemark-demo"]') !== null),
    toasts,
    now: () => performance.now(),
    clock: Date.now,
    go: (hash) => {
      location.hash = hash;
    }
  };
}
