/** What a value of a formula was computed from: the insights it names, at a time and at one before it. */
import {insightsIn, usesIn} from "./formula.ts";
import type {InsightDefinition, InsightResult} from "./insight.ts";
import {type StatedValue, statedValue} from "./stated-value.ts";

/** A series of an insight that a formula names; `before` is null where there is no time before. */
export interface FormulaPart {
  readonly id: string;
  readonly label: string;
  readonly value: StatedValue;
  readonly before: StatedValue | null;
}

/**
 * The series of the insights that an insight's formulas name, in the order they are named first. A value is the last one at
 * or before each time, as the formula took it. A name that is no insight, such as an input's, has no part. Where a formula
 * meets insights label by label, the parts of a line are those of its own label.
 */
export function formulaParts(
  {formulas = []}: Pick<InsightDefinition, "formulas">,
  resultOf: (id: string) => InsightResult | null,
  at: number,
  before: number | null,
  line: string | null = null
): FormulaPart[] {
  const uses = formulas.flatMap(({formula}) => usesIn(formula));
  const whole = new Set(uses.flatMap(({id, label, isAdded}) => (isAdded || label !== null ? [id] : [])));
  const ids = [...new Set(formulas.flatMap(({formula}) => insightsIn(formula)))];
  return ids.flatMap((id) => {
    const result = resultOf(id);
    if (!result) return [];
    const own = whole.has(id) ? [] : result.series.filter(({label}) => label === line);
    return (own.length ? own : result.series).map(({label, values, status}): FormulaPart => {
      const stated = (time: number) => {
        const place = result.times.findLastIndex((own) => own <= time);
        return statedValue(values[place] ?? Number.NaN, status[place] ?? "absent", result);
      };
      return {id, label, value: stated(at), before: before === null ? null : stated(before)};
    });
  });
}
