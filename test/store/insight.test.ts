import {afterAll, describe, expect, it} from "vitest";
import type {InsightStore} from "../../src/store/store.ts";
import {
  memoryFiles,
  openTestStore,
  type TestCapture,
  type TestPoint,
  testFinding,
  testInsight,
  valuesOf
} from "./stores.ts";

const stores: InsightStore[] = [];
afterAll(() => Promise.all(stores.map((store) => store.close())));

async function storeOf(points: readonly TestPoint[], captures: readonly TestCapture[] = []): Promise<InsightStore> {
  const store = openTestStore(memoryFiles());
  stores.push(store);
  await store.import(testFinding(points, captures), ["test.json"]);
  return store;
}

const days = (times: Float64Array) => Array.from(times, (time) => new Date(time).toISOString().slice(0, 10));
const p = (repo: string, day: string, matches: number | null, more: Partial<TestPoint> = {}): TestPoint => ({
  series: "todo",
  repo,
  day,
  matches,
  ...more
});

describe("a search insight", () => {
  it("adds up repositories and carries each one's last count forward", async () => {
    // a: 5 from January, 3 from March; b: 2 from February
    const store = await storeOf([p("a", "2026-01-01", 5), p("a", "2026-03-01", 3), p("b", "2026-02-01", 2)]);
    const result = await store.insight(testInsight({data: "todo"}), null);
    expect(days(result.times)).toEqual(["2026-01-01", "2026-02-01", "2026-03-01"]);
    expect(valuesOf(result)).toEqual({todo: [5, 7, 5]});
  });

  it("says how many series its limit hides, and nothing when it hides none", async () => {
    const store = await storeOf([3, 9, 5].map((matches, i) => ({...p("a", "2026-01-01", matches), series: `q${i}`})));
    const ask = (limit: number) =>
      store.insight(
        testInsight({series: ["q0", "q1", "q2"].map((data) => ({data})), display: {limit, sort: "result-count"}}),
        null
      );
    const cut = await ask(1);
    expect(valuesOf(cut)).toEqual({q1: [9]});
    expect(cut.notes).toEqual([{level: "note", text: "1 of 3 series is shown: display.limit hides 2."}]);
    expect((await ask(3)).notes).toEqual([]);
  });

  it("tells zero from absent: no point before the first sample of any repository", async () => {
    const store = await storeOf([p("a", "2026-03-01", 0), p("a", "2026-04-01", 4)]);
    const result = await store.insight(testInsight({data: "todo", step: {months: 1}, points: 4}), null);
    expect(days(result.times)).toEqual(["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"]);
    expect(valuesOf(result)).toEqual({todo: [null, null, 0, 4]});
    expect(result.series[0]!.status).toEqual(["absent", "absent", "ok", "ok"]);
  });

  it("marks a lower bound, and carries a count on where the search gave no answer", async () => {
    const store = await storeOf([
      p("a", "2026-01-01", 5),
      p("a", "2026-02-01", 6, {status: "partial"}),
      p("a", "2026-03-01", null),
      p("b", "2026-01-01", 1)
    ]);
    const result = await store.insight(testInsight({data: "todo"}), null);
    expect(valuesOf(result)).toEqual({todo: [6, 7, 7]});
    expect(result.series[0]!.status).toEqual(["ok", "partial", "incomplete"]);
    expect(result.source).toMatchObject({status: "partial", repositories: 2});
  });

  it("says when points come after the newest sample", async () => {
    const store = await storeOf([p("a", "2026-03-01", 4)]);
    const said = async (until: string) =>
      (await store.insight(testInsight({data: "todo", step: {months: 1}, points: 2, until}), null)).notes.map(
        ({level, text}) => `${level}: ${text}`
      );
    expect(await said("2026-03-01")).toEqual([]);
    expect(await said("2026-05-01")).toEqual([
      "warning: The newest sample is of 1 Mar 2026: points after it carry its values on."
    ]);
  });

  it("is unknown, not zero, where no repository has an answer", async () => {
    const store = await storeOf([p("a", "2026-01-01", null), p("a", "2026-02-01", 2)]);
    const result = await store.insight(testInsight({data: "todo"}), null);
    expect(valuesOf(result)).toEqual({todo: [null, 2]});
    expect(result.series[0]!.status).toEqual(["unknown", "ok"]);
  });

  it("looks only at repositories that an include matches and no exclude", async () => {
    const store = await storeOf([
      p("github.com/acme/api", "2026-01-01", 1),
      p("github.com/acme/web", "2026-01-01", 10),
      p("github.com/other/x", "2026-01-01", 100)
    ]);
    const of = async (repositories: unknown) =>
      valuesOf(await store.insight(testInsight({data: "todo", repositories}), null)).todo;
    expect(await of({include: ["^github\\.com/acme/"]})).toEqual([11]);
    expect(await of({include: ["acme/api$", "other/"]})).toEqual([101]);
    expect(await of({include: ["acme"], exclude: ["web$"]})).toEqual([1]);
    expect(await of({exclude: ["acme"]})).toEqual([100]);
    await expect(of({include: ["("]})).rejects.toThrow(
      '"(" is no regular expression (RE2 syntax): error parsing regexp: missing closing ): `(`.'
    );
  });

  it("counts lines, files or repositories when asked, and says so when the import did not", async () => {
    const store = await storeOf([
      p("a", "2026-01-01", 9, {files: 2, lines: 8}),
      p("b", "2026-01-01", 0, {files: 0, lines: 0}),
      {series: "bare", repo: "a", day: "2026-01-01", matches: 3}
    ]);
    const of = async (unit: string, data = "todo") =>
      valuesOf(await store.insight(testInsight({data, unit}), null))[data];
    expect(await of("lines")).toEqual([8]);
    expect(await of("files")).toEqual([2]);
    expect(await of("repositories")).toEqual([1]);
    await expect(of("files", "bare")).rejects.toThrow(
      "The imports of bare do not say how many files there were, only matches."
    );
  });

  it("steps back from the newest sample, or to the times that are written", async () => {
    const store = await storeOf([p("a", "2026-01-15", 1), p("a", "2026-06-15", 2)]);
    const of = async (more: Record<string, unknown>) =>
      days((await store.insight(testInsight({data: "todo", ...more}), null)).times);
    expect(await of({step: {months: 2}, points: 3})).toEqual(["2026-02-15", "2026-04-15", "2026-06-15"]);
    expect(await of({step: {weeks: 1}, points: 2, until: "2026-03-01"})).toEqual(["2026-02-22", "2026-03-01"]);
    expect(await of({step: {months: 1}, from: "2026-04-01", until: "2026-06-01"})).toEqual([
      "2026-04-01",
      "2026-05-01",
      "2026-06-01"
    ]);
    expect(await of({step: {months: 1}})).toHaveLength(12);
    expect(await of({from: "2026-02-01"})).toEqual(["2026-06-15"]);
  });

  it("shows several series in the order they are written", async () => {
    const store = await storeOf([p("a", "2026-01-01", 1), {series: "fixme", repo: "a", day: "2026-01-01", matches: 9}]);
    const result = await store.insight(
      testInsight({
        series: [
          {label: "To do", data: "todo"},
          {label: "Fix me", data: "fixme", color: 3}
        ]
      }),
      null
    );
    expect(result.series.map(({label, color}) => [label, color])).toEqual([
      ["To do", undefined],
      ["Fix me", "3"]
    ]);
    expect(valuesOf(result)).toEqual({"To do": [1], "Fix me": [9]});
  });
});

