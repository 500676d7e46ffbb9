/** What a check of a notebook found: cells that failed, watch rules, and how old the data is. */
import type {CellState} from "../notebook/run.ts";
import {scopeOf} from "../notebook/scope.ts";
import {watchOutcomes} from "../notebook/watch.ts";

const DAY = 86_400_000;

/** A rule and what it came to. */
export interface CheckedRule {
  readonly insight: string;
  readonly title: string;
  readonly line: number;
  readonly when: string;
  readonly note: string;
  readonly state: "fires" | "clear" | "unknown";
  readonly text: string;
}

export interface CheckResult {
  /** The path of the notebook. */
  readonly notebook: string;
  readonly title: string;
  readonly cells: number;
  readonly failed: readonly {readonly cell: string; readonly line: number; readonly error: string}[];
  /** What came in incompletely. */
  readonly warnings: readonly {readonly cell: string; readonly line: number; readonly error: string}[];
  readonly rules: readonly CheckedRule[];
  /** The newest sample of any insight, epoch ms, and how many whole days ago that was; null without insights. */
  readonly newest: number | null;
  readonly days: number | null;
}

/** The rules of a notebook that ran, judged with the time now; and the age of its data. `tables` are those of its front matter. */
export function checkRules(
  states: readonly CellState[],
  tables: readonly CellState[],
  now: number
): Pick<CheckResult, "cells" | "rules" | "newest" | "days"> {
  const scope = scopeOf([...tables, ...states]);
  const rules: CheckedRule[] = [];
  let newest: number | null = null;
  for (const {cell, output} of states) {
    if (output?.type !== "chart" || output.of !== "insight") continue;
    const {definition, result} = output;
    const sample = result.source.newestSample;
    if (!Number.isNaN(sample)) newest = Math.max(newest ?? sample, sample);
    for (const {rule, state, text} of watchOutcomes(definition, result, {scope, now}))
      rules.push({
        insight: cell.id ?? "",
        title: result.title,
        line: cell.line,
        when: rule.when,
        note: rule.note,
        state,
        text
      });
  }
  // a cell without a result cannot judge its rules: it is among those that failed
  return {
    cells: states.filter(({cell}) => cell.kind !== "markdown").length,
    rules,
    newest,
    days: newest === null ? null : Math.max(0, Math.floor((now - newest) / DAY))
  };
}

/** True when the check is not passed: a rule fires or a cell fails; with `strict` also when a rule is unknown. */
export function isFailed({failed, rules}: CheckResult, strict: boolean): boolean {
  return failed.length > 0 || rules.some(({state}) => state === "fires" || (strict && state === "unknown"));
}
