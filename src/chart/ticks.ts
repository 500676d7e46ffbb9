/** Round numbers on a value axis, and how they are written. */
import {SHARE} from "../insight/unit.ts";
import {percentText, readableNumber} from "../number.ts";

/** Round numbers from at or below `low` to at or above `high`, about `count` of them. */
export function niceTicks(low: number, high: number, count: number): number[] {
  if (high <= low) return [0, 1];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  // quarters of tens, and of shares; half a match is nothing to count by
  const factors = power === 1 ? [1, 2, 5, 10] : [1, 2, 2.5, 5, 10];
  const step = factors.map((factor) => factor * power).find((size) => size >= rough * 0.999)!;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  // multiples, not sums: 0.1 + 0.2 would draw a tick off the grid
  return Array.from({length: last - first + 1}, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** A tick in as few characters as all ticks allow: 1,200 or 1.2M; shares in per cent. */
export function tickText(value: number, ticks: readonly number[], unit: string): string {
  if (unit === SHARE)
    return percentText(value, ticks.every((tick) => Math.abs(tick * 100 - Math.round(tick * 100)) < 1e-9) ? 0 : 1);
  const largest = Math.max(...ticks.map(Math.abs));
  if (largest >= 1e9) return `${readableNumber(value / 1e9, 2)}${value ? "B" : ""}`;
  if (largest >= 1e6) return `${readableNumber(value / 1e6, 2)}${value ? "M" : ""}`;
  return readableNumber(value, largest < 0.1 ? 4 : largest < 10 ? 2 : 0);
}
