/**
 * When two search queries ask the same: same filters in any order, same pattern. Limits (`count:`, `timeout:` …) do not
 * change what is asked. This is as much of the query language as finding data by its query needs.
 */

/** A query taken apart: filters by canonical name in a stable order, and the text that is searched. */
export interface CanonicalQuery {
  readonly filters: readonly string[];
  readonly pattern: string;
  /** literal, regexp …; empty when the query does not say. */
  readonly patternType: string;
}

const ALIASES: Readonly<Record<string, string>> = {
  r: "repo",
  f: "file",
  l: "lang",
  language: "lang",
  g: "repogroup",
  rev: "rev",
  revision: "rev",
  until: "before",
  since: "after",
  m: "message",
  msg: "message"
};
const FIELDS: ReadonlySet<string> = new Set([
  "repo",
  "file",
  "lang",
  "content",
  "type",
  "select",
  "case",
  "fork",
  "archived",
  "author",
  "before",
  "after",
  "message",
  "rev",
  "context",
  "repohasfile",
  "repogroup",
  "patterntype",
  "visibility",
  "committer"
]);
const LIMITS: ReadonlySet<string> = new Set(["count", "timeout", "display", "stable", "max"]);

/** Takes a query apart. Never fails: what is no filter is pattern. */
export function canonicalQuery(query: string): CanonicalQuery {
  const filters: string[] = [];
  const words: string[] = [];
  let patternType = "";
  for (const token of tokens(query)) {
    const match = /^(-?)([A-Za-z]+):([\s\S]*)$/.exec(token);
    const name = match && (ALIASES[match[2]!.toLowerCase()] ?? match[2]!.toLowerCase());
    if (!match || !name || !(FIELDS.has(name) || LIMITS.has(name))) words.push(token);
    else if (LIMITS.has(name) || match[3] === "") continue;
    else if (name === "patterntype")
      patternType = match[3]!.toLowerCase() === "regex" ? "regexp" : match[3]!.toLowerCase();
    else filters.push(`${match[1]}${name}:${name === "lang" || name === "case" ? match[3]!.toLowerCase() : match[3]}`);
  }
  return {filters: [...new Set(filters)].sort(), pattern: words.join(" "), patternType};
}

/** True when both ask the same. A query that does not name its pattern type fits either. */
export function isSameQuery(a: CanonicalQuery, b: CanonicalQuery): boolean {
  return (
    a.pattern === b.pattern &&
    a.filters.length === b.filters.length &&
    a.filters.every((filter, i) => filter === b.filters[i]) &&
    (a.patternType === b.patternType || !a.patternType || !b.patternType)
  );
}

/** Words of a query; white space inside quotes and /…/ belongs to its word. */
function tokens(query: string): string[] {
  const found = query.matchAll(
    /(?:-?[A-Za-z]+:)?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?<=^|\s|:)\/(?:[^/\\]|\\.)*\/(?=\s|$)|\\.|\S)+/g
  );
  return Array.from(found, ([token]) => token);
}
