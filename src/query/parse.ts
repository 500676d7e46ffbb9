/**
 * From the text of a query to its tree: alternatives (`or`) of conjunctions (`and`) of filters and patterns that stand
 * side by side. Source: Sourcegraph internal/search/query/parser.go.
 */
import type {Reading} from "../error.ts";
import {hoist, isGrouped} from "./hoist.ts";
import type {SearchType} from "./search-type.ts";
import {placeOf, type Token, tokenize} from "./token.ts";
import {type Filter, holds, join, type Node, type Pattern} from "./tree.ts";

/** Brackets nested deeper than this are refused. */
const DEEPEST = 100;

/** Why a query could not be read; `retry`: it may be readable when its brackets are text. */
class Unreadable {
  readonly text: string;
  readonly at: number;
  readonly retry: boolean;
  constructor(text: string, at: number, retry = false) {
    this.text = text;
    this.at = at;
    this.retry = retry;
  }
}

/** The tree of a query; null when it is empty or, with an error that has its place, cannot be read. Never throws. */
export function parseTree(text: string, type: SearchType): Reading<Node | null> {
  const first = attempt(text, type, true);
  if (!(first instanceof Unreadable)) return first;
  const second = first.retry ? attempt(text, type, false) : first;
  if (!(second instanceof Unreadable)) return second;
  return {value: null, messages: [{level: "error", text: first.text, place: placeOf(text, first.at)}]};
}

function attempt(text: string, type: SearchType, groups: boolean): Reading<Node | null> | Unreadable {
  const {value: tokens, messages} = tokenize(text, type, {groups});
  try {
    return {value: tokens.length ? treeOf(text, tokens, type) : null, messages};
  } catch (error) {
    if (error instanceof Unreadable) return error;
    throw error;
  }
}

function treeOf(text: string, tokens: readonly Token[], type: SearchType): Node | null {
  let next = 0;
  let depth = 0;

  function alternatives(): Node | null {
    const operands = [conjunction()];
    while (tokens[next]?.kind === "or") {
      next++;
      operands.push(conjunction());
    }
    return join("or", operands);
  }

  function conjunction(): Node | null {
    const operands = [sideBySide()];
    while (tokens[next]?.kind === "and") {
      next++;
      operands.push(sideBySide());
    }
    return join("and", operands);
  }

  function sideBySide(): Node | null {
    const nodes: (Node | null)[] = [];
    const from = tokens[next]?.from ?? text.length;
    for (; next < tokens.length; next++) {
      const token = tokens[next]!;
      if (token.kind === "filter") nodes.push(token);
      else if (token.kind === "pattern") nodes.push({...token, negated: false, content: false});
      else if (token.kind === "not") nodes.push(negation(token));
      else if (token.kind === "open") nodes.push(group(token));
      else break;
    }
    if (!nodes.length)
      throw new Unreadable(
        "Here something to search for is missing: an operator or a bracket stands alone.",
        from,
        true
      );
    return together(nodes.filter((node) => node !== null));
  }

  function group({from}: Token): Node | null {
    if (++depth > DEEPEST) throw new Unreadable(`These brackets are nested more than ${DEEPEST} deep.`, from);
    next++;
    const node = alternatives();
    if (tokens[next]?.kind !== "close") throw new Unreadable("This bracket is never closed.", from, true);
    depth--;
    return node;
  }

  function negation({from}: Token): Filter | Pattern {
    const token = tokens[++next];
    if (token?.kind === "filter" && !token.negated) return {...token, negated: true, from};
    if (token?.kind === "filter")
      throw new Unreadable(`NOT and - both stand before ${token.name}:. Remove one of them.`, from);
    if (token?.kind !== "pattern" || text[token.from] === "(")
      throw new Unreadable("NOT stands before one pattern or filter, not before brackets.", from);
    return {...token, negated: true, content: false, from};
  }

  const tree = alternatives();
  const left = tokens[next];
  if (left)
    throw new Unreadable('This bracket closes none. Write content:"…" around a pattern with brackets.', left.from);
  const hoisted = isGrouped(tokens) ? tree : hoist(tree);
  if ((type === "literal" || type === "standard") && isMixed(hoisted))
    throw new Unreadable(
      'Brackets with operators cannot stand beside other words in this pattern. Write content:"…" around text with brackets.',
      hoisted?.from ?? 0
    );
  return hoisted;
}

/** Filters come first, in their order; what holds patterns follows, in its order. */
function together(nodes: readonly Node[]): Node | null {
  const isPattern = (node: Node) => holds(node, "pattern");
  return join("and", [...nodes.filter((node) => !isPattern(node)), join("side-by-side", nodes.filter(isPattern))]);
}

function isMixed(node: Node | null): boolean {
  if (!node || !("operands" in node)) return false;
  const mixed = (operand: Node) => operand.kind === "and" || operand.kind === "or";
  return node.kind === "side-by-side" ? node.operands.some(mixed) : node.operands.some(isMixed);
}
