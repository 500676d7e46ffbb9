/**
 * Watch rules: conditions on an insight's numbers, and what they came to. The grammar is that of `${…}` with arithmetic,
 * comparisons and `and or not`. A value that is a lower bound is a range without an upper end, one that is missing is
 * unknown; a comparison that they leave open is unknown too, never clear.
 */
import {isTidemarkError, messageOf, TidemarkError} from "../error.ts";
import type {InsightDefinition, InsightResult, ResultSeries} from "../insight/insight.ts";
import type {WatchRule} from "../insight/watch-rule.ts";
import {readableNumber} from "../number.ts";
import {addStep, parseStep, readableTime, stepText} from "../time.ts";
import {type Expression, evaluate} from "./expression.ts";
import {type CellValue, seriesOf, singleValue} from "./value.ts";
import {type Condition, parseCondition, type Term} from "./watch-condition.ts";

/** What a rule came to. */
export interface WatchOutcome {
  readonly rule: WatchRule;
  readonly state: "fires" | "clear" | "unknown";
  /** Why, as a sentence without its note. */
  readonly text: string;
}

/** What rules are judged by: the other cells they may name, and the time now; null in a report, which knows no now. */
export interface WatchContext {
  readonly scope: ReadonlyMap<string, CellValue>;
  readonly now: number | null;
}

/** The outcomes of an insight's rules, in their order. */
export function watchOutcomes(
  {watch}: Pick<InsightDefinition, "watch">,
  result: InsightResult,
  context: WatchContext
): WatchOutcome[] {
  return watch.map((rule) => ({rule, ...outcomeOf(rule, result, context)}));
}

function outcomeOf(rule: WatchRule, result: InsightResult, {scope, now}: WatchContext): Omit<WatchOutcome, "rule"> {
  const newest = result.times.at(-1);
  if (newest === undefined) return {state: "unknown", text: "There is no data in the window."};
  const data = Number.isNaN(result.source.newestSample) ? newest : result.source.newestSample;
  if (rule.fresh && now !== null && addStep(data, rule.fresh) < now)
    return {
      state: "unknown",
      text: `The data is old: its newest sample is of ${readableTime(data)}, and it should be no older than ${stepText(rule.fresh)}.`
    };
  const said: string[] = [];
  let holds: boolean | null;
  try {
    holds = judge(parseCondition(rule.when), {result, scope, said});
  } catch (error) {
    if (!isTidemarkError(error)) throw error;
    return {state: "unknown", text: messageOf(error)};
  }
  const facts = [...new Set(said)].join(", ");
  if (rule.by === null) {
    if (holds === null) return {state: "unknown", text: `It cannot be told: ${facts}.`};
    return holds
      ? {state: "fires", text: `It holds: ${facts}.`}
      : {state: "clear", text: `It does not hold: ${facts}.`};
  }
  const day = readableTime(rule.by);
  if (holds) return {state: "clear", text: `It holds, as it should by ${day}: ${facts}.`};
  if (newest >= rule.by)
    return holds === null
      ? {state: "unknown", text: `Whether it holds, as it should since ${day}, cannot be told: ${facts}.`}
      : {state: "fires", text: `It should hold since ${day} and does not: ${facts}.`};
  if (now !== null && now >= rule.by)
    return {
      state: "unknown",
      text: `It should hold since ${day}, but the data ends on ${readableTime(newest)}: ${facts}.`
    };
  return {state: "clear", text: `It has until ${day}: ${facts}.`};
}

/** What a value may be: anything from `low` to `high`; null is unknown altogether. */
type Range = {readonly low: number; readonly high: number} | null;

interface Judging {
  readonly result: InsightResult;
  readonly scope: ReadonlyMap<string, CellValue>;
  /** Collects what the calls gave, for the sentence. */
  readonly said: string[];
}

/** Whether a condition holds; null when what is known leaves it open. */
function judge(condition: Condition, judging: Judging): boolean | null {
  if (condition.type === "not") {
    const inner = judge(condition.of, judging);
    return inner === null ? null : !inner;
  }
  if (condition.type !== "compare") {
    const [left, right] = [judge(condition.left, judging), judge(condition.right, judging)];
    const decisive = condition.type === "or";
    if (left === decisive || right === decisive) return decisive;
    return left === null || right === null ? null : !decisive;
  }
  const [left, right] = [measure(condition.left, judging), measure(condition.right, judging)];
  if (!left || !right) return null;
  return compare(condition.is, left, right);
}

function compare(
  is: "=" | "!=" | "<" | "<=" | ">" | ">=",
  a: NonNullable<Range>,
  b: NonNullable<Range>
): boolean | null {
  if (is === "!=" || is === ">" || is === ">=") {
    const opposite = compare(is === "!=" ? "=" : is === ">" ? "<=" : "<", a, b);
    return opposite === null ? null : !opposite;
  }
  if (is === "=") {
    if (a.high < b.low || b.high < a.low) return false;
    return a.low === a.high && b.low === b.high ? true : null;
  }
  if (is === "<") return a.high < b.low ? true : a.low >= b.high ? false : null;
  return a.high <= b.low ? true : a.low > b.high ? false : null;
}

