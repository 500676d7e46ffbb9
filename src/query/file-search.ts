/**
 * A search query as what is asked of the files of one repository at one commit: which paths, and what in them. Only what
 * such files can answer: their content and their names. Patterns are searched in the content, line by line unless they name
 * the end of a line; names count with type:path and where a query has no pattern.
 */
import {TidemarkError} from "../error.ts";
import {beyondClone, unsupported} from "./beyond-clone.ts";
import {apart, contentTree, linesOf} from "./content-tree.ts";
import {filePredicate, type RepositoryCondition} from "./file-predicate.ts";
import {languageNamed} from "./languages.ts";
import {type Content, type FoundMatch, lineMatcher, textTest} from "./line-matcher.ts";
import {type Alternative, queryPlan} from "./plan.ts";
import {quoteRegex} from "./quote.ts";
import type {SearchType} from "./search-type.ts";
import {namesLineEnd} from "./span-matcher.ts";
import type {Filter, Node} from "./tree.ts";

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
  /** What alternatives ask of the files a repository holds at a commit: repo:has.file(…) and its kin. */
  readonly conditions: readonly RepositoryCondition[];
  /** The bits of the alternatives that look at a repository; 0 when none does. */
  alternativesIn(repository: string): number;
  /** Those that look at a commit of it, of some: `holds` says of each condition by its place whether it holds, null: unknown. */
  alternativesAt(among: number, holds: (condition: number) => boolean | null): AlternativesAt;
  /** Those that look at a path, of some. */
  alternativesOf(path: string, among: number): number;
  /** True when the content has to be read for some alternatives. */
  needsContent(alternatives: number): boolean;
  /** True when what some alternatives find are places in the content, which stand on lines. */
  findsLines(alternatives: number): boolean;
  /** What is found; null when nothing is. `content` is null where it need not be read. */
  find(alternatives: number, path: string, content: Content | null): FileFound | null;
}

/** Which alternatives look at a commit, and which of the others might, would all of its files be known. */
export interface AlternativesAt {
  readonly mask: number;
  readonly undecided: number;
}

/** Bits of a mask. */
const MOST_ALTERNATIVES = 30;
const MOST_GROUPS = 3;

/** Filters that do not change what is found in the files of a clone. */
const SAYS_NOTHING: ReadonlySet<string> = new Set([
  ...["patterntype", "case", "fork", "archived", "visibility", "index", "count", "timeout"]
]);

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
  const conditions = [
    ...new Map(alternatives.flatMap((one) => one.conditions.map(({of}) => [of.name, of] as const))).values()
  ];
  return {
    groups: others.length ? 0 : Math.min(MOST_GROUPS, only!.groups),
    counts: only!.counts,
    conditions,
    alternativesAt(among, holds) {
      const stateOf = ({of, negated}: AskedCondition) => {
        const known = holds(conditions.findIndex(({name}) => name === of.name));
        return known === null ? null : known !== negated;
      };
      const states = alternatives.map((one) => one.conditions.map(stateOf));
      const mask = bits(among, (one) => states[alternatives.indexOf(one)]!.every((state) => state === true));
      const possible = bits(among, (one) => states[alternatives.indexOf(one)]!.every((state) => state !== false));
      return {mask, undecided: possible & ~mask};
    },
    alternativesIn: (repository) => bits(all, ({inRepository}) => inRepository(repository)),
    alternativesOf: (path, among) => bits(among, ({hasPath}) => hasPath(path)),
    needsContent: (mask) => bits(mask, ({readsContent}) => readsContent) > 0,
    findsLines: (mask) => bits(mask, ({findsLines}) => findsLines) > 0,
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
  if (namesLineEnd(pattern))
    throw unsupported(
      pattern,
      "it names the end of a line, and the expressions of a list are searched line by line; write a query instead"
    );
  const matcher = lineMatcher(pattern, ignoreCase);
  const [paths, others] = [include.map(globTest), exclude.map(globTest)];
  return {
    groups: Math.min(MOST_GROUPS, groups, matcher.groups),
    counts: "matches",
    conditions: [],
    alternativesIn: () => 1,
    alternativesAt: (mask) => ({mask, undecided: 0}),
    alternativesOf: (path, among) =>
      (paths.length && !paths.some((test) => test(path))) || others.some((test) => test(path)) ? 0 : among,
    needsContent: () => true,
    findsLines: () => true,
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

interface AskedCondition {
  readonly of: RepositoryCondition;
  readonly negated: boolean;
}

interface Compiled {
  readonly conditions: readonly AskedCondition[];
  readonly groups: number;
  readonly counts: FileSearch["counts"];
  readonly readsContent: boolean;
  readonly findsLines: boolean;
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
  const conditions: AskedCondition[] = [];
  const contents: ((content: Content) => boolean)[] = [];
  for (const filter of filters) {
    const {field, name, value, negated} = filter;
    if (SAYS_NOTHING.has(field) || field === "type" || field === "select" || value === "") continue;
    if (field === "context" && value === "global") continue;
    if (filter.predicate || field === "repohasfile") {
      const asked = filePredicate(filter, query, !caseCounts);
      if (asked.of === "repository") conditions.push({of: asked.condition, negated});
      else contents.push((content) => asked.hasContent(content) !== negated);
      continue;
    }
    if (field === "repo") {
      if (value.includes("@"))
        throw unsupported(query, `${name}:${value} names a revision; the history of HEAD is searched`);
      repositories.push(test(value, true, negated));
    } else if (field === "file") paths.push(test(value, !caseCounts, negated));
    else if (field === "lang") {
      const language = languageNamed(value)?.toLowerCase() ?? "";
      paths.push((path) => (languageOf(path).toLowerCase() === language) !== negated);
    } else throw unsupported(query, `${name}: ${beyondClone(field)}`);
  }
  const tree = pattern && contentTree(pattern, query, !caseCounts);
  const byName = kind.what === "path" || !tree;
  // where nothing is said of files, a repository is what is found
  const asksForFiles = kind.isSaid || paths.length > 0 || contents.length > 0;
  return {
    conditions,
    groups: tree && !byName && pattern.kind === "pattern" && !pattern.negated ? tree.groups : 0,
    counts: kind.counts ?? (!byName ? "matches" : asksForFiles ? "files" : "repositories"),
    readsContent: !byName || contents.length > 0,
    findsLines: !byName,
    inRepository: (repository) => repositories.every((passes) => passes(repository)),
    hasPath: (path) =>
      paths.every((passes) => passes(path)) && (kind.what !== "path" || !pattern || nameFits(pattern, path)),
    find(_path, bytes) {
      if (contents.length && !(bytes && contents.every((passes) => passes(bytes)))) return null;
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
): {readonly what: "content" | "path"; readonly isSaid: boolean; readonly counts: FileSearch["counts"] | null} {
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
    isSaid: types.length > 0,
    counts: select === "file" ? "files" : select === "repo" ? "repositories" : null
  };
}

function together(found: readonly FileFound[]): FileFound {
  if (found.length === 1) return found[0]!;
  const places = apart(found.flatMap((one) => one.places));
  return places.length ? {lines: linesOf(places), matches: places.length, places} : found[0]!;
}
