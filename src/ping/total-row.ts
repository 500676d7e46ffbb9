/** A row of what a BE capture counted: numbers, and the words by which they are grouped. */
export type TotalRow = Readonly<Record<string, string | number>>;

/** The members a row can have: words of the mappings in upstream.ts, and numbers. */
const WORDS = ["insightType", "generation", "view", "presentation", "unit", "of"];
const NUMBERS = ["count", "grants", "days", "value", "avg", "min", "max", "median", "stdDev", "stdDevPopulation"];

/** True for a row whose members are known: short words and finite numbers, with no room for anything else. */
export function isTotalRow(value: unknown): value is TotalRow {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([name, member]) =>
    WORDS.includes(name)
      ? typeof member === "string" && /^[A-Za-z:_ -]{1,48}$/.test(member)
      : NUMBERS.includes(name) && Number.isFinite(member)
  );
}
