/** Filters by file: what they keep, and what is said where files do not account for what was found. */
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {readNotebookFilter, withNotebookFilter} from "../../src/insight/filter.ts";
import type {InsightStore} from "../../src/store/store.ts";
import {recordsOf} from "../../src/table.ts";
import {WORKSPACE_FILE} from "../../src/workspace.ts";
import {memoryFiles, openTestStore, testInsight, testSeries, valuesOf} from "./stores.ts";
import {tableFinding} from "./table-finding.ts";

const todo = testSeries("todo");
const at = (repo_key: string, sample_at: string) => ({series_id: todo.series_id, repo_key, sample_at});
const point = (repo: string, day: string, matches: number) => ({
  ...at(repo, day),
  ...{matches, lines: matches, files: 1, status: "ok"}
});
const file = (repo: string, day: string, path: string, matches: number) => ({
  ...at(repo, day),
  ...{path, matches, lines: matches}
});
const encoder = new TextEncoder();
let store: InsightStore;

beforeAll(async () => {
  const folder = memoryFiles(new Map([[WORKSPACE_FILE, encoder.encode('teams:\n  Docs: {owners: ["@docs"]}\n')]]));
  store = openTestStore(memoryFiles(), {folder});
  await store.import(
    tableFinding(
      {
        // a: 6, then 9, all of it in files; b: 4, of which nobody says where; c: 3, of which 2 are in files
        point: [
          point("h.x/a", "2026-01-01", 6),
          point("h.x/a", "2026-02-01", 9),
          point("h.x/b", "2026-02-01", 4),
          point("h.x/c", "2026-02-01", 3)
        ],
        file: [
          file("h.x/a", "2026-01-01", "src/main.ts", 5),
          file("h.x/a", "2026-01-01", "README.md", 1),
          file("h.x/a", "2026-02-01", "src/main.ts", 5),
          file("h.x/a", "2026-02-01", "src/read.py", 3),
          file("h.x/a", "2026-02-01", "README.md", 1),
          file("h.x/c", "2026-02-01", "src/main.ts", 2)
        ],
        owner_file: [
          {
            repo_key: "h.x/a",
            path: "CODEOWNERS",
            valid_from: "2025-01-01",
            commit_oid: "aaaaaaa",
            text: "* @all\n*.md @docs\n"
          }
        ]
      },
      [todo]
    ),
    ["test.json"]
  );
});
afterAll(() => store.close());

const ask = (filters: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) =>
  store.insight(testInsight({data: "todo", filters: {repositories: ["a$"], ...filters}, ...more}), null);

