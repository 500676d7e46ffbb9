/** Queries that count results by what they are in. Source: Sourcegraph querybuilder ComputeInsightCommandQuery. */
import {TidemarkError} from "../error.ts";
import {newFilter} from "./edit.ts";
import {detectSearchType, planOf} from "./plan.ts";
import {printFilter} from "./print.ts";
import {tokenize} from "./token.ts";

/** What results are grouped by. */
export type GroupBy = "repo" | "path" | "author" | "date" | "lang";

/** The grouping that can be used: author and date need commits or diffs in every query, else it is by repository. */
export function usableGroupBy(asked: GroupBy, queries: readonly string[]): GroupBy {
  if (asked !== "author" && asked !== "date") return asked;
  const ofCommits = (query: string) =>
    tokenize(query, detectSearchType(query, "literal")).value.some(
      (token) => token.kind === "filter" && token.field === "type" && /^(?:commit|diff)$/.test(token.value)
    );
  return queries.length && queries.every(ofCommits) ? asked : "repo";
}

/**
 * The query that counts the results of another by group: its pattern P becomes `content:output.extra(P -> $author)`, its
 * filters stay. The pattern is a regular expression.
 * @throws TidemarkError "query/several-patterns" when it is not one pattern, "query/invalid".
 */
export function groupByQuery(query: string, by: GroupBy): string {
  const [only, ...others] = planOf(query, "regexp");
  const pattern = only!.pattern;
  if (others.length || pattern?.kind !== "pattern" || pattern.negated)
    throw new TidemarkError("query/several-patterns", "Results are grouped for one pattern, without and, or and not.");
  const command = newFilter("content", `output.extra(${pattern.value} -> $${by})`, {predicate: true});
  return [...only!.filters, command].map(printFilter).join(" ");
}
