/** Captured values counted from lines: by a pattern of the insight's own, or under filters by file. */
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {readSources} from "../../src/snapshot/read-sources.ts";
import type {InsightStore} from "../../src/store/store.ts";
import {recordsOf} from "../../src/table.ts";
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

describe("repositories by value", () => {
  it("count where a file that is kept holds the value", async () => {
    const of = (filters: Readonly<Record<string, unknown>>, more = {}) =>
      ask({unit: "repositories", filters: {...filters, paths: ["^src/"]}, ...more});
    // in February 4 matches were counted in a, of 3 lines
    expect(await of(ONE.filters)).toEqual({
      values: {v4: [2, 2, 1], v3: [1, 1, 0]},
      status: [
        ["ok", "partial", "ok"],
        ["ok", "partial", "ok"]
      ]
    });
    // in March nobody says where the 5 of b are
    expect(await of({}, {times: ["2026-01-01", "2026-03-01"]})).toEqual({
      values: {v4: [2, 1], v3: [1, 0]},
      status: [
        ["ok", "partial"],
        ["ok", "partial"]
      ]
    });
  });
});

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

describe("lines that come as spans", () => {
  const day = (month: number) => `2026-0${month}-01`;
  // what stood in which file when; the last span is open, and ends where the file's next one begins
  const FILES = [
    {path: "src/a.ts", from: 1, to: 3, lines: ["v3", "v4"]},
    {path: "src/a.ts", from: 3, to: null, lines: ["v4", "v5"]},
    {path: "src/a.ts", from: 4, to: null, lines: ["v5"]},
    {path: "docs/é.md", from: 2, to: 4, lines: ["v4", "vé", "v3\r"]}
  ] as const;
  const until = ({from, to}: (typeof FILES)[number]) => (to ?? (from === 3 ? 4 : 9)) as number;
  const standing = (month: number) => FILES.filter((one) => one.from <= month && month < until(one));
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  const placed = (value: string, i: number) => {
    const before = `é ${"x".repeat(i)} `;
    return {
      ...{line: i + 1, col: bytes(before) + 1, end_col: bytes(`${before}uses ${value}`) + 1},
      ...{text: `${before}uses ${value}`.replace("\r", "") + (value.endsWith("\r") ? "" : " now"), c1: value.trim()}
    };
  };
  const sets = [1, 2, 3].flatMap((month) =>
    standing(month).flatMap(({path, lines: held}) =>
      held.map((value, i) => ({...at("h.x/a", day(month)), path, ...placed(value, i), matched: `uses ${value}`}))
    )
  );
  const months = [1, 2, 3, 4, 5].map((month) => ({
    ...at("h.x/a", day(month)),
    ...{status: "ok", files: standing(month).length},
    // in May one match more is counted than anybody can show
    matches: standing(month).reduce((sum, {lines: held}) => sum + held.length, month === 5 ? 1 : 0)
  }));
  const late = [4, 5].flatMap((month) =>
    standing(month).flatMap(({path, lines: held}) =>
      held.map((value, i) => ({...at("h.x/a", day(month)), path, ...placed(value, i), matched: `uses ${value}`}))
    )
  );
  // each line of these holds one match
  const counted = (matches: readonly TestRow[]) => files(matches).map((row) => ({...row, lines: row.matches!}));
  const spans = {
    file_span: FILES.map(({path, from, to, lines: held}, i) => ({
      ...{series_id: uses.series_id, repo_key: "h.x/a", path, blob_oid: `b${i}`, valid_from: day(from)},
      ...{valid_to: to && day(to), lines: held.length, matches: held.length}
    })),
    match_span: FILES.flatMap(({lines: held}, blob) =>
      held.map((value, i) => ({series_id: uses.series_id, blob_oid: `b${blob}`, ...placed(value, i)}))
    )
  };
  const forms = {
    rows: {match: [...sets, ...late], file: counted([...sets, ...late])},
    spans,
    // before the first span, matches tell
    both: {
      match: sets,
      file: counted(sets),
      match_span: spans.match_span,
      file_span: spans.file_span.flatMap((span, i) =>
        i === 0 ? [] : [{...span, valid_from: day(Math.max(3, FILES[i]!.from))}]
      )
    }
  };
  const held = (tables: Parameters<typeof tableFinding>[0], extra: readonly TestRow[] = []) => {
    const own = openTestStore(memoryFiles());
    return own.import(tableFinding({point: [...months, ...extra], ...tables}, [uses]), ["test.json"]).then(() => own);
  };

  it("give the same values, states, groups and lines behind points as rows of matches do", async () => {
    const answers: unknown[] = [];
    for (const tables of Object.values(forms)) {
      const own = await held(tables);
      const all: unknown[] = [];
      for (const more of [
        {pattern: "uses v(\\d)"},
        {pattern: "v(.)$"},
        {pattern: "^uses (\\w)(.)"},
        {pattern: "v(\\d)", unit: "files"},
        {pattern: "v(\\d)", filters: {paths: ["^src/"]}},
        {filters: {paths: ["^docs/"]}}
      ]) {
        const definition = testInsight({kind: "capture-group", data: "uses", ...more});
        const result = await own.insight(definition, null);
        all.push(
          valuesOf(result),
          result.series.map(({status}) => status)
        );
        const label = result.series[0]!.label;
        for (const month of [2, 3, 4]) {
          const asked = {
            definition,
            label,
            shown: [label],
            at: Date.parse(day(month)),
            before: Date.parse(day(month - 1))
          };
          const {added, removed, held: count} = await own.lines({...asked, repository: "h.x/a"});
          all.push(added, removed, count);
        }
      }
      all.push(recordsOf(await own.exportTable("matches", null)), recordsOf(await own.exportTable("files", null)));
      answers.push(all);
      await own.close();
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    const [values, status] = answers[0] as unknown[];
    expect(values).toEqual({4: [1, 2, 2, 0, 0], 3: [1, 2, 1, 0, 0], 5: [0, 0, 1, 1, 1]});
    expect(status).toEqual(Array.from({length: 3}, () => ["ok", "ok", "ok", "ok", "partial"]));
  });

  it("are a lower bound where nobody can say what was matched in a line", async () => {
    const cut = {text: `…${"y".repeat(399)}`, col: 900, end_col: 904};
    const odd = {text: "\ufffduses v4", col: 2, end_col: 9};
    for (const place of [
      cut,
      odd,
      {text: "uses v4", col: null, end_col: null},
      {text: "é uses v4", col: 2, end_col: 10}
    ]) {
      const own = await held({
        ...spans,
        match_span: [...spans.match_span.slice(0, -1), {...spans.match_span.at(-1)!, ...place}]
      });
      const {series} = await own.insight(testInsight({kind: "capture-group", data: "uses", pattern: "v(\\d)"}), null);
      expect(series[0]!.status).toEqual(["ok", "partial", "partial", "ok", "partial"]);
      await own.close();
    }
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

  it("are lower bounds where nobody knows who owns the files of some lines", async () => {
    // c has one line, in a file of owners nobody knows; the owners of a are known
    const status = async (filters: Readonly<Record<string, unknown>>) =>
      (await ask({times: ["2026-01-01"], filters})).status;
    expect(await status({owner: "@docs", repositories: ["[ac]$"]})).toEqual([["partial"]]);
    expect(await status({owner: "@docs", repositories: ["a$"]})).toEqual([["ok"]]);
    expect(await status({owner: ["@docs", "(owners not imported)"], repositories: ["[ac]$"]})).toEqual([["ok"]]);
  });

  it("keep searches and groups by something else, too", async () => {
    const of = async (value: Readonly<Record<string, unknown>>, filters: Readonly<Record<string, unknown>> = {}) => {
      const result = await store.insight(
        testInsight({
          ...{data: "uses", label: "uses", times: ["2026-01-01", "2026-03-01"], presentation: "line", ...value},
          filters: {captures: ["4"], repositories: ["[ac]$"], ...filters}
        }),
        null
      );
      return {values: valuesOf(result), notes: result.notes.map(({text}) => text)};
    };
    // v4 in January: one line of src/main.ts and one of docs/use.md in a, one of src/c.py in c; in March a has none
    const {values, notes} = await of({});
    expect(values).toEqual({uses: [3, 1]});
    expect(notes).toEqual(["Filtered: repositories [ac]$; values 4."]);
    expect((await of({unit: "repositories"})).values).toEqual({uses: [2, 1]});
    expect((await of({}, {paths: ["^src/"]})).values).toEqual({uses: [2, 1]});
    const group = async (by: string, filters = {}) => (await of({kind: "group-by", by}, filters)).values;
    expect(await group("repository")).toEqual({"h.x/a": [2, 0], "h.x/c": [1, 1]});
    expect(await group("directory")).toEqual({src: [2, 1], docs: [1, 0]});
    expect(await group("owner", {repositories: ["a$"]})).toEqual({"(no owner)": [1, 0], "@docs": [1, 0]});
    expect(await group("path", {owner: "@docs", repositories: ["a$"]})).toEqual({"docs/use.md": [1, 0]});
    const times = {at: Date.parse("2026-01-01"), before: null};
    const behind = testInsight({data: "uses", label: "uses", filters: {captures: ["4"]}});
    const {held, added} = await store.lines({
      definition: behind,
      label: "uses",
      shown: ["uses"],
      repository: "h.x/a",
      ...times
    });
    expect([held, added.map(({text}) => text)]).toEqual([2, ["uses v4", "uses v4"]]);
    await expect(of({unit: "files"})).rejects.toMatchObject({code: "insight/unit"});
    // the other series of the search has no captured values
    const plainly = await store.insight(testInsight({data: plain.series_id, filters: {captures: ["4"]}}), null);
    expect(plainly.notes.map(({text}) => text)).toEqual([
      "There are no captured values here, so the filter on them changes nothing."
    ]);
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
