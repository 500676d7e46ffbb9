import {afterAll, describe, expect, it} from "vitest";
import {readSources} from "../../src/snapshot/read-sources.ts";
import type {InsightStore} from "../../src/store/store.ts";
import {numbersOf, recordsOf} from "../../src/table.ts";
import {HAS_DATA} from "../data-dir.ts";
import {records} from "../sample/make-sample.ts";
import {memoryFiles, openTestStore, testInsight, valuesOf} from "../store/stores.ts";
import {dataSource, sourceOf} from "./sources.ts";

const stores: InsightStore[] = [];
afterAll(() => Promise.all(stores.map((store) => store.close())));

async function storeOf(...sources: Parameters<typeof readSources>[0]): Promise<{store: InsightStore; notes: string[]}> {
  const store = openTestStore(memoryFiles());
  stores.push(store);
  const notes: string[] = [];
  for (const reading of await readSources(sources)) {
    if ("error" in reading) throw reading.error;
    expect(reading.finding.format).toBe("matches");
    expect(reading.finding.needs).toEqual([]);
    notes.push(...reading.finding.problems.map(({text, count}) => `${text} (${count})`));
    await store.import(reading.finding, reading.names);
  }
  return {store, notes};
}

const CSV = [
  "repo,sample_time,commit,path,query,line,column,end_column,match,text,capture1",
  "h.x/a,2026-01-01,0123456,src/a.ts,use,3,1,4,use,use one use two,one",
  "h.x/a,2026-01-01,0123456,src/a.ts,use,3,9,12,use,use one use two,two",
  "h.x/a,2026-01-01,0123456,b.ts,use,7,1,4,use,use one,one",
  // the same place twice is one match
  "h.x/a,2026-01-01,0123456,b.ts,use,7,1,4,use,use one,one",
  "h.x/b,2026-02-01,,c.ts,use,1,1,4,use,use two,two",
  ""
].join("\n");

describe("a table of matches", () => {
  it("counts matches, the lines they stand on, and files; a sample without rows has none", async () => {
    const {store, notes} = await storeOf(sourceOf("found.csv", CSV));
    const of = async (unit: string) => valuesOf(await store.insight(testInsight({data: "use", unit}), null)).use;
    // a: 3 matches on 2 lines of 2 files in January, nothing in February; b: 1 in February
    expect([await of("matches"), await of("lines"), await of("files")]).toEqual([
      [3, 1],
      [2, 1],
      [2, 1]
    ]);
    expect(valuesOf(await store.insight(testInsight({kind: "capture-group", data: "use"}), null))).toEqual({
      one: [2, 0],
      two: [1, 1]
    });
    expect(notes).toEqual([
      "A row says what another one says; it was counted once. (1)",
      "Gaps are read as zero: a table of matches leaves out what is not there. (1)"
    ]);
  });

  it("brings the lines behind a point, and the commit", async () => {
    const {store} = await storeOf(sourceOf("found.csv", CSV));
    const definition = testInsight({data: "use", label: "use"});
    const at = Date.parse("2026-01-01");
    const request = {definition, label: "use", shown: ["use"], at, before: null};
    const {repositories} = await store.point(request);
    expect(repositories.map(({repository, value, commit}) => [repository, value, commit])).toEqual([
      ["h.x/a", 3, "0123456"]
    ]);
    const {added} = await store.lines({...request, repository: "h.x/a"});
    expect(added.map(({path, line, text}) => [path, line, text])).toEqual([
      ["b.ts", 7, "use one"],
      // both matches of one line
      ["src/a.ts", 3, "use one use two"],
      ["src/a.ts", 3, "use one use two"]
    ]);
  });

  it("with captured values is beside counts without them, which keep their own samples", async () => {
    const {store} = await storeOf(sourceOf("found.csv", CSV));
    const counts = "repo,sample_time,query,matches\nh.x/a,2026-01-01,use,3\nh.x/a,2026-03-01,use,8\n";
    const [reading] = await readSources([sourceOf("counts.csv", counts)]);
    if (!reading || "error" in reading) throw reading?.error;
    await store.import(reading.finding, reading.names);
    expect((await store.contents()).series.map(({key, captures}) => [key, captures])).toEqual([
      ["use", 0],
      ["use", 1]
    ]);
    // each kind finds the one it needs: no captured value became 0 in March, when nobody captured
    expect(valuesOf(await store.insight(testInsight({data: "use"}), null))).toEqual({use: [3, 8]});
    expect(valuesOf(await store.insight(testInsight({kind: "capture-group", data: "use"}), null))).toEqual({
      one: [2, 0],
      two: [1, 1]
    });
  });

  it("that was exported is the same when it is imported again", async () => {
    const {store} = await storeOf(sourceOf("found.csv", CSV));
    const {tableFormat} = await import("../../src/report/table-formats.ts");
    const rows = await store.exportTable("matches", null);
    const text = [...tableFormat("ndjson")!.pieces(rows)].join("");
    const again = await storeOf(sourceOf("again.ndjson", text));
    expect(recordsOf(await again.store.exportTable("matches", null))).toEqual(recordsOf(rows));
    expect(rows.rows).toBe(4);
  });

  it.each(["author,line,path,query,repo,text,authored_at", "repo,date,query,path,line,text,value"])(
    "is another kind of table with the columns %s",
    async (head) => {
      const row = head.replace(/\w+/g, "1");
      const [reading] = await readSources([sourceOf("t.csv", `${head}\n${row}\n`)]);
      expect(reading && "finding" in reading ? reading.finding.format : "none").not.toBe("matches");
    }
  );

  it.skipIf(!HAS_DATA)(
    "of public repositories counts what the truth does, in every repository and quarter",
    async () => {
      const {store} = await storeOf(dataSource("counts/matches-quarterly.ndjson.gz"));
      const points = recordsOf(await store.exportTable("points", null)).map((row) => [
        ...[row.repo, new Date(Number(row.sample_time)).toISOString().slice(0, 10), row.query],
        ...[row.files, row.lines, row.matches]
      ]);
      expect(points.length).toBeGreaterThan(200);
      const truth = new Map(
        records("truth/truth-repo-monthly.csv").map((row) => [
          `${row.repo} ${row.sample_time.slice(0, 10)} ${row.query}`,
          [Number(row.files), Number(row.lines), Number(row.matches)]
        ])
      );
      for (const [repo, day, query, ...counts] of points)
        expect([repo, day, query, ...counts]).toEqual([
          repo,
          day,
          query,
          ...(truth.get(`${repo} ${day} ${query}`) ?? [])
        ]);
      const all = await store.sql({session: "s", tables: [], strings: ["SELECT count(*) AS n FROM match"], values: []});
      expect(numbersOf(all, "n")[0]).toBe(6851);
    }
  );
});
