import {describe, expect, it} from "vitest";
import {type Code, fileChanges, pathDimension} from "../../src/snapshot/file-changes.ts";
import {mergeParts} from "../../src/snapshot/merge.ts";
import {mergeTable} from "../../src/snapshot/merge-tables.ts";
import {readSources} from "../../src/snapshot/read-sources.ts";
import {type Part, TABLES, type TableName} from "../../src/snapshot/snapshot.ts";
import {type Cell, interner, numbersOf, recordsOf, type Table, tableBuilder} from "../../src/table.ts";
import {HAS_DATA} from "../data-dir.ts";
import {dataFolder, dataJson, dataSource, findingOf} from "./sources.ts";

const part = (table: TableName, rows: readonly Record<string, Cell>[], observed: string | null = null): Part => {
  const builder = tableBuilder<string>(TABLES[table]);
  for (const row of rows) builder.push(row);
  return {table, observedAt: observed === null ? null : Date.parse(observed), rows: builder.build()};
};
const day = (text: string) => Date.parse(`2026-${text}`);
const point = (at: string, matches: number | null, status = "ok") => ({
  series_id: "s",
  repo_key: "r",
  sample_at: day(at),
  matches,
  status
});
const file = (at: string, path: string, matches: number) => ({
  series_id: "s",
  repo_key: "r",
  sample_at: day(at),
  path,
  lines: matches,
  matches
});
const span = (path: string, from: string, to: string | null, matches: number) => ({
  series_id: "s",
  repo_key: "r",
  path,
  valid_from: day(from),
  valid_to: to === null ? null : day(to),
  lines: matches,
  matches
});

/** The changes of parts as `path day ±matches ±files`, in the order of time. */
function changesOf(...parts: Part[]): string[] {
  const paths = pathDimension();
  const changes = fileChanges(
    mergeParts("point", parts),
    mergeParts("file", parts),
    mergeTable("file_span", parts),
    () => 0,
    () => 0,
    paths
  );
  return recordsOf(changes)
    .sort((a, b) => Number(a.t) - Number(b.t) || Number(a.pid) - Number(b.pid))
    .map(({pid, t, d_matches, d_files}) => {
      const sign = (value: Cell) => (Number(value) > 0 ? `+${value}` : `${value}`);
      return `${paths.paths[Number(pid)]} ${new Date(Number(t)).toISOString().slice(5, 10)} ${sign(d_matches!)} ${sign(d_files!)}`;
    });
}

describe("changes by file", () => {
  it("are what a set has more or less than the set before", () => {
    // a: 5, 5, gone; b: from February 2
    expect(
      changesOf(
        part("point", [point("01-01", 5), point("02-01", 7), point("03-01", 2)]),
        part("file", [file("01-01", "a", 5), file("02-01", "a", 5), file("02-01", "b", 2), file("03-01", "b", 2)])
      )
    ).toEqual(["a 01-01 +5 +1", "b 02-01 +2 +1", "a 03-01 -5 -1"]);
  });

  it("end where a search found nothing, and not where it failed or does not say in which files", () => {
    const files = part("file", [file("01-01", "a", 5)]);
    const ended = part("point", [
      point("01-01", 5),
      point("02-01", null, "error"),
      point("03-01", 8),
      point("04-01", 0)
    ]);
    expect(changesOf(ended, files)).toEqual(["a 01-01 +5 +1", "a 04-01 -5 -1"]);
  });

  it("of spans begin and end with them; an open one ends where the file's next begins", () => {
    expect(
      changesOf(
        part("file_span", [
          span("a", "01-10", "02-10", 3),
          span("a", "02-10", null, 4),
          span("a", "05-01", null, 1),
          span("b", "01-10", "01-20", 2),
          span("b", "03-01", null, 2)
        ])
      )
    ).toEqual(["a 01-10 +3 +1", "b 01-10 +2 +1", "b 01-20 -2 -1", "a 02-10 +1 0", "b 03-01 +2 +1", "a 05-01 -3 0"]);
  });

  it("of a pair that has both come from its sets until the first span begins", () => {
    expect(
      changesOf(
        part("point", [point("01-01", 9), point("03-01", 4)]),
        part("file", [file("01-01", "a", 9), file("03-01", "a", 4)]),
        part("file_span", [span("b", "02-01", null, 1)])
      )
    ).toEqual(["a 01-01 +9 +1", "b 02-01 +1 +1", "a 02-01 -9 -1"]);
  });

  it("of a span that was closed by a later observation end there", () => {
    expect(
      changesOf(
        part("file_span", [span("a", "01-10", null, 3)], "2026-01-11"),
        part("file_span", [span("a", "01-10", "04-01", 3)], "2026-04-02")
      )
    ).toEqual(["a 01-10 +3 +1", "a 04-01 -3 -1"]);
  });
});

