/**
 * A search query as what is asked of the files of one repository at one commit: which paths, and what in them. Only what
 * such files can answer: their content and their names. Patterns are searched in the content, line by line; names count
 * with type:path and where a query has no pattern.
 */
import {TidemarkError} from "../error.ts";
import {languageNamed} from "./languages.ts";
import {type Content, type FoundMatch, type LineMatcher, lineMatcher, textTest} from "./line-matcher.ts";
import {type Alternative, queryPlan} from "./plan.ts";
import {quoteRegex} from "./quote.ts";
import type {SearchType} from "./search-type.ts";
import {type Filter, leaves, type Node, type Pattern} from "./tree.ts";

/** What a file adds to a result. `matches` are the places in its content; a file found by its name has none. */
export interface FileFound {
  readonly lines: number;
  readonly matches: number;
  readonly places: readonly FoundMatch[];
}

/** What is found in a file, by the alternatives of the query that its path passes (a bit mask). */
export interface FileSearch {
  /** How many capture groups are recorded: those of the only expression, at most 3. */
  readonly groups: number;
  /** What one result is. */
  readonly counts: "matches" | "files" | "repositories";
  /** The bits of the alternatives that look at a repository; 0 when none does. */
  alternativesIn(repository: string): number;
  /** Those that look at a path, of some. */
  alternativesOf(path: string, among: number): number;
  /** True when the content has to be read for some alternatives. */
  needsContent(alternatives: number): boolean;
  /** What is found; null when nothing is. `content` is null where it need not be read. */
  find(alternatives: number, path: string, content: Content | null): FileFound | null;
}

/** Bits of a mask. */
const MOST_ALTERNATIVES = 30;
const MOST_GROUPS = 3;

/** Filters that do not change what is found in the files of a clone. */
const SAYS_NOTHING: ReadonlySet<string> = new Set([
  ...["patterntype", "case", "fork", "archived", "visibility", "index", "count", "timeout"]
]);

/** What a clone's files cannot answer, and what to do. */
const BEYOND: Readonly<Record<string, string>> = {
  author: "asks who wrote commits",
  committer: "asks who made commits",
  message: "asks for the messages of commits",
  before: "asks for commits in a span of time; sample times are the step and points of the insight",
  after: "asks for commits in a span of time; sample times are the step and points of the insight",
  rev: "asks for a revision; the history of HEAD is searched at each sample time",
  context: "names a search context of a server; choose the clones with --repos",
  repohasfile: "chooses repositories by their files; choose the clones with --repos",
  repohascommitafter: "chooses repositories by their commits; choose the clones with --repos",
  rule: "belongs to structural search"
};

/**
 * What a query asks of files. `languageOf` names the language of a path.
 * @throws TidemarkError "query/invalid"; "query/unsupported" with what the files of a clone cannot answer.
 */
export function fileSearch(query: string, type: SearchType, languageOf: (path: string) => string): FileSearch {
  const plan = queryPlan(query, type);
  if (plan.length > MOST_ALTERNATIVES)
    throw unsupported(query, `it has ${plan.length} alternatives; at most ${MOST_ALTERNATIVES} are searched at once`);
  const alternatives = plan.map((alternative) => compiled(alternative, query, languageOf));
  const selected = new Set(alternatives.map(({counts}) => counts));
  if (selected.size > 1) throw unsupported(query, "its alternatives count different things");
  const [only, ...others] = alternatives;
  const bits = (mask: number, test: (one: Compiled) => boolean) =>
    alternatives.reduce((sum, one, i) => ((mask >> i) & 1 && test(one) ? sum | (1 << i) : sum), 0);
  const all = 2 ** alternatives.length - 1;
  return {
    groups: others.length ? 0 : Math.min(MOST_GROUPS, only!.groups),
    counts: only!.counts,
    alternativesIn: (repository) => bits(all, ({inRepository}) => inRepository(repository)),
    alternativesOf: (path, among) => bits(among, ({hasPath}) => hasPath(path)),
    needsContent: (mask) => bits(mask, ({readsContent}) => readsContent) > 0,
    find(mask, path, content) {
      const found = alternatives.flatMap((one, i) => ((mask >> i) & 1 ? (one.find(path, content) ?? []) : []));
      return found.length ? together(found) : null;
    }
  };
}

/** Which paths a regular expression is searched in, by globs, and how many of its groups are recorded. */
export interface PatternOptions {
  readonly include: readonly string[];
  readonly exclude?: readonly string[];
  readonly ignoreCase?: boolean;
  readonly groups: number;
}

