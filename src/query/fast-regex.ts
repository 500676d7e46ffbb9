/**
 * Whether V8's own engine may be used for an expression, which is a hundred times as fast as one written in JavaScript but
 * goes back over what it tried: only where that is bounded by a small power of the text's length, and where both engines
 * mean the same by construction: the expression is written anew from its tree, every set of characters spelled out.
 *
 * The bound: a loop over single characters whose set has nothing in common with what may follow is left at one place only;
 * one that has multiplies what follows by the length of the text. Loops over more than one character are left to RE2.
 */
import {isNullable, type Range, type RegexNode} from "./regex-tree.ts";

/** More steps than this for one text are not spent. */
const MOST_STEPS = 1e8;
/** More ways through the branches of an expression than this. */
const MOST_WAYS = 1024;

/** An expression for V8 (flags `gu`), and the longest text it may be run on. */
export interface FastRegex {
  readonly source: string;
  readonly longest: number;
}

/**
 * The expression of a tree for V8; null when its time has no bound that is small enough, or its groups would differ. With
 * `isSpan` it is for text of several lines: `^` and `$` stand at the ends of each.
 */
export function fastRegex(tree: RegexNode, isSpan = false): FastRegex | null {
  const ways = {count: 1};
  const cost = costOf(tree, END, ways, isSpan);
  if (!cost || ways.count > MOST_WAYS) return null;
  const power = cost.power + (isAnchored(tree) && !isSpan ? 0 : 1);
  return {
    source: sourceOf(tree, isSpan ? SPAN_ASSERTS : ASSERTS),
    longest: Math.floor(MOST_STEPS ** (1 / Math.max(1, power)))
  };
}

/** What matching from here on costs, as a power of the length, and which characters may come first. */
interface Cost {
  readonly power: number;
  readonly first: readonly Range[];
}

const END: Cost = {power: 0, first: []};

function costOf(node: RegexNode, next: Cost, ways: {count: number}, isSpan: boolean): Cost | null {
  switch (node.kind) {
    case "chars":
      return {power: next.power, first: node.ranges};
    case "assert":
      return node.what === "end" && !isSpan ? {power: next.power, first: []} : next;
    case "group":
      return costOf(node.of, next, ways, isSpan);
    case "concat": {
      let cost: Cost | null = next;
      for (let i = node.of.length - 1; cost && i >= 0; i--) cost = costOf(node.of[i]!, cost, ways, isSpan);
      return cost;
    }
    case "or": {
      ways.count *= node.of.length;
      const all = node.of.map((one) => costOf(one, next, ways, isSpan));
      return all.every((cost) => cost !== null) ? either(all as Cost[]) : null;
    }
    case "repeat": {
      const {of, min, max} = node;
      if (max === 1) {
        // V8 takes no empty turn of an optional group, RE2 does: what the group holds then differs
        if (min === 0 && isNullable(of)) return null;
        if (min === 0) ways.count *= 2;
        const once = costOf(of, next, ways, isSpan);
        return once && min === 0 ? either([once, next]) : once;
      }
      if (of.kind !== "chars") return null;
      if (min === max) return {power: next.power, first: min ? of.ranges : next.first};
      const shares = meets(of.ranges, next.first);
      return {
        power: shares ? next.power + 1 : Math.max(1, next.power),
        first: min ? of.ranges : [...of.ranges, ...next.first]
      };
    }
  }
}

function either(costs: readonly Cost[]): Cost {
  return {power: Math.max(...costs.map(({power}) => power)), first: costs.flatMap(({first}) => first)};
}

function meets(a: readonly Range[], b: readonly Range[]): boolean {
  return a.some(([from, to]) => b.some(([first, last]) => from <= last && first <= to));
}

function isAnchored(node: RegexNode): boolean {
  if (node.kind === "assert") return node.what === "start";
  if (node.kind === "group") return isAnchored(node.of);
  if (node.kind === "concat") return node.of.length > 0 && isAnchored(node.of[0]!);
  return node.kind === "or" && node.of.every(isAnchored);
}

type Asserts = Readonly<Record<"start" | "end" | "word" | "no-word", string>>;

const ASSERTS: Asserts = {start: "^", end: "$", word: "\\b", "no-word": "\\B"};
/** V8's own flag m also takes CR and U+2028 for the end of a line. */
const SPAN_ASSERTS: Asserts = {...ASSERTS, start: "(?<![^\\n])", end: "(?![^\\n])"};

function sourceOf(node: RegexNode, asserts: Asserts): string {
  switch (node.kind) {
    case "chars":
      return charsSource(node.ranges);
    case "assert":
      return asserts[node.what];
    case "group":
      return `(${sourceOf(node.of, asserts)})`;
    case "concat":
      return node.of
        .map((one) => (one.kind === "or" ? `(?:${sourceOf(one, asserts)})` : sourceOf(one, asserts)))
        .join("");
    case "or":
      return node.of.map((one) => sourceOf(one, asserts)).join("|");
    case "repeat": {
      const {of, min, max, lazy} = node;
      const times =
        max === Number.POSITIVE_INFINITY
          ? (["*", "+"][min] ?? `{${min},}`)
          : min === 0 && max === 1
            ? "?"
            : `{${min},${max}}`;
      return `(?:${sourceOf(of, asserts)})${times}${lazy ? "?" : ""}`;
    }
  }
}

function charsSource(ranges: readonly Range[]): string {
  const [first] = ranges;
  // no character at all
  if (!first) return "[]";
  if (ranges.length === 1 && first[0] === first[1]) return codeSource(first[0]);
  return `[${ranges.map(([from, to]) => (from === to ? codeSource(from) : `${codeSource(from)}-${codeSource(to)}`)).join("")}]`;
}

function codeSource(code: number): string {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
    ? String.fromCharCode(code)
    : `\\u{${code.toString(16)}}`;
}
