/** What every match of an expression must hold, so that most files and lines need not be looked at by an engine. */
import type {RegexNode} from "./regex-tree.ts";

/** More texts than this are slower to look for than they save. */
const MOST = 16;

/** Texts, one of which stands in every match; `whole`: each of them is all of a match, and there are no others. */
interface Texts {
  readonly any: readonly string[] | null;
  readonly whole: readonly string[] | null;
}

/**
 * Texts of which every match holds one, the most telling ones; null when there are none. With `ignoreCase` they are in lower
 * case and are to be looked for in text in lower case. `isSpan`: a match may hold the end of a line.
 */
export function requiredTexts(tree: RegexNode, ignoreCase: boolean, isSpan = false): readonly string[] | null {
  const {any, whole} = textsOf(tree, ignoreCase, isSpan);
  return better(any, whole);
}

/** The texts that are all an expression matches, each whole: no engine is needed to find them. Null when there are others. */
export function wholeTexts(tree: RegexNode, ignoreCase: boolean): readonly string[] | null {
  return isPlain(tree) ? textsOf(tree, ignoreCase, false).whole : null;
}

/** True for characters in a row: no group, no assertion. */
function isPlain(tree: RegexNode): boolean {
  return tree.kind === "chars" || (tree.kind === "concat" && tree.of.every(({kind}) => kind === "chars"));
}

function textsOf(node: RegexNode, ignoreCase: boolean, isSpan: boolean): Texts {
  const of = (inner: RegexNode) => textsOf(inner, ignoreCase, isSpan);
  switch (node.kind) {
    case "chars": {
      const whole = charTexts(node.ranges, ignoreCase, isSpan);
      return {any: null, whole};
    }
    case "assert":
      return {any: null, whole: [""]};
    case "group":
      return of(node.of);
    case "repeat": {
      if (node.min === 0) return node.max === 1 ? {any: null, whole: withEmpty(of(node.of).whole)} : NOTHING;
      const inner = of(node.of);
      if (node.min === 1 && node.max === 1) return inner;
      return {any: better(inner.any, inner.whole), whole: null};
    }
    case "or": {
      const all = node.of.map(of);
      const whole = union(all.map((texts) => texts.whole));
      return {any: union(all.map((texts) => better(texts.any, texts.whole))), whole};
    }
    case "concat":
      return sequence(node.of.map(of));
  }
}

const NOTHING: Texts = {any: null, whole: null};

function sequence(parts: readonly Texts[]): Texts {
  let best: readonly string[] | null = null;
  let run: readonly string[] = [""];
  let isWhole = true;
  for (const {any, whole} of parts) {
    const longer = whole && [...new Set(run.flatMap((head) => whole.map((tail) => head + tail)))];
    const goesOn = longer !== null && longer.length <= MOST;
    if (goesOn) run = longer;
    else {
      isWhole = false;
      run = whole && whole.length <= MOST ? whole : [""];
    }
    best = better(best, better(any, run));
  }
  return {any: best, whole: isWhole ? run : null};
}

/** The characters of a set that may be few enough, each a text. */
function charTexts(
  ranges: readonly (readonly [number, number])[],
  ignoreCase: boolean,
  isSpan: boolean
): readonly string[] | null {
  const count = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  if (count > MOST) return null;
  const all = new Set<string>();
  for (const [from, to] of ranges)
    for (let code = from; code <= to; code++) {
      // text in lower case keeps these two as they are: who looks for k or s there has to know (line-matcher.ts)
      if (ignoreCase && (code === 0x212a || code === 0x17f)) continue;
      // no line holds its end
      if (code === 10 && !isSpan) continue;
      const char = String.fromCodePoint(code);
      all.add(ignoreCase && code < 128 ? char.toLowerCase() : char);
    }
  return [...all];
}

function withEmpty(texts: readonly string[] | null): readonly string[] | null {
  return texts && [...texts, ""];
}

function union(sets: readonly (readonly string[] | null)[]): readonly string[] | null {
  if (sets.some((set) => set === null)) return null;
  const all = [...new Set(sets.flatMap((set) => set!))];
  return all.length <= MOST ? all : null;
}

/** The more telling of two lists: long texts, and few of them. */
function better(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  return worth(b) > worth(a) ? b : a;
}

function worth(texts: readonly string[] | null): number {
  if (!texts?.length) return 0;
  const shortest = Math.min(...texts.map(({length}) => length));
  return shortest === 0 ? 0 : Math.max(0.1, Math.min(shortest, 8) - Math.log2(texts.length));
}
