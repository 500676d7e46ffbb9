/** What is exported is what was imported, and what an insight's export adds up to is its chart. */

import {readFileSync} from "node:fs";
import {gunzipSync} from "node:zlib";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {tableFormat} from "../../src/report/table-formats.ts";
import {readSources} from "../../src/snapshot/read-sources.ts";
import type {InsightStore} from "../../src/store/store.ts";
import {recordsOf, type Table} from "../../src/table.ts";
import {isoTime} from "../../src/time.ts";
import {DATA_DIR, HAS_DATA} from "../data-dir.ts";
import {dataSource, sourceOf} from "../snapshot/sources.ts";
import {memoryFiles, openTestStore, testFinding, testInsight} from "./stores.ts";

const csvOf = (table: Table, format = "csv") => [...tableFormat(format)!.pieces(table)].join("");
const linesOf = (name: string) => readFileSync(`${DATA_DIR}/${name}`, "utf8").trimEnd().split(/\r?\n/);

async function storeWith(...sources: Parameters<typeof readSources>[0]): Promise<InsightStore> {
  const store = openTestStore(memoryFiles());
  for (const reading of await readSources(sources)) {
    if ("error" in reading) throw reading.error;
    await store.import(reading.finding, reading.names);
  }
  return store;
}

describe.skipIf(!HAS_DATA)("exported tables of counts", () => {
  let store: InsightStore;
  beforeAll(async () => {
    store = await storeWith(
      ...["counts-repo-monthly.csv", "counts-capture-monthly.csv"].map((name) => dataSource(`counts/${name}`, name))
    );
  });
  afterAll(() => store.close());

  it("of points are those that were imported, and more columns say how far they can be trusted", async () => {
    const table = await store.exportTable("points", null);
    const [header, ...rows] = linesOf("counts/counts-repo-monthly.csv");
    const exported = csvOf(table).trimEnd().split(/\r?\n/);
    expect(exported[0]).toBe(`${header},status`);
    const found = exported.slice(1).map((line) => line.replace(/,[a-z]+$/, ""));
    const missing = new Set(rows);
    for (const line of found) missing.delete(line);
    expect(missing.size).toBe(0);
  });

  it("of captured values are those that were imported", async () => {
    const table = await store.exportTable("captures", null);
    const [header, ...rows] = linesOf("counts/counts-capture-monthly.csv");
    expect(
      table.columns
        .map(({name}) => name)
        .slice(0, 7)
        .join(",")
    ).toBe(header);
    const found = csvOf(table, "csv-exact")
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.replace(/,[^,]*$/, ""));
    expect([...found].sort()).toEqual([...rows].sort());
  });

  it("of files are those that were imported", async () => {
    const file = "counts-file-monthly.ndjson.gz";
    const own = await storeWith(dataSource(`counts/${file}`, file));
    try {
      const rows = gunzipSync(readFileSync(`${DATA_DIR}/counts/${file}`))
        .toString()
        .trimEnd()
        .split("\n");
      const exact = (line: string) => JSON.stringify(JSON.parse(line));
      const exported = csvOf(await own.exportTable("files", null), "ndjson")
        .trimEnd()
        .split("\n");
      expect(exported.sort()).toEqual(rows.map(exact).sort());
    } finally {
      await own.close();
    }
  });

  it("of one series hold no other, and an unknown one is refused with those there are", async () => {
    const table = await store.exportTable("captures", ["ts-suppress"]);
    expect(new Set(recordsOf(table).map(({query}) => query))).toEqual(new Set(["ts-suppress"]));
    await expect(store.exportTable("points", ["nothing"])).rejects.toMatchObject({code: "export/series"});
  });

  it("imported again are the same points", async () => {
    const table = await store.exportTable("points", ["cjs-require"]);
    const again = await storeWith(sourceOf("points.csv", csvOf(table)));
    try {
      expect(csvOf(await again.exportTable("points", null))).toBe(csvOf(table));
    } finally {
      await again.close();
    }
  });

  it("of samples name one commit for each repository and time", async () => {
    const rows = recordsOf(await store.exportTable("samples", null));
    const wanted = linesOf("counts/samples.csv")
      .slice(1)
      .filter((line) => line.split(",")[2] !== "");
    expect(
      new Set(rows.map(({repo, sample_time, commit}) => [repo, isoTime(Number(sample_time)), commit].join()))
    ).toEqual(new Set(wanted.map((line) => line.split(",").slice(0, 3).join())));
  });

  it("of an insight add up to its chart at every time", async () => {
    const definition = testInsight({data: await repositorySeries("cjs-require"), label: "require()"});
    const result = await store.insight(definition, null);
    const table = (await store.exportInsight(definition))!;
    expect(table.columns.map(({name}) => name).join(",")).toBe(
      "title,label,query,recording_time,repository,value,capture,status,commit"
    );
    const sums = new Map<number, number>();
    for (const {recording_time, value} of recordsOf(table))
      sums.set(Number(recording_time), (sums.get(Number(recording_time)) ?? 0) + Number(value));
    expect(new Map(Array.from(result.times, (time, i) => [time, result.series[0]!.values[i]]))).toEqual(sums);
  });

  const repositorySeries = async (key: string) =>
    (await store.contents()).series.find((series) => series.key === key && !series.captures)!.series_id;
});

