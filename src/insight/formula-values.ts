/** The values of a part of a formula, and what is known of values that are computed from others. */
import type {ResultSeries, ValueStatus} from "./insight.ts";
import {PLAIN} from "./unit.ts";

/** The series of a part of a formula: `many` stand for each series of an insight in turn. A number has no times. */
export interface FormulaValues {
  readonly many: boolean;
  readonly unit: string;
  readonly series: readonly ResultSeries[];
  /** Written in the formula, or chosen in an input: takes the unit of what it meets. */
  readonly constant: boolean;
}

/** A part with each of its series changed. */
export function mapped(
  part: FormulaValues,
  change: (series: ResultSeries) => ResultSeries,
  unit = part.unit
): FormulaValues {
  return {...part, unit, series: part.series.map(change)};
}

/** A number at any time. */
export function constant(value: number, times: Float64Array): FormulaValues {
  const status = Array.from(times, (): ValueStatus => "ok");
  const series = {label: "", holds: 0, values: new Float64Array(times.length).fill(value), status};
  return {many: false, unit: PLAIN, series: [series], constant: true};
}

const SEVERITY: readonly ValueStatus[] = ["ok", "partial", "incomplete", "unknown", "absent"];

/** The status of what is computed from both. */
export function worse(a: ValueStatus, b: ValueStatus): ValueStatus {
  return SEVERITY[Math.max(SEVERITY.indexOf(a), SEVERITY.indexOf(b))]!;
}

/** A value with its status: NaN where there is none, unknown where a number cannot be held. */
export function settle(values: Float64Array, status: ValueStatus[]): {values: Float64Array; status: ValueStatus[]} {
  for (let i = 0; i < values.length; i++) {
    if (status[i] === "absent" || status[i] === "unknown") values[i] = Number.NaN;
    else if (!Number.isFinite(values[i]!)) [values[i], status[i]] = [Number.NaN, "unknown"];
  }
  return {values, status};
}

/** All series of a part as one. What is not there yet, or no more, adds nothing; nothing is there where all are absent. */
export function added({series, ...part}: FormulaValues, times: Float64Array): FormulaValues {
  const values = new Float64Array(times.length);
  const status = Array.from(times, (_, i): ValueStatus => {
    const there = series.filter((one) => one.status[i] !== "absent");
    for (const one of there) values[i]! += one.values[i]!;
    return there.length ? there.map((one) => one.status[i]!).reduce(worse) : "absent";
  });
  return {...part, many: false, series: [{label: "", holds: 0, ...settle(values, status)}]};
}
