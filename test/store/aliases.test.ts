import {afterAll, describe, expect, it} from "vitest";
import type {InsightStore} from "../../src/store/store.ts";
import {WORKSPACE_FILE} from "../../src/workspace.ts";
import {memoryFiles, openTestStore, type TestPoint, testFinding, testInsight, testSeries, valuesOf} from "./stores.ts";
import {tableFinding} from "./table-finding.ts";

const stores: InsightStore[] = [];
afterAll(() => Promise.all(stores.map((store) => store.close())));

const ALIASES = "aliases:\n  github.com/acme/api: github.com/acme/core\n  git.acme.org/old/api: github.com/acme/api\n";

function storeWith(yaml: string): InsightStore {
  const folder = memoryFiles(new Map([[WORKSPACE_FILE, new TextEncoder().encode(yaml)]]));
  const store = openTestStore(memoryFiles(), {folder});
  stores.push(store);
  return store;
}
const p = (repo: string, day: string, matches: number): TestPoint => ({series: "todo", repo, day, matches});

describe("a repository that was renamed", () => {
  it("goes on under its new name: no hole, no double count", async () => {
    // api until February, core from March on; a plain sum would count api's 4 on for ever
    const points = [
      p("github.com/acme/api", "2026-01-01", 5),
      p("github.com/acme/api", "2026-02-01", 4),
      p("github.com/acme/core", "2026-03-01", 3)
    ];
    const renamed = storeWith(ALIASES);
    await renamed.import(testFinding(points), ["a"]);
    const result = await renamed.insight(testInsight({data: "todo"}), null);
    expect(valuesOf(result)).toEqual({todo: [5, 4, 3]});
    expect(result.source.repositories).toBe(1);
    expect((await renamed.contents()).repositories).toEqual(["github.com/acme/core"]);
    const unnamed = storeWith("");
    await unnamed.import(testFinding(points), ["a"]);
    expect(valuesOf(await unnamed.insight(testInsight({data: "todo"}), null))).toEqual({todo: [5, 4, 7]});
  });

  it("counts once where both names have the same sample, in one import or in two", async () => {
    for (const imports of [
      [[p("github.com/acme/api", "2026-01-01", 5), p("github.com/acme/core", "2026-01-01", 6)]],
      [[p("github.com/acme/core", "2026-01-01", 6)], [p("github.com/acme/api", "2026-01-01", 5)]]
    ]) {
      const store = storeWith(ALIASES);
      for (const points of imports) await store.import(testFinding(points), ["a"]);
      expect(valuesOf(await store.insight(testInsight({data: "todo"}), null))).toEqual({todo: [6]});
    }
  });

  it("lets a later observation under the old name stand over an earlier one under the new", async () => {
    const store = storeWith(ALIASES);
    await store.import(testFinding([p("github.com/acme/core", "2026-01-01", 6)], [], {observedAt: "2026-01-02"}), [
      "a"
    ]);
    await store.import(testFinding([p("github.com/acme/api", "2026-01-01", 5)], [], {observedAt: "2026-01-03"}), ["b"]);
    expect(valuesOf(await store.insight(testInsight({data: "todo"}), null))).toEqual({todo: [5]});
  });

  it("is followed through several names, whatever their case, also for captured values and files", async () => {
    const store = storeWith(ALIASES);
    const series = testSeries("go", [1]);
    const of = (repo: string, more: Record<string, string | number>) => ({
      series_id: series.series_id,
      repo_key: repo,
      sample_at: "2026-01-01",
      ...more
    });
    const names = ["git.acme.org/old/api", "github.com/Acme/API", "github.com/acme/core"];
    await store.import(
      tableFinding(
        {
          point: names.map((name, i) => of(name, {matches: i + 1, status: "ok"})),
          capture: names.map((name, i) => of(name, {c1: "1.22", matches: i + 1})),
          file: names.map((name, i) => of(name, {path: "go.mod", matches: i + 1}))
        },
        [series]
      ),
      ["a"]
    );
    expect(valuesOf(await store.insight(testInsight({data: "go"}), null))).toEqual({go: [3]});
    expect(valuesOf(await store.insight(testInsight({kind: "capture-group", data: "go"}), null))).toEqual({
      "1.22": [3]
    });
    expect(valuesOf(await store.insight(testInsight({kind: "group-by", by: "path", data: "go"}), null))).toEqual({
      "go.mod": [3]
    });
  });

  it("counts once where two old names have the same sample and the new one has none", async () => {
    const store = storeWith(ALIASES);
    const series = testSeries("go", [1]);
    const of = (repo: string, more: Record<string, string | number>) => ({
      series_id: series.series_id,
      repo_key: repo,
      sample_at: "2026-01-01",
      ...more
    });
    const names = ["git.acme.org/old/api", "github.com/acme/api"];
    await store.import(
      tableFinding(
        {
          point: names.map((name) => of(name, {matches: 2, status: "ok"})),
          capture: names.flatMap((name) => [of(name, {c1: "1.21", matches: 1}), of(name, {c1: "1.22", matches: 1})])
        },
        [series]
      ),
      ["a"]
    );
    expect(valuesOf(await store.insight(testInsight({kind: "capture-group", data: "go"}), null))).toEqual({
      "1.21": [1],
      "1.22": [1]
    });
  });

  it("is found by its new name in filters, and changes back with the file", async () => {
    const folder = memoryFiles(new Map([[WORKSPACE_FILE, new TextEncoder().encode(ALIASES)]]));
    const store = openTestStore(memoryFiles(), {folder});
    stores.push(store);
    await store.import(testFinding([p("github.com/acme/api", "2026-01-01", 5)]), ["a"]);
    const matched = async (pattern: string) =>
      valuesOf(await store.insight(testInsight({data: "todo", repositories: [pattern]}), null)).todo;
    expect(await matched("core$")).toEqual([5]);
    const {hash} = await store.workspace();
    await store.saveWorkspace("aliases: {}\n", hash);
    expect(await matched("api$")).toEqual([5]);
  });
});
