/**
 * The patterns of CODEOWNERS files. Both code hosts borrow from elsewhere and stop short of it:
 *
 * GitHub follows gitignore, except that `!`, `[ ]` and `\#` do not work and that a last part of `*` matches files of
 * that directory only, never what is deeper. A pattern without a slash (but at its end) matches at any depth, one with a
 * slash from the root; what matches a directory owns all below it. Source: the documentation of "About code owners".
 *
 * GitLab takes Ruby's fnmatch with FNM_DOTMATCH and FNM_PATHNAME over the path from the root: a pattern without a
 * leading slash matches at any depth, only one with a slash at its end owns what is below a directory, `**` spans
 * directories only when a slash follows, and `[ ]` is a class. Source: Ruby's dir.c, fnmatch; GitLab's "Path matching".
 *
 * A match takes at most pattern length × path length steps: both levels, parts of a path and characters of a part, go
 * back to the last star alone, which is enough because a star may take any number.
 */

/** Whose rules a CODEOWNERS file follows. */
export type OwnersDialect = "github" | "gitlab";
export const OWNERS_DIALECTS = ["github", "gitlab"] as const satisfies readonly OwnersDialect[];

/** True for the part of a path that it stands for. */
type PartTest = (part: string) => boolean;

/** `**` between slashes: any number of parts, also none. */
const ANY_PARTS = Symbol("**");

interface Shape {
  readonly parts: readonly (PartTest | typeof ANY_PARTS)[];
  /** What matches may be a directory above the path. */
  readonly below: boolean;
}

/** A compiled pattern. */
export interface PathPattern {
  /** True when the pattern matches the file: the parts of its path from the repository's root. */
  test(parts: readonly string[]): boolean;
}

/** Compiles a pattern of a CODEOWNERS file; a text saying why when the dialect does not know such a pattern. */
export function pathPattern(pattern: string, dialect: OwnersDialect): PathPattern | string {
  if (dialect === "gitlab") {
    const shape = gitlabShape(pattern);
    return {test: (parts) => matchParts(shape, parts)};
  }
  const shape = githubShape(pattern);
  return typeof shape === "string" ? shape : {test: (parts) => matchParts(shape, parts)};
}

function githubShape(pattern: string): Shape | string {
  if (pattern.startsWith("!")) return "GitHub knows no exclusions (!)";
  if (pattern.startsWith("\\#")) return "GitHub knows no pattern that begins with an escaped #";
  if (/(?<!\\)[[\]]/.test(pattern)) return "GitHub knows no character ranges ([ ])";
  const texts = pattern.split("/");
  const isDirectory = texts.length > 1 && texts.at(-1) === "";
  if (isDirectory) texts.pop();
  if (texts[0] === "") texts.shift();
  else if (texts.length === 1) texts.unshift("**");
  if (!texts.length || texts.includes("")) return "it has an empty part between slashes";
  const last = texts.at(-1)!;
  const ends = isDirectory ? ["**", "*"] : last === "**" ? ["*"] : [];
  return {parts: toParts([...texts, ...ends], "github"), below: !isDirectory && last !== "*" && last !== "**"};
}

function gitlabShape(pattern: string): Shape {
  const rooted = pattern.startsWith("/") ? pattern.slice(1) : `**/${pattern}`;
  const texts = (rooted.endsWith("/") || rooted === "" ? `${rooted}**/*` : rooted).split("/");
  // fnmatch: two stars that no slash follows are one star
  if (texts.at(-1) === "**") texts[texts.length - 1] = "*";
  return {parts: toParts(texts, "gitlab"), below: false};
}

function toParts(texts: readonly string[], dialect: OwnersDialect): Shape["parts"] {
  return texts
    .filter((text, i) => text !== "**" || texts[i - 1] !== "**")
    .map((text) => (text === "**" ? ANY_PARTS : partTest(text, dialect)));
}

