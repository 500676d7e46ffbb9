import {readFileSync} from "node:fs";
import {gunzipSync, gzipSync} from "node:zlib";
import {zipSync} from "fflate";
import {describe, expect, it} from "vitest";
import {sha256} from "../../src/hash.ts";
import type {Finding} from "../../src/snapshot/importer.ts";
import {readSources} from "../../src/snapshot/read-sources.ts";
import {seriesRecord} from "../../src/snapshot/snapshot.ts";
import {recordsOf} from "../../src/table.ts";
import {DATA_DIR, HAS_DATA} from "../data-dir.ts";
import {dataFolder, dataJson, dataSource, findingOf, problemsIn, rowsIn, sourceOf} from "./sources.ts";

const SERIES = seriesRecord({engine: "x", pattern: "p", key: "todo"});
const row = (day: number, more: object = {}) => ({
  series_id: SERIES.series_id,
  repo_key: "github.com/a/b",
  sample_at: `2026-01-0${day}T00:00:00Z`,
  matches: day,
  status: "ok",
  ...more
});
const ndjson = (rows: readonly object[]) => rows.map((record) => `${JSON.stringify(record)}\n`).join("");

/** A folder with one part of points; `changes` replace members of the part's record. */
function folder(rows: readonly object[], changes: object = {}, manifest: object = {}) {
  const text = ndjson(rows);
  const part = {
    table: "point",
    path: "parts/0001.ndjson",
    format: "ndjson",
    rows: rows.length,
    sha256: sha256(text),
    observed_at: "2026-02-01T00:00:00Z",
    ...changes
  };
  return [
    sourceOf(
      "w/manifest.json",
      JSON.stringify({
        format: "insight-snapshot",
        version: 1,
        series: [SERIES],
        repos: [{repo_key: "github.com/a/b"}],
        parts: [part],
        ...manifest
      })
    ),
    sourceOf("w/parts/0001.ndjson", text)
  ];
}
async function findingIn(sources: Parameters<typeof readSources>[0]): Promise<Finding> {
  const [reading, ...others] = await readSources(sources);
  expect(others).toEqual([]);
  if ("error" in reading!) throw reading.error;
  return reading!.finding;
}

/** A stream of records with its end. */
function stream(records: readonly object[], end: object | null = {}, header: object = {}) {
  const before = ndjson([
    {t: "snapshot", format: "insight-snapshot", version: 1, observed_at: "2026-02-01T00:00:00Z", ...header},
    ...records
  ]);
  return before + (end ? ndjson([{t: "end", rows: records.length, sha256: sha256(before), ...end}]) : "");
}
const RECORDS = [
  {t: "series", ...SERIES},
  {t: "repo", repo_key: "github.com/a/b"},
  {t: "point", ...row(1)},
  {t: "capture", series_id: SERIES.series_id, repo_key: "github.com/a/b", sample_at: "2026-01-01", c1: "x", matches: 1}
];

