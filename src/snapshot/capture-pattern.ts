import {compileRegex} from "../regex.ts";

/** Finds what the groups of a pattern captured in the matches of a line. */
export interface CapturePattern {
  /** How many groups are recorded: 1 to 3, 0 when the pattern has none. */
  readonly groups: number;
  /** For each match of a line its captured values; null when the pattern does not match there. */
  captures(line: string, matches: readonly string[]): readonly (readonly (string | null)[] | null)[];
}

/** A longer line is not searched as a whole: its matches are looked at one by one. */
const LONGEST_LINE = 65_536;

/**
 * A pattern with capture groups, run again over lines that a tool found (RE2 syntax). Where it matches a line as often as
 * the tool did, its matches are the tool's; elsewhere it is run on each matched text alone.
 * @throws TidemarkError "regex/invalid".
 */
export function capturePattern(pattern: string): CapturePattern {
  const regex = compileRegex(pattern);
  const groups = Math.min(3, regex.groups);
  return {
    groups,
    captures(line, matches) {
      const inLine = line.length <= LONGEST_LINE ? regex.matchAll(line.replace(/\r?\n$/, "")) : [];
      return inLine.length === matches.length
        ? inLine.map((found) => found.slice(0, groups))
        : matches.map((text) => regex.matchAll(text.slice(0, LONGEST_LINE))[0]?.slice(0, groups) ?? null);
    }
  };
}
