import {describe, expect, it} from "vitest";
import type {Answers} from "../../src/snapshot/importer.ts";
import {HAS_DATA} from "../data-dir.ts";
import {dataJson, dataSource, readOne, rowsIn} from "./sources.ts";

interface Hostile {
  readonly file: string;
  readonly expect: "ok" | "partial" | "reject";
  readonly records: number | null;
  readonly note: string;
}

/** The files of the formats that are read here. */
const OURS = /^(?:ripgrep|generic|csv|zip|parquet|times|names|xml|lcov)\/|^sourcegraph\/unknown-types\.jsonl$/;
const OTHERS = new Set(["csv/sourcegraph-export-comma-in-path.csv"]);

/** What a user would answer when a file does not say it. */
const ANSWERS: Answers = {repository: "github.com/x/y", sampleAt: 0, key: "series"};

describe.skipIf(!HAS_DATA)("hostile files", () => {
  const files = HAS_DATA
    ? dataJson<Hostile[]>("hostile/expect.json").filter(({file}) => OURS.test(file) && !OTHERS.has(file))
    : [];
  it.each(files)(
    "$file is $expect ($note)",
    async ({file, expect: expected, records}) => {
      const before = process.memoryUsage().rss;
      const mapping = file === "csv/many-columns.csv" ? {columns: {value: 0}} : undefined;
      const reading = await readOne(dataSource(`hostile/${file}`), mapping ? {...ANSWERS, mapping} : ANSWERS);
      if ("error" in reading) {
        expect([reading.error.name, expected]).toEqual(["TidemarkError", "reject"]);
        return;
      }
      const {read, skipped, status, needs} = reading.finding;
      expect(skipped > 0 || status === "partial" ? "partial" : "ok").toBe(expected);
      expect(needs).toEqual([]);
      if (records !== null) expect(read).toBe(records);
      expect(process.memoryUsage().rss - before).toBeLessThan(1_000_000_000);
    },
    60_000
  );

  it("pollute no prototypes, and group words that name members like any other", async () => {
    const reading = await readOne(dataSource("hostile/ripgrep/prototype-keys.rg.jsonl"), ANSWERS);
    if ("error" in reading) throw reading.error;
    expect(rowsIn(reading.finding, "file").map(({path, matches}) => [path, matches])).toEqual([
      ["__proto__", 1],
      ["constructor", 1],
      ["toString", 1]
    ]);
    expect(({} as {polluted?: string}).polluted).toBeUndefined();
  });

  it("join the seven spellings of a repository and keep its files apart", async () => {
    const reading = await readOne(dataSource("hostile/names/case-nfc-nfd.ndjson"));
    if ("error" in reading) throw reading.error;
    expect(reading.finding.snapshot.repos).toEqual([{repo_key: "github.com/acme/app"}]);
    expect(rowsIn(reading.finding, "point")).toMatchObject([{files: 4, matches: 4}]);
    expect(rowsIn(reading.finding, "file").map(({path}) => path)).toEqual([
      "src/A.ts",
      "src/a.ts",
      "src/e\u0301.ts",
      "src/\u00e9.ts"
    ]);
  });

  it("keep a cut preview of a line of 25 MB, and not the line", async () => {
    const reading = await readOne(dataSource("hostile/ripgrep/gigantic-line.rg.jsonl.gz"), ANSWERS);
    if ("error" in reading) throw reading.error;
    for (const {text} of rowsIn(reading.finding, "match")) expect(String(text).length).toBeLessThanOrEqual(400);
    expect(rowsIn(reading.finding, "match").every(({text}) => String(text).includes("TODO"))).toBe(true);
  });

  it("quote the server's message, and name the files of a zip that are not opened", async () => {
    expect(await readOne(dataSource("hostile/generic/github-rate-limit.json"))).toMatchObject({
      error: {message: expect.stringContaining("API rate limit exceeded")}
    });
    const reading = await readOne(dataSource("hostile/zip/path-traversal.zip"));
    if ("error" in reading) throw reading.error;
    expect(reading.finding.problems[0]).toMatchObject({
      code: "zip/refused",
      count: 3,
      places: [{file: "../../evil.csv"}, {file: "/abs.csv"}, {file: "C:\\x.csv"}]
    });
  });
});
