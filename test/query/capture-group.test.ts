import {describe, expect, it} from "vitest";
import {findGroups, replaceCapture, replaceFirstGroup} from "../../src/query/capture-group.ts";
import {compileRegex} from "../../src/regex.ts";

describe("the groups of an expression", () => {
  it("are found in the order in which they close", () => {
    expect(findGroups("a((b)(?:c))")).toEqual([
      {start: 2, end: 4, capturing: true, number: 2},
      {start: 5, end: 9, capturing: false, number: 0},
      {start: 1, end: 10, capturing: true, number: 1}
    ]);
  });

  it.each(["\\(a(b)", "[(](b)", "[](](b)", "[^](](b)", "(?i:a)(b)", "(?P<n>b)", "(?<n>b)", "(?:(?:(b)))"])(
    "of %s are as many as RE2 has",
    (pattern) => {
      expect(findGroups(pattern).filter(({capturing}) => capturing)).toHaveLength(compileRegex(pattern).groups);
    }
  );
});

describe("a captured value", () => {
  it("takes the place of the first capturing group, as text", () => {
    expect(replaceFirstGroup("(?:v)(\\d+)\\.(\\d+)", "1.2")).toBe("(?:v)(?:1\\.2)\\.(\\d+)");
    expect(replaceFirstGroup("(?:a)", "b")).toBe("(?:a)");
  });

  it("takes its place in a query", () => {
    expect(replaceCapture("repo:a /go (\\d)/", "1", "standard")).toBe("repo:a /go (?:1)/");
    expect(replaceCapture("go (\\d)", "1", "regexp")).toBe("/(?:go).*?(?:(?:1))/");
  });

  it.each([
    ["/a(b)/ or c", "standard", "query/several-patterns"],
    ["(repo:a or repo:b) /c(d)/", "standard", "query/several-patterns"],
    ["a(b)", "literal", "query/no-regexp"],
    ["repo:a", "regexp", "query/no-regexp"],
    ["fork:x /a(b)/", "standard", "query/invalid"]
  ] as const)("has no place in %s read as %s", (query, type, code) => {
    expect(() => replaceCapture(query, "x", type)).toThrow(expect.objectContaining({code}));
  });
});
