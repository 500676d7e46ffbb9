import {afterAll, describe, expect, it} from "vitest";
import type {InsightStore} from "../../src/store/store.ts";
import {WORKSPACE_FILE} from "../../src/workspace.ts";
import {memoryFiles, openTestStore, testInsight, testSeries, valuesOf} from "./stores.ts";
import {type TestRow, tableFinding} from "./table-finding.ts";

const stores: InsightStore[] = [];
afterAll(() => Promise.all(stores.map((store) => store.close())));

const todo = testSeries("todo");
const of = (repo: string, day: string, row: TestRow): TestRow => ({
  series_id: todo.series_id,
  repo_key: repo,
  sample_at: day,
  ...row
});
const point = (repo: string, day: string, matches: number, files: number) =>
  of(repo, day, {matches, lines: matches, files, status: "ok"});
const file = (repo: string, day: string, path: string, matches: number) =>
  of(repo, day, {path, matches, lines: matches});

// a: 6 on January 1, 9 on February 1; b: 4 from January 1 on
const POINTS = [
  point("h.x/a", "2026-01-01", 6, 2),
  point("h.x/a", "2026-02-01", 9, 3),
  point("h.x/b", "2026-01-01", 4, 1)
];
const FILES = [
  file("h.x/a", "2026-01-01", "src/app/main.ts", 5),
  file("h.x/a", "2026-01-01", "README.md", 1),
  file("h.x/a", "2026-02-01", "src/app/main.ts", 5),
  file("h.x/a", "2026-02-01", "src/lib/read.py", 3),
  file("h.x/a", "2026-02-01", "README.md", 1),
  file("h.x/b", "2026-01-01", "src/app/main.ts", 4)
];

async function storeOf(
  tables: Parameters<typeof tableFinding>[0],
  workspace: string | null = null
): Promise<InsightStore> {
  const folder = memoryFiles(
    new Map(workspace === null ? [] : [[WORKSPACE_FILE, new TextEncoder().encode(workspace)]])
  );
  const store = openTestStore(memoryFiles(), {folder});
  stores.push(store);
  await store.import(tableFinding(tables, [todo]), ["test.json"]);
  return store;
}

const ask = (store: InsightStore, written: Record<string, unknown>) =>
  store.insight(testInsight({kind: "group-by", data: "todo", ...written}), null);

