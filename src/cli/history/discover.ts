/** What the rules of discovery find in clones: each search at the end and a year before, counted as snapshots count. */
import {isAbort, messageOf, TidemarkError, throwIfAborted} from "../../error.ts";
import {DISCOVERY_RULES} from "../../insight/discovery/index.ts";
import type {Count, DiscoveryRule, SearchFound} from "../../insight/discovery/rule.ts";
import {entryOf} from "../../snapshot/entry-of.ts";
import {historyRows} from "../../snapshot/history-rows.ts";
import {type HistoryFound, type SeriesFound, searchHistory} from "../../snapshot/search-history.ts";
import type {Progress} from "../../store/store.ts";
import {recordsOf} from "../../table.ts";
import {addStep} from "../../time.ts";
import {type Clone, type ClonePlace, openClone} from "../git/clone.ts";
import {queryOf} from "./asked-query.ts";

/** Where a search found something: the files with the most matches. */
export interface Place {
  readonly repository: string;
  readonly commit: string;
  readonly path: string;
  /** The first match; null where a file was found by its name. */
  readonly line: number | null;
  readonly matches: number;
}

/** A rule that is worth an insight, with what says so. */
export interface Proposal {
  readonly rule: DiscoveryRule;
  readonly score: number;
  readonly why: string;
  readonly searches: readonly (SearchFound & {readonly places: readonly Place[]})[];
}

/** What was found. */
export interface Discovered {
  /** The best first. */
  readonly proposals: readonly Proposal[];
  /** Epoch ms: the time looked at, and the one it is compared with. */
  readonly at: number;
  readonly before: number;
  readonly repositories: readonly string[];
  readonly failed: readonly {readonly folder: string; readonly error: string}[];
}

const MOST_PLACES = 3;
const NOTHING: Count = {matches: 0, files: 0, repositories: 0, atLeast: false};

/** Searches the clones for all rules. `until`: by default their newest commit. A clone that fails is told, and the others searched. */
export async function discover(
  places: readonly ClonePlace[],
  until: number | null,
  progress: (progress: Progress) => void,
  signal: AbortSignal
): Promise<Discovered> {
  const failed: {folder: string; error: string}[] = [];
  const clones: {clone: Clone; folder: string}[] = [];
  const attempt = async (folder: string, what: () => Promise<void>) => {
    throwIfAborted(signal);
    try {
      await what();
    } catch (error) {
      if (isAbort(error) || signal.aborted) throw error;
      failed.push({folder, error: messageOf(error)});
    }
  };
  for (const place of places)
    await attempt(place.folder, async () => {
      const clone = await openClone(place, signal);
      const other = clones.find((one) => one.clone.key === clone.key);
      if (other)
        throw new TidemarkError(
          "discover/twice",
          `${place.folder} is ${clone.key}, as ${other.folder} is. Name one of them otherwise: KEY=${place.folder}`
        );
      clones.push({clone, folder: place.folder});
    });
  const at = until ?? Math.max(...clones.map(({clone}) => clone.history.commits[0]!.committedAt));
  const before = addStep(at, {unit: "year", value: 1}, -1);
  const asked = DISCOVERY_RULES.map((rule) =>
    rule.searches.map(({label, query}) =>
      queryOf(query, {captured: rule.kind === "capture-group", key: `${rule.id}/${label}`, title: label})
    )
  );
  const tally = new Map<string, Tally>();
  const repositories: string[] = [];
  for (const [i, {clone, folder}] of clones.entries())
    await attempt(folder, async () => {
      const found = await searchHistory(
        clone.key,
        clone.history,
        asked.flat().map((one) => ({...one, times: Float64Array.of(before, at)})),
        new Map(),
        {
          progress: ({doing, done, of}) =>
            progress({
              share: (i + done / of) / clones.length,
              doing: `${clone.key}: reading ${doing} ${done} of ${of}`
            }),
          signal
        }
      );
      repositories.push(clone.key);
      count(found, at, tally);
    });
  const proposals = DISCOVERY_RULES.flatMap((rule, i): Proposal[] => {
    const searches = asked[i]!.map(({record, search}) =>
      foundOf(search.counts === "files" ? "files" : "matches", tally.get(record.series_id))
    );
    const worth = rule.worth(searches);
    return worth ? [{rule, ...worth, searches}] : [];
  });
  proposals.sort((a, b) => b.score - a.score || (a.rule.id < b.rule.id ? -1 : 1));
  return {proposals, at, before, repositories: repositories.sort(), failed};
}

