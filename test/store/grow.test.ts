import {afterAll, describe, expect, it} from "vitest";
import {openNativeEngine} from "../../src/cli/duckdb.ts";
import type {Finding} from "../../src/snapshot/importer.ts";
import type {Files} from "../../src/store/files.ts";
import type {InsightStore} from "../../src/store/store.ts";
import type {Column} from "../../src/table.ts";
import * as fc from "../property.ts";
import {
  memoryFiles,
  openTestStore,
  type TestCapture,
  type TestPoint,
  testFinding,
  testInsight,
  testSeries,
  valuesOf
} from "./stores.ts";

const stores: InsightStore[] = [];
afterAll(() => Promise.all(stores.map((store) => store.close())));

/** A store, and how many databases it has opened. */
function counted(files: Files): {store: InsightStore; opened: () => number} {
  let opened = 0;
  const store = openTestStore(files, {
    openEngine: () => {
      opened++;
      return openNativeEngine();
    }
  });
  stores.push(store);
  return {store, opened: () => opened};
}

const SERIES = ["todo", "go"];
/** The last two are known only from an import on. */
const ANY_REPOS = ["github.com/acme/api", "github.com/acme/web", "github.com/acme/app", "github.com/acme/ark", "bare"];
const REPOS = ["github.com/acme/api", "github.com/acme/web", "github.com/acme/app"];
const DAYS = ["2026-01-01", "2026-01-08", "2026-01-15", "2026-01-22", "2026-01-29"];

const at = (day: string) => Date.parse(day);

/** What a store answers: everything that is made of change points, and the rows behind them. */
async function answersOf(store: InsightStore) {
  const ask = (value: object) => store.insight(testInsight({...value, display: {sort: "as-written"}}), null);
  const both = {series: SERIES.map((data) => ({data}))};
  const detail = {
    definition: testInsight({data: "go"}),
    label: "go",
    shown: [],
    at: at(DAYS[4]!),
    before: at(DAYS[2]!)
  };
  const {imports, ...contents} = await store.contents();
  return {
    contents,
    imports: imports.length,
    matches: await ask(both),
    repositories: await ask({...both, unit: "repositories"}),
    lines: await ask({data: "todo", unit: "lines"}).catch(String),
    few: await ask({...both, repositories: {include: ["a.i|web"]}}),
    captures: await ask({kind: "capture-group", data: "go"}),
    scope: await store.scope(testInsight({kind: "capture-group", data: "go"})),
    point: await store.point(detail),
    movers: await store.movers(detail),
    export: await store.exportInsight(testInsight({kind: "capture-group", data: "go"})),
    rows: await store.exportTable("points", null)
  };
}

/** As testFinding, where a series that records values is the same series in an import that has none of them. */
function findingOf(points: readonly TestPoint[], captures: readonly TestCapture[], observedAt?: string): Finding {
  const finding = testFinding(points, captures, observedAt ? {observedAt} : {});
  const [plain, captured] = [testSeries("go"), testSeries("go", [1])];
  const {series, parts, ...rest} = finding.snapshot;
  const renamed = (column: Column): Column =>
    column.type === "text" && column.name === "series_id"
      ? {...column, words: column.words.map((word) => (word === plain.series_id ? captured.series_id : word))}
      : column;
  return {
    ...finding,
    snapshot: {
      ...rest,
      series: series.map((record) => (record.key === "go" ? captured : record)),
      parts: parts.map((part) => ({...part, rows: {...part.rows, columns: part.rows.columns.map(renamed)}}))
    }
  };
}

const point = fc.record({
  series: fc.constantFrom(...SERIES),
  repo: fc.constantFrom(...ANY_REPOS),
  day: fc.nat({max: 2}),
  matches: fc.option(fc.nat({max: 3}), {freq: 5}),
  lines: fc.option(fc.nat({max: 3}), {nil: undefined}),
  status: fc.constantFrom("ok", "ok", "partial", "error"),
  captured: fc.subarray(["1.21", "1.22"])
});

/** Rows of one import: its days begin at `from`, and rows for the same sample are there once. */
const imported = fc.record({
  from: fc.nat({max: 3}),
  observed: fc.constantFrom("2026-02-01", "2026-02-02", undefined),
  points: fc.uniqueArray(point, {minLength: 1, maxLength: 8, selector: ({series, repo, day}) => series + repo + day})
});

