import {afterAll, describe, expect, it} from "vitest";
import {captureLabel} from "../../src/insight/captures.ts";
import type {InsightStore} from "../../src/store/store.ts";
import {memoryFiles, openTestStore, testInsight, testSeries, valuesOf} from "./stores.ts";
import {type TestRow, tableFinding} from "./table-finding.ts";

const stores: InsightStore[] = [];
afterAll(() => Promise.all(stores.map((store) => store.close())));

const series = testSeries("uses", [1, 2]);
const of = (repo: string, day: string, more: TestRow): TestRow => ({
  series_id: series.series_id,
  repo_key: repo,
  sample_at: day,
  ...more
});
const use = (repo: string, day: string, c1: string, c2: string, matches: number) =>
  of(repo, day, {c1, c2, matches, files: 1});

// January: a has cache v3 ×1, cache v4 ×2, checkout v4 ×3; b has checkout v3 ×4. February: b has moved to v4 ×4
const CAPTURES = [
  use("h.x/a", "2026-01-01", "cache", "v3", 1),
  use("h.x/a", "2026-01-01", "cache", "v4", 2),
  use("h.x/a", "2026-01-01", "checkout", "v4", 3),
  use("h.x/b", "2026-01-01", "checkout", "v3", 4),
  use("h.x/b", "2026-02-01", "checkout", "v4", 4)
];
const POINTS = [
  of("h.x/a", "2026-01-01", {matches: 6, status: "ok"}),
  of("h.x/b", "2026-01-01", {matches: 4, status: "ok"}),
  of("h.x/b", "2026-02-01", {matches: 4, status: "ok"})
];

async function opened(): Promise<InsightStore> {
  const store = openTestStore(memoryFiles());
  stores.push(store);
  await store.import(tableFinding({point: POINTS, capture: CAPTURES}, [series]), ["test.json"]);
  return store;
}
const ask = async (written: Record<string, unknown>) =>
  (await opened()).insight(testInsight({kind: "capture-group", data: "uses", ...written}), null);

describe("labels of captured values", () => {
  it("are combinations of the groups, in the order that is asked, or each group's own", async () => {
    expect(valuesOf(await ask({groups: [2, 1]}))).toEqual({
      "v4 · checkout": [3, 7],
      "v4 · cache": [2, 2],
      "v3 · cache": [1, 1],
      "v3 · checkout": [4, 0]
    });
    // as Sourcegraph counts: cache 3, checkout 7, v3 5 then 1, v4 5 then 9
    expect(valuesOf(await ask({combine: false}))).toEqual({
      v4: [5, 9],
      checkout: [7, 7],
      cache: [3, 3],
      v3: [5, 1]
    });
  });

  it("beyond the limit are in Other, or are said to be hidden where there is no Other", async () => {
    // v4 and v3, of which v4 is the larger
    const told = async (other: boolean) => (await ask({groups: [2], display: {limit: 1, other}})).notes;
    expect(await told(true)).toEqual([]);
    expect(await told(false)).toEqual([{level: "note", text: "1 of 2 series is shown: display.limit hides 1."}]);
  });

  it("are cut as Sourcegraph cuts them, and counted together then, where that is asked for", async () => {
    const long = "x".repeat(99);
    const store = openTestStore(memoryFiles());
    stores.push(store);
    const value = (c1: string, matches: number) => of("h.x/a", "2026-01-01", {c1, matches, files: 1});
    const found = [value(`${long}ab`, 1), value(`${long}ac`, 2), value(`${long}é`, 4), value("short", 8)];
    const point = of("h.x/a", "2026-01-01", {matches: 15, status: "ok"});
    await store.import(tableFinding({point: [point], capture: found}, [series]), ["test.json"]);
    const told = async (display: object) =>
      valuesOf(await store.insight(testInsight({kind: "capture-group", data: "uses", display}), null));
    expect(await told({cut: 100})).toEqual({short: [8], [long]: [4], [`${long}a`]: [3]});
    expect(Object.keys(await told({})).sort()).toEqual(["short", `${long}ab`, `${long}ac`, `${long}é`]);
    for (const one of found) expect(Object.keys(await told({cut: 100}))).toContain(captureLabel(String(one.c1)));
  });

  it("can be renamed, merged and left out", async () => {
    expect(valuesOf(await ask({groups: [2], labels: {v3: "old", v4: "new"}}))).toEqual({new: [5, 9], old: [5, 1]});
    expect(valuesOf(await ask({groups: [1], labels: {cache: "actions", checkout: "actions"}}))).toEqual({
      actions: [10, 10]
    });
    expect(valuesOf(await ask({groups: [2], labels: {v3: ""}}))).toEqual({v4: [5, 9]});
    expect(valuesOf(await ask({labels: {"/(\\w+) · v(\\d)/": "$1 $2"}, only: {1: "^cache$"}}))).toEqual({
      "cache 4": [2, 2],
      "cache 3": [1, 1]
    });
    // the first rule that fits counts, and a pattern has to fit as a whole
    expect(valuesOf(await ask({groups: [2], labels: {v4: "four", "/v./": "any", "/3/": "never"}}))).toEqual({
      four: [5, 9],
      any: [5, 1]
    });
  });

  it("count a repository that has several merged values once", async () => {
    // January: v4 in a (twice), v3 in a and b; February: v4 in both, v3 in a
    expect(valuesOf(await ask({groups: [2], unit: "repositories"}))).toEqual({v4: [1, 2], v3: [2, 1]});
  });

  it("are filtered under the name they are shown with", async () => {
    const written = {groups: [2], labels: {v3: "old"}, filters: {captures: ["^old$"]}};
    expect(valuesOf(await ask(written))).toEqual({old: [5, 1]});
  });

  it("keep the colour that is pinned to them; what is beyond the limit says how many it holds", async () => {
    const result = await ask({colors: {"checkout · v4": 3, "cache · v3": "teal"}, display: {limit: 1}});
    expect(result.series.map(({label, color, holds}) => [label, color, holds])).toEqual([
      ["checkout · v4", "3", 0],
      ["Other (3)", undefined, 3]
    ]);
    expect(() => testInsight({kind: "capture-group", data: "uses", colors: {v3: "url(x)"}})).toThrow(
      "the colour of v3 is"
    );
    expect(() => testInsight({kind: "capture-group", data: "uses", labels: {"/(/": "x"}})).toThrow(
      "regular expression"
    );
  });

  it("open the repositories of a merged label", async () => {
    const store = await opened();
    const {repositories} = await store.point({
      definition: testInsight({kind: "capture-group", data: "uses", groups: [2], labels: {v3: "old"}}),
      label: "old",
      shown: ["old", "v4"],
      at: Date.parse("2026-02-01"),
      before: Date.parse("2026-01-01")
    });
    expect(repositories.map(({repository, value, before}) => [repository, value, before])).toEqual([
      ["h.x/b", 0, 4],
      ["h.x/a", 1, 1]
    ]);
  });
});
