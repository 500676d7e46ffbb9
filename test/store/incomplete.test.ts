import {afterEach, describe, expect, it} from "vitest";
import {incompleteAt, incompleteWords, namesOf} from "../../src/insight/incomplete.ts";
import type {InsightStore} from "../../src/store/store.ts";
import {memoryFiles, openTestStore, type TestPoint, testFinding, testInsight} from "./stores.ts";

const stores: InsightStore[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

async function ask(points: readonly TestPoint[], value: Record<string, unknown> = {}, reasons: readonly string[] = []) {
  const store = openTestStore(memoryFiles());
  stores.push(store);
  await store.import({...testFinding(points), status: reasons.length ? "partial" : "complete", reasons}, [
    "test.ndjson"
  ]);
  return store.insight(testInsight({data: "todo", ...value}), null);
}

const p = (repo: string, day: string, matches: number | null, status?: string): TestPoint => ({
  series: "todo",
  repo: `github.com/acme/${repo}`,
  day,
  matches,
  ...(status ? {status} : {})
});
const at = (day: string) => Date.parse(day);

describe("what is incomplete", () => {
  it("changes from an undercount to no answer and back at the same sample", async () => {
    const {source} = await ask([
      p("a", "2026-01-01", 5, "partial"),
      p("a", "2026-02-01", null),
      p("a", "2026-03-01", 4, "partial"),
      p("a", "2026-04-01", 4)
    ]);
    expect(source.incomplete!.map(({status, from, until}) => [status, from, until])).toEqual([
      ["partial", at("2026-01-01"), at("2026-02-01")],
      ["unknown", at("2026-02-01"), at("2026-03-01")],
      ["partial", at("2026-03-01"), at("2026-04-01")]
    ]);
  });

  it("is named: which repositories, from when, and until a later sample put it right", async () => {
    const {source} = await ask([
      p("a", "2026-01-01", 5, "partial"),
      p("a", "2026-02-01", 6),
      p("b", "2026-01-01", 1),
      p("b", "2026-02-01", null),
      p("c", "2026-02-01", 3, "partial")
    ]);
    expect(source.incomplete!.map(({repository, status, from, until}) => [repository, status, from, until])).toEqual([
      ["github.com/acme/a", "partial", at("2026-01-01"), at("2026-02-01")],
      ["github.com/acme/b", "unknown", at("2026-02-01"), null],
      ["github.com/acme/c", "partial", at("2026-02-01"), null]
    ]);
    expect(source.reasons).toEqual([
      "1 repository undercounted at the last point (github.com/acme/c)",
      "1 repository without an answer at the last point (github.com/acme/b)"
    ]);
    expect(incompleteWords({source}, at("2026-01-15"))).toBe("undercounted: github.com/acme/a");
    expect(incompleteWords({source}, at("2026-02-01"))).toBe(
      "undercounted: github.com/acme/c; no answer: github.com/acme/b"
    );
  });

  it("has the reasons of the import, when the last point is incomplete", async () => {
    const reasons = ["The search was stopped after 500 results."];
    const {source} = await ask([p("a", "2026-01-01", 5, "partial")], {}, reasons);
    expect(source.reasons).toEqual([
      "1 repository undercounted at the last point (github.com/acme/a)",
      "the import said: The search was stopped after 500 results"
    ]);
    expect((await ask([p("a", "2026-01-01", 5)], {}, reasons)).source.reasons).toEqual([]);
  });

  it("is only of the repositories that are asked for", async () => {
    const {source} = await ask([p("a", "2026-01-01", 5, "partial"), p("b", "2026-01-01", 1)], {repositories: ["b$"]});
    expect(source.incomplete).toBeUndefined();
    expect(source.status).toBe("complete");
  });

  it("of more than six repositories is counted", () => {
    expect(namesOf(["a", "b", "c", "d", "e", "f"])).toBe("a, b, c, d, e, f");
    expect(namesOf(["a", "b", "c", "d", "e", "f", "g"])).toBe("a, b, c, d, e and 2 more");
    const span = {series_id: "s", status: "partial" as const, from: 0, until: null};
    const source = {incomplete: ["b", "a", "b"].map((repository) => ({...span, repository}))};
    expect(incompleteAt({source}, 1, "partial")).toEqual(["a", "b"]);
  });
});
