import {instant, isRecord, kindOf, list, Refusal} from "../fields.ts";

/** A date and what happened then, drawn on a time chart. Epoch ms. */
export interface Mark {
  readonly at: number;
  readonly text: string;
}

/** The field of an insight for marks of its own: `{at: 2025-03-01, text: CI moved}`. */
export const annotationsField = list<Mark>(
  "dates to point at on the chart",
  "a list of {at: 2025-03-01, text: what happened}",
  (item, index) => {
    if (!isRecord(item)) return new Refusal(`entry ${index + 1} is ${kindOf(item)}`);
    const unknown = Object.keys(item).find((name) => name !== "at" && name !== "text");
    if (unknown) return new Refusal(`entry ${index + 1} has "${unknown}"`);
    const at = instant("").read(item.at);
    if (typeof at !== "number") return new Refusal(`entry ${index + 1} has no date such as at: 2025-03-01`);
    const text = typeof item.text === "string" || typeof item.text === "number" ? String(item.text).trim() : "";
    return text ? {at, text} : new Refusal(`entry ${index + 1} has no text`);
  }
);
