/**
 * Who owned a path at a time: the CODEOWNERS file of the commit that was searched, not today's. A repository's history
 * is the list of its versions of the file; each holds until the next one at the same place.
 */
import type {Message} from "../error.ts";
import {CODEOWNERS_PATHS, type Codeowners, ownersOf, parseCodeowners} from "./codeowners.ts";
import type {OwnersDialect} from "./path-pattern.ts";

/** A CODEOWNERS file as one commit left it. */
export interface CodeownersVersion {
  readonly repo: string;
  /** Where the file lies, from the repository's root. */
  readonly path: string;
  /** When the commit was made, epoch ms. */
  readonly committedAt: number;
  /** Null when the commit removed the file. */
  readonly text: string | null;
}

/**
 * Who owned a path: its owners, `unowned` when the repository's rules give it to nobody (or there was no file then),
 * `unknown` when no CODEOWNERS file of the repository was ever seen.
 */
export type PathOwners =
  | {readonly state: "owned"; readonly owners: readonly string[]}
  | {readonly state: "unowned" | "unknown"};

/** The owners of all repositories, over time. */
export interface OwnerHistory {
  /** The file that held for a repository's commit of this time; null when there was none, undefined when none was seen. */
  at(repo: string, committedAt: number): Codeowners | null | undefined;
  ownersAt(repo: string, path: string, committedAt: number): PathOwners;
  /** The times at which a repository's rules changed, oldest first. */
  changes(repo: string): readonly number[];
  /** What the files' lines had to say, with the file in each place. */
  readonly messages: readonly Message[];
}

/** The rules a repository's file follows: GitLab's for a host or a place of that name, else GitHub's. */
export function ownersDialect(repo: string, path = ""): OwnersDialect {
  return /(?:^|[.-])gitlab[.-]/i.test(repo.split("/")[0] ?? "") || path.startsWith(".gitlab/") ? "gitlab" : "github";
}

/** The history that versions make, in any order. `dialectOf` may overrule how a repository's files are read. */
export function ownerHistory(
  versions: readonly CodeownersVersion[],
  dialectOf: (repo: string, path: string) => OwnersDialect = ownersDialect
): OwnerHistory {
  const messages: Message[] = [];
  const repos = new Map<string, {at: number; file: Codeowners | null}[]>();
  for (const repo of new Set(versions.map(({repo}) => repo))) {
    const own = versions.filter((version) => version.repo === repo);
    const dialect = own.some(({path}) => dialectOf(repo, path) === "gitlab") ? "gitlab" : "github";
    repos.set(repo, timeline(own, dialect, messages));
  }
  const at = (repo: string, committedAt: number): Codeowners | null | undefined => {
    const own = repos.get(repo);
    if (!own) return undefined;
    return own.findLast((entry) => entry.at <= committedAt)?.file ?? null;
  };
  return {
    at,
    ownersAt(repo, path, committedAt) {
      const file = at(repo, committedAt);
      if (file === undefined) return {state: "unknown"};
      const owners = file ? ownersOf(file, path) : [];
      return owners.length ? {state: "owned", owners} : {state: "unowned"};
    },
    changes: (repo) => (repos.get(repo) ?? []).map(({at}) => at),
    messages
  };
}

/** The file a host would read after each change: the first of its places that holds one. */
function timeline(
  versions: readonly CodeownersVersion[],
  dialect: OwnersDialect,
  messages: Message[]
): {at: number; file: Codeowners | null}[] {
  const places = CODEOWNERS_PATHS[dialect];
  const held = new Map<string, Codeowners | null>();
  const entries: {at: number; file: Codeowners | null}[] = [];
  for (const version of [...versions].sort((a, b) => a.committedAt - b.committedAt)) {
    const {repo, path, text, committedAt} = version;
    const reading = text === null ? null : parseCodeowners(text, dialect);
    for (const message of reading?.messages ?? [])
      messages.push({...message, place: {...message.place, file: `${repo}/${path}`}});
    held.set(path, reading?.value ?? null);
    const place = places.find((place) => held.get(place)) ?? [...held.keys()].find((place) => held.get(place));
    const file = place === undefined ? null : held.get(place)!;
    if (entries.at(-1)?.at === committedAt) entries.pop();
    if (entries.at(-1)?.file !== file) entries.push({at: committedAt, file});
  }
  return entries;
}
