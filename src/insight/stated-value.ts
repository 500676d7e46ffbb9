/** A value with what is known of it: the same words in charts, tables, tooltips and reports. */
import type {InsightResult, ValueStatus} from "./insight.ts";
import {readableValue} from "./unit.ts";

/** `text` is what stands in a cell; `words` says why it is no plain value, "" when it is one. */
export interface StatedValue {
  readonly text: string;
  readonly words: string;
}

/** What is not a plain value: `≥ 12` a lower bound, `≈ 12` computed from one, `–` unknown, nothing where no commit was. */
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
  if (status === "partial")
    return isComputed
      ? {text: `≈ ${text}`, words: "computed from incomplete counts"}
      : {text: `≥ ${text}`, words: "incomplete: a lower bound"};
  // shown as a number because the insight asks for it
  if (status === "unknown") return {text: `${text}?`, words: "unknown, shown as 0"};
  return {text, words: status === "absent" ? "no commit yet, shown as 0" : ""};
}

/** What the signs of a result's table mean: only those that are in it. */
export function signsOf({series, kind}: Pick<InsightResult, "series" | "kind">): string[] {
  const has = (status: ValueStatus, isKnown: boolean) =>
    series.some(({values, status: own}) =>
      own.some((word, i) => word === status && Number.isNaN(values[i]!) !== isKnown)
    );
  return [
    has("partial", true)
      ? kind === "formula"
        ? "≈ computed from incomplete counts"
        : "≥ incomplete, a lower bound"
      : "",
    has("unknown", false) ? "– unknown" : "",
    has("unknown", true) ? "0? unknown, shown as 0" : "",
    has("absent", false) ? "empty: no commit yet" : ""
  ].filter(Boolean);
}
