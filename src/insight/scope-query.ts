/** Repositories written as a search, as Sourcegraph’s insights name them: `repo:^github\.com/acme/ -repo:archive`. */
import {repositoryScopeQuery} from "../query/edit.ts";
import {queryPlan} from "../query/plan.ts";
import {scopeProblem} from "../query/scope.ts";
import {searchCommands} from "../query/shell.ts";
import type {Filter} from "../query/tree.ts";
import type {RepositoryFilter} from "./scope.ts";

/** What a search for repositories comes to: patterns on their names; or, in a sentence, why it comes to none. */
export type ScopePatterns = {readonly patterns: RepositoryFilter} | {readonly problem: string};

/** True for a text that is a search and no regular expression: it holds a `repo:` filter. */
export function isScopeQuery(text: string): boolean {
  return /(?:^|[\s(])-?(?:repo|r):\S/i.test(text);
}

/**
 * The patterns of a search for repositories. Its alternatives are includes; what all of them leave out is excluded. Letters
 * count in either case, as in a search. What only an index knows (files, metadata) and several `repo:` at once are refused.
 */
export function scopePatterns(query: string): ScopePatterns {
  const problem = scopeProblem(query);
  if (problem) return {problem: problem.text};
  const plan = queryPlan(query);
  const named = plan.map(({filters}) => filters.filter(({negated}) => !negated));
  const left = plan.map(({filters}) => filters.filter(({negated}) => negated));
  const asked = plan.flatMap(({filters}) => filters).find(({predicate}) => predicate);
  const isAny = left.every((filters) => JSON.stringify(filters.map(anyCase)) === JSON.stringify(left[0]!.map(anyCase)));
  if (asked || !isAny || named.some(({length}) => length > 1))
    return {
      problem: `${asked ? `${asked.name}:${asked.value} is known to a code host only` : "This search joins repo: filters in a way that no list of patterns does"}. Find the repositories with ${searchCommands(repositoryScopeQuery(query), "repositories.jsonl")[0]!.replace(" count:all'", " select:repo'")} and name them`
    };
  return {patterns: {include: named.flat().map(anyCase), exclude: left[0]!.map(anyCase)}};
}

function anyCase({value}: Filter): string {
  return `(?i)${value}`;
}
