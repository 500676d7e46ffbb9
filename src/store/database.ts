/**
 * The one database of a store: opened by the first call, shared by all, opened anew after it died or what it was filled from
 * changed. An import that it can take in as it is grows it instead.
 */
import {isTidemarkError, TidemarkError, throwIfAborted} from "../error.ts";
import {sha256} from "../hash.ts";
import {type Manifest, manifestText} from "../snapshot/manifest.ts";
import type {Part} from "../snapshot/snapshot.ts";
import {sql} from "../sql.ts";
import type {Table} from "../table.ts";
import {type ChangeAnswers, createChangeAnswers} from "./change-answers.ts";
import type {Engine} from "./engine.ts";
import {arrangeSegments, type Filled} from "./fill.ts";
import {emptyTable, isFilledFrom} from "./fill-tables.ts";
import {type AddedPart, growEngine, isKnown} from "./grow.ts";
import {createKept, type Kept} from "./kept.ts";
import {laterEngine} from "./later-engine.ts";
import {createManifestFile, type ManifestFile} from "./manifest-file.ts";
import {type Narrowing, narrowed, narrowTo, WHOLE} from "./narrowing.ts";
import type {StorePorts} from "./ports.ts";
import type {LazyTable} from "./schema.ts";
import {createSegments, type Segments} from "./segments.ts";
import {createSessions, type Sessions} from "./session.ts";
import type {StoreOptions, WorkspaceState} from "./store.ts";
import type {TableSource} from "./table-source.ts";
import {createUses} from "./uses.ts";
import {createWorkspaceFile, type WorkspaceFile} from "./workspace-file.ts";

/** How long segments are read before an engine that is needed is started beside that, in milliseconds. */
const READING_ALONE = 250;
/**
 * How long nobody asks for anything before an engine is started that nobody has needed yet, in milliseconds: a browser's
 * takes all cores for a second.
 */
const QUIET = 2000;

/** How long an import waits for answers that are on their way, in milliseconds. */
const PATIENCE = 2000;

/** An open database over one state of the manifest. */
export interface Open {
  /** It may still be on its way, or not be started: what is asked of it waits. */
  readonly engine: Engine;
  isStarted(): boolean;
  readonly filled: Filled;
  readonly manifest: Manifest;
  /** What of the manifest is held. */
  readonly narrowing: Narrowing;
  /** What `tidemark.yaml` said when the database was filled. */
  readonly settings: WorkspaceState;
  readonly kept: Kept;
  readonly changed: ChangeAnswers;
  readonly details: Map<LazyTable, Promise<TableSource>>;
  readonly patterns: Map<string, Promise<number>>;
}

/** What was added to a manifest, and the rows of it that need not be read back from their segments. */
export interface Growth {
  readonly before: Manifest;
  readonly after: Manifest;
  readonly added: readonly AddedPart[];
  readonly written: ReadonlyMap<string, Table>;
}

/** A store's database, and the files it is filled from. */
export interface Database {
  readonly manifestFile: ManifestFile;
  readonly workspaceFile: WorkspaceFile;
  readonly segments: Segments;
  readonly sessions: Sessions;
  /** As InsightStore.dataVersion. */
  dataVersion(): Promise<string>;
  /**
   * Runs a task on the open database; when the engine dies under it, the next call opens a new one. A task that hardly needs
   * the engine says so: it is started later then.
   */
  using<T>(
    options: StoreOptions | undefined,
    task: (open: Open) => Promise<T>,
    needs?: {readonly engine: boolean}
  ): Promise<T>;
  /** The database that is open or being opened; nothing is opened for this. */
  held(): Promise<Open | null>;
  /** The next call opens the database anew. `written` are rows that it need not read back from their segments. */
  reopen(written?: ReadonlyMap<string, Table>): Promise<void>;
  /** The database that is open, when it may take in an import as it is. */
  growing(parts: readonly Part[]): Promise<Open | null>;
  /**
   * The open database takes in an import, once who asks it has his answer; who asks from now on waits. Where it cannot,
   * the next call opens it anew.
   */
  grow(base: Open, growth: Growth, options: StoreOptions): Promise<void>;
  /** Starts the engine for the opening that comes next: a browser's takes a second. */
  startSpare(): void;
  closeSpare(): Promise<void>;
}

