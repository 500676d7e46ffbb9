/** Takes snapshots: every query in every clone at its times, cheapest first, each kept as soon as it is found. */
import {isAbort, isTidemarkError, messageOf, TidemarkError, throwIfAborted} from "../../error.ts";
import {backfillErrorLimit, cheapestFirst, type PlannedSearch, recordingsOf} from "../../snapshot/backfill-plan.ts";
import {conclude} from "../../snapshot/conclude.ts";
import {type HeldSeries, heldHistory} from "../../snapshot/held-history.ts";
import {historyRows} from "../../snapshot/history-rows.ts";
import {problemList} from "../../snapshot/problems.ts";
import {joinRepoKeys} from "../../snapshot/repo-key.ts";
import {type HistorySeries, plannedSearches, searchHistory} from "../../snapshot/search-history.ts";
import type {SeriesRecord} from "../../snapshot/snapshot.ts";
import type {InsightStore, Progress} from "../../store/store.ts";
import type {Table} from "../../table.ts";
import {parseIso} from "../../time.ts";
import {currentName} from "../../workspace.ts";
import {type Clone, type ClonePlace, openClone} from "../git/clone.ts";
import type {AskedQuery} from "./asked-query.ts";
import {askedTimes, type TimesGiven} from "./asked-times.ts";

/** Rows of several repositories are kept together, up to so many. */
const ROWS_AT_ONCE = 200_000;
const REPOSITORIES_AT_ONCE = 50;

/** What became of one clone. */
export interface RepositoryReport {
  readonly repository: string;
  readonly folder: string;
  /** `unchanged`: all of it was held; `stopped`: the run ended before it. */
  readonly outcome: "taken" | "unchanged" | "failed" | "stopped";
  readonly error: string | null;
  readonly notes: readonly string[];
  /** Distinct commits searched, and points that are new. */
  readonly commits: number;
  readonly points: number;
  readonly blobs: number;
  readonly bytes: number;
  readonly missing: number;
}

export interface Taken {
  readonly repositories: readonly RepositoryReport[];
  readonly stopped: boolean;
  /** Why the rest was not tried; null when all was. */
  readonly gaveUp: string | null;
}

