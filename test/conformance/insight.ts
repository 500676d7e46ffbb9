import {chartRows} from "../../src/insight/chart-rows.ts";
import {EXPORT_COLUMNS, exportRows} from "../../src/insight/export-rows.ts";
import {readInsight} from "../../src/insight/kinds/index.ts";
import {languageShares} from "../../src/insight/language-shares.ts";
import {limitedGroups, smallestGroup} from "../../src/insight/limited-groups.ts";
import {timesWithin, zeroFilled} from "../../src/insight/points.ts";
import {newestTimes, retain, sampleSize, timeBehindNewest} from "../../src/insight/retention.ts";
import {repositoryTest} from "../../src/insight/scope.ts";
import {groupCounter, type SearchResult} from "../../src/insight/search-aggregation.ts";
import {shownSeries} from "../../src/insight/sort.ts";
import {withoutCloseTimes} from "../../src/insight/thin.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {usageOutline} from "../../src/notebook/usage-outline.ts";
import type {AggregationMode} from "../../src/query/aggregation.ts";
import {quoteRegex} from "../../src/query/quote.ts";
import {
  backfillErrorLimit,
  cheapestFirst,
  type PlannedSearch,
  planSearches,
  recordingsOf
} from "../../src/snapshot/backfill-plan.ts";
import {addStep, calendarTimes, isValidStep, sampleTimes} from "../../src/time.ts";
import {capturedCounts} from "./captured.ts";
import {iso, type Json, type Mapping, ms, stepOf, unitOf} from "./mapping.ts";
import {summedPoints} from "./summed.ts";

const isoAll = (times: Iterable<number>) => Array.from(times, iso);
const DAY = 86_400_000;
const days = (count: number) => Array.from({length: count}, (_, i) => i * DAY);

export const captureGrouping: Mapping = {
  kinds: {
    "": ({results}) => capturedCounts(results.map((matches: Json) => matches.map((captures: Json) => ({captures}))))
  }
};

export const closePoints: Mapping = {
  kinds: {
    "": ({points, ...step}) => isoAll(withoutCloseTimes(Float64Array.from(points, ms), stepOf(step)))
  }
};

const executionOf = ({revision, time, sharedTimes}: PlannedSearch) => ({
  revision,
  recordingTime: iso(time),
  sharedRecordings: sharedTimes.map(iso)
});

export const compression: Mapping = {
  kindOf: ({kind = "", input}) =>
    kind === "planCount" && input?.planner !== "new" ? "planCount of the legacy planner" : kind,
  kinds: {
    plan: ({times, commitAtTime}) => {
      const commits = commitAtTime.map((commit: Json) => (typeof commit === "string" ? commit : null));
      const searches = planSearches(times.map(ms), commits);
      return {executions: searches.map(executionOf), recordCount: searches.length};
    },
    toRecording: ({execution, ...found}) => {
      const {revision, recordingTime, sharedRecordings} = execution;
      const search = {revision, time: ms(recordingTime), sharedTimes: sharedRecordings.map(ms)};
      return recordingsOf(search, found).map((recording) => ({...recording, time: iso(recording.time)}));
    },
    planCount: ({times, distinctCommits}) =>
      planSearches(
        days(times),
        days(times).map((_, i) => String(i % distinctCommits))
      ).length,
    "planCount of the legacy planner": "the planner up to 4.3 counted points; Tidemark has the newer one only",
    legacyFramePlan: "the planner up to 4.3 with its commit index; Tidemark has the newer one only"
  }
};

export const intervals: Mapping = {
  kinds: {
    stepForwards: ({from, ...step}) => iso(addStep(ms(from), stepOf(step))),
    isValidInterval: ({unit, value}) => isValidStep({unit: unitOf(unit), value}),
    buildSampleTimes: ({now, numPoints, ...step}) => isoAll(sampleTimes(numPoints, stepOf(step), ms(now))),
    legacyFirstOfMonthFrames: ({numPoints, now}) => {
      const starts = calendarTimes(numPoints, {unit: "month", value: 1}, ms(now));
      return Array.from(starts, (start, i) => [iso(start), iso(starts[i + 1] ?? ms(now))]);
    }
  }
};

const groupsOf = ({bufferSize, start, add}: Json) => {
  const groups = limitedGroups(bufferSize, new Map(Object.entries<number>(start.groups)), start.other);
  for (const [label, count] of add) groups.add(label, count);
  return groups;
};

