import {readFileSync} from "node:fs";
import {gunzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import type {Finding} from "../../src/snapshot/importer.ts";
import {isoTime} from "../../src/time.ts";
import {DATA_DIR, HAS_DATA} from "../data-dir.ts";
import {dataSource, findingOf, rowsIn} from "./sources.ts";

/** The truth was counted with git grep; it is read here by other code than ours. Its cells hold no line ends. */
function truth(path: string): {header: string[]; rows: string[][]} {
  const lines = readFileSync(`${DATA_DIR}/${path}`, "utf8").trim().split(/\r?\n/);
  const [header, ...rows] = lines.map((line) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
      ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare!
    )
  );
  return {header: header!, rows};
}

const keysOf = ({snapshot}: Finding) => new Map(snapshot.series.map(({series_id, key}) => [series_id, key]));

describe.skipIf(!HAS_DATA)("the shared counts", () => {
  it("are the truth, row by row, by repository", async () => {
    const finding = await findingOf(dataSource("counts/counts-repo-monthly.csv"));
    const {header, rows} = truth("truth/truth-repo-monthly.csv");
    expect([header, finding.needs, finding.skipped]).toEqual([
      ["repo", "sample_time", "commit", "query", "files", "lines", "matches"],
      [],
      0
    ]);
    const keys = keysOf(finding);
    const read = rowsIn(finding, "point").map((row) =>
      [
        row.repo_key,
        isoTime(Number(row.sample_at)),
        row.commit_oid,
        keys.get(String(row.series_id)),
        row.files,
        row.lines,
        row.matches
      ].join(",")
    );
    expect(read.length).toBeGreaterThan(0);
    expect(read.sort()).toEqual(rows.map((row) => row.join(",")).sort());
  });

  it("are the truth, row by row, by captured value, and add up to points that are the truth too", async () => {
    const finding = await findingOf(dataSource("counts/counts-capture-monthly.csv"));
    const {rows} = truth("truth/truth-capture-monthly.csv");
    expect([finding.needs, finding.skipped]).toEqual([[], 0]);
    const keys = keysOf(finding);
    const place = (row: Record<string, unknown>) =>
      `${row.repo_key},${isoTime(Number(row.sample_at))},${keys.get(String(row.series_id))}`;
    const read = rowsIn(finding, "capture").map((row) => `${place(row)},${row.c1},${row.c2 ?? ""},${row.matches}`);
    expect(read.length).toBeGreaterThan(0);
    expect(read.sort()).toEqual(
      rows.map(([repo, time, , query, c1, c2, matches]) => [repo, time, query, c1, c2, matches].join(",")).sort()
    );
    const counted = new Map(
      truth("truth/truth-repo-monthly.csv").rows.map(([repo, time, , query, , , matches]) => [
        `${repo},${time},${query}`,
        Number(matches)
      ])
    );
    const points = rowsIn(finding, "point");
    expect(points.map((row) => row.matches)).toEqual(points.map((row) => counted.get(place(row))));
  });

  it("are the truth by file: points add up and files are as many", async () => {
    const finding = await findingOf(dataSource("counts/counts-file-monthly.ndjson.gz"));
    const written = gunzipSync(readFileSync(`${DATA_DIR}/counts/counts-file-monthly.ndjson.gz`))
      .toString()
      .trimEnd();
    expect([finding.needs, finding.skipped, rowsIn(finding, "file").length]).toEqual([
      [],
      0,
      written.split("\n").length
    ]);
    const counted = new Map(
      truth("truth/truth-repo-monthly.csv").rows.map(([repo, time, , query, ...counts]) => [
        `${repo},${time},${query}`,
        counts.map(Number)
      ])
    );
    const keys = keysOf(finding);
    for (const row of rowsIn(finding, "point"))
      expect([row.files, row.lines, row.matches]).toEqual(
        counted.get(`${row.repo_key},${isoTime(Number(row.sample_at))},${keys.get(String(row.series_id))}`)
      );
  });

  it("say the same as CSV and as the table of the truth", async () => {
    const [counts, again] = await Promise.all(
      ["truth/truth-repo-monthly.csv", "truth/truth-repo-monthly.csv"].map((path) => findingOf(dataSource(path)))
    );
    expect(again!.contentHash).toBe(counts!.contentHash);
  });
});
