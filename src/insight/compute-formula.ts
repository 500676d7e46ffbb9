/**
 * Formulas evaluated over the results of other insights, on times that all of them cover. What is not known stays not
 * known: a value is absent where a part of it is absent, else unknown where a part is unknown or a divisor is 0, else
 * incomplete where a part is incomplete. Nothing is ever divided to infinity, and no gap is filled with 0.
 */
import {type Message, TidemarkError} from "../error.ts";
import {nearest} from "../fields.ts";
import {addStep, parseStep, readableTime, type Step, stepLength, stepText} from "../time.ts";
import {type Formula, type FormulaSeries, insightsIn, type Operator, usesIn} from "./formula.ts";
import type {InsightDefinition, InsightResult, ResultSeries, ResultSource, ValueStatus} from "./insight.ts";
import {insightTimes, type TimesAsked} from "./times.ts";
import {PLAIN, SHARE} from "./unit.ts";

/** What a name in a formula may stand for: the result of an insight, or the number of an input. */
export type FormulaInput = InsightResult | number;

/** The series of a part of a formula: `many` stand for each series of an insight in turn. A number has no times. */
interface Part {
  readonly many: boolean;
  readonly unit: string;
  readonly series: readonly ResultSeries[];
  /** Written in the formula, or chosen in an input: takes the unit of what it meets. */
  readonly constant: boolean;
}

interface Context {
  readonly inputs: ReadonlyMap<string, FormulaInput>;
  readonly times: Float64Array;
  readonly text: string;
  readonly notes: Set<string>;
  zeroDivisors: number;
}

/**
 * The result of a formula insight. `inputs` holds what its names stand for.
 * @throws TidemarkError "formula/series" (no such series), "formula/unit" (lines and files added), "formula/length".
 */
export function computeFormula(
  definition: Pick<InsightDefinition, "kind" | "title" | "formulas" | "asShare"> & TimesAsked,
  inputs: ReadonlyMap<string, FormulaInput>
): InsightResult {
  const formulas = definition.formulas ?? [];
  const used = [...new Set(formulas.flatMap(({formula}) => insightsIn(formula)))];
  const results = used.flatMap((id) => {
    const input = inputs.get(id);
    return typeof input === "object" ? [{id, result: input}] : [];
  });
  const notes = new Set<string>();
  const uses = formulas.flatMap(({formula}) => usesIn(formula));
  for (const {id, result} of results)
    if (result.hidden && uses.some((use) => use.id === id && use.isAdded))
      notes.add(`${id} leaves out ${result.hidden} of its series by display.limit: what is added up here lacks them.`);
  const samples = commonTimes(results, notes);
  const shown = insightTimes(definition, samples).filter((time) => time <= samples.at(-1)!);
  const grid = wholeGrid(definition, samples, shown);
  const parts = formulas.map((one) => {
    const context: Context = {inputs, times: grid, text: one.text, notes, zeroDivisors: 0};
    const part = evaluate(one.formula, context);
    if (context.zeroDivisors)
      notes.add(
        `${context.zeroDivisors} ${context.zeroDivisors === 1 ? "value is" : "values are"} unknown because the divisor is 0 there (${one.text}).`
      );
    return {one, part};
  });
  const unit = sharedUnit(parts, definition.asShare ?? null);
  if (unit === SHARE && formulas.some(({formula}) => timesHundred(formula)))
    notes.add("Shares are shown as per cent already; leave the 100 out of the formula, or write as: number.");
  const places = Array.from(shown, (time) => grid.indexOf(time));
  const series = parts.flatMap(({one, part}) =>
    part.series.map((own): ResultSeries => {
      const color = part.many ? own.color : one.color;
      return {
        label: labelOf(one, part, own, formulas.length),
        ...(color ? {color} : {}),
        holds: own.holds,
        values: Float64Array.from(places, (place) => own.values[place]!),
        status: places.map((place) => own.status[place]!)
      };
    })
  );
  return {
    kind: definition.kind,
    title: definition.title,
    form: "over-time",
    unit,
    times: shown,
    series,
    source: joinedSource(
      results,
      series.every(({status}) => status.at(-1) === "ok")
    ),
    notes: [
      ...(shown.length ? [] : ["There is no time that all insights of this formula cover."]),
      ...(shown.length && !series.length ? ["No label stands in all insights of this formula."] : []),
      ...notes
    ].map((text): Message => ({level: "warning", text}))
  };
}

/**
 * The times that are computed: those that are shown, and those of the same step before them, which a moving average at
 * the first shown point looks at.
 */
function wholeGrid(asked: TimesAsked, samples: Float64Array, shown: Float64Array): Float64Array {
  const everything = {display: {samples: null, retention: null, thin: null}, times: [], points: null};
  const whole =
    asked.step && samples.length ? insightTimes({...asked, ...everything, from: samples[0]!}, samples) : samples;
  const held = new Set(whole);
  return shown.every((time) => held.has(time)) ? whole : shown;
}

function labelOf({label, text}: FormulaSeries, {many}: Part, own: ResultSeries, count: number): string {
  if (!many) return label || text;
  return label && count > 1 ? `${label} · ${own.label}` : own.label;
}

