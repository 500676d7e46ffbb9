/**
 * When two search queries ask the same: same filters in any order, same pattern. Limits (`count:`, `timeout:`) do not
 * change what is asked.
 */
import {parseTree} from "./parse.ts";
import {alternativesOf} from "./plan.ts";
import {printFilter} from "./print.ts";
import {searchType} from "./search-type.ts";
import {type Token, tokenize} from "./token.ts";
import {type Filter, join, leaves, type Node} from "./tree.ts";

/** A query taken apart: filters by canonical name in a stable order, and the text that is searched. */
export interface CanonicalQuery {
  readonly filters: readonly string[];
  /** Alternatives with filters of their own stand in it whole, in a stable order. */
  readonly pattern: string;
  /** literal, regexp …; empty when the query does not say. */
  readonly patternType: string;
}

const LIMITS: ReadonlySet<string> = new Set(["count", "timeout"]);
const CASELESS: ReadonlySet<string> = new Set(["lang", "case"]);

/** Queries taken apart before: an insight's is compared with that of every series held, at each change of a filter. */
const known = new Map<string, CanonicalQuery>();
const MOST_KNOWN = 1000;

/** Takes a query apart. Never fails: what is no filter is pattern. */
export function canonicalQuery(query: string): CanonicalQuery {
  const before = known.get(query);
  if (before) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const canonical = takenApart(query);
  known.set(query, canonical);
  return canonical;
}

function takenApart(query: string): CanonicalQuery {
  // read as regexp: expressions and quotes stay whole, and all are kept as they are written
  const {value: read} = parseTree(query, "regexp");
  const tree = read ?? flat(tokenize(query, "regexp", {groups: false}).value);
  const patternType = patternTypeOf(tree);
  const plan = alternativesOf(asked(tree)) ?? [{filters: [], pattern: tree}];
  const alternatives = new Map<string, Pick<CanonicalQuery, "filters" | "pattern">>();
  for (const {filters, pattern} of plan) {
    const alternative = {filters: canonicalFilters(filters), pattern: textOf(pattern, query)};
    const text = [...alternative.filters, alternative.pattern].filter(Boolean).join(" ");
    alternatives.set(alternative.filters.length ? `(${text})` : text, alternative);
  }
  if (alternatives.size === 1) return {...[...alternatives.values()][0]!, patternType};
  return {filters: [], pattern: [...alternatives.keys()].sort().join(" OR "), patternType};
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

/** A query that cannot be read: its filters and its words, side by side. */
function flat(tokens: readonly Token[]): Node | null {
  const nodes = tokens.map((token): Node => {
    if (token.kind === "filter") return token;
    const {from, to} = token;
    return {kind: "pattern", value: "", regexp: false, quoted: false, negated: false, content: false, from, to};
  });
  const words = nodes.filter(({kind}) => kind === "pattern");
  return join("and", [...nodes.filter(({kind}) => kind === "filter"), join("side-by-side", words)]);
}

/** A tree without the filters that do not say what is asked. */
function asked(node: Node | null): Node | null {
  if (node === null || node.kind === "pattern") return node;
  if (node.kind === "filter") return node.field === "patterntype" || LIMITS.has(node.field) ? null : node;
  return join(node.kind, node.operands.map(asked));
}

function patternTypeOf(tree: Node | null): string {
  const named = [...leaves(tree)].filter((leaf) => leaf.kind === "filter" && leaf.field === "patterntype").at(-1);
  return named ? (searchType(named.value) ?? named.value.toLowerCase()) : "";
}

function canonicalFilters(filters: readonly Filter[]): string[] {
  const texts = filters.map((filter) => {
    const value = CASELESS.has(filter.field) ? filter.value.toLowerCase() : filter.value;
    return printFilter({...filter, name: filter.field, value, quoted: false});
  });
  return [...new Set(texts)].sort();
}

/** A pattern as it is written, but for white space between its words and the order of what `and` and `or` join. */
function textOf(node: Node | null, query: string): string {
  if (node === null) return "";
  // where alternatives are too many to tell apart, their filters stand in the pattern
  if (node.kind === "filter") return query.slice(node.from, node.to);
  if (node.kind === "pattern") {
    const written = query.slice(node.from, node.to);
    return node.negated ? `(NOT ${written.replace(/^not\s+/i, "")})` : written;
  }
  const operands = node.operands.map((operand) => textOf(operand, query));
  if (node.kind === "side-by-side") return operands.join(" ");
  const different = [...new Set(operands)].sort();
  return different.length === 1 ? different[0]! : `(${different.join(node.kind === "or" ? " OR " : " AND ")})`;
}
