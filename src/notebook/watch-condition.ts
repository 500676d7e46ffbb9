/** The condition of a watch rule, read: expressions of `${…}` joined by arithmetic, comparisons, and, or, not. */
import {TidemarkError} from "../error.ts";
import {type Expression, parseExpression} from "./expression.ts";

export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";

export type Condition =
  | {readonly type: "and" | "or"; readonly left: Condition; readonly right: Condition}
  | {readonly type: "not"; readonly of: Condition}
  | {readonly type: "compare"; readonly is: Comparison; readonly left: Term; readonly right: Term};

export type Term =
  | {readonly type: "number"; readonly value: number}
  | {readonly type: "leaf"; readonly expression: Expression; readonly text: string}
  | {readonly type: "sum"; readonly sign: "+" | "-" | "*" | "/"; readonly left: Term; readonly right: Term};

/** Longer conditions, and deeper ones, are no small rules. */
const LONGEST = 1000;
const DEEPEST = 40;

/**
 * The condition a text holds: `latest("1.21") = 0 and sum() > 10`.
 * @throws TidemarkError "watch/condition" with where it stopped and what was expected there.
 */
export function parseCondition(text: string): Condition {
  const reader = {text, at: 0, depth: 0};
  if (text.length > LONGEST) throw refused(reader, `at most ${LONGEST} characters`);
  const condition = either(reader);
  if (skip(reader) < text.length) throw refused(reader, "and, or, or the end");
  return condition;
}

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
}

function either(reader: Reader): Condition {
  let left = both(reader);
  while (word(reader, "or")) left = {type: "or", left, right: both(reader)};
  return left;
}

function both(reader: Reader): Condition {
  let left = negated(reader);
  while (word(reader, "and")) left = {type: "and", left, right: negated(reader)};
  return left;
}

function negated(reader: Reader): Condition {
  deeper(reader);
  if (word(reader, "not")) return {type: "not", of: negated(reader)};
  // a bracket may open a condition or a term: the one that reads on is meant
  const start = skip(reader);
  if (reader.text[start] === "(") {
    const depth = reader.depth;
    try {
      return comparison(reader);
    } catch {
      reader.at = start + 1;
      reader.depth = depth;
      const inner = either(reader);
      if (!mark(reader, ")")) throw refused(reader, "a closing bracket");
      return inner;
    }
  }
  return comparison(reader);
}

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  "==": "=",
  "=": "=",
  "!=": "!=",
  "<>": "!=",
  "≠": "!=",
  "<=": "<=",
  "≤": "<=",
  ">=": ">=",
  "≥": ">=",
  "<": "<",
  ">": ">"
};

function comparison(reader: Reader): Condition {
  const left = sum(reader);
  const [sign] = /^(?:==|!=|<>|<=|>=|[=<>≠≤≥])/.exec(reader.text.slice(skip(reader))) ?? [];
  if (!sign) throw refused(reader, "a comparison (=, !=, <, <=, >, >=)");
  reader.at += sign.length;
  return {type: "compare", is: COMPARISONS[sign]!, left, right: sum(reader)};
}

function sum(reader: Reader): Term {
  let left = product(reader);
  for (let sign = oneOf(reader, "+-"); sign; sign = oneOf(reader, "+-"))
    left = {type: "sum", sign: sign as "+" | "-", left, right: product(reader)};
  return left;
}

function product(reader: Reader): Term {
  let left = factor(reader);
  for (let sign = oneOf(reader, "*/"); sign; sign = oneOf(reader, "*/"))
    left = {type: "sum", sign: sign as "*" | "/", left, right: factor(reader)};
  return left;
}

function factor(reader: Reader): Term {
  deeper(reader);
  if (mark(reader, "-")) return {type: "sum", sign: "-", left: {type: "number", value: 0}, right: factor(reader)};
  if (mark(reader, "(")) {
    const inner = sum(reader);
    if (!mark(reader, ")")) throw refused(reader, "a closing bracket");
    return inner;
  }
  const rest = reader.text.slice(skip(reader));
  const [number, digits, percent] = /^(\d+(?:\.\d+)?)\s*(%)?/.exec(rest) ?? [];
  if (number !== undefined) {
    reader.at += number.length;
    return {type: "number", value: Number(digits) / (percent ? 100 : 1)};
  }
  const text = leafText(rest);
  const expression = text ? parseExpression(text) : null;
  if (!expression || expression.type === "literal") throw refused(reader, "a number or a call such as latest()");
  reader.at += text.length;
  return {type: "leaf", expression, text};
}

/** A name with a path, or a call up to its closing bracket. */
function leafText(rest: string): string {
  const [name = ""] = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/.exec(rest) ?? [];
  if (!name || rest[name.length] !== "(") return name;
  let depth = 0;
  let quote = "";
  for (let i = name.length; i < rest.length; i++) {
    const char = rest[i]!;
    if (quote) {
      if (char === quote) quote = "";
    } else if (char === '"' || char === "'") quote = char;
    else if (char === "(") depth++;
    else if (char === ")" && --depth === 0) return rest.slice(0, i + 1);
  }
  return "";
}

function skip(reader: Reader): number {
  while (/\s/.test(reader.text[reader.at] ?? "")) reader.at++;
  return reader.at;
}

function word(reader: Reader, wanted: string): boolean {
  const found = new RegExp(`^${wanted}(?!\\w)`, "i").test(reader.text.slice(skip(reader)));
  if (found) reader.at += wanted.length;
  return found;
}

function mark(reader: Reader, wanted: string): boolean {
  const found = reader.text[skip(reader)] === wanted;
  if (found) reader.at++;
  return found;
}

function oneOf(reader: Reader, marks: string): string {
  const char = reader.text[skip(reader)] ?? "";
  if (!char || !marks.includes(char)) return "";
  reader.at++;
  return char;
}

function deeper(reader: Reader): void {
  if (++reader.depth > DEEPEST) throw refused(reader, "a simpler condition");
}

function refused({text, at}: Reader, expected: string): TidemarkError {
  const rest = text.slice(at).trim();
  return new TidemarkError(
    "watch/condition",
    `The condition ${JSON.stringify(text.slice(0, 80))} should go on with ${expected}${rest ? `, but there is ${JSON.stringify(rest.slice(0, 30))}` : ", but it ends"}.`
  );
}
