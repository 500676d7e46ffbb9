import {describe, expect, it} from "vitest";
import {aggregationRefusal, defaultAggregationMode, drillDownQuery} from "../../src/query/aggregation.ts";

describe("counting the results of a search", () => {
  it.each([
    ["repo", "x", null],
    ["repo", "fork:x", "invalid-query"],
    ["path", "x select:repo", "path-unsupported"],
    ["path", "x type:path", null],
    ["author", "x type:commit", null],
    ["author", "x select:commit", null],
    ["author", "x", "author-needs-commit-or-diff"],
    ["capture-group", "a(b)", null],
    ["capture-group", "a.b", "capture-group-needs-regexp"],
    ["capture-group", "a(b) patterntype:literal", "capture-group-needs-regexp"],
    ["capture-group", "a(b) or c", "capture-group-several-patterns"],
    ["capture-group", "a(b) select:FILE", "invalid-query"],
    ["capture-group", "a(b) select:file", "capture-group-unsupported"],
    ["capture-group", "a(b) type:commit", null],
    ["repo-metadata", "x select:repo", null],
    ["repo-metadata", "x", "repo-metadata-needs-select-repo"]
  ] as const)("by %s of %s: %s", (mode, query, code) => {
    expect(aggregationRefusal(mode, query, "regexp")?.code ?? null).toBe(code);
  });

  it.each([
    ["a(b) type:commit", "capture-group"],
    ["ab type:commit", "author"],
    ["ab repo:^c$", "path"],
    ["ab repo:^(c|d)$", "repo"],
    ["ab repo:c", "repo"],
    ["repo:^a$ or repo:^b$", "repo"],
    ["fork:x", "repo"]
  ] as const)("of %s begins by %s", (query, mode) => {
    expect(defaultAggregationMode(query, "regexp")).toBe(mode);
  });

  it.each([
    ["repo", "r.s", "repo:^r\\.s$ x"],
    ["path", "p", "file:^p$ x"],
    ["repo-metadata", "k:v", "repo:has.meta(k:v) x"]
  ] as const)("by %s leads to the results of a group", (mode, group, query) => {
    expect(drillDownQuery(mode, "x", group, "standard")).toBe(query);
  });

  it("by captured value leads to that value alone, whatever is in it", () => {
    expect(drillDownQuery("capture-group", "/v(.*)/ file:a", "1 or (2", "standard")).toBe(
      "file:a case:yes /v(?:1 or \\\\(2)/"
    );
  });
});
