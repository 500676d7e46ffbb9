import {describe, expect, it} from "vitest";
import {listDashboards} from "../../src/insight/dashboard.ts";
import {mayGrant, maySee} from "../../src/insight/grants.ts";
import {repositoryTest} from "../../src/insight/scope.ts";

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
});

describe("the repositories of an insight", () => {
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
