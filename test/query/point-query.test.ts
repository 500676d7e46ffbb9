import {describe, expect, it} from "vitest";
import {readQuery} from "../../src/query/plan.ts";
import {currentQuery, pointDiffQuery, pointInTimeQuery} from "../../src/query/point-query.ts";

const point = {
  query: "x",
  include: [],
  exclude: [],
  repositories: [],
  scope: null,
  at: Date.UTC(2024, 1, 1),
  previous: Date.UTC(2024, 0, 1)
};
const TIMES = "after:2024-01-01T00:00:00Z before:2024-02-01T00:00:00Z type:diff";

describe("the search behind a point", () => {
  it("is a diff search from the point shown before to this one", () => {
    expect(pointDiffQuery(point)).toBe(`${TIMES} x`);
    expect(pointDiffQuery({...point, previous: null})).toBe("before:2024-02-01T00:00:00Z type:diff x");
  });

  it("keeps the filters of the chart, the list of repositories and the scope", () => {
    const asked = {...point, include: ["a", "b"], exclude: ["c"], repositories: ["d.e"], scope: "repo:f or repo:g"};
    expect(pointDiffQuery(asked)).toBe(`(repo:f OR repo:g) repo:a|b -repo:c repo:^(d\\.e)$ ${TIMES} x`);
  });

  it("keeps the query as it is: expressions between slashes, alternatives in brackets", () => {
    expect(pointDiffQuery({...point, query: "a\\.b patterntype:regexp"})).toBe(`${TIMES} patterntype:regexp /a\\\\.b/`);
    expect(pointDiffQuery({...point, query: "a or b"})).toBe(`${TIMES} (a OR b)`);
  });

  it("is a search at that time", () => {
    expect(pointInTimeQuery({...point, include: ["a"]})).toBe("repo:a rev:at.time(2024-02-01T00:00:00Z) x");
    const query = "(repo:a OR repo:b) rev:at.time(2024-02-01T00:00:00Z) x";
    const [a, b] = ["a", "b"].map((name) => `repo:${name} rev:at.time(2024-02-01T00:00:00Z) x`);
    expect(currentQuery({...point, query})).toBe(`(patterntype:standard ${a} OR patterntype:standard ${b})`);
  });

  it("can be read, also over all repositories, where a branch cannot", () => {
    for (const query of [pointInTimeQuery(point), pointDiffQuery(point)]) expect(readQuery(query).messages).toEqual([]);
    expect(readQuery("rev:main x").messages[0]!.text).toBe("rev: needs a repo: filter beside it.");
  });
});
