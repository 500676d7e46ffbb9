import {describe, expect, it} from "vitest";
import {insightFrame} from "../../src/report/framed-svg.ts";
import type {Finding} from "../../src/snapshot/importer.ts";
import {seriesRecord} from "../../src/snapshot/snapshot.ts";
import type {Column} from "../../src/table.ts";
import {memoryFiles, openTestStore, type TestPoint, testFinding, testInsight, valuesOf} from "./stores.ts";

/** A finding as another tool made it, which may write the query otherwise. */
function byTool(engine: string, finding: Finding, query?: string): Finding {
  const series = finding.snapshot.series.map((record) =>
    seriesRecord({...record, engine, source_query: query ?? record.source_query!})
  );
  const ids = new Map(finding.snapshot.series.map(({series_id}, i) => [series_id, series[i]!.series_id]));
  const renamed = (column: Column): Column =>
    column.name === "series_id" && column.type === "text"
      ? {...column, words: column.words.map((word) => ids.get(word) ?? word)}
      : column;
  const parts = finding.snapshot.parts.map((part) => ({
    ...part,
    rows: {...part.rows, columns: part.rows.columns.map(renamed)}
  }));
  const hash = `${engine}${finding.fileHash}`;
  return {...finding, snapshot: {...finding.snapshot, series, parts}, fileHash: hash, contentHash: hash};
}

const point = (repo: string, day: string, matches: number): TestPoint => ({series: "x", repo, day, matches});
const SERVER = [
  point("acme/a", "2025-01-01", 10),
  point("acme/a", "2025-02-01", 20),
  point("acme/only-there", "2025-02-01", 5)
];
const CLONES = [
  point("acme/a", "2025-01-01", 11),
  point("acme/a", "2025-02-01", 22),
  point("acme/a", "2025-03-01", 33)
];

/** The answer over findings that were imported in an order. */
async function answered(definition: Readonly<Record<string, unknown>>, ...findings: readonly Finding[]) {
  const store = openTestStore(memoryFiles());
  for (const [i, finding] of findings.entries()) await store.import(finding, [`${i}.json`]);
  const result = await store
    .insight(testInsight({query: "x lang:go", ...definition}), null)
    .finally(() => store.close());
  return {
    result,
    values: Object.values(valuesOf(result))[0],
    said: result.notes.map(({level, text}) => `${level}: ${text}`)
  };
}

const server = (points = SERVER, query?: string) => byTool("sourcegraph", testFinding(points), query);
const clones = (points = CLONES, query?: string) => byTool("tidemark", testFinding(points), query);

describe("a query that two tools answered", () => {
  it("is answered by the one with more repositories, never by the sum, in any order of imports", async () => {
    for (const findings of [
      [server(), clones()],
      [clones(), server()]
    ]) {
      const {values, result, said} = await answered({}, ...findings);
      // acme/a and acme/only-there: 10, then 20 + 5
      expect(values).toEqual([10, 25]);
      expect(result.source.series.map(({foundBy}) => foundBy)).toEqual(["sourcegraph"]);
      expect(said).toEqual([
        `note: tidemark snapshot answers the same, too (1 repository). Counts of two tools are not added: shown is what Sourcegraph found in 2 repositories. For the other: data: ${clones().snapshot.series[0]!.series_id}.`
      ]);
    }
  });

  it("is answered by the one with more samples where their repositories are as many", async () => {
    const {values, said} = await answered({}, server(SERVER.slice(0, 2)), clones());
    expect(values).toEqual([11, 22, 33]);
    expect(said).toEqual([expect.stringMatching(/^note: Sourcegraph answers the same, too \(1 repository\)\./)]);
  });

  it("is answered by the one that was observed last where all else is equal", async () => {
    const at = (engine: string, observedAt: string, matches: number) =>
      byTool(engine, testFinding([point("acme/a", "2025-01-01", matches)], [], {observedAt}));
    const of = async (first: string, second: string) =>
      (await answered({}, at("sourcegraph", first, 1), at("tidemark", second, 2))).values;
    expect(await of("2025-05-01", "2025-06-01")).toEqual([2]);
    expect(await of("2025-06-01", "2025-05-01")).toEqual([1]);
  });

  it("looks at the insight's repositories, and not at filters", async () => {
    const scoped = {repositories: ["acme/a$"]};
    expect((await answered(scoped, server(), clones())).values).toEqual([11, 22, 33]);
    const filtered = {filters: {repositories: {include: ["acme/a$"]}}};
    expect((await answered(filtered, server(), clones())).values).toEqual([10, 20]);
  });

  it("warns where the tool that is not shown has repositories of its own", async () => {
    const more = clones([...CLONES, point("acme/b", "2025-01-01", 1), point("acme/c", "2025-01-01", 1)]);
    const {said} = await answered({}, server(), more);
    expect(said).toEqual([
      expect.stringMatching(
        /^warning: Sourcegraph answers the same, too \(2 repositories, 1 repository not among those\)/
      )
    ]);
  });

  it("is one whether the query names its pattern type or not, and two where they name others", async () => {
    const literal = clones(CLONES, "x lang:go patterntype:literal");
    expect((await answered({}, server(SERVER.slice(0, 2)), literal)).values).toEqual([11, 22, 33]);
    const regexp = server(SERVER, "x lang:go patterntype:regexp");
    await expect(answered({}, regexp, literal)).rejects.toMatchObject({code: "insight/ambiguous"});
  });

  it("shows the series that is named by its id, and says nothing of others", async () => {
    const {series_id} = server().snapshot.series[0]!;
    const {result, said} = await answered({query: undefined, data: series_id}, server(SERVER.slice(0, 2)), clones());
    expect([...result.series[0]!.values]).toEqual([10, 20]);
    expect(said).toEqual([]);
    expect(result.source.series[0]).not.toHaveProperty("foundBy");
  });

  it("names the tool under its figure", async () => {
    const definition = testInsight({query: "x lang:go"});
    const {result} = await answered({}, server(), clones());
    const {foot} = insightFrame(definition, result, {by: [], directLabels: false, notes: []} as never);
    expect(foot.at(-1)).toBe("Query: lang:go x as found by Sourcegraph");
    expect(foot.join(" ")).toContain("Counts of two tools are not added");
  });
});
