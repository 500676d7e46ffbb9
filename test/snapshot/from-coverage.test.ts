import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {DATA_DIR, HAS_DATA, hasData} from "../data-dir.ts";
import {dataSource, findingOf, problemsIn, rowsIn, sourceOf} from "./sources.ts";

const AT = {repository: "h.x/a", sampleAt: Date.parse("2026-08-01")};
const linesOf = (rows: readonly Record<string, unknown>[]) => {
  const files = new Map<string, [number, number]>();
  for (const {metric, path, value} of rows) {
    if (path === undefined) continue;
    const counts = files.get(String(path)) ?? [0, 0];
    counts[metric === "lines_total" ? 0 : 1] = Number(value);
    files.set(String(path), counts);
  }
  return Object.fromEntries(files);
};

describe("a coverage file", () => {
  it("of lcov counts lines, not its own sums, and adds up a file that comes twice", async () => {
    // a.ts: lines 1 (1 + 0 hits), 2 (0 + 3), 3 (0): two of three
    const text =
      "TN:\nSF:src/a.ts\nDA:1,1\nDA:2,0\nDA:3,0\nLF:99\nLH:98\nend_of_record\nSF:src/a.ts\nDA:1,0\nDA:2,3\nend_of_record\nSF:b.ts\nDA:9,0\nend_of_record\n";
    const finding = await findingOf(sourceOf("x.info", text), AT);
    const rows = rowsIn(finding, "metric");
    expect([finding.format, linesOf(rows)]).toEqual(["lcov", {"src/a.ts": [3, 2], "b.ts": [1, 0]}]);
    expect(rows.find(({metric}) => metric === "coverage")).toEqual({
      metric: "coverage",
      entity_kind: "repo",
      repo_key: "h.x/a",
      at: AT.sampleAt,
      value: 50,
      unit: "%"
    });
  });

  it("of absolute paths loses what all of them begin with", async () => {
    const entry = (total: number, covered: number) => ({lines: {total, covered, skipped: 0, pct: 0}});
    const text = JSON.stringify({
      total: entry(5, 3),
      "/builds/api/src/a.js": entry(3, 3),
      "/builds/api/src/deep/b.js": entry(2, 0)
    });
    const finding = await findingOf(sourceOf("coverage-summary.json", text), AT);
    expect([finding.format, linesOf(rowsIn(finding, "metric"))]).toEqual([
      "coverage-summary",
      {"src/a.js": [3, 3], "src/deep/b.js": [2, 0]}
    ]);
    expect(problemsIn(finding)).toEqual(["coverage/root × 1"]);
  });
});

describe.skipIf(!HAS_DATA)("the shared coverage", () => {
  it("is the truth for every file, in every format", async () => {
    const truth = readFileSync(`${DATA_DIR}/metrics/coverage-truth.csv`, "utf8")
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(","));
    for (const commit of new Set(truth.map(([, one]) => one!)))
      for (const format of ["lcov.info", "coverage-summary.json", "cobertura.xml", "jacoco.xml"]) {
        const mine = truth.filter(([, one]) => one === commit);
        const [repository, , date] = mine[0]!;
        const file = `metrics/${repository!.split("/").at(-1)}@${commit.slice(0, 10)}.${format}`;
        if (!hasData(file)) continue;
        const finding = await findingOf(dataSource(file), {
          repository: repository!,
          sampleAt: Date.parse(date!)
        });
        const rows = rowsIn(finding, "metric");
        expect(linesOf(rows), `${commit} ${format}`).toEqual(
          Object.fromEntries(mine.map(([, , , path, total, covered]) => [path, [Number(total), Number(covered)]]))
        );
        const sum = (column: number) => mine.reduce((all, row) => all + Number(row[column]), 0);
        expect(rows.find(({metric}) => metric === "coverage")!.value).toBeCloseTo((sum(5) / sum(4)) * 100, 10);
      }
  });

  const odd = "hostile/lcov/odd.lcov.info";
  it.skipIf(!hasData(odd))("of hostile lines is partial, and its lies are not believed", async () => {
    const finding = await findingOf(dataSource(odd), AT);
    expect([finding.read, finding.status, finding.skipped]).toEqual([2, "partial", 2]);
  });
});
