/** The searches behind a point of an insight, for a code host that understands the search language. */
import {isTidemarkError} from "../error.ts";
import {type AggregationMode, drillDownQuery} from "../query/aggregation.ts";
import {replaceCapture} from "../query/capture-group.ts";
import {newFilter} from "../query/edit.ts";
import {type GroupBy, groupByQuery, usableGroupBy} from "../query/group-by.ts";
import {currentQuery, pointDiffQuery, pointInTimeQuery} from "../query/point-query.ts";
import {printPlan} from "../query/print.ts";
import {quoted} from "../query/quote.ts";
import {NOT_TOLD} from "./group-labels.ts";
import type {Grouping, InsightDefinition, InsightResult} from "./insight.ts";

/** The texts of the searches; `problem` says why there are none. */
export type PointSearches =
  | {
      readonly diff: string;
      readonly state: string;
      readonly now: string;
      /** What counts the groups of grouped results at a code host that computes; null where there is no such search. */
      readonly grouped: string | null;
      readonly problem: null;
    }
  | {readonly diff: null; readonly state: null; readonly now: null; readonly grouped: null; readonly problem: string};

/**
 * The search for what changed between two points, the one for what was there, and the one for what is there now: the query of the series in the
 * repositories of the insight and its filters. A captured value is searched for instead of its group.
 */
export function pointSearches(
  definition: InsightDefinition,
  result: InsightResult,
  label: string,
  at: number,
  previous: number | null
): PointSearches {
  const index = Math.max(
    0,
    definition.series.findIndex((one) => one.label === label)
  );
  const source = result.source.series[index];
  const held = source?.isPattern ? patternQuery(source.query) : source?.query;
  const query = definition.series[index]?.query ?? held ?? "";
  if (!query.trim()) return {...NONE, problem: "the import does not say which query it was."};
  const [last, ...others] = [...definition.filters].reverse();
  const sources = [definition.repositories, ...others.reverse().map(({repositories}) => repositories)];
  const scope = sources.flatMap(({include, exclude}) => [
    ...(include.length ? [newFilter("repo", include.join("|"))] : []),
    ...(exclude.length ? [newFilter("repo", exclude.join("|"), {negated: true})] : [])
  ]);
  try {
    const search = {
      query: definition.kind === "capture-group" ? narrowed(query, label) : ofGroup(definition, query, label),
      include: last?.repositories.include ?? [],
      exclude: last?.repositories.exclude ?? [],
      repositories: [],
      scope: scope.length ? printPlan([{filters: scope, pattern: null}]) : null,
      at,
      previous
    };
    return {
      diff: pointDiffQuery(search),
      state: pointInTimeQuery(search),
      now: currentQuery(search),
      grouped: groupedSearch(definition, query),
      problem: null
    };
  } catch (error) {
    if (!isTidemarkError(error)) throw error;
    return {...NONE, problem: error.message};
  }
}

const NONE = {diff: null, state: null, now: null, grouped: null};

/** What results are grouped by in a search that groups them. */
const GROUPS: Partial<Record<Grouping["by"], GroupBy>> = {
  repository: "repo",
  path: "path",
  author: "author",
  date: "date",
  language: "lang"
};

/** The query that counts the results of another by the same groups; null where there is none. Source: Sourcegraph’s compute. */
function groupedSearch({grouping}: InsightDefinition, query: string): string | null {
  const by = grouping && GROUPS[grouping.by];
  if (!by || usableGroupBy(by, [query]) !== by) return null;
  try {
    return groupByQuery(query, by);
  } catch (error) {
    if (isTidemarkError(error)) return null;
    throw error;
  }
}

/** The query that searches for a regular expression, whatever words are in it. */
function patternQuery(pattern: string): string {
  return pattern.trim() && `patterntype:regexp content:${quoted(pattern, '"')}`;
}

/** By what a search is narrowed to one of the groups of a grouping; there is no such search for the others. */
const MODES: Partial<Record<Grouping["by"], AggregationMode>> = {
  repository: "repo",
  path: "path",
  author: "author",
  capture: "capture-group"
};

/** The query for one group of results; the query itself where no search finds just that group. */
function ofGroup({grouping}: InsightDefinition, query: string, label: string): string {
  const mode = grouping && MODES[grouping.by];
  // "(author not imported)" and its like, and what is added up in "Other"
  if (!mode || label === NOT_TOLD[grouping.by] || /^Other \(\d+\)$/.test(label)) return query;
  try {
    return drillDownQuery(mode, query, label, "literal");
  } catch (error) {
    if (isTidemarkError(error)) return query;
    throw error;
  }
}

/** The query for one captured value where its pattern has a group; the query itself where it has none. */
function narrowed(query: string, value: string): string {
  try {
    return replaceCapture(query, value, "regexp");
  } catch (error) {
    if (isTidemarkError(error)) return query;
    throw error;
  }
}