describe("one import more", () => {
  it("comes to what a database that is filled from all of them has, whatever it brings", async () => {
    let grown = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(imported, {minLength: 2, maxLength: 4}), async (imports) => {
        const files = memoryFiles();
        const {store, opened} = counted(files);
        const first = SERIES.flatMap((series) => REPOS.map((repo) => ({series, repo, day: DAYS[0]!, matches: 1})));
        const go = {series: "go", repo: REPOS[0]!, day: DAYS[0]!, values: ["1.20"], matches: 1};
        await store.import(findingOf(first, [go], "2026-01-01"), ["first.json"]);
        await answersOf(store);
        const before = opened();
        for (const [i, {from, observed, points}] of imports.entries()) {
          const rows = points.map(({day, lines, captured: _, ...rest}): TestPoint => {
            const unknown = rest.matches === null;
            return {
              ...rest,
              day: DAYS[Math.min(4, from + day)]!,
              ...(lines === undefined ? {} : {lines}),
              status: unknown ? "unknown" : rest.status,
              commit: `${i}`.repeat(40)
            };
          });
          const unique = [...new Map(rows.map((row) => [`${row.series} ${row.repo} ${row.day}`, row])).values()];
          const captures = points.flatMap(({series, repo, day, captured}): TestCapture[] =>
            series === "go" && unique.some((row) => row.repo === repo && row.day === DAYS[from + day])
              ? captured.map((value, n) => ({series, repo, day: DAYS[from + day]!, values: [value], matches: n + 1}))
              : []
          );
          await store.import(findingOf(unique, captures, observed), [`${i}.json`]);
          if (i % 2) await answersOf(store);
        }
        if (opened() === before) grown++;
        const fresh = openTestStore(files);
        try {
          expect(await answersOf(store)).toEqual(await answersOf(fresh));
        } finally {
          await Promise.all([store.close(), fresh.close()]);
        }
      }),
      {numRuns: 6}
    );
    expect(grown).toBe(6);
  });

  const start = async () => {
    const files = memoryFiles();
    const {store, opened} = counted(files);
    const week = (day: string, matches: number) =>
      testFinding(REPOS.map((repo, i) => ({series: "todo", repo, day, matches: matches + i})));
    await store.import(week(DAYS[0]!, 1), ["first.json"]);
    await store.contents();
    return {files, store, opened, week};
  };
  const todo = testInsight({data: "todo"});

  it("is taken in by the database that is open, and no segment is read again", async () => {
    const {files, store, opened, week} = await start();
    const read = files.read;
    const parts: string[] = [];
    files.read = (path) => {
      if (path.includes("parts/")) parts.push(path);
      return read(path);
    };
    await store.import(week(DAYS[1]!, 5), ["second.json"]);
    // 1 + 2 + 3, then 5 + 6 + 7
    expect(valuesOf(await store.insight(todo, null))).toEqual({todo: [6, 18]});
    expect(parts).toEqual([]);
    expect(opened()).toBe(1);
  });

  it("of an older time works out its series and repositories anew, and nothing else", async () => {
    const {store, opened, week} = await start();
    await store.import(week(DAYS[3]!, 5), ["fourth.json"]);
    const old = testFinding([{series: "todo", repo: REPOS[0]!, day: DAYS[1]!, matches: 9}]);
    await store.import(old, ["second.json"]);
    // 9 in the place of 1 until the fourth week
    expect(valuesOf(await store.insight(todo, null))).toEqual({todo: [6, 14, 18]});
    expect(opened()).toBe(1);
  });

  it("brings repositories nobody knew, unless their names change what others are called", async () => {
    const {store, opened} = await start();
    const more = (repo: string, day: string) => testFinding([{series: "todo", repo, day, matches: 4}]);
    await store.import(more("github.com/acme/before", DAYS[1]!), ["new.json"]);
    expect(valuesOf(await store.insight(todo, null))).toEqual({todo: [6, 10]});
    expect((await store.contents()).repositories).toEqual([...REPOS, "github.com/acme/before"].sort());
    expect(opened()).toBe(1);
    // another spelling of the first one
    await store.import(more("github.com/Acme/api", DAYS[2]!), ["spelled.json"]);
    expect(valuesOf(await store.insight(todo, null))).toEqual({todo: [6, 10, 13]});
    expect(opened()).toBe(2);
  });

  it("waits for the answers that are on their way, and is in those that are asked after it", async () => {
    const {store, opened, week} = await start();
    const early = Promise.all([store.insight(todo, null), store.scope(todo)]);
    const importing = store.import(week(DAYS[1]!, 5), ["second.json"]);
    const [result] = await early;
    expect(valuesOf(result)).toEqual({todo: [6]});
    await importing;
    expect(valuesOf(await store.insight(todo, null))).toEqual({todo: [6, 18]});
    expect(opened()).toBe(1);
  });

  it("fills the rows behind a point again when they are asked for", async () => {
    const {store, week} = await start();
    const detail = (day: string) =>
      store.point({definition: todo, label: "todo", shown: [], at: at(day), before: null});
    expect((await detail(DAYS[0]!)).repositories.map(({value}) => value)).toEqual([3, 2, 1]);
    await store.import(week(DAYS[1]!, 5), ["second.json"]);
    expect((await detail(DAYS[1]!)).repositories.map(({value, sampleAt}) => [value, sampleAt])).toEqual(
      [7, 6, 5].map((value) => [value, at(DAYS[1]!)])
    );
  });

  it("counts once when two come at the same time", async () => {
    const {files, store, week} = await start();
    await Promise.all([store.import(week(DAYS[1]!, 5), ["b.json"]), store.import(week(DAYS[2]!, 8), ["c.json"])]);
    const fresh = openTestStore(files);
    stores.push(fresh);
    expect(valuesOf(await store.insight(todo, null))).toEqual({todo: [6, 18, 27]});
    expect((await store.contents()).points).toBe((await fresh.contents()).points);
    expect(await store.dataVersion()).toBe(await fresh.dataVersion());
  });
});
