/**
 * Searching the past of one repository. A blob is read once for all series that want it, whatever paths and commits it stands
 * at; what a series found in it holds wherever it stands. What an earlier search answered is not asked again: a blob that
 * stood in a tree whose point is held was searched, and the held spans say what was in it.
 */
import {throwIfAborted} from "../error.ts";
import type {FileSearch} from "../query/file-search.ts";
import {type Content, contentOf, type FoundMatch} from "../query/line-matcher.ts";
import {type PlannedSearch, planSearches, recordingsOf} from "./backfill-plan.ts";
import {type DecidedCondition, decideConditions} from "./decided-conditions.ts";
import {entryOf} from "./entry-of.ts";
import {preview} from "./found-matches.ts";
import {commitsAt, type GitHistory, isBinary} from "./git-history.ts";
import type {HeldSeries} from "./held-history.ts";
import {type Occurrences, readOccurrences} from "./occurrences.ts";
import type {SeriesRecord} from "./snapshot.ts";

/** A series to search, and for which times. */
export interface HistorySeries {
  readonly record: SeriesRecord;
  readonly search: FileSearch;
  readonly times: Float64Array;
}

/** What a search found in a blob. */
export interface BlobResult {
  readonly lines: number;
  readonly matches: number;
  /** How often each combination of captured values; null values are empty. */
  readonly captures: ReadonlyMap<string, number>;
}

/** A match to be kept: a row of match_span. */
export interface MatchRow {
  readonly line: number;
  readonly col: number;
  readonly end_col: number;
  readonly text: string;
  readonly captures: readonly (string | null)[];
}

/** What was found for one series. */
export interface SeriesFound {
  readonly series: HistorySeries;
  /** Its own times, ascending: those asked for and those held. */
  readonly times: Float64Array;
  /** By time the planned search that answers it; null where no commit stood. */
  readonly stepAt: readonly (number | null)[];
  /** The files at the commits that the series looks at: one entry for each time they were the same and asked the same. */
  readonly occurrences: Occurrences;
  /** By step: files that cannot be read and would say whether the query looks at the commit. */
  readonly undecided: readonly number[];
  /** By place among its occurrences: the name its blob has among the results; null where the path is not asked for. */
  readonly keys: readonly (string | null)[];
  readonly results: ReadonlyMap<string, BlobResult>;
  /** Blobs that could not be read, by the same names. */
  readonly missing: ReadonlySet<string>;
  /** The matches of blobs that were read now. */
  readonly matches: ReadonlyMap<string, readonly MatchRow[]>;
}

/** What was found in one repository. */
export interface HistoryFound {
  readonly repository: string;
  readonly searches: readonly PlannedSearch[];
  /** The committer time of each search's commit. */
  readonly committedAt: readonly number[];
  readonly occurrences: Occurrences;
  readonly series: readonly SeriesFound[];
  readonly isShallow: boolean;
  /** Blobs that were read; how many of them could not be, and how many are pointers of Git LFS, which are searched as such. */
  readonly read: {
    readonly blobs: number;
    readonly bytes: number;
    readonly missing: number;
    readonly pointers: number;
  };
}

/** How far a search is. */
export interface HistoryProgress {
  readonly doing: "trees" | "files";
  readonly done: number;
  readonly of: number;
}

/** The searches that times need: one for each commit that stood at one of them. */
export function plannedSearches(history: Pick<GitHistory, "commits">, times: Float64Array): PlannedSearch[] {
  const commits = commitsAt(history.commits, times).map((commit) => commit?.oid ?? null);
  // where no commit stood there is nothing to search
  return planSearches(times, commits).filter(({revision}) => revision !== "");
}

