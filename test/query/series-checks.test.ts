import {describe, expect, it} from "vitest";
import {groupByQuery, usableGroupBy} from "../../src/query/group-by.ts";
import {scopeProblem} from "../../src/query/scope.ts";
import {type CaptureCheck, captureQueryChecks, seriesQueryProblems} from "../../src/query/series-checks.ts";
import {isSingleRepository} from "../../src/query/single-repository.ts";

describe("the query of a series", () => {
  it("is required", () => {
    expect(seriesQueryProblems(" ")[0]!.text).toBe("A query is required.");
  });

  it.each([
    ["x repo:a", "repo:a cannot stand here", 3],
    ["x -r:a", "r:a cannot stand here", 3],
    ["context:global x", "context:global cannot stand here", 1],
    ["x rev:v1", "rev:v1 cannot stand here", 3]
  ])("%s is refused: %s", (query, text, column) => {
    expect(seriesQueryProblems(query)).toMatchObject([{text: expect.stringContaining(text), place: {line: 1, column}}]);
  });

  it.each(["x file:a", 'content:"repo:a"', "repo: x", "x repos:a"])("%s is fine", (query) => {
    expect(seriesQueryProblems(query)).toEqual([]);
  });
});

describe("the query of a capture-group insight", () => {
  const broken = (query: string) =>
    Object.entries(captureQueryChecks(query)).flatMap(([check, isKept]) => (isKept === false ? [check] : []));

  it("keeps all rules", () => {
    expect(broken('file:pom\\.xml$ <version>(.*)</version> "a" patterntype:regexp')).toEqual([]);
  });

  it.each<[string, CaptureCheck]>([
    ["(a) and b", "no-operators"],
    ["(a) or", "no-operators"],
    ["not (a)", "no-operators"],
    ["(a) patternType:literal", "pattern-type"],
    ["(a) patterntype:keyword", "pattern-type"],
    ["(a) repo:b", "no-repo"],
    ["(a) context:b", "no-context"],
    ["(a) rev:b", "no-rev"],
    ["(a) type:diff", "no-commit-or-diff"],
    ["(a)\\n", "no-new-lines"],
    ["(a) \\n", "no-new-lines"],
    ["/(a)\\nb/", "no-new-lines"],
    ["(a)[b]\\n[c]", "no-new-lines"],
    ["a", "capture-group"],
    ["(?:a)", "capture-group"],
    ["(a", "capture-group"]
  ])("%s breaks the rule %s", (query, check) => {
    expect(broken(query)).toContain(check);
  });

  it.each(["([^\\n]+)", "(a[\\s\\n])", "(a)\\\\n", "([]\\n])", "\\[(a)"])("%s looks at one line", (query) => {
    expect(captureQueryChecks(query)["no-new-lines"]).toBe(true);
  });

  it("has nothing to check while it is empty", () => {
    expect(new Set(Object.values(captureQueryChecks("")))).toEqual(new Set([null]));
  });
});

describe("a scope", () => {
  it.each(["repo:a", "repo:a or repo:b and not repo:c", "repo:has.file(path:a@b)", "", "(repo:a)"])(
    "is %s",
    (query) => {
      expect(scopeProblem(query)).toBeNull();
    }
  );

  it.each([
    ["repo:a b", "pattern", "b"],
    ["repo:a or (repo:b file:c)", "filter", "file"],
    ["repo:a@v1", "revision", "a@v1"],
    ["repo:a rev:v1", "revision", "a@v1"],
    ["repo:has.path(a) rev:v1", "revision", "v1"],
    ["repo:a[", "invalid", ""]
  ] as const)("is not %s: %s", (query, code, what) => {
    expect(scopeProblem(query)).toMatchObject({code, what});
  });

  it.each([
    ["repo:^a\\.b/c-d$@v1 x", true],
    ["repo:^a.b$ x", false],
    ["repo:^a$ repo:^b$", false],
    ["repo:a", false],
    ["repo:has.path(a)", false],
    ["-repo:^a$", false]
  ])("of one repository: %s is %s", (query, expected) => {
    expect(isSingleRepository(query)).toBe(expected);
  });
});

describe("grouped results", () => {
  it("keep the filters and wrap the pattern", () => {
    expect(groupByQuery("repo:a b.c fork:yes", "author")).toBe("repo:a fork:yes content:output.extra(b.c -> $author)");
  });

  it("have one pattern", () => {
    expect(() => groupByQuery("a or b", "repo")).toThrow(expect.objectContaining({code: "query/several-patterns"}));
  });

  it("are by author or date only when every query is for commits or diffs", () => {
    expect(usableGroupBy("author", ["a type:diff", "b type:commit"])).toBe("author");
    expect(usableGroupBy("date", ["a type:diff", "b"])).toBe("repo");
    expect(usableGroupBy("path", ["b"])).toBe("path");
  });
});