describe("a search under filters by file", () => {
  it.each([
    ["paths", {paths: ["^src/"]}, [5, 8]],
    ["no paths", {paths: {exclude: ["\\.md$", "\\.py$"]}}, [5, 5]],
    ["languages", {languages: ["Python", "Markdown"]}, [1, 4]],
    ["paths and languages", {paths: ["^src/"], languages: "Python"}, [0, 3]],
    ["an owner", {owner: "@docs"}, [1, 1]],
    ["a team", {team: "Docs"}, [1, 1]],
    ["an owner's paths", {owner: "@all", paths: ["main"]}, [5, 5]],
    // README.md is of one, main.ts and read.py of the other
    ["several owners", {owner: ["@docs", "@all"]}, [6, 9]],
    ["several teams", {team: ["Docs", "(no team)"]}, [6, 9]],
    ["several owners' paths", {owner: ["@docs", "@all"], paths: ["main"]}, [5, 5]],
    ["no owner in particular", {owner: "", paths: ["main"]}, [5, 5]],
    ["owners of whom one has nothing", {owner: ["@docs", "@nobody"]}, [1, 1]],
    // what @all has is of no team; README.md is of Docs by its owner
    ["an owner's files of a team", {owner: "@all", team: "(no team)"}, [5, 8]],
    ["several owners' files of a team", {owner: ["@docs", "@all"], team: "Docs"}, [1, 1]],
    ["several owners' files of several teams", {owner: ["@docs", "@all"], team: ["Docs", "(no team)"]}, [6, 9]],
    ["an owner's files of a team and a language", {owner: "@all", team: "(no team)", languages: "Python"}, [0, 3]],
    ["an owner's files of a team that has none", {owner: "@docs", team: "(no team)"}, [0, 0]],
    ["nothing", {paths: ["^nowhere"]}, [0, 0]]
  ])("counts %s", async (_, filters, expected) => {
    const result = await ask(filters);
    expect(valuesOf(result)).toEqual({todo: expected});
    expect(result.series[0]!.status).toEqual(["ok", "ok"]);
  });

  it("is a lower bound where files account for a part, and unknown where for nothing", async () => {
    const c = await ask({repositories: ["c$"], paths: ["^src/"]});
    expect([valuesOf(c), c.series[0]!.status]).toEqual([{todo: [null, 2]}, ["absent", "partial"]]);
    const b = await ask({repositories: ["b$"], paths: ["^src/"]});
    expect([valuesOf(b), b.series[0]!.status]).toEqual([{todo: [null, null]}, ["absent", "unknown"]]);
  });

  // b is in no file; 1 of the 3 of c neither, and nobody knows whose its main.ts is
  it.each([
    ["of paths", {repositories: [], paths: ["^src/"]}, [1, 2], ["ok", "partial"]],
    ["of a language", {repositories: [], languages: "Python"}, [0, 1], ["ok", "partial"]],
    ["of an owner", {owner: "@docs"}, [1, 1], ["ok", "ok"]],
    ["of several owners", {owner: ["@docs", "@all"]}, [1, 1], ["ok", "ok"]],
    ["that have nothing of it", {paths: ["^nowhere"]}, [0, 0], ["ok", "ok"]],
    ["without files", {repositories: ["b$"], paths: ["main"]}, [null, null], ["absent", "unknown"]],
    ["whose files do not tell all", {repositories: ["c$"], paths: ["^docs"]}, [null, 0], ["absent", "partial"]],
    ["of which nobody knows the owners", {repositories: ["c$"], owner: "@all"}, [null, null], ["absent", "unknown"]],
    ["of an owner among them", {repositories: ["[ac]$"], owner: "@all", paths: ["main"]}, [1, 1], ["ok", "partial"]]
  ])("counts repositories %s", async (_, filters, values, status) => {
    const result = await ask(filters, {unit: "repositories"});
    expect([valuesOf(result), result.series[0]!.status]).toEqual([{todo: values}, status]);
  });

  it("counts repositories one by one, with what is behind them", async () => {
    const main = {repositories: [], paths: ["main"]};
    const own = {kind: "group-by", by: "repository", unit: "repositories", times: ["2026-02-01"]};
    const {series} = await ask(main, own);
    expect(series.map(({label, values, status}) => [label, values[0], status[0]]).sort()).toEqual([
      ["h.x/a", 1, "ok"],
      ["h.x/b", Number.NaN, "unknown"],
      ["h.x/c", 1, "partial"]
    ]);
    const definition = testInsight({data: "todo", label: "todo", unit: "repositories", filters: main});
    const times = {at: Date.parse("2026-02-01"), before: Date.parse("2026-01-01")};
    const detail = await store.point({definition, label: "todo", shown: ["todo"], ...times});
    expect(detail.repositories.map(({repository, value, before}) => [repository, value, before]).sort()).toEqual([
      ["h.x/a", 1, 1],
      ["h.x/b", 0, null],
      ["h.x/c", 1, null]
    ]);
    const rows = recordsOf((await store.exportInsight(definition))!);
    expect(rows.map(({repository, recording_time, value}) => [repository, recording_time, value])).toEqual(
      expect.arrayContaining([
        ["h.x/a", times.before, 1],
        ["h.x/a", times.at, 1],
        ["h.x/b", times.at, 0],
        ["h.x/c", times.at, 1]
      ])
    );
  });

  it("drills down and exports to what it counts", async () => {
    const definition = testInsight({data: "todo", label: "todo", filters: {repositories: ["a$"], paths: ["^src/"]}});
    const times = {at: Date.parse("2026-02-01"), before: Date.parse("2026-01-01")};
    const {repositories} = await store.point({definition, label: "todo", shown: ["todo"], ...times});
    expect(repositories).toMatchObject([{repository: "h.x/a", value: 8, before: 5}]);
    expect(recordsOf((await store.exportInsight(definition))!).map(({value}) => value)).toEqual([5, 8]);
  });

  it("counts a file of several of the owners once, also when one leaves", async () => {
    // main.ts: @a and @b, from February only @b; the count goes 2, 5, 5
    const own = openTestStore(memoryFiles());
    const owners = (valid_from: string, commit_oid: string, text: string) => ({
      ...{repo_key: "h.x/a", path: "CODEOWNERS"},
      ...{valid_from, commit_oid, text}
    });
    const counts = [2, 5, 5].map((n, i) => [`2026-0${i + 1}-01`, n] as const);
    await own.import(
      tableFinding(
        {
          point: counts.map(([day, n]) => point("h.x/a", day, n)),
          file: counts.map(([day, n]) => file("h.x/a", day, "main.ts", n)),
          owner_file: [owners("2025-01-01", "aaaaaaa", "* @a @b\n"), owners("2026-02-15", "bbbbbbb", "* @b\n")]
        },
        [todo]
      ),
      ["test.json"]
    );
    try {
      const count = async (owner: readonly string[], unit: string) =>
        valuesOf(await own.insight(testInsight({data: "todo", unit, filters: {owner}}), null)).todo;
      expect(await count(["@a"], "matches")).toEqual([2, 5, 0]);
      expect(await count(["@a", "@b"], "matches")).toEqual([2, 5, 5]);
      expect(await count(["@a", "@b"], "files")).toEqual([1, 1, 1]);
      // one filter of the cell, one of the notebook: both have to be met, as long as both own it
      const definition = testInsight({data: "todo", filters: {owner: "@a"}});
      const both = withNotebookFilter(definition, readNotebookFilter({filters: {owner: "@b"}}).value);
      expect(valuesOf(await own.insight(both, null)).todo).toEqual([2, 5, 0]);
    } finally {
      await own.close();
    }
  });

  it("groups what it counts", async () => {
    const group = async (by: string, filters: Readonly<Record<string, unknown>>) =>
      valuesOf(await ask(filters, {kind: "group-by", by, times: ["2026-02-01"]}));
    expect(await group("language", {paths: ["^src/"]})).toEqual({TypeScript: [5], Python: [3]});
    expect(await group("path", {owner: "@docs"})).toEqual({"README.md": [1]});
    expect(await group("path", {owner: ["@docs", "@all"], paths: ["main", "README"]})).toEqual({
      "src/main.ts": [5],
      "README.md": [1]
    });
    expect(await group("repository", {owner: ["@docs", "@all"]})).toEqual({"h.x/a": [9]});
    expect(await group("owner", {paths: ["^src/"]})).toEqual({"@all": [8]});
    // nobody says where the 4 of b are
    expect(await group("repository", {repositories: [], paths: ["main"]})).toEqual({
      ...{"h.x/a": [5], "h.x/c": [2]},
      "h.x/b": [null]
    });
    // main.ts is of @all alone, and nobody says who wrote its lines
    expect(await group("owner", {owner: "@all", paths: ["main"]})).toEqual({"@all": [5]});
    expect(await group("author", {paths: ["main"]})).toEqual({"(author not imported)": [5]});
  });

  it("says of its groups that they are lower bounds where files account for a part", async () => {
    const states = async (by: string, repositories: readonly string[]) => {
      const {series} = await ask({paths: ["main"], repositories}, {kind: "group-by", by, times: ["2026-02-01"]});
      return Object.fromEntries(series.map(({label, status}) => [label, status[0]]));
    };
    expect(await states("path", ["a$"])).toEqual({"src/main.ts": "ok"});
    expect(await states("path", ["c$"])).toEqual({"src/main.ts": "partial"});
    expect(await states("directory", [])).toEqual({src: "partial"});
    expect(await states("repository", [])).toEqual({"h.x/a": "ok", "h.x/c": "partial", "h.x/b": "unknown"});
  });

  it("is a lower bound where nobody knows who owns what was found, and unknown where of nothing", async () => {
    const of = async (filters: Readonly<Record<string, unknown>>) => {
      const {series} = await ask({repositories: [], ...filters}, {times: ["2026-02-01"]});
      return [series[0]!.values[0], series[0]!.status[0]];
    };
    // c has 2 in main.ts, of owners nobody knows; 1 of c and the 4 of b are in no file
    expect(await of({repositories: ["[ac]$"], owner: "@all", paths: ["main"]})).toEqual([5, "partial"]);
    expect(await of({repositories: ["c$"], team: "Docs"})).toEqual([Number.NaN, "unknown"]);
    expect(await of({repositories: ["a$"], owner: "@docs"})).toEqual([1, "ok"]);
    expect(await of({repositories: ["a$"], owner: "(owners not imported)"})).toEqual([0, "ok"]);
  });

  it.each([["of captured values", {kind: "capture-group"}, {paths: ["a"]}, "known by file only where"]])(
    "%s is refused",
    async (_, more, filters, words) => {
      await expect(ask(filters, more)).rejects.toThrow(words);
    }
  );

  it("can be chosen from what files there are", async () => {
    expect((await store.scope(testInsight({data: "todo"}))).files).toEqual({
      languages: ["TypeScript", "Markdown", "Python"],
      owners: ["@all", "(owners not imported)", "@docs"],
      teams: ["(no team)", "(owners not imported)", "Docs"]
    });
  });
});
