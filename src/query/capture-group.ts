/** Capture groups in the text of a regular expression, and what becomes of them when one captured value is looked for. */
import {TidemarkError} from "../error.ts";
import {planOf} from "./plan.ts";
import {printPlan} from "./print.ts";
import {quoteRegex} from "./quote.ts";
import type {SearchType} from "./search-type.ts";
import {leaves, mapPatterns, type Pattern} from "./tree.ts";

/** A pair of brackets: the places of both, and the number of a capturing one; 0 for others. */
export interface Group {
  readonly start: number;
  readonly end: number;
  readonly capturing: boolean;
  readonly number: number;
}

/**
 * The groups of a regular expression that compiles, in the order in which they close. Named groups capture.
 * Source: Sourcegraph querybuilder findGroups; its named groups do not count as capturing.
 */
export function findGroups(pattern: string): Group[] {
  const groups: Group[] = [];
  const open: Omit<Group, "end">[] = [];
  let captures = 0;
  let set = -1; // where a [set] began
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i];
    if (char === "\\") i++;
    else if (set >= 0) {
      // a ] that comes first in a set is one of its characters
      if (char === "]" && i > set + 1 && pattern.slice(set, i) !== "[^") set = -1;
    } else if (char === "[") set = i;
    else if (char === "(") {
      const capturing = /^\((?!\?)|^\(\?P?<[A-Za-z_]/.test(pattern.slice(i, i + 5));
      open.push({start: i, capturing, number: capturing ? ++captures : 0});
    } else if (char === ")") {
      const group = open.pop();
      if (!group) return [];
      groups.push({...group, end: i});
    }
  }
  return groups.map(({start, end, capturing, number}) => ({start, end, capturing, number}));
}

/** A regular expression whose first capturing group finds just that text. Without such a group it stays as it is. */
export function replaceFirstGroup(pattern: string, value: string): string {
  const first = findGroups(pattern).find(({number}) => number === 1);
  if (!first) return pattern;
  return `${pattern.slice(0, first.start)}(?:${quoteRegex(value)})${pattern.slice(first.end + 1)}`;
}

/**
 * The one regular expression a query searches.
 * @throws TidemarkError "query/several-patterns", "query/no-regexp" when it is text or there is none, "query/invalid".
 */
export function onlyRegexp(query: string, type: SearchType): string {
  const patterns = planOf(query, type).flatMap(({pattern}) => [...leaves(pattern)] as Pattern[]);
  if (patterns.length > 1)
    throw new TidemarkError("query/several-patterns", "This needs a query with one pattern, without and, or and not.");
  if (!patterns[0]?.regexp)
    throw new TidemarkError("query/no-regexp", "This needs a query whose pattern is a regular expression.");
  return patterns[0].value;
}

/**
 * The query that finds one captured value: the first group of its expression becomes the value; an expression without any
 * group becomes it whole. @throws as onlyRegexp. Source: Sourcegraph querybuilder PatternReplacer.
 */
export function replaceCapture(query: string, value: string, type: SearchType): string {
  const expression = onlyRegexp(query, type);
  const replaced = findGroups(expression).length ? replaceFirstGroup(expression, value) : value;
  const plan = planOf(query, type).map(({filters, pattern}) => ({
    filters,
    pattern: pattern && mapPatterns(pattern, (leaf) => ({...leaf, value: replaced}))
  }));
  return printPlan(plan);
}