export const limitedAggregator: Mapping = {
  kinds: {
    add: (input, {expected}) => {
      const groups = groupsOf(input);
      const pairs = groups.sorted().map(({label, count}) => [label, count] as const);
      return {...(expected.sorted ? {sorted: pairs} : {groups: Object.fromEntries(pairs)}), other: groups.other()};
    },
    smallest: ({groups}) => smallestGroup(new Map(Object.entries<number>(groups)))?.label ?? null
  }
};

export const lineChart: Mapping = {
  kindOf: ({kind = "", expected}) => ("columns" in Object(expected) ? kind : Object.keys(Object(expected)).join("+")),
  kinds: {
    "": ({series}) => {
      const rows = chartRows(
        series.map(({id, points}: Json) => ({
          id,
          points: points.map(({dateTime, value}: Json) => ({time: ms(dateTime), value}))
        }))
      );
      const columns = series.length ? ["dateTimeMs", ...series.map(({id}: Json) => id)] : [];
      return {columns, rows: rows.map(({time, values}) => [time, ...values])};
    },
    links: "links of the chart that browsers built before 3.40; Tidemark writes the newer query"
  }
};

const timed = (points: readonly {time: number}[]) => points.map((point) => ({...point, time: iso(point.time)}));

export const pointsAndRetention: Mapping = {
  kinds: {
    zeroFill: ({points, recordingTimes}) =>
      timed(
        zeroFilled(
          points.map(({time, ...point}: Json) => ({...point, time: ms(time)})),
          recordingTimes.map(ms)
        )
      ),
    recordingTimes: ({stored, options = {}}) => {
      const {from, to, after} = options;
      const window = {from: from && ms(from), until: to && ms(to), after: after && ms(after)};
      return timesWithin(stored.map(ms), window).map(iso);
    },
    numSamples: ({recordingTimes, numSamples}) =>
      isoAll(
        newestTimes(
          recordingTimes.map(({time}: Json) => ms(time)),
          numSamples
        )
      ),
    offsetNRecordingTime: ({snapshot, records, n, excludeSnapshot}) => {
      const time = timeBehindNewest((excludeSnapshot ? records : [snapshot, ...records]).map(ms), n);
      return time === null ? null : iso(time);
    },
    sampleSizeSetting: ({configured}) => sampleSize(configured),
    retention: ({hourlyRecords, sampleSize: size}, {expected}) => {
      const {kept, archived} = retain(days(hourlyRecords), size);
      const counts: Record<string, number> = {kept: kept.length, archived: archived.length};
      return Object.fromEntries(
        Object.keys(expected).map((name) => [name, counts[name.replace(/(?:Points|Times|RecordingTimes)$/, "")]])
      );
    },
    snapshotReplacement:
      "Tidemark has no interim points: segments never change, and of equal sample times the later observation wins",
    sumOverRepos: async ({rows}) => timed(await summedPoints(rows))
  }
};

export const recordings: Mapping = {
  compare: ["unordered"],
  kinds: {
    captureRecording: ({time, tabulated, dependentTimes}) => {
      const search = {revision: "", time: ms(time), sharedTimes: dependentTimes.map(ms)};
      return tabulated.flatMap(({repo, counts}: Json) =>
        Object.entries(counts).flatMap(([capture, value]) => timed(recordingsOf(search, {repo, capture, value})))
      );
    },
    searchRecording: ({counts, dependentTimes}) => {
      const search = {revision: "", time: 0, sharedTimes: days(dependentTimes)};
      return {values: counts.flatMap((value: number) => recordingsOf(search, {value})).map(({value}: Json) => value)};
    },
    seriesRepoFilter: ({rows, seriesRepositories}) => {
      const given = Array.from({length: rows}, (_, i) => ({repository: `repo${(i % 3) + 1}`}));
      const include = (seriesRepositories ?? []).map((name: string) => `^${quoteRegex(name)}$`);
      const passes = repositoryTest([{include, exclude: []}]);
      return {rows: given.filter(({repository}) => passes(repository)).length};
    },
    searchErrors: "retries of a server's jobs; a search of Tidemark that fails is a point with status error",
    searchAlerts: "alerts of a server's search",
    subRepoPermissions: "permissions of a server"
  }
};

