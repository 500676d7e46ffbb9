/** Watch rules as an author writes them; the notebook reads and evaluates their conditions. */
import {type Field, field, instant, isRecord, kindOf, Refusal, step} from "../fields.ts";
import type {Step} from "../time.ts";

/** A rule: without `by` it fires as soon as `when` holds; with `by` it fires when `when` does not hold by then. */
export interface WatchRule {
  readonly when: string;
  /** Epoch ms. */
  readonly by: number | null;
  /** Data older than this answers nothing; null: data of any age does. */
  readonly fresh: Step | null;
  readonly note: string;
}

/** The field `watch` of an insight: a list of `{when, by, fresh, note}`, or one of them. */
export const watchField: Field<readonly WatchRule[]> = field<readonly WatchRule[]>(
  "rules that fire when the numbers say so",
  "a list of rules such as {when: latest() > 100, note: too many}",
  {},
  [],
  (value) => {
    const rules: WatchRule[] = [];
    for (const [index, item] of (Array.isArray(value) ? value : [value]).entries()) {
      const rule = readRule(item);
      if (rule instanceof Refusal) return new Refusal(`rule ${index + 1}: ${rule.reason}`);
      rules.push(rule);
    }
    return rules;
  }
);

function readRule(value: unknown): WatchRule | Refusal {
  if (typeof value === "string") return {when: value, by: null, fresh: null, note: ""};
  if (!isRecord(value)) return new Refusal(`it is ${kindOf(value)}`);
  const unknown = Object.keys(value).find((name) => !["when", "by", "fresh", "note"].includes(name));
  if (unknown) return new Refusal(`it has "${unknown}"`);
  if (typeof value.when !== "string" || !value.when.trim())
    return new Refusal(`"when" should be a condition such as latest() > 100, but it is ${kindOf(value.when)}`);
  const by = value.by === undefined || value.by === null ? null : instant("").read(value.by);
  if (by instanceof Refusal) return new Refusal(`"by" should be a date such as 2026-12-31, but ${by.reason}`);
  const fresh = value.fresh === undefined || value.fresh === null ? null : step("").read(value.fresh);
  if (fresh instanceof Refusal) return new Refusal(`"fresh" should be a length such as 2 weeks, but ${fresh.reason}`);
  return {
    when: value.when,
    by,
    fresh,
    note: value.note === undefined || value.note === null ? "" : String(value.note)
  };
}
