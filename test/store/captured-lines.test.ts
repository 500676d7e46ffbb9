/** Captured values counted from lines: by a pattern of the insight's own, or under filters by file. */
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {readSources} from "../../src/snapshot/read-sources.ts";
import type {InsightStore} from "../../src/store/store.ts";
import {WORKSPACE_FILE} from "../../src/workspace.ts";
import {DATA_DIR, HAS_DATA} from "../data-dir.ts";
import {dataSource} from "../snapshot/sources.ts";
import {memoryFiles, openTestStore, testInsight, testSeries, valuesOf} from "./stores.ts";
import {type TestRow, tableFinding} from "./table-finding.ts";

const uses = testSeries("uses", [1]);
const plain = testSeries("uses");
const at = (repo_key: string, sample_at: string, series = uses) => ({series_id: series.series_id, repo_key, sample_at});
const lines = (repo: string, day: string, found: Readonly<Record<string, readonly string[]>>): readonly TestRow[] =>
  Object.entries(found).flatMap(([path, values]) =>
    values.map((c1, line) => ({...at(repo, day), path, line: line + 1, text: `uses ${c1}`, matched: `uses ${c1}`, c1}))
  );
const files = (rows: readonly TestRow[]): TestRow[] => {
  const sums = new Map<string, TestRow>();
  for (const {series_id, repo_key, sample_at, path} of rows) {
    const key = JSON.stringify([repo_key, sample_at, path]);
    sums.set(key, {
      series_id: series_id!,
      repo_key: repo_key!,
      sample_at: sample_at!,
      path: path!,
      matches: Number(sums.get(key)?.matches ?? 0) + 1
    });
  }
  return [...sums.values()];
};
const captures = (rows: readonly TestRow[]): TestRow[] => {
  const sums = new Map<string, TestRow>();
  for (const {series_id, repo_key, sample_at, c1} of rows) {
    const key = JSON.stringify([repo_key, sample_at, c1]);
    sums.set(key, {
      series_id: series_id!,
      repo_key: repo_key!,
      sample_at: sample_at!,
      c1: c1!,
      matches: Number(sums.get(key)?.matches ?? 0) + 1
    });
  }
  return [...sums.values()];
};

// a: January 3 lines, February only counted (4), March nothing; b: March counted, nobody says where
const rows = [
  ...lines("h.x/a", "2026-01-01", {"src/main.ts": ["v3", "v4"], "docs/use.md": ["v4"]}),
  ...lines("h.x/c", "2026-01-01", {"src/c.py": ["v4"]})
];
let store: InsightStore;
beforeAll(async () => {
  const yaml = new TextEncoder().encode('teams:\n  Docs: {owners: ["@docs"]}\n');
  store = openTestStore(memoryFiles(), {folder: memoryFiles(new Map([[WORKSPACE_FILE, yaml]]))});
  await store.import(
    tableFinding(
      {
        point: [
          ...[
            ["2026-01-01", 3],
            ["2026-02-01", 4],
            ["2026-03-01", 0]
          ].map(([day, matches]) => ({
            ...at("h.x/a", String(day)),
            ...{matches: Number(matches), files: 2, status: "ok"}
          })),
          {...at("h.x/b", "2026-03-01"), matches: 5, status: "ok"},
          {...at("h.x/c", "2026-01-01"), matches: 1, files: 1, status: "ok"},
          // the same search without captured values, from another tool: it has no lines
          {...at("h.x/a", "2026-01-01", plain), matches: 3, status: "ok"}
        ],
        capture: captures(rows),
        file: files(rows),
        match: rows,
        owner_file: [
          {repo_key: "h.x/a", path: "CODEOWNERS", valid_from: "2025-01-01", commit_oid: "aaaaaaa", text: "*.md @docs\n"}
        ]
      },
      [uses, plain]
    ),
    ["test.json"]
  );
});
afterAll(() => store.close());

const ask = async (value: Readonly<Record<string, unknown>>) => {
  const result = await store.insight(testInsight({kind: "capture-group", data: "uses", ...value}), null);
  return {values: valuesOf(result), status: result.series.map(({status}) => status)};
};
const ONE = {filters: {repositories: ["[ac]$"]}};