interface Tally {
  now: Count;
  before: Count | null;
  /** The times at which a repository is known to have been there, and not what it held. */
  readonly unknown: Set<"now" | "before">;
  readonly values: Map<string, number>;
  readonly places: Place[];
}

/** Adds up what one repository holds. */
function count(found: HistoryFound, at: number, tally: Map<string, Tally>): void {
  const rows = historyRows();
  rows.add(found, new Map());
  const tables = new Map(rows.parts(0).map(({table, rows: table_}) => [table, recordsOf(table_)]));
  const of = (id: unknown) =>
    entryOf(
      tally,
      String(id),
      (): Tally => ({now: NOTHING, before: null, unknown: new Set(), values: new Map(), places: []})
    );
  for (const {series_id, sample_at, status, files, matches} of tables.get("point")!) {
    const one = of(series_id);
    const side = sample_at === at ? "now" : "before";
    if (status === "unknown") {
      one.unknown.add(side);
      continue;
    }
    const sum = one[side] ?? NOTHING;
    one[side] = {
      matches: sum.matches + Number(matches),
      files: sum.files + Number(files),
      repositories: sum.repositories + (matches ? 1 : 0),
      atLeast: sum.atLeast || status === "partial"
    };
  }
  for (const {series_id, sample_at, c1, matches} of tables.get("capture")!) {
    if (sample_at !== at || !c1) continue;
    const {values} = of(series_id);
    values.set(String(c1), (values.get(String(c1)) ?? 0) + Number(matches));
  }
  for (const one of found.series) of(one.series.record.series_id).places.push(...placesOf(found, one));
}

/** The files of the last commit with the most matches. */
function placesOf({repository, searches, occurrences}: HistoryFound, {keys, results, matches}: SeriesFound): Place[] {
  const commit = searches.at(-1)?.revision;
  if (commit === undefined) return [];
  return keys
    .flatMap((key, i): Place[] => {
      const result = key === null ? undefined : results.get(key);
      if (!result || occurrences.to[i] !== searches.length) return [];
      const line = matches.get(key!)?.[0]?.line ?? null;
      return [{repository, commit, path: occurrences.paths[i]!, line, matches: result.matches}];
    })
    .sort(byMatches)
    .slice(0, MOST_PLACES);
}

function byMatches(a: Place, b: Place): number {
  return b.matches - a.matches || (`${a.repository} ${a.path}` < `${b.repository} ${b.path}` ? -1 : 1);
}

function foundOf(unit: SearchFound["unit"], one: Tally | undefined): Proposal["searches"][number] {
  if (!one) return {unit, now: NOTHING, before: null, values: [], places: []};
  const {now, before, unknown, values, places} = one;
  return {
    unit,
    now: {...now, atLeast: now.atLeast || unknown.has("now")},
    // the part that is known is no year to compare with
    before: unknown.has("before") ? null : before,
    values: [...values]
      .map(([value, matches]) => ({value, matches}))
      .sort((a, b) => b.matches - a.matches || (a.value < b.value ? -1 : 1)),
    places: places.sort(byMatches).slice(0, MOST_PLACES)
  };
}

/** What an insight of a proposal says. */
export function proposalValues({rule: {title, kind, searches}}: Proposal): Readonly<Record<string, unknown>> {
  return kind === "capture-group"
    ? {kind, title, query: searches[0]!.query}
    : {kind, title, series: searches.map(({label, query}) => ({label, query}))};
}
