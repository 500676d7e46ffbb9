/** What a query means that mixes `or` with filters and has no brackets to say so. Source: Sourcegraph Hoist. */
import type {Token} from "./token.ts";
import {type Filter, isPurePattern, join, type Node} from "./tree.ts";

/** True when brackets say what the alternatives are: one opens after an `or`, or closes before one. */
export function isGrouped(tokens: readonly Token[]): boolean {
  const kinds = tokens.map(({kind}) => kind);
  const [firstOr, firstClose] = [kinds.indexOf("or"), kinds.indexOf("close")];
  return (
    (firstOr >= 0 && kinds.lastIndexOf("open") > firstOr) || (firstClose >= 0 && kinds.lastIndexOf("or") > firstClose)
  );
}

/**
 * `repo:a x or y` means `repo:a (x or y)`, also with filters at the end: those around a row of plain patterns hold for all.
 * Only a query that begins with a filter is read so. Source: Sourcegraph Hoist.
 */
export function hoist(node: Node | null): Node | null {
  if (node === null || (node.kind !== "and" && node.kind !== "or")) return node;
  const first = partition(node.operands[0]!);
  const last = partition(node.operands.at(-1)!);
  const inner = node.operands.slice(1, -1);
  if (!first?.filters.length || !last || !inner.every(isPurePattern)) return node;
  if (first.filters.some(({from}) => from > first.pattern.from)) return node;
  if (last.filters.some(({from}) => from < last.pattern.to)) return node;
  return join("and", [...first.filters, ...last.filters, join(node.kind, [first.pattern, ...inner, last.pattern])]);
}

/** A conjunction of filters and patterns, taken apart; null when it holds other things, or no pattern. */
function partition(node: Node): {filters: Filter[]; pattern: Node} | null {
  const operands = node.kind === "and" && !isPurePattern(node) ? node.operands : [node];
  const filters = operands.filter((operand) => operand.kind === "filter");
  const patterns = operands.filter((operand) => operand.kind !== "filter");
  const pattern = join("and", patterns);
  return pattern && patterns.every(isPurePattern) ? {filters, pattern} : null;
}
