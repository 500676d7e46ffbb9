/** A goal: a value that a series should reach, and by when. A chart draws it as a line, a report says how far it is. */
import {type Field, field, instant, isRecord, kindOf, Refusal} from "../fields.ts";
import type {ResultSeries} from "./insight.ts";

export interface Goal {
  /** The label of its series; null when the insight has only one. */
  readonly series: string | null;
  /** In the unit of the insight; of shares a part of 1, which is written 90 %. */
  readonly value: number;
  /** Epoch ms; null: no date. */
  readonly by: number | null;
}

/** The field `goal` of an insight: `{series: "1.22", value: 40, by: 2026-12-31}`. */
export const goalField: Field<Goal | null> = field<Goal | null>(
  "a value that a series should reach, and by when",
  "an object with value, and where needed series and by",
  {},
  null,
  (value) => {
    if (!isRecord(value)) return new Refusal(`it is ${kindOf(value)}`);
    const unknown = Object.keys(value).find((name) => !["series", "value", "by"].includes(name));
    if (unknown) return new Refusal(`it has "${unknown}"`);
    if (value.value === undefined || value.value === null) return new Refusal("it has no value");
    const number = goalValue(value.value);
    if (number === null) return new Refusal(`its value is ${kindOf(value.value)}, not a number such as 40 or 90 %`);
    const by = value.by === undefined || value.by === null ? null : instant("").read(value.by);
    if (by instanceof Refusal)
      return new Refusal(`its date "by" is ${kindOf(value.by)}, not a date such as 2026-12-31`);
    return {
      series: value.series === undefined || value.series === null ? null : String(value.series),
      value: number,
      by
    };
  }
);

/** A number, or a text such as `90 %`, which is 0.9. */
function goalValue(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  const match = typeof value === "string" ? /^\s*(-?\d+(?:\.\d+)?)\s*%\s*$/.exec(value) : null;
  return match ? Number(match[1]) / 100 : null;
}

/** The series a goal is about: the one it names, or the only one; null when there is none such. */
export function goalSeries({series: label}: Goal, series: readonly ResultSeries[]): ResultSeries | null {
  if (label !== null) return series.find((one) => one.label === label) ?? null;
  return series.length === 1 ? series[0]! : null;
}
