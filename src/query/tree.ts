/** A query as a tree: filters and patterns, joined by operators. */
import type {FilterToken, PatternToken, Span} from "./token.ts";

/** A filter of the query. `name` is how it was written; `negated` also when a NOT stands before it. */
export type Filter = Omit<FilterToken, "kind"> & {readonly kind: "filter"};

/** A piece of the pattern. `content`: written as the value of `content:`. */
export interface Pattern extends Omit<PatternToken, "kind"> {
  readonly kind: "pattern";
  readonly negated: boolean;
  readonly content: boolean;
}

/** `side-by-side` is what stands next to each other; what that means depends on the search type. */
export interface Operator extends Span {
  readonly kind: "and" | "or" | "side-by-side";
  readonly operands: readonly Node[];
}

export type Node = Filter | Pattern | Operator;

/**
 * The nodes joined by an operator, or null when there are none. One node stands for itself; operands that are the same
 * operator give theirs; filters without a value are none and are left out.
 */
export function join(kind: Operator["kind"], nodes: readonly (Node | null)[]): Node | null {
  const operands: Node[] = [];
  for (const node of nodes) {
    if (node === null || (node.kind === "filter" && node.value === "")) continue;
    if (node.kind !== kind) operands.push(node);
    else for (const operand of node.operands) operands.push(operand);
  }
  if (operands.length < 2) return operands[0] ?? null;
  let {from, to} = operands[0]!;
  for (const operand of operands) {
    if (operand.from < from) from = operand.from;
    if (operand.to > to) to = operand.to;
  }
  return {kind, operands, from, to};
}

/** The leaves of a tree, in order. */
export function* leaves(node: Node | null): Generator<Filter | Pattern> {
  if (node === null) return;
  if ("operands" in node) for (const operand of node.operands) yield* leaves(operand);
  else yield node;
}

/** True when a node of a kind stands in a tree. */
export function holds(node: Node, kind: Node["kind"]): boolean {
  return node.kind === kind || ("operands" in node && node.operands.some((operand) => holds(operand, kind)));
}

/** True when no filter stands in a tree. */
export function isPurePattern(node: Node): boolean {
  return !holds(node, "filter");
}

/** A tree with other patterns in the places of its own. */
export function mapPatterns(node: Node, change: (pattern: Pattern) => Node): Node {
  if (node.kind === "pattern") return change(node);
  if (node.kind === "filter") return node;
  return {...node, operands: node.operands.map((operand) => mapPatterns(operand, change))};
}
