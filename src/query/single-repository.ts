import {TidemarkError} from "../error.ts";
import {planOf} from "./plan.ts";

/** An anchored name without any sign that means more than itself in a regular expression. */
const FULL_NAME = /^\^(?:[^\\.+*?()|[\]{}^$]|\\[^A-Za-z0-9])+\$$/;

/**
 * True when a query names one repository in full: by one `repo:^name$`, perhaps at a revision, whose name is plain text.
 * @throws TidemarkError "query/several-alternatives" for a query whose alternatives may differ, "query/invalid".
 * Source: Sourcegraph IsSingleRepoQuery, ExactlyOneRepo.
 */
export function isSingleRepository(query: string): boolean {
  const [only, ...others] = planOf(query);
  if (others.length)
    throw new TidemarkError("query/several-alternatives", "A query with alternatives may name several repositories.");
  const named = only!.filters.filter(({field, negated, predicate}) => field === "repo" && !negated && !predicate);
  return named.length === 1 && FULL_NAME.test(named[0]!.value.replace(/@.*$/s, ""));
}