describe("a pattern over lines", () => {
  it("holds what the last lines captured until others are known, or nothing is found", async () => {
    const {values, status} = await ask({...ONE, pattern: "v(\\d)"});
    // in February 4 matches were counted in a, of 3 lines
    expect(values).toEqual({4: [3, 3, 1], 3: [1, 1, 0]});
    expect(status).toEqual([
      ["ok", "partial", "ok"],
      ["ok", "partial", "ok"]
    ]);
  });

  it("is a lower bound where a repository was counted without its lines", async () => {
    expect((await ask({pattern: "v(\\d)", times: ["2026-01-01", "2026-03-01"]})).status[0]).toEqual(["ok", "partial"]);
  });

  it("keeps a thousand values of one pattern and those of another apart", async () => {
    const own = openTestStore(memoryFiles());
    const many = lines("h.x/a", "2026-01-01", {"a.ts": Array.from({length: 1500}, (_, i) => `x${i}`)});
    await own.import(
      tableFinding(
        {point: [{...at("h.x/a", "2026-01-01"), matches: 1500, status: "ok"}], file: files(many), match: many},
        [uses]
      ),
      ["test.json"]
    );
    const top = async (pattern: string) => {
      const {series} = await own.insight(
        testInsight({kind: "capture-group", data: "uses", pattern, display: {limit: 3}}),
        null
      );
      return series.map(({label, values}) => [label, values[0]]);
    };
    expect(await top("(x\\d+)")).toEqual([
      ["x0", 1],
      ["x1", 1],
      ["x10", 1],
      ["Other (1497)", 1497]
    ]);
    expect(await top("x(\\d)")).toEqual([
      ["1", 611],
      ["2", 111],
      ["3", 111],
      ["Other (7)", 667]
    ]);
    await own.close();
  });
});

describe("captured values under filters by file", () => {
  const january = {...ONE, times: ["2026-01-01"]};
  it.each([
    ["paths", {paths: ["^src/"]}, {v4: [2], v3: [1]}],
    ["no paths", {paths: {exclude: ["^src/"]}}, {v4: [1]}],
    ["a language", {languages: "TypeScript"}, {v3: [1], v4: [1]}],
    ["an owner", {owner: "@docs"}, {v4: [1]}],
    ["a team", {team: "Docs"}, {v4: [1]}],
    ["owners and paths", {owner: ["@docs", "(no owner)"], paths: ["^docs/"]}, {v4: [1]}],
    ["values and paths", {paths: ["^src/"], captures: ["3"]}, {v3: [1]}],
    ["nothing", {paths: ["^nowhere"]}, {}]
  ])("count by %s", async (_, filters, expected) => {
    const own = {...january, filters: {...ONE.filters, ...filters}};
    expect((await ask(own)).values).toEqual(expected);
    expect((await ask({...own, kind: "group-by", by: "capture", presentation: "line"})).values).toEqual(expected);
  });

  it("drill down to what they count", async () => {
    const definition = testInsight({kind: "capture-group", data: "uses", filters: {paths: ["^src/"]}});
    const times = {at: Date.parse("2026-01-01"), before: null};
    const {repositories} = await store.point({definition, label: "v4", shown: ["v4", "v3"], ...times});
    expect(repositories.map(({repository, value}) => [repository, value])).toEqual([
      ["h.x/a", 1],
      ["h.x/c", 1]
    ]);
  });

  it("are refused where no line was imported", async () => {
    const own = openTestStore(memoryFiles());
    await own.import(
      tableFinding({point: [{...at("h.x/a", "2026-01-01"), matches: 3, status: "ok"}], capture: captures(rows)}, [
        uses
      ]),
      ["test.json"]
    );
    const definition = testInsight({kind: "capture-group", data: "uses", filters: {paths: ["a"]}});
    await expect(own.insight(definition, null)).rejects.toMatchObject({code: "insight/filter"});
    await own.close();
  });

  it.skipIf(!HAS_DATA)("are the lines of the shared matches, by query, value and folder", async () => {
    const own = openTestStore(memoryFiles());
    const source = dataSource("counts/matches-quarterly.ndjson.gz");
    const [reading] = await readSources([source]);
    if (!reading || "error" in reading) throw new Error("not read");
    await own.import(reading.finding, ["matches"]);
    const {gunzipSync} = await import("node:zlib");
    const {readFileSync} = await import("node:fs");
    const all = gunzipSync(readFileSync(`${DATA_DIR}/counts/matches-quarterly.ndjson.gz`))
      .toString("utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as {query: string; sample_time: string; path: string; captures: string[]});
    for (const query of new Set(all.map((row) => row.query)))
      for (const [filter, passes] of [
        [{paths: ["/"]}, (path: string) => path.includes("/")],
        [{languages: "JavaScript"}, (path: string) => /\.(?:js|cjs|mjs|jsx)$/.test(path)]
      ] as const) {
        const definition = testInsight({kind: "capture-group", data: query, filters: filter, groups: [1]});
        const result = await own.insight({...definition, display: {...definition.display, limit: 100_000}}, null);
        const sums = new Map<string, number>();
        for (const row of all)
          if (row.query === query && passes(row.path) && row.captures[0]) {
            const key = `${row.captures[0]} ${Date.parse(row.sample_time)}`;
            sums.set(key, (sums.get(key) ?? 0) + 1);
          }
        const shown = result.series.flatMap(({label, values}) =>
          Array.from(values, (value, i) => [`${label} ${result.times[i]}`, value] as const).filter(([, value]) => value)
        );
        expect(new Map(shown), `${query} ${JSON.stringify(filter)}`).toEqual(sums);
      }
    await own.close();
  });
});
