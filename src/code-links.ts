/**
 * Addresses at a code host: of a file, a commit, the difference of two commits, and of a search. Forms are addresses with
 * holes: `{host}`, `{name}` (the repository without its host), `{repo}` (with it), `{commit}`, `{path}`, `{line}`,
 * `{before}`, `{after}`; a `#…` with a hole that is not filled is left out.
 */

/** The forms of one host; null: there is no such page. */
export interface HostForms {
  readonly file: string | null;
  readonly commit: string | null;
  readonly diff: string | null;
}

/** Code hosts by the host in a repository's key, and the address of a Sourcegraph instance for searches. */
export interface CodeLinks {
  readonly hosts: ReadonlyMap<string, HostForms>;
  readonly search: string | null;
}

const BASE = "https://{host}/{name}";

/** The forms of code hosts that are known by the name of their software. */
export const HOST_KINDS = {
  github: {
    file: `${BASE}/blob/{commit}/{path}#L{line}`,
    commit: `${BASE}/commit/{commit}`,
    diff: `${BASE}/compare/{before}...{after}`
  },
  gitlab: {
    file: `${BASE}/-/blob/{commit}/{path}#L{line}`,
    commit: `${BASE}/-/commit/{commit}`,
    diff: `${BASE}/-/compare/{before}...{after}`
  },
  bitbucket: {
    file: `${BASE}/src/{commit}/{path}#lines-{line}`,
    commit: `${BASE}/commits/{commit}`,
    diff: `${BASE}/branches/compare/{after}..{before}`
  },
  gitea: {
    file: `${BASE}/src/commit/{commit}/{path}#L{line}`,
    commit: `${BASE}/commit/{commit}`,
    diff: `${BASE}/compare/{before}...{after}`
  }
} as const satisfies Readonly<Record<string, HostForms>>;
export type HostKind = keyof typeof HOST_KINDS;

/** What everybody has without writing it. */
export const DEFAULT_LINKS: CodeLinks = {
  hosts: new Map<string, HostForms>([
    ["github.com", HOST_KINDS.github],
    ["gitlab.com", HOST_KINDS.gitlab],
    ["bitbucket.org", HOST_KINDS.bitbucket],
    ["codeberg.org", HOST_KINDS.gitea]
  ]),
  search: null
};

/** The address of a file at a commit, at a line when one is given; null when the host or the commit is not known. */
export function fileLink(
  links: CodeLinks,
  {repo, commit, path, line}: {repo: string; commit: string | null; path: string; line?: number | null}
): string | null {
  return commit ? fill(links, repo, "file", {commit, path, ...(line ? {line: String(line)} : {})}) : null;
}

/** The address of a commit; null when its host is not known. */
export function commitLink(links: CodeLinks, {repo, commit}: {repo: string; commit: string}): string | null {
  return fill(links, repo, "commit", {commit});
}

/** The address of what changed between two commits; null when the host, or one of them, is not known. */
export function diffLink(
  links: CodeLinks,
  {repo, before, after}: {repo: string; before: string | null; after: string | null}
): string | null {
  return before && after ? fill(links, repo, "diff", {before, after}) : null;
}

/** The address of a search at the Sourcegraph instance; null when none is configured. */
export function searchLink(links: CodeLinks, query: string, patternType = "standard"): string | null {
  if (!links.search) return null;
  return `${links.search.replace(/\/+$/, "")}/search?q=${encodeURIComponent(query)}&patternType=${patternType}`;
}

/** True for a form that a reader may be sent to: an http(s) address whose scheme and host are not data but `{host}`. */
export function isLinkForm(form: string): boolean {
  return /^https?:\/\/(?:\{host\}|[\p{L}\p{N}.-]+)(?::\d+)?(?:\/[^\s"'<>\\]*)?$/u.test(form);
}

function fill(
  {hosts}: CodeLinks,
  repo: string,
  form: keyof HostForms,
  values: Readonly<Record<string, string>>
): string | null {
  const [host = "", ...rest] = repo.split("/");
  const template = hosts.get(host)?.[form];
  if (!template || !rest.length || !/^[\p{L}\p{N}.-]+(?::\d+)?$/u.test(host)) return null;
  const known: Readonly<Record<string, string>> = {...values, repo, name: rest.join("/")};
  const complete = template.replace(/#.*$/, (part) => (holes(part).every((hole) => hole in known) ? part : ""));
  if (holes(complete).some((hole) => hole !== "host" && !(hole in known))) return null;
  return complete.replace(/\{(\w+)\}/g, (_, hole: string) =>
    hole === "host" ? host : known[hole]!.split("/").map(encodeURIComponent).join("/")
  );
}

function holes(form: string): string[] {
  return Array.from(form.matchAll(/\{(\w+)\}/g), ([, hole]) => hole!);
}
