import {afterAll, describe, expect, it} from "vitest";
import type {InsightStore} from "../../src/store/store.ts";
import {memoryFiles, openTestStore, testInsight, valuesOf} from "./stores.ts";
import {type TestRow, tableFinding} from "./table-finding.ts";

const stores: InsightStore[] = [];
afterAll(() => Promise.all(stores.map((store) => store.close())));

async function storeOf(...imports: readonly (readonly TestRow[])[]): Promise<InsightStore> {
  const store = openTestStore(memoryFiles());
  stores.push(store);
  for (const language of imports) await store.import(tableFinding({language}), ["test.json"]);
  return store;
}

const row = (repo: string, day: string, language: string, counts: TestRow, tool = "cloc"): TestRow => ({
  repo_key: repo,
  sample_at: day,
  tool,
  language,
  ...counts
});
const ask = (store: InsightStore, written: Record<string, unknown> = {}) =>
  store.insight(testInsight({kind: "language-stats", ...written}), null);

// a: Go 60, then 90; Ruby 40, then gone. b, from February: Go 5, TeX 2, Lua 1
const LINES = [
  row("h.x/a", "2026-01-01", "Go", {lines: 60, files: 6}),
  row("h.x/a", "2026-01-01", "Ruby", {lines: 40, files: 4}),
  row("h.x/a", "2026-02-01", "Go", {lines: 90, files: 9}),
  row("h.x/b", "2026-02-01", "Go", {lines: 5, files: 1}),
  row("h.x/b", "2026-02-01", "TeX", {lines: 2, files: 1}),
  row("h.x/b", "2026-02-01", "Lua", {lines: 1, files: 1})
];

describe("a language-stats insight", () => {
  it("is the newest share of each language, those below 3 per cent added up", async () => {
    // of 98 lines in February: Go 95, TeX 2 (2.04 %), Lua 1 (1.02 %)
    const result = await ask(await storeOf(LINES));
    expect([result.form, result.presentation, result.unit]).toEqual(["categorical", "pie", "lines"]);
    expect(valuesOf(result)).toEqual({Go: [95], "Other (2)": [3]});
    expect(result.series[1]!.holds).toBe(2);
    expect(result.notes).toEqual([]);
  });

  it("says how many languages are hidden where no Other holds them, and how much they are", async () => {
    const store = await storeOf(LINES);
    // 3 of 98 lines are hidden: 3.06 %
    const result = await ask(store, {display: {other: false}});
    expect(valuesOf(result)).toEqual({Go: [95]});
    expect(result.notes.map(({text}) => text)).toEqual([
      "2 more languages are not shown (3.1 % of all lines at the end): below the threshold of 3 %, or beyond display.limit."
    ]);
    expect((await ask(store, {display: {other: false}, threshold: 0})).notes).toEqual([]);
    const one = await ask(store, {display: {other: false, limit: 2}, threshold: 0});
    expect(one.notes.map(({text}) => text)).toEqual([
      "1 more language is not shown (1.0 % of all lines at the end): below the threshold of 0 %, or beyond display.limit."
    ]);
  });

  it("shows each language that reaches the threshold at any time, over time; one that is gone falls to zero", async () => {
    const result = await ask(await storeOf(LINES), {presentation: "stacked"});
    expect(result.form).toBe("over-time");
    expect(valuesOf(result)).toEqual({Go: [60, 95], Ruby: [40, 0], "Other (2)": [0, 3]});
  });

  it("takes a threshold of its own, a unit, and some repositories", async () => {
    const store = await storeOf(LINES);
    expect(valuesOf(await ask(store, {threshold: 2}))).toEqual({Go: [95], TeX: [2], "Other (1)": [1]});
    expect(valuesOf(await ask(store, {unit: "files", threshold: 0}))).toEqual({Go: [10], Lua: [1], TeX: [1]});
    expect(valuesOf(await ask(store, {repositories: ["/b$"], threshold: 0}))).toEqual({Go: [5], TeX: [2], Lua: [1]});
  });

  it("carries a repository's last count on, and does not count what was not there yet", async () => {
    const store = await storeOf(LINES);
    const result = await ask(store, {presentation: "area", times: ["2025-12-01", "2026-01-15", "2026-03-01"]});
    expect(valuesOf(result).Go).toEqual([null, 60, 95]);
    expect(result.series[0]!.status).toEqual(["absent", "ok", "ok"]);
    expect(result.source.repositories).toBe(2);
  });

  it("reads endings of files as languages, and leaves out those of none", async () => {
    const store = await storeOf([
      row("h.x/a", "2026-01-01", ".ts", {bytes: 60}, "extension"),
      row("h.x/a", "2026-01-01", ".mts", {bytes: 10}, "extension"),
      row("h.x/a", "2026-01-01", ".py", {bytes: 30}, "extension"),
      row("h.x/a", "2026-01-01", ".png", {bytes: 900}, "extension"),
      row("h.x/a", "2026-01-01", "(none)", {bytes: 7}, "extension")
    ]);
    const result = await ask(store);
    expect([result.unit, valuesOf(result)]).toEqual(["bytes", {TypeScript: [70], Python: [30]}]);
    expect(result.notes.map(({text}) => text).join()).toContain("names no language");
    expect(valuesOf(await ask(store, {names: "as-counted", threshold: 0}))).toEqual({
      ".png": [900],
      ".ts": [60],
      ".py": [30],
      ".mts": [10],
      "(none)": [7]
    });
  });

  it("asks which tool, when several counted, and takes the only one that counts the unit", async () => {
    const store = await storeOf(LINES, [row("h.x/a", "2026-01-01", "Go", {bytes: 7, lines: 3}, "scc")]);
    await expect(ask(store)).rejects.toThrow(
      "Languages were counted by cloc and scc, each in its own way. Name one: data: cloc."
    );
    expect(valuesOf(await ask(store, {unit: "bytes"}))).toEqual({Go: [7]});
    expect(valuesOf(await ask(store, {data: "scc"}))).toEqual({Go: [3]});
    await expect(ask(store, {data: "clok"})).rejects.toThrow("only of cloc, scc. Did you mean cloc?");
    await expect(ask(store, {data: "cloc", unit: "bytes"})).rejects.toThrow("do not count bytes");
  });

  it("says what to import when there is nothing", async () => {
    await expect(ask(await storeOf())).rejects.toThrow(
      "No language statistics were imported. Import the output of cloc"
    );
  });

  it("lets a later count of the same sample stand, as a whole", async () => {
    const store = openTestStore(memoryFiles());
    stores.push(store);
    const first = tableFinding({language: LINES.slice(0, 2)}, [], "2026-01-02");
    const second = tableFinding(
      {language: [row("h.x/a", "2026-01-01", "Go", {lines: 61, files: 6})]},
      [],
      "2026-01-03"
    );
    for (const finding of [second, first]) await store.import(finding, ["test.json"]);
    expect(valuesOf(await ask(store, {threshold: 0}))).toEqual({Go: [61]});
  });

  it("opens a language's repositories", async () => {
    const store = await storeOf(LINES);
    const detail = await store.point({
      definition: testInsight({kind: "language-stats"}),
      label: "Go",
      shown: ["Go"],
      at: Date.parse("2026-02-01"),
      before: Date.parse("2026-01-01")
    });
    expect(detail.repositories.map(({repository, value, before}) => [repository, value, before])).toEqual([
      ["h.x/a", 90, 60],
      ["h.x/b", 5, null]
    ]);
  });
});
