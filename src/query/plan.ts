/**
 * A query as what is run: alternatives, each with its filters and one pattern. `(repo:a or repo:b) x` are two, `repo:a (x
 * or y)` is one. Source: Sourcegraph internal/search/query BuildPlan and Pipeline.
 */
import {type Message, type Reading, TidemarkError} from "../error.ts";
import {faultsOf} from "./check.ts";
import {parseTree} from "./parse.ts";
import {joinPatterns} from "./pattern.ts";
import {type SearchType, searchType} from "./search-type.ts";
import {placeOf, tokenize} from "./token.ts";
import {type Filter, isPurePattern, join, type Node} from "./tree.ts";

/** One way to match a query: all filters, and the pattern when there is one. */
export interface Alternative {
  readonly filters: readonly Filter[];
  /** Patterns joined by `and` and `or`; no filter stands in it. */
  readonly pattern: Node | null;
}

/** At least one alternative; the empty query has one that holds nothing. */
export type Plan = readonly Alternative[];

/** More alternatives than this are refused: each bracket with an `or` multiplies them. */
const MOST = 1000;

/** `count:all` as a number, which every part of upstream understands. */
export const COUNT_ALL = "99999999";

/**
 * The plan of a query read as a search of that type; null, with errors and their places, when it cannot be run. Never
 * throws. The query's own `patterntype:` does not change how it is read: see `readQuery`.
 */
export function readPlan(text: string, type: SearchType): Reading<Plan | null> {
  const {value: tree, messages: said} = parseTree(text, type);
  const messages: Message[] = [...said];
  if (messages.length) return {value: null, messages};
  const plan = alternativesOf(tree && joinPatterns(normal(tree, type), type));
  if (!plan) return {value: null, messages: [{level: "error", text: `This query has more than ${MOST} alternatives.`}]};
  const faults = new Map(
    plan.flatMap((alternative) => faultsOf(alternative, type)).map((fault) => [fault.text, fault])
  );
  for (const {text: fault, at, field} of faults.values())
    messages.push({level: "error", text: fault, field, place: placeOf(text, at.from)});
  return {value: messages.length ? null : plan.map(withRevision), messages};
}

/** The search type of a query: what its last `patterntype:` says, else the one given. Words that name none do not count. */
export function detectSearchType(text: string, given: SearchType): SearchType {
  const named = tokenize(text, given).value.flatMap((token) =>
    token.kind === "filter" && token.field === "patterntype" ? (searchType(token.value) ?? []) : []
  );
  return named.at(-1) ?? given;
}

/** The plan of a query read as its own `patterntype:` says, else as `type`. As readPlan. */
export function readQuery(text: string, type: SearchType = "literal"): Reading<Plan | null> {
  return readPlan(text, detectSearchType(text, type));
}

/** The plan of a query. @throws TidemarkError "query/invalid" with what is wrong first, and its place. */
export function planOf(text: string, type: SearchType = "literal"): Plan {
  return required(readPlan(text, type), text);
}

/** The plan of a query read as its own `patterntype:` says. @throws TidemarkError "query/invalid" */
export function queryPlan(text: string, type: SearchType = "literal"): Plan {
  return required(readQuery(text, type), text);
}

function required({value, messages}: Reading<Plan | null>, text: string): Plan {
  if (value) return value;
  const [problem] = messages;
  throw new TidemarkError("query/invalid", problem!.text, {query: text, place: problem!.place});
}

/** `content:` is a pattern, `count:all` a number. */
function normal(node: Node, type: SearchType): Node {
  if ("operands" in node)
    return join(
      node.kind,
      node.operands.map((operand) => normal(operand, type))
    )!;
  if (node.kind === "pattern") return node;
  const {from, to, value, negated, quoted} = node;
  if (node.field === "content")
    return {kind: "pattern", value, negated, quoted, regexp: type === "regexp", content: true, from, to};
  return node.field === "count" && value.toLowerCase() === "all" ? {...node, value: COUNT_ALL} : node;
}

/** The alternatives of a tree; null when they are too many. Patterns with operators stay one pattern. */
export function alternativesOf(node: Node | null): Plan | null {
  if (node === null || node.kind === "pattern" || isPurePattern(node)) return [{filters: [], pattern: node}];
  if (node.kind === "filter") return [{filters: [node], pattern: null}];
  const operands = node.operands.map(alternativesOf);
  if (node.kind === "or") {
    const all = operands.some((operand) => operand === null) ? null : operands.flatMap((operand) => operand!);
    return all && all.length <= MOST ? all : null;
  }
  let rows: {filters: Filter[]; patterns: Node[]}[] = [{filters: [], patterns: []}];
  for (const operand of operands) {
    if (!operand || rows.length * operand.length > MOST) return null;
    // what holds for all is added in place: a long query of plain filters stays linear
    if (operand.length === 1) for (const row of rows) add(row, operand[0]!);
    else
      rows = rows.flatMap(({filters, patterns}) =>
        operand.map((more) => add({filters: [...filters], patterns: [...patterns]}, more))
      );
  }
  return rows.map(({filters, patterns}) => ({filters, pattern: join("and", patterns)}));
}

function add<Row extends {filters: Filter[]; patterns: Node[]}>(row: Row, {filters, pattern}: Alternative): Row {
  for (const filter of filters) row.filters.push(filter);
  if (pattern) row.patterns.push(pattern);
  return row;
}

/**
 * The value of `rev:` moves behind the `@` of the repositories it holds for, where any is named. A time stays: behind an `@` it
 * would be the names of branches, with `:` between them. Source: reference §4, the search at a point.
 */
function withRevision(alternative: Alternative): Alternative {
  const revision = alternative.filters.find(({field}) => field === "rev");
  const isNamed = ({field, negated, predicate}: Filter) => field === "repo" && !negated && !predicate;
  if (!revision || revision.predicate || !alternative.filters.some(isNamed)) return alternative;
  const filters = alternative.filters.filter((filter) => filter !== revision);
  return {
    ...alternative,
    filters: filters.map((filter) =>
      isNamed(filter) ? {...filter, value: `${filter.value}@${revision.value}`} : filter
    )
  };
}
