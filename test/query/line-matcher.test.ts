import {describe, expect, it} from "vitest";
import {fastRegex} from "../../src/query/fast-regex.ts";
import {contentOf, lineMatcher} from "../../src/query/line-matcher.ts";
import {regexTree} from "../../src/query/regex-tree.ts";
import {requiredTexts} from "../../src/query/required-text.ts";
import {compileRegex} from "../../src/regex.ts";
import * as fc from "../property.ts";

const bytesOf = (text: string) => Buffer.from(text, "utf8").toString("latin1");
const find = (pattern: string, text: string, ignoreCase = false) =>
  lineMatcher(pattern, ignoreCase)
    .find(contentOf(bytesOf(text)))
    .map(({line, column, endColumn, groups}) => [line, column, endColumn, ...groups]);

/** What RE2 finds, line by line: what every shortcut has to agree with. */
function plainly(pattern: string, text: string, ignoreCase: boolean): unknown[] {
  const regex = compileRegex(ignoreCase ? `(?i:${pattern})` : pattern);
  return text.split("\n").flatMap((line, i) =>
    regex
      .places(line)
      .filter(({from, to}) => to > from)
      .map(({from, to, groups}) => [
        i + 1,
        Buffer.byteLength(line.slice(0, from)) + 1,
        Buffer.byteLength(line.slice(0, to)) + 1,
        ...groups
      ])
  );
}

describe("a line matcher", () => {
  it("finds a text with line and columns in bytes", () => {
    expect(find("b", "ab\n\ncb b")).toEqual([
      [1, 2, 3],
      [3, 2, 3],
      [3, 4, 5]
    ]);
    expect(find("é+", "aé\néé")).toEqual([
      [1, 2, 4],
      [2, 1, 5]
    ]);
  });

  it("never goes over the end of a line, and keeps CR", () => {
    expect(find("a\\s*b", "a\nb\na b")).toEqual([[3, 1, 4]]);
    expect(find("b$", "b\r\nb")).toEqual([[2, 1, 2]]);
    expect(find("^b", "a\nb")).toEqual([[2, 1, 2]]);
  });

  it("gives what groups captured", () => {
    expect(find("(\\d+)\\.(\\d+)?", "1.2 3.")).toEqual([
      [1, 1, 4, "1", "2"],
      [1, 5, 7, "3", null]
    ]);
  });

  it("takes letters of either case, those two that fold into ASCII too", () => {
    expect(find("task", "TASK taſk tas\u212a", true)).toHaveLength(3);
    expect(find("a(?i)b", "ab aB Ab")).toEqual([
      [1, 1, 3],
      [1, 4, 6]
    ]);
  });

  it("reads bytes that are no UTF-8 as one sign each", () => {
    const content = contentOf("a\xffTODO\n\x80TODO");
    expect(lineMatcher("TODO", false).find(content)).toHaveLength(2);
    expect(lineMatcher("a.TODO", false).find(content)).toHaveLength(1);
  });

  it("refuses what finds every line, and what does not compile", () => {
    expect(() => lineMatcher("a*", false)).toThrow("would find every line");
    expect(() => lineMatcher("a(", false)).toThrow("no regular expression");
  });

  it.each([
    ["\\b(TODO|FIXME|HACK|XXX)\\b", ["TODO", "FIXME", "HACK", "XXX"]],
    ["^\\s*import\\s.*\\bfrom\\s+['\"]", ["import"]],
    ["[:<,]\\s*any\\b", ["any"]],
    ["@ts-(ignore|expect-error)", ["@ts-ignore", "@ts-expect-error"]],
    ["(?:foo)?bar|baz", ["bar", "baz", "foobar"]],
    ["\\w+", null],
    ["a{2,}b", ["a"]]
  ])("knows what every match of %s holds", (pattern, texts) => {
    expect([...(requiredTexts(regexTree(pattern)!, false) ?? [null])].sort()).toEqual([texts ?? null].flat().sort());
  });

  it.each([
    ["TODO", 1e8],
    ["^\\s*import\\s.*\\bfrom\\s+['\"]([^'\"]+)['\"]", 1e4],
    ["[:<,]\\s*any\\b", 1e4],
    ["a.*b.*c", 464]
  ])("bounds how long a text V8 may search for %s", (pattern, longest) => {
    expect(fastRegex(regexTree(pattern)!)?.longest).toBe(longest);
  });

  it.each(["(a+)+b", "(?:ab)*c", "(a|a)*b", "(a*)?b", "\\pL+", "[[:alpha:]]", "(?U)a+"])(
    "leaves %s to RE2",
    (pattern) => {
      const tree = regexTree(pattern);
      expect(tree && fastRegex(tree)).toBeNull();
    }
  );

  it("agrees with RE2 on any pattern and text", () => {
    const part = fc.constantFrom(
      ..."a b k s A \\. . \\w \\s \\d \\b \\B ^ $ [ab] [^a] [^\\s'] é (a) (b|k) (?:a|bk) (?i:s) a* b+ \\s* .*? (?:ab)? \\w{2} s{1,2} \\x61".split(
        " "
      )
    );
    const pattern = fc.array(part, {minLength: 1, maxLength: 5}).map((parts) => parts.join(""));
    const text = fc.array(fc.constantFrom(..."abksAKSſéK. '\n\r\t1_".split("")), {maxLength: 40});
    fc.assert(
      fc.property(pattern, text, fc.boolean(), (source, chars, ignoreCase) => {
        fc.pre(!compileRegex(source).test(""));
        expect(find(source, chars.join(""), ignoreCase)).toEqual(plainly(source, chars.join(""), ignoreCase));
      }),
      {numRuns: 400}
    );
  });
});