/** The sums of changes at every point: `series repository time` → files, lines, matches. */
function sumsAt(points: Table, changes: Table, codes: {sid: Code; rid: Code}): Map<string, number[]> {
  const byPair = new Map<string, {t: number; deltas: number[]}[]>();
  const [sid, rid, t] = [numbersOf(changes, "sid"), numbersOf(changes, "rid"), numbersOf(changes, "t")];
  const columns = ["d_files", "d_lines", "d_matches"].map((name) => numbersOf(changes, name));
  for (let row = 0; row < changes.rows; row++) {
    const key = `${sid[row]} ${rid[row]}`;
    if (!byPair.has(key)) byPair.set(key, []);
    byPair.get(key)!.push({t: t[row]!, deltas: columns.map((column) => column[row]!)});
  }
  return new Map(
    recordsOf(points).map((row) => {
      const changed = byPair.get(`${codes.sid(String(row.series_id))} ${codes.rid(String(row.repo_key))}`) ?? [];
      const until = changed.filter((change) => change.t <= Number(row.sample_at));
      return [
        `${row.series_id} ${row.repo_key} ${row.sample_at}`,
        [0, 1, 2].map((c) => until.reduce((sum, {deltas}) => sum + deltas[c]!, 0))
      ];
    })
  );
}

/** The points that the changes by file do not add up to, and how many were compared. */
function checkPoints(parts: readonly Part[], table: "file" | "file_span"): {compared: number; different: string[]} {
  const [series, repositories] = [interner(), interner()];
  const points = mergeParts("point", parts);
  const changes = fileChanges(
    points,
    mergeParts("file", parts),
    mergeTable("file_span", parts),
    series.code,
    repositories.code,
    pathDimension()
  );
  const sums = sumsAt(points.table, changes, {sid: series.code, rid: repositories.code});
  const told = new Set(
    parts.filter((one) => one.table === table).flatMap(({rows}) => recordsOf(rows).map((row) => row.series_id))
  );
  let compared = 0;
  const different: string[] = [];
  for (const row of recordsOf(points.table)) {
    if (!told.has(row.series_id!)) continue;
    compared++;
    const name = `${row.series_id} ${row.repo_key} ${row.sample_at}`;
    if (String(sums.get(name)) !== String([row.files, row.lines, row.matches])) different.push(name);
  }
  return {compared, different};
}

describe.skipIf(!HAS_DATA)("changes by file of the shared data", () => {
  it("add up to every point of the monthly counts by file", async () => {
    const {snapshot} = await findingOf(dataSource("counts/counts-file-monthly.ndjson.gz"));
    const points = snapshot.parts.find(({table}) => table === "point")!.rows.rows;
    expect(checkPoints(snapshot.parts, "file")).toEqual({compared: points, different: []});
  });

  it("add up to every point of the snapshot folder, whose files are spans, but for the one that was revised", async () => {
    const [reading] = await readSources(dataFolder("snapshot-folder"));
    if (!reading || "error" in reading) throw new Error("the folder was not read");
    const {compared, different} = checkPoints(reading.finding.snapshot.parts, "file_span");
    const {revised, point_rows} = dataJson<{
      point_rows: number;
      revised: {series_id: string; repo_key: string; sample_at: string};
    }>("snapshot-folder/expected-after-merge.json");
    expect(compared).toBe(point_rows);
    expect(different).toEqual([`${revised.series_id} ${revised.repo_key} ${Date.parse(revised.sample_at)}`]);
  });
});
