import {describe, expect, it} from "vitest";
import {fromSourcegraphInsights} from "../../src/snapshot/from-sourcegraph-insights.ts";
import {seriesRecord} from "../../src/snapshot/snapshot.ts";
import {HAS_DATA} from "../data-dir.ts";
import {dataJson, dataSource, findingOf, headOf, problemsIn, readOne, rowsIn, sourceOf} from "./sources.ts";

const HEADER = "title,label,query,recording_time,repository,value,capture";
const file = (...rows: readonly string[]) => sourceOf("T-2026-08-15T10:15:00Z.csv", [HEADER, ...rows, ""].join("\n"));
const JAN = "2026-01-01 00:00:00 +0000 UTC";
const FEB = "2026-02-01 00:00:00 +0000 UTC";
const MAR = "2026-03-01 00:00:00 +0000 UTC";
const points = (finding: Parameters<typeof rowsIn>[0]) =>
  rowsIn(finding, "point").map(({repo_key, sample_at, matches}) => [
    repo_key,
    new Date(Number(sample_at)).getUTCMonth() + 1,
    matches
  ]);

describe.skipIf(!HAS_DATA)("real insights", () => {
  const expected = HAS_DATA
    ? dataJson<{file: string; format: string; matches: number; note: string}[]>("formats/expected.json")
    : [];
  it.each(expected.filter(({format}) => format === "sourcegraph-code-insights"))(
    "add up to $matches in $file, as in its zip",
    async ({file, matches, note}) => {
      const finding = await findingOf(dataSource(`formats/${file}`));
      expect(rowsIn(finding, "point").reduce((sum, row) => sum + Number(row.matches), 0)).toBe(matches);
      expect([finding.read, finding.skipped, finding.needs]).toEqual([Number.parseInt(note, 10), 0, []]);
      const zipped = await findingOf(dataSource(`formats/${file.replace(".csv", ".zip")}`));
      expect(zipped.contentHash).toBe(finding.contentHash);
      expect(zipped.snapshot.parts[0]!.observedAt).toBe(Date.UTC(2026, 7, 15, 10, 15));
    }
  );
});

describe("fromSourcegraphInsights", () => {
  it("recognises its header", () => {
    expect(fromSourcegraphInsights.recognizes(headOf(`${HEADER}\n`))).toBe(1);
    expect(fromSourcegraphInsights.recognizes(headOf(HEADER.replace(",capture", "")))).toBe(1);
    expect(fromSourcegraphInsights.recognizes(headOf("title,label,value\n"))).toBe(0);
  });

  it("makes a series of each label, with its query", async () => {
    const finding = await findingOf(file(`T,"A, b",q1,${JAN},github.com/a/b,5,`, `T,C,q2,${JAN},github.com/a/b,6,`));
    expect(finding.snapshot.series).toEqual([
      seriesRecord({engine: "sourcegraph", pattern: "q1", key: "a-b", title: "A, b", source_query: "q1"}),
      seriesRecord({engine: "sourcegraph", pattern: "q2", key: "c", title: "C", source_query: "q2"})
    ]);
  });

  it("makes one series of an insight with captured values, and adds them up to points", async () => {
    const finding = await findingOf(
      file(
        `Go versions,1.21,q,${JAN},r,5,1.21`,
        `Go versions,1.22,q,${JAN},r,6,1.22`,
        `Go versions,1.22,q,${FEB},r,6,1.22`
      )
    );
    expect(finding.snapshot.series).toEqual([
      seriesRecord({
        engine: "sourcegraph",
        pattern: "q",
        captures: [1],
        key: "go-versions",
        title: "Go versions",
        source_query: "q"
      })
    ]);
    expect(rowsIn(finding, "capture").map(({c1, matches}) => [c1, matches])).toEqual([
      ["1.21", 5],
      ["1.22", 6],
      ["1.22", 6]
    ]);
    expect(points(finding)).toEqual([
      ["r", 1, 11],
      ["r", 2, 6]
    ]);
  });

  it("reads gaps as zero from a repository's first row on, and says how many", async () => {
    const finding = await findingOf(file(`T,L,q,${JAN},a,5,`, `T,L,q,${FEB},b,1,`, `T,L,q,${MAR},a,2,`));
    expect(points(finding)).toEqual([
      ["a", 1, 5],
      ["a", 2, 0],
      ["a", 3, 2],
      ["b", 2, 1],
      ["b", 3, 0]
    ]);
    expect(finding.problems).toMatchObject([{text: "Gaps are read as zero: the export leaves out zeros.", count: 2}]);
  });

  it("takes a row without repository as a time at which nothing was found", async () => {
    const finding = await findingOf(file(`T,L,q,${JAN},a,5,`, `T,L,q,${FEB},,0,`));
    expect(points(finding)).toEqual([
      ["a", 1, 5],
      ["a", 2, 0]
    ]);
    expect([finding.skipped, finding.read, finding.snapshot.repos]).toEqual([0, 2, [{repo_key: "a"}]]);
  });

  it("counts equal rows once and takes the larger of different ones", async () => {
    const finding = await findingOf(
      file(`T,L,q,${JAN},a,5,`, `T,L,q,${JAN},a,5,`, `T,L,q,${FEB},a,3,`, `T,L,q,${FEB},a,2,`)
    );
    expect(points(finding)).toEqual([
      ["a", 1, 5],
      ["a", 2, 3]
    ]);
    expect(problemsIn(finding)).toEqual(["insights/twice × 1", "insights/maximum × 1"]);
  });

  it("keeps recording times as they are, to the second", async () => {
    const finding = await findingOf(file("T,L,q,2026-01-01 10:11:12.987 +0000 UTC m=+0.1,a,5,"));
    expect(rowsIn(finding, "point")).toMatchObject([{sample_at: Date.UTC(2026, 0, 1, 10, 11, 12)}]);
  });

  it("skips rows it cannot read, with their lines", async () => {
    const finding = await findingOf(
      file(`T,L,q,soon,a,5,`, `T,L,q,${JAN},a,many,`, `T,L,q,${JAN},,7,`, `T,L,q,${JAN},a,5,`)
    );
    expect(finding.problems.map(({code, places}) => [code, places])).toEqual([
      ["table/no-time", [{line: 2}]],
      ["table/no-number", [{line: 3}]],
      ["insights/no-repository", [{line: 4}]]
    ]);
  });

  it("keeps captured values named like members of objects apart", async () => {
    const finding = await findingOf(
      file(`T,__proto__,q,${JAN},a,1,__proto__`, `T,constructor,q,${JAN},a,2,constructor`)
    );
    expect(rowsIn(finding, "capture").map(({c1, matches}) => [c1, matches])).toEqual([
      ["__proto__", 1],
      ["constructor", 2]
    ]);
  });

  it("gives keys that are unique in the file", async () => {
    const finding = await findingOf(file(`T,A!,q1,${JAN},a,1,`, `T,A?,q2,${JAN},a,1,`, `T,---,q3,${JAN},a,1,`));
    expect(finding.snapshot.series.map(({key}) => key)).toEqual(["a", "a-2", "insight"]);
  });

  it("reads an export without rows", async () => {
    const reading = await readOne(sourceOf("x.csv", `${HEADER}\n`));
    expect(reading).toMatchObject({
      finding: {read: 0, skipped: 0, status: "complete", snapshot: {parts: [], series: []}}
    });
  });
});
