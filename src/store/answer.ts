/** How an insight is answered: find its series, ask for their changes, shape them. The kinds say what is special. */
import {type Message, TidemarkError} from "../error.ts";
import {canonicalJson} from "../hash.ts";
import {fileSource, isOfLines} from "../insight/file-filter.ts";
import {filterWords, isEmptyPatterns, NO_PATTERNS} from "../insight/filter.ts";
import {isOfAuthors} from "../insight/group-labels.ts";
import {hiddenSeries, hiddenText} from "../insight/hidden-series.ts";
import {
  type InsightDefinition,
  type InsightResult,
  type InsightUnit,
  presented,
  type ResultSource,
  type SeriesDefinition
} from "../insight/insight.ts";
import {insightKind} from "../insight/kinds/index.ts";
import type {Answered, Asked} from "../insight/kinds/kind.ts";
import {withoutGaps} from "../insight/series.ts";
import {insightTimes} from "../insight/times.ts";
import {filtersValues, isOfValues} from "../insight/value-filter.ts";
import {searchCommands, snapshotCommand} from "../query/shell.ts";
import type {SeriesRecord} from "../snapshot/snapshot.ts";
import {readableTime} from "../time.ts";
import type {ChangeAnswers} from "./change-answers.ts";
import type {CallOptions, Engine} from "./engine.ts";
import type {Filled} from "./fill.ts";
import {groupedChanges} from "./group-totals.ts";
import {incompleteReasons} from "./incomplete.ts";
import {isNamed} from "./named-series.ts";
import {otherToolsNotes, type Shown, shownOf} from "./one-query.ts";
import {repositoryCondition, selectedRepositories} from "./repositories.ts";
import {type StatusChanges, statusChanges} from "./status-changes.ts";
import type {TableSource} from "./table-source.ts";
import {timesOf} from "./totals.ts";

/**
 * The codes of the series an insight's definition names, one for each of its series. One search that was imported with
 * captured values and without is two series: the kind says which of them it needs. Of one that several tools answered one is
 * taken.
 * @throws TidemarkError "insight/no-data", "insight/ambiguous"
 */
export function resolveSeries(definition: InsightDefinition, filled: Filled): number[] {
  return resolvedSeries(definition, filled).map(({sid}) => sid);
}

/** The same, with the series of other tools that answer the same query: see one-query.ts. */
function resolvedSeries(definition: InsightDefinition, filled: Filled): Shown[] {
  return definition.series.map((reference) => {
    const named = filled.series.flatMap((record, sid) => (isNamed(reference, record) ? [sid] : []));
    const found = named.length > 1 ? narrowed(definition, named, filled) : named;
    if (found.length === 1) return {sid: found[0]!, others: []};
    const shown = reference.query !== undefined && found.length > 1 ? shownOf(definition, found, filled) : null;
    if (shown) return shown;
    throw found.length
      ? ambiguous(
          reference,
          found.map((sid) => filled.series[sid]!)
        )
      : noData(reference, filled.series, insightKind(definition.kind).needsCaptures?.(definition) ?? false);
  });
}

/**
 * Of several series those that can answer: with captured values; without them where all are one search otherwise. A pattern
 * runs over lines, wherever there are some.
 */
function narrowed(definition: InsightDefinition, named: readonly number[], filled: Filled): readonly number[] {
  const {matched} = filled;
  if (isOfLines(definition) && matched) {
    const withLines = named.filter((sid) => matched.has(filled.series[sid]!.series_id));
    const best = withLines.filter((sid) => filled.captures[sid]! > 0);
    if (withLines.length) return best.length ? best : withLines;
  }
  const captured = named.filter((sid) => filled.captures[sid]! > 0);
  if (insightKind(definition.kind).needsCaptures?.(definition) || filtersValues(definition))
    return captured.length ? captured : named;
  // by tool: one may have searched with captured values and without
  const engines = [...new Set(named.map((sid) => filled.series[sid]!.engine))];
  return engines.flatMap((engine) => {
    const mine = named.filter((sid) => filled.series[sid]!.engine === engine);
    const plain = mine.filter((sid) => filled.captures[sid] === 0);
    const searches = new Set(
      mine.map((sid) => {
        const {pattern, flags, include, exclude, unit, repo_scope = null} = filled.series[sid]!;
        return canonicalJson({pattern, flags, include, exclude, unit, repo_scope});
      })
    );
    return searches.size === 1 && plain.length ? plain : mine;
  });
}

