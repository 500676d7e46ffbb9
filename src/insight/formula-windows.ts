/** Values that look back: at an earlier one, or at all within a length of time. */
import {TidemarkError} from "../error.ts";
import {addStep, parseStep, type Step} from "../time.ts";
import type {Formula} from "./formula.ts";
import {settle, worse} from "./formula-values.ts";
import type {ResultSeries, ValueStatus} from "./insight.ts";

/** The times of a series, and the text of the formula for messages. */
interface Looking {
  readonly times: Float64Array;
  readonly text: string;
}

/** Each value with an earlier one: that of the point before, or the last one at or before a length of time ago. */
export function since(
  series: ResultSeries,
  length: Formula | undefined,
  {times, text}: Looking,
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
export function averaged(series: ResultSeries, window: Formula | undefined, {times, text}: Looking): ResultSeries {
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

/** The length of time that a formula names. @throws TidemarkError "formula/length" where it names none. */
export function lengthOf(length: Formula | undefined, name: string, {text}: Pick<Looking, "text">): Step {
  const step = length?.type === "text" ? parseStep(length.value) : null;
  if (step) return step;
  const given = length?.type === "text" ? JSON.stringify(length.value) : "nothing";
  throw new TidemarkError(
    "formula/length",
    `${name}(…) wants a length of time such as "1 month" or "12 weeks"; it was given ${given} (${text}).`
  );
}
