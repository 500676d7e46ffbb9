/**
 * The common part of RE2's syntax as a tree, so that the meaning of an expression can be reasoned about: what text a match
 * must hold, and whether another engine matches it the same and fast. Case is folded in the tree itself.
 * Source: RE2's syntax page; Go's regexp/syntax for the folding of k and s with U+212A and U+017F.
 */

/** Code points from and to, both included. */
export type Range = readonly [from: number, to: number];

export type RegexNode =
  /** One character of a set; sorted, apart. */
  | {readonly kind: "chars"; readonly ranges: readonly Range[]}
  | {readonly kind: "concat" | "or"; readonly of: readonly RegexNode[]}
  | {
      readonly kind: "repeat";
      readonly of: RegexNode;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    }
  /** A capturing group. */
  | {readonly kind: "group"; readonly of: RegexNode}
  | {readonly kind: "assert"; readonly what: "start" | "end" | "word" | "no-word"};

const LAST = 0x10ffff;
const DIGIT: readonly Range[] = [[48, 57]];
const WORD: readonly Range[] = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122]
];
const SPACE: readonly Range[] = [
  [9, 10],
  [12, 13],
  [32, 32]
];
const CONTROLS: Readonly<Record<string, number>> = {t: 9, n: 10, v: 11, f: 12, r: 13, a: 7};

/** Why an expression has no tree: it holds what is read by RE2 alone. */
class Beyond extends Error {}

/** The tree of an expression that compiles; null when it holds something rare (Unicode classes, `\Q`, other flags). */
export function regexTree(pattern: string, ignoreCase = false): RegexNode | null {
  try {
    return read(
      [...pattern].map((char) => char.codePointAt(0)!),
      ignoreCase
    );
  } catch (error) {
    if (error instanceof Beyond) return null;
    throw error;
  }
}