describe("exported tables without counts of a search", () => {
  it("of languages imported again are the same languages", async () => {
    // nobody counted the bytes of one; one tool's answer is not another's
    const text = [
      "repo,sample_time,commit,language,tool,files,lines,bytes",
      "github.com/a/b,2026-01-01T00:00:00Z,abcdef1,C#,cloc,1,20,",
      "github.com/a/b,2026-01-01T00:00:00Z,abcdef1,Go,cloc,2,30,",
      "github.com/a/b,2026-01-01T00:00:00Z,abcdef1,Go,linguist,2,,900",
      "github.com/a/c,2026-02-01T00:00:00Z,,Go,cloc,0,0,",
      ""
    ].join("\n");
    const store = await storeWith(sourceOf("languages.csv", text));
    const exported = csvOf(await store.exportTable("languages", null));
    const again = await storeWith(sourceOf("exported.csv", exported));
    try {
      expect(exported.replaceAll("\r\n", "\n")).toBe(text);
      expect(csvOf(await again.exportTable("languages", null))).toBe(exported);
    } finally {
      await Promise.all([store.close(), again.close()]);
    }
  });

  it("of samples are told from a table of counts; those of points bring their commits back", async () => {
    const store = openTestStore(memoryFiles());
    await store.import(
      testFinding([
        {series: "todo", repo: "github.com/a/b", day: "2026-01-01", matches: 3, commit: "aaaaaaa"},
        {series: "todo", repo: "github.com/a/c", day: "2026-02-01", matches: 0, commit: "bbbbbbb"}
      ]),
      ["test.json"]
    );
    const exported = csvOf(await store.exportTable("samples", null));
    const [refused] = await readSources([sourceOf("samples.csv", exported)]);
    expect(refused).toMatchObject({error: {code: "import/unknown-format"}});
    const [reading] = await readSources([sourceOf("points.csv", csvOf(await store.exportTable("points", null)))]);
    if (!reading || "error" in reading) throw new Error("not read");
    const again = openTestStore(memoryFiles());
    try {
      await again.import(reading.finding, reading.names);
      expect(csvOf(await again.exportTable("samples", null))).toBe(exported);
    } finally {
      await Promise.all([store.close(), again.close()]);
    }
  });
});

describe("the export of an insight", () => {
  const p = (repo: string, day: string, matches: number | null, more: object = {}) => ({
    series: "todo",
    repo,
    day,
    matches,
    ...more
  });
  const c = (repo: string, day: string, value: string, matches: number) => ({
    series: "todo",
    repo,
    day,
    values: [value],
    matches
  });
  let store: InsightStore;
  beforeAll(async () => {
    store = openTestStore(memoryFiles());
    await store.import(
      testFinding(
        [
          p("a", "2026-02-01", 5, {commit: "aaaaaaa"}),
          p("a", "2026-03-01", null, {commit: "bbbbbbb"}),
          p("b", "2026-03-01", 0),
          p("b", "2026-04-01", 7, {status: "partial"}),
          p("c", "2026-04-01", null)
        ],
        [c("a", "2026-02-01", "=1+1", 2), c("a", "2026-02-01", "18", 3), c("b", "2026-04-01", "18", 7)]
      ),
      ["test.json"]
    );
  });
  afterAll(() => store.close());
  const rowsOf = async (value: Readonly<Record<string, unknown>>) =>
    recordsOf((await store.exportInsight(testInsight({title: "T", data: "todo", ...value})))!).map(
      ({recording_time, label, repository, value: number, capture, status, commit}) =>
        [isoTime(Number(recording_time)).slice(5, 7), label, repository, number, capture, status, commit].join(" ")
    );

  it("tells absent, zero, lower bound, carried on and unknown apart", async () => {
    const times = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"];
    expect(await rowsOf({label: "todo", times})).toEqual([
      "01 todo    absent ",
      "02 todo a 5  ok aaaaaaa",
      "03 todo a 5  unknown bbbbbbb",
      "03 todo b 0  ok ",
      "04 todo a 5  unknown bbbbbbb",
      "04 todo b 7  partial ",
      "04 todo c   unknown "
    ]);
  });

  it("shows unknown as 0 when parity is asked for", async () => {
    const rows = await rowsOf({label: "todo", times: ["2026-01-01", "2026-04-01"], display: {missing: "zero"}});
    expect(rows).toEqual([
      "01 todo  0  absent ",
      "04 todo a 5  unknown bbbbbbb",
      "04 todo b 7  partial ",
      "04 todo c 0  unknown "
    ]);
  });

  it("of captured values has a row for each that was found, whatever is shown of them", async () => {
    const rows = await rowsOf({kind: "capture-group", times: ["2026-02-01", "2026-04-01"], display: {limit: 1}});
    expect(rows).toEqual([
      "02 18 a 3 18 ok aaaaaaa",
      "02 =1+1 a 2 =1+1 ok aaaaaaa",
      "04 18 a 3 18 unknown bbbbbbb",
      "04 18 b 7 18 partial ",
      "04 =1+1 a 2 =1+1 unknown bbbbbbb"
    ]);
  });

  it("keeps times that only the chart leaves out", async () => {
    expect((await rowsOf({label: "todo", display: {samples: 1}})).map((row) => row.slice(0, 2))).toContain("02");
  });

  it("leaves out what filters leave out", async () => {
    const rows = await rowsOf({label: "todo", times: ["2026-04-01"], filters: {repositories: {exclude: ["a"]}}});
    expect(rows.map((row) => row.split(" ")[2])).toEqual(["b", "c"]);
  });

  it("is CSV that no spreadsheet runs", async () => {
    const table = (await store.exportInsight(testInsight({kind: "capture-group", data: "todo", title: "@T"})))!;
    expect(csvOf(table)).toContain("'@T,'=1+1,");
    expect(csvOf(table)).not.toMatch(/(?:^|,)[=+@]/m);
  });

  it("is null for insights whose values are not those of repositories", async () => {
    expect(await store.exportInsight(testInsight({kind: "language-stats"}))).toBeNull();
  });
});
