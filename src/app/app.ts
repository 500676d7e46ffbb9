/** What the pages of the app share. */
import {
  type ChartDrawer,
  connectCells,
  connectChart,
  connectNarrowStore,
  connectStore,
  type NarrowStore,
  useBrowserDigest
} from "../../workers/connect.ts";
import type {CellRealm} from "../notebook/js/realm.ts";
import type {InsightStore} from "../store/store.ts";
import type {ExcerptRequest} from "../store/wanted.ts";
import {SAMPLES, type SnapshotsName} from "../workspace.ts";
import {type EventLog, openEventLog} from "./event-log.ts";
import {folderNotebooks} from "./folder/folder-notebooks.ts";
import type {OpenedFolder} from "./folder/opened-folder.ts";
import {type WorkspacePlace, workspacePlace} from "./folder/workspace-place.ts";
import {withSamples} from "./folder-samples.ts";
import {browserDrawings, type KeptDrawings} from "./kept-drawings.ts";
import {browserResults, type KeptResults} from "./kept-results.ts";
import {browserNotebooks, type NotebookFiles, servedNotebooks} from "./notebook-files.ts";
import {type PaintedPages, paintedPages} from "./painted/painted-pages.ts";
import {servedLogFiles} from "./pings/served-log-files.ts";
import {createSharedLog, type SharedLog} from "./pings/shared-log.ts";
import {
  folderTableBytes,
  privateTableBytes,
  servedTableBytes,
  type WorkspaceTables,
  workspaceTables
} from "./table-files.ts";
import type {Toasts} from "./toasts.ts";
import {openTrust, type Trust} from "./trust.ts";
import {browserUnsaved, type UnsavedTexts, unsavedIn} from "./unsaved.ts";

export interface App {
  /** Where the user's notebooks and data are. */
  readonly workspace: WorkspacePlace;
  readonly notebooks: NotebookFiles;
  /** The notebooks that come with Tidemark: texts by file name. */
  readonly samples: ReadonlyMap<string, string>;
  /** The files that notebooks name as tables. */
  readonly tables: WorkspaceTables;
  /** The store of some snapshots; started when it is first asked for. */
  store(snapshots: SnapshotsName): InsightStore;
  /** A store with a database of its own, which holds what is named; null: all there is. */
  aloneStore(snapshots: SnapshotsName, named: ExcerptRequest | null): NarrowStore;
  /** A store that was started, else the workspace's: for what needs a database and none of its data. */
  anyStore(): InsightStore;
  /** Settles once a store was asked for. */
  readonly storeStarted: Promise<void>;
  /** Text of notebooks that is in no file yet. */
  readonly unsaved: UnsavedTexts;
  /** Results of earlier visits. */
  readonly results: KeptResults;
  /** Drawings of earlier visits, and how pages looked then. */
  readonly drawings: KeptDrawings;
  readonly painted: PaintedPages;
  readonly charts: ChartDrawer;
  /** A realm for the JavaScript cells of one notebook. */
  cells(): CellRealm;
  readonly trust: Trust;
  readonly log: EventLog;
  /** The same in the workspace's folder; null where the workspace is none. */
  readonly sharedLog: SharedLog | null;
  readonly toasts: Toasts;
  readonly now: () => number;
  /** The time now, epoch ms: for ages and dates, never for results. */
  readonly clock: () => number;
  go(hash: string): void;
}

/** Opens the app's parts: over a folder the user opened, else the local server that gave the page its token, else this browser. */
export function openApp(samples: ReadonlyMap<string, string>, toasts: Toasts, folder: OpenedFolder | null = null): App {
  useBrowserDigest();
  const served = document.querySelector<HTMLMetaElement>('meta[name="tidemark-workspace"]');
  const token = served?.content ?? "";
  const base = new URL("workspace/", document.baseURI).href;
  const workspace = workspacePlace(served, folder);
  const kept = folder?.id ?? served?.dataset.place ?? "";
  const stores = new Map<string, InsightStore>();
  let started = () => {};
  const storeStarted = new Promise<void>((resolve) => {
    started = resolve;
  });
  const store = (snapshots: SnapshotsName) => {
    const one = stores.get(snapshots) ?? connectStore(kindOf(snapshots));
    stores.set(snapshots, one);
    started();
    return one;
  };
  const kindOf = (snapshots: SnapshotsName) => {
    if (snapshots !== "workspace")
      return {of: "sample", base: new URL(`${SAMPLES[snapshots]}/`, document.baseURI).href} as const;
    if (folder) return {of: "folder", root: folder.handle, id: folder.id} as const;
    return token ? ({of: "served", base, token} as const) : ({of: "browser"} as const);
  };
  const log = openEventLog(Date.now, kept, document.querySelector('meta[name="tidemark-demo"]') !== null);
  const logFiles = workspace.files ?? (token ? servedLogFiles(base, token) : null);
  return {
    workspace,
    notebooks: workspace.files
      ? withSamples(
          folderNotebooks(folder!, workspace.files, (text) => toasts.show(text, {kind: "error"})),
          samples
        )
      : token
        ? withSamples(servedNotebooks(base, token, samples), samples)
        : browserNotebooks(samples),
    samples,
    store,
    aloneStore: (snapshots, named) => connectNarrowStore({...kindOf(snapshots), ...(named ? {named} : {})}),
    anyStore: () => stores.values().next().value ?? store("workspace"),
    storeStarted,
    tables: workspaceTables(
      workspace.files
        ? folderTableBytes(workspace.files, folder!.name)
        : token
          ? servedTableBytes(base, token)
          : privateTableBytes(),
      kept
    ),
    unsaved: unsavedIn(folder?.id ?? "", browserUnsaved(Date.now)),
    results: browserResults(kept, Date.now),
    drawings: browserDrawings(kept),
    painted: paintedPages(kept, localStorage),
    charts: connectChart(),
    cells: connectCells,
    trust: openTrust(Date.now),
    log,
    sharedLog: logFiles && folder?.canWrite !== false ? createSharedLog(log, logFiles, kept) : null,
    toasts,
    now: () => performance.now(),
    clock: Date.now,
    go: (hash) => {
      location.hash = hash;
    }
  };
}
