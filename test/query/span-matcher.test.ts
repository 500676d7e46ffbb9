import {describe, expect, it} from "vitest";
import {contentOf} from "../../src/query/line-matcher.ts";
import {namesLineEnd, spanMatcher} from "../../src/query/span-matcher.ts";
import {compileRegex} from "../../src/regex.ts";
import * as fc from "../property.ts";

const bytesOf = (text: string) => Buffer.from(text, "utf8").toString("latin1");
const find = (pattern: string, bytes: string, ignoreCase = false) =>
  spanMatcher(pattern, ignoreCase)
    .find(contentOf(bytes))
    .map(({line, lastLine, column, endColumn, groups}) => [line, lastLine, column, endColumn, ...groups]);

describe("a matcher across lines", () => {
  it("gives the first and last line, and columns in bytes of the first", () => {
    expect(find("a\\nb", "xa\nb a\nb")).toEqual([
      [1, 2, 2, 5],
      [2, 3, 3, 6]
    ]);
    expect(find("é\\né", bytesOf("xé\né é\né"))).toEqual([
      [1, 2, 2, 7],
      [2, 3, 4, 9]
    ]);
  });

  it("does not stand on a line whose start it ends at", () => {
    expect(find("a\\n", "a\na\n")).toEqual([
      [1, 1, 1, 3],
      [2, 2, 1, 3]
    ]);
  });

  it("takes ^ and $ for the ends of each line, and no other sign than LF for one", () => {
    expect(find("^b$\\n^c", "a\nb\nc")).toEqual([[2, 3, 1, 4]]);
    expect(find("^b$\\n", "a\rb\r\n\u0085b\n")).toEqual([]);
    expect(find("\\Aa\\nb\\z", "a\nb\na\nb")).toEqual([]);
    expect(find("\\Aa\\nb\\z", "a\nb")).toEqual([[1, 2, 1, 4]]);
  });

  it("is moved by bytes that are no UTF-8 in their own line only", () => {
    expect(find("a\\nb", "\xff\xffa\nb\n\xe9\nxa\nb")).toEqual([
      [1, 2, 4, 6],
      [4, 5, 2, 5]
    ]);
  });

  it("gives what groups captured", () => {
    expect(find("import \\((\\w+)?\\n\\s*(\\w+)", "import (\n  os\n")).toEqual([[1, 2, 1, 14, null, "os"]]);
  });

  it.each([
    ["a\\nb", true],
    ["a\\\\nb", false],
    ["a\nb", true],
    ["a\\x0ab", true],
    ["[^\\n]*", false],
    ["[\\n,]", true],
    ["[\\s\\S]*?x", true],
    ["(?s:.)", true],
    ["(?is)a.b", true],
    ["(?i)a\\s+[^)]*", false]
  ])("%s names the end of a line: %s", (pattern, names) => {
    expect(namesLineEnd(pattern)).toBe(names);
  });

  it("agrees with RE2 on any pattern and text", () => {
    const part = fc.constantFrom(
      ..."a b k s A \\. . \\w \\s \\d \\b \\B ^ $ \\n \\n [ab\\n] [^a] é (a) (b|\\n) (?:a|\\n) a* \\n+ \\s* .*? (?:a\\n)? \\A \\z (?s:.)".split(
        " "
      )
    );
    const pattern = fc.array(part, {minLength: 1, maxLength: 5}).map((parts) => parts.join(""));
    const text = fc.array(fc.constantFrom(..."abksAKSſéK. '\n\n\r\t1_".split("")), {maxLength: 40});
    fc.assert(
      fc.property(pattern, text, fc.boolean(), (source, chars, ignoreCase) => {
        const whole = chars.join("");
        const regex = compileRegex(`(?m${ignoreCase ? "i" : ""}:${source})`);
        fc.pre(!regex.test(""));
        const size = (to: number, from = 0) => Buffer.byteLength(whole.slice(from, to));
        const expected = regex.places(whole).flatMap(({from, to, groups}) => {
          if (from === to) return [];
          const lines = whole.slice(0, from).split("\n");
          const matched = whole.slice(from, to).split("\n");
          const column = Buffer.byteLength(lines.at(-1)!) + 1;
          const more = matched.length - 1 - (matched.length > 1 && matched.at(-1) === "" ? 1 : 0);
          return [[lines.length, lines.length + more, column, column + size(to, from), ...groups]];
        });
        expect(find(source, bytesOf(whole), ignoreCase)).toEqual(expected);
      }),
      {numRuns: 300}
    );
  });
});
