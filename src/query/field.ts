/**
 * The filters of the search language: their names, their other names, and what may be written after the colon.
 * Source: Sourcegraph internal/search/query (fields, validate, predicate).
 */
import {isTidemarkError} from "../error.ts";
import {compileRegex} from "../regex.ts";
import {languageNamed, nearestLanguage} from "./languages.ts";
import {isSearchType} from "./search-type.ts";

/** A filter of the search language. `check` gives the end of a sentence that begins with the filter, or null. */
export interface QueryField {
  readonly aliases: readonly string[];
  /** True when it may stand only once in an alternative of the query. */
  readonly single: boolean;
  readonly negatable: boolean;
  check(value: string): string | null;
}

const FIELDS: Readonly<Record<string, QueryField>> = {
  repo: field({aliases: ["r"], negatable: true, check: (value) => isRegex(value.replace(/@.*$/s, ""))}),
  file: field({aliases: ["f", "path"], negatable: true, check: isRegex}),
  lang: field({aliases: ["l", "language"], negatable: true, check: isLanguage}),
  content: field({negatable: true}),
  type: field({}),
  select: field({single: true, check: isSelection}),
  case: field({single: true, check: (value) => isOneOf(value, BOOLEANS)}),
  patterntype: field({
    single: true,
    check: (value) => (isSearchType(value) ? null : "should be literal, regexp, standard, keyword or structural")
  }),
  fork: field({single: true, check: (value) => isOneOf(value, YES_NO_ONLY)}),
  archived: field({single: true, check: (value) => isOneOf(value, YES_NO_ONLY)}),
  index: field({single: true, check: (value) => isOneOf(value, YES_NO_ONLY)}),
  visibility: field({single: true}),
  context: field({single: true}),
  rev: field({aliases: ["revision"], single: true}),
  repohasfile: field({negatable: true, check: isRegex}),
  repohascommitafter: field({single: true}),
  author: field({negatable: true, check: isRegex}),
  committer: field({negatable: true, check: isRegex}),
  message: field({aliases: ["m", "msg"], negatable: true, check: isRegex}),
  before: field({aliases: ["until"]}),
  after: field({aliases: ["since"]}),
  count: field({single: true, check: isCount}),
  timeout: field({single: true, check: isDuration}),
  rule: field({single: true})
};

/** The functions a filter's value may be, such as repo:has.file(…). */
const PREDICATES: Readonly<Record<string, readonly string[]>> = {
  repo: [
    ...["contains", "contains.file", "contains.path", "contains.content", "contains.commit.after", "has", "has.file"],
    ...["has.path", "has.content", "has.commit.after", "has.description", "has.tag", "has.key", "has.meta", "has.topic"]
  ],
  file: ["contains.content", "has.content", "has.owner", "has.contributor"],
  rev: ["at.time"]
};

const CANONICAL: ReadonlyMap<string, string> = new Map(
  Object.entries(FIELDS).flatMap(([name, {aliases}]) => [name, ...aliases].map((word) => [word, name] as const))
);

const YES_NO = ["y", "yes", "n", "no", "1", "t", "true", "0", "f", "false"];
const BOOLEANS: ReadonlySet<string> = new Set(YES_NO);
const YES_NO_ONLY: ReadonlySet<string> = new Set([...YES_NO, "o", "only"]);

/** The name a filter's name stands for (`r` is repo, `Lang` is lang); null when it is none. */
export function fieldName(word: string): string | null {
  return CANONICAL.get(word.toLowerCase()) ?? null;
}

/** The filter of that name, which must be one. */
export function queryField(name: string): QueryField {
  return FIELDS[name]!;
}

/** True when a filter knows a function of that name: has.file of repo. */
export function isPredicate(field: string, name: string): boolean {
  return PREDICATES[field]?.includes(name) ?? false;
}

function field(given: Partial<QueryField>): QueryField {
  return {aliases: [], single: false, negatable: false, check: () => null, ...given};
}

function isRegex(value: string): string | null {
  try {
    compileRegex(value);
    return null;
  } catch (error) {
    if (isTidemarkError(error)) return `is no regular expression. ${error.message.replace(/\.$/, "")}`;
    throw error;
  }
}

function isLanguage(value: string): string | null {
  if (value === "" || languageNamed(value) !== null) return null;
  const near = nearestLanguage(value);
  return `is no language Linguist knows${near === null ? "" : `, the nearest is ${near}`}`;
}

function isOneOf(value: string, words: ReadonlySet<string>): string | null {
  return words.has(value.toLowerCase()) ? null : `should be yes${words.has("only") ? ", no or only" : " or no"}`;
}

function isCount(value: string): string | null {
  const number = /^\+?\d+$/.test(value) ? Number(value) : Number.NaN;
  return value.toLowerCase() === "all" || (number > 0 && number < 2 ** 31)
    ? null
    : "should be all or a positive number";
}

function isDuration(value: string): string | null {
  return /^(?:0|[+-]?(?:\d+(?:\.\d*)?(?:ns|us|µs|ms|s|m|h))+)$/.test(value) ? null : "should be a duration such as 2s";
}

const SYMBOLS = [
  ...["file", "module", "namespace", "package", "class", "method", "property", "field", "constructor", "enum"],
  ...["interface", "function", "variable", "constant", "string", "number", "boolean", "array", "object", "key"],
  ...["null", "enum-member", "struct", "event", "operator", "type-parameter"]
];

function isSelection(value: string): string | null {
  const known = /^(?:repo|content|file(?:\.(?:directory|path|owners))?|commit(?:\.diff(?:\.(?:added|removed))?)?)$/;
  const symbol = /^symbol(?:\.(.+))?$/s.exec(value);
  if (known.test(value) || (symbol && (symbol[1] === undefined || SYMBOLS.includes(symbol[1])))) return null;
  return "should be repo, file, content, symbol or commit, or a part of one such as commit.diff.added";
}
