/** One regular expression means the same in the engine and in TypeScript: both are RE2. */
import {afterAll, describe, expect, it} from "vitest";
import {openNativeEngine} from "../../src/cli/duckdb.ts";
import {compileRegex, enginePattern} from "../../src/regex.ts";
import {sql} from "../../src/sql.ts";
import {numbersOf, textOf} from "../../src/table.ts";

const opening = openNativeEngine();
afterAll(async () => (await opening).close());

const TEXTS = [
  "",
  "a",
  "A",
  "ab",
  "aab",
  "ab\nab",
  "a.b",
  "café",
  "cafÉ",
  "Ärger",
  "日本",
  "1.22",
  "v2",
  "a b",
  "a_b",
  "x\ty",
  "\u00a0",
  "ſ",
  "K",
  "😀!"
];

/** Patterns on which engines differ: those of backtracking ones, of bytes, of POSIX. */
const PATTERNS = [
  "^a",
  "b$",
  "^a.b$",
  "(?s)^ab.ab$",
  "(?m)^ab$",
  "(?i)É",
  "(?i)k",
  "(?i)s",
  "\\bab\\b",
  "\\w+é",
  "^\\w+$",
  "\\d\\.\\d+",
  "[[:upper:]]",
  "[[:alpha:]]+$",
  "\\pL+$",
  "\\p{Han}",
  "\\p{Greek}",
  "^.$",
  "^..$",
  "\\s",
  "[^\\x00-\\x7f]",
  "\\x{1F600}",
  "a|ab",
  "(a|ab)(c|bcd)?$",
  "(a*)(ab)*(b*)$",
  "a{2}",
  "a{0,1}b",
  "(?:a)(?P<n>b)",
  "(?:a)(?<n>b)",
  "[(?<n>]+(?<m>b)",
  "\\Q(?<n>\\E|(?<n>b)$",
  "\\(?<n>|[]\\](?<n>]b",
  "(?i:(?<n>[[:alpha:]]))",
  "\\Aab\\z",
  "\\Qa.b\\E",
  "(?U)a+",
  "[a-z&&[b]]",
  "(a?)*b",
  "(|a)+$",
  "\\C",
  "^(?:a?){20}a{1}$"
] as const;
/** What RE2 has not: each is refused before the engine sees it. */
const REFUSED = [
  "(?=a)",
  "(?!a)",
  "(?<=a)b",
  "(a)\\1",
  "a++",
  "(?>a)",
  "\\K",
  "a{1001}",
  "(",
  "[",
  "*a",
  "a**",
  "(?P<n",
  "\\8",
  "(?#c)a"
] as const;

describe("a regular expression", () => {
  it.each(PATTERNS)("%s matches and captures the same in DuckDB and here", async (pattern) => {
    const engine = await opening;
    let regex: ReturnType<typeof compileRegex>;
    try {
      regex = compileRegex(pattern);
    } catch {
      // what we refuse never reaches the engine
      return expect(["\\C"]).toContain(pattern);
    }
    const group = Math.min(1, regex.groups);
    for (const text of TEXTS) {
      const found = await engine.query(
        sql`SELECT regexp_matches(${text}, ${enginePattern(pattern)})::INTEGER::DOUBLE AS found, regexp_extract(${text}, ${enginePattern(pattern)}, ${group}::INTEGER) AS part`
      );
      expect([text, numbersOf(found, "found")[0] === 1]).toEqual([text, regex.test(text)]);
      const part = textOf(found, "part");
      if (group) expect([text, part.words[part.codes[0]!] ?? ""]).toEqual([text, regex.matchAll(text)[0]?.[0] ?? ""]);
    }
  });

  it.each(REFUSED)("%s is refused", (pattern) => {
    expect(() => compileRegex(pattern)).toThrow("is no regular expression (RE2 syntax)");
  });

  it("takes time in proportion to the text, whatever the pattern", () => {
    const text = "a".repeat(20_000);
    // an engine that backtracks would not come back before the test's own deadline
    for (const pattern of ["(a+)+$b", "(a|a)*b", "(a|aa)+$c", "(.*)(.*)(.*)x$"])
      expect(compileRegex(pattern).test(text)).toBe(false);
  });
});
