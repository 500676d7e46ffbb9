/** Filters added to a query. The result is printed anew: filters first, pattern last, in every alternative. */
import {TidemarkError} from "../error.ts";
import {type Alternative, type Plan, planOf} from "./plan.ts";
import {printPlan} from "./print.ts";
import {quoteRegex} from "./quote.ts";
import type {SearchType} from "./search-type.ts";
import type {Filter} from "./tree.ts";

/** A filter to add: its field and value. */
export type FilterPair = readonly [field: string, value: string];

/** What stands for repositories without metadata where results are counted by metadata. */
export const NO_METADATA = "No metadata";

/** A filter that stands in no text. */
export function newFilter(field: string, value: string, {negated = false, predicate = false} = {}): Filter {
  return {kind: "filter", field, name: field, value, negated, quoted: false, predicate, from: 0, to: 0};
}

/**
 * A query with filters in front, each only in the alternatives that do not have one of its field.
 * @throws TidemarkError "query/invalid", as everything here. Source: Sourcegraph querybuilder withDefaults.
 */
export function withDefaults(query: string, defaults: readonly FilterPair[]): string {
  return edited(query, ({filters}) => [
    ...defaults.filter(([field]) => filters.every((filter) => filter.field !== field)).map(pair),
    ...filters
  ]);
}

/** A query whose filters of these fields are replaced; they stand last. Source: Sourcegraph AggregationQuery, WithCount. */
export function withFilters(query: string, given: readonly FilterPair[], type: SearchType = "literal"): string {
  return edited(query, ({filters}) => [...without(filters, given), ...given.map(pair)], type);
}

/** A query for the repositories of a scope: also forks and archived ones, all of them. Source: RepositoryScopeQuery. */
export function repositoryScopeQuery(scope: string): string {
  const all: readonly FilterPair[] = [
    ["fork", "yes"],
    ["archived", "yes"],
    ["count", "all"]
  ];
  return edited(scope, ({filters}) => [...all.map(pair), ...without(filters, all)]);
}

/** A query for just one repository, as a regular expression that finds its name. */
export function addRepository(query: string, repository: string): string {
  return edited(query, ({filters}) => [...filters, newFilter("repo", exactly(repository))]);
}

/** A query for just one path. */
export function addFile(query: string, path: string): string {
  return edited(query, ({filters}) => [...filters, newFilter("file", exactly(path))]);
}

/** A query for one author's commits. Alternatives that search no commits or diffs stay as they are. */
export function addAuthor(query: string, author: string): string {
  const ofCommits = ({field, value}: Filter) => field === "type" && (value === "commit" || value === "diff");
  return edited(query, ({filters}) =>
    filters.some(ofCommits) ? [...filters, newFilter("author", exactly(author))] : filters
  );
}

/**
 * A query for repositories with a piece of metadata: `key` or `key:value`.
 * @throws TidemarkError "query/no-metadata" for the group of those that have none.
 */
export function addMetadata(query: string, metadata: string): string {
  if (metadata === NO_METADATA)
    throw new TidemarkError("query/no-metadata", "Repositories without metadata cannot be searched for.");
  return edited(query, ({filters}) => [...filters, newFilter("repo", `has.meta(${metadata})`, {predicate: true})]);
}

function edited(
  query: string,
  filtersOf: (alternative: Alternative) => readonly Filter[],
  type: SearchType = "literal"
): string {
  const plan: Plan = planOf(query, type).map((alternative) => ({...alternative, filters: filtersOf(alternative)}));
  return printPlan(plan);
}

function pair([field, value]: FilterPair): Filter {
  return newFilter(field, value);
}

function without(filters: readonly Filter[], given: readonly FilterPair[]): readonly Filter[] {
  return filters.filter(({field}) => given.every(([name]) => name !== field));
}

/** A name as an expression that finds it and nothing else; brackets keep one with spaces together. */
function exactly(name: string): string {
  const anchored = `^${quoteRegex(name)}$`;
  return name.includes(" ") ? `(${anchored})` : anchored;
}
