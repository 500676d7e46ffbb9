/** Which repositories an insight looks at. Source: Sourcegraph InsightRepoScopeResolver, insight_view_resolvers. */
import {compileRegex} from "../regex.ts";

/** Regular expressions (RE2, case-sensitive, unanchored) on the names of repositories. */
export interface RepositoryFilter {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/**
 * Whether a repository passes filters from several sources (the panel, contexts): any include of each source, no exclude.
 * `upstream` joins the includes of all sources with or, as Sourcegraph's code does and its docs do not.
 * @throws TidemarkError "regex/invalid".
 */
export function repositoryTest(
  sources: readonly RepositoryFilter[],
  joining: "intersect" | "upstream" = "intersect"
): (repository: string) => boolean {
  const lists = sources.map(({include}) => include.map(compileRegex)).filter(({length}) => length > 0);
  const includes = joining === "intersect" ? lists : lists.length ? [lists.flat()] : [];
  const excludes = sources.flatMap(({exclude}) => exclude.map(compileRegex));
  return (repository) =>
    includes.every((list) => list.some((regex) => regex.test(repository))) &&
    !excludes.some((regex) => regex.test(repository));
}