function matchParts({parts, below}: Shape, path: readonly string[]): boolean {
  let at = 0;
  let item = 0;
  let star = -1;
  let from = 0;
  while (true) {
    if (item === parts.length) {
      if (at === path.length || below) return true;
    } else {
      const part = parts[item]!;
      if (part === ANY_PARTS) {
        star = ++item;
        from = at;
        continue;
      }
      if (at < path.length && part(path[at]!)) {
        at++;
        item++;
        continue;
      }
    }
    // the last `**` takes one part more
    if (star < 0 || from >= path.length) return false;
    at = ++from;
    item = star;
  }
}

/** One character of a pattern: itself, any number of any (`*`), any one (`?`), or one of a class. */
type Glyph = string | typeof MANY | typeof ONE | ((char: string) => boolean);
const MANY = Symbol("*");
const ONE = Symbol("?");

function partTest(text: string, dialect: OwnersDialect): PartTest {
  const glyphs = readGlyphs(text, dialect);
  if (glyphs === null) return () => false;
  if (glyphs.every((glyph) => typeof glyph === "string")) {
    const literal = glyphs.join("");
    return (part) => part === literal;
  }
  const star = glyphs.indexOf(MANY);
  const around = glyphs.filter((glyph) => typeof glyph === "string");
  // the common shapes, `*.js` and `lsif*`, need no search
  if (star >= 0 && around.length === glyphs.length - 1) {
    const before = glyphs.slice(0, star).join("");
    const after = glyphs.slice(star + 1).join("");
    const shortest = before.length + after.length;
    return (part) => part.length >= shortest && part.startsWith(before) && part.endsWith(after);
  }
  return (part) => matchGlyphs(glyphs, Array.from(part));
}

/** The glyphs of a part; null for one that nothing can match. */
function readGlyphs(text: string, dialect: OwnersDialect): Glyph[] | null {
  const chars = Array.from(text);
  const glyphs: Glyph[] = [];
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at]!;
    if (char === "\\" && at + 1 < chars.length) glyphs.push(chars[++at]!);
    else if (char === "*") {
      if (glyphs.at(-1) !== MANY) glyphs.push(MANY);
    } else if (char === "?") glyphs.push(ONE);
    else if (char === "[" && dialect === "gitlab") {
      const read = readClass(chars, at + 1);
      if (!read) return null;
      glyphs.push(read.matches);
      at = read.end;
    } else glyphs.push(char);
  }
  return glyphs;
}

/** A class `[a-z_]`, `[!a]` or `[^a]`, from after its bracket; null when it does not end. Source: Ruby's dir.c, bracket. */
function readClass(chars: readonly string[], start: number): {matches: (char: string) => boolean; end: number} | null {
  let at = start;
  const negated = chars[at] === "!" || chars[at] === "^";
  if (negated) at++;
  const ranges: [string, string][] = [];
  const next = () => {
    if (chars[at] === "\\") at++;
    return chars[at++];
  };
  while (chars[at] !== "]") {
    const low = next();
    if (low === undefined || at >= chars.length) return null;
    let high: string | undefined = low;
    if (chars[at] === "-" && chars[at + 1] !== "]") {
      at++;
      high = next();
      if (high === undefined) return null;
    }
    ranges.push([low, high]);
  }
  const code = (char: string) => char.codePointAt(0)!;
  return {
    end: at,
    matches: (char) =>
      ranges.some(
        ([low, high]) => char === low || char === high || (code(low) <= code(char) && code(char) <= code(high))
      ) !== negated
  };
}

function matchGlyphs(glyphs: readonly Glyph[], chars: readonly string[]): boolean {
  let at = 0;
  let item = 0;
  let star = -1;
  let from = 0;
  while (at < chars.length || item < glyphs.length) {
    const glyph = glyphs[item];
    if (glyph === MANY) {
      star = ++item;
      from = at;
    } else if (at < chars.length && glyph !== undefined && isOne(glyph, chars[at]!)) {
      at++;
      item++;
    } else if (star >= 0 && from < chars.length) {
      at = ++from;
      item = star;
    } else return false;
  }
  return true;
}

function isOne(glyph: Exclude<Glyph, typeof MANY>, char: string): boolean {
  return glyph === ONE || (typeof glyph === "function" ? glyph(char) : glyph === char);
}