/** All times of the insights within the window they all cover. */
function commonTimes(results: readonly {id: string; result: InsightResult}[], notes: Set<string>): Float64Array {
  const held = results.filter(({result}) => result.times.length);
  if (!held.length || held.length < results.length) return new Float64Array(0);
  const from = Math.max(...held.map(({result}) => result.times[0]!));
  const until = Math.min(...held.map(({result}) => result.times.at(-1)!));
  const ends = held.filter(({result}) => result.times.at(-1)! > until);
  if (ends.length) {
    const short = held.filter(({result}) => result.times.at(-1) === until).map(({id}) => id);
    notes.add(`This ends on ${readableTime(until)}, with the data of ${short.join(" and ")}.`);
  }
  const all = new Set(held.flatMap(({result}) => Array.from(result.times)));
  return Float64Array.from(all)
    .sort()
    .filter((time) => time >= from && time <= until);
}

function evaluate(formula: Formula, context: Context): Part {
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

function mapped(part: Part, change: (series: ResultSeries) => ResultSeries, unit = part.unit): Part {
  return {...part, unit, series: part.series.map(change)};
}

function constant(value: number, times: Float64Array): Part {
  const status = Array.from(times, (): ValueStatus => "ok");
  const series = {label: "", holds: 0, values: new Float64Array(times.length).fill(value), status};
  return {many: false, unit: PLAIN, series: [series], constant: true};
}

function insightPart(id: string, label: string | null, {inputs, times}: Context): Part {
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

/** A series at other times: the last value at or before each. */
function onTimes(series: ResultSeries, own: Float64Array, times: Float64Array): ResultSeries {
  const values = new Float64Array(times.length);
  const status: ValueStatus[] = [];
  for (let i = 0, at = -1; i < times.length; i++) {
    while (at + 1 < own.length && own[at + 1]! <= times[i]!) at++;
    values[i] = at < 0 ? Number.NaN : series.values[at]!;
    status.push(at < 0 ? "absent" : series.status[at]!);
  }
  return {...series, values, status};
}

const SEVERITY: readonly ValueStatus[] = ["ok", "partial", "incomplete", "unknown", "absent"];

/** The status of what is computed from both. */
function worse(a: ValueStatus, b: ValueStatus): ValueStatus {
  return SEVERITY[Math.max(SEVERITY.indexOf(a), SEVERITY.indexOf(b))]!;
}

/** A value with its status: NaN where there is none, unknown where a number cannot be held. */
function settle(values: Float64Array, status: ValueStatus[]): {values: Float64Array; status: ValueStatus[]} {
  for (let i = 0; i < values.length; i++) {
    if (status[i] === "absent" || status[i] === "unknown") values[i] = Number.NaN;
    else if (!Number.isFinite(values[i]!)) [values[i], status[i]] = [Number.NaN, "unknown"];
  }
  return {values, status};
}

/** Two parts, value by value: one with each of many, many with many of the same label. */
function combined(by: Operator, left: Part, right: Part, context: Context): Part {
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

const ONE: Readonly<Record<string, string>> = {
  matches: "match",
  lines: "line",
  files: "file",
  repositories: "repository"
};

function combinedUnit(by: Operator, left: Part, right: Part, text: string): string {
  const [a, b] = [left.unit, right.unit];
  if (by === "+" || by === "-") {
    if (left.constant) return b;
    if (right.constant || a === b) return a;
    if ([a, b].every((unit) => unit === SHARE || unit === PLAIN)) return PLAIN;
    throw new TidemarkError(
      "formula/unit",
      `${by === "+" ? `Adding ${words(a)} and ${words(b)}` : `Taking ${words(b)} from ${words(a)}`} gives a number of nothing (${text}). Count both in the same unit, or divide them.`
    );
  }
  if (right.constant || b === PLAIN) return a;
  if (by === "*") return left.constant || a === PLAIN ? b : b === SHARE ? a : a === SHARE ? b : `${a} × ${b}`;
  if (a === b && !left.constant) return a === SHARE ? PLAIN : SHARE;
  if (b === SHARE) return a;
  return `${a === PLAIN || left.constant ? "" : `${words(a)} `}per ${ONE[b] ?? b}`;
}

function words(unit: string): string {
  return unit === SHARE ? "per cent" : unit === PLAIN ? "a plain number" : unit;
}

function called({name, args}: Extract<Formula, {type: "call"}>, context: Context): Part {
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

/** All series of a part as one. What is not there yet, or no more, adds nothing; nothing is there where all are absent. */
function added({series, ...part}: Part, times: Float64Array): Part {
  const values = new Float64Array(times.length);
  const status = Array.from(times, (_, i): ValueStatus => {
    const there = series.filter((one) => one.status[i] !== "absent");
    for (const one of there) values[i]! += one.values[i]!;
    return there.length ? there.map((one) => one.status[i]!).reduce(worse) : "absent";
  });
  return {...part, many: false, series: [{label: "", holds: 0, ...settle(values, status)}]};
}

/** Each value with an earlier one: that of the point before, or the last one at or before a length of time ago. */
function since(
  series: ResultSeries,
  length: Formula | undefined,
  {times, text}: Context,
  compare: (now: number, before: number, elapsed: number) => number
): ResultSeries {
  const step = length ? lengthOf(length, "this", {text}) : null;
  const values = new Float64Array(times.length);
  const status: ValueStatus[] = [];
  for (let i = 0; i < times.length; i++) {
    let at = i - 1;
    if (step) {
      const then = addStep(times[i]!, step, -1);
      while (at >= 0 && times[at]! > then) at--;
    }
    status.push(at < 0 ? "absent" : worse(series.status[i]!, series.status[at]!));
    values[i] = at < 0 ? Number.NaN : compare(series.values[i]!, series.values[at]!, times[i]! - times[at]!);
  }
  return {...series, ...settle(values, status)};
}

/** The mean of the last points, or of those within a length of time; absent until that many, or that time, are there. */
function averaged(series: ResultSeries, window: Formula | undefined, {times, text}: Context): ResultSeries {
  const step = window?.type === "number" ? null : lengthOf(window, "moving_average", {text});
  const count = window?.type === "number" ? window.value : 0;
  const values = new Float64Array(times.length);
  const status: ValueStatus[] = [];
  for (let i = 0; i < times.length; i++) {
    let start = i - count + 1;
    if (step) {
      const then = addStep(times[i]!, step, -1);
      // the points after that time; the data must reach back to it
      start = i;
      while (start > 0 && times[start - 1]! > then) start--;
      if (start === 0) start = -1;
    }
    let [word, total]: [ValueStatus, number] = [start < 0 ? "absent" : "ok", 0];
    for (let at = Math.max(0, start); at <= i; at++) {
      word = worse(word, series.status[at]!);
      total += series.values[at]!;
    }
    status.push(word);
    values[i] = total / (i - start + 1);
  }
  return {...series, ...settle(values, status)};
}

function lengthOf(length: Formula | undefined, name: string, {text}: Pick<Context, "text">): Step {
  const step = length?.type === "text" ? parseStep(length.value) : null;
  if (step) return step;
  const given = length?.type === "text" ? JSON.stringify(length.value) : "nothing";
  throw new TidemarkError(
    "formula/length",
    `${name}(…) wants a length of time such as "1 month" or "12 weeks"; it was given ${given} (${text}).`
  );
}

/** The one unit of all lines. */
function sharedUnit(parts: readonly {one: FormulaSeries; part: Part}[], asShare: boolean | null): string {
  const units = [...new Set(parts.map(({part}) => part.unit))];
  if (asShare === true) return SHARE;
  const [unit = PLAIN, another] = asShare === false ? units.map((one) => (one === SHARE ? PLAIN : one)) : units;
  if (another === undefined || (asShare === false && another === unit)) return unit;
  throw new TidemarkError(
    "formula/unit",
    `These formulas give different things (${units.map(words).join(" and ")}), which cannot share a chart. Make an insight of each, or write as: number.`
  );
}

/** True when a formula multiplies by a literal 100. */
function timesHundred(formula: Formula): boolean {
  if (formula.type === "operation")
    return (
      (formula.by === "*" &&
        [formula.left, formula.right].some((side) => side.type === "number" && side.value === 100)) ||
      timesHundred(formula.left) ||
      timesHundred(formula.right)
    );
  if (formula.type === "negative") return timesHundred(formula.of);
  return formula.type === "call" && formula.args.some(timesHundred);
}

/**
 * Where the numbers come from: all that the insights come from; as old as the oldest of them. Incomplete counts at the last
 * point are no reason where none of the computed values there is made of one (`isWhole`).
 */
function joinedSource(results: readonly {id: string; result: InsightResult}[], isWhole: boolean): ResultSource {
  const sources = results.map(({result}) => result.source);
  const observed = sources.map(({observedAt}) => observedAt);
  const series = new Map(sources.flatMap((source) => source.series.map((one) => [one.series_id, one] as const)));
  const incomplete = sources.flatMap((source) => source.incomplete ?? []);
  const reasons = [
    ...new Set(
      results.flatMap(({id, result: {source}}) =>
        source.reasons
          .filter((reason) => !isWhole || !source.atLast?.includes(reason))
          .map((reason) => `${id}: ${reason}`)
      )
    )
  ];
  return {
    series: [...series.values()],
    repositories: Math.max(0, ...sources.map(({repositories}) => repositories)),
    segments: [...new Set(sources.flatMap(({segments}) => segments))].sort(),
    observedAt: observed.length && !observed.includes(null) ? Math.min(...(observed as number[])) : null,
    newestSample: sources.length ? Math.min(...sources.map(({newestSample}) => newestSample)) : Number.NaN,
    status: reasons.length ? "partial" : "complete",
    reasons,
    ...(incomplete.length ? {incomplete} : {})
  };
}

function listed(labels: readonly string[]): string {
  const shown = labels.slice(0, 5).map((label) => JSON.stringify(label));
  return labels.length > 5 ? `${shown.join(", ")} and ${labels.length - 5} more` : shown.join(", ");
}
