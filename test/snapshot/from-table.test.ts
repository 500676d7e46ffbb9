import {describe, expect, it} from "vitest";
import {csvRecord} from "../../src/csv.ts";
import {fromTable} from "../../src/snapshot/from-table.ts";
import type {Answers} from "../../src/snapshot/importer.ts";
import {seriesRecord} from "../../src/snapshot/snapshot.ts";
import * as fc from "../property.ts";
import {contextOf, findingOf, headOf, problemsIn, rowsIn, sourceOf} from "./sources.ts";

const csv = (text: string) => sourceOf("data.csv", text);
const read = (text: string, answers: Answers = {}) => findingOf(csv(text), answers);
const needs = async (text: string, answers: Answers = {}) => (await read(text, answers)).needs.map(({field}) => field);
const JAN = Date.UTC(2026, 0, 1);
const FEB = Date.UTC(2026, 1, 1);
const MAR = Date.UTC(2026, 2, 1);

describe("fromTable", () => {
  it("recognises tables with names it knows, and with numbers", () => {
    const score = (text: string) => fromTable.recognizes(headOf(text));
    expect([
      score("repo,date,value\n"),
      score('{"repo":"a","matches":1}'),
      score('[{"repo":"a","matches":1}]')
    ]).toEqual([0.6, 0.6, 0.6]);
    expect([score("x,y\nz,1\n"), score('{"x":1}\n{"x":2}\n'), score("[]"), score('{"items":[]}')]).toEqual([
      0.2, 0.2, 0.2, 0.2
    ]);
    for (const text of [
      "",
      "a\nb\n",
      "x,y\nz,w\n",
      '{"x":1}',
      '{"a":{"b":1}}\n{"a":{}}',
      "<html>",
      "[[1]]",
      '[{"a":{"repo":1}}]'
    ])
      expect(score(text)).toBe(0);
  });

  it("maps English and German headers", async () => {
    const english = await read("Repository Name,Recorded At,Metric,Total\ngithub.com/a/b,2026-01-01,todo,5\n");
    const german = await read("Projekt;Datum;Kennzahl;Anzahl\ngithub.com/a/b;01.01.2026;todo;5\n");
    expect([english.needs, german.needs]).toEqual([[], []]);
    expect(rowsIn(german, "point")).toEqual(rowsIn(english, "point"));
    expect(rowsIn(english, "point")).toMatchObject([
      {repo_key: "github.com/a/b", sample_at: JAN, matches: 5, status: "ok"}
    ]);
  });

  it("maps columns without names by their cells", async () => {
    const {columns, needs: open} = await read(
      "github.com/a/b,2026-01-01,todo,5,abcdef1\ngithub.com/a/b,2026-02-01,todo,6,abcdef2\n"
    );
    expect(columns!.mapping.columns).toEqual({repository: 0, time: 1, series: 2, value: 3, commit: 4});
    expect([columns!.names[0], columns!.rows.length, open]).toEqual(["Column 1", 2, []]);
  });

  it("takes a mapping that is given, and leaves out its columns that are not there", async () => {
    const mapping = {header: false, columns: {repository: 1, value: 0, series: 9}};
    const finding = await read("5,r,x\n6,s,y\n", {mapping, key: "k", sampleAt: JAN});
    expect(rowsIn(finding, "point").map(({repo_key, matches}) => [repo_key, matches])).toEqual([
      ["r", 5],
      ["s", 6]
    ]);
    expect(finding.columns!.mapping.columns).toEqual({repository: 1, value: 0});
  });

  it("asks for what neither the table nor anybody else says", async () => {
    expect(await needs("x,y\n1,2\n")).toEqual(["repository", "time", "query", "mapping"]);
    expect(await needs("repo,date,value\nr,2026-01-01,1\n")).toEqual(["query"]);
    // nobody needs to know whose the rows would be
    expect(await needs("repo,date,value\n")).toEqual([]);
    expect(await needs("date,query,value\n2026-01-01,q,1\n")).toEqual(["repository"]);
    expect(await needs("repo,query,value\nr,q,1\n")).toEqual(["time"]);
    expect(await needs("repo,query,value\nr,q,1\n", {sampleAt: 0})).toEqual([]);
  });

  it("asks for the order of dates that nothing shows", async () => {
    const text = "repo,date,query,value\nr,03/04/2026,q,1\n";
    expect(await needs(text)).toEqual(["dateOrder"]);
    const mapping = {dateOrder: "mdy", columns: {repository: 0, time: 1, series: 2, value: 3}} as const;
    expect(rowsIn(await read(text, {mapping}), "point")).toMatchObject([{sample_at: Date.UTC(2026, 2, 4)}]);
  });

  it("asks which column tells rows apart when most contradict each other", async () => {
    const rows = Array.from({length: 5}, (_, i) => `r,2026-01-01,q,.e${i},${i}\n`).join("");
    expect(await needs(`repo,date,query,ext,files\n${rows}`)).toEqual(["mapping"]);
  });

  it("takes the times of commits where there is no other", async () => {
    const known = {repositories: [], commitTime: (oid: string) => (oid === "abcdef1" ? FEB : null)};
    const finding = await fromTable.read(
      csv("repo,query,commit,value\nr,q,ABCDEF1,1\nr,q,1234567,2\n"),
      contextOf({}, {known})
    );
    expect(rowsIn(finding, "point")).toMatchObject([{sample_at: FEB, commit_oid: "abcdef1", committed_at: FEB}]);
    expect([problemsIn(finding), finding.needs]).toEqual([["table/unknown-commit × 1"], []]);
  });

  it("puts a value into the column of its unit and keeps units apart", async () => {
    const finding = await read("repo,date,query,value,unit\nr,2026-01-01,q,5,lines\nr,2026-01-01,q,6,Treffer\n");
    expect(finding.snapshot.series.map(({key, unit}) => [key, unit])).toEqual(
      expect.arrayContaining([
        ["q", "lines"],
        ["q", "matches"]
      ])
    );
    expect(rowsIn(finding, "point")).toEqual(
      expect.arrayContaining([expect.objectContaining({lines: 5}), expect.objectContaining({matches: 6})])
    );
    expect((await read("repo,date,query,files\nr,2026-01-01,q,5\n")).snapshot.series[0]!.unit).toBe("files");
    expect((await read("repo,date,query,value\nr,2026-01-01,q,5\n", {unit: "lines"})).snapshot.series[0]!.unit).toBe(
      "lines"
    );
  });

  it("reads an empty value as unknown, not as zero, and keeps a status that is given", async () => {
    const finding = await read(
      "repo,date,query,value,status\na,2026-01-01,q,,\nb,2026-01-01,q,0,\nc,2026-01-01,q,5,partial\nd,2026-01-01,q,5,failed\ne,2026-01-01,q,5,odd\n"
    );
    expect(rowsIn(finding, "point").map(({repo_key, matches, status}) => [repo_key, matches, status])).toEqual([
      ["a", undefined, "unknown"],
      ["b", 0, "ok"],
      ["c", 5, "partial"],
      ["d", undefined, "error"]
    ]);
    expect(problemsIn(finding)).toEqual(["table/status × 1"]);
  });

  it("decides the decimal sign by column", async () => {
    const finding = await read(
      "repo;datum;query;dateien;treffer\na;31.12.2025;q;1.200;1.234,50\na;31.01.2026;q;7;1.300\n"
    );
    expect(rowsIn(finding, "point").map(({files, matches}) => [files, matches])).toEqual([
      [1200, 1234.5],
      [7, 1300]
    ]);
  });

  it("counts equal rows once and lets the last of different ones stand", async () => {
    const finding = await read(
      "repo,date,query,value\na,2026-01-01,q,1\na,2026-01-01,q,1\na,2026-02-01,q,2\na,2026-02-01,q,3\n"
    );
    expect(rowsIn(finding, "point").map(({matches}) => matches)).toEqual([1, 3]);
    expect([finding.read, finding.skipped, problemsIn(finding)]).toEqual([
      2,
      0,
      ["table/twice × 1", "table/replaced × 1"]
    ]);
  });

  it("adds files up to points and reads gaps as zero after a repository's first row", async () => {
    const finding = await read(
      "repo,date,query,path,lines,matches\n" +
        "a,2026-01-01,q,./x.ts,1,2\na,2026-01-01,q,y.ts,1,1\na,2026-01-01,q,zero.ts,0,0\nb,2026-02-01,q,x.ts,4,4\na,2026-03-01,q,y.ts,1,5\n"
    );
    expect(
      rowsIn(finding, "point").map(({repo_key, sample_at, files, lines, matches}) => [
        repo_key,
        sample_at,
        files,
        lines,
        matches
      ])
    ).toEqual([
      ["a", JAN, 2, 2, 3],
      ["a", FEB, 0, 0, 0],
      ["a", MAR, 1, 1, 5],
      ["b", FEB, 1, 4, 4],
      ["b", MAR, 0, 0, 0]
    ]);
    expect(rowsIn(finding, "file").map(({path}) => path)).toEqual(["x.ts", "y.ts", "zero.ts", "y.ts", "x.ts"]);
    expect(finding.problems[0]).toMatchObject({text: expect.stringMatching(/^Gaps are read as zero/), count: 2});
  });

  it("adds captured values up to points, untouched", async () => {
    const finding = await read(
      'repo,date,query,capture1,capture2,matches\na,2026-01-01,q, 1.10 ,x,2\na,2026-01-01,q,1.1,x,3\na,2026-02-01,q,"",,4\nb,2026-01-01,plain,,,9\n'
    );
    expect(rowsIn(finding, "capture").map(({c1, c2, matches}) => [c1, c2, matches])).toEqual([
      [" 1.10 ", "x", 2],
      ["1.1", "x", 3],
      ["", undefined, 4]
    ]);
    expect(finding.snapshot.series.map(({key, captures}) => [key, captures])).toEqual([
      ["plain", []],
      ["q", [1, 2]]
    ]);
    expect(rowsIn(finding, "point").map(({repo_key, sample_at, matches}) => [repo_key, sample_at, matches])).toEqual(
      expect.arrayContaining([
        ["a", JAN, 5],
        ["a", FEB, 4],
        ["b", JAN, 9]
      ])
    );
  });

  it("reads captured values by file into all three tables", async () => {
    const finding = await read(
      "repo,date,query,path,c1,matches\na,2026-01-01,q,x,A,1\na,2026-01-01,q,x,B,2\na,2026-01-01,q,y,A,4\n"
    );
    expect(rowsIn(finding, "point")).toMatchObject([{files: 2, matches: 7}]);
    expect(rowsIn(finding, "file").map(({path, matches}) => [path, matches])).toEqual([
      ["x", 3],
      ["y", 4]
    ]);
    expect(rowsIn(finding, "capture").map(({c1, files, matches}) => [c1, files, matches])).toEqual([
      ["A", 2, 5],
      ["B", 1, 2]
    ]);
  });

  it("does not fill gaps where every repository has times of its own", async () => {
    const rows = Array.from({length: 1500}, (_, i) => `r${i},${1_700_000_000 + i * 60},q,x,1\n`).join("");
    const finding = await read(`repo,date,query,path,matches\n${rows}`);
    expect([rowsIn(finding, "point").length, problemsIn(finding)]).toEqual([1500, ["table/scattered × 1"]]);
  });

  it("reads JSON lines, lists and objects around a list alike", async () => {
    const rows = [
      {repo: "a", date: "2026-01-01", query: "q", matches: 1, captures: ["x", "y"]},
      {repo: "a", date: "2026-02-01", query: "q", matches: 2, extra: null}
    ];
    const texts = [
      rows.map((row) => JSON.stringify(row)).join("\n"),
      JSON.stringify(rows),
      JSON.stringify(rows, null, 1),
      JSON.stringify({total: 2, rows})
    ];
    const findings = await Promise.all(texts.map((text) => findingOf(sourceOf("x.json", text))));
    expect(findings.map(({format, contentHash}) => [format, contentHash])).toEqual(
      findings.map(() => ["table", findings[0]!.contentHash])
    );
    expect(rowsIn(findings[0]!, "capture")).toMatchObject([{c1: "x", c2: "y"}, {c1: ""}]);
  });

  it("reads the good rows behind one that is nested too deep, and what Excel saves behind `sep=`", async () => {
    const row = (day: string, more = "") => `{"repo":"a/b","date":"2026-01-${day}","query":"q","value":1${more}}\n`;
    const deep = `,"x":${"[".repeat(5000)}${"]".repeat(5000)}`;
    const finding = await read(`${row("01", deep)}${row("02", deep)}${row("03")}${row("04")}`);
    expect([finding.read, problemsIn(finding)]).toEqual([2, ["json/too-deep × 2"]]);
    const excel = await read(
      "\uFEFFsep=;\r\nrepo;date;query;value\r\na/b;2026-01-01;q;many\r\na/b;2026-02-01;q;1,5\r\n"
    );
    expect([excel.skipped, excel.read]).toEqual([1, 1]);
    expect(excel.problems[0]!.places).toEqual([{line: 3}]);
  });

  it("reads front matter before a header", async () => {
    const finding = await read('# {"key": "k", "observed_at": "2026-03-01"}\nrepo,date,value\na,2026-01-01,1\na,x,1\n');
    expect([finding.needs, finding.snapshot.series[0]!.key, finding.snapshot.parts[0]!.observedAt]).toEqual([
      [],
      "k",
      MAR
    ]);
    expect(finding.problems[0]!.places).toEqual([{line: 4}]);
  });

  it("names a series by its column or its answers", async () => {
    const named = await read("repo,date,query,value\na,2026-01-01,q 1,1\n");
    expect(named.snapshot.series).toEqual([
      seriesRecord({engine: "import", pattern: "q 1", key: "q 1", source_query: "q 1"})
    ]);
    const answered = await read("repo,date,value\na,2026-01-01,1\n", {query: "lang:go", key: "go", title: "Go"});
    expect(answered.snapshot.series).toEqual([
      seriesRecord({engine: "import", pattern: "lang:go", key: "go", title: "Go", source_query: "lang:go"})
    ]);
  });

  it("joins spellings of a repository and says which", async () => {
    const finding = await read(
      "repo,date,query,value\nhttps://github.com/A/b.git,2026-01-01,q,1\ngithub.com/a/b,2026-02-01,q,1\na/b,2026-03-01,q,1\n"
    );
    expect(finding.snapshot.repos).toEqual([{repo_key: "github.com/a/b"}]);
    expect(finding.problems.map(({text}) => text)).toEqual([
      "Spellings of one repository were joined: https://github.com/A/b.git, github.com/a/b, a/b → github.com/a/b."
    ]);
  });

  it("skips rows that name no repository or no series", async () => {
    const finding = await read("repo,date,query,value\n,2026-01-01,q,1\na,2026-01-01,,1\na,,q,1\na,2026-01-01,q,1\n");
    expect([finding.read, finding.skipped, problemsIn(finding)]).toEqual([
      1,
      3,
      ["table/empty × 2", "table/empty-time × 1"]
    ]);
  });

  it("gives the same rows for the lines of a file in any order", async () => {
    const line = fc.record({
      repo: fc.constantFrom("github.com/A/b", "github.com/a/b", "a/b", "__proto__", "constructor"),
      date: fc.constantFrom("2026-01-01", "2026-W05", "13/04/2026", "03/04/2026", "2026-02-30", "soon"),
      query: fc.constantFrom("q", "__proto__", '=1+1,"x"\n'),
      path: fc.constantFrom("", "a.ts", "./a.ts", "b/c.ts"),
      c1: fc.constantFrom("", "1.10", "1.1")
    });
    const property = fc.asyncProperty(
      fc.array(line, {minLength: 1, maxLength: 12}),
      fc.infiniteStream(fc.nat()),
      async (lines, random) => {
        // the count follows from the key, so that no two lines contradict each other
        const records = lines.map((row) =>
          csvRecord([...Object.values(row), row.query.length * 10 + row.path.replace("./", "").length + row.c1.length])
        );
        const shuffled = records
          .map((record) => ({record, at: random.next().value}))
          .sort((a, b) => a.at - b.at)
          .map(({record}) => record);
        const findings = await Promise.all(
          [records, shuffled].map((all) =>
            fromTable.read(csv(`repo,date,query,path,c1,value\n${all.join("")}`), contextOf())
          )
        );
        expect(rowsIn(findings[1]!, "point")).toEqual(rowsIn(findings[0]!, "point"));
        expect(findings[1]!.contentHash).toBe(findings[0]!.contentHash);
        expect([findings[1]!.read, findings[1]!.skipped]).toEqual([findings[0]!.read, findings[0]!.skipped]);
      }
    );
    await fc.assert(property);
    expect(({} as {polluted?: unknown}).polluted).toBeUndefined();
  });
});