function measure(term: Term, judging: Judging): Range {
  if (term.type === "number") return exactly(term.value);
  if (term.type === "leaf") return leaf(term.expression, term.text, judging);
  const [a, b] = [measure(term.left, judging), measure(term.right, judging)];
  if (!a || !b) return null;
  if (term.sign === "+") return range(a.low + b.low, a.high + b.high);
  if (term.sign === "-") return range(a.low - b.high, a.high - b.low);
  if (term.sign === "/" && b.low <= 0 && b.high >= 0) return null;
  const combine = (x: number, y: number) => (term.sign === "*" ? (x === 0 || y === 0 ? 0 : x * y) : x / y);
  const ends = [combine(a.low, b.low), combine(a.low, b.high), combine(a.high, b.low), combine(a.high, b.high)];
  return range(Math.min(...ends), Math.max(...ends));
}

const exactly = (value: number): Range => ({low: value, high: value});

function range(low: number, high: number): Range {
  return Number.isNaN(low) || Number.isNaN(high) ? null : {low, high};
}

/** A call or a name. Calls whose first argument is no cell are about the insight the rule stands in. */
function leaf(expression: Expression, text: string, judging: Judging): Range {
  const measured = expression.type === "call" ? callOf(expression, judging) : single(expression, judging);
  judging.said.push(`${text} is ${words(measured)}`);
  return measured;
}

function words(value: Range): string {
  if (!value) return "unknown";
  if (value.low === value.high) return readableNumber(value.low, 4);
  if (value.high === Number.POSITIVE_INFINITY && value.low !== Number.NEGATIVE_INFINITY)
    return `at least ${readableNumber(value.low, 4)}`;
  if (value.low === Number.NEGATIVE_INFINITY && value.high !== Number.POSITIVE_INFINITY)
    return `at most ${readableNumber(value.high, 4)}`;
  return "not certain, as counts are incomplete";
}

function single(expression: Expression, {scope}: Judging): Range {
  const {value} = singleValue(evaluate(expression, scope, {newest: null}));
  return typeof value === "number" ? range(value, value) : null;
}

/** The functions of a rule, in words for the manual. */
export const WATCH_FUNCTIONS = [
  {usage: "latest()", help: "The value at the last time."},
  {usage: "first()", help: "The value at the first time that has one."},
  {usage: 'ago("3 months")', help: "The value that long before the last time."},
  {usage: 'change() · change("3 months")', help: "latest() less first(), or less ago(…)."},
  {usage: 'share("series")', help: "What part of all series one has at the last time, from 0 to 1."},
  {usage: "sum()", help: "The values of all series at the last time, added up."}
] as const;

const NAMES = ["latest", "first", "ago", "change", "share", "sum"];

function callOf(expression: Extract<Expression, {type: "call"}>, judging: Judging): Range {
  const [head, ...rest] = expression.args;
  const named = head?.type === "name" ? judging.scope.get(head.name) : null;
  if (named === undefined || (named && named.kind !== "insight") || !NAMES.includes(expression.name))
    return single(expression, judging);
  const result = named?.kind === "insight" ? named.result : judging.result;
  const words = (named ? rest : expression.args).map((arg) => (arg.type === "literal" ? String(arg.value) : ""));
  const {times} = result;
  const end = times.length - 1;
  if (expression.name === "sum") return total(result, end);
  // the last argument of these is a length of time, when it reads as one and names no series
  const period = ["ago", "change"].includes(expression.name) ? periodOf(words.at(-1), result.series) : null;
  const series = seriesOf(result, (period ? words.slice(0, -1) : words)[0] ?? null);
  const last = valueAt(series, end, result);
  if (expression.name === "latest") return last;
  if (expression.name === "share") {
    const all = total(result, end);
    // a lower bound says nothing of a share
    return last && all && last.low === last.high && all.low === all.high && all.low > 0
      ? exactly(last.low / all.low)
      : null;
  }
  let at = series.values.findIndex((value) => !Number.isNaN(value));
  if (period) {
    const wanted = addStep(times[end] ?? Number.NaN, period, -1);
    at = times.findLastIndex((time) => time <= wanted);
  } else if (expression.name === "ago")
    throw new TidemarkError("watch/argument", 'ago(…) wants a length of time last, such as ago("3 months").');
  const before = at < 0 ? null : valueAt(series, at, result);
  if (expression.name !== "change") return before;
  return last && before ? range(last.low - before.high, last.high - before.low) : null;
}

function periodOf(word: string | undefined, series: readonly ResultSeries[]) {
  return word === undefined || series.some(({label}) => label === word) ? null : parseStep(word);
}

/** A count that is a lower bound has no upper end; what is incomplete, or computed from such counts, may be anything. */
function valueAt({values, status}: ResultSeries, at: number, {kind}: Pick<InsightResult, "kind">): Range {
  const value = values[at];
  if (value === undefined || Number.isNaN(value)) return null;
  if (status[at] === "ok") return exactly(value);
  return status[at] === "partial" && kind !== "formula" ? range(value, Number.POSITIVE_INFINITY) : null;
}

function total(result: InsightResult, at: number): Range {
  return result.series.reduce<Range>((sum, one) => {
    const value = valueAt(one, at, result);
    return sum && value ? range(sum.low + value.low, sum.high + value.high) : null;
  }, exactly(0));
}
