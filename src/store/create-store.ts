import {isTidemarkError, TidemarkError, throwIfAborted} from "../error.ts";
import {sha256} from "../hash.ts";
import type {InsightDefinition} from "../insight/insight.ts";
import {insightKind, isCounted, ownKind} from "../insight/kinds/index.ts";
import {insightTable} from "../insight/to-table.ts";
import {compileRegex} from "../regex.ts";
import type {Gzip} from "../snapshot/gzip.ts";
import type {Finding} from "../snapshot/importer.ts";
import {
  heldHash,
  type ImportRecord,
  importId,
  type Manifest,
  manifestText,
  observedAt,
  observedMember,
  type PartRecord,
  withImport,
  withoutImport
} from "../snapshot/manifest.ts";
import {type SegmentFormat, toSegments} from "../snapshot/segment.ts";
import type {Part} from "../snapshot/snapshot.ts";
import {authorSql, sql} from "../sql.ts";
import {numbersOf, type Table} from "../table.ts";
import {isoTime} from "../time.ts";
import {answer, resolveSeries} from "./answer.ts";
import {answerOwn, ownPointDetail} from "./answer-own.ts";
import {type ChangeAnswers, createChangeAnswers} from "./change-cube.ts";
import {contentsOf} from "./contents.ts";
import type {Engine, Limits} from "./engine.ts";
import {eventMarks} from "./events.ts";
import {excerptOf} from "./excerpt.ts";
import {insightExport} from "./export-insight.ts";
import {exportNeeds, exportTable, seriesOfKeys} from "./export-tables.ts";
import type {Files} from "./files.ts";
import {arrangeSegments, type Filled, READ_AT_OPENING} from "./fill.ts";
import {emptyTable, fillTable, isFilledFrom, type TableSource} from "./fill-tables.ts";
import {type AddedPart, growEngine, isKnown} from "./grow.ts";
import {createKept, type Kept} from "./kept.ts";
import {laterEngine} from "./later-engine.ts";
import {createManifestFile} from "./manifest-file.ts";
import {moversOf} from "./movers.ts";
import {patternSeries} from "./pattern.ts";
import {pointDetail} from "./point.ts";
import {pointLines} from "./point-lines.ts";
import {AUTHOR_TABLES, DETAIL_TABLES, type LazyTable} from "./schema.ts";
import {insightScope} from "./scope.ts";
import {createSegments} from "./segments.ts";
import {createSessions} from "./session.ts";
import type {
  ImportOutcome,
  InsightStore,
  PointDetail,
  PointLines,
  SqlResult,
  StoreOptions,
  WorkspaceState
} from "./store.ts";
import {countUsage} from "./usage-totals.ts";
import {createUses} from "./uses.ts";
import {createWorkspaceFile} from "./workspace-file.ts";

/** What an edge must provide. `now` is asked only for the time of an import. */
export interface StorePorts {
  readonly files: Files;
  /** Opens a new, empty engine; asked again after one has died. */
  openEngine(): Promise<Engine>;
  now(): number;
  readonly format: SegmentFormat;
  /** The platform's own gzip, where it has one that is faster than ours. */
  readonly gzip?: Gzip;
  /** How many bytes of answers are kept, so that what was asked is not asked again; 0 keeps none. */
  readonly room?: number;
  /** Where `tidemark.yaml` lies; it is read each time the database is opened. None: a workspace that says nothing. */
  readonly folder?: Files;
}

/** Bounds of a sql cell unless it asks for others. */
export const SQL_LIMITS: Limits = {rows: 100_000, bytes: 64_000_000, milliseconds: 30_000};

/** How long segments are read before the engine is started beside that, in milliseconds. */
const READING_ALONE = 250;

/** How long an import waits for answers that are on their way, in milliseconds. */
const PATIENCE = 2000;

/** An open database over one state of the manifest. */
interface Open {
  /** It may still be on its way: what is asked of it waits. */
  readonly engine: Engine;
  /** True once the engine is filled. */
  isFilled(): boolean;
  readonly filled: Filled;
  readonly manifest: Manifest;
  /** What `tidemark.yaml` said when the database was filled. */
  readonly settings: WorkspaceState;
  readonly kept: Kept;
  readonly changed: ChangeAnswers;
  readonly details: Map<LazyTable, Promise<TableSource>>;
  readonly patterns: Map<string, Promise<number>>;
}

