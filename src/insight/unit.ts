/**
 * Units of results. Counts are counted in an InsightUnit; what a formula or an imported metric gives has a unit in words
 * (`lines per file`), or is a share: a part of 1 that readers see as per cent.
 */
import {percentText, readableNumber, signedNumber} from "../number.ts";

/** The unit of a part of 1. */
export const SHARE = "share";
/** The unit of a number without one: a ratio shown as it is. */
export const PLAIN = "";

const ONE: Readonly<Record<string, string>> = {
  matches: "match",
  lines: "line",
  files: "file",
  repositories: "repository",
  bytes: "byte",
  commits: "commit"
};

/** A value for readers, without its unit where that is in words: 1,234 or 12.3 %; – for unknown. */
export function readableValue(value: number | null, unit: string): string {
  return unit === SHARE ? percentText(value === null || Number.isNaN(value) ? null : value) : readableNumber(value);
}

/** A value with its unit: 1 match, 2 matches, 12.3 %. */
export function valueWithUnit(value: number, unit: string): string {
  const text = readableValue(value, unit);
  if (unit === SHARE || unit === PLAIN) return text;
  return `${text} ${value === 1 ? (ONE[unit] ?? unit) : unit}`;
}

/** A difference of two values: +12, −3, ±0; of shares in percentage points, which are no per cent: +1.2 points. */
export function readableChange(change: number | null, unit: string): string {
  if (unit !== SHARE) return signedNumber(change);
  if (change === null || Number.isNaN(change)) return "–";
  return `${signedNumber(change * 100, 1)} points`;
}

/** What is on an axis, for the line below a title: `matches`, `per cent`. */
export function unitWords(unit: string): string {
  return unit === SHARE ? "per cent" : unit === PLAIN ? "ratio" : unit;
}
