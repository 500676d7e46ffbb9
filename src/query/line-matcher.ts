/**
 * Finding a pattern in the content of a file, line by line. Content comes as text of one character a byte, which is how its
 * places are counted and what is fastest to look through; a line with bytes above 127 is read as UTF-8 before it is matched.
 * Lines end with LF, which is no part of them; CR is. Patterns mean what they mean in RE2.
 */
import {TidemarkError} from "../error.ts";
import {compileRegex, type Regex} from "../regex.ts";
import {fastRegex} from "./fast-regex.ts";
import {isNullable, type RegexNode, regexTree} from "./regex-tree.ts";
import {requiredTexts, wholeTexts} from "./required-text.ts";

/**
 * A match. Lines count from 1; columns count bytes from 1 of the first line, `endColumn` is that after the last byte, also
 * where it stands on a later line.
 */
export interface FoundMatch {
  readonly line: number;
  readonly lastLine: number;
  readonly column: number;
  readonly endColumn: number;
  /** Where its first line begins and ends in the content. */
  readonly lineFrom: number;
  readonly lineTo: number;
  /** What the groups captured; empty for a pattern without groups. */
  readonly groups: readonly (string | null)[];
}

/** The content of a file, looked through by many patterns: what several need is worked out once. */
export interface Content {
  /** One character a byte. */
  readonly bytes: string;
  /** The same in lower case, as far as ASCII goes. */
  lower(): string;
  /** The text of a line, by where it begins and ends; a long one is read as UTF-8 once. */
  line(from: number, to: number): string;
  /** True when U+017F or U+212A stand in it, which are an s and a k where case does not count. */
  hasOddLetters(): boolean;
}

/** A compiled pattern. */
export interface LineMatcher {
  readonly groups: number;
  find(content: Content): FoundMatch[];
}

/** Lines longer than this are remembered: several patterns will look at them. */
const LONG = 500;

export function contentOf(bytes: string): Content {
  let lower: string | null = null;
  let odd: boolean | null = null;
  const long = new Map<number, string>();
  return {
    bytes,
    lower: () => (lower ??= bytes.toLowerCase()),
    line(from, to) {
      const known = long.get(from);
      if (known !== undefined) return known;
      const text = decoded(bytes.slice(from, to));
      if (to - from > LONG) long.set(from, text);
      return text;
    },
    hasOddLetters: () => (odd ??= bytes.includes("\u00c5\u00bf") || bytes.includes("\u00e2\u0084\u00aa"))
  };
}

/** Texts, as bytes, of which every match of an expression holds one; null where none are known. */
export interface NeededTexts {
  readonly folds: boolean;
  readonly needles: readonly string[] | null;
  /** Those that can be looked for in a content: in `lower()` where case folds, else in `bytes`. */
  usableIn(content: Content): readonly string[] | null;
}

/** What every match of an expression holds. `isSpan`: it is matched across the ends of lines. */
export function neededTexts(pattern: string, tree: RegexNode | null, ignoreCase: boolean, isSpan = false): NeededTexts {
  // a flag inside the expression folds letters of its own
  const folds = ignoreCase || /\(\?[a-z]*i/.test(pattern);
  const texts = tree && !isNullable(tree) ? requiredTexts(tree, folds, isSpan)?.map(binary) : undefined;
  const needles = texts?.length && texts.every((text) => text !== "" && (!folds || isAscii(text))) ? texts : null;
  const hasOdd = folds && (needles ?? []).some((text) => /[ks]/.test(text));
  return {folds, needles, usableIn: (content) => (hasOdd && content.hasOddLetters() ? null : needles)};
}

/** Places of matches in a line that is read as text; empty ones are left out. */
type InLine = (line: string) => readonly {from: number; to: number; groups: readonly (string | null)[]}[];

/**
 * Compiles a pattern (RE2 syntax; `ignoreCase` as its flag i).
 * @throws TidemarkError "regex/invalid"; "query/matches-nothing" for one that matches the empty text, so every line.
 */
export function lineMatcher(pattern: string, ignoreCase: boolean): LineMatcher {
  const regex = compileRegex(ignoreCase ? `(?i:${pattern})` : pattern);
  if (regex.test(""))
    throw new TidemarkError(
      "query/matches-nothing",
      `${JSON.stringify(pattern)} also matches where nothing stands, so it would find every line. Let it match at least one character.`,
      {pattern}
    );
  const tree = regexTree(pattern, ignoreCase);
  const {folds, needles, usableIn} = neededTexts(pattern, tree, ignoreCase);
  const whole = tree && !folds ? wholeTexts(tree, false) : null;
  const inLine = inLineOf(regex, tree && fastRegex(tree));
  const foldedWhole = tree && ignoreCase ? wholeTexts(tree, true) : null;
  const only = whole ?? foldedWhole;
  const isPlain = only?.length === 1 && needles?.length === 1 && needles[0] === binary(only[0]!);
  return {
    groups: regex.groups,
    find(content) {
      const usable = usableIn(content);
      const text = folds && usable ? content.lower() : content.bytes;
      if (usable && isPlain) return plainMatches(text, usable[0]!);
      return usable ? matchesNear(content, text, usable, inLine) : matchesInAll(content, inLine);
    }
  };
}

function inLineOf(regex: Regex, fast: ReturnType<typeof fastRegex>): InLine {
  const slow: InLine = (line) => regex.places(line).filter(({from, to}) => to > from);
  if (!fast) return slow;
  const expression = new RegExp(fast.source, "gu");
  return (line) => {
    if (line.length > fast.longest) return slow(line);
    const all: {from: number; to: number; groups: (string | null)[]}[] = [];
    expression.lastIndex = 0;
    for (let found = expression.exec(line); found; found = expression.exec(line)) {
      const from = found.index;
      if (expression.lastIndex === from) expression.lastIndex = from + 1;
      else
        all.push({
          from,
          to: expression.lastIndex,
          groups: found.length > 1 ? found.slice(1).map((v) => v ?? null) : NONE
        });
    }
    return all;
  };
}

/** Whether an expression (RE2 syntax) matches somewhere in a text. @throws TidemarkError "regex/invalid" */
export function textTest(pattern: string): (text: string) => boolean {
  const regex = compileRegex(pattern);
  return fastTextTest(pattern) ?? ((text) => regex.test(text));
}

/** As textTest, of an expression that V8 may match; null for others. @throws TidemarkError "regex/invalid" */
export function fastTextTest(pattern: string): ((text: string) => boolean) | null {
  const regex = compileRegex(pattern);
  const tree = regexTree(pattern);
  const fast = tree && fastRegex(tree);
  if (!fast) return null;
  const expression = new RegExp(fast.source, "u");
  return (text) => (text.length > fast.longest ? regex.test(text) : expression.test(text));
}

const NONE: (string | null)[] = [];

/** All places of one text; it holds no end of a line. */
function plainMatches(text: string, needle: string): FoundMatch[] {
  const all: FoundMatch[] = [];
  const lines = lineCounter(text);
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
    const {line, from, to} = lines.at(at);
    const column = at - from + 1;
    all.push({
      line,
      lastLine: line,
      column,
      endColumn: column + needle.length,
      lineFrom: from,
      lineTo: to,
      groups: NONE
    });
  }
  return all;
}

