import {describe, expect, it} from "vitest";
import {detectSearchType, planOf, readPlan, readQuery} from "../../src/query/plan.ts";
import type {SearchType} from "../../src/query/search-type.ts";

const errors = (text: string, type: SearchType = "literal") =>
  readPlan(text, type).messages.map((message) => message.text);

describe("a plan", () => {
  it("has one alternative with nothing in it for an empty query", () => {
    expect(planOf(" \t")).toEqual([{filters: [], pattern: null}]);
  });

  it("has an alternative for each way to choose filters", () => {
    expect(planOf("(repo:a or repo:b) (file:c or file:d) x")).toHaveLength(4);
    expect(planOf("repo:a (x or y)")).toHaveLength(1);
  });

  it("leaves out filters without a value", () => {
    expect(planOf("repo: x")[0]!.filters).toEqual([]);
  });

  it("knows filters by any of their names, in any case", () => {
    const [{filters}] = planOf("rEpO:a F:b Language:c since:d until:e type:diff M:f") as [
      ReturnType<typeof planOf>[number]
    ];
    expect(filters.map(({field}) => field)).toEqual(["repo", "file", "lang", "after", "before", "type", "message"]);
  });

  it("takes what only looks like a filter as text", () => {
    expect(planOf("http://a.b x:y repository:z")[0]!.filters).toEqual([]);
    expect(planOf('content:"repo:a"')[0]!.filters).toEqual([]);
  });

  it("reads a function with anything between its brackets", () => {
    expect(planOf("repo:has.file(path:a or b(c) content:d) x")[0]!.filters[0]).toMatchObject({
      field: "repo",
      value: "has.file(path:a or b(c) content:d)",
      predicate: true
    });
  });

  it.each([
    ["fork:maybe", "fork:maybe should be yes, no or only."],
    ["case:perhaps", "case:perhaps should be yes or no."],
    ["count:0", "count:0 should be all or a positive number."],
    ["timeout:soon", "timeout:soon should be a duration such as 2s."],
    ["patterntype:fuzzy", "patterntype:fuzzy should be literal, regexp, standard, keyword or structural."],
    [
      "select:repos",
      "select:repos should be repo, file, content, symbol or commit, or a part of one such as commit.diff.added."
    ],
    ["count:1 count:2", "count: stands more than once."],
    ["-type:diff", "type: cannot be negated."],
    ["author:a", "author: needs type:commit or type:diff."],
    ["rev:a", "rev: needs a repo: filter beside it."],
    ["repo:a rev:b rev:at.time(c)", "rev: stands more than once."],
    ["repo:a@b rev:c", "A revision is given twice: with @ in repo: and with rev:."],
    ["repohasfile:a type:symbol", "repohasfile: does not go with type:symbol."],
    ["repo:has.path()", "repo:has.path() has nothing between its brackets."],
    ['repo:"a', 'The value of repo: has no closing ".'],
    ["NOT -repo:a", "NOT and - both stand before repo:. Remove one of them."],
    ["not (a or b)", "NOT stands before one pattern or filter, not before brackets."],
    ["a)", 'This bracket closes none. Write content:"…" around a pattern with brackets.'],
    ["a and  or b", "Here something to search for is missing: an operator or a bracket stands alone."]
  ])("of %s is none: %s", (text, problem) => {
    expect(errors(text)).toContain(problem);
  });

  it.each([
    ["a type:diff", "type: does not go with a structural search."],
    ["not a", "A structural search has no negated pattern."],
    ['-content:"a"', "A structural search has no negated pattern."]
  ])("of %s is none as a structural search: %s", (text, problem) => {
    expect(errors(text, "structural")).toEqual([problem]);
    expect(errors(text, "literal")).toEqual([]);
  });

  it.each(["symbol", "symbol.function", "symbol.enum-member", "commit.diff.added", "file.directory"])(
    "takes select:%s",
    (path) => expect(errors(`x select:${path}`)).toEqual([])
  );

  it.each(["symbol.timeline", "symbol.", "symbol.function.a", "commit.added", "files"])("refuses select:%s", (path) =>
    expect(errors(`x select:${path}`)[0]).toMatch(/^select:.* should be repo, file/)
  );

  it.each(["go", "Go", "GOLANG", "Protocol Buffer", "protocol_buffer", "c++", "terraform", "tsx", ""])(
    "takes lang:'%s', a name or an alias",
    (language) => expect(errors(`x lang:"${language}"`)).toEqual([])
  );

  it.each([
    ["tyepscript", 3, "lang:tyepscript is no language Linguist knows, the nearest is TypeScript."],
    ["Golamg", 3, "lang:Golamg is no language Linguist knows, the nearest is golang."],
    ["quuxlang9000", 3, "lang:quuxlang9000 is no language Linguist knows."]
  ])("refuses lang:%s at its place, with the nearest where one is near", (language, column, text) => {
    expect(readPlan(`x lang:${language}`, "literal").messages).toMatchObject([
      {text, field: "lang", place: {line: 1, column}}
    ]);
    expect(errors(`x -language:${language}`)[0]).toContain("is no language");
  });

  it("is none for an expression that does not compile, but text may look like one", () => {
    expect(errors("a(b[", "regexp")[0]).toMatch(/is no regular expression/);
    expect(errors("repo:a[")[0]).toMatch(/^repo:a\[ is no regular expression/);
    expect(errors("a(b[")).toEqual([]);
  });

  it("tells the line and column of what is wrong", () => {
    expect(readPlan("repo:a\n  fork:x", "literal").messages[0]).toMatchObject({
      field: "fork",
      place: {line: 2, column: 3}
    });
  });

  it("takes brackets as text where they close nothing", () => {
    expect(planOf("f(a or (b")[0]!.pattern).toMatchObject({kind: "or"});
    expect(planOf("((a)")[0]!.pattern).toMatchObject({value: "((a)"});
  });

  it("refuses more than a thousand alternatives", () => {
    expect(errors("(repo:a or repo:b) ".repeat(10))).toEqual(["This query has more than 1000 alternatives."]);
  });

  it("is read as the query's own pattern type says", () => {
    expect(detectSearchType("[a] patterntype:regexp", "structural")).toBe("regexp");
    expect(detectSearchType("[a]", "structural")).toBe("structural");
    expect(readQuery("a.b patterntype:regex").value![0]!.pattern).toMatchObject({regexp: true});
  });
});
