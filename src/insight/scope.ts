/** Which repositories an insight looks at. Source: Sourcegraph InsightRepoScopeResolver, insight_view_resolvers. */
import {TidemarkError} from "../error.ts";
import {compileRegex} from "../regex.ts";

/** All repositories, those a search finds, or those of a list. */
export type RepositoryScope =
  | {readonly kind: "all"}
  | {readonly kind: "search"; readonly query: string}
  | {readonly kind: "list"; readonly repositories: readonly string[]};

/** The scope of a list or a scope query. @throws TidemarkError "insight/scope" when there are both. */
export function repositoryScope(repositories: readonly string[], query: string | null): RepositoryScope {
  if (repositories.length && query)
    throw new TidemarkError("insight/scope", "An insight lists its repositories or searches for them, not both.");
  if (repositories.length) return {kind: "list", repositories};
  return query ? {kind: "search", query} : {kind: "all"};
}

/** The rows of listed repositories; all when none are listed. */
export function rowsOfRepositories<Row extends {readonly repository: string}>(
  rows: readonly Row[],
  repositories: readonly string[]
): readonly Row[] {
  if (!repositories.length) return rows;
  const listed = new Set(repositories);
  return rows.filter(({repository}) => listed.has(repository));
}

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
