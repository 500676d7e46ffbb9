/** Groups and languages that are charted equal the ground truth and the shared counts, row for row. */
import {readFileSync} from "node:fs";
import {gunzipSync} from "node:zlib";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Answers} from "../../src/snapshot/importer.ts";
import {readSources} from "../../src/snapshot/read-sources.ts";
import type {InsightStore} from "../../src/store/store.ts";
import {DATA_DIR, HAS_DATA} from "../data-dir.ts";
import {records} from "../sample/make-sample.ts";
import {dataSource} from "../snapshot/sources.ts";
import {memoryFiles, openTestStore, testInsight} from "./stores.ts";

type Row = Record<string, string>;
const csv = (path: string) => records(path) as unknown as Row[];
const ndjson = (path: string) => {
  const bytes = readFileSync(`${DATA_DIR}/${path}`);
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, string | number>);
};

async function importFile(store: InsightStore, path: string, answers: Answers = {}): Promise<void> {
  const source = dataSource(path);
  const [reading] = await readSources([source], {answers: new Map([[source.name, answers]])});
  if (!reading || "error" in reading) throw reading?.error ?? new Error(path);
  await store.import(reading.finding, [path]);
}

/** All values that are not zero, as `label time` → value; an "Other" must not be needed. */
async function shownBy(store: InsightStore, written: Record<string, unknown>): Promise<Map<string, number>> {
  const definition = testInsight({...written, presentation: "line"});
  const result = await store.insight({...definition, display: {...definition.display, limit: 100_000}}, null);
  const shown = new Map<string, number>();
  for (const {label, values, holds, status} of result.series) {
    expect(holds).toBe(0);
    values.forEach((value, i) => {
      if (value !== 0 && status[i] !== "absent") shown.set(`${label} ${result.times[i]}`, value);
    });
  }
  return shown;
}

/** Sums of rows by label and time, without zeros. */
function sumsOf<R>(rows: readonly R[], label: (row: R) => string, time: (row: R) => string, value: (row: R) => number) {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const key = `${label(row)} ${Date.parse(time(row))}`;
    const sum = (sums.get(key) ?? 0) + value(row);
    if (sum !== 0) sums.set(key, sum);
  }
  return sums;
}

describe.skipIf(!HAS_DATA)("groups of the monthly counts", () => {
  const store = openTestStore(memoryFiles());
  const truth = HAS_DATA ? csv("truth/truth-repo-monthly.csv") : [];
  beforeAll(async () => {
    for (const path of ["counts/counts-repo-monthly.csv", "counts/counts-capture-monthly.csv"])
      await importFile(store, path);
  });
  afterAll(() => store.close());
  const idOf = async (key: string, captured: boolean) =>
    (await store.contents()).series.find((series) => series.key === key && series.captures > 0 === captured)!.series_id;

  it("by repository are the truth for every query, unit and month", async () => {
    for (const query of new Set(truth.map((row) => row.query!)))
      for (const unit of ["matches", "lines", "files"] as const) {
        const shown = await shownBy(store, {kind: "group-by", by: "repository", data: await idOf(query, false), unit});
        const mine = truth.filter((row) => row.query === query);
        expect(shown, `${query} ${unit}`).toEqual(
          sumsOf(
            mine,
            (row) => row.repo!,
            (row) => row.sample_time!,
            (row) => Number(row[unit])
          )
        );
      }
  });

  it("by captured value are the truth, for every query and combination of groups", async () => {
    const captured = csv("truth/truth-capture-monthly.csv");
    for (const query of new Set(captured.map((row) => row.query!))) {
      const mine = captured.filter((row) => row.query === query);
      for (const groups of [[], [1], [2]]) {
        const label = ({capture1, capture2}: Row) =>
          (groups.length ? [groups[0] === 1 ? capture1 : capture2] : [capture1, capture2]).filter(Boolean).join(" · ");
        const shown = await shownBy(store, {kind: "group-by", by: "capture", data: await idOf(query, true), groups});
        const labelled = mine.filter((row) => label(row) !== "");
        expect(shown, `${query} ${groups}`).toEqual(
          sumsOf(
            labelled,
            label,
            (row) => row.sample_time!,
            (row) => Number(row.matches)
          )
        );
      }
    }
  });
});

describe.skipIf(!HAS_DATA)("groups of the monthly counts by file", () => {
  const store = openTestStore(memoryFiles());
  const rows = HAS_DATA ? ndjson("counts/counts-file-monthly.ndjson.gz") : [];
  const queries = [...new Set(rows.map(({query}) => String(query)))];
  beforeAll(() => importFile(store, "counts/counts-file-monthly.ndjson.gz"));
  afterAll(() => store.close());

  it.each([
    ["path", {}, (path: string) => path],
    ["directory", {depth: 1}, (path: string) => (path.includes("/") ? path.split("/")[0]! : "(root)")],
    [
      "directory",
      {depth: 2},
      (path: string) => (path.includes("/") ? path.split("/").slice(0, -1).slice(0, 2).join("/") : "(root)")
    ]
  ] as const)("by %s %o are the sums of its rows, for every query and month", async (by, more, label) => {
    for (const query of queries)
      for (const unit of ["matches", "lines", "files"] as const) {
        const shown = await shownBy(store, {kind: "group-by", by, ...more, data: query, unit});
        const mine = rows.filter((row) => row.query === query);
        expect(shown, `${query} ${unit}`).toEqual(
          sumsOf(
            mine,
            (row) => label(String(row.path)),
            (row) => String(row.sample_time),
            (row) => (unit === "files" ? 1 : Number(row[unit]))
          )
        );
      }
  });
});