/** A database over a folder of snapshots. Nothing is read before the first call. */
export function createDatabase(ports: StorePorts): Database {
  const {files} = ports;
  let opening: Promise<Open> | null = null;
  /** That of the database that is open or being opened. */
  let version: Promise<string> | null = null;
  const manifestFile = createManifestFile(files);
  const workspaceFile = createWorkspaceFile(ports.folder);
  const sessions = createSessions();
  let narrowing = WHOLE;
  const segments = narrowed(createSegments(files, ports.gzip), () => narrowing);
  let spare: Promise<Engine> | null = null;
  const uses = createUses<Promise<Open>>();
  /** Whether a task has needed the engine, and who is told when one does. */
  let isNeeded = false;
  let needed = () => {};
  /** A call is over. */
  let rested = () => {};
  /** Who waits for the database and is told how it goes. */
  const told = new Set<NonNullable<StoreOptions["progress"]>>();

  const open = (options: StoreOptions = {}): Promise<Open> => {
    // the opening is everybody's: one caller's abort must not end it
    if (options.progress) told.add(options.progress);
    opening ??= openOnce((progress) => {
      for (const tell of told) tell(progress);
    }).catch((error) => {
      opening = version = null;
      throw error;
    });
    return opening;
  };

  const nextEngine = (): Promise<Engine> => {
    const next = spare ?? ports.openEngine();
    spare = null;
    return next;
  };

  const closeSpare = async (): Promise<void> => {
    const unused = spare;
    spare = null;
    await (await unused?.catch(() => null))?.close();
  };

  const openOnce = async (progress: StoreOptions["progress"]): Promise<Open> => {
    progress?.({share: null, doing: "Starting the database"});
    const reading = Promise.all([manifestFile.read(), workspaceFile.read()]);
    version = reading.then(([manifest, settings]) => dataVersion(manifest, settings));
    version.catch(() => undefined);
    // reading goes first while it is short: what needs no engine is answered after it, and a browser's takes all cores
    const start = startOf(nextEngine);
    let timer: ReturnType<typeof setTimeout> | undefined;
    needed = () => {
      timer ??= setTimeout(start.ask, READING_ALONE);
    };
    if (isNeeded) needed();
    try {
      const [manifest, settings] = await reading;
      const named = ports.named?.() ?? null;
      narrowing = named ? narrowTo(named, manifest) : WHOLE;
      const told = progress ? {progress} : {};
      const {filled, write} = await arrangeSegments(segments, manifest, told, settings.workspace, narrowing);
      clearTimeout(timer);
      needed = start.ask;
      rested = () => {
        clearTimeout(timer);
        if (start.isOpen()) timer = setTimeout(start.ask, QUIET);
      };
      if (isNeeded) start.ask();
      else rested();
      segments.hold(new Map());
      progress?.({share: null, doing: "Starting the database"});
      const writing = start.engine.then(async (engine) => {
        try {
          await write(engine);
          return engine;
        } catch (error) {
          await engine.close().catch(() => undefined);
          throw error;
        }
      });
      const engine = laterEngine(writing, {
        ask: start.ask,
        leave() {
          clearTimeout(timer);
          start.leave();
        }
      });
      const kept = createKept(engine, ports.room);
      const open: Open = {
        engine,
        isStarted: start.isAsked,
        filled,
        manifest,
        narrowing,
        settings,
        kept,
        changed: createChangeAnswers(kept, filled.totals, filled.held),
        details: new Map(),
        patterns: new Map()
      };
      writing.catch(() => forget(open));
      return open;
    } catch (error) {
      clearTimeout(timer);
      start.leave();
      await (await start.engine.catch(() => null))?.close().catch(() => undefined);
      throw error;
    }
  };

  /** The next call opens the database anew, unless another one is open by now. */
  const forget = async (state: Open): Promise<void> => {
    const mine = opening;
    if ((await mine?.catch(() => null)) === state && opening === mine) opening = version = null;
  };

  const using = async <T>(
    options: StoreOptions | undefined,
    task: (open: Open) => Promise<T>,
    needs = {engine: true},
    retry = true
  ): Promise<T> => {
    throwIfAborted(options?.signal);
    if (needs.engine) {
      isNeeded = true;
      needed();
    }
    const mine = open(options);
    const done = uses.begin(mine);
    try {
      return await task(await mine);
    } catch (error) {
      const code = isTidemarkError(error) ? error.code : "";
      if (code === "engine/dead" || code === "call/aborted") await dropIfDead(mine);
      // an import replaced the database under this call: its answer is in the new one
      if (code === "engine/dead" && retry && opening !== null && opening !== mine)
        return using(options, task, needs, false);
      throw error;
    } finally {
      done();
      rested();
      if (options?.progress) told.delete(options.progress);
    }
  };

  const dropIfDead = async (mine: Promise<Open>): Promise<void> => {
    if (opening !== mine) return;
    const {engine, isStarted} = await mine;
    if (!isStarted()) return;
    const alive = await engine.query(sql`SELECT 1::DOUBLE AS one`).then(
      () => true,
      () => false
    );
    if (!alive && opening === mine) opening = null;
  };

  const reopen = async (written: ReadonlyMap<string, Table> = new Map()): Promise<void> => {
    segments.hold(written);
    const old = opening;
    opening = version = null;
    await (await old?.catch(() => null))?.engine.close();
  };

  const growing = async (parts: readonly Part[]): Promise<Open | null> => {
    const state = await opening?.catch(() => null);
    return state && !state.patterns.size && isKnown(state.filled, parts) ? state : null;
  };

  const grow = async (
    base: Open,
    {before, after: manifest, added, written}: Growth,
    options: StoreOptions
  ): Promise<void> => {
    const old = opening;
    const [state, known, settings] = await Promise.all([old?.catch(() => null), version, workspaceFile.read()]);
    const isOpen = old !== null && opening === old && state === base && !base.patterns.size;
    if (!isOpen || known !== dataVersion(before, settings)) return reopen(written);
    const grown = async (): Promise<Open> => {
      const filled = (await uses.end(old, PATIENCE))
        ? await growEngine(base.engine, base.filled, segments, before, manifest, added, options)
        : null;
      if (!filled) throw new TidemarkError("engine/dead", "The database is filled anew.");
      const more = new Set(added.map(({table}) => table));
      const details = new Map(base.details);
      for (const table of base.details.keys()) {
        if (!isFilledFrom(table, more)) continue;
        await emptyTable(base.engine, table);
        details.delete(table);
      }
      const kept = createKept(base.engine, ports.room);
      const changed = createChangeAnswers(kept, filled.totals, filled.held);
      return {...base, filled, manifest, settings, kept, changed, details};
    };
    const next = grown().catch(async () => {
      segments.hold(written);
      await base.engine.close().catch(() => undefined);
      return openOnce(options.progress);
    });
    next.catch(() => {
      if (opening === next) opening = version = null;
    });
    opening = next;
    version = Promise.resolve(dataVersion(manifest, settings));
    await next.catch(() => undefined);
  };

  return {
    manifestFile,
    workspaceFile,
    segments,
    sessions,
    async dataVersion() {
      if (version) return version;
      return dataVersion(...(await Promise.all([manifestFile.read(), workspaceFile.read()])));
    },
    using,
    held: async () => (await opening?.catch(() => null)) ?? null,
    reopen,
    growing,
    grow,
    startSpare() {
      spare ??= ports.openEngine();
      spare.catch(() => undefined);
    },
    closeSpare
  };
}

/** An engine that is made when it is asked for first; one that was left before never is, and fails. */
function startOf(make: () => Promise<Engine>) {
  let [isAsked, isOver] = [false, false];
  let resolve = () => {};
  let reject = (_: TidemarkError) => {};
  const started = new Promise<void>((...both) => {
    [resolve, reject] = both;
  });
  const engine = started.then(make);
  engine.catch(() => undefined);
  return {
    engine,
    isAsked: () => isAsked,
    /** Whether it may still be asked for the first time. */
    isOpen: () => !isAsked && !isOver,
    ask() {
      isAsked ||= !isOver;
      resolve();
    },
    leave() {
      isOver = true;
      reject(new TidemarkError("engine/dead", "The database was closed."));
    }
  };
}

function dataVersion(manifest: Manifest, settings: WorkspaceState): string {
  return sha256(`${manifestText(manifest)}\n${settings.hash ?? ""}`).slice(0, 32);
}