describe("a capture-group insight", () => {
  const c = (repo: string, day: string, value: string, matches: number): TestCapture => ({
    series: "go",
    repo,
    day,
    values: [value],
    matches
  });
  const searched = (repo: string, day: string, matches: number): TestPoint => ({series: "go", repo, day, matches});

  it("makes one series of each value, zero where a searched repository has it no more", async () => {
    const store = await storeOf(
      [searched("a", "2026-01-01", 3), searched("a", "2026-02-01", 2), searched("b", "2026-02-01", 1)],
      [c("a", "2026-01-01", "1.21", 3), c("a", "2026-02-01", "1.22", 2), c("b", "2026-02-01", "1.21", 1)]
    );
    const result = await store.insight(testInsight({kind: "capture-group", data: "go"}), null);
    expect(valuesOf(result)).toEqual({"1.22": [0, 2], "1.21": [3, 1]});
  });

  it("orders by the last value and adds up what is beyond the limit", async () => {
    const values = ["1.9", "1.10", "1.2", "x"];
    const store = await storeOf(
      [searched("a", "2026-01-01", 10)],
      values.map((value, i) => c("a", "2026-01-01", value, [4, 3, 2, 1][i]!))
    );
    const of = async (display: unknown) =>
      valuesOf(await store.insight(testInsight({kind: "capture-group", data: "go", display}), null));
    expect(await of({limit: 2})).toEqual({"1.9": [4], "1.10": [3], "Other (2)": [3]});
    expect(Object.keys(await of({limit: 2, other: false}))).toEqual(["1.9", "1.10"]);
    expect(Object.entries(await of({sort: "lexicographical"})).map(([label]) => label)).toEqual([
      "1.2",
      "1.9",
      "1.10",
      "x"
    ]);
  });

  it("labels by the groups that are asked for, of the values that count", async () => {
    const two = (name: string, version: string, matches: number): TestCapture => ({
      series: "go",
      repo: "a",
      day: "2026-01-01",
      values: [name, version],
      matches
    });
    const store = await storeOf(
      [searched("a", "2026-01-01", 6)],
      [two("react", "18", 1), two("react", "19", 2), two("vite", "19", 3)]
    );
    const of = async (more: Record<string, unknown>) =>
      valuesOf(await store.insight(testInsight({kind: "capture-group", data: "go", ...more}), null));
    expect(await of({})).toEqual({"vite · 19": [3], "react · 19": [2], "react · 18": [1]});
    expect(await of({groups: [2]})).toEqual({"19": [5], "18": [1]});
    expect(await of({groups: [2], only: {1: "^react$"}})).toEqual({"19": [2], "18": [1]});
  });
});

