import {strToU8, zipSync} from "fflate";
import {describe, expect, it} from "vitest";
import {readSources} from "../../src/snapshot/read-sources.ts";
import {problemsIn, rowsIn, sourceOf} from "./sources.ts";

const SUMMARY = '{"data":{"stats":{}},"type":"summary"}\n';
const COUNTS = "repo,date,query,value\ngithub.com/a/b,2026-01-01,q,1\n";

describe("readSources", () => {
  it("gives one result for each file, whatever happens to the others", async () => {
    const results = await readSources([
      sourceOf("a.csv", COUNTS),
      sourceOf("b.bin", new Uint8Array(50)),
      sourceOf("c.jsonl", SUMMARY),
      sourceOf(".DS_Store", "x")
    ]);
    expect(
      results.map((result) => [result.names, "error" in result ? result.error.code : result.finding.format])
    ).toEqual([
      [["a.csv"], "table"],
      [["b.bin"], "import/unknown-format"],
      [["c.jsonl"], "ripgrep"]
    ]);
  });

  it("gives sidecars to their files and tells of those that have none", async () => {
    const meta = JSON.stringify({repository: "r", sample_time: "2026-01-01", key: "k", colour: "red"});
    const results = await readSources([
      sourceOf("d/a.rg.jsonl.meta.json", meta),
      sourceOf("d/a.rg.jsonl", SUMMARY),
      sourceOf("b.csv.meta.json", "{}")
    ]);
    expect(results.map(({names}) => names)).toEqual([["d/a.rg.jsonl", "d/a.rg.jsonl.meta.json"], ["b.csv.meta.json"]]);
    const [first, second] = results;
    if (!("finding" in first!)) throw first!.error;
    expect([first.finding.needs, problemsIn(first.finding)]).toEqual([[], ["sidecar/unknown:colour × 1"]]);
    expect(first.finding.facts).toContainEqual({field: "repository", value: "r", from: "sidecar"});
    expect(second).toMatchObject({error: {code: "import/lone-sidecar"}});
  });

  it("takes the answer of the user before those of sidecar, front matter and file name", async () => {
    const sources = [
      sourceOf(
        "name@abcdef1.key.jsonl",
        `{"tidemark":{"repository":"front","key":"front","query":"front"}}\n${SUMMARY}`
      ),
      sourceOf("name@abcdef1.key.jsonl.meta.json", '{"repository":"side","key":"side"}')
    ];
    const [result] = await readSources(sources, {
      answers: new Map([["name@abcdef1.key.jsonl", {repository: "mine", sampleAt: 0}]])
    });
    if (!("finding" in result!)) throw result!.error;
    const {facts, snapshot} = result.finding;
    expect(facts.map(({field, value, from}) => [field, value, from])).toEqual(
      expect.arrayContaining([
        ["repository", "mine", "your answer"],
        ["series", "side", "sidecar"],
        ["query", "front", "front matter"],
        ["commit", "abcdef1", "file name"]
      ])
    );
    expect([snapshot.series[0]!.key, snapshot.series[0]!.pattern]).toEqual(["side", "front"]);
  });

  it("reads what is in a zip, with answers for the zip, and tells what it does not open", async () => {
    const zip = zipSync({
      "../evil.csv": strToU8(COUNTS),
      "a/one.csv": strToU8(COUNTS),
      "two.rg.jsonl": strToU8(SUMMARY),
      "two.rg.jsonl.meta.json": strToU8('{"key":"two"}')
    });
    const results = await readSources([sourceOf("x.zip", zip)], {
      answers: new Map([["x.zip", {repository: "r", sampleAt: 0}]])
    });
    expect(results.map(({names}) => names)).toEqual([
      ["x.zip", "a/one.csv"],
      ["x.zip", "two.rg.jsonl", "two.rg.jsonl.meta.json"]
    ]);
    const [first, second] = results.map((result) => ("finding" in result ? result.finding : undefined));
    expect([first!.skipped, problemsIn(first!), second!.needs]).toEqual([1, ["zip/refused × 1"], []]);
    expect(rowsIn(second!, "point")).toMatchObject([{repo_key: "r", matches: 0}]);
  });

  it("refuses zips in zips, zips of nothing, and zips that are none", async () => {
    const inner = zipSync({"a.csv": strToU8(COUNTS)});
    const codes = async (bytes: Uint8Array) =>
      (await readSources([sourceOf("x.zip", bytes)])).map((result) => ("error" in result ? result.error.code : "ok"));
    expect(await codes(zipSync({"in.zip": inner}))).toEqual(["import/zip-in-zip"]);
    expect(await codes(zipSync({"../a.csv": strToU8(COUNTS)}))).toEqual(["import/empty-zip"]);
    expect(await codes(zipSync({}))).toEqual(["import/empty-zip"]);
    expect(await codes(strToU8("PK\u0003\u0004garbage"))).toEqual(["import/damaged-zip"]);
  });

  it("tells of errors that are not ours as errors of the file", async () => {
    const broken = {
      name: "a.csv",
      size: 10,
      chunks: (): AsyncIterable<Uint8Array> => {
        throw new RangeError("disk on fire");
      }
    };
    expect(await readSources([broken])).toMatchObject([
      {names: ["a.csv"], error: {code: "import/failed", message: "a.csv could not be read: disk on fire."}}
    ]);
  });

  it("counts the bytes of all files and stops when it is aborted", async () => {
    const progress: number[] = [];
    const sources = [sourceOf("a.csv", COUNTS), sourceOf("b.csv", COUNTS)];
    await readSources(sources, {progress: (read) => progress.push(read)});
    expect(progress.at(-1)).toBe(COUNTS.length * 2);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    await expect(readSources(sources, {signal: AbortSignal.abort()})).rejects.toMatchObject({code: "call/aborted"});
  });
});
