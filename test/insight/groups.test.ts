import {describe, expect, it} from "vitest";
import {captureLabel} from "../../src/insight/captures.ts";
import {languageShares} from "../../src/insight/language-shares.ts";
import {limitedGroups, smallestGroup} from "../../src/insight/limited-groups.ts";
import {groupCounter, type SearchResult} from "../../src/insight/search-aggregation.ts";
import type {AggregationMode} from "../../src/query/aggregation.ts";
import {capturedCounts} from "../conformance/captured.ts";
import {array, assert, constantFrom, integer, property, string, tuple} from "../property.ts";

describe("captured values", () => {
  it("are counted group by group; empty ones are not", async () => {
    const counts = await capturedCounts([[{captures: ["a", "b"]}, {captures: ["a"]}], [{captures: ["", "b"]}]]);
    expect(counts).toEqual({a: 2, b: 2});
    expect(await capturedCounts([[{matched: "1.2"}, {matched: "1.3"}]], "(\\d)\\.(\\d)")).toEqual({1: 2, 2: 1, 3: 1});
  });

  it("keep case, white space and quotes", async () => {
    const captures = [' "A" ', "a"];
    expect(Object.keys(await capturedCounts([[{captures}]])).sort()).toEqual(captures);
  });

  it("are cut at 100 bytes and merged then, never within a character", async () => {
    const long = "x".repeat(99);
    const captures = [`${long}ab`, `${long}ac`, `${long}é`];
    expect(await capturedCounts([[{captures}]])).toEqual({[`${long}a`]: 2, [long]: 1});
    expect(captureLabel(`${long}é`)).toBe(long);
    assert(
      property(string({unit: "binary", maxLength: 150}), (value) => {
        const label = captureLabel(value);
        expect(value.startsWith(label)).toBe(true);
        expect(Buffer.byteLength(label)).toBeLessThanOrEqual(100);
      })
    );
  });
});

describe("limited groups", () => {
  it("let a larger one take the place of the smallest, which goes to the others", () => {
    const groups = limitedGroups(2);
    for (const [label, count] of [
      ["a", 3],
      ["b", 5],
      ["c", 4],
      ["d", 1],
      ["b", 1]
    ] as const)
      groups.add(label, count);
    expect(groups.sorted()).toEqual([
      {label: "b", count: 6},
      {label: "c", count: 4}
    ]);
    expect(groups.other()).toEqual({results: 4, groups: 2});
  });

  it("tell equal ones apart by label: the first goes", () => {
    const groups = limitedGroups(1, new Map([["b", 2]]));
    groups.add("a", 2);
    expect(groups.sorted()).toEqual([{label: "b", count: 2}]);
    groups.add("c", 2);
    expect(groups.sorted()).toEqual([{label: "c", count: 2}]);
    expect(
      smallestGroup(
        new Map([
          ["y", 1],
          ["x", 1]
        ])
      )
    ).toEqual({label: "x", count: 1});
  });

  it("lose no result, and hold no more than they may", () => {
    const add = tuple(constantFrom(..."abcdefgh"), integer({min: 1, max: 9}));
    assert(
      property(integer({min: 1, max: 6}), array(add, {maxLength: 40}), (size, all) => {
        const groups = limitedGroups(size);
        for (const [label, count] of all) groups.add(label, count);
        const held = groups.sorted();
        expect(held.length).toBeLessThanOrEqual(size);
        const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
        expect(sum(held.map(({count}) => count)) + groups.other().results).toBe(sum(all.map(([, count]) => count)));
      })
    );
  });
});

describe("the results of a search", () => {
  const results: readonly SearchResult[] = [
    {type: "content", repository: "r", path: "p", matches: ["go 1", "GO 2"]},
    {type: "path", repository: "r", path: "go 3"},
    {type: "symbol", repository: "s", path: "p", symbols: ["go 4"]},
    {
      type: "repo",
      repository: "go 5",
      metadata: [
        {key: "team", value: "a"},
        {key: "old", value: null}
      ]
    },
    {type: "commit", repository: "s", author: "ada", message: "go 6", matches: 3},
    {type: "diff", repository: "s", author: "ben", message: "go 7", matches: 2}
  ];

  const counted = (mode: AggregationMode, query: string) => {
    const groupsOf = groupCounter(mode, query);
    const groups = limitedGroups(100);
    for (const result of results) for (const [group, count] of groupsOf(result)) groups.add(group, count);
    return Object.fromEntries(groups.sorted().map(({label, count}) => [label, count]));
  };

  it.each([
    ["repo", {r: 3, s: 6, "go 5": 1}],
    ["path", {p: 3, "go 3": 1}],
    ["author", {ada: 3, ben: 2}],
    ["repo-metadata", {"team:a": 1, old: 1, "No metadata": 9}],
    ["capture-group", {1: 1, 2: 1, 3: 1, 5: 1, 6: 1}]
  ] as const)("are counted by %s", (mode, counts) => {
    expect(counted(mode, "go (\\d)")).toEqual(counts);
  });

  it("match captured values in either case unless the query says otherwise", () => {
    expect(counted("capture-group", "GO (\\d) case:yes")).toEqual({2: 1});
  });
});

describe("languages", () => {
  it("below the threshold are added up", () => {
    const lines = new Map([
      ["Ruby", 2],
      ["Go", 60],
      ["Python", 2],
      ["TypeScript", 33],
      ["C", 3]
    ]);
    expect([...languageShares(lines)]).toEqual([
      ["Go", 60],
      ["TypeScript", 33],
      ["C", 3],
      ["Other", 4]
    ]);
  });

  it("that are all large have no other", () => {
    expect([...languageShares(new Map([["Go", 1]]))]).toEqual([["Go", 1]]);
    expect([...languageShares(new Map())]).toEqual([]);
  });
});
