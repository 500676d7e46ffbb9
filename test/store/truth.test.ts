/** What is charted equals the ground truth, row for row, from import to insight. */
import {readdirSync, readFileSync} from "node:fs";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type ChartRow, insightChart} from "../../src/chart/insight-spec.ts";
import type {InsightResult} from "../../src/insight/insight.ts";
import type {Presentation} from "../../src/insight/presentation.ts";
import {readSources} from "../../src/snapshot/read-sources.ts";
import type {InsightStore} from "../../src/store/store.ts";
import {numbersOf, recordsOf, textOf} from "../../src/table.ts";
import {DATA_DIR, HAS_DATA} from "../data-dir.ts";
import {records} from "../sample/make-sample.ts";
import {dataSource} from "../snapshot/sources.ts";
import {memoryFiles, openTestStore, testInsight} from "./stores.ts";

async function importFiles(store: InsightStore, names: readonly string[], prefix = ""): Promise<string[]> {
  const sources = names.map((name) => dataSource(name, name.slice(prefix.length)));
  const outcomes: string[] = [];
  for (const reading of await readSources(sources)) {
    if ("error" in reading) throw reading.error;
    outcomes.push((await store.import(reading.finding, reading.names)).outcome);
  }
  return outcomes;
}

/** The values that a chart of a result draws, by `label time`: those in the rows of its layers. */
function drawnRows(result: InsightResult, presentation: Presentation): Map<string, number> {
  const {spec} = insightChart({...result, presentation}, 800, 300);
  const layers = spec.layer as readonly {readonly data?: {readonly values: readonly ChartRow[]}}[];
  const rows = layers.flatMap(({data}) => data?.values ?? []).filter(({row}) => row !== undefined);
  const count = result.times.length;
  return new Map(
    rows.map(({row, value}) => [
      `${result.series[Math.floor(row / count)]!.label} ${result.times[row % count]}`,
      value!
    ])
  );
}

describe.skipIf(!HAS_DATA)("the monthly counts of public repositories", () => {
  const store = openTestStore(memoryFiles());
  const truth = HAS_DATA ? records("truth/truth-repo-monthly.csv") : [];
  const queries = [...new Set(truth.map(({query}) => query))];
  beforeAll(async () => {
    expect(await importFiles(store, ["counts/counts-repo-monthly.csv", "counts/counts-capture-monthly.csv"])).toEqual([
      "imported",
      "imported"
    ]);
  });
  afterAll(() => store.close());

  /** The id of the series that the repository table, or the capture table, made of a query. */
  const idOf = async (key: string, captured: boolean) =>
    (await store.contents()).series.find((series) => series.key === key && series.captures > 0 === captured)!.series_id;

  it("chart, and are drawn, as the sum of truth at every sample time, for every query and unit", async () => {
    for (const query of queries) {
      for (const unit of ["matches", "lines", "files"] as const) {
        const result = await store.insight(testInsight({data: await idOf(query, false), unit}), null);
        const sums = new Map<number, number>();
        for (const row of truth)
          if (row.query === query)
            sums.set(Date.parse(row.sample_time), (sums.get(Date.parse(row.sample_time)) ?? 0) + Number(row[unit]));
        expect(
          new Map(Array.from(result.times, (time, i) => [time, result.series[0]!.values[i]])),
          `${query}, ${unit}`
        ).toEqual(sums);
        for (const presentation of ["line", "area", "stacked", "bar"] as const)
          expect(drawnRows(result, presentation), `${query}, ${unit}, drawn as ${presentation}`).toEqual(
            new Map([...sums].map(([time, sum]) => [`${result.series[0]!.label} ${time}`, sum]))
          );
      }
    }
  });

  it("drill down to truth for every repository, and to the change since the month before", async () => {
    const months = [...new Set(truth.map((row) => Date.parse(row.sample_time)))].sort((a, b) => b - a);
    const [at, before] = [months[0]!, months[1]!];
    for (const query of queries) {
      const definition = testInsight({data: await idOf(query, false), label: query});
      const {repositories} = await store.point({definition, label: query, shown: [query], at, before});
      const of = (time: number) =>
        new Map(
          truth
            .filter((row) => row.query === query && Date.parse(row.sample_time) === time)
            .map((row) => [row.repo, Number(row.matches)])
        );
      expect(new Map(repositories.map(({repository, value}) => [repository, value]))).toEqual(of(at));
      expect(new Map(repositories.map(({repository, before: value}) => [repository, value]))).toEqual(of(before));
    }
  });

  it("chart and draw every captured value as truth counts it, tuple by tuple", async () => {
    const captured = records("truth/truth-capture-monthly.csv") as unknown as {
      query: string;
      sample_time: string;
      capture1: string;
      capture2: string;
      matches: string;
    }[];
    for (const query of [...new Set(captured.map((row) => row.query))]) {
      const display = {limit: 100, other: false};
      const result = await store.insight(
        // two series have this name; the one with captured values is meant
        testInsight({kind: "capture-group", data: query, display}),
        null
      );
      const sums = new Map<string, number>();
      for (const row of captured) {
        if (row.query !== query) continue;
        const key = `${[row.capture1, row.capture2].filter(Boolean).join(" · ")} ${Date.parse(row.sample_time)}`;
        sums.set(key, (sums.get(key) ?? 0) + Number(row.matches));
      }
      const shown = new Map<string, number>();
      for (const {label, values} of result.series)
        values.forEach((value, i) => {
          if (value > 0) shown.set(`${label} ${result.times[i]}`, value);
        });
      const labels = new Set(result.series.map(({label}) => label));
      const wanted = new Map([...sums].filter(([key]) => labels.has(key.slice(0, key.lastIndexOf(" ")))));
      expect(shown, query).toEqual(wanted);
      const drawn = [...drawnRows(result, "line")].filter(([, value]) => value > 0);
      expect(new Map(drawn), query).toEqual(wanted);
      expect(labels.size).toBe(
        Math.min(100, new Set([...sums.keys()].map((key) => key.slice(0, key.lastIndexOf(" ")))).size)
      );
    }
  });
});

