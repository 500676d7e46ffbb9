/**
 * A plan as the text of a query: filters first, the pattern last, alternatives as `(A OR B)`. Reading it again gives the
 * same plan, unless a bracket that closes none stands between quotes: the language counts brackets there too.
 * Source: Sourcegraph internal/search/query StringHuman.
 */
import {queryField} from "./field.ts";
import type {Alternative, Plan} from "./plan.ts";
import {quoted} from "./quote.ts";
import {scan} from "./scan.ts";
import {tokenize} from "./token.ts";
import type {Filter, Node, Pattern} from "./tree.ts";

/** The text of a plan. */
export function printPlan(plan: Plan): string {
  const texts = plan.map((alternative) => printAlternative(alternative, plan.length > 1));
  if (texts.length < 2) return texts[0] ?? "";
  const [first, last] = [plan[0]!, plan.at(-1)!];
  // without brackets of its own the first one's filters would be read as those of all
  const mistakable = first.filters.length && first.pattern && last.pattern && !last.filters.length;
  return `(${(mistakable ? [`(${texts[0]})`, ...texts.slice(1)] : texts).join(" OR ")})`;
}

function printAlternative({filters, pattern}: Alternative, inBrackets: boolean): string {
  const parts = filters.map(printFilter);
  return (pattern ? [...parts, printPattern(pattern, inBrackets)] : parts).join(" ");
}

/** A filter as it is written; another name of the field is kept where it has only one. */
export function printFilter({field, name, value, negated, quoted: wasQuoted, predicate}: Filter): string {
  const kept = queryField(field).aliases.length === 1 ? name : field;
  const plain = predicate || (!wasQuoted && isWhole(value));
  return `${negated ? "-" : ""}${kept}:${plain ? value : quoted(value, '"')}`;
}

/** A pattern, or patterns joined by operators in brackets. Expressions stand between slashes. */
export function printPattern(node: Node, inBrackets = false): string {
  if ("operands" in node) {
    const between = node.kind === "or" ? " OR " : " AND ";
    return `(${node.operands.map((operand) => printPattern(operand, true)).join(between)})`;
  }
  if (node.kind === "filter") return printFilter(node);
  const {negated, content} = node;
  if (content || !isPlain(node, inBrackets || negated)) return `${negated ? "-" : ""}content:${contentText(node)}`;
  const text = node.regexp ? quoted(node.value, "/") : node.quoted ? quoted(node.value, '"') : node.value;
  return negated ? `(NOT ${text})` : text;
}

function contentText({value, quoted: wasQuoted}: Pattern): string {
  return wasQuoted || !isWhole(value) ? quoted(value, '"') : value;
}

/** True when a value is read back whole without quotes. */
function isWhole(value: string): boolean {
  return !/^["']/.test(value) && !escapesNext(value) && scan(value).patternEnd(0) === value.length;
}

/** True for a text whose last backslash would belong to what is printed after it. */
function escapesNext(text: string): boolean {
  return /(?<!\\)(?:\\\\)*\\$/.test(text);
}

/** True for a pattern whose text is read back as that pattern: no word of it is a filter, an operator or an open bracket. */
function isPlain({value, regexp, quoted: wasQuoted}: Pattern, inBrackets: boolean): boolean {
  if (regexp || wasQuoted) return true;
  if (escapesNext(value) || scan(value).patternEnd(0) < 0) return false;
  if (inBrackets && !isWhole(`(${value})`)) return false;
  return tokenize(`x ${value} x`, "literal").value.every(({kind}) => kind === "pattern");
}