/** A store over a folder of snapshots. Nothing is read before the first call. */
export function createStore(ports: StorePorts): InsightStore {
  const {files} = ports;
  let opening: Promise<Open> | null = null;
  /** That of the database that is open or being opened. */
  let version: Promise<string> | null = null;
  const manifestFile = createManifestFile(files);
  const workspaceFile = createWorkspaceFile(ports.folder);
  const sessions = createSessions();
  const segments = createSegments(files, ports.gzip);
  /** Started while an import is written, for the opening that comes after it: a browser's database takes a second. */
  let spare: Promise<Engine> | null = null;
  const removed = new Map<string, {record: ImportRecord; manifest: Manifest}>();
  const uses = createUses<Promise<Open>>();
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
    let begin = () => {};
    // reading goes first while it is short: what needs no engine is answered after it, and a browser's takes all cores
    const started = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const timer = setTimeout(begin, READING_ALONE);
    const starting = started.then(nextEngine);
    starting.catch(() => undefined);
    const restored = sessions.restorer();
    let isFilled = false;
    try {
      const [manifest, settings] = await reading;
      const {filled, write} = await arrangeSegments(segments, manifest, progress ? {progress} : {}, settings.workspace);
      begin();
      segments.hold(new Map());
      progress?.({share: null, doing: "Starting the database"});
      const writing = starting.then(async (engine) => {
        try {
          await write(engine);
          await restored(engine);
          isFilled = true;
          return engine;
        } catch (error) {
          await engine.close().catch(() => undefined);
          throw error;
        }
      });
      const engine = laterEngine(writing);
      const kept = createKept(engine, ports.room);
      const open: Open = {
        engine,
        isFilled: () => isFilled,
        filled,
        manifest,
        settings,
        kept,
        changed: createChangeAnswers(engine, kept, filled.totals),
        details: new Map(),
        patterns: new Map()
      };
      writing.catch(() => forget(open));
      return open;
    } catch (error) {
      begin();
      await (await starting.catch(() => null))?.close().catch(() => undefined);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };

  /** The next call opens the database anew, unless another one is open by now. */
  const forget = async (state: Open): Promise<void> => {
    const mine = opening;
    if ((await mine?.catch(() => null)) === state && opening === mine) opening = version = null;
  };

  /** Runs a task on the open database; when the engine dies under it, the next call opens a new one. */
  const using = async <T>(
    options: StoreOptions | undefined,
    task: (open: Open) => Promise<T>,
    retry = true
  ): Promise<T> => {
    throwIfAborted(options?.signal);
    const mine = open(options);
    const done = uses.begin(mine);
    try {
      return await task(await mine);
    } catch (error) {
      const code = isTidemarkError(error) ? error.code : "";
      if (code === "engine/dead" || code === "call/aborted") await dropIfDead(mine);
      // an import replaced the database under this call: its answer is in the new one
      if (code === "engine/dead" && retry && opening !== null && opening !== mine) return using(options, task, false);
      throw error;
    } finally {
      done();
      if (options?.progress) told.delete(options.progress);
    }
  };

  const dropIfDead = async (mine: Promise<Open>): Promise<void> => {
    if (opening !== mine) return;
    const {engine} = await mine;
    const alive = await engine.query(sql`SELECT 1::DOUBLE AS one`).then(
      () => true,
      () => false
    );
    if (!alive && opening === mine) opening = null;
  };

  /** The next call opens the database anew. `written` are rows that it need not read back from their segments. */
  const reopen = async (written: ReadonlyMap<string, Table> = new Map()): Promise<void> => {
    segments.hold(written);
    const old = opening;
    opening = version = null;
    await (await old?.catch(() => null))?.engine.close();
  };

  /** The database that is open, when it may take in an import as it is. */
  const growing = async (parts: readonly Part[]): Promise<Open | null> => {
    const state = await opening?.catch(() => null);
    return state && !state.patterns.size && isKnown(state.filled, parts) ? state : null;
  };

  /**
   * The open database takes in an import, once who asks it has his answer; who asks from now on waits. Where it cannot,
   * the next call opens it anew.
   */
  const grow = async (
    base: Open,
    before: Manifest,
    manifest: Manifest,
    added: readonly AddedPart[],
    written: ReadonlyMap<string, Table>,
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
      const changed = createChangeAnswers(base.engine, kept, filled.totals);
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

  /** Removes files of parts, but none that the manifest names: the same rows may have come in by another way. */
  const removeParts = async (parts: readonly PartRecord[]): Promise<void> => {
    const named = new Set((await manifestFile.read()).parts.map(({path}) => path));
    for (const {path} of parts) if (!named.has(path)) await files.remove(path);
  };

  /** Fills a table unless it is there, and tells what it was made of. */
  const detail = (state: Open, table: LazyTable, options: StoreOptions): Promise<TableSource> => {
    const {details} = state;
    const loading =
      details.get(table) ??
      fillTable({...state, segments}, table, options.progress ? {progress: options.progress} : {});
    details.set(table, loading);
    loading.catch(() => details.delete(table));
    return loading;
  };

  /** The codes of an insight's series, and those its values stand under. */
  const seriesOf = async (
    state: Open,
    definition: InsightDefinition,
    options: StoreOptions
  ): Promise<{series: number[]; values: number[]}> => {
    const series = resolveSeries(definition, state.filled);
    if (!definition.pattern) return {series, values: series};
    compileRegex(definition.pattern);
    await detail(state, "match", options);
    await detail(state, "point", options);
    const key = JSON.stringify([series[0], definition.pattern]);
    const made =
      state.patterns.get(key) ?? patternSeries(state.engine, series[0]!, definition.pattern, state.patterns.size);
    state.patterns.set(key, made);
    made.catch(() => state.patterns.delete(key));
    return {series, values: [await made]};
  };

  const answerOf = async (state: Open, definition: InsightDefinition, options: StoreOptions) => {
    const own = ownKind(definition.kind);
    const tables = own ? own.ownTables(definition) : (insightKind(definition.kind).tables?.(definition) ?? []);
    if (own) {
      const sources = await Promise.all(tables.map((table) => detail(state, table, options)));
      return answerOwn(state.kept, own, definition, sources, options);
    }
    const {series, values} = await seriesOf(state, definition, options);
    const sources = await Promise.all(tables.map((table) => detail(state, table, options)));
    return answer(state, definition, series, values, sources, options);
  };

  return {
    async dataVersion() {
      if (version) return version;
      return dataVersion(...(await Promise.all([manifestFile.read(), workspaceFile.read()])));
    },

    contents: (options) => using(options, async ({filled, manifest}) => contentsOf(filled, manifest)),

    commitTimes: (oids, options) =>
      using(options, async (state) => {
        await detail(state, "point", options ?? {});
        const times = new Map<string, number>();
        for (const oid of oids) {
          if (!/^[0-9a-f]{7,64}$/.test(oid)) continue;
          const found = await state.engine.query(
            sql`SELECT epoch_ms(min(committed_at))::DOUBLE AS t FROM store.point WHERE starts_with(commit_oid, ${oid}) HAVING count(DISTINCT commit_oid) = 1`
          );
          const time = found.rows ? numbersOf(found, "t")[0]! : Number.NaN;
          if (!Number.isNaN(time)) times.set(oid, time);
        }
        return times;
      }),

    async import(finding, names, options = {}) {
      if (finding.needs.length)
        throw new TidemarkError(
          "import/incomplete",
          `${names[0]} cannot be kept yet: ${finding.needs.map(({text}) => text).join(" ")}`
        );
      const id = importId(finding.format, finding.contentHash);
      const rows = finding.snapshot.parts.reduce((sum, part) => sum + part.rows.rows, 0);
      const manifest = await manifestFile.read();
      if (manifest.imports.some(({import_id}) => import_id === id)) return {outcome: "unchanged", importId: id, rows};
      options.progress?.({share: null, doing: "Writing the snapshot"});
      const base = await growing(finding.snapshot.parts);
      if (!base) spare ??= ports.openEngine();
      spare?.catch(() => undefined);
      const first = manifest.parts.length + 1;
      const parts: PartRecord[] = [];
      const added: AddedPart[] = [];
      const written = new Map<string, Table>();
      let [before, after] = [manifest, manifest];
      let changed = false;
      try {
        let share = 0;
        for await (const {record, bytes, table} of toSegments(finding.snapshot, ports.format, id, first, ports.gzip)) {
          throwIfAborted(options.signal);
          options.progress?.({share: share / (rows || 1), doing: "Writing the snapshot"});
          parts.push(record);
          added.push({table: record.table, observedAt: observedAt(record), rows: table, record});
          await files.write(record.path, bytes);
          if (READ_AT_OPENING.includes(record.table)) written.set(record.sha256, table);
          share += record.rows;
        }
        throwIfAborted(options.signal);
        const record = importRecord(finding, names, id, ports.now());
        changed = await manifestFile.change((newest) => {
          if (newest.imports.some(({import_id}) => import_id === id)) return null;
          before = newest;
          after = withImport(newest, record, parts, finding.snapshot.series, finding.snapshot.repos);
          return after;
        });
      } finally {
        if (!changed) {
          await removeParts(parts).catch(() => undefined);
          await closeSpare();
        }
      }
      if (changed && base) await grow(base, before, after, added, written, options);
      else await reopen(written);
      return {outcome: changed ? "imported" : "unchanged", importId: id, rows} satisfies ImportOutcome;
    },

    async removeImport(id) {
      await manifestFile.change((manifest) => {
        const record = manifest.imports.find(({import_id}) => import_id === id);
        if (!record) return null;
        removed.set(id, {record, manifest});
        return withoutImport(manifest, id);
      });
      await reopen();
    },

    async restoreImport(id) {
      const kept = removed.get(id);
      if (!kept)
        throw new TidemarkError("store/gone", "This import can no longer be brought back; import its file again.");
      const {record, manifest} = kept;
      const own = new Set(record.series);
      await manifestFile.change((newest) =>
        newest.imports.some(({import_id}) => import_id === id)
          ? null
          : withImport(
              newest,
              record,
              manifest.parts.filter((part) => part.import_id === id),
              manifest.series.filter(({series_id}) => own.has(series_id)),
              manifest.repos
            )
      );
      removed.delete(id);
      await reopen();
    },

    async purgeImport(id) {
      const kept = removed.get(id);
      removed.delete(id);
      if (kept) await removeParts(kept.manifest.parts.filter((part) => part.import_id === id));
    },

    insight: (definition, as, options = {}) =>
      using(options, async (state) => {
        const result = await answerOf(state, definition, options);
        const put = as ? sessions.put(state.engine, as.session, as.name, insightTable(result)) : null;
        // an answer that needs no engine does not wait for one; who names its table does
        if (state.isFilled()) await put;
        else put?.catch(() => undefined);
        return result;
      }),

    scope: (definition, options = {}) =>
      using(options, async (state) => {
        if (ownKind(definition.kind))
          return {repositories: [...state.filled.repositories].sort(), captures: [], files: null};
        const {series, values} = await seriesOf(state, definition, options);
        if (definition.kind !== "capture-group")
          for (const table of ["delta_path", "delta_owner", "delta_team"] as const) await detail(state, table, options);
        return insightScope(state.engine, state.filled, definition, series, values, options);
      }),
    keep: (as, table, options) => using(options, ({engine}) => sessions.put(engine, as.session, as.name, table)),

    exportInsight: (definition, options = {}) =>
      using(options, async (state) => {
        if (!isCounted(definition.kind)) return null;
        const {series, values} = await seriesOf(state, definition, options);
        await detail(state, "point", options);
        return insightExport(state.engine, state.filled, definition, series, values, options);
      }),

    exportTable: (name, keys, options = {}) =>
      using(options, async (state) => {
        const series = keys && seriesOfKeys(state.filled, keys);
        for (const table of exportNeeds(name)) await detail(state, table, options);
        return exportTable(state.engine, name, series, options);
      }),

    excerpt: (request, options = {}) =>
      using(options, ({manifest, filled}) => excerptOf(segments, manifest, filled, request, options)),

    point: (request, options = {}) =>
      using(options, async (state): Promise<PointDetail> => {
        const {definition} = request;
        const own = ownKind(definition.kind);
        const tables = own ? own.ownTables(definition) : (insightKind(definition.kind).tables?.(definition) ?? []);
        await Promise.all(tables.map((table) => detail(state, table, options)));
        if (own) return ownPointDetail(state.engine, state.filled, own, request, options);
        const {series, values} = await seriesOf(state, definition, options);
        await detail(state, "point", options);
        return pointDetail(state.engine, state.filled, request, series, values, options);
      }),

    movers: (request, options = {}) =>
      using(options, async (state) => {
        const {series, values} = await seriesOf(state, request.definition, options);
        return moversOf(state.engine, state.filled, request, series, values, options);
      }),

    lines: (request, options = {}) =>
      using(options, async (state): Promise<PointLines> => {
        const {definition, label, repository} = request;
        const none = {sampleAt: null, sampleBefore: null, held: null, added: [], removed: [], more: 0};
        const rid = state.filled.repositories.indexOf(repository);
        if (rid < 0 || (definition.kind !== "search" && definition.kind !== "capture-group")) return none;
        const series = resolveSeries(definition, state.filled);
        const index = definition.series.findIndex((one) => one.label === label);
        for (const table of ["point", "match", "file_span", "match_span"] as const) await detail(state, table, options);
        return pointLines(state.engine, request, series[Math.max(0, index)]!, rid, options);
      }),

    sql: (request, options = {}) =>
      using(options, async (state): Promise<SqlResult> => {
        const text = request.strings.join(" ");
        const names = (table: string) => new RegExp(`\\b${table}\\b`, "i").test(text);
        for (const table of DETAIL_TABLES) if (names(table)) await detail(state, table, options);
        await sessions.written();
        const limits = {...SQL_LIMITS, ...request.limits};
        const result = await state.engine.queryAuthor(
          authorSql(request.strings, request.values),
          sessions.schemas(request.session, request.tables),
          limits,
          options
        );
        if (request.as) await sessions.put(state.engine, request.session, request.as, result);
        const segments = Object.keys(AUTHOR_TABLES).some(names) ? state.manifest.parts.map(heldHash).sort() : [];
        return {...result, segments};
      }),

    events: (definition, kinds, options = {}) =>
      using(options, async (state) => {
        await detail(state, "event", options);
        return eventMarks(state.engine, state.settings.workspace, definition, kinds, options);
      }),

    async workspace() {
      const now = await workspaceFile.read();
      const held = await opening?.catch(() => null);
      if (held && held.settings.hash !== now.hash) await reopen();
      return now;
    },

    async saveWorkspace(text, expected) {
      const saved = await workspaceFile.save(text, expected);
      if (saved) await reopen();
      return saved;
    },

    usage: (tables, options = {}) => using(options, ({engine}) => countUsage(engine, tables)),

    closeSession: async (session) => sessions.close((await opening?.catch(() => null))?.engine ?? null, session),

    async close() {
      await closeSpare();
      await reopen();
    }
  };
}

function dataVersion(manifest: Manifest, settings: WorkspaceState): string {
  return sha256(`${manifestText(manifest)}\n${settings.hash ?? ""}`).slice(0, 32);
}

function importRecord(finding: Finding, names: readonly string[], import_id: string, now: number): ImportRecord {
  const observed = finding.snapshot.parts.map(({observedAt}) => observedAt).filter((time) => time !== null);
  return {
    import_id,
    source_kind: finding.format,
    source_name: names[0] ?? "pasted text",
    file_sha256: finding.fileHash,
    content_sha256: finding.contentHash,
    ...observedMember(observed.length ? Math.max(...observed) : null),
    imported_at: isoTime(now),
    status: finding.status,
    reasons: finding.reasons,
    rows_read: finding.read,
    rows_rejected: finding.skipped,
    series: finding.snapshot.series.map(({series_id}) => series_id)
  };
}