export const scopeExportMisc: Mapping = {
  kinds: {
    repositoryScope: ({repositories, criteria}, {expected}) => {
      const names: string[] = repositories ?? [];
      // a list of names is one of regular expressions that are whole names
      const written = criteria ?? (names.length ? names.map((name) => `^${quoteRegex(name)}$`) : null);
      const cell = `\`\`\`yaml insight id=a\ntitle: A\nquery: a\nrepositories: ${JSON.stringify(written)}\n\`\`\`\n`;
      const {scope} = usageOutline([{name: "a.md", notebook: parseNotebook(cell)}]).series[0]!;
      return {
        // upstream's scope of all repositories is a search that says nothing
        searchScoped: scope !== "names",
        repoList: scope === "names" ? names : expected.repoList === null ? null : [],
        search: scope === "condition" ? criteria : "",
        allRepos: scope === "all"
      };
    },
    exportRows: ({recordingTimes, points, includeRepoRegex, excludeRepoRegex}, {expected}) => {
      const times = days(recordingTimes);
      const series = {
        ...{title: "", label: "", query: "", times},
        points: points.flatMap(({repo, values}: Json) =>
          values.map((value: number, i: number) => ({repository: repo, value, time: times[i]!}))
        )
      };
      const filter = {include: [includeRepoRegex ?? []].flat(), exclude: [excludeRepoRegex ?? []].flat()};
      const rows: readonly Json[] = exportRows([series], filter);
      const common = Object.keys(expected.each ?? {}).map((column) => {
        const values = [...new Set(rows.map((row) => row[column]))];
        return [column, values.length === 1 ? values[0] : values];
      });
      return {rows: rows.length, ...(expected.each ? {each: Object.fromEntries(common)} : {})};
    },
    exportHeader: () => [...EXPORT_COLUMNS],
    backfillOrder: ({costs}) =>
      cheapestFirst(Object.entries<number>(costs).map(([id, cost]) => ({id, cost}))).map(({id}) => id),
    languageStats: ({thresholdPercent, shares}) =>
      Object.fromEntries(languageShares(new Map(Object.entries<number>(shares)), thresholdPercent)),
    captureSeries: ({pattern, texts}) => capturedCounts([texts.map((matched: string) => ({matched}))], pattern),
    backfillErrorLimit: ({repositories}) => backfillErrorLimit(repositories)
  }
};

const metadataOf = (metadata: Json) =>
  (Array.isArray(metadata) ? metadata : Object.entries(metadata ?? {})).map(pairOf);

const pairOf = (pair: Json) => {
  const [key, value = null] =
    typeof pair === "string" ? pair.split(/:(.*)/s) : Array.isArray(pair) ? pair : [pair.key, pair.value];
  return {key, value};
};

const resultOf = ({type, repo: repository, path, chunks, symbols, metadata, author, message, matchedRanges}: Json) =>
  ({
    ...{type, repository, path, symbols, author, message: message ?? ""},
    metadata: metadataOf(metadata),
    matches: type === "content" ? chunks : matchedRanges
  }) as SearchResult;

export const searchAggregationCounts: Mapping = {
  kinds: {
    "": ({results, query = ""}, {mode}) => {
      const groupsOf = groupCounter(mode.toLowerCase().replace("_", "-") as AggregationMode, query);
      const groups = limitedGroups(Number.POSITIVE_INFINITY);
      for (const result of results.map(resultOf))
        for (const [group, count] of groupsOf(result)) groups.add(group, count);
      return Object.fromEntries(groups.sorted().map(({label, count}) => [label, count]));
    }
  }
};

const SORTS: Readonly<Record<string, string>> = {
  RESULT_COUNT: "result-count",
  DATE_ADDED: "date-added",
  LEXICOGRAPHICAL: "lexicographical"
};
const SORT_NAMES = Object.fromEntries(Object.entries(SORTS).map(([name, sort]) => [sort, name]));

export const seriesSort: Mapping = {
  kinds: {
    serverSort: ({series, mode, direction, limit}) => {
      // our series share their times: before its first point a series has zeros
      const firsts = [...new Set<string>(series.map(({first = ""}: Json) => first))].sort();
      const aligned = series.map(({label, values, first = ""}: Json) => ({
        label,
        values: [...firsts.slice(0, firsts.indexOf(first)).map(() => 0), ...values]
      }));
      const display = {sort: SORTS[mode], direction: direction.toLowerCase(), limit} as Json;
      return shownSeries(aligned, display).map(({label}: Json) => label);
    },
    defaults: ({limit, mode, direction}) => {
      const display = {
        ...(limit === null ? {} : {limit}),
        ...(mode === null ? {} : {sort: SORTS[mode]}),
        ...(direction === null ? {} : {direction: direction.toLowerCase()})
      };
      const insight = readInsight({kind: "capture-group", title: "t", query: "q", display}).value!;
      const {limit: most, sort, direction: order} = insight.display;
      return {limit: most, mode: SORT_NAMES[sort], direction: order.toUpperCase()};
    },
    frontendSemanticSort: "the browser's older order of versions; the server's order is ours (reference §3.5, §12.3)"
  }
};
