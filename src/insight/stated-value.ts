/** A value with what is known of it: the same words in charts, tables, tooltips and reports. */
import type {InsightResult, ValueStatus} from "./insight.ts";
import {isUncertain} from "./series.ts";
import {readableValue} from "./unit.ts";

/** `text` is what stands in a cell; `words` says why it is no plain value, "" when it is one. */
export interface StatedValue {
  readonly text: string;
  readonly words: string;
}

/** What is not a plain value: `≥ 12` a lower bound, `≈ 12` incomplete or computed from what is, `–` unknown, nothing where no commit was. */
export function statedValue(
  value: number,
  status: ValueStatus,
  {unit, kind}: Pick<InsightResult, "unit" | "kind">
): StatedValue {
  const isComputed = kind === "formula";
  if (Number.isNaN(value))
    return status === "absent"
      ? {text: "", words: "no commit yet"}
      : {text: "–", words: isComputed ? "unknown" : "unknown: searched, no answer"};
  const text = readableValue(value, unit);
  if (isUncertain(status))
    return {
      text: `${isComputed ? "≈ " : boundSign(status)}${text}`,
      words: isComputed
        ? "computed from incomplete counts"
        : status === "partial"
          ? "incomplete: a lower bound"
          : "incomplete: a search gave no answer, its last count stands in"
    };
  // shown as a number because the insight asks for it
  if (status === "unknown") return {text: `${text}?`, words: "unknown, shown as 0"};
  return {text, words: status === "absent" ? "no commit yet, shown as 0" : ""};
}

/** What stands before a value that is not certain. */
export function boundSign(status: ValueStatus): string {
  return status === "partial" ? "≥ " : status === "incomplete" ? "≈ " : "";
}

/** What the signs of a result's table mean: only those that are in it. */
export function signsOf({series, kind}: Pick<InsightResult, "series" | "kind">): string[] {
  const has = (status: ValueStatus, isKnown: boolean) =>
    series.some(({values, status: own}) =>
      own.some((word, i) => word === status && Number.isNaN(values[i]!) !== isKnown)
    );
  return [
    kind === "formula" && (has("partial", true) || has("incomplete", true)) ? "≈ computed from incomplete counts" : "",
    kind !== "formula" && has("partial", true) ? "≥ incomplete, a lower bound" : "",
    kind !== "formula" && has("incomplete", true)
      ? "≈ incomplete: a search gave no answer, its last count stands in"
      : "",
    has("unknown", false) ? "– unknown" : "",
    has("unknown", true) ? "0? unknown, shown as 0" : "",
    has("absent", false) ? "empty: no commit yet" : ""
  ].filter(Boolean);
}
