/**
 * Vega's expressions without eval, as closures: a syntax tree is turned into functions once, where vega-interpreter walks it
 * anew, and makes a world for it anew, for each value. It means the same; what is not handled here (events, regular
 * expressions, objects, text and dates) is left to vega-interpreter. Source: vega-interpreter 2.3, interpret.js and expression.js.
 */
import {expressionInterpreter} from "vega-interpreter";

/** A node of a syntax tree of vega-expression. */
interface Node {
  readonly type: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly regex?: unknown;
  readonly computed?: boolean;
  readonly operator?: string;
  readonly object?: Node;
  readonly property?: Node;
  readonly callee?: Node;
  readonly arguments?: readonly Node[];
  readonly elements?: readonly Node[];
  readonly argument?: Node;
  readonly left?: Node;
  readonly right?: Node;
  readonly test?: Node;
  readonly consequent?: Node;
  readonly alternate?: Node;
}

type Call = (this: unknown, ...values: unknown[]) => unknown;
type Functions = Readonly<Record<string, Call | undefined>>;

/** What an expression may look at. */
interface Scope {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly datum: unknown;
  readonly item: unknown;
}

type Evaluate = (scope: Scope) => unknown;

/** Thrown for what is left to vega-interpreter. */
const NOT_HERE = new Error("not handled here");

/** Names that mean something else than a signal, beside those below. */
const OTHER_NAMES: ReadonlySet<string> = new Set([
  "event",
  ...["NaN", "E", "LN2", "LN10", "LOG2E", "LOG10E", "PI", "SQRT1_2", "SQRT2", "MIN_VALUE", "MAX_VALUE"]
]);

/** Functions that need an event. */
const OF_EVENTS: ReadonlySet<string> = new Set(["view", "item", "group", "xy", "x", "y"]);

/** Values that no member may give. */
const FORBIDDEN: ReadonlySet<unknown> = new Set<unknown>([
  Function,
  // biome-ignore lint/security/noGlobalEval: it is what must not be reached
  eval,
  ...["setTimeout", "setInterval", "setImmediate"].flatMap((name) =>
    name in globalThis ? [(globalThis as Record<string, unknown>)[name]] : []
  )
]);

const PLAIN: Functions = {
  isNaN: Number.isNaN as Call,
  isFinite: Number.isFinite as Call,
  abs: Math.abs as Call,
  ceil: Math.ceil as Call,
  floor: Math.floor as Call,
  round: Math.round as Call,
  sqrt: Math.sqrt as Call,
  pow: Math.pow as Call,
  exp: Math.exp as Call,
  log: Math.log as Call,
  max: Math.max as Call,
  min: Math.min as Call
};

// biome-ignore-start lint/suspicious/noDoubleEquals: the operators of the language
const BINARY: Readonly<Record<string, (a: never, b: never) => unknown>> = {
  "*": (a: number, b: number) => a * b,
  "+": (a: number, b: number) => a + b,
  "-": (a: number, b: number) => a - b,
  "/": (a: number, b: number) => a / b,
  "%": (a: number, b: number) => a % b,
  ">": (a: number, b: number) => a > b,
  "<": (a: number, b: number) => a < b,
  "<=": (a: number, b: number) => a <= b,
  ">=": (a: number, b: number) => a >= b,
  "==": (a, b) => a == b,
  "!=": (a, b) => a != b,
  "===": (a, b) => a === b,
  "!==": (a, b) => a !== b
};
// biome-ignore-end lint/suspicious/noDoubleEquals: the operators of the language

const UNARY: Readonly<Record<string, (a: never) => unknown>> = {
  "+": (a: number) => +a,
  "-": (a: number) => -a,
  "!": (a: unknown) => !a
};

function closure(node: Node, functions: Functions): Evaluate {
  const of = (one: Node | undefined): Evaluate => closure(one!, functions);
  switch (node.type) {
    case "Literal": {
      if (node.regex) throw NOT_HERE;
      const {value} = node;
      return () => value;
    }
    case "Identifier":
      return identifier(node.name!);
    case "MemberExpression":
      return member(of(node.object), node.computed ? of(node.property) : node.property!.name!);
    case "CallExpression":
      return call(node, functions);
    case "ArrayExpression": {
      const elements = node.elements!.map(of);
      return (scope) => elements.map((element) => element(scope));
    }
    case "BinaryExpression": {
      const operate = BINARY[node.operator!] as ((a: unknown, b: unknown) => unknown) | undefined;
      if (!operate) throw NOT_HERE;
      const [left, right] = [of(node.left), of(node.right)];
      return (scope) => operate(left(scope), right(scope));
    }
    case "UnaryExpression": {
      const operate = UNARY[node.operator!] as ((a: unknown) => unknown) | undefined;
      if (!operate) throw NOT_HERE;
      const argument = of(node.argument);
      return (scope) => operate(argument(scope));
    }
    case "ConditionalExpression":
      return choice(of(node.test), of(node.consequent), of(node.alternate));
    case "LogicalExpression": {
      const [left, right] = [of(node.left), of(node.right)];
      return node.operator === "&&" ? (scope) => left(scope) && right(scope) : (scope) => left(scope) || right(scope);
    }
    default:
      throw NOT_HERE;
  }
}

