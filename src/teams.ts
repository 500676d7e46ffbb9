/** Teams: the people and groups behind owners, authors and repositories. */
import {compileRegex, type Regex} from "./regex.ts";

/** A team: what it owns in CODEOWNERS files, who its people are, and which repositories are all its own. */
export interface Team {
  readonly name: string;
  /** Owners as CODEOWNERS files name them, in any case. */
  readonly owners: readonly string[];
  /** Authors of commits: a name or an e-mail address, in any case; `*@acme.org` is everybody there. */
  readonly authors: readonly string[];
  /** Regular expressions (RE2, unanchored) on repository keys. */
  readonly repositories: readonly string[];
}

/** Which teams names belong to: by owner, author and repository. Nothing is asked twice of a regular expression. */
export interface TeamIndex {
  /** The team of an owner in CODEOWNERS; null when no team claims it. */
  ofOwner(owner: string): string | null;
  ofAuthor(author: string): string | null;
  ofRepository(repo: string): string | null;
  /**
   * The teams of a path: those of its owners; when it has none, or none with a team, the repository's. Each once.
   */
  ofPath(owners: readonly string[], repo: string): readonly string[];
}

/** An index of teams; of two teams that claim one name the first has it. */
export function teamIndex(teams: readonly Team[]): TeamIndex {
  const owners = new Map<string, string>();
  const authors = new Map<string, string>();
  const domains = new Map<string, string>();
  const patterns: {team: string; regex: Regex}[] = [];
  const first = (map: Map<string, string>, key: string, team: string) => {
    if (!map.has(key)) map.set(key, team);
  };
  for (const {name, ...team} of teams) {
    for (const owner of team.owners) first(owners, plainOwner(owner), name);
    for (const author of team.authors)
      if (author.startsWith("*@")) first(domains, author.slice(2).toLowerCase(), name);
      else first(authors, author.toLowerCase(), name);
    for (const pattern of team.repositories) patterns.push({team: name, regex: compileRegex(pattern)});
  }
  const repositories = new Map<string, string | null>();
  const ofOwner = (owner: string) => owners.get(plainOwner(owner)) ?? null;
  const ofRepository = (repo: string) => {
    let team = repositories.get(repo);
    if (team === undefined) {
      team = patterns.find(({regex}) => regex.test(repo))?.team ?? null;
      repositories.set(repo, team);
    }
    return team;
  };
  return {
    ofOwner,
    ofRepository,
    ofAuthor(author) {
      const whole = author.toLowerCase().trim();
      // git's "Name <address>" is known by either
      const [, name, address] = /^(.*?)\s*<([^>]*)>$/.exec(whole) ?? [null, whole, whole];
      for (const key of [whole, address!, name!]) {
        const team = authors.get(key);
        if (team !== undefined) return team;
      }
      return domains.get(address!.slice(address!.lastIndexOf("@") + 1)) ?? null;
    },
    ofPath(owned, repo) {
      const found = [...new Set(owned.map(ofOwner).filter((team) => team !== null))];
      if (found.length) return found;
      const team = ofRepository(repo);
      return team === null ? [] : [team];
    }
  };
}

/** `@Acme/Web` and `acme/web` are one owner. */
export function plainOwner(owner: string): string {
  return owner.replace(/^@(?!@)/, "").toLowerCase();
}
