import {describe, expect, it} from "vitest";
import {readPlan} from "../../src/query/plan.ts";
import {printPlan} from "../../src/query/print.ts";
import type {SearchType} from "../../src/query/search-type.ts";
import {array, assert, constantFrom, oneof, property, string} from "../property.ts";

const TYPES = ["literal", "regexp", "standard", "keyword", "structural"] as const satisfies readonly SearchType[];

/** The text of a query read and printed; null when it cannot be read. */
const printed = (text: string, type: SearchType = "literal") => {
  const plan = readPlan(text, type).value;
  return plan && printPlan(plan);
};

describe("a printed query", () => {
  it.each([
    ["x repo:a y", "literal", "repo:a x y"],
    ["x  y", "literal", "x y"],
    ["repo:a x or y", "literal", "repo:a (x OR y)"],
    ["repo:a or repo:b", "literal", "(repo:a OR repo:b)"],
    ["(repo:a or repo:b) x", "literal", "(repo:a x OR repo:b x)"],
    ["x and not y", "literal", "(x AND (NOT y))"],
    ["not repo:a x", "literal", "-repo:a x"],
    ["-content:x y", "literal", "(-content:x AND y)"],
    ["count:all x", "literal", "count:99999999 x"],
    ["repo:a rev:v1 x", "literal", "repo:a@v1 x"],
    // a time is no name of a branch
    ["repo:a rev:at.time(2024-02-01T00:00:00Z) x", "literal", "repo:a rev:at.time(2024-02-01T00:00:00Z) x"],
    ["F:a L:go R:b", "literal", "file:a lang:go r:b"],
    ["repo:'a b' x", "literal", 'repo:"a b" x'],
    ["a b", "regexp", "/(?:a).*?(?:b)/"],
    ["a 'b.'", "regexp", "/(?:a).*?(?:b\\\\.)/"],
    ["foo()", "regexp", "/foo\\\\(\\\\)/"],
    ["a/b", "regexp", "/a\\/b/"],
    ["a b /c d/ e", "standard", "(a b AND /c d/ AND e)"],
    ['"a b" c', "keyword", '("a b" AND c)'],
    ['content:"x y" patterntype:regexp', "regexp", 'patterntype:regexp content:"x y"'],
    ["f(a", "literal", 'content:"f(a"']
  ] as const)("of %s read as %s is what upstream prints", (text, type, expected) => {
    expect(printed(text, type)).toBe(expected);
  });

  it("keeps filters of one alternative from those that have none", () => {
    expect(printed("(repo:a x) or y")).toBe("((repo:a x) OR y)");
  });

  it("is empty for an empty query", () => {
    expect(printed("  ")).toBe("");
  });

  const words = [
    ...["x", "y.z", "f(a b)", "and", "or", "not", "NOT", "repo:a", "-file:b", "r:c", "content:d", 'content:"e f"'],
    ...['"g h"', "'i'", "/j k/", "\\", "\\(", "lang:", "count:all", "rev:l", "repo:has.path(m n)", "type:diff"],
    "rev:at.time(n:o)",
    ...["author:'^o p$'", "patterntype:regexp", "(q or r)", "[s]", "()", "*", "//", "\t", "é😀"]
  ];
  const textOf = (...more: readonly string[]) =>
    array(constantFrom(...words, ...more), {maxLength: 8}).map((parts) => parts.join(" "));
  // not both: the language has no way to write a bracket that closes none between quotes
  const query = oneof(textOf("(", ")", "a(", "b)"), textOf('"', "'", "/", '"a', "/b"));

  it.each(TYPES)("is read back as the same, as %s", (type) => {
    assert(
      property(query, (text) => {
        const once = printed(text, type);
        if (once !== null) expect(printed(once, type)).toBe(once);
      }),
      {numRuns: 3000}
    );
  });

  it("never fails, whatever the text", () => {
    assert(
      property(string({unit: "binary", maxLength: 60}), constantFrom(...TYPES), (text, type) => {
        printed(text, type);
      }),
      {numRuns: 3000}
    );
  });
});
