/** Counting captured values. */
import {compileRegex} from "../regex.ts";

/** Longer values are cut to this many bytes of UTF-8, and counted together when they are equal then. */
const LONGEST = 100;

/** A captured value as a label: at most 100 bytes of UTF-8, never half a character; otherwise untouched. */
export function captureLabel(value: string): string {
  if (value.length * 3 <= LONGEST) return value;
  let bytes = 0;
  let label = "";
  for (const char of value) {
    const code = char.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes > LONGEST) return label;
    label += char;
  }
  return label;
}

/**
 * How often each value was captured. Every group of a match is a value of its own; what captured nothing does not count.
 * Source: Sourcegraph insights compute_executor GroupByCaptureMatch.
 */
export function countCaptures(matches: Iterable<readonly (string | null)[]>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const groups of matches)
    for (const value of groups) {
      if (!value) continue;
      const label = captureLabel(value);
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  return counts;
}

/** How often a regular expression captures each value in texts. @throws TidemarkError "regex/invalid". */
export function capturedIn(pattern: string, texts: readonly string[]): Map<string, number> {
  const regex = compileRegex(pattern);
  return countCaptures(texts.flatMap((text) => regex.matchAll(text)));
}