function identifier(name: string): Evaluate {
  if (name === "datum") return (scope) => scope.datum;
  if (name === "item") return (scope) => scope.item;
  if (OTHER_NAMES.has(name)) throw NOT_HERE;
  const parameter = `$${name}`;
  return (scope) => scope.parameters[parameter];
}

function member(object: Evaluate, property: Evaluate | string): Evaluate {
  const allowed = (value: unknown) => (typeof value === "function" && FORBIDDEN.has(value) ? undefined : value);
  if (typeof property === "string") return (scope) => allowed((object(scope) as Record<string, unknown>)[property]);
  return (scope) => allowed((object(scope) as Record<string, unknown>)[property(scope) as string]);
}

function choice(test: Evaluate, yes: Evaluate, no: Evaluate): Evaluate {
  return (scope) => (test(scope) ? yes(scope) : no(scope));
}

function call({callee, arguments: given}: Node, functions: Functions): Evaluate {
  // the functions of encoders have a second name
  const name = callee!.name!.replace(/^_/, "");
  const values = given!.map((one) => closure(one, functions));
  const [a, b, c] = values;
  if (name === "if") return choice(a!, b!, c!);
  const run = OF_EVENTS.has(name) ? undefined : (functions[name] ?? PLAIN[name]);
  if (typeof run !== "function") throw NOT_HERE;
  switch (values.length) {
    case 1:
      return (scope) => run.call(functions, a!(scope));
    case 2:
      return (scope) => run.call(functions, a!(scope), b!(scope));
    case 3:
      return (scope) => run.call(functions, a!(scope), b!(scope), c!(scope));
    default:
      return (scope) =>
        run.apply(
          functions,
          values.map((value) => value(scope))
        );
  }
}

/** The closure of a tree, or null where it is left to vega-interpreter. */
function compiled(node: Node, functions: Functions): Evaluate | null {
  try {
    return closure(node, functions);
  } catch (error) {
    if (error === NOT_HERE) return null;
    throw error;
  }
}

/** Where Vega puts an expression when it makes a dataflow. */
interface Context {
  readonly functions: Functions;
}

interface Expression {
  readonly ast: Node;
}

interface Encoding {
  readonly marktype: string;
  readonly channels: Readonly<Record<string, Expression>>;
}

type Item = Record<string, number | unknown> & {readonly datum?: unknown};
type Parameters = Scope["parameters"];

const interpreter = expressionInterpreter as {
  operator(context: Context, expression: Expression): (parameters: Parameters) => unknown;
  parameter(context: Context, expression: Expression): (datum: unknown, parameters: Parameters) => unknown;
  encode(context: Context, encoding: Encoding): (item: Item, parameters: Parameters) => number;
};

/** To be given to a View as `expr`, in the place of vega-interpreter's. */
export const closureInterpreter = {
  ...interpreter,
  operator(context: Context, expression: Expression) {
    const evaluate = compiled(expression.ast, context.functions);
    if (!evaluate) return interpreter.operator(context, expression);
    return (parameters: Parameters) => evaluate({parameters, datum: undefined, item: undefined});
  },
  parameter(context: Context, expression: Expression) {
    const evaluate = compiled(expression.ast, context.functions);
    if (!evaluate) return interpreter.parameter(context, expression);
    return (datum: unknown, parameters: Parameters) => evaluate({parameters, datum, item: undefined});
  },
  encode(context: Context, encoding: Encoding) {
    const {marktype, channels} = encoding;
    const own: [string, Evaluate][] = [];
    for (const name in channels) {
      const evaluate = compiled(channels[name]!.ast, context.functions);
      if (!evaluate) return interpreter.encode(context, encoding);
      own.push([name, evaluate]);
    }
    const swaps = marktype === "group" || marktype === "image" || marktype === "rect";
    const isPlaced = marktype !== "rule" && ["x2", "xc", "y2", "yc"].some((name) => name in channels);
    return (item: Item, parameters: Parameters) => {
      const scope: Scope = {parameters, datum: item.datum, item};
      let modified = 0;
      for (const [name, evaluate] of own) {
        const value = evaluate(scope);
        if (item[name] === value) continue;
        item[name] = value;
        modified = 1;
      }
      if (isPlaced) {
        place(item, channels, "x", "width", swaps);
        place(item, channels, "y", "height", swaps);
      }
      return modified;
    };
  }
};

/** Turns two ends, or a middle, into a start and a size. Source: vega-interpreter, adjust-spatial.js. */
function place(
  item: Item,
  channels: Encoding["channels"],
  start: "x" | "y",
  size: "width" | "height",
  swaps: boolean
): void {
  const numbers = item as Record<string, number>;
  const [end, middle] = [`${start}2`, `${start}c`];
  if (channels[end]) {
    if (channels[start]) {
      if (swaps && numbers[start]! > numbers[end]!) [numbers[start], numbers[end]] = [numbers[end]!, numbers[start]!];
      numbers[size] = numbers[end]! - numbers[start]!;
    } else numbers[start] = numbers[end]! - (numbers[size] || 0);
  }
  if (channels[middle]) numbers[start] = numbers[middle]! - (numbers[size] || 0) / 2;
}