export interface Taking {
  readonly store: InsightStore;
  readonly clones: readonly ClonePlace[];
  readonly queries: readonly AskedQuery[];
  readonly times: TimesGiven;
  readonly now: number;
  readonly progress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** What one clone is asked. */
export interface Work {
  readonly clone: Clone;
  readonly repository: string;
  readonly folder: string;
  readonly series: readonly HistorySeries[];
  readonly searches: readonly PlannedSearch[];
  readonly cost: number;
}

/** The clones that can be opened, with what is asked of each, cheapest first; and those that cannot. */
export async function planSnapshots({
  store,
  clones,
  queries,
  times,
  now,
  signal
}: Omit<Taking, "progress">): Promise<{work: readonly Work[]; failed: readonly RepositoryReport[]}> {
  const [{repositories, series: held}, {workspace}] = [await store.contents(), await store.workspace()];
  const newest = new Map(held.map(({series_id, to}) => [series_id, to]));
  const work: Work[] = [];
  const failed: RepositoryReport[] = [];
  const taken = new Map<string, string>();
  for (const place of clones) {
    throwIfAborted(signal);
    try {
      const clone = await openClone(place, signal);
      const named = currentName(workspace, clone.key);
      const repository = joinRepoKeys([named], repositories).get(named) ?? named;
      const other = taken.get(repository);
      if (other !== undefined)
        throw new TidemarkError(
          "snapshot/twice",
          `${place.folder} is ${repository}, as ${other} is. Name one of them otherwise: KEY=${place.folder}`
        );
      taken.set(repository, place.folder);
      const series = seriesOf(queries, repository, (query) =>
        askedTimes(query.insight, times, newest.get(query.record.series_id) ?? null, now)
      );
      const all = Float64Array.from(new Set(series.flatMap((one) => [...one.times]))).sort();
      const searches = plannedSearches(clone.history, all);
      work.push({
        ...{clone, repository, folder: place.folder, series, searches},
        cost: searches.length * Math.max(1, series.length)
      });
    } catch (error) {
      if (isAbort(error)) throw error;
      failed.push(reportOf(place.key ?? place.folder, place.folder, {outcome: "failed", error: explained(error)}));
    }
  }
  return {work: cheapestFirst(work), failed};
}

/** The series for a repository: of queries that ask the same the times are joined. */
function seriesOf(
  queries: readonly AskedQuery[],
  repository: string,
  timesOf: (query: AskedQuery) => Float64Array
): HistorySeries[] {
  const byId = new Map<string, {record: SeriesRecord; search: HistorySeries["search"]; times: Set<number>}>();
  for (const query of queries) {
    const {record, search} = query;
    if (!query.isOf(repository) || !search.alternativesIn(repository)) continue;
    const one = byId.get(record.series_id) ?? {record, search, times: new Set<number>()};
    byId.set(record.series_id, one);
    for (const time of timesOf(query)) one.times.add(time);
  }
  return [...byId.values()].map((one) => ({...one, times: Float64Array.from(one.times).sort()}));
}

/** Takes the snapshots. A clone that fails does not keep the others from being searched. */
export async function takeSnapshots(taking: Taking): Promise<Taken> {
  const {store, now, progress, signal} = taking;
  const {work, failed} = await planSnapshots(taking);
  const reports: RepositoryReport[] = [...failed];
  const limit = backfillErrorLimit(taking.clones.length);
  const observedAt = await observationTime(store, now);
  let rows = historyRows();
  let batch: {work: Work; reasons: readonly string[]}[] = [];
  const keep = async () => {
    if (rows.rows) {
      const series = new Map(batch.flatMap((one) => one.work.series.map(({record}) => [record.series_id, record])));
      const reasons = batch.flatMap((one) => one.reasons);
      const finding = await conclude({
        ...{importer: SOURCE, series: [...series.values()], needs: [], problems: problemList(), reasons},
        ...{parts: rows.parts(observedAt), read: rows.rows, fileHash: ""}
      });
      // what is found is kept, also by somebody who wants to stop
      await store.import({...finding, fileHash: finding.contentHash}, [
        batch.length === 1 ? `history of ${batch[0]!.work.repository}` : `histories of ${batch.length} repositories`
      ]);
    }
    rows = historyRows();
    batch = [];
  };
  const count = work.length || 1;
  let stopped = false;
  for (const [i, one] of work.entries()) {
    const {clone, repository, folder, series, searches} = one;
    if (stopped || reports.filter(({outcome}) => outcome === "failed").length > limit) {
      reports.push(reportOf(repository, folder, {outcome: "stopped"}));
      continue;
    }
    try {
      throwIfAborted(signal);
      const held = await heldOf(store, repository, series, searches);
      if (!held) {
        reports.push(
          reportOf(repository, folder, {outcome: "unchanged", notes: clone.notes, commits: searches.length})
        );
        continue;
      }
      const found = await searchHistory(repository, clone.history, series, held, {
        progress: ({doing, done, of}) =>
          progress?.({
            share: (i + (doing === "files" ? 0.2 + (0.8 * done) / of : (0.2 * done) / of)) / count,
            doing: `${repository}: reading ${doing === "files" ? `file ${done} of ${of}` : `tree ${done} of ${of}`}`
          }),
        ...(signal ? {signal} : {})
      });
      const points = rows.add(found, held);
      const {missing, pointers, ...read} = found.read;
      const said = [...(missing ? [missingNote(missing)] : []), ...(pointers ? [pointersNote(pointers)] : [])];
      const notes = [...clone.notes, ...said, ...(series.length ? [] : [NOT_ASKED])];
      reports.push(
        reportOf(repository, folder, {
          ...{outcome: points ? "taken" : "unchanged", notes, points, missing, commits: found.searches.length},
          ...read
        })
      );
      batch.push({work: one, reasons: missing ? [`${repository}: ${missingNote(missing)}.`] : []});
      if (rows.rows > ROWS_AT_ONCE || batch.length >= REPOSITORIES_AT_ONCE) await keep();
    } catch (error) {
      stopped = isAbort(error) || signal?.aborted === true;
      reports.push(
        stopped
          ? reportOf(repository, folder, {outcome: "stopped"})
          : reportOf(repository, folder, {outcome: "failed", error: explained(error), notes: clone.notes})
      );
    }
  }
  await keep();
  const faults = reports.filter(({outcome}) => outcome === "failed").length;
  return {
    repositories: reports,
    stopped,
    gaveUp:
      faults > limit
        ? `${faults} of ${taking.clones.length} repositories failed, more than ${limit}: the rest was not tried.`
        : null
  };
}

/** Now, but after what is held: of equal observations their content decides which stands, and a clock may go back. */
async function observationTime(store: InsightStore, now: number): Promise<number> {
  const {imports} = await store.contents();
  const times = imports.map(({observed_at}) => (observed_at ? parseIso(observed_at) : null) ?? 0);
  return Math.max(now, ...times.map((time) => time + 1));
}

const SOURCE = {format: "git-history", title: "Git history"};

const NOT_ASKED = "no query looks at it";

function missingNote(missing: number): string {
  return `${missing} ${missing === 1 ? "file is" : "files are"} not in the clone (it is partial) or too large, so counts are lower bounds where they stand`;
}

function pointersNote(pointers: number): string {
  return `${pointers} ${pointers === 1 ? "content is a pointer" : "contents are pointers"} of Git LFS, searched as such: what is behind them is not in the history`;
}

function explained(error: unknown): string {
  if (
    isTidemarkError(error) &&
    error.code === "git/failed" &&
    /fetch|missing|bad object|unable to read/i.test(String(error.details.complaint))
  )
    return `${error.message}. Objects are missing from the clone: run git fsck there. One made with --shared or --reference needs the clone it borrows from; one made with --filter=tree:0 has to be made again without.`;
  return messageOf(error);
}

function reportOf(
  repository: string,
  folder: string,
  known: Pick<RepositoryReport, "outcome"> & Partial<RepositoryReport>
): RepositoryReport {
  return {repository, folder, error: null, notes: [], commits: 0, points: 0, blobs: 0, bytes: 0, missing: 0, ...known};
}

/** More than any repository has: what is held is read whole. */
const ALL = {rows: 50_000_000, bytes: 4_000_000_000, milliseconds: 600_000};

/** What is held of some series in a repository; null where that is all that is asked for. */
async function heldOf(
  store: InsightStore,
  repository: string,
  series: readonly HistorySeries[],
  searches: readonly PlannedSearch[]
): Promise<Map<string, HeldSeries> | null> {
  const {series: summaries, repositories} = await store.contents();
  const wanted = new Set(series.map(({record}) => record.series_id));
  if (!repositories.includes(repository) || !summaries.some(({series_id}) => wanted.has(series_id))) return new Map();
  const ids = [...wanted];
  const among = (columns: string, rest = "", end = ""): Promise<Table> =>
    store.sql({
      ...{session: "history", tables: [], limits: ALL, values: [repository, ...ids]},
      strings: [`SELECT ${columns} = `, `${rest} AND series_id IN (`, ...ids.slice(1).map(() => ", "), `)${end}`]
    });
  const points = await among("series_id, sample_at, commit_oid, files, lines, matches, status FROM point WHERE repo");
  const none = {rows: 0, columns: []};
  const known = heldHistory(points, none, none);
  // each planned search stands for its times: where all of them were searched at that commit, nothing has to be read
  const isHeld = series.every(({record, times}) => {
    const own = new Set(times);
    const held = known.get(record.series_id)?.points;
    return searches.every((search) =>
      recordingsOf(search, {}).every(({time}) => {
        const point = held?.get(time);
        return !own.has(time) || (point?.status === "ok" && point.commit === search.revision);
      })
    );
  });
  if (isHeld) return null;
  const spans = await among(
    "series_id, path, blob_oid, valid_from, valid_to, lines, matches FROM file_span WHERE repo"
  );
  const matches = await among(
    "series_id, blob_oid, c1, c2, c3, count(*)::DOUBLE AS matches FROM match_span WHERE blob_oid IN (SELECT blob_oid FROM file_span WHERE repo",
    ") AND c1 IS NOT NULL",
    " GROUP BY ALL ORDER BY ALL"
  );
  return heldHistory(points, spans, matches);
}