describe.skipIf(!HAS_DATA)("the snapshot folder", () => {
  it("merges as expected: the later observation of an overlapping row wins, and a second import changes nothing", async () => {
    const expected = JSON.parse(readFileSync(`${DATA_DIR}/snapshot-folder/expected-after-merge.json`, "utf8")) as {
      point_rows: number;
      point_matches_sum: number;
      capture_rows: number;
      revised: {series_id: string; repo_key: string; sample_at: string};
    };
    const store = openTestStore(memoryFiles());
    const names = [
      "snapshot-folder/manifest.json",
      ...readdirSync(`${DATA_DIR}/snapshot-folder/parts`).map((name) => `snapshot-folder/parts/${name}`)
    ];
    for (const outcome of ["imported", "unchanged"]) {
      expect(await importFiles(store, names, "snapshot-folder/")).toEqual([outcome]);
      const counts = await store.sql({
        session: "s",
        tables: [],
        strings: [
          "SELECT (SELECT count(*) FROM point) AS points, (SELECT sum(matches) FROM point) AS matches, (SELECT count(*) FROM capture) AS captures"
        ],
        values: []
      });
      expect(recordsOf(counts)).toEqual([
        {points: expected.point_rows, matches: expected.point_matches_sum, captures: expected.capture_rows}
      ]);
    }
    const {series_id, repo_key, sample_at} = expected.revised;
    const revised = await store.sql({
      session: "s",
      tables: [],
      strings: ["SELECT matches FROM point WHERE series_id = ", " AND repo = ", " AND sample_at = ", ""],
      values: [series_id, repo_key, {time: Date.parse(sample_at)}]
    });
    // the earlier part says 8; the later one, observed in August, revised it
    expect(numbersOf(revised, "matches")[0]).not.toBe(8);
    await store.close();
  });

  it("equals the single file of the same rows, but for the row it revised", async () => {
    const [folder, single] = [openTestStore(memoryFiles()), openTestStore(memoryFiles())];
    const names = [
      "snapshot-folder/manifest.json",
      ...readdirSync(`${DATA_DIR}/snapshot-folder/parts`).map((name) => `snapshot-folder/parts/${name}`)
    ];
    await importFiles(folder, names, "snapshot-folder/");
    await importFiles(single, ["snapshot-single.ndjson.gz"]);
    const rows = async (store: InsightStore) => {
      const table = await store.sql({
        session: "s",
        tables: [],
        strings: ["SELECT series_id, repo, sample_at, files, lines, matches, status FROM point ORDER BY ALL"],
        values: []
      });
      return [textOf(table, "repo").codes.length, numbersOf(table, "matches"), numbersOf(table, "sample_at")];
    };
    const [[points, ...mine], [, ...others]] = [await rows(single), await rows(folder)] as [
      [number, Float64Array, Float64Array],
      [number, Float64Array, Float64Array]
    ];
    expect(mine[1]).toEqual(others[1]);
    expect(Array.from(mine[0]).filter((value, i) => value !== others[0][i])).toHaveLength(1);
    expect(points).toBe(1248);
    await Promise.all([folder.close(), single.close()]);
  });
});
