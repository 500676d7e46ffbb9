/** The functions that `${…}` may call. Each describes itself; the docs and the completion list them. */
import {TidemarkError} from "../error.ts";
import type {InsightResult, ResultSeries} from "../insight/insight.ts";
import {SHARE} from "../insight/unit.ts";
import {addStep, parseStep} from "../time.ts";
import {columnValue, type ExpressionValue, type Scalar, scalar, seriesOf, singleValue} from "./value.ts";

export interface Builtin {
  readonly name: string;
  /** How it is called, and what it gives. */
  readonly usage: string;
  readonly help: string;
  /** `context` gives the newest time of the notebook's insights. */
  call(args: readonly ExpressionValue[], context: BuiltinContext): Scalar;
}

export interface BuiltinContext {
  /** The last time of any insight the calling cell can see; null when there is none. */
  readonly newest: number | null;
}

export const BUILTINS = [
  {
    name: "latest",
    usage: 'latest(insight, "series") · latest(table.column)',
    help: "The last known value.",
    call: (args) => edge(args, -1)
  },
  {
    name: "first",
    usage: 'first(insight, "series") · first(table.column)',
    help: "The first known value.",
    call: (args) => edge(args, 1)
  },
  {
    name: "change",
    usage: 'change(insight, "series") · change(table.column)',
    help: "The last known value less the first.",
    call: (args) =>
      scalar(edge(args, -1).type === "share" ? "share" : "number", minus(edge(args, -1).value, edge(args, 1).value))
  },
  {
    name: "percent",
    usage: "percent(share) · percent(part, whole)",
    help: "A share as per cent.",
    call: (args) => {
      const [part, whole] = args.map((arg) => numberOf(arg));
      if (args.length < 2) return scalar("share", part ?? null);
      return scalar("share", part === null || whole === null || !whole || part === undefined ? null : part / whole);
    }
  },
  {
    name: "share",
    usage: 'share(insight, "series")',
    help: "What part of all series of an insight one has, at the last time, as per cent.",
    call: ([insight, label]) => {
      const result = insightOf(insight, "share");
      const part = lastValue(seriesOf(result, labelOf(label)));
      const whole = result.series.reduce<number | null>((sum, series) => add(sum, lastValue(series)), 0);
      return scalar("share", part === null || !whole ? null : part / whole);
    }
  },
  {
    name: "sum",
    usage: "sum(insight) · sum(table.column)",
    help: "The last values of all series, or all values of a column, added up.",
    call: ([value]) => {
      if (value?.kind === "insight")
        return scalar(
          "number",
          value.result.series.reduce<number | null>((sum, series) => add(sum, lastValue(series)), 0)
        );
      if (value?.kind === "column") {
        let sum: number | null = 0;
        for (let row = 0; row < value.rows; row++) sum = add(sum, numberOf(columnValue(value.column, row)));
        return scalar("number", sum);
      }
      throw wrongArgument("sum", "an insight or a column");
    }
  },
  {
    name: "since",
    usage: 'since("3 months") · since(input)',
    help: "The time that long before the newest data; bound in SQL as a timestamp.",
    call: ([period], {newest}) => {
      const {value} = singleValue(period ?? scalar("text", null));
      const step = parseStep(String(value ?? ""));
      if (!step)
        throw new TidemarkError(
          "expression/argument",
          `since(…) wants a length of time such as 3 months or 12 weeks; it was given ${JSON.stringify(value)}.`
        );
      if (newest === null)
        throw new TidemarkError(
          "expression/argument",
          "since(…) counts back from the newest time of an insight, and this cell refers to none."
        );
      return scalar("time", addStep(newest, step, -1));
    }
  },
  {
    name: "as_of",
    usage: "as_of(insight)",
    help: "The last time of an insight.",
    call: ([insight]) => scalar("time", insightOf(insight, "as_of").times.at(-1) ?? null)
  }
] as const satisfies readonly Builtin[];

/** The function of that name, or undefined. */
export function builtin(name: string): Builtin | undefined {
  return BUILTINS.find((candidate) => candidate.name === name);
}

/** The first (1) or last (−1) known value of a series or column. */
function edge([value, label]: readonly ExpressionValue[], direction: 1 | -1): Scalar {
  if (value?.kind === "insight") {
    const series = seriesOf(value.result, labelOf(label));
    const known = Array.from(series.values).filter((number) => !Number.isNaN(number));
    return scalar(typeOf(value.result), (direction === 1 ? known[0] : known.at(-1)) ?? null);
  }
  if (value?.kind === "column") {
    for (let i = 0; i < value.rows; i++) {
      const found = columnValue(value.column, direction === 1 ? i : value.rows - 1 - i);
      if (found.value !== null) return found;
    }
    return scalar("number", null);
  }
  if (value?.kind === "scalar") return value;
  throw wrongArgument(direction === 1 ? "first" : "latest", "an insight or a column of a table");
}

/** Shares are read as per cent. */
function typeOf({unit}: InsightResult): Scalar["type"] {
  return unit === SHARE ? "share" : "number";
}

function lastValue({values}: ResultSeries): number | null {
  const last = values.at(-1);
  return last === undefined || Number.isNaN(last) ? null : last;
}

function insightOf(value: ExpressionValue | undefined, name: string): InsightResult {
  if (value?.kind === "insight") return value.result;
  throw wrongArgument(name, "an insight");
}

function labelOf(value: ExpressionValue | undefined): string | null {
  return value === undefined ? null : String(singleValue(value).value);
}

function numberOf(value: ExpressionValue): number | null {
  const {value: single} = value.kind === "insight" ? edge([value], -1) : singleValue(value);
  return typeof single === "number" ? single : null;
}

/** Unknown and anything is unknown. */
function add(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

function minus(a: Scalar["value"], b: Scalar["value"]): number | null {
  return typeof a === "number" && typeof b === "number" ? a - b : null;
}

function wrongArgument(name: string, wanted: string): TidemarkError {
  return new TidemarkError("expression/argument", `${name}(…) wants ${wanted} first.`);
}