/** What one search of files by a regular expression asks, as lists of queries have it: globs of paths, case counts. */
export function patternSearch(
  pattern: string,
  {include, exclude = [], ignoreCase = false, groups}: PatternOptions
): FileSearch {
  const matcher = lineMatcher(pattern, ignoreCase);
  const [paths, others] = [include.map(globTest), exclude.map(globTest)];
  return {
    groups: Math.min(MOST_GROUPS, groups, matcher.groups),
    counts: "matches",
    alternativesIn: () => 1,
    alternativesOf: (path, among) =>
      (paths.length && !paths.some((test) => test(path))) || others.some((test) => test(path)) ? 0 : among,
    needsContent: () => true,
    find(_mask, _path, content) {
      const places = content ? matcher.find(content) : [];
      return places.length ? {lines: linesOf(places), matches: places.length, places} : null;
    }
  };
}

/** A glob of a path as git's pathspecs have it: `*` and `?` also stand for slashes, and a folder for all below it. */
function globTest(glob: string): (path: string) => boolean {
  if (/[[\]\\]|^:/.test(glob))
    throw new TidemarkError(
      "query/unsupported",
      `The path pattern ${JSON.stringify(glob)} has signs beside * and ?, which are not read here.`
    );
  const source = glob
    .replace(/[.+^${}()|]/g, "\\$&")
    .replace(/\*+/g, "[\\s\\S]*")
    .replaceAll("?", "[\\s\\S]");
  // V8's own: at most as many stars as were written, and a path is short
  const regex = new RegExp(`^${source}${/[*?]/.test(glob) ? "" : "(?:/|$)"}${/[*?]/.test(glob) ? "$" : ""}`);
  return (path) => regex.test(path);
}

interface Compiled {
  readonly groups: number;
  readonly counts: FileSearch["counts"];
  readonly readsContent: boolean;
  inRepository(repository: string): boolean;
  hasPath(path: string): boolean;
  find(path: string, content: Content | null): FileFound | null;
}

const NAMED: FileFound = {lines: 0, matches: 1, places: []};

function compiled({filters, pattern}: Alternative, query: string, languageOf: (path: string) => string): Compiled {
  const caseCounts = filters.some(({field, value}) => field === "case" && /^(?:y|yes|t|true|1)$/i.test(value));
  const kind = searchedKind(filters, query);
  const repositories: ((repository: string) => boolean)[] = [];
  const paths: ((path: string) => boolean)[] = [];
  for (const filter of filters) {
    const {field, name, value, negated} = filter;
    if (SAYS_NOTHING.has(field) || field === "type" || field === "select" || value === "") continue;
    if (field === "context" && value === "global") continue;
    if (filter.predicate) throw unsupported(query, `${name}:${value} is a function, which is not worked out here`);
    if (field === "repo") {
      if (value.includes("@"))
        throw unsupported(query, `${name}:${value} names a revision; the history of HEAD is searched`);
      repositories.push(test(value, true, negated));
    } else if (field === "file") paths.push(test(value, !caseCounts, negated));
    else if (field === "lang") {
      const language = languageNamed(value)?.toLowerCase() ?? "";
      paths.push((path) => (languageOf(path).toLowerCase() === language) !== negated);
    } else throw unsupported(query, `${name}: ${BEYOND[field] ?? "is not read here"}`);
  }
  const tree = pattern && content(pattern, query, !caseCounts);
  const byName = kind.what === "path" || !tree;
  return {
    groups: tree && !byName && pattern.kind === "pattern" && !pattern.negated ? tree.groups : 0,
    counts: kind.counts ?? (byName ? "files" : "matches"),
    readsContent: !byName,
    inRepository: (repository) => repositories.every((passes) => passes(repository)),
    hasPath: (path) =>
      paths.every((passes) => passes(path)) && (kind.what !== "path" || !pattern || nameFits(pattern, path)),
    find(_path, bytes) {
      if (byName) return NAMED;
      const places = bytes ? tree.find(bytes) : null;
      if (!places) return null;
      // what stands in none of its lines was found by what is not there
      return places.length ? {lines: linesOf(places), matches: places.length, places} : NAMED;
    }
  };

  function nameFits(node: Node, path: string): boolean {
    if (node.kind === "filter") return true;
    if ("operands" in node)
      return node.kind === "or"
        ? node.operands.some((one) => nameFits(one, path))
        : node.operands.every((one) => nameFits(one, path));
    return test(node.regexp ? node.value : quoteRegex(node.value), !caseCounts, node.negated)(path);
  }
}

const tests = new Map<string, (text: string) => boolean>();