function ambiguous({query, data}: SeriesDefinition, records: readonly SeriesRecord[]): TidemarkError {
  const names = records
    .map(({series_id, engine, title}) => `${series_id} (${title}${engine ? `, by ${engine}` : ""})`)
    .join("; ");
  return new TidemarkError(
    "insight/ambiguous",
    `${records.length} imported series are called ${JSON.stringify(data ?? query)}: ${names}. Name the one you mean by its id: data: ${records[0]!.series_id}.`,
    {close: records.map(({key}) => key)}
  );
}

function noData({query, data}: SeriesDefinition, records: readonly SeriesRecord[], captured: boolean): TidemarkError {
  const asked = data ?? query ?? "";
  const close = records
    .map((record) => ({
      record,
      likeness: Math.max(
        likeness(asked, record.key),
        likeness(asked, record.title),
        likeness(asked, record.source_query ?? record.pattern)
      )
    }))
    .filter((candidate) => candidate.likeness > 0.2)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, 3)
    .map(({record}) => record.key);
  const taken = query ? snapshotCommand(query, captured) : null;
  const searched = query ? searchCommands(query) : [];
  return new TidemarkError(
    "insight/no-data",
    `No imported series answers ${data === undefined ? `the query ${JSON.stringify(query)}` : `data: ${data}`}. ` +
      `${close.length ? `Close to it: ${close.join(", ")}. ` : ""}${taken ? `Take it from clones: ${taken}. Or import` : "Import"} its results (drop a file here)${searched.length ? `, for example from: ${searched[0]}` : ""}.`,
    {asked, close, commands: [...(taken ? [taken] : []), ...searched]}
  );
}

/** The share of three-letter pieces two texts have in common, 0 to 1. */
function likeness(a: string, b: string): number {
  const pieces = (text: string) =>
    new Set(Array.from({length: Math.max(0, text.length - 2)}, (_, i) => text.toLowerCase().slice(i, i + 3)));
  const [left, right] = [pieces(a), pieces(b)];
  if (!left.size || !right.size) return 0;
  const common = [...left].filter((piece) => right.has(piece)).length;
  return common / (left.size + right.size - common);
}

/** The unit of an insight: the one it asks for, else the one its data was counted in. @throws TidemarkError "insight/unit" */
export function resolveUnit(definition: InsightDefinition, series: readonly number[], filled: Filled): InsightUnit {
  const {unit, kind} = definition;
  const possible = insightKind(kind).units?.(definition);
  if (possible && unit !== null && !possible.includes(unit))
    throw new TidemarkError(
      "insight/unit",
      `Grouped by ${definition.grouping?.by ?? kind}, results are counted in ${possible.join(", ")}, not in ${unit}.`
    );
  const own = [...new Set(series.map((sid) => filled.series[sid]!.unit))];
  if (unit === null && own.length > 1)
    throw new TidemarkError(
      "insight/unit",
      `These series count different things (${own.join(" and ")}), which cannot share a chart. Choose one with unit:, or make two insights.`
    );
  const counts = unit ?? own[0] ?? "matches";
  const chosen = possible && !possible.includes(counts) ? possible[0]! : counts;
  if (chosen === "repositories") return chosen;
  if (kind === "capture-group" && chosen === "lines")
    throw new TidemarkError(
      "insight/unit",
      "Captured values are counted by matches, files or repositories, not by lines."
    );
  // only matches are counted by value
  if (filtersValues(definition) && !isOfAuthorsUnit(definition) && series.some((sid) => filled.captures[sid]! > 0)) {
    if (chosen === "matches" || (unit === null && series.every((sid) => filled.counted[sid]!.matches)))
      return "matches";
    throw new TidemarkError(
      "insight/unit",
      `Under a filter on captured values results are counted in matches or repositories, not in ${chosen}: only those are known by value.`,
      {field: "unit"}
    );
  }
  for (const sid of series) {
    const counted = filled.counted[sid]!;
    if (!counted[chosen] && (counted.files || counted.lines || counted.matches)) {
      throw notCounted(definition, chosen, filled.series[sid]!.key, counted);
    }
  }
  return chosen;
}