/** Searches the history of a repository for some series. */
export async function searchHistory(
  repository: string,
  history: GitHistory,
  asked: readonly HistorySeries[],
  held: ReadonlyMap<string, HeldSeries>,
  {progress, signal}: {readonly progress?: (progress: HistoryProgress) => void; readonly signal?: AbortSignal} = {}
): Promise<HistoryFound> {
  const own = asked.map(({record, times}) =>
    Float64Array.from(new Set([...times, ...(held.get(record.series_id)?.points.keys() ?? [])])).sort()
  );
  const all = Float64Array.from(new Set(own.flatMap((times) => [...times]))).sort();
  const searches = plannedSearches(history, all);
  const stepOf = new Map(
    searches.flatMap((search, step) => recordingsOf(search, {step}).map(({time}) => [time, step] as const))
  );
  const byOid = new Map(history.commits.map((commit) => [commit.oid, commit]));
  const commits = searches.map(({revision}) => byOid.get(revision)!);
  const occurrences = await readOccurrences(
    history,
    commits.map(({tree}) => tree),
    (done) => {
      throwIfAborted(signal);
      progress?.({doing: "trees", done, of: commits.length});
    }
  );
  const read = {blobs: 0, bytes: 0, missing: 0, pointers: 0};
  const asks = asked.filter(({search}) => search.alternativesIn(repository) !== 0);
  const decided = await decideConditions(
    asks.flatMap(({search}) => search.conditions),
    history,
    occurrences,
    searches.length,
    (bytes) => {
      throwIfAborted(signal);
      read.blobs++;
      read.bytes += bytes?.length ?? 0;
    }
  );
  const series = asked.map((one, i) =>
    planned(one, repository, own[i]!, stepOf, searches, occurrences, decided, held.get(one.record.series_id))
  );
  const wanted = new Map<string, {to: PlannedSeries; key: string; mask: number}[]>();
  for (const one of series)
    for (const [key, {blob, mask}] of one.unread) entryOf(wanted, blob, () => []).push({to: one, key, mask});
  let done = 0;
  await history.contents([...wanted.keys()], (blob, bytes) => {
    throwIfAborted(signal);
    read.blobs++;
    progress?.({doing: "files", done: ++done, of: wanted.size});
    read.bytes += bytes?.length ?? 0;
    if (bytes === null) {
      read.missing++;
      for (const {to, key} of wanted.get(blob)!) to.missing.add(key);
    } else if (!isBinary(bytes)) {
      if (bytes.startsWith(LFS_POINTER)) read.pointers++;
      const content = contentOf(bytes);
      for (const {to, key, mask} of wanted.get(blob)!) {
        const found = to.series.search.find(mask, "", content);
        if (found) keep(to, key, found.lines, found.matches, found.places, content);
      }
    }
  });
  return {
    repository,
    searches,
    committedAt: commits.map(({committedAt}) => committedAt),
    occurrences,
    series,
    isShallow: history.isShallow,
    read
  };
}

/** Source: the specification of Git LFS, docs/spec.md. */
const LFS_POINTER = "version https://git-lfs.github.com/spec/";

interface PlannedSeries extends SeriesFound {
  readonly results: Map<string, BlobResult>;
  readonly missing: Set<string>;
  readonly matches: Map<string, readonly MatchRow[]>;
  readonly unread: ReadonlyMap<string, {readonly blob: string; readonly mask: number}>;
}

