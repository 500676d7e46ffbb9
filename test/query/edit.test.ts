import {describe, expect, it} from "vitest";
import {
  addAuthor,
  addFile,
  addMetadata,
  addRepository,
  NO_METADATA,
  repositoryScopeQuery,
  withDefaults,
  withFilters
} from "../../src/query/edit.ts";
import {
  globalQuery,
  insightDefaults,
  repositoriesQuery,
  revisionQuery,
  scopedQuery
} from "../../src/query/insight-query.ts";

describe("filters added to a query", () => {
  it("as defaults stand first, where there is none of their field", () => {
    expect(
      withDefaults("repo:a x fork:no", [
        ["fork", "yes"],
        ["archived", "no"]
      ])
    ).toBe("archived:no repo:a fork:no x");
    expect(withDefaults("(repo:a fork:no) or repo:b", [["fork", "yes"]])).toBe("(repo:a fork:no OR fork:yes repo:b)");
  });

  it("in the place of others stand last, in every alternative", () => {
    expect(
      withFilters("(repo:a x) or (repo:b y) count:5", [
        ["count", "all"],
        ["timeout", "2s"]
      ])
    ).toBe("(repo:a count:all timeout:2s x OR repo:b count:all timeout:2s y)");
  });

  it("for a scope look at forks and archives too, whatever it says", () => {
    expect(repositoryScopeQuery("repo:a fork:no")).toBe("fork:yes archived:yes count:all repo:a");
  });

  it("name one thing exactly; names with spaces stand in brackets", () => {
    expect(addRepository("x", "a.b/c")).toBe("repo:^a\\.b/c$ x");
    expect(addFile("x repo:a", "d e.md")).toBe("repo:a file:(^d e\\.md$) x");
    expect(addAuthor("x type:diff", "Salt or Pepper")).toBe('type:diff author:"(^Salt or Pepper$)" x');
  });

  it("name an author only where commits or diffs are searched", () => {
    expect(addAuthor("(x type:commit) or (y type:repo)", "a")).toBe("(type:commit author:^a$ x OR type:repo y)");
  });

  it("name metadata that exists", () => {
    expect(addMetadata("x", "team:a")).toBe("repo:has.meta(team:a) x");
    expect(() => addMetadata("x", NO_METADATA)).toThrow("cannot be searched for");
  });

  it("are refused for a query that cannot be run", () => {
    expect(() => addRepository("fork:x", "a")).toThrow(expect.objectContaining({code: "query/invalid"}));
  });
});

describe("the query of a series", () => {
  it("asks for every result, without forks and archives of all repositories, with those of listed ones", () => {
    expect(globalQuery("x", insightDefaults(true))).toBe("fork:no archived:no patterntype:literal count:99999999 x");
    expect(repositoriesQuery("x", ["a.b", "c"], insightDefaults(false))).toBe(
      "fork:yes archived:yes patterntype:literal count:99999999 x repo:^(a\\.b|c)$"
    );
  });

  it("keeps its own count", () => {
    expect(globalQuery("x count:5", [])).toBe("count:5 x");
  });

  it("looks at one revision of one repository", () => {
    expect(revisionQuery("x", "a.b", "f00", [])).toBe("count:99999999 x repo:^a\\.b$@f00");
  });

  it("stands behind its scope, in brackets when it is compound", () => {
    expect(scopedQuery("repo:a or repo:b", "x", [])).toBe("(repo:a OR repo:b) count:99999999 x");
  });
});