describe("a group-by insight", () => {
  it("gives one value for each repository at the newest time, the largest first", async () => {
    const result = await ask(await storeOf({point: POINTS}), {by: "repository"});
    expect(result.form).toBe("categorical");
    expect(Array.from(result.times, (time) => new Date(time).toISOString().slice(0, 10))).toEqual(["2026-02-01"]);
    expect(valuesOf(result)).toEqual({"h.x/a": [9], "h.x/b": [4]});
  });

  it("shows the same over time as lines", async () => {
    const result = await ask(await storeOf({point: POINTS}), {by: "repository", presentation: "stacked"});
    expect(result.form).toBe("over-time");
    expect(valuesOf(result)).toEqual({"h.x/a": [6, 9], "h.x/b": [4, 4]});
  });

  it("gives each repository a state of its own: what another one lacks is nothing to it", async () => {
    const b = (day: string, more: TestRow) => of("h.x/b", day, {matches: null, lines: null, files: null, ...more});
    const table = [
      ...["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01"].map((day) => point("h.x/a", day, 6, 2)),
      // b: no commit yet in January, 4 in February, at least 5 in March, no answer in April, none in May
      b("2026-02-01", {matches: 4, status: "ok"}),
      b("2026-03-01", {matches: 5, status: "partial"}),
      b("2026-04-01", {status: "unknown"}),
      b("2026-05-01", {matches: 0, status: "ok"})
    ];
    const result = await ask(await storeOf({point: table}), {by: "repository", presentation: "line"});
    expect(valuesOf(result)).toEqual({"h.x/a": [6, 6, 6, 6, 6], "h.x/b": [null, 4, 5, null, 0]});
    expect(result.series.map(({status}) => status)).toEqual([
      ["ok", "ok", "ok", "ok", "ok"],
      ["absent", "ok", "partial", "unknown", "ok"]
    ]);
  });

  it("merges equal paths of several repositories, as Sourcegraph does", async () => {
    // main.ts: 5 of a and 4 of b
    expect(valuesOf(await ask(await storeOf({point: POINTS, file: FILES}), {by: "path"}))).toEqual({
      "src/app/main.ts": [9],
      "src/lib/read.py": [3],
      "README.md": [1]
    });
  });

  it("groups by folders to a depth, and by language", async () => {
    const store = await storeOf({point: POINTS, file: FILES});
    expect(valuesOf(await ask(store, {by: "directory"}))).toEqual({src: [12], "(root)": [1]});
    expect(valuesOf(await ask(store, {by: "directory", depth: 2, presentation: "area"}))).toEqual({
      "src/app": [9, 9],
      "src/lib": [0, 3],
      "(root)": [1, 1]
    });
    expect(valuesOf(await ask(store, {by: "language"}))).toEqual({TypeScript: [9], Python: [3], Markdown: [1]});
    expect(valuesOf(await ask(store, {by: "directory", unit: "files"}))).toEqual({src: [3], "(root)": [1]});
  });

  it("counts apart what was searched and is in no imported file, and says so", async () => {
    const store = await storeOf({point: POINTS, file: FILES.filter(({repo_key}) => repo_key === "h.x/a")});
    const result = await ask(store, {by: "directory"});
    expect(valuesOf(result)).toEqual({src: [8], "(in files not imported)": [4], "(root)": [1]});
    expect(result.notes.map(({text}) => text).join()).toContain("what the search counted beyond");
  });

  it("is a lower bound where files and search differ because their days do", async () => {
    // the search says 2 on February 1, the newest files are those of January 1
    const store = await storeOf({
      point: [point("h.x/a", "2026-01-01", 6, 2), point("h.x/a", "2026-02-01", 2, 1)],
      file: FILES.slice(0, 2)
    });
    const result = await ask(store, {by: "path", presentation: "line"});
    expect(valuesOf(result)).toEqual({"src/app/main.ts": [5, 5], "README.md": [1, 1]});
    expect(result.series[0]!.status).toEqual(["ok", "partial"]);
  });

  it("compares each repository by itself: what one has too much of makes up for nothing that another lacks", async () => {
    const line = (repo: string, number: number) =>
      of(repo, "2026-01-01", {path: "main.ts", line: number, author: "ann", authored_at: "2025-11-03"});
    const store = await storeOf({
      // a: 4 of 6 are told; b: all 4 in January, of February (2) nothing, so that the 4 still stand
      point: [
        point("h.x/a", "2026-01-01", 6, 2),
        point("h.x/b", "2026-01-01", 4, 1),
        point("h.x/b", "2026-02-01", 2, 1)
      ],
      file: [file("h.x/a", "2026-01-01", "main.ts", 4), file("h.x/b", "2026-01-01", "main.ts", 4)],
      blame: ["h.x/a", "h.x/b"].flatMap((repo) => [1, 2, 3, 4].map((number) => line(repo, number)))
    });
    const rests = {
      path: ["main.ts", "(in files not imported)"],
      owner: ["(owners not imported)", "(in files not imported)"],
      author: ["ann", "(author not imported)"],
      date: ["2025-11", "(date not imported)"]
    };
    for (const [by, [label, rest]] of Object.entries(rests))
      for (const repositories of [[], ["."]]) {
        const result = await ask(store, {by, repositories, presentation: "line"});
        expect([by, valuesOf(result)]).toEqual([by, {[label!]: [8, 8], [rest!]: [2, 2]}]);
        for (const {status} of result.series) expect([by, status]).toEqual([by, ["ok", "partial"]]);
        const definition = testInsight({kind: "group-by", data: "todo", by, presentation: "line"});
        const times = {at: Date.parse("2026-02-01"), before: Date.parse("2026-01-01")};
        const behind = await store.point({definition, label: rest!, shown: [label!, rest!], ...times});
        expect(behind.repositories.map(({repository, value}) => [repository, value])).toEqual([
          ["h.x/a", 2],
          ["h.x/b", 0]
        ]);
      }
  });

  it("says what to do where the import does not say what its groups are counted in", async () => {
    const bare = (more: TestRow) => storeOf({point: [of("h.x/a", "2026-01-01", {matches: 3, status: "ok", ...more})]});
    await expect(ask(await bare({}), {by: "author"})).rejects.toThrow(
      "do not say how many lines there were, only matches. By author only lines and files can be counted: import"
    );
    await expect(ask(await bare({files: 1}), {by: "author"})).rejects.toThrow(
      "only matches and files. Use unit: files."
    );
    await expect(ask(await bare({files: 1}), {by: "date"})).rejects.toThrow("By date only lines can be counted");
  });

  it("gives a file to its owners at the time, to each of several, and to their teams once", async () => {
    const owners = [
      {repo_key: "h.x/a", path: "CODEOWNERS", valid_from: "2025-01-01", text: "*.ts @app\n/README.md @docs\n"},
      {repo_key: "h.x/a", path: "CODEOWNERS", valid_from: "2026-01-15", text: "*.ts @app @lib\n*.py @lib\n"}
    ];
    const store = await storeOf(
      {point: POINTS, file: FILES, owner_file: owners},
      "teams:\n  Apps: {owners: ['@app', '@lib']}\n  Bees: {repositories: ['/b$']}\n"
    );
    // January: main.ts 5 → @app, README 1 → @docs; February: main.ts → @app and @lib, read.py 3 → @lib, README → nobody
    expect(valuesOf(await ask(store, {by: "owner", presentation: "line", repositories: ["/a$"]}))).toEqual({
      "@lib": [0, 8],
      "@app": [5, 5],
      "(no owner)": [0, 1],
      "@docs": [1, 0]
    });
    expect(valuesOf(await ask(store, {by: "team"}))).toEqual({Apps: [8], Bees: [4], "(no team)": [1]});
    expect(valuesOf(await ask(store, {by: "owner", repositories: ["/b$"]}))).toEqual({"(owners not imported)": [4]});
  });

  it("gives the same from sums over all repositories as from change points, also after an import more", async () => {
    const owners = [
      {repo_key: "h.x/a", path: "CODEOWNERS", valid_from: "2025-01-01", text: "*.ts @app\n/README.md @docs (z)\n"},
      {repo_key: "h.x/a", path: "CODEOWNERS", valid_from: "2026-01-15", text: "*.ts @app @lib\n*.py @lib\n"}
    ];
    const tables = {point: POINTS, file: FILES, owner_file: owners};
    const store = await storeOf(
      tables,
      "teams:\n  Apps: {owners: ['@app', '@lib']}\n  Bees: {repositories: ['/b$']}\n"
    );
    const all = [{by: "owner"}, {by: "team"}, {by: "owner", unit: "files"}, {by: "team", unit: "lines", points: 1}];
    const compared = async () => {
      for (const one of all) {
        const shown = {...one, presentation: "line"};
        const {notes: _, ...told} = await ask(store, shown);
        const {notes: __, ...filtered} = await ask(store, {...shown, repositories: ["."]});
        expect(told).toEqual(filtered);
      }
    };
    await compared();
    const more = {point: [point("h.x/b", "2026-02-01", 9, 2)], file: [file("h.x/b", "2026-02-01", "new.ts", 7)]};
    await store.import(tableFinding(more, [todo]), ["more.json"]);
    await compared();
    const {series} = await ask(store, {by: "team", presentation: "line"});
    expect(series.find(({label}) => label === "Bees")?.values).toEqual(Float64Array.of(4, 7));
  });

  it("groups lines by who changed them last, and by when they did", async () => {
    const line = (path: string, number: number, author: string, at: string) =>
      of("h.x/a", "2026-02-01", {path, line: number, author, authored_at: at});
    const store = await storeOf({
      point: [point("h.x/a", "2026-02-01", 4, 2)],
      blame: [
        line("a.ts", 1, "ann", "2025-11-03"),
        line("a.ts", 9, "ann", "2026-01-20"),
        line("b.ts", 2, "bob", "2026-01-05")
      ]
    });
    expect(valuesOf(await ask(store, {by: "author"}))).toEqual({ann: [2], "(author not imported)": [1], bob: [1]});
    expect(valuesOf(await ask(store, {by: "author", unit: "files"}))).toEqual({ann: [1], bob: [1]});
    const dates = await ask(store, {by: "date", bucket: "month", repositories: ["a$"]});
    expect(dates.unit).toBe("lines");
    expect(valuesOf(dates)).toEqual({"2025-11": [1], "2026-01": [2], "(date not imported)": [1]});
  });

  it("groups lines by author and date, and files by owner, under filters by file", async () => {
    const line = (repo: string, path: string, number: number, author: string, at: string | null) =>
      of(repo, "2026-01-01", {path, line: number, author, authored_at: at});
    const store = await storeOf(
      {
        // a: 5 lines in 2 files, b: 4 of which nobody says where; the authors of 3 of a are known, and of 1 in b
        point: [
          point("h.x/a", "2026-01-01", 5, 2),
          point("h.x/a", "2026-03-01", 5, 2),
          point("h.x/b", "2026-01-01", 4, 2)
        ],
        file: [file("h.x/a", "2026-01-01", "src/a.ts", 3), file("h.x/a", "2026-01-01", "docs/b.md", 2)],
        blame: [
          line("h.x/a", "src/a.ts", 1, "ann", "2025-11-03"),
          line("h.x/a", "src/a.ts", 2, "bob", null),
          line("h.x/a", "docs/b.md", 1, "ann", "2025-12-03"),
          line("h.x/b", "src/b.ts", 1, "ann", "2025-12-03")
        ],
        // from February on src/a.ts is of @lib, not of @app; docs/b.md is of both all the time
        owner_file: [
          {repo_key: "h.x/a", path: "CODEOWNERS", valid_from: "2025-01-01", text: "*.ts @app\n*.md @app @lib\n"},
          {repo_key: "h.x/a", path: "CODEOWNERS", valid_from: "2026-02-01", text: "*.ts @lib\n*.md @app @lib\n"}
        ]
      },
      "teams:\n  Apps: {owners: ['@app']}\n"
    );
    const group = async (by: string, filters: Record<string, unknown>, more: Record<string, unknown> = {}) => {
      const result = await ask(store, {
        by,
        filters: {repositories: ["/a$"], ...filters},
        presentation: "line",
        ...more
      });
      return [valuesOf(result), [...new Set(result.series.flatMap(({status}) => status))]];
    };
    const all = ["ok"];
    expect(await group("author", {paths: ["^src/"]})).toEqual([
      {ann: [1, 1], "(author not imported)": [1, 1], bob: [1, 1]},
      all
    ]);
    expect(await group("author", {languages: "Markdown"})).toEqual([
      {"(author not imported)": [1, 1], ann: [1, 1]},
      all
    ]);
    expect(await group("date", {paths: ["^src/"]}, {bucket: "year"})).toEqual([
      {"2025": [1, 1], "(date not imported)": [2, 2]},
      all
    ]);
    // both files are of @app in January, in March docs/b.md alone
    expect(await group("author", {owner: "@app"})).toEqual([
      {"(author not imported)": [2, 1], ann: [2, 1], bob: [1, 0]},
      all
    ]);
    expect(await group("author", {team: "(no team)", owner: "@lib"})).toEqual([
      {"(author not imported)": [0, 1], ann: [0, 1], bob: [0, 1]},
      all
    ]);
    // in both files there are lines of which nobody knows who wrote them
    expect(await group("author", {owner: "@app"}, {unit: "files"})).toEqual([{ann: [2, 1], bob: [1, 0]}, ["partial"]]);
    expect(await group("owner", {owner: "@lib"})).toEqual([{"@lib": [2, 5], "@app": [2, 2]}, all]);
    expect(await group("team", {owner: "@lib"})).toEqual([{"(no team)": [0, 3], Apps: [2, 2]}, all]);
    // of b one line is told, by its author alone
    expect(await group("author", {repositories: ["/b$"], paths: ["^src/"]})).toEqual([{ann: [1, 1]}, ["partial"]]);
  });

  it("shows a repository of which filters keep nothing for certain", async () => {
    const store = await storeOf({
      point: [
        of("h.x/a", "2026-01-01", {matches: 2, lines: 2, files: 1, status: "partial"}),
        point("h.x/b", "2026-01-01", 2, 1)
      ],
      file: [file("h.x/a", "2026-01-01", "a.md", 2), file("h.x/b", "2026-01-01", "a.md", 2)]
    });
    const {series} = await ask(store, {by: "repository", filters: {paths: ["^src/"]}});
    expect(series.map(({label, values, status}) => [label, values[0], status[0]])).toEqual([["h.x/a", 0, "partial"]]);
  });

  it("counts apart what has an author and no day", async () => {
    const line = (number: number, at: string | null) =>
      of("h.x/a", "2026-01-01", {path: "a.ts", line: number, author: "ann", authored_at: at});
    const store = await storeOf({
      point: [point("h.x/a", "2026-01-01", 3, 1)],
      blame: [line(1, "2025-11-03"), line(2, null)]
    });
    expect(valuesOf(await ask(store, {by: "date", bucket: "year"}))).toEqual({"2025": [1], "(date not imported)": [2]});
  });

  it("says of files by author that they are lower bounds where lines have none", async () => {
    const store = await storeOf({
      point: [point("h.x/a", "2026-01-01", 3, 2)],
      blame: [of("h.x/a", "2026-01-01", {path: "a.ts", line: 1, author: "ann", authored_at: "2025-11-03"})]
    });
    const {series} = await ask(store, {by: "author", unit: "files"});
    expect(series.map(({label, values, status}) => [label, values[0], status[0]])).toEqual([["ann", 1, "partial"]]);
  });

  it("groups by captured value, in one combination of groups or another", async () => {
    const capture = (c1: string, c2: string, matches: number) => of("h.x/a", "2026-02-01", {c1, c2, matches});
    const store = await storeOf({
      point: [point("h.x/a", "2026-02-01", 6, 2)],
      capture: [capture("cache", "v3", 1), capture("cache", "v4", 2), capture("checkout", "v4", 3)]
    });
    expect(valuesOf(await ask(store, {by: "capture"}))).toEqual({
      "checkout · v4": [3],
      "cache · v4": [2],
      "cache · v3": [1]
    });
    expect(valuesOf(await ask(store, {by: "capture", groups: [2]}))).toEqual({v4: [5], v3: [1]});
    expect(valuesOf(await ask(store, {by: "capture", groups: [2], only: {1: "^cache$"}}))).toEqual({v4: [2], v3: [1]});
  });

  it("adds up what is beyond the limit, and says how many that are", async () => {
    const store = await storeOf({point: POINTS, file: FILES});
    expect(valuesOf(await ask(store, {by: "path", display: {limit: 1}}))).toEqual({
      "src/app/main.ts": [9],
      "Other (2)": [4]
    });
  });

  it("opens a group's repositories, and what changed in them", async () => {
    const store = await storeOf({point: POINTS, file: FILES});
    const {repositories} = await store.point({
      definition: testInsight({kind: "group-by", data: "todo", by: "directory"}),
      label: "src",
      shown: ["src", "(root)"],
      at: Date.parse("2026-02-01"),
      before: Date.parse("2026-01-01")
    });
    expect(repositories.map(({repository, value, before}) => [repository, value, before])).toEqual([
      ["h.x/a", 8, 5],
      ["h.x/b", 4, 4]
    ]);
  });

  it("refuses units in which its groups do not add up", async () => {
    const store = await storeOf({point: POINTS, file: FILES});
    await expect(ask(store, {by: "path", unit: "repositories"})).rejects.toThrow(
      "Grouped by path, results are counted in matches, lines, files, not in repositories."
    );
    await expect(ask(store, {by: "author", unit: "matches"})).rejects.toThrow(
      "counted in lines, files, not in matches"
    );
  });
});
