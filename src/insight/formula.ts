/**
 * The language of formulas: numbers, the series of other insights, + − * /, brackets and a few functions.
 *
 *     modules["import … from"] / sum(modules)
 *
 * `modules` alone is the one series of that insight, or each of its series in turn. It is read here into plain data and
 * evaluated without JavaScript; what cannot be read says at which character, what was expected and what was there.
 */
import {nearest} from "../fields.ts";

/** A part of a formula and where it stands in its text: characters from 0. */
export type Formula =
  | {readonly type: "number"; readonly value: number; readonly at: number}
  | {readonly type: "text"; readonly value: string; readonly at: number}
  | {readonly type: "insight"; readonly id: string; readonly label: string | null; readonly at: number}
  | {readonly type: "negative"; readonly of: Formula; readonly at: number}
  | {
      readonly type: "operation";
      readonly by: Operator;
      readonly left: Formula;
      readonly right: Formula;
      readonly at: number;
    }
  | {readonly type: "call"; readonly name: FormulaFunctionName; readonly args: readonly Formula[]; readonly at: number};

export type Operator = "+" | "-" | "*" | "/";

/** A line of a formula insight: its label ("": none was given), its formula as it was written, and as it was read. */
export interface FormulaSeries {
  readonly label: string;
  readonly text: string;
  readonly formula: Formula;
  readonly color?: string;
}

/** A function of the language; `args` says what it is given, "?" marks what may be left out. */
export interface FormulaFunction {
  readonly name: string;
  readonly usage: string;
  readonly help: string;
  readonly args: readonly ("series" | "label" | "length" | "length?" | "length|points")[];
}

export const FORMULA_FUNCTIONS = [
  {name: "sum", usage: "sum(insight)", help: "All series added up.", args: ["series"]},
  {
    name: "share",
    usage: 'share(insight, "series")',
    help: "What part of all series one has, as per cent.",
    args: ["series", "label"]
  },
  {
    name: "percent",
    usage: "percent(part, whole)",
    help: "A part of a whole as per cent, whatever their units.",
    args: ["series", "series"]
  },
  {
    name: "difference",
    usage: 'difference(x) · difference(x, "1 year")',
    help: "The value less that of the point before, or that long before.",
    args: ["series", "length?"]
  },
  {
    name: "growth",
    usage: 'growth(x) · growth(x, "1 year")',
    help: "The difference as a part of the earlier value, as per cent.",
    args: ["series", "length?"]
  },
  {
    name: "rate",
    usage: 'rate(x, "1 month")',
    help: "How fast it changes between two points, counted for that length of time.",
    args: ["series", "length"]
  },
  {
    name: "moving_average",
    usage: 'moving_average(x, 4) · moving_average(x, "1 year")',
    help: "The mean of that many points, or of the points within that time, up to each.",
    args: ["series", "length|points"]
  }
] as const satisfies readonly FormulaFunction[];

export type FormulaFunctionName = (typeof FORMULA_FUNCTIONS)[number]["name"];

/** What cannot be read, as a sentence that names the place. */
export interface FormulaProblem {
  readonly problem: string;
}

/** Reads a formula. Longer ones than 2,000 characters, or nested deeper than 50, are refused. */
export function parseFormula(text: string): {readonly formula: Formula} | FormulaProblem {
  if (text.length > 2000) return {problem: `it has ${text.length} characters, and 2,000 are the most`};
  try {
    const reader = new Reader(text);
    const formula = sum(reader, 0);
    const rest = reader.peek();
    if (rest) throw new Unreadable(`an operator (+ − * /) or the end`, rest);
    return {formula};
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return {problem: error.sentence(text)};
  }
}

/** The ids of the insights (and inputs) a formula names, each once, in the order of the text. */
export function insightsIn(formula: Formula): string[] {
  switch (formula.type) {
    case "insight":
      return [formula.id];
    case "negative":
      return insightsIn(formula.of);
    case "operation":
      return [...new Set([...insightsIn(formula.left), ...insightsIn(formula.right)])];
    case "call":
      return [...new Set(formula.args.flatMap(insightsIn))];
    default:
      return [];
  }
}

/** A place in which a formula names an insight: by the label of a series, or among what `sum(…)` or `share(…)` adds up. */
export interface InsightUse {
  readonly id: string;
  readonly label: string | null;
  readonly isAdded: boolean;
}

/** The places in which a formula names insights, in their order. */
export function usesIn(formula: Formula, isAdded = false): InsightUse[] {
  switch (formula.type) {
    case "insight":
      return [{id: formula.id, label: formula.label, isAdded}];
    case "negative":
      return usesIn(formula.of, isAdded);
    case "operation":
      return [...usesIn(formula.left, isAdded), ...usesIn(formula.right, isAdded)];
    case "call":
      return formula.args.flatMap((arg) => usesIn(arg, isAdded || formula.name === "sum" || formula.name === "share"));
    default:
      return [];
  }
}

interface Token {
  readonly type: "name" | "number" | "text" | "mark";
  readonly text: string;
  readonly at: number;
}

class Unreadable {
  readonly expected: string;
  readonly found: Token | null;
  constructor(expected: string, found: Token | null) {
    this.expected = expected;
    this.found = found;
  }
  sentence(text: string): string {
    if (!this.found) return `at its end, ${this.expected} is expected`;
    const what =
      this.found.type === "text"
        ? JSON.stringify(this.found.text)
        : text.slice(this.found.at).split(/\s/, 1)[0]!.slice(0, 20);
    return `at character ${this.found.at + 1}, ${this.expected} is expected, but there is ${what}`;
  }
}

