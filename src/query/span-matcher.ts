/**
 * Finding an expression across the ends of lines, as Sourcegraph does: `^` and `$` stand at the ends of each line, and a match
 * counts once, wherever it ends. Only for expressions that name the end of a line: all others are searched line by line, which
 * is what git grep and ripgrep count. Source: Sourcegraph cmd/searcher, whose expressions have the flag m.
 */
import {TidemarkError} from "../error.ts";
import {compileRegex} from "../regex.ts";
import {fastRegex} from "./fast-regex.ts";
import {byteLength, type Content, type FoundMatch, isAscii, type LineMatcher, neededTexts} from "./line-matcher.ts";
import {regexTree} from "./regex-tree.ts";

const NEGATED_SET = /\[\^\]?(?:\\.|[^\]\\])*\]/gs;
const NAMES_LINE_END = /(?<!\\)(?:\\\\)*(?:\\n|\\x0[aA]|\\x\{0*[aA]\}|\n)/;
/** Sets that take every character: who writes `[\s\S]` means the ends of lines, too. */
const EVERY = /\[(?:\\s\\S|\\S\\s|\\d\\D|\\D\\d|\\w\\W|\\W\\w)\]/;
/** `.` that takes the end of a line. */
const DOT_ALL = /\(\?[a-zA-Z]*s[a-zA-Z]*(?:-[a-zA-Z]+)?[:)]/;

/**
 * True for an expression that names the end of a line: `\n` outside of a negated set, a set of everything such as `[\s\S]`, or
 * the flag s. `\s` and `[^x]` name none.
 */
export function namesLineEnd(expression: string): boolean {
  const rest = expression.replace(NEGATED_SET, "");
  return NAMES_LINE_END.test(rest) || EVERY.test(rest) || DOT_ALL.test(rest);
}

/**
 * Compiles an expression that is matched across lines.
 * @throws TidemarkError "regex/invalid"; "query/matches-nothing" for one that matches the empty text.
 */
export function spanMatcher(pattern: string, ignoreCase: boolean): LineMatcher {
  const regex = compileRegex(`(?m${ignoreCase ? "i" : ""}:${pattern})`);
  if (regex.test(""))
    throw new TidemarkError(
      "query/matches-nothing",
      `${JSON.stringify(pattern)} also matches where nothing stands. Let it match at least one character.`,
      {pattern}
    );
  // the tree knows no flags but i, and no ends of the whole text
  const tree = DOT_ALL.test(pattern) || /\(\?[a-zA-Z-]*m|\\[Az]/.test(pattern) ? null : regexTree(pattern, ignoreCase);
  const {folds, usableIn} = neededTexts(pattern, tree, ignoreCase, true);
  const fast = tree && fastRegex(tree, true);
  const expression = fast && new RegExp(fast.source, "gu");
  return {
    groups: regex.groups,
    find(content) {
      const needles = usableIn(content);
      const searched = needles && folds ? content.lower() : content.bytes;
      if (needles && !needles.some((needle) => searched.includes(needle))) return [];
      const whole = wholeOf(content);
      const places =
        expression && whole.text.length <= fast.longest ? v8Places(whole.text, expression) : regex.places(whole.text);
      return matchesOf(
        whole,
        places.filter(({from, to}) => to > from)
      );
    }
  };
}

interface Place {
  readonly from: number;
  readonly to: number;
  readonly groups: readonly (string | null)[];
}

function v8Places(text: string, expression: RegExp): Place[] {
  const all: Place[] = [];
  for (const found of text.matchAll(expression))
    all.push({
      from: found.index,
      to: found.index + found[0].length,
      groups: found.slice(1).map((value) => value ?? null)
    });
  return all;
}

/** A content as text, and where its lines begin: in the text and in bytes. */
interface Whole {
  readonly text: string;
  readonly starts: readonly number[];
  readonly byteStarts: readonly number[];
  readonly size: number;
}

const known = new WeakMap<Content, Whole>();

function wholeOf(content: Content): Whole {
  const before = known.get(content);
  if (before) return before;
  const {bytes} = content;
  const byteStarts: number[] = [];
  for (let at = 0; at >= 0 && at <= bytes.length; ) {
    byteStarts.push(at);
    const end = bytes.indexOf("\n", at);
    at = end < 0 ? -1 : end + 1;
  }
  let text = bytes;
  let starts: readonly number[] = byteStarts;
  if (!isAscii(bytes)) {
    // line by line: what is no UTF-8 in one of them moves no place in another
    const lines = byteStarts.map((from, i) => content.line(from, (byteStarts[i + 1] ?? bytes.length + 1) - 1));
    text = lines.join("\n");
    let at = 0;
    starts = lines.map(({length}) => {
      const start = at;
      at += length + 1;
      return start;
    });
  }
  const whole = {text, starts, byteStarts, size: bytes.length};
  known.set(content, whole);
  return whole;
}

function matchesOf({text, starts, byteStarts, size}: Whole, places: readonly Place[]): FoundMatch[] {
  let index = 0;
  const at = (place: number, least: number) => {
    let line = least;
    while (line + 1 < starts.length && starts[line + 1]! <= place) line++;
    const end = (byteStarts[line + 1] ?? size + 1) - 1;
    const before = byteLength(text.slice(starts[line]!, place));
    return {line, byte: Math.min(byteStarts[line]! + before, end)};
  };
  return places.map(({from, to, groups}) => {
    const first = at(from, index);
    index = first.line;
    const last = at(to, index);
    // a match that ends with the end of a line does not stand on the next one
    const lastLine = last.line > first.line && to === starts[last.line] ? last.line - 1 : last.line;
    const lineFrom = byteStarts[first.line]!;
    return {
      line: first.line + 1,
      lastLine: lastLine + 1,
      column: first.byte - lineFrom + 1,
      endColumn: last.byte - lineFrom + 1,
      lineFrom,
      lineTo: (byteStarts[first.line + 1] ?? size + 1) - 1,
      groups
    };
  });
}