/** The error of a unit that imports do not tell: with one that they do and the insight can be counted in, where there is any. */
function notCounted(
  definition: InsightDefinition,
  unit: InsightUnit,
  key: string,
  counted: Filled["counted"][number]
): TidemarkError {
  const {kind, grouping} = definition;
  const has = (["matches", "lines", "files"] as const).filter((name) => counted[name]);
  const possible: readonly InsightUnit[] =
    insightKind(kind).units?.(definition) ?? (kind === "capture-group" ? (["matches", "files"] as const) : has);
  const other = has.find((name) => possible.includes(name));
  const advice = other
    ? `Use unit: ${other}.`
    : grouping && isOfAuthors(grouping)
      ? `By ${grouping.by} only ${possible.join(" and ")} can be counted: import the search with its ${possible[0]} (tidemark snapshot counts them), or group by something else, as by: repository.`
      : `Import the search with its ${unit} as well, or use unit: repositories.`;
  return new TidemarkError(
    "insight/unit",
    `The imports of ${key} do not say how many ${unit} there were, only ${has.join(" and ")}. ${advice}`
  );
}

/** True for groups of lines by who changed them. */
function isOfAuthorsUnit({grouping}: InsightDefinition): boolean {
  return grouping !== undefined && isOfAuthors(grouping);
}

/** What an answer is made from: the engine, its changes, and what was filled into it. */
export interface Asking {
  readonly engine: Engine;
  readonly changed: ChangeAnswers;
  readonly filled: Filled;
}

/** The answer; `values` are the codes under which the values stand: those of the series, or of a pattern run over them. */
export async function answer(
  {engine, changed, filled}: Asking,
  definition: InsightDefinition,
  series: readonly number[],
  values: readonly number[],
  sources: readonly TableSource[],
  options: CallOptions
): Promise<InsightResult> {
  const kind = insightKind(definition.kind);
  fileSource(definition);
  const unit = resolveUnit(definition, series, filled);
  const asked: Asked = {definition, series: values, unit, repositories: repositoryCondition(definition)};
  const selection = await selectedRepositories(engine, filled.dimensions.repositories, definition, options);
  const samples = timesOf(filled.times, series);
  const form = kind.form?.(definition) ?? "over-time";
  const all = insightTimes(definition, samples);
  const times = form === "categorical" ? all.slice(-1) : all;
  const grouped = selection ? null : groupedChanges(kind, asked, sources, filled.totals);
  const changes = grouped ?? (await changed.changes(kind, asked, selection, options));
  const status = statusChanges(filled, series, selection);
  const answered: Answered = {
    definition,
    series: values,
    changes,
    times,
    coverage: (sid, repository) => status.coverage(series[values.indexOf(sid)]!, times, repository)
  };
  const shaped = kind.shape(answered);
  const shown = definition.display.missing === "zero" ? shaped.map(withoutGaps) : shaped;
  const resolved = resolvedSeries(definition, filled);
  const rivals = new Set(resolved.filter(({others}) => others.length).map(({sid}) => sid));
  const source = withTables(sourceOf(filled, series, rivals, status, samples, times), sources);
  const hidden = hiddenSeries(definition, shown, (whole) => kind.shape({...answered, definition: whole}));
  const result: InsightResult = {
    kind: definition.kind,
    title: definition.title,
    form,
    unit,
    ...(hidden ? {hidden} : {}),
    times,
    series: shown,
    source,
    notes: [
      ...filterNotes(definition, isOfValues(definition, values)),
      ...notesOf(definition, shown.length, times, source),
      ...otherToolsNotes(definition, resolved, filled),
      ...hiddenNotes({series: shown, hidden}),
      ...(kind.notes?.(answered, shown) ?? [])
    ]
  };
  return presented(result, definition);
}

