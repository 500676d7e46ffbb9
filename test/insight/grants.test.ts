import {describe, expect, it} from "vitest";
import {addInsights, listDashboards, maySeeAll, removeInsight, updateDashboard} from "../../src/insight/dashboard.ts";
import {mayGrant, maySee} from "../../src/insight/grants.ts";
import {repositoryScope, repositoryTest, rowsOfRepositories} from "../../src/insight/scope.ts";

const me = {users: ["me"], organizations: ["ours"]};

describe("grants", () => {
  it.each([
    [["global"], true],
    [["user:me"], true],
    [["org:ours", "user:you"], true],
    [["user:you", "org:theirs"], false],
    [["user:ours"], false],
    [[], false]
  ])("%j let me see: %s", (grants, expected) => {
    expect(maySee(grants, me)).toBe(expected);
  });

  it.each([
    [["global", "user:me", "org:ours"], true],
    [["user:you"], false],
    [["user:me", "org:theirs"], false],
    [[], true]
  ])("%j may be given by me: %s", (grants, expected) => {
    expect(mayGrant(grants, me)).toBe(expected);
  });
});

describe("dashboards", () => {
  const all = [
    {id: "c", title: "C", grants: ["user:you"], insights: ["x"]},
    {id: "b", title: "B", grants: ["org:ours"], insights: ["x", "y"]},
    {id: "a", title: "A", grants: ["global"], insights: []}
  ];

  it("are listed by id: those the reader may see, after one, with an insight", () => {
    expect(listDashboards(all, me).map(({id}) => id)).toEqual(["a", "b"]);
    expect(listDashboards(all, me, {after: "a"}).map(({id}) => id)).toEqual(["b"]);
    expect(listDashboards(all, me, {showing: "x"}).map(({id}) => id)).toEqual(["b"]);
  });

  it("may be seen together only when each may", () => {
    expect(maySeeAll(all, ["a", "b"], me)).toBe(true);
    expect(maySeeAll(all, ["a", "c"], me)).toBe(false);
    expect(maySeeAll(all, ["nowhere"], me)).toBe(false);
  });

  it("change their title alone, or all their grants", () => {
    expect(updateDashboard(all[1]!, {title: "New"})).toMatchObject({title: "New", grants: ["org:ours"]});
    expect(updateDashboard(all[1]!, {grants: ["global"]})).toMatchObject({title: "B", grants: ["global"]});
  });

  it("show each insight once, in the order in which they were added", () => {
    expect(addInsights(all[1]!, ["z", "x", "z"]).insights).toEqual(["x", "y", "z"]);
    expect(removeInsight(all[1]!, "x").insights).toEqual(["y"]);
  });
});

describe("the repositories of an insight", () => {
  it("are a list, a search or all", () => {
    expect(repositoryScope(["a"], null)).toEqual({kind: "list", repositories: ["a"]});
    expect(repositoryScope([], "repo:a")).toEqual({kind: "search", query: "repo:a"});
    expect(repositoryScope([], null)).toEqual({kind: "all"});
    expect(() => repositoryScope(["a"], "repo:b")).toThrow("not both");
  });

  it("of a list leave out the rows of others; an empty list leaves out none", () => {
    const rows = [{repository: "a"}, {repository: "b"}];
    expect(rowsOfRepositories(rows, ["b"])).toEqual([{repository: "b"}]);
    expect(rowsOfRepositories(rows, [])).toEqual(rows);
  });

  it("pass any include of each source and no exclude", () => {
    const sources = [
      {include: ["^a", "^b"], exclude: ["z$"]},
      {include: ["x"], exclude: []}
    ];
    const names = ["ax", "a", "bx", "x", "axz", "AX"];
    expect(names.filter(repositoryTest(sources))).toEqual(["ax", "bx"]);
    expect(names.filter(repositoryTest(sources, "upstream"))).toEqual(["ax", "a", "bx", "x"]);
    expect(names.filter(repositoryTest([]))).toEqual(names);
  });
});