describe.skipIf(!HAS_DATA)("the shared snapshot", () => {
  it("has the rows of its manifest, each part with its own observed_at", async () => {
    const {parts} = dataJson<{parts: {table: string; rows: number; observed_at: string}[]}>(
      "snapshot-folder/manifest.json"
    );
    const finding = await findingIn(dataFolder("snapshot-folder"));
    expect([
      finding.format,
      finding.status,
      finding.skipped,
      finding.snapshot.series.length,
      finding.snapshot.repos.length
    ]).toEqual(["snapshot", "complete", 0, 18, 4]);
    expect(finding.snapshot.parts.map(({table, rows, observedAt}) => [table, rows.rows, observedAt])).toEqual(
      parts.map(({table, rows, observed_at}) => [table, rows, Date.parse(observed_at)])
    );
    expect(problemsIn(finding)).toEqual(["snapshot/unnamed × 1"]);
  });

  it("merges to what is expected when the later part wins", async () => {
    const {point_rows, point_matches_sum, capture_rows} = dataJson<{
      point_rows: number;
      point_matches_sum: number;
      capture_rows: number;
    }>("snapshot-folder/expected-after-merge.json");
    const finding = await findingIn(dataFolder("snapshot-folder"));
    const points = new Map(
      rowsIn(finding, "point").map((point) => [
        `${point.series_id} ${point.repo_key} ${point.sample_at}`,
        Number(point.matches)
      ])
    );
    expect([points.size, [...points.values()].reduce((a, b) => a + b, 0)]).toEqual([point_rows, point_matches_sum]);
    // captured values stand or fall together with the sample they were found in; the later part is the second
    const sets = new Map<string, number>();
    for (const {rows} of finding.snapshot.parts.filter((part) => part.table === "capture")) {
      const sizes = new Map<string, number>();
      for (const {series_id, repo_key, sample_at} of recordsOf(rows)) {
        const sample = `${series_id} ${repo_key} ${sample_at}`;
        sizes.set(sample, (sizes.get(sample) ?? 0) + 1);
      }
      for (const [sample, size] of sizes) sets.set(sample, size);
    }
    expect([...sets.values()].reduce((a, b) => a + b, 0)).toBe(capture_rows);
  });

  it("is the same as a zip", async () => {
    const files = dataFolder("snapshot-folder").map(
      ({name}) => [name, new Uint8Array(readFileSync(`${DATA_DIR}/${name}`))] as const
    );
    const [zipped, loose] = [
      await findingIn([sourceOf("s.zip", zipSync(Object.fromEntries(files)))]),
      await findingIn(dataFolder("snapshot-folder"))
    ];
    expect([zipped.contentHash, zipped.fileHash, zipped.read]).toEqual([loose.contentHash, loose.fileHash, 8235]);
  });

  it("has the rows of the stream, whose end is checked", async () => {
    const finding = await findingOf(dataSource("snapshot-single.ndjson.gz"));
    expect([finding.status, finding.read, finding.skipped, finding.problems]).toEqual(["complete", 5278, 0, []]);
    expect(finding.snapshot.parts.map(({table, rows, observedAt}) => [table, rows.rows, observedAt])).toEqual([
      ["point", 1248, Date.UTC(2026, 7, 11, 6)],
      ["capture", 4030, Date.UTC(2026, 7, 11, 6)]
    ]);
    const text = gunzipSync(readFileSync(`${DATA_DIR}/snapshot-single.ndjson.gz`));
    const cut = await findingOf(sourceOf("s.ndjson", new Uint8Array(text.subarray(0, text.length - 200))));
    expect([cut.status, cut.reasons.at(-1)]).toEqual([
      "partial",
      "The record at the end is missing: the import is incomplete."
    ]);
  });
});

describe("a snapshot folder", () => {
  it("comes in sorted, each row once", async () => {
    const finding = await findingIn(folder([row(2), row(1), row(1), row(2, {matches: 9})]));
    expect(rowsIn(finding, "point").map(({matches}) => matches)).toEqual([1, 9]);
    expect([finding.status, problemsIn(finding)]).toEqual([
      "complete",
      ["snapshot/twice × 1", "snapshot/replaced × 1"]
    ]);
  });

  it.each([
    ["missing", {path: "parts/0002.ndjson"}, "the file is missing"],
    ["changed", {sha256: "0".repeat(64)}, "its bytes are not those that the manifest names (SHA-256)"],
    ["no Parquet", {format: "parquet"}, "This Parquet file cannot be read"],
    ["of an unknown format", {format: "xlsx"}, 'its format "xlsx" is not known'],
    ["outside", {path: "../parts/0001.ndjson"}, "its path leads out of the folder (..)"],
    ["absolute", {path: "/etc/passwd"}, "its path is absolute"],
    ["an address", {path: "https://x.example/p.ndjson"}, "its path is an address"]
  ])("leaves out a part that is %s and is partial", async (_, changes, reason) => {
    const finding = await findingIn(folder([row(1), row(2)], changes));
    expect([finding.status, finding.read, finding.skipped, finding.snapshot.parts]).toEqual(["partial", 0, 2, []]);
    expect(finding.reasons[0]).toContain(reason);
  });

  it("notes tables it does not know, rows of series it does not define, and counts that differ", async () => {
    expect(problemsIn(await findingIn(folder([row(1)], {table: "owner_span"})))).toEqual(["snapshot/table × 1"]);
    const finding = await findingIn(folder([row(1), row(2, {series_id: "s_other"})], {rows: 5}));
    expect([finding.read, problemsIn(finding)]).toEqual([1, ["snapshot/rows × 1", "snapshot/unknown-series × 1"]]);
  });

  it("keeps ids that are not those of their definitions, and notes it", async () => {
    const finding = await findingIn(
      folder([row(1, {series_id: "mine"})], {}, {series: [{...SERIES, series_id: "mine"}]})
    );
    expect([finding.snapshot.series[0]!.series_id, finding.read, problemsIn(finding)]).toEqual([
      "mine",
      1,
      ["snapshot/series-id × 1"]
    ]);
  });

  it("leaves out addresses of repositories that are no web pages", async () => {
    const repos = [
      {repo_key: "https://github.com/A/b.git", url: "javascript:alert(1)"},
      {repo_key: "c", url: "https://example.com/c"}
    ];
    const finding = await findingIn(folder([row(1)], {}, {repos}));
    expect(finding.snapshot.repos).toEqual([
      {repo_key: "c", url: "https://example.com/c"},
      {repo_key: "github.com/a/b"}
    ]);
  });

  it("refuses other formats and newer versions by name", async () => {
    await expect(findingIn(folder([], {}, {version: 2}))).rejects.toMatchObject({
      code: "snapshot/newer",
      message: expect.stringContaining("newer version")
    });
    await expect(findingIn(folder([], {}, {format: "other"}))).rejects.toMatchObject({code: "snapshot/manifest"});
    await expect(findingIn(folder([], {}, {version: "1"}))).rejects.toMatchObject({code: "snapshot/manifest"});
  });
});