describe("finding the data of an insight", () => {
  it("finds a series by key, by id, and by a query that asks the same", async () => {
    const store = await storeOf([p("a", "2026-01-01", 1)]);
    const {series} = await store.contents();
    for (const reference of [{data: "todo"}, {data: series[0]!.series_id}, {query: "todo language:Go count:all"}])
      expect(valuesOf(await store.insight(testInsight({...reference, label: "x"}), null))).toEqual({x: [1]});
  });

  it("says what is close and which command makes the data, when there is none", async () => {
    const store = await storeOf([p("a", "2026-01-01", 1)]);
    await expect(store.insight(testInsight({query: "lang:go todos"}), null)).rejects.toMatchObject({
      code: "insight/no-data",
      message:
        "No imported series answers the query \"lang:go todos\". Close to it: todo. Take it from clones: tidemark snapshot --query 'lang:go todos' --repos DIR. Or import its results (drop a file here), for example from: src search -stream -json 'lang:go todos count:all' > results.jsonl."
    });
  });

  it("refuses to guess between two series of one key", async () => {
    const store = await storeOf([p("a", "2026-01-01", 1)]);
    const other = testFinding([p("a", "2026-01-01", 2)]);
    const renamed = {...other.snapshot.series[0]!, series_id: "s_0000000000000001", engine: "other"};
    const rows = other.snapshot.parts[0]!.rows;
    const columns = rows.columns.map((column) =>
      column.name === "series_id" && column.type === "text" ? {...column, words: ["s_0000000000000001"]} : column
    );
    await store.import(
      {
        ...other,
        contentHash: "other",
        snapshot: {
          ...other.snapshot,
          series: [renamed],
          parts: [{table: "point", observedAt: null, rows: {...rows, columns}}]
        }
      },
      ["other.json"]
    );
    await expect(store.insight(testInsight({data: "todo"}), null)).rejects.toThrow(
      /^2 imported series are called "todo": s_.*Name the one you mean by its id/
    );
  });
});

