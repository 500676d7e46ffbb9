import {describe, expect, it} from "vitest";
import type {InsightResult} from "../../src/insight/insight.ts";
import {readInsight} from "../../src/insight/kinds/index.ts";
import {pointSearches} from "../../src/insight/point-search.ts";
import {readQuery} from "../../src/query/plan.ts";

const AT = Date.UTC(2026, 2, 1);
const BEFORE = Date.UTC(2026, 1, 1);
const times = "after:2026-02-01T00:00:00Z before:2026-03-01T00:00:00Z type:diff";

/** The searches of an insight whose data was found by a query. */
function searches(
  value: Readonly<Record<string, unknown>>,
  label = "t",
  previous: number | null = BEFORE,
  query = "TODO"
) {
  const definition = readInsight({title: "t", ...value}).value!;
  const result = {source: {series: [{query}]}} as unknown as InsightResult;
  return pointSearches(definition, result, label, AT, previous);
}

describe("the searches behind a point", () => {
  it.each([
    ["of a query", {query: "TODO lang:go"}, `${times} lang:go TODO`],
    ["of imported data by its query", {data: "todo"}, `${times} TODO`],
    ["in the insight's repositories", {query: "TODO", repositories: ["^a/", "^b/"]}, `repo:^a/|^b/ ${times} TODO`],
    [
      "in those that pass the filters",
      {query: "TODO", repositories: {exclude: ["old"]}, filters: {repositories: {include: ["^a/"], exclude: ["z$"]}}},
      `-repo:old repo:^a/ -repo:z$ ${times} TODO`
    ],
    ["of a regular expression", {query: "patterntype:regexp TOD(O|E)"}, `${times} patterntype:regexp /TOD(O|E)/`]
  ])("are a diff search %s", (_, value, expected) => {
    expect(searches(value).diff).toBe(expected);
  });

  it("have no start at the first point", () => {
    expect(searches({query: "TODO"}, "t", null).diff).toBe("before:2026-03-01T00:00:00Z type:diff TODO");
  });

  it("are a search at that time", () => {
    expect(searches({query: "TODO"}).state).toBe("rev:at.time(2026-03-01T00:00:00Z) TODO");
  });

  it("are a search of now that says how its pattern is read", () => {
    expect(searches({query: "TODO"}).now).toBe("patterntype:standard TODO");
    expect(searches({query: "patterntype:regexp TODO"}).now).toBe("patterntype:regexp /TODO/");
  });

  it.each([
    ["repository", "TODO fork:yes", "fork:yes content:output.extra(TODO -> $repo)"],
    ["path", "TODO", "content:output.extra(TODO -> $path)"],
    ["language", "TODO", "content:output.extra(TODO -> $lang)"],
    ["author", "TODO type:diff", "type:diff content:output.extra(TODO -> $author)"],
    ["author", "TODO", null],
    ["team", "TODO", null],
    ["repository", "a or b", null]
  ])("of results by %s of %s have one that groups them: %s", (by, query, expected) => {
    expect(searches({kind: "group-by", by, query}, "x").grouped).toBe(expected);
  });

  it("look for a captured value in the place of its group", () => {
    const value = {kind: "capture-group", query: "file:go\\.mod ^go (\\d\\.\\d+)"};
    expect(searches(value, "1.22").diff).toContain(String.raw`file:go\.mod /(?:^go).*?(?:(?:1\\.22))/`);
  });

  it.each([
    ["repository", "h.x/a", `${times} repo:^h\\.x/a$ TODO`],
    ["path", "src/a b.go", `${times} file:(^src/a b\\.go$) TODO`],
    ["directory", "src", `${times} TODO`],
    ["path", "(in files not imported)", `${times} TODO`],
    ["path", "Other (12)", `${times} TODO`]
  ])("look only where a group by %s is, as far as a search can: %s", (by, label, expected) => {
    expect(searches({kind: "group-by", by, data: "todo"}, label).diff).toBe(expected);
  });

  it("look for a regular expression where the import held one, and no query", () => {
    const definition = readInsight({title: "t", data: "d"}).value!;
    const of = (pattern: string) =>
      pointSearches(
        definition,
        {source: {series: [{query: pattern, isPattern: true}]}} as unknown as InsightResult,
        "t",
        AT,
        null
      );
    const {diff} = of(String.raw`\b(md5|sha1) repo:a "x"`);
    const [plan] = readQuery(diff!).value!;
    expect(plan!.pattern).toMatchObject({value: String.raw`\b(md5|sha1) repo:a "x"`, regexp: true});
    expect(plan!.filters.map(({field}) => field)).toEqual(["before", "type", "patterntype"]);
    expect(of(" ").problem).toContain("does not say");
  });

  it("look for an author's commits where the search is of commits", () => {
    const value = {kind: "group-by", by: "author", query: "type:commit TODO"};
    expect(searches(value, "ann").state).toContain("author:^ann$");
  });

  it("are none for a query that is none", () => {
    expect(searches({data: "todo"}, "t", BEFORE, "")).toEqual({
      diff: null,
      grouped: null,
      state: null,
      now: null,
      problem: "the import does not say which query it was."
    });
    expect(searches({query: "rev:x TODO"}).problem).toContain("rev:");
  });
});
