import {throwIfAborted} from "../error.ts";
import type {InsightDefinition} from "../insight/insight.ts";
import {insightKind, isCounted, ownKind} from "../insight/kinds/index.ts";
import {insightTable} from "../insight/to-table.ts";
import {answer, resolveSeries} from "./answer.ts";
import {answerOwn, ownPointDetail} from "./answer-own.ts";
import {namedIn, readBy, runAuthorSql} from "./author-sql.ts";
import {isHeld} from "./change-answers.ts";
import {commitTimesOf} from "./commit-times.ts";
import {contentsOf} from "./contents.ts";
import {createDatabase, type Open} from "./database.ts";
import {createDetails} from "./details.ts";
import {eventMarks} from "./events.ts";
import {excerptOf} from "./excerpt.ts";
import {insightExport} from "./export-insight.ts";
import {exportNeeds, exportTable, seriesOfKeys} from "./export-tables.ts";
import {createImports} from "./imports.ts";
import {moversOf} from "./movers.ts";
import {explainedHidden} from "./narrowing.ts";
import {pointDetail} from "./point.ts";
import {pointLines} from "./point-lines.ts";
import type {StorePorts} from "./ports.ts";
import {repairManifest, repairOf} from "./repair.ts";
import {DETAIL_TABLES} from "./schema.ts";
import {insightScope, isToldByFile} from "./scope.ts";
import type {InsightStore, PointDetail, PointLines, SqlResult, StoreOptions} from "./store.ts";
import {countUsage} from "./usage-totals.ts";

/** A store over a folder of snapshots. Nothing is read before the first call. */
export function createStore(ports: StorePorts): InsightStore {
  const database = createDatabase(ports);
  const {segments, sessions, using, workspaceFile} = database;
  const details = createDetails(segments);

  const answerOf = async (state: Open, definition: InsightDefinition, options: StoreOptions) => {
    const own = ownKind(definition.kind);
    const tables = own ? own.ownTables(definition) : (insightKind(definition.kind).tables?.(definition) ?? []);
    if (own) {
      const sources = await Promise.all(tables.map((table) => details.fill(state, table, options)));
      return answerOwn(state.kept, own, definition, sources, options);
    }
    const {series, values} = await details.series(state, definition, options);
    const sources = await Promise.all(tables.map((table) => details.fill(state, table, options)));
    return answer(state, definition, series, values, sources, options);
  };

  return {
    dataVersion: () => database.dataVersion(),

    contents: (options) => using(options, async ({filled, manifest}) => contentsOf(filled, manifest), {engine: false}),

    commitTimes: (oids, options) =>
      using(options, async (state) => {
        await details.fill(state, "point", options ?? {});
        return commitTimesOf(state.engine, oids);
      }),

    ...createImports(ports, database),

    repairable: () => repairOf(ports),

    async repair(expected) {
      const done = await repairManifest(ports, expected);
      if (done) await database.reopen();
      return done;
    },

    // async: what an insight cannot be asked is a rejection, not an exception
    async insight(definition, as, options = {}) {
      return using(
        options,
        async (state) => {
          const result = await answerOf(state, definition, options);
          if (as) sessions.put(as.session, as.name, () => insightTable(result));
          return result;
        },
        {engine: !isHeld(definition)}
      );
    },

    scope: (definition, options = {}) =>
      using(options, async (state) => {
        if (ownKind(definition.kind))
          return {repositories: [...state.filled.repositories].sort(), captures: [], files: null};
        const {series, values} = await details.series(state, {...definition, filters: []}, options);
        if (isToldByFile(state.filled, definition, series))
          await details.fillAll(state, ["delta_path", "delta_owner", "delta_team"], options);
        return insightScope(state.engine, state.filled, definition, series, values, options);
      }),
    async keep({session, name}, table, options) {
      throwIfAborted(options?.signal);
      sessions.put(session, name, () => table);
    },

    exportInsight: (definition, options = {}) =>
      using(options, async (state) => {
        if (!isCounted(definition.kind)) return null;
        const {series, values} = await details.series(state, definition, options);
        await details.fillAll(state, ["point", ...(insightKind(definition.kind).tables?.(definition) ?? [])], options);
        return insightExport(state.engine, state.filled, definition, series, values, options);
      }),

    exportTable: (name, keys, options = {}) =>
      using(options, async (state) => {
        const series = keys && seriesOfKeys(state.filled, keys);
        await details.fillAll(state, exportNeeds(name), options);
        return exportTable(state.engine, name, series, options);
      }),

    excerpt: (request, options = {}) =>
      using(options, ({manifest, filled}) => excerptOf(segments, manifest, filled, request, options)),

    point: (request, options = {}) =>
      using(options, async (state): Promise<PointDetail> => {
        const {definition} = request;
        const own = ownKind(definition.kind);
        const tables = own ? own.ownTables(definition) : (insightKind(definition.kind).tables?.(definition) ?? []);
        await Promise.all(tables.map((table) => details.fill(state, table, options)));
        if (own) return ownPointDetail(state.engine, state.filled, own, request, options);
        const {series, values} = await details.series(state, definition, options);
        await details.fill(state, "point", options);
        return pointDetail(state.engine, state.filled, request, series, values, options);
      }),

    movers: (request, options = {}) =>
      using(options, async (state) => {
        const {definition} = request;
        const {series, values} = await details.series(state, definition, options);
        await details.fillAll(state, insightKind(definition.kind).tables?.(definition) ?? [], options);
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
        await details.fillAll(state, ["point", "match", "file_span", "match_span"], options);
        const sid = series[Math.max(0, index)]!;
        return pointLines(state.engine, request, sid, rid, state.filled.captures[sid]! > 0, options);
      }),

    sql: (request, options = {}) =>
      using(options, async (state): Promise<SqlResult> => {
        const {narrowing} = state;
        const readable = DETAIL_TABLES.filter((table) => !narrowing.hidden.includes(table));
        await details.fillAll(state, readable.filter(namedIn(request)), options);
        const result = await runAuthorSql(state.engine, sessions, request, options).catch((error: unknown) => {
          throw narrowing.hidden.length ? explainedHidden(error, narrowing) : error;
        });
        return {...result, segments: readBy(request, state.manifest)};
      }),

    events: (definition, kinds, options = {}) =>
      using(options, async (state) => {
        await details.fill(state, "event", options);
        return eventMarks(state.engine, state.settings.workspace, definition, kinds, options);
      }),

    async workspace() {
      const now = await workspaceFile.read();
      const held = await database.held();
      if (held && held.settings.hash !== now.hash) await database.reopen();
      return now;
    },

    async saveWorkspace(text, expected) {
      const saved = await workspaceFile.save(text, expected);
      if (saved) await database.reopen();
      return saved;
    },

    usage: (tables, options = {}) => using(options, ({engine}) => countUsage(engine, tables)),

    closeSession: async (session) => sessions.close((await database.held())?.engine ?? null, session),

    async close() {
      await database.closeSpare();
      await database.reopen();
    }
  };
}
