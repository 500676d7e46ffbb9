/** The queries that make the data of an insight. Source: Sourcegraph internal/insights/query/querybuilder. */
import {type FilterPair, withDefaults} from "./edit.ts";
import {queryPlan} from "./plan.ts";
import {printPlan} from "./print.ts";
import {quoteRegex} from "./quote.ts";

/** The filters every insight search has unless its query says otherwise: forks and archives only of listed repositories. */
export function insightDefaults(allRepositories: boolean): readonly FilterPair[] {
  const included = allRepositories ? "no" : "yes";
  return [
    ["fork", included],
    ["archived", included],
    ["patterntype", "literal"]
  ];
}

/**
 * The search of a series over all repositories: every result, the defaults in front.
 * @throws TidemarkError "query/invalid", as everything here.
 */
export function globalQuery(query: string, defaults: readonly FilterPair[]): string {
  return withDefaults(withCountAll(query), defaults);
}

/** The search of a series in listed repositories, named as they are. */
export function repositoriesQuery(
  query: string,
  repositories: readonly string[],
  defaults: readonly FilterPair[]
): string {
  return `${globalQuery(query, defaults)} repo:${anyOf(repositories)}`;
}

/** The search of a series in one repository at one revision. */
export function revisionQuery(
  query: string,
  repository: string,
  revision: string,
  defaults: readonly FilterPair[]
): string {
  return `${globalQuery(query, defaults)} repo:^${quoteRegex(repository)}$@${revision}`;
}

/** The search of a series in the repositories a scope query finds; a compound scope stands in brackets. */
export function scopedQuery(scope: string, query: string, defaults: readonly FilterPair[]): string {
  return `${printPlan(queryPlan(scope))} ${globalQuery(query, defaults)}`;
}

/** A regular expression for the names of repositories and nothing else: `^(a|b)$`. */
export function anyOf(repositories: readonly string[]): string {
  return `^(${repositories.map(quoteRegex).join("|")})$`;
}

/** Asks for every result unless the text asks for a number: added to the text, so it holds for the last alternative only. */
function withCountAll(query: string): string {
  return query.includes("count:") ? query : `${query} count:all`;
}