/** What was read, with the tables that the kind reads beside its series. */
function withTables(source: ResultSource, sources: readonly TableSource[]): ResultSource {
  if (!sources.length) return source;
  const missing = [...new Set(sources.flatMap((table) => table.missing))].filter(
    (path) => !source.reasons.some((reason) => reason.includes(path))
  );
  const reasons = [
    ...source.reasons,
    ...missing.map((path) => `the file ${path} is damaged or missing, and what it held is not counted`)
  ];
  return {
    ...source,
    segments: [...new Set([...source.segments, ...sources.flatMap(({segments}) => segments)])].sort(),
    status: reasons.length ? "partial" : "complete",
    reasons
  };
}

function sourceOf(
  filled: Filled,
  series: readonly number[],
  rivals: ReadonlySet<number>,
  status: StatusChanges,
  samples: Float64Array,
  times: Float64Array
): ResultSource {
  const last = times.at(-1) ?? 0;
  const incomplete = status.incomplete();
  const said = [...new Set(series.flatMap((sid) => filled.said[sid]!))];
  const missing = [...new Set(series.flatMap((sid) => filled.missing[sid]!))];
  const atLast = incompleteReasons(incomplete, last, said);
  const reasons = [
    ...missing.map((path) => `the file ${path} is damaged or missing, and what it held is not counted`),
    ...atLast
  ];
  const observed = series.map((sid) => filled.observed[sid]).filter((time) => time !== null && time !== undefined);
  const records = [...new Set(series)].map((sid) => ({...filled.series[sid]!, isRivalled: rivals.has(sid)}));
  return {
    series: records.map(({series_id, key, title, source_query, pattern, engine, isRivalled}) => ({
      series_id,
      key,
      title,
      query: source_query ?? pattern,
      // engines of snapshots that search by a regular expression say so by their names
      ...(source_query === undefined && /^regex/.test(engine) ? {isPattern: true} : {}),
      ...(isRivalled ? {foundBy: engine} : {})
    })),
    repositories: status.repositoriesBy(last),
    segments: [...new Set(series.flatMap((sid) => filled.segments[sid]!))].sort(),
    observedAt: observed.length ? Math.max(...observed) : null,
    newestSample: samples.at(-1) ?? Number.NaN,
    status: reasons.length ? "partial" : "complete",
    reasons,
    ...(atLast.length ? {atLast} : {}),
    ...(incomplete.length ? {incomplete} : {})
  };
}

/** What filters leave out, in words; `ofValues`: filters on captured values do. */
export function filterNotes({kind, grouping, filters}: InsightDefinition, ofValues = false): Message[] {
  const captures = ofValues || kind === "capture-group" || (kind === "group-by" && grouping?.by === "capture");
  const held = captures ? filters : filters.map((filter) => ({...filter, captures: NO_PATTERNS}));
  const words = held.map(filterWords).filter(Boolean);
  const isUseless = !captures && filters.some((filter) => !isEmptyPatterns(filter.captures));
  return [
    ...(words.length ? [{level: "note" as const, text: `Filtered: ${words.join("; ")}.`}] : []),
    ...(isUseless
      ? [{level: "note" as const, text: "There are no captured values here, so the filter on them changes nothing."}]
      : [])
  ];
}

function hiddenNotes(result: Pick<InsightResult, "series" | "hidden">): Message[] {
  const text = hiddenText(result);
  return text ? [{level: "note", text}] : [];
}

export function notesOf(
  {repositories, filters}: InsightDefinition,
  shown: number,
  times: Float64Array,
  source: ResultSource
): Message[] {
  const isNarrowed = filters.length > 0 || !isEmptyPatterns(repositories);
  const notes: Message[] = [];
  const newest = source.newestSample;
  if (times.length && times.at(-1)! > newest)
    notes.push({
      level: "warning",
      text: `The newest sample is of ${readableTime(newest)}: points after it carry its values on.`
    });
  if (!times.length)
    notes.push({
      level: "warning",
      text: "There is no sample in the window of this insight. Widen from, until or points."
    });
  else if (!source.repositories && isNarrowed)
    notes.push({level: "warning", text: "No repository that was searched by then passes the filters."});
  else if (!shown)
    notes.push({
      level: "warning",
      text: "Nothing was found in this window: no captured value, or no repository that matches the filters."
    });
  return notes;
}
