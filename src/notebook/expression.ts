/**
 * The small language of `${…}`: a name, a path (`totals.value`), a number or a text, or a call of a built-in. It is read
 * here and evaluated without JavaScript. What it cannot read is JavaScript, which runs (once it can) in the cell realm.
 */
import {TidemarkError} from "../error.ts";
import {BUILTINS, type BuiltinContext, builtin} from "./builtins.ts";
import {didYouMean} from "./names.ts";
import {type CellValue, type ExpressionValue, scalar, tableColumn} from "./value.ts";

export type Expression =
  | {readonly type: "literal"; readonly value: string | number}
  | {readonly type: "name"; readonly name: string; readonly path: readonly string[]}
  | {readonly type: "call"; readonly name: string; readonly args: readonly Expression[]};

/** The expression in a text, or null when it is not of the small language. */
export function parseExpression(text: string): Expression | null {
  const tokens = tokenize(text);
  if (!tokens) return null;
  const reader = {tokens, at: 0};
  const expression = readExpression(reader, 0);
  return expression && reader.at === tokens.length ? expression : null;
}

/** The names of cells an expression reads, each once. */
export function namesIn(expression: Expression): string[] {
  if (expression.type === "literal") return [];
  if (expression.type === "name") return [expression.name];
  return [...new Set(expression.args.flatMap(namesIn))];
}

/** The built-ins an expression calls that there are none of. */
export function unknownCalls(expression: Expression): string[] {
  if (expression.type !== "call") return [];
  return [...(builtin(expression.name) ? [] : [expression.name]), ...expression.args.flatMap(unknownCalls)];
}

/** @throws TidemarkError "expression/…" with what was expected and what was there. */
export function evaluate(
  expression: Expression,
  scope: ReadonlyMap<string, CellValue>,
  context: BuiltinContext
): ExpressionValue {
  if (expression.type === "literal")
    return scalar(typeof expression.value === "number" ? "number" : "text", expression.value);
  if (expression.type === "call") {
    const called = builtin(expression.name);
    if (!called) {
      const names = BUILTINS.map(({name}) => name);
      throw new TidemarkError(
        "expression/unknown",
        `There is no function ${expression.name}.${didYouMean(expression.name, names)} There are ${names.join(", ")}.`
      );
    }
    return called.call(
      expression.args.map((arg) => evaluate(arg, scope, context)),
      context
    );
  }
  const value = scope.get(expression.name);
  if (!value)
    throw new TidemarkError(
      "expression/unknown",
      `No cell gives a value called ${expression.name}.${didYouMean(expression.name, scope.keys())}`
    );
  const [column, ...more] = expression.path;
  if (column === undefined) return value;
  const path = [expression.name, ...expression.path].join(".");
  if (value.kind !== "table" || more.length)
    throw new TidemarkError("expression/shape", `${path}: only the columns of a table have names.`);
  return tableColumn(value.table, column, path);
}

interface Token {
  readonly type: "name" | "number" | "text" | "mark";
  readonly text: string;
}

function tokenize(text: string): Token[] | null {
  const tokens: Token[] = [];
  const pattern = /\s+|([A-Za-z_][A-Za-z0-9_]*)|(-?\d+(?:\.\d+)?)|"([^"\\]*)"|'([^'\\]*)'|([().,])/y;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) return null;
    const [, name, number, double, single, mark] = match;
    if (name !== undefined) tokens.push({type: "name", text: name});
    else if (number !== undefined) tokens.push({type: "number", text: number});
    else if (double !== undefined || single !== undefined) tokens.push({type: "text", text: (double ?? single)!});
    else if (mark !== undefined) tokens.push({type: "mark", text: mark});
  }
  return tokens;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

function readExpression(reader: Reader, depth: number): Expression | null {
  const token = reader.tokens[reader.at++];
  if (!token || depth > 20) return null;
  if (token.type === "number") return {type: "literal", value: Number(token.text)};
  if (token.type === "text") return {type: "literal", value: token.text};
  if (token.type !== "name") return null;
  if (accept(reader, "(")) {
    const args: Expression[] = [];
    if (accept(reader, ")")) return {type: "call", name: token.text, args};
    do {
      const arg = readExpression(reader, depth + 1);
      if (!arg) return null;
      args.push(arg);
    } while (accept(reader, ","));
    return accept(reader, ")") ? {type: "call", name: token.text, args} : null;
  }
  const path: string[] = [];
  while (accept(reader, ".")) {
    const part = reader.tokens[reader.at++];
    if (part?.type !== "name") return null;
    path.push(part.text);
  }
  return {type: "name", name: token.text, path};
}

function accept(reader: Reader, mark: string): boolean {
  const token = reader.tokens[reader.at];
  if (token?.type !== "mark" || token.text !== mark) return false;
  reader.at++;
  return true;
}

/** A piece of a text with `${…}` in it: the text itself, or the inside of one placeholder and where it stands. */
export type TemplatePiece =
  | {readonly text: string}
  | {readonly expression: string; readonly from: number; readonly to: number};

/** Takes a text apart at its `${…}`; braces and quotes inside are matched. `\${` is no placeholder and stays as it is. */
export function templatePieces(text: string): TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  let plain = "";
  for (let i = 0; i < text.length; i++) {
    if (text.startsWith("\\${", i)) {
      plain += "\\${";
      i += 2;
      continue;
    }
    const end = text.startsWith("${", i) ? placeholderEnd(text, i + 2) : -1;
    if (end < 0) {
      plain += text[i];
      continue;
    }
    if (plain) pieces.push({text: plain});
    plain = "";
    pieces.push({expression: text.slice(i + 2, end), from: i, to: end + 1});
    i = end;
  }
  if (plain) pieces.push({text: plain});
  return pieces;
}

/** Longer than this is no placeholder: an unclosed one must not make the reading quadratic. */
const LONGEST = 2000;

function placeholderEnd(text: string, start: number): number {
  let depth = 0;
  let quote = "";
  const end = Math.min(text.length, start + LONGEST);
  for (let i = start; i < end; i++) {
    const char = text[i]!;
    if (quote) {
      if (char === "\\") i++;
      else if (char === quote) quote = "";
    } else if (char === '"' || char === "'" || char === "`") quote = char;
    else if (char === "{") depth++;
    else if (char === "}" && depth-- === 0) return i;
  }
  return -1;
}