function test(value: string, ignoreCase: boolean, negated: boolean): (text: string) => boolean {
  const source = ignoreCase ? `(?i:${value})` : value;
  const found = tests.get(source) ?? textTest(source);
  if (tests.size < 1000) tests.set(source, found);
  return (text) => found(text) !== negated;
}

/** What is searched (the content of files, or their names) and what of it counts. */
function searchedKind(
  filters: readonly Filter[],
  query: string
): {readonly what: "content" | "path"; readonly counts: FileSearch["counts"] | null} {
  const types = filters.filter(({field}) => field === "type").map(({value}) => value.toLowerCase());
  for (const type of types)
    if (type !== "file" && type !== "path")
      throw unsupported(
        query,
        `type:${type} looks at ${type === "symbol" ? "symbols" : type === "repo" ? "the names of repositories" : "commits"}; the content and names of files are searched`
      );
  const pattern = filters.find(({field}) => field === "patterntype")?.value.toLowerCase();
  if (pattern === "structural") throw unsupported(query, "patterntype:structural needs a parser of the language");
  const select = filters.find(({field}) => field === "select")?.value.toLowerCase();
  if (select !== undefined && select !== "file" && select !== "repo" && select !== "content")
    throw unsupported(query, `select:${select} is not worked out here; select:file and select:repo are`);
  return {
    what: types.length && types.every((type) => type === "path") ? "path" : "content",
    counts: select === "file" ? "files" : select === "repo" ? "repositories" : null
  };
}

/** A pattern tree compiled for content. `find` gives its places; null when the content does not satisfy it. */
interface ContentTree {
  readonly groups: number;
  find(content: Content): readonly FoundMatch[] | null;
}

function content(node: Node, query: string, ignoreCase: boolean): ContentTree {
  const matchers = new Map<Pattern, LineMatcher>();
  for (const leaf of leaves(node)) {
    if (leaf.kind !== "pattern") continue;
    if (leaf.value === "") throw unsupported(query, "a part of its pattern is empty");
    if (leaf.regexp ? wantsLineEnd(leaf.value) : leaf.value.includes("\n"))
      throw unsupported(query, "its pattern holds the end of a line (\\n); files are searched line by line");
    matchers.set(leaf, lineMatcher(leaf.regexp ? leaf.value : quoteRegex(leaf.value), ignoreCase));
  }
  const [only] = matchers.values();
  const find = (one: Node, content: Content): readonly FoundMatch[] | null => {
    if (one.kind === "filter") return [];
    if (one.kind === "pattern") {
      const places = matchers.get(one)!.find(content);
      return one.negated ? (places.length ? null : []) : places.length ? places : null;
    }
    const all: (readonly FoundMatch[])[] = [];
    for (const operand of one.operands) {
      const places = find(operand, content);
      if (places) all.push(places);
      else if (one.kind !== "or") return null;
    }
    return all.length ? apart(all.flat()) : null;
  };
  return {
    groups: matchers.size === 1 ? only!.groups : 0,
    find:
      matchers.size === 1 && node.kind === "pattern" && !node.negated
        ? (content) => {
            const places = only!.find(content);
            return places.length ? places : null;
          }
        : (content) => find(node, content)
  };
}

/** True for an expression that names the end of a line outside of a set. */
function wantsLineEnd(expression: string): boolean {
  return /(?<!\\)(?:\\\\)*(?:\\n|\n)/.test(expression.replace(/\[(?:\\.|[^\]\\])*\]/gs, ""));
}

/** Places in their order; of those that overlap, the first. */
function apart(places: readonly FoundMatch[]): FoundMatch[] {
  const sorted = [...places].sort((a, b) => a.line - b.line || a.column - b.column || a.endColumn - b.endColumn);
  const kept: FoundMatch[] = [];
  for (const place of sorted) {
    const last = kept.at(-1);
    if (!last || last.line !== place.line || last.endColumn <= place.column) kept.push(place);
  }
  return kept;
}

function together(found: readonly FileFound[]): FileFound {
  if (found.length === 1) return found[0]!;
  const places = apart(found.flatMap((one) => one.places));
  return places.length ? {lines: linesOf(places), matches: places.length, places} : found[0]!;
}

function linesOf(places: readonly FoundMatch[]): number {
  let count = 0;
  for (let i = 0; i < places.length; i++) if (i === 0 || places[i]!.line !== places[i - 1]!.line) count++;
  return count;
}

function unsupported(query: string, why: string): TidemarkError {
  return new TidemarkError("query/unsupported", `${JSON.stringify(query)} cannot be answered from a clone: ${why}.`, {
    query
  });
}
