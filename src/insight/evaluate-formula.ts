/**
 * Formulas evaluated at some times. What is not known stays not known: a value is absent where a part of it is absent, else
 * unknown where a part is unknown or a divisor is 0, else incomplete where a part is incomplete. Nothing is ever divided to
 * infinity, and no gap is filled with 0.
 */
import {TidemarkError} from "../error.ts";
import {nearest} from "../fields.ts";
import {stepLength, stepText} from "../time.ts";
import type {Formula, Operator} from "./formula.ts";
import {onTimes} from "./formula-times.ts";
import {combinedUnit, words} from "./formula-units.ts";
import {added, constant, type FormulaValues, mapped, settle, worse} from "./formula-values.ts";
import {averaged, lengthOf, since} from "./formula-windows.ts";
import type {InsightResult, ResultSeries} from "./insight.ts";
import {SHARE} from "./unit.ts";

/** What a name in a formula may stand for: the result of an insight, or the number of an input. */
export type FormulaInput = InsightResult | number;

/** What a formula is evaluated with: its names, its times, its text for messages, and what readers should be told. */
export interface FormulaContext {
  readonly inputs: ReadonlyMap<string, FormulaInput>;
  readonly times: Float64Array;
  readonly text: string;
  readonly notes: Set<string>;
  zeroDivisors: number;
}

/**
 * The values of a formula.
 * @throws TidemarkError "formula/series" (no such series), "formula/unit" (lines and files added), "formula/length".
 */
export function evaluate(formula: Formula, context: FormulaContext): FormulaValues {
  switch (formula.type) {
    case "number":
      return constant(formula.value, context.times);
    case "text":
      throw new TidemarkError("formula/series", `A text alone has no value: ${JSON.stringify(formula.value)}.`);
    case "insight":
      return insightPart(formula.id, formula.label, context);
    case "negative":
      return mapped(evaluate(formula.of, context), (one) => ({...one, values: one.values.map((value) => -value)}));
    case "operation":
      return combined(formula.by, evaluate(formula.left, context), evaluate(formula.right, context), context);
    case "call":
      return called(formula, context);
  }
}

function insightPart(id: string, label: string | null, {inputs, times}: FormulaContext): FormulaValues {
  const input = inputs.get(id);
  if (input === undefined) throw new TidemarkError("formula/series", `No cell gives a value called ${id}.`);
  if (typeof input === "number") {
    if (label === null) return constant(input, times);
    throw new TidemarkError("formula/series", `${id} is a number and has no series ${JSON.stringify(label)}.`);
  }
  const carried = (one: ResultSeries) => onTimes(one, input.times, times);
  if (label === null)
    return {many: input.series.length !== 1, unit: input.unit, series: input.series.map(carried), constant: false};
  const found = input.series.find((one) => one.label === label);
  if (found) return {many: false, unit: input.unit, series: [carried(found)], constant: false};
  const labels = input.series.map((one) => one.label);
  const near = nearest(label, labels);
  throw new TidemarkError(
    "formula/series",
    `${id} has no series ${JSON.stringify(label)}.${near ? ` Did you mean ${JSON.stringify(near)}?` : ""} It has ${labels.map((one) => JSON.stringify(one)).join(", ") || "none"}.`
  );
}

/** Two parts, value by value: one with each of many, many with many of the same label. */
function combined(by: Operator, left: FormulaValues, right: FormulaValues, context: FormulaContext): FormulaValues {
  const unit = combinedUnit(by, left, right, context.text);
  const isConstant = left.constant && right.constant;
  const both = (a: ResultSeries, b: ResultSeries): ResultSeries => {
    const status = a.status.map((word, i) => worse(word, b.status[i]!));
    const values = a.values.map((value, i) => operate(by, value, b.values[i]!));
    if (by === "/")
      for (let i = 0; i < values.length; i++)
        if (b.values[i] === 0 && status[i] !== "unknown" && status[i] !== "absent") {
          status[i] = "unknown";
          context.zeroDivisors++;
        }
    const named = left.many ? a : right.many ? b : a;
    return {...named, ...settle(values, status)};
  };
  if (!left.many || !right.many) {
    const series = left.many
      ? left.series.map((a) => both(a, right.series[0]!))
      : right.series.map((b) => both(left.series[0]!, b));
    return {many: left.many || right.many, unit, series, constant: isConstant};
  }
  // what "Other" holds differs from insight to insight
  const matches = (a: ResultSeries, b: ResultSeries) => a.label === b.label && a.holds === 0 && b.holds === 0;
  const series = left.series.flatMap((a) => right.series.filter((b) => matches(a, b)).map((b) => both(a, b)));
  const alone = [left, right].flatMap(({series: own}) =>
    own.map(({label}) => label).filter((label) => !series.some((one) => one.label === label))
  );
  if (alone.length)
    context.notes.add(
      `Left out, because they stand in one insight only: ${listed([...new Set(alone)])} (${context.text}).`
    );
  return {many: true, unit, series, constant: false};
}

function operate(by: Operator, a: number, b: number): number {
  return by === "+" ? a + b : by === "-" ? a - b : by === "*" ? a * b : a / b;
}

function called({name, args}: Extract<Formula, {type: "call"}>, context: FormulaContext): FormulaValues {
  const part = evaluate(args[0]!, context);
  const second = args[1];
  switch (name) {
    case "sum":
      return added(part, context.times);
    case "share": {
      const [whole] = args;
      if (whole?.type !== "insight" || whole.label !== null || second?.type !== "text")
        throw new TidemarkError(
          "formula/series",
          `share(…) wants an insight and the label of a series (${context.text}).`
        );
      const one = insightPart(whole.id, second.value, context);
      return {...combined("/", one, added(part, context.times), context), unit: SHARE};
    }
    case "percent":
      return {...combined("/", part, evaluate(second!, context), context), unit: SHARE};
    case "difference":
      return mapped(part, (one) => since(one, second, context, (now, before) => now - before));
    case "growth":
      return mapped(
        part,
        (one) =>
          since(one, second, context, (now, before) => {
            if (before === 0) context.zeroDivisors++;
            return before === 0 ? Number.NaN : (now - before) / Math.abs(before);
          }),
        SHARE
      );
    case "rate": {
      const step = lengthOf(second, "rate", context);
      const unit = `${words(part.unit)} per ${step.value === 1 ? step.unit : stepText(step)}`;
      return mapped(
        part,
        (one) =>
          since(one, undefined, context, (now, before, elapsed) => ((now - before) / elapsed) * stepLength(step)),
        unit
      );
    }
    case "moving_average":
      return mapped(part, (one) => averaged(one, second, context));
  }
}

function listed(labels: readonly string[]): string {
  const shown = labels.slice(0, 5).map((label) => JSON.stringify(label));
  return labels.length > 5 ? `${shown.join(", ")} and ${labels.length - 5} more` : shown.join(", ");
}