describe("a point", () => {
  it("shows what each repository adds and how that changed, largest change first", async () => {
    const store = await storeOf([
      p("a", "2026-01-01", 5, {commit: "aaaaaaaaaa"}),
      p("a", "2026-02-01", 9, {commit: "bbbbbbbbbb"}),
      p("b", "2026-01-01", 4),
      p("c", "2026-02-01", 0)
    ]);
    const [before, at] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 1, 1)];
    const detail = await store.point({
      definition: testInsight({data: "todo"}),
      label: "todo",
      shown: ["todo"],
      at,
      before
    });
    expect(detail.unit).toBe("matches");
    expect(
      detail.repositories.map(({repository, value, before: earlier, commit}) => [repository, value, earlier, commit])
    ).toEqual([
      ["a", 9, 5, "bbbbbbbbbb"],
      ["b", 4, 4, null],
      ["c", 0, null, null]
    ]);
    // b's count is carried forward from January
    expect(detail.repositories[1]!.sampleAt).toBe(before);
  });

  it("of Other is what the shown values are not", async () => {
    const captures = ["x", "y", "z"].map(
      (value, i): TestCapture => ({series: "go", repo: "a", day: "2026-01-01", values: [value], matches: i + 1})
    );
    const store = await storeOf([{series: "go", repo: "a", day: "2026-01-01", matches: 6}], captures);
    const definition = testInsight({kind: "capture-group", data: "go", display: {limit: 1}});
    const at = Date.UTC(2026, 0, 1);
    const value = async (label: string) =>
      (await store.point({definition, label, shown: ["z"], at, before: null})).repositories.map((share) => share.value);
    expect(await value("z")).toEqual([3]);
    expect(await value("Other (2)")).toEqual([3]);
  });
});