describe.skipIf(!HAS_DATA)("owners of files", () => {
  it("are those of the truth at the commit of each version, and carry what their files hold", async () => {
    const index = JSON.parse(readFileSync(`${DATA_DIR}/codeowners/index.json`, "utf8")) as {
      repo: string;
      commit: string;
      committed_at: string;
      deleted: boolean;
      file: string;
    }[];
    const truth = gunzipSync(readFileSync(`${DATA_DIR}/codeowners/owners-truth.csv.gz`))
      .toString("utf8")
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, bare]) => quoted ?? bare!));
    // every path of the truth holds one match from its commit on, in a repository of its own for each version
    const {tableFinding} = await import("./table-finding.ts");
    const {testSeries} = await import("./stores.ts");
    const series = testSeries("all");
    const named = index.filter(({deleted}) => !deleted).map((version, i) => ({...version, key: `h.x/v${i}`}));
    const store = openTestStore(memoryFiles());
    const of = (repo: string, at: string) => ({series_id: series.series_id, repo_key: repo, sample_at: at});
    const paths = (file: string) => truth.filter(([, name]) => name === file);
    await store.import(
      tableFinding(
        {
          point: named.map(({key, committed_at, file}) => ({
            ...of(key, committed_at),
            matches: paths(file).length,
            status: "ok"
          })),
          file: named.flatMap(({key, committed_at, file}) =>
            paths(file).map(([, , , path]) => ({...of(key, committed_at), path: path!, matches: 1}))
          )
        },
        [series]
      ),
      ["files"]
    );
    for (const {key, file, committed_at} of named)
      await importFile(store, `codeowners/${file}`, {repository: key, sampleAt: Date.parse(committed_at)});
    for (const {key, file} of named) {
      const definition = testInsight({kind: "group-by", by: "owner", data: "all", repositories: [`^${key}$`]});
      const result = await store.insight({...definition, display: {...definition.display, limit: 1000}}, null);
      const sums = new Map<string, number>();
      for (const [, , , , , owners] of paths(file))
        for (const owner of owners ? owners.split(/[ ;]+/) : ["(no owner)"])
          sums.set(owner, (sums.get(owner) ?? 0) + 1);
      expect(new Map(result.series.map(({label, values}) => [label, values[0]])), file).toEqual(sums);
    }
    await store.close();
  }, 60_000);
});

describe.skipIf(!HAS_DATA)("authors of matching lines", () => {
  it("add up to the lines of the search in every repository, by author and by month", async () => {
    const store = openTestStore(memoryFiles());
    await importFile(store, "counts/counts-repo-monthly.csv");
    const rows = ndjson("authors/blame-todo-marker.ndjson");
    // the commits are those of the newest sample
    await importFile(store, "authors/blame-todo-marker.ndjson", {sampleAt: Date.UTC(2026, 7, 1)});
    const data = (await store.contents()).series.find(({key}) => key === "todo-marker")!.series_id;
    const repositories = [...new Set(rows.map(({repo}) => `^${repo}$`))];
    const definition = testInsight({kind: "group-by", by: "author", data, repositories});
    const result = await store.insight({...definition, display: {...definition.display, limit: 1000}}, null);
    const told = new Map<string, number>();
    for (const {author} of rows) told.set(String(author), (told.get(String(author)) ?? 0) + 1);
    const shown = new Map(result.series.map(({label, values}) => [label, values.at(-1)!]));
    const rest = shown.get("(author not imported)") ?? 0;
    shown.delete("(author not imported)");
    expect(shown).toEqual(told);
    const lines = csv("truth/truth-repo-monthly.csv")
      .filter((row) => row.query === "todo-marker" && row.sample_time === "2026-08-01T00:00:00Z")
      .filter((row) => repositories.includes(`^${row.repo}$`))
      .reduce((sum, row) => sum + Number(row.lines), 0);
    expect(rest + rows.length).toBe(lines);
    await store.close();
  });
});

describe.skipIf(!HAS_DATA)("languages of twelve repositories", () => {
  it("are the bytes and files of the shared table at every sample time", async () => {
    const store = openTestStore(memoryFiles());
    await importFile(store, "languages/bytes-by-extension-monthly.csv");
    const rows = csv("languages/bytes-by-extension-monthly.csv");
    for (const unit of ["bytes", "files"] as const) {
      const shown = await shownBy(store, {kind: "language-stats", names: "as-counted", threshold: 0, unit});
      expect(shown).toEqual(
        sumsOf(
          rows,
          (row) => row.ext!,
          (row) => row.sample_time!,
          (row) => Number(row[unit])
        )
      );
    }
    await store.close();
  });
});
