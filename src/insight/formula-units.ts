/** The units of what formulas give: what may be added, and what a division makes. */
import {TidemarkError} from "../error.ts";
import type {Formula, FormulaSeries, Operator} from "./formula.ts";
import type {FormulaValues} from "./formula-values.ts";
import {PLAIN, SHARE} from "./unit.ts";

const ONE: Readonly<Record<string, string>> = {
  matches: "match",
  lines: "line",
  files: "file",
  repositories: "repository"
};

/** The unit of two parts under an operator. @throws TidemarkError "formula/unit" where what is added has two units. */
export function combinedUnit(by: Operator, left: FormulaValues, right: FormulaValues, text: string): string {
  const [a, b] = [left.unit, right.unit];
  if (by === "+" || by === "-") {
    if (left.constant) return b;
    if (right.constant || a === b) return a;
    if ([a, b].every((unit) => unit === SHARE || unit === PLAIN)) return PLAIN;
    throw new TidemarkError(
      "formula/unit",
      `${by === "+" ? `Adding ${words(a)} and ${words(b)}` : `Taking ${words(b)} from ${words(a)}`} gives a number of nothing (${text}). Count both in the same unit, or divide them.`
    );
  }
  if (right.constant || b === PLAIN) return a;
  if (by === "*") return left.constant || a === PLAIN ? b : b === SHARE ? a : a === SHARE ? b : `${a} × ${b}`;
  if (a === b && !left.constant) return a === SHARE ? PLAIN : SHARE;
  if (b === SHARE) return a;
  return `${a === PLAIN || left.constant ? "" : `${words(a)} `}per ${ONE[b] ?? b}`;
}

/** A unit in words. */
export function words(unit: string): string {
  return unit === SHARE ? "per cent" : unit === PLAIN ? "a plain number" : unit;
}

/** The one unit of all lines. @throws TidemarkError "formula/unit" where they have several. */
export function sharedUnit(
  parts: readonly {one: FormulaSeries; part: FormulaValues}[],
  asShare: boolean | null
): string {
  const units = [...new Set(parts.map(({part}) => part.unit))];
  if (asShare === true) return SHARE;
  const [unit = PLAIN, another] = asShare === false ? units.map((one) => (one === SHARE ? PLAIN : one)) : units;
  if (another === undefined || (asShare === false && another === unit)) return unit;
  throw new TidemarkError(
    "formula/unit",
    `These formulas give different things (${units.map(words).join(" and ")}), which cannot share a chart. Make an insight of each, or write as: number.`
  );
}

/** True when a formula multiplies by a literal 100. */
export function timesHundred(formula: Formula): boolean {
  if (formula.type === "operation")
    return (
      (formula.by === "*" &&
        [formula.left, formula.right].some((side) => side.type === "number" && side.value === 100)) ||
      timesHundred(formula.left) ||
      timesHundred(formula.right)
    );
  if (formula.type === "negative") return timesHundred(formula.of);
  return formula.type === "call" && formula.args.some(timesHundred);
}
