import {afterAll, describe, expect, it} from "vitest";
import {completeness} from "../../src/report/sentence.ts";
import type {InsightStore} from "../../src/store/store.ts";
import {memoryFiles, openTestStore, testInsight, valuesOf} from "./stores.ts";
import {type TestRow, tableFinding} from "./table-finding.ts";

const stores: InsightStore[] = [];
afterAll(() => Promise.all(stores.map((store) => store.close())));

async function storeOf(metric: readonly TestRow[]): Promise<InsightStore> {
  const store = openTestStore(memoryFiles());
  stores.push(store);
  if (metric.length) await store.import(tableFinding({metric}), ["test.json"]);
  return store;
}
const ask = (store: InsightStore, written: Record<string, unknown>) =>
  store.insight(testInsight({kind: "metric", title: "T", ...written}), null);
const coverage = (repo: string, at: string, value: number): TestRow => ({
  metric: "coverage",
  entity_kind: "repo",
  repo_key: repo,
  at,
  value,
  unit: "%"
});
const file = (at: string, path: string, value: number): TestRow => ({
  metric: "lines",
  entity_kind: "path",
  repo_key: "h.x/a",
  path,
  at,
  value
});

describe("a metric insight", () => {
  it("was observed when its own measurements were, and follows from their segments alone", async () => {
    const store = await storeOf([]);
    await store.import(tableFinding({metric: [coverage("h.x/a", "2026-01-01", 60)]}, [], "2026-02-01"), ["a.json"]);
    await store.import(tableFinding({metric: [file("2026-01-01", "a.ts", 10)]}, [], "2026-06-01"), ["b.json"]);
    const [percent, lines] = await Promise.all(["coverage", "lines"].map((metric) => ask(store, {metric})));
    expect([percent!.source.observedAt, lines!.source.observedAt]).toEqual([
      Date.parse("2026-02-01"),
      Date.parse("2026-06-01")
    ]);
    expect([...percent!.source.segments, ...lines!.source.segments]).toHaveLength(2);
    // one import that holds both is of both
    const both = [coverage("h.x/a", "2026-07-01", 61), file("2026-07-01", "a.ts", 11)];
    await store.import(tableFinding({metric: both}, [], "2026-08-01"), ["c.json"]);
    const later = await Promise.all(["coverage", "lines"].map((metric) => ask(store, {metric})));
    expect(later.map(({source}) => source.observedAt)).toEqual([Date.parse("2026-08-01"), Date.parse("2026-08-01")]);
  });

  it("of a whole company is complete, and says that it is of no single repository", async () => {
    const store = await storeOf([
      {metric: "deployments", entity_kind: "global", at: "2026-01-01", value: 4, unit: "deployments"}
    ]);
    const result = await ask(store, {metric: "deployments"});
    expect([result.source.repositories, valuesOf(result)]).toEqual([0, {T: [4]}]);
    expect(completeness(result)).toBe("Complete: not of single repositories, when it was observed is not recorded.");
    const none = await ask(store, {metric: "deployments", repositories: ["nobody"]});
    expect(completeness(none)).toBe("Complete: no repository by then, when it was observed is not recorded.");
  });

  it("is the mean of percentages, and says so; each repository is a line when asked", async () => {
    const store = await storeOf([
      coverage("h.x/a", "2026-01-01", 60),
      coverage("h.x/b", "2026-02-01", 80),
      coverage("h.x/a", "2026-03-01", 70)
    ]);
    const result = await ask(store, {metric: "coverage"});
    expect([result.unit, result.form, valuesOf(result)]).toEqual(["%", "over-time", {T: [60, 70, 75]}]);
    expect(result.source).toMatchObject({repositories: 2, status: "complete"});
    expect(valuesOf(await ask(store, {metric: "coverage", by: "repository"}))).toEqual({
      "h.x/a": [60, 60, 70],
      "h.x/b": [null, 80, 80]
    });
    expect(valuesOf(await ask(store, {metric: "coverage", repositories: ["/b$"]}))).toEqual({T: [80]});
  });

  it("adds up counts over files, by folder, and forgets files that are gone", async () => {
    const store = await storeOf([
      file("2026-01-01", "src/a.ts", 10),
      file("2026-01-01", "test/a.ts", 5),
      file("2026-02-01", "src/a.ts", 12)
    ]);
    const result = await ask(store, {metric: "lines"});
    expect(valuesOf(result)).toEqual({T: [15, 12]});
    expect(result.notes.map(({text}) => text)).toEqual(["Each value is the sum over files."]);
    expect(valuesOf(await ask(store, {metric: "lines", by: "directory"}))).toEqual({src: [10, 12], test: [5, null]});
    expect(valuesOf(await ask(store, {metric: "lines", aggregate: "count"}))).toEqual({T: [2, 1]});
    expect(valuesOf(await ask(store, {metric: "lines", by: "path", display: {limit: 1}}))).toEqual({
      "src/a.ts": [10, 12],
      "Other (1)": [5, null]
    });
  });

  it("is taken apart behind a point by what its measurements name, as it is aggregated", async () => {
    const store = await storeOf([
      file("2026-01-01", "src/app/a.ts", 10),
      file("2026-01-01", "test/a.ts", 5),
      file("2026-02-01", "src/app/a.ts", 12),
      file("2026-02-01", "src/b.ts", 1),
      {...file("2026-01-01", "main.go", 7), repo_key: "h.x/b"},
      coverage("h.x/a", "2026-01-01", 60),
      coverage("h.x/b", "2026-02-01", 80)
    ]);
    const behind = async (written: Record<string, unknown>, label: string, shown = [label]) => {
      const definition = testInsight({kind: "metric", title: "T", ...written});
      const times = {at: Date.parse("2026-02-01"), before: Date.parse("2026-01-01")};
      const {unit, parts} = await store.point({definition, label, shown, ...times});
      const rows = parts!.map(({by, parts: all}) => [by, all.map(({name, value, before}) => [name, value, before])]);
      return {unit, ...Object.fromEntries(rows)};
    };
    expect(await behind({metric: "lines"}, "T")).toEqual({
      unit: "",
      repository: [
        ["h.x/a", 13, 15],
        ["h.x/b", 7, 7]
      ],
      directory: [
        ["(root)", 7, 7],
        ["src", 13, 10],
        // its file is gone with the repository's next measurement
        ["test", null, 5]
      ],
      path: [
        ["main.go", 7, 7],
        ["src/app/a.ts", 12, 10],
        ["src/b.ts", 1, null],
        ["test/a.ts", null, 5]
      ]
    });
    // of one folder's line only its own, one folder deeper
    expect(await behind({metric: "lines", by: "directory"}, "src")).toMatchObject({
      directory: [
        ["src", 1, null],
        ["src/app", 12, 10]
      ],
      path: [
        ["src/app/a.ts", 12, 10],
        ["src/b.ts", 1, null]
      ]
    });
    expect(await behind({metric: "lines", by: "directory"}, "Other (2)", ["src"])).toMatchObject({
      path: [
        ["main.go", 7, 7],
        ["test/a.ts", null, 5]
      ]
    });
    expect(await behind({metric: "coverage"}, "T")).toEqual({
      unit: "%",
      repository: [
        ["h.x/a", 60, 60],
        ["h.x/b", 80, null]
      ]
    });
  });

  it("shows values below zero, and things of no repository", async () => {
    const store = await storeOf([
      {metric: "mood", entity_kind: "global", at: "2026-01-01", value: -2},
      {metric: "mood", entity_kind: "global", at: "2026-02-01", value: 3}
    ]);
    expect(valuesOf(await ask(store, {metric: "mood"}))).toEqual({T: [-2, 3]});
  });

  it("asks which entity when a metric was measured of several, and names metrics that are there", async () => {
    const store = await storeOf([
      coverage("h.x/a", "2026-01-01", 60),
      {...coverage("h.x/a", "2026-01-01", 50), entity_kind: "path", path: "a.ts"}
    ]);
    await expect(ask(store, {metric: "coverage"})).rejects.toThrow(
      "coverage was measured of path and of repo, which cannot be put together. Name one: entity: path."
    );
    expect(valuesOf(await ask(store, {metric: "coverage", entity: "repo"}))).toEqual({T: [60]});
    await expect(ask(store, {metric: "coverege"})).rejects.toThrow("There are: coverage. Did you mean coverage?");
    await expect(ask(store, {metric: "coverage", entity: "team"})).rejects.toThrow(
      "not measured of team, only of path, repo"
    );
    await expect(ask(await storeOf([]), {metric: "x"})).rejects.toThrow("No metric was imported.");
  });
});