function read(text: readonly number[], ignoreCase: boolean): RegexNode {
  let at = 0;
  let fold = ignoreCase;
  const charAt = (place: number) => (place < text.length ? String.fromCodePoint(text[place]!) : "");
  const rest = (length: number) => String.fromCodePoint(...text.slice(at, at + length));

  function alternatives(): RegexNode {
    const outer = fold;
    const of = [sequence()];
    while (charAt(at) === "|") {
      at++;
      of.push(sequence());
    }
    fold = outer;
    return of.length === 1 ? of[0]! : {kind: "or", of};
  }

  function sequence(): RegexNode {
    const of: RegexNode[] = [];
    while (at < text.length && charAt(at) !== "|" && charAt(at) !== ")") {
      const node = atom();
      if (node) of.push(repeated(node));
    }
    return of.length === 1 ? of[0]! : {kind: "concat", of};
  }

  function repeated(node: RegexNode): RegexNode {
    const found = /^(?:([*+?])|\{(\d{1,4})(,?)(\d{0,4})\})(\??)/.exec(rest(14));
    if (!found) return node;
    at += found[0].length;
    const [, sign, least, comma, most, lazy] = found;
    const min = sign ? Number(sign === "+") : Number(least);
    const max = sign === "?" ? 1 : sign || (comma && !most) ? Number.POSITIVE_INFINITY : most ? Number(most) : min;
    return repeated({kind: "repeat", of: node, min, max, lazy: lazy === "?"});
  }

  function atom(): RegexNode | null {
    const char = charAt(at);
    if (char === "(") return group();
    if (char === "[") return set();
    if (char === "\\") return escapeAtom();
    at++;
    if (char === ".") return chars(without([[10, 10]]));
    if (char === "^") return {kind: "assert", what: "start"};
    if (char === "$") return {kind: "assert", what: "end"};
    return single(text[at - 1]!);
  }

  function group(): RegexNode | null {
    const head = /^\((?:\?(?:P?<[A-Za-z_]\w*>|([ism]*)([:)])))?/.exec(rest(80))!;
    if (head[0] === "(" && charAt(at + 1) === "?") throw new Beyond();
    at += head[0].length;
    const [, flags, end] = head;
    const outer = fold;
    if (flags?.includes("i")) fold = true;
    // flags without a text hold until the bracket around them ends
    if (end === ")") return null;
    const of = alternatives();
    fold = outer;
    at++;
    return end === ":" ? of : {kind: "group", of};
  }

  function escapeAtom(): RegexNode {
    const char = charAt(at + 1);
    const one = classEscape(char);
    if (one) {
      at += 2;
      return chars(one);
    }
    const asserts = {b: "word", B: "no-word", A: "start", z: "end"} as const;
    if (char in asserts) {
      at += 2;
      return {kind: "assert", what: asserts[char as keyof typeof asserts]};
    }
    return single(escaped());
  }

  function classEscape(char: string): readonly Range[] | null {
    const known = {d: DIGIT, w: WORD, s: SPACE}[char.toLowerCase()];
    if (!known) return null;
    const all = fold ? united(known.flatMap(folded)) : known;
    return char === char.toLowerCase() ? all : without(all);
  }

  /** The code point of an escape that stands for one character. */
  function escaped(): number {
    const char = charAt(at + 1);
    const hex = /^\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(rest(12));
    if (hex) {
      at += hex[0].length;
      return Number.parseInt(hex[1] ?? hex[2]!, 16);
    }
    const control = CONTROLS[char];
    if (control === undefined && (/[A-Za-z0-9]/.test(char) || char === "")) throw new Beyond();
    at += 2;
    return control ?? text[at - 1]!;
  }

  function set(): RegexNode {
    at++;
    const negated = charAt(at) === "^";
    if (negated) at++;
    const ranges: Range[] = [];
    for (let first = true; charAt(at) !== "]" || first; first = false) {
      if (at >= text.length || rest(2) === "[:") throw new Beyond();
      const known = charAt(at) === "\\" ? classEscape(charAt(at + 1)) : null;
      if (known) {
        at += 2;
        ranges.push(...known);
        continue;
      }
      const from = member();
      const isRange = charAt(at) === "-" && charAt(at + 1) !== "]" && at + 1 < text.length;
      if (isRange) at++;
      ranges.push([from, isRange ? member() : from]);
    }
    at++;
    const all = united(fold ? ranges.flatMap(folded) : ranges);
    return chars(negated ? without(all) : all);
  }

  function member(): number {
    return charAt(at) === "\\" ? escaped() : text[at++]!;
  }

  function single(code: number): RegexNode {
    return chars(fold ? united(folded([code, code])) : [[code, code]]);
  }

  const tree = alternatives();
  if (at < text.length) throw new Beyond();
  return tree;
}

function chars(ranges: readonly Range[]): RegexNode {
  return {kind: "chars", ranges};
}

/** A range with the other cases of its letters. Beyond ASCII, cases are many: those are left to RE2. */
function folded([from, to]: Range): Range[] {
  if (to > 127) throw new Beyond();
  const shifted = (low: number, high: number, by: number): Range[] => {
    const [first, last] = [Math.max(from, low), Math.min(to, high)];
    return first <= last ? [[first + by, last + by]] : [];
  };
  const ranges: Range[] = [[from, to], ...shifted(65, 90, 32), ...shifted(97, 122, -32)];
  const holds = (code: number) => ranges.some(([first, last]) => first <= code && code <= last);
  if (holds(107)) ranges.push([0x212a, 0x212a]);
  if (holds(115)) ranges.push([0x17f, 0x17f]);
  return ranges;
}

/** Sorted, and apart. */
function united(ranges: readonly Range[]): Range[] {
  const all: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}

/** All characters but those of some sorted ranges. */
function without(ranges: readonly Range[]): Range[] {
  const all: Range[] = [];
  let next = 0;
  for (const [from, to] of united(ranges)) {
    if (from > next) all.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST) all.push([next, LAST]);
  return all;
}

/** True when a node can match the empty text. */
export function isNullable(node: RegexNode): boolean {
  if (node.kind === "chars") return false;
  if (node.kind === "assert") return true;
  if (node.kind === "group") return isNullable(node.of);
  if (node.kind === "repeat") return node.min === 0 || isNullable(node.of);
  return node.kind === "or" ? node.of.some(isNullable) : node.of.every(isNullable);
}
