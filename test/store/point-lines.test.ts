import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {memoryFiles, openTestStore, testInsight, testSeries} from "./stores.ts";
import {tableFinding} from "./table-finding.ts";

const TODO = testSeries("todo");
const VERSION = testSeries("version", [1]);
const SPANS = testSeries("spans");
const point = (
  series: string,
  repo_key: string,
  sample_at: string,
  matches: number,
  commit_oid: string | null = null
) => ({
  ...{series_id: series, repo_key, sample_at, matches, status: "ok", commit_oid}
});
const match = (
  series: string,
  repo_key: string,
  sample_at: string,
  path: string,
  line: number,
  text: string,
  c1: string | null = null
) => ({
  ...{series_id: series, repo_key, sample_at, path, line, col: 1, end_col: 2, text, matched: text, c1}
});
const id = TODO.series_id;
const store = openTestStore(memoryFiles());
const at = Date.parse("2026-03-01");
const before = Date.parse("2026-02-01");

beforeAll(async () => {
  await store.import(
    tableFinding(
      {
        point: [
          point(id, "a", "2026-01-01", 0),
          point(id, "a", "2026-02-01", 2, "aaaaaaa"),
          point(id, "a", "2026-03-01", 3, "bbbbbbb"),
          point(id, "b", "2026-02-01", 5),
          point(VERSION.series_id, "a", "2026-03-01", 2),
          point(SPANS.series_id, "a", "2026-03-01", 1)
        ],
        match: [
          match(id, "a", "2026-02-01", "x.ts", 3, "// TODO one"),
          match(id, "a", "2026-02-01", "x.ts", 9, "// TODO two"),
          // the first moved down, the second went, two new ones came
          match(id, "a", "2026-03-01", "x.ts", 5, "  // TODO one"),
          match(id, "a", "2026-03-01", "x.ts", 6, "// TODO one"),
          match(id, "a", "2026-03-01", "y.ts", 1, "// TODO three"),
          match(VERSION.series_id, "a", "2026-03-01", "p.json", 1, "node 18", "18"),
          match(VERSION.series_id, "a", "2026-03-01", "p.json", 2, "node 20", "20")
        ],
        file_span: [
          {
            series_id: SPANS.series_id,
            repo_key: "a",
            path: "z.ts",
            blob_oid: "11",
            valid_from: "2026-01-01",
            valid_to: "2026-03-01",
            lines: 1,
            matches: 1
          },
          {
            series_id: SPANS.series_id,
            repo_key: "a",
            path: "z.ts",
            blob_oid: "22",
            valid_from: "2026-03-01",
            valid_to: null,
            lines: 1,
            matches: 1
          }
        ],
        match_span: [
          {series_id: SPANS.series_id, blob_oid: "11", line: 1, col: 1, end_col: 2, text: "old"},
          {series_id: SPANS.series_id, blob_oid: "22", line: 4, col: 1, end_col: 2, text: "new"}
        ]
      },
      [TODO, VERSION, SPANS]
    ),
    ["test.json"]
  );
});
afterAll(() => store.close());

const ask = (
  data: string,
  repository: string,
  times: {at: number; before: number | null},
  more: object = {},
  label = data
) => store.lines({definition: testInsight({data, label, ...more}), label, shown: [label], repository, ...times});

describe("the lines behind a point", () => {
  it("are those that came and went since the point before, wherever they stand in the file", async () => {
    expect(await ask("todo", "a", {at, before})).toEqual({
      sampleAt: at,
      sampleBefore: before,
      held: 3,
      added: [
        {path: "x.ts", line: 6, text: "// TODO one"},
        {path: "y.ts", line: 1, text: "// TODO three"}
      ],
      removed: [{path: "x.ts", line: 9, text: "// TODO two"}],
      more: 0
    });
  });

  it("under filters by path and language are those of the files that are kept", async () => {
    const added = async (filters: Readonly<Record<string, unknown>>) =>
      (await ask("todo", "a", {at, before}, {filters})).added.map(({path}) => path);
    expect(await added({paths: ["^y"]})).toEqual(["y.ts"]);
    expect(await added({languages: ["TypeScript"]})).toEqual(["x.ts", "y.ts"]);
    expect(await added({languages: ["Python"]})).toEqual([]);
  });

  it("of the first point are all of its lines", async () => {
    const {added, removed} = await ask("todo", "a", {at: before, before: null});
    expect([added.length, removed.length]).toEqual([2, 0]);
  });

  it("after a sample that found nothing are all new", async () => {
    const lines = await ask("todo", "a", {at: before, before: Date.parse("2026-01-01")});
    expect(lines).toMatchObject({sampleBefore: Date.parse("2026-01-01"), held: 2, removed: []});
    expect(lines.added).toHaveLength(2);
  });

  it("are older than the point where the newest import of lines is", async () => {
    expect(await ask("todo", "a", {at: Date.parse("2026-06-01"), before: at})).toMatchObject({
      sampleAt: at,
      added: [],
      removed: []
    });
  });

  it("are unknown where only counts were imported, and for a repository that is not held", async () => {
    expect((await ask("todo", "b", {at, before})).held).toBeNull();
    expect((await ask("todo", "c", {at, before})).held).toBeNull();
  });

  it("of a captured value are those that captured it", async () => {
    const kind = {kind: "capture-group", label: undefined};
    const request = {definition: testInsight({data: "version", ...kind}), repository: "a", at, before: null};
    const texts = async (label: string) =>
      (await store.lines({...request, label, shown: ["20"]})).added.map(({text}) => text);
    expect(await texts("20")).toEqual(["node 20"]);
    expect(await texts("Other (1)")).toEqual(["node 18"]);
  });

  it("come from spans of files too", async () => {
    expect(await ask("spans", "a", {at, before})).toMatchObject({
      added: [{path: "z.ts", line: 4, text: "new"}],
      removed: [{path: "z.ts", line: 1, text: "old"}]
    });
  });

  it("stand beside the commits of both points", async () => {
    const {repositories} = await store.point({
      definition: testInsight({data: "todo"}),
      label: "todo",
      shown: ["todo"],
      at,
      before
    });
    expect(repositories.find(({repository}) => repository === "a")).toMatchObject({
      commit: "bbbbbbb",
      commitBefore: "aaaaaaa"
    });
  });
});