class Reader {
  private readonly tokens: Token[] = [];
  private next = 0;
  constructor(text: string) {
    // − × ÷ are what typists and word processors write for - * /
    const pattern =
      /\s+|([A-Za-z_][A-Za-z0-9_]*)|(\d+(?:\.\d+)?(?:e[+-]?\d+)?)|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([-+*/()[\],−–×÷])/y;
    while (pattern.lastIndex < text.length) {
      const at = pattern.lastIndex;
      const match = pattern.exec(text);
      if (!match)
        throw new Unreadable("a name, a number, a text in quotes or an operator", {type: "mark", text: text[at]!, at});
      const [, name, number, double, single, mark] = match;
      if (name !== undefined) this.tokens.push({type: "name", text: name, at});
      else if (number !== undefined) this.tokens.push({type: "number", text: number, at});
      else if (double !== undefined || single !== undefined)
        this.tokens.push({type: "text", text: (double ?? single)!.replace(/\\(.)/g, "$1"), at});
      else if (mark !== undefined) this.tokens.push({type: "mark", text: PLAIN_MARKS[mark] ?? mark, at});
    }
  }
  peek(): Token | null {
    return this.tokens[this.next] ?? null;
  }
  take(): Token | null {
    return this.tokens[this.next++] ?? null;
  }
  accept(...marks: string[]): Token | null {
    const token = this.peek();
    return token?.type === "mark" && marks.includes(token.text) ? this.take() : null;
  }
  expect(mark: string, words: string): void {
    if (!this.accept(mark)) throw new Unreadable(words, this.peek());
  }
}

const PLAIN_MARKS: Readonly<Record<string, string>> = {"−": "-", "–": "-", "×": "*", "÷": "/"};
const DEEPEST = 50;

function sum(reader: Reader, depth: number): Formula {
  let left = product(reader, depth);
  for (let token = reader.accept("+", "-"); token; token = reader.accept("+", "-"))
    left = {type: "operation", by: token.text as Operator, left, right: product(reader, depth), at: token.at};
  return left;
}

function product(reader: Reader, depth: number): Formula {
  let left = signed(reader, depth);
  for (let token = reader.accept("*", "/"); token; token = reader.accept("*", "/"))
    left = {type: "operation", by: token.text as Operator, left, right: signed(reader, depth), at: token.at};
  return left;
}

function signed(reader: Reader, depth: number): Formula {
  if (depth > DEEPEST) throw new Unreadable(`nothing nested deeper than ${DEEPEST}`, reader.peek());
  const minus = reader.accept("-");
  return minus ? {type: "negative", of: signed(reader, depth + 1), at: minus.at} : operand(reader, depth);
}

const OPERAND = 'a number, the id of an insight, a function or "("';

function operand(reader: Reader, depth: number): Formula {
  const token = reader.take();
  if (token?.type === "number") return {type: "number", value: Number(token.text), at: token.at};
  if (token?.type === "mark" && token.text === "(") {
    const inner = sum(reader, depth + 1);
    reader.expect(")", '")"');
    return inner;
  }
  if (token?.type !== "name") throw new Unreadable(OPERAND, token);
  if (reader.accept("(")) return call(reader, token, depth);
  if (!reader.accept("[")) return {type: "insight", id: token.text, label: null, at: token.at};
  const label = reader.take();
  if (label?.type !== "text") throw new Unreadable(`the label of a series of ${token.text} in quotes`, label);
  reader.expect("]", '"]"');
  return {type: "insight", id: token.text, label: label.text, at: token.at};
}

function call(reader: Reader, name: Token, depth: number): Formula {
  const found = FORMULA_FUNCTIONS.find((one) => one.name === name.text);
  if (!found) {
    const names = FORMULA_FUNCTIONS.map((one) => one.name);
    const near = nearest(name.text, names);
    throw new Unreadable(`a function (${names.join(", ")})${near ? `, perhaps ${near},` : ""}`, name);
  }
  const args: Formula[] = [];
  for (const [index, wanted] of (found.args as FormulaFunction["args"]).entries()) {
    if (wanted === "length?" && reader.peek()?.text === ")") break;
    if (index) reader.expect(",", `"," and more, as in ${found.usage},`);
    args.push(argument(reader, wanted, found.usage, depth));
  }
  reader.expect(")", `")", as in ${found.usage},`);
  return {type: "call", name: found.name, args, at: name.at};
}

function argument(reader: Reader, wanted: FormulaFunction["args"][number], usage: string, depth: number): Formula {
  if (wanted === "series") return sum(reader, depth + 1);
  const token = reader.take();
  if (token?.type === "text") return {type: "text", value: token.text, at: token.at};
  const isCount = token?.type === "number" && Number.isInteger(Number(token.text)) && Number(token.text) > 0;
  if (isCount && wanted === "length|points") return {type: "number", value: Number(token.text), at: token.at};
  const words = {
    label: "the label of a series in quotes",
    length: "a length of time in quotes",
    "length?": "a length of time in quotes",
    "length|points": "a whole number of points, or a length of time in quotes"
  }[wanted];
  throw new Unreadable(`${words}, as in ${usage},`, token);
}
