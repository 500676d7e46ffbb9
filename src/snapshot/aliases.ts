/** Repositories that were renamed or moved: what was imported under an old name counts for the new one. */
import {repoIdentity, repoKey} from "./repo-key.ts";

/** New keys by the identity of the old ones. */
export type RepositoryAliases = ReadonlyMap<string, string>;

/**
 * The aliases of a map from old to new addresses, as `tidemark.yaml` has it. A chain (a → b → c) leads to its end; names
 * that lead in a circle are no aliases.
 */
export function repositoryAliases(names: ReadonlyMap<string, string>): RepositoryAliases {
  const next = new Map(Array.from(names, ([from, to]) => [repoIdentity(repoKey(from)), repoKey(to)]));
  const ends = new Map<string, string>();
  for (const from of next.keys()) {
    const seen = new Set([from]);
    let key = next.get(from)!;
    for (let more = next.get(repoIdentity(key)); more !== undefined; more = next.get(repoIdentity(key))) {
      if (seen.has(repoIdentity(key))) break;
      seen.add(repoIdentity(key));
      key = more;
    }
    if (!next.has(repoIdentity(key))) ends.set(from, key);
  }
  return ends;
}

/** The name a repository has now. */
export function aliased(aliases: RepositoryAliases, repository: string): string {
  return aliases.size ? (aliases.get(repoIdentity(repository)) ?? repository) : repository;
}
