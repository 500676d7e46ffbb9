import {gzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {fromRipgrep} from "../../src/snapshot/from-ripgrep.ts";
import {MAX_TEXT, seriesRecord} from "../../src/snapshot/snapshot.ts";
import {HAS_DATA, hasData} from "../data-dir.ts";
import {contextOf, dataJson, dataSource, findingOf, headOf, problemsIn, rowsIn, sourceOf} from "./sources.ts";

const ANSWERS = {repository: "github.com/a/b", sampleAt: Date.UTC(2026, 0, 1), key: "todo"};

type Submatch = readonly [text: string, start: number, replacement?: string];
const match = (path: string, line: number | null, text: string, submatches: readonly Submatch[], offset = 0) => ({
  type: "match",
  data: {
    path: {text: path},
    lines: {text},
    line_number: line,
    absolute_offset: offset,
    submatches: submatches.map(([matched, start, replacement]) => ({
      match: {text: matched},
      ...(replacement === undefined ? {} : {replacement: {text: replacement}}),
      start,
      end: start + Buffer.byteLength(matched)
    }))
  }
});
const begin = (path: string) => ({type: "begin", data: {path: {text: path}}});
const end = (path: string) => ({type: "end", data: {path: {text: path}, binary_offset: null, stats: {}}});
const SUMMARY = {data: {stats: {}}, type: "summary"};
const file = (...events: readonly unknown[]) =>
  sourceOf(
    "x.rg.jsonl",
    events.map((event) => `${typeof event === "string" ? event : JSON.stringify(event)}\n`).join("")
  );

describe.skipIf(!HAS_DATA)("real output of ripgrep", () => {
  const expected = HAS_DATA
    ? dataJson<{file: string; format: string; files: number; matches: number}[]>("formats/expected.json")
    : [];
  it.each(expected.filter(({format}) => format === "ripgrep-json"))(
    "counts $files files and $matches matches in $file",
    async ({file, files, matches}) => {
      const finding = await findingOf(dataSource(`formats/${file}`), {sampleAt: 0});
      expect(rowsIn(finding, "point")).toMatchObject([{files, matches, status: "ok"}]);
      expect(rowsIn(finding, "file").length).toBe(files);
      expect(rowsIn(finding, "match").length).toBe(matches);
      expect([finding.format, finding.read, finding.skipped, finding.status, finding.needs]).toEqual([
        "ripgrep",
        matches,
        0,
        "complete",
        []
      ]);
    }
  );

  const replaced = "formats/ripgrep/framework@c1c2b2653a.gha-uses.rg15-replacement.rg.jsonl";
  it.skipIf(!hasData(replaced))("reads replacements of ripgrep 15 as captured values", async () => {
    const finding = await findingOf(dataSource(replaced), {sampleAt: 0});
    expect(finding.snapshot.series[0]!.captures).toEqual([1]);
    expect(rowsIn(finding, "capture").map(({c1, matches, files}) => [c1, matches, files])).toContainEqual([
      "actions/checkout@@v4",
      2,
      2
    ]);
  });

  const uses = "formats/ripgrep/framework@c1c2b2653a.gha-uses.rg.jsonl";
  it.skipIf(!hasData(uses))("finds the groups of a pattern that is given as an answer", async () => {
    const source = dataSource(uses);
    const finding = await findingOf(source, {sampleAt: 0, pattern: "uses:\\s*(?P<action>[\\w./-]+)@([\\w.-]+)"});
    expect(finding.snapshot.series[0]!.captures).toEqual([1, 2]);
    expect(rowsIn(finding, "capture")).toContainEqual(expect.objectContaining({c1: "actions/setup-node", c2: "v4"}));
    const sum = rowsIn(finding, "capture").reduce((total, {matches}) => total + Number(matches), 0);
    expect(sum).toBe(8);
  });
});

describe("fromRipgrep", () => {
  it("recognises its events and nothing else", () => {
    const score = (text: string) => fromRipgrep.recognizes(headOf(text));
    expect(score(`rg: x: denied\n\n${JSON.stringify(begin("a"))}\n`)).toBe(1);
    expect(score(JSON.stringify(SUMMARY))).toBe(1);
    expect(score(`{"type":"match","data":{"path":{"text":"a"},"lines":{"text":"${"x".repeat(70_000)}`)).toBe(1);
    for (const text of ["", "[]", `{"type":"content","path":"p"}`, `{"type":"match"}`, "repo,date\na,b"])
      expect(score(text)).toBe(0);
  });

  it("counts matches, distinct lines and files, and leaves context lines out", async () => {
    const finding = await findingOf(
      file(
        begin("./a.ts"),
        match("./a.ts", 1, "TODO TODO\n", [
          ["TODO", 0],
          ["TODO", 5]
        ]),
        {
          type: "context",
          data: {path: {text: "./a.ts"}, lines: {text: "TODO\n"}, line_number: 2, absolute_offset: 10, submatches: []}
        },
        match("./a.ts", 3, "x TODO\n", [["TODO", 2]]),
        end("./a.ts"),
        begin("b.ts"),
        match("b.ts", 1, "TODO", [["TODO", 0]]),
        end("b.ts"),
        SUMMARY
      ),
      ANSWERS
    );
    expect(rowsIn(finding, "point")).toEqual([
      {
        series_id: finding.snapshot.series[0]!.series_id,
        repo_key: "github.com/a/b",
        sample_at: ANSWERS.sampleAt,
        files: 2,
        lines: 3,
        matches: 4,
        status: "ok"
      }
    ]);
    expect(rowsIn(finding, "file").map(({path, lines, matches}) => [path, lines, matches])).toEqual([
      ["a.ts", 2, 3],
      ["b.ts", 1, 1]
    ]);
    expect(rowsIn(finding, "match").map(({line, col, end_col}) => [line, col, end_col])).toEqual([
      [1, 1, 5],
      [1, 6, 10],
      [3, 3, 7],
      [1, 1, 5]
    ]);
  });

  it("is a zero when there is a summary and no match", async () => {
    expect(rowsIn(await findingOf(file(SUMMARY), ANSWERS), "point")).toMatchObject([
      {files: 0, lines: 0, matches: 0, status: "ok"}
    ]);
  });

  it("counts a match once that stands there twice", async () => {
    const run = [begin("a"), match("a", 1, "TODO\n", [["TODO", 0]]), end("a"), SUMMARY];
    const finding = await findingOf(file(...run, ...run), ANSWERS);
    expect([finding.read, finding.status, problemsIn(finding)]).toEqual([1, "complete", ["ripgrep/twice × 1"]]);
  });

  it("tells matches apart by their offset where there are no line numbers", async () => {
    const finding = await findingOf(
      file(
        begin("a"),
        match("a", null, "TODO\n", [["TODO", 0]], 0),
        match("a", null, "TODO\n", [["TODO", 0]], 5),
        end("a"),
        SUMMARY
      ),
      ANSWERS
    );
    expect(rowsIn(finding, "point")).toMatchObject([{lines: 2, matches: 2}]);
  });

  it("places matches of several lines, after characters of several bytes", async () => {
    const text = "é 🦀 x\r\nb TODO c\n";
    const start = Buffer.byteLength("é 🦀 x\r\nb ");
    const finding = await findingOf(
      file(
        match("a", 7, text, [
          ["x\r\nb", 8],
          ["TODO", start]
        ])
      ),
      ANSWERS
    );
    expect(rowsIn(finding, "match").map(({line, col, end_col}) => [line, col, end_col])).toEqual([
      [7, 9, 13],
      [8, 3, 7]
    ]);
    expect(rowsIn(finding, "point")).toMatchObject([{lines: 2, matches: 2}]);
  });

  it("keeps paths and lines that are no UTF-8 apart", async () => {
    const bytes = (text: string) => ({bytes: Buffer.from(text, "latin1").toString("base64")});
    const event = (path: string) => ({
      type: "match",
      data: {
        path: bytes(path),
        lines: bytes("TODO caf\xe9\n"),
        line_number: 1,
        absolute_offset: 0,
        submatches: [{match: {text: "TODO"}, start: 0, end: 4}]
      }
    });
    const finding = await findingOf(file(event("w\xff.js"), event("w\xfe.js")), ANSWERS);
    expect(rowsIn(finding, "match").map(({path, text}) => [path, text])).toEqual([
      ["w\xfe.js", "TODO caf\xe9"],
      ["w\xff.js", "TODO caf\xe9"]
    ]);
  });

  it("keeps MAX_TEXT characters around a match in a long line", async () => {
    const finding = await findingOf(
      file(match("a", 1, `${"é".repeat(5000)}TODO${"y".repeat(5000)}\n`, [["TODO", 10_000]])),
      ANSWERS
    );
    const [{text, col} = {}] = rowsIn(finding, "match");
    expect([String(text).length, col]).toEqual([MAX_TEXT, 10_001]);
    expect(text).toMatch(/^…é+TODOy+…$/);
  });

  it("takes captured values from the pattern where the match has no replacement", async () => {
    const events = [
      match("a", 1, "go 1.22\n", [["go 1.22", 0]]),
      match("b", 1, "go 1.22 go 1.9\n", [
        ["go 1.22", 0],
        ["go 1.9", 8]
      ])
    ];
    const finding = await findingOf(file(...events), {...ANSWERS, pattern: "go (\\d+)\\.(\\d+)"});
    expect(rowsIn(finding, "capture").map(({c1, c2, matches, files}) => [c1, c2, matches, files])).toEqual([
      ["1", "22", 2, 2],
      ["1", "9", 1, 1]
    ]);
  });

  it("names the query a series asks, and takes the same series for the same query", async () => {
    const finding = await findingOf(file(SUMMARY), {...ANSWERS, query: "\\bTODO\\b", title: "To do"});
    expect(finding.snapshot.series).toEqual([
      seriesRecord({engine: "ripgrep", pattern: "\\bTODO\\b", key: "todo", title: "To do", source_query: "\\bTODO\\b"})
    ]);
  });

  it("asks for what nobody says, and names where the rest comes from", async () => {
    const asked = await findingOf(file(SUMMARY));
    expect(asked.needs.map(({field}) => field)).toEqual(["repository", "time", "query"]);
    const source = sourceOf("app@abcdef1.todo.rg.jsonl", `${JSON.stringify(SUMMARY)}\n`);
    const known = {
      repositories: ["github.com/acme/app"],
      commitTime: (oid: string) => (oid === "abcdef1" ? 5000 : null)
    };
    const finding = await fromRipgrep.read(source, contextOf({}, {known}));
    expect(finding.needs).toEqual([]);
    expect(rowsIn(finding, "point")).toMatchObject([
      {repo_key: "github.com/acme/app", commit_oid: "abcdef1", committed_at: 5000, sample_at: 5000}
    ]);
    expect(finding.facts).toEqual(
      expect.arrayContaining([
        {field: "repository", value: "app", from: "file name"},
        {field: "time", value: "abcdef1", from: "the commit’s own time"},
        {field: "series", value: "todo", from: "file name"}
      ])
    );
  });

  it("is partial when the output was cut", async () => {
    const whole = [begin("a"), match("a", 1, "TODO\n", [["TODO", 0]]), end("a")];
    for (const events of [
      whole,
      [...whole, begin("b")],
      [...whole, SUMMARY, begin("b"), end("b")],
      [...whole, begin("b"), match("b", 1, "TODO\n", [["TODO", 0]])]
    ]) {
      const finding = await findingOf(file(...events), ANSWERS);
      expect(finding.status).toBe("partial");
      expect(rowsIn(finding, "point")).toMatchObject([{status: "partial"}]);
    }
    const cut = await findingOf(
      sourceOf("x", `${whole.map((event) => JSON.stringify(event)).join("\n")}\n{"type":"ma`),
      ANSWERS
    );
    expect([cut.status, cut.skipped, cut.reasons.length]).toEqual(["partial", 1, 1]);
  });

  it("is partial when ripgrep complained, and reports other garbage", async () => {
    const finding = await findingOf(file("rg: x: Permission denied", "", "???", SUMMARY), ANSWERS);
    expect([finding.status, finding.skipped, finding.reasons]).toEqual([
      "partial",
      2,
      ["ripgrep could not search everything: x: Permission denied."]
    ]);
  });

  it("skips what has wrong types, with the line", async () => {
    const finding = await findingOf(
      file(
        match("a", -1, "x", [["x", 0]]),
        {type: "match", data: null},
        [],
        4,
        match("a", 1, "xy", [
          ["x", -4],
          ["y", 1]
        ]),
        {type: "later", data: {}}
      ),
      ANSWERS
    );
    expect([finding.read, problemsIn(finding)]).toEqual([
      1,
      ["ripgrep/wrong-type × 3", "ripgrep/no-event × 2", "ripgrep/unknown × 1", "ripgrep/no-end × 1"]
    ]);
    expect(finding.problems[0]!.places).toEqual([{line: 1}, {line: 2}, {line: 5}]);
  });

  it("reads front matter in the first line", async () => {
    const finding = await findingOf(
      file(
        {
          tidemark: {
            repository: "git@github.com:a/b.git",
            sample_time: "2026-01-01",
            key: "k",
            observed_at: "2026-02-01"
          }
        },
        SUMMARY
      )
    );
    expect(rowsIn(finding, "point")).toMatchObject([{repo_key: "github.com/a/b", sample_at: Date.UTC(2026, 0, 1)}]);
    expect([finding.skipped, finding.snapshot.parts[0]!.observedAt]).toEqual([0, Date.UTC(2026, 1, 1)]);
  });

  it("has one content hash for two runs that differ in timings only, compressed or not", async () => {
    const run = (elapsed: number) => [
      begin("a"),
      match("a", 1, "TODO\n", [["TODO", 0]]),
      end("a"),
      {data: {elapsed_total: {secs: elapsed}}, type: "summary"}
    ];
    const text = run(2)
      .map((event) => `${JSON.stringify(event)}\n`)
      .join("");
    const [one, two] = [
      await findingOf(file(...run(1)), ANSWERS),
      await findingOf(sourceOf("y.gz", gzipSync(text)), ANSWERS)
    ];
    expect(two.contentHash).toBe(one.contentHash);
    expect(two.fileHash).not.toBe(one.fileHash);
  });

  it("refuses a pattern that is none", async () => {
    await expect(findingOf(file(SUMMARY), {...ANSWERS, pattern: "(x"})).rejects.toMatchObject({code: "regex/invalid"});
  });
});