describe("a snapshot stream", () => {
  const read = (text: string) => findingOf(sourceOf("s.snapshot.ndjson", text));

  it("comes in with its series, repositories and rows", async () => {
    const finding = await read(stream(RECORDS));
    expect([finding.status, finding.read, finding.snapshot.series, finding.problems]).toEqual([
      "complete",
      2,
      [SERIES],
      []
    ]);
    expect(finding.snapshot.parts.map(({table, observedAt}) => [table, observedAt])).toEqual([
      ["point", Date.UTC(2026, 1, 1)],
      ["capture", Date.UTC(2026, 1, 1)]
    ]);
  });

  it("is partial without an end, with a wrong count and with a wrong hash", async () => {
    expect((await read(stream(RECORDS, null))).reasons).toEqual([
      "The record at the end is missing: the import is incomplete."
    ]);
    expect((await read(stream(RECORDS, {rows: 7}))).reasons).toEqual([
      "The end of the file counts 7 records; 4 are there."
    ]);
    expect((await read(stream(RECORDS, {sha256: "0".repeat(64)}))).reasons).toEqual([
      "The file is not as it was written: its SHA-256 is another one."
    ]);
    expect((await read(stream(RECORDS).replace('"matches":1', '"matches":2'))).status).toBe("partial");
  });

  it("notes records of kinds it does not know", async () => {
    const finding = await read(stream([...RECORDS, {t: "commit", oid: "x"}, {t: "sample"}]));
    expect([finding.status, problemsIn(finding)]).toEqual(["complete", ["snapshot/table × 2"]]);
  });

  it("may be appended to: each section has its own time and end", async () => {
    const second = stream([{t: "point", ...row(2)}], {}, {observed_at: "2026-03-01T00:00:00Z"});
    const bytes = Buffer.concat([gzipSync(stream(RECORDS)), gzipSync(second)]);
    const finding = await findingOf(sourceOf("s.ndjson.gz", bytes));
    expect([finding.status, finding.reasons]).toEqual(["complete", []]);
    expect(finding.snapshot.parts.map(({table, observedAt}) => `${table} ${observedAt}`)).toEqual([
      `point ${Date.UTC(2026, 1, 1)}`,
      `capture ${Date.UTC(2026, 1, 1)}`,
      `point ${Date.UTC(2026, 2, 1)}`
    ]);
  });

  it("refuses newer versions by name", async () => {
    await expect(read(stream([], {}, {version: 2}))).rejects.toMatchObject({code: "snapshot/newer"});
  });
});