/** The matches in the lines that hold one of some texts. `text` is `bytes`, perhaps in lower case. */
function matchesNear(content: Content, text: string, needles: readonly string[], inLine: InLine): FoundMatch[] {
  const all: FoundMatch[] = [];
  const lines = lineCounter(content.bytes);
  const next = needles.map((needle) => text.indexOf(needle));
  while (true) {
    let at = -1;
    for (const place of next) if (place >= 0 && (at < 0 || place < at)) at = place;
    if (at < 0) return all;
    const {line, from, to} = lines.at(at);
    addMatches(all, content, line, from, to, inLine);
    for (let i = 0; i < next.length; i++) if (next[i]! >= 0 && next[i]! < to) next[i] = text.indexOf(needles[i]!, to);
  }
}

function matchesInAll(content: Content, inLine: InLine): FoundMatch[] {
  const {bytes} = content;
  const all: FoundMatch[] = [];
  for (let line = 1, from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf("\n", from);
    const to = end < 0 ? bytes.length : end;
    addMatches(all, content, line, from, to, inLine);
    from = to + 1;
  }
  return all;
}

function addMatches(
  all: FoundMatch[],
  content: Content,
  line: number,
  lineFrom: number,
  lineTo: number,
  inLine: InLine
): void {
  const text = content.line(lineFrom, lineTo);
  const size = lineTo - lineFrom;
  // as many characters as bytes: all of them are ASCII, or bytes that are no UTF-8 and one sign each
  const plain = text.length === size;
  let [place, bytes] = [0, 0];
  for (const {from, to, groups} of inLine(text)) {
    let [first, last] = [from, to];
    if (!plain) {
      first = bytes + byteLength(text.slice(place, from));
      last = first + byteLength(text.slice(from, to));
      [place, bytes] = [to, last];
    }
    // a byte that is no UTF-8 counts more once it is read: no place lies behind the line
    const [column, endColumn] = [Math.min(first, size) + 1, Math.min(last, size) + 1];
    all.push({line, lastLine: line, column, endColumn, lineFrom, lineTo, groups});
  }
}

/** Tells the line of places that are asked for in ascending order. */
function lineCounter(text: string): {at(place: number): {line: number; from: number; to: number}} {
  let [line, from] = [1, 0];
  let to = ends(text, 0);
  return {
    at(place) {
      while (to < place) {
        line++;
        from = to + 1;
        to = ends(text, from);
      }
      return {line, from, to};
    }
  };
}

function ends(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

/** True for text without a character above 127. */
export function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

const UTF_8 = new TextDecoder("utf-8", {ignoreBOM: true});

/** The text that some bytes, one a character, are in UTF-8; what is none becomes U+FFFD. */
export function decoded(bytes: string): string {
  if (isAscii(bytes)) return bytes;
  const array = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) array[i] = bytes.charCodeAt(i);
  return UTF_8.decode(array);
}

/** A text in UTF-8, one character a byte. */
function binary(text: string): string {
  if (isAscii(text)) return text;
  return String.fromCharCode(...new TextEncoder().encode(text));
}

/** How many bytes a text takes in UTF-8. */
export function byteLength(text: string): number {
  return isAscii(text) ? text.length : new TextEncoder().encode(text).length;
}