/** What a series asks of each file, and what of that is known. */
function planned(
  series: HistorySeries,
  repository: string,
  times: Float64Array,
  stepOf: ReadonlyMap<number, number>,
  searches: readonly PlannedSearch[],
  all: Occurrences,
  decided: ReadonlyMap<string, DecidedCondition>,
  held: HeldSeries | undefined
): PlannedSeries {
  const {search} = series;
  const among = search.alternativesIn(repository);
  const {masks: asked, undecided} = alternativesByStep(search, among, decided, searches.length);
  const occurrences = search.conditions.length ? splitBy(asked, all) : all;
  const {paths, blobs, from, to} = occurrences;
  const several = among !== 0 && (among & (among - 1)) !== 0;
  const masks = new Map<string, number>();
  const stepAt = Array.from(times, (time) => stepOf.get(time) ?? null);
  // how many steps before each are answered by points that are held
  const isHeld = new Uint8Array(searches.length);
  for (const [i, time] of times.entries()) {
    const step = stepAt[i];
    if (step !== null && step !== undefined && held?.isAnswered(time, searches[step]!.revision)) isHeld[step] = 1;
  }
  const before = new Uint32Array(searches.length + 1);
  for (let step = 0; step < isHeld.length; step++) before[step + 1] = before[step]! + isHeld[step]!;
  const results = new Map<string, BlobResult>();
  const known = new Set<string>();
  const unread = new Map<string, {blob: string; mask: number}>();
  const keys = paths.map((path, i): string | null => {
    const mask = entryOf(masks, path, () => search.alternativesOf(path, among)) & asked[from[i]!]!;
    if (mask === 0) return null;
    const blob = blobs[i]!;
    // where alternatives look at other paths, one blob may hold other results at another path
    const key = several ? `${blob}/${mask}` : blob;
    if (!search.needsContent(mask)) results.set(key, {lines: 0, matches: 1, captures: NO_CAPTURES});
    else if (before[to[i]!]! > before[from[i]!]!) known.add(key);
    else unread.set(key, {blob, mask});
    return key;
  });
  for (const key of known) {
    unread.delete(key);
    const result = held!.results.get(key);
    if (result) results.set(key, result);
  }
  return {
    ...{series, times, stepAt, occurrences, undecided, keys, results},
    ...{missing: new Set(), matches: new Map(), unread}
  };
}

/** Which alternatives look at each commit, by what is decided of it; and the files that would decide about more. */
function alternativesByStep(
  search: FileSearch,
  among: number,
  decided: ReadonlyMap<string, DecidedCondition>,
  steps: number
): {masks: readonly number[]; undecided: readonly number[]} {
  const masks = new Array<number>(steps).fill(among);
  const undecided = new Array<number>(steps).fill(0);
  if (!among || !search.conditions.length) return {masks, undecided};
  const states = search.conditions.map(({name}) => decided.get(name)!);
  for (let step = 0; step < steps; step++) {
    const at = search.alternativesAt(among, (condition) => states[condition]!.holds[step]!);
    masks[step] = at.mask;
    if (at.undecided) for (const {holds, unread} of states) if (holds[step] === null) undecided[step]! += unread[step]!;
  }
  return {masks, undecided};
}

/** Occurrences that end and begin anew where another mask holds. */
function splitBy(masks: readonly number[], {paths, blobs, from, to}: Occurrences): Occurrences {
  const changes = masks.flatMap((mask, step) => (step && mask !== masks[step - 1] ? step : []));
  const split = {paths: [] as string[], blobs: [] as string[], from: [] as number[], to: [] as number[]};
  for (const [i, path] of paths.entries()) {
    const within = changes.filter((step) => step > from[i]! && step < to[i]!);
    for (const [j, start] of [from[i]!, ...within].entries()) {
      split.paths.push(path);
      split.blobs.push(blobs[i]!);
      split.from.push(start);
      split.to.push(within[j] ?? to[i]!);
    }
  }
  return split;
}

const NO_CAPTURES: ReadonlyMap<string, number> = new Map();

function keep(
  {series: {search, record}, results, matches}: PlannedSeries,
  key: string,
  lines: number,
  count: number,
  places: readonly FoundMatch[],
  content: Content
): void {
  const captures = search.groups && record.captures.length ? new Map<string, number>() : NO_CAPTURES;
  const rows: MatchRow[] = [];
  let [lineFrom, line] = [-1, ""];
  for (const place of places) {
    const values = record.captures.map((group) => place.groups[group - 1] ?? null);
    if (captures !== NO_CAPTURES && values.some(Boolean)) {
      const name = JSON.stringify(values.map((value) => value ?? ""));
      (captures as Map<string, number>).set(name, (captures.get(name) ?? 0) + 1);
    }
    if (place.lineFrom !== lineFrom) {
      lineFrom = place.lineFrom;
      line = content.line(lineFrom, place.lineTo).replace(/\r$/, "");
    }
    rows.push({
      line: place.line,
      col: place.column,
      end_col: place.endColumn,
      text: preview(line, place.column - 1),
      captures: values
    });
  }
  results.set(key, {lines, matches: count, captures});
  matches.set(key, rows);
}