describe("filters", () => {
  const points = ["web-a", "web-b", "api-a", "API-c"].map((repo, i) => p(repo, "2026-01-01", 10 ** i));
  const captures = [
    {series: "todo", repo: "web-a", day: "2026-01-01", values: ["18"], matches: 1},
    {series: "todo", repo: "web-b", day: "2026-01-01", values: ["20"], matches: 10},
    {series: "todo", repo: "api-a", day: "2026-01-01", values: ["18-rc"], matches: 100}
  ];
  const total = async (value: Readonly<Record<string, unknown>>, scope: Readonly<Record<string, unknown>> = {}) => {
    const store = await shared;
    const {series, notes} = await store.insight(testInsight({data: "todo", ...scope, filters: value}), null);
    return {total: series.reduce((sum, {values}) => sum + values[0]!, 0), notes};
  };
  const shared = storeOf(points, captures);

  it.each([
    ["any include", {repositories: ["^web", "^api"]}, 111],
    ["no exclude", {repositories: {exclude: ["a$"]}}, 1010],
    ["an include and no exclude", {repositories: {include: ["^web"], exclude: ["b$"]}}, 1],
    ["case, and anchors only where they are written", {repositories: ["I-"]}, 1000],
    ["nothing, which is no zero", {repositories: ["nowhere"]}, Number.NaN]
  ])("of repositories keep %s", async (_, filters, expected) => {
    expect((await total(filters)).total).toBe(expected);
  });

  it("of several sources must all be met; upstream joins their includes", async () => {
    const store = await shared;
    const definition = testInsight({data: "todo", filters: {repositories: ["^web"]}});
    const two = {
      ...definition,
      filters: [...definition.filters, {...definition.filters[0]!, repositories: {include: ["a$"], exclude: []}}]
    };
    expect(valuesOf(await store.insight(two, null))).toEqual({todo: [1]});
    expect(valuesOf(await store.insight({...two, joining: "upstream"}, null))).toEqual({todo: [111]});
  });

  it("hold beside the insight's own repositories in either joining", async () => {
    const scope = {repositories: ["^web"]};
    expect((await total({repositories: ["a$"]}, scope)).total).toBe(1);
    expect((await total({repositories: ["a$"], joining: "upstream"}, scope)).total).toBe(1);
  });

  it("of captured values keep labels", async () => {
    const kind = {kind: "capture-group"};
    expect((await total({captures: ["^18"]}, kind)).total).toBe(101);
    expect((await total({captures: {include: ["^18"], exclude: ["rc$"]}}, kind)).total).toBe(1);
  });

  it("that are no regular expressions are refused, with what is wrong", async () => {
    await expect(total({repositories: ["("]})).rejects.toMatchObject({code: "regex/invalid"});
    await expect(total({captures: ["(?=a)"]}, {kind: "capture-group"})).rejects.toMatchObject({code: "regex/invalid"});
  });

  it("with a context that nobody resolved are refused", async () => {
    await expect(total({contexts: ["web"]})).rejects.toMatchObject({code: "insight/context"});
  });

  it("that no repository passes say so", async () => {
    const {notes} = await total({repositories: ["nowhere"]});
    expect(notes.map(({text}) => text)).toEqual([
      "Filtered: repositories nowhere.",
      "No repository that was searched by then passes the filters."
    ]);
  });

  it("are said in a note", async () => {
    expect((await total({repositories: {exclude: ["a$"]}})).notes).toEqual([
      {level: "note", text: "Filtered: repositories not a$."}
    ]);
    // a notebook's filter on captured values reaches its searches
    expect(await total({repositories: ["a$"], captures: ["rc"]})).toEqual({
      total: 100,
      notes: [{level: "note", text: "Filtered: repositories a$; values rc."}]
    });
  });

  it("choose from the repositories and values of the insight", async () => {
    const store = await shared;
    const definition = testInsight({
      kind: "capture-group",
      data: "todo",
      repositories: ["a$"],
      filters: {captures: ["x"]}
    });
    expect(await store.scope(definition)).toEqual({
      repositories: ["api-a", "web-a"],
      captures: ["18-rc", "20", "18"],
      files: null
    });
    // of searches and groups of the series, too
    expect((await store.scope(testInsight({data: "todo"}))).captures).toEqual(["18-rc", "20", "18"]);
  });
});

describe("points shown", () => {
  it("of unknown values are gaps, or zeros when parity is asked for; the status stays", async () => {
    const store = await storeOf([p("a", "2026-02-01", null), p("a", "2026-03-01", 4)]);
    const value = {data: "todo", times: ["2026-01-01", "2026-02-01", "2026-03-01"]};
    const status = ["absent", "unknown", "ok"];
    const gaps = await store.insight(testInsight(value), null);
    expect([valuesOf(gaps), gaps.series[0]!.status]).toEqual([{todo: [null, null, 4]}, status]);
    const zeros = await store.insight(testInsight({...value, display: {missing: "zero"}}), null);
    expect([valuesOf(zeros), zeros.series[0]!.status]).toEqual([{todo: [0, 0, 4]}, status]);
  });

  it("are the newest so many", async () => {
    const store = await storeOf([1, 2, 3].map((month) => p("a", `2026-0${month}-01`, month)));
    const result = await store.insight(testInsight({data: "todo", display: {samples: 2}}), null);
    expect(valuesOf(result)).toEqual({todo: [2, 3]});
  });
});
