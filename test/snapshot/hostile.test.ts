import {describe, expect, it} from "vitest";
import {compileRegex} from "../../src/regex.ts";
import type {Answers} from "../../src/snapshot/importer.ts";
import {HAS_DATA, hasData} from "../data-dir.ts";
import {dataFolder, dataJson, dataSource, readOne, rowsIn} from "./sources.ts";

interface Hostile {
  readonly file: string;
  readonly format: string;
  readonly expect: "ok" | "partial" | "reject";
  readonly records: number | null;
  readonly note: string;
}

/** A file that is there for the regular expressions in it, which the engines are asked below. */
const NO_IMPORT = "queries";

/** What a user would answer when a file does not say it. */
const ANSWERS: Answers = {repository: "github.com/x/y", sampleAt: 0, key: "series"};

describe.skipIf(!HAS_DATA)("hostile files", () => {
  const listed = hasData("hostile/expect.json") ? dataJson<Hostile[]>("hostile/expect.json") : [];
  const there = HAS_DATA ? dataFolder("hostile").map(({name}) => name.slice("hostile/".length)) : [];
  for (const {file} of listed.filter((one) => !there.includes(one.file))) it.skip(`${file} is not there`, () => {});

  it.each(listed.filter(({file, format}) => there.includes(file) && format !== NO_IMPORT))(
    "$file is $expect ($note)",
    async ({file, expect: expected, records}) => {
      const before = process.memoryUsage().rss;
      const mapping = file === "csv/many-columns.csv" ? {columns: {value: 0}} : undefined;
      const reading = await readOne(dataSource(`hostile/${file}`), mapping ? {...ANSWERS, mapping} : ANSWERS);
      if ("error" in reading) {
        const isForeign = /, which is not read yet\./.test(reading.error.message);
        expect([reading.error.name, isForeign ? "reject" : expected], reading.error.message).toEqual([
          "TidemarkError",
          "reject"
        ]);
        return;
      }
      const {read, skipped, status, needs} = reading.finding;
      expect(skipped > 0 || status === "partial" ? "partial" : "ok").toBe(expected);
      expect(needs).toEqual([]);
      if (records !== null) expect(read).toBe(records);
      expect(process.memoryUsage().rss - before).toBeLessThan(1_000_000_000);
    },
    // half a gigabyte is unpacked; a busy machine takes its time
    300_000
  );

  const unlisted = there.filter((file) => file !== "expect.json" && !listed.some((one) => one.file === file));
  it.each(unlisted)("%s, of which nothing is expected, is read or refused", async (file) => {
    const reading = await readOne(dataSource(`hostile/${file}`), ANSWERS);
    if ("error" in reading) expect(reading.error.name).toBe("TidemarkError");
    else expect(reading.finding.read).toBeGreaterThanOrEqual(0);
  });

  it.each(listed.filter(({file, format}) => there.includes(file) && format === NO_IMPORT))(
    "$file: its expressions are compiled and searched, or refused, in linear time",
    ({file}) => {
      for (const {pattern} of dataJson<{pattern: string}[]>(`hostile/${file}`)) {
        try {
          compileRegex(pattern).matchAll(`${"a".repeat(50_000)}${"x".repeat(50_000)}!`);
        } catch (error) {
          expect(error).toMatchObject({name: "TidemarkError", code: "regex/invalid"});
        }
      }
    }
  );

  const keys = "hostile/ripgrep/prototype-keys.rg.jsonl";
  it.skipIf(!hasData(keys))("pollute no prototypes, and group words that name members like any other", async () => {
    const reading = await readOne(dataSource(keys), ANSWERS);
    if ("error" in reading) throw reading.error;
    expect(rowsIn(reading.finding, "file").map(({path, matches}) => [path, matches])).toEqual([
      ["__proto__", 1],
      ["constructor", 1],
      ["toString", 1]
    ]);
    expect(({} as {polluted?: string}).polluted).toBeUndefined();
  });

  const names = "hostile/names/case-nfc-nfd.ndjson";
  it.skipIf(!hasData(names))("join the seven spellings of a repository and keep its files apart", async () => {
    const reading = await readOne(dataSource(names));
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

  const gigantic = "hostile/ripgrep/gigantic-line.rg.jsonl.gz";
  it.skipIf(!hasData(gigantic))("keep a cut preview of a line of 25 MB, and not the line", async () => {
    const reading = await readOne(dataSource(gigantic), ANSWERS);
    if ("error" in reading) throw reading.error;
    for (const {text} of rowsIn(reading.finding, "match")) expect(String(text).length).toBeLessThanOrEqual(400);
    expect(rowsIn(reading.finding, "match").every(({text}) => String(text).includes("TODO"))).toBe(true);
  });

  const [limited, traversal] = ["hostile/generic/github-rate-limit.json", "hostile/zip/path-traversal.zip"] as const;
  it.skipIf(!hasData(limited, traversal))(
    "quote the server's message, and name the files of a zip that are not opened",
    async () => {
      expect(await readOne(dataSource(limited))).toMatchObject({
        error: {message: expect.stringContaining("API rate limit exceeded")}
      });
      const reading = await readOne(dataSource(traversal));
      if ("error" in reading) throw reading.error;
      expect(reading.finding.problems[0]).toMatchObject({
        code: "zip/refused",
        count: 3,
        places: [{file: "../../evil.csv"}, {file: "/abs.csv"}, {file: "C:\\x.csv"}]
      });
    }
  );
});
