/** What patterns that stand side by side mean: text with spaces, an expression with anything between, or each for itself. */
import {quoteRegex} from "./quote.ts";
import type {SearchType} from "./search-type.ts";
import {join, mapPatterns, type Node, type Pattern} from "./tree.ts";

/**
 * A tree without patterns side by side: in a literal or structural search they are one text with spaces, in a regexp
 * search one expression `(?:a).*?(?:b)`, in a standard search texts are one and expressions are each for themselves, in a
 * keyword search all are each for themselves. Source: Sourcegraph internal/search/query/transformer.go.
 */
export function joinPatterns(node: Node, type: SearchType): Node {
  const escaped = type === "regexp" ? mapPatterns(node, escapeBrackets) : node;
  return joined(escaped, type);
}

function joined(node: Node, type: SearchType): Node {
  if (!("operands" in node)) return node;
  if (node.kind !== "side-by-side")
    return join(
      node.kind,
      node.operands.map((operand) => joined(operand, type))
    )!;
  const parts: Node[] = [];
  let row: Pattern[] = [];
  const end = () => {
    if (row.length) parts.push(...rowOf(row, type));
    row = [];
  };
  for (const operand of node.operands) {
    if (operand.kind === "pattern" && !operand.negated) row.push(operand);
    else {
      end();
      parts.push(joined(operand, type));
    }
  }
  end();
  return join("and", parts)!;
}

function rowOf(row: readonly Pattern[], type: SearchType): readonly Pattern[] {
  if (row.length === 1 || type === "keyword") return row;
  const {from} = row[0]!;
  const {to} = row.at(-1)!;
  if (type === "regexp") {
    const parts = row.map(({value, regexp}) => `(?:${regexp ? value : quoteRegex(value)})`);
    return [{...row[0]!, value: parts.join(".*?"), regexp: true, quoted: false, from, to}];
  }
  const found: Pattern[] = [];
  for (const pattern of row) {
    const last = found.at(-1);
    if (!last || last.regexp || pattern.regexp) found.push(pattern);
    else found[found.length - 1] = {...last, value: `${last.value} ${pattern.value}`, to: pattern.to};
  }
  return found;
}

/** `()` finds nothing and a last `(` is a mistake: nobody means them as groups. */
function escapeBrackets(pattern: Pattern): Pattern {
  if (pattern.quoted) return pattern;
  return {
    ...pattern,
    value: pattern.value.replace(/\\.|\(\)|\($/gs, (found) =>
      found[0] === "\\" ? found : found.replace(/[()]/g, "\\$&")
    )
  };
}
