import {describe, expect, it} from "vitest";
import {fromSrcSearch} from "../../src/snapshot/from-src-search.ts";
import {HAS_DATA, hasData} from "../data-dir.ts";
import {contextOf, dataJson, dataSource, findingOf, headOf, problemsIn, rowsIn, sourceOf} from "./sources.ts";

const ANSWERS = {sampleAt: Date.UTC(2026, 0, 1), query: "TODO"};
const COMMIT = "c".repeat(40);
const at = (line: number, column: number) => ({offset: 0, line, column});
const chunk = (content: string, line: number, ranges: readonly (readonly [number, number, number, number])[]) => ({
  content,
  contentStart: at(line, 0),
  ranges: ranges.map(([fromLine, from, toLine, to]) => ({start: at(fromLine, from), end: at(toLine, to)}))
});
const content = (path: string, chunkMatches: unknown, more: object = {}) => ({
  type: "content",
  path,
  repository: "github.com/a/b",
  commit: COMMIT,
  chunkMatches,
  ...more
});
const DONE = {done: true, matchCount: 1, durationMs: 1, skipped: []};
const file = (...events: readonly unknown[]) =>
  sourceOf("x.jsonl", events.map((event) => `${typeof event === "string" ? event : JSON.stringify(event)}\n`).join(""));

describe.skipIf(!HAS_DATA)("real matches as src and search jobs write them", () => {
  const expected = HAS_DATA
    ? dataJson<{file: string; format: string; files: number; matches: number}[]>("formats/expected.json")
    : [];
  it.each(expected.filter(({format}) => /^(src-cli-stream-json|sourcegraph-search-job)$/.test(format)))(
    "counts $files files and $matches matches in $file",
    async ({file, files, matches}) => {
      const finding = await findingOf(dataSource(`formats/${file}`), ANSWERS);
      expect(rowsIn(finding, "point")).toMatchObject([{files, matches, status: "ok"}]);
      expect([finding.format, finding.read, finding.skipped, finding.status, finding.needs]).toEqual([
        "src-search",
        matches,
        0,
        "complete",
        []
      ]);
    }
  );

  const both = [
    "formats/src-cli-stream-json/framework@c1c2b2653a.todo-marker.jsonl",
    "formats/ripgrep/framework@c1c2b2653a.todo-marker.rg.jsonl"
  ] as const;
  it.skipIf(!hasData(...both))("agrees with ripgrep on lines, columns and texts", async () => {
    const places = async (path: string) =>
      rowsIn(await findingOf(dataSource(path), ANSWERS), "match").map(
        ({path: name, line, col, end_col, text, matched}) => [name, line, col, end_col, text, matched]
      );
    expect(await places(both[0])).toEqual(await places(both[1]));
  });
});

describe("fromSrcSearch", () => {
  it("recognises events of a search and nothing else", () => {
    const score = (event: unknown) =>
      fromSrcSearch.recognizes(headOf(typeof event === "string" ? event : JSON.stringify(event)));
    expect([content("a", []), {type: "repo", repository: "r"}, DONE].map(score)).toEqual([1, 1, 1]);
    expect(["", "[]", {type: "match", data: {}}, {type: "path"}, {done: true}].map(score)).toEqual([0, 0, 0, 0, 0]);
  });

  it("counts ranges of chunks, lines from 1, columns in bytes", async () => {
    const finding = await findingOf(
      file(
        content("./a.ts", [
          chunk("é TODO 🦀 TODO\nx\nTODO", 9, [
            [9, 2, 9, 6],
            [9, 9, 9, 13],
            [11, 0, 11, 4]
          ])
        ]),
        DONE
      ),
      ANSWERS
    );
    expect(rowsIn(finding, "point")).toMatchObject([
      {repo_key: "github.com/a/b", commit_oid: COMMIT, files: 1, lines: 2, matches: 3}
    ]);
    expect(
      rowsIn(finding, "match").map(({path, line, col, end_col, matched}) => [path, line, col, end_col, matched])
    ).toEqual([
      ["a.ts", 10, 4, 8, "TODO"],
      ["a.ts", 10, 14, 18, "TODO"],
      ["a.ts", 12, 1, 5, "TODO"]
    ]);
  });

  it("counts a match of several lines on each of them", async () => {
    const finding = await findingOf(file(content("a", [chunk("ab\ncd\nef", 0, [[0, 1, 2, 1]])]), DONE), ANSWERS);
    expect(rowsIn(finding, "point")).toMatchObject([{lines: 3, matches: 1}]);
    expect(rowsIn(finding, "match")).toMatchObject([{line: 1, col: 2, matched: "b\ncd\ne"}]);
  });

  it("never adds up chunk matches and line matches", async () => {
    const lineMatches = [
      {
        line: "TODO TODO",
        lineNumber: 3,
        offsetAndLengths: [
          [0, 4],
          [5, 4]
        ]
      }
    ];
    const both = await findingOf(
      file(
        content(
          "a",
          [
            chunk("TODO TODO", 3, [
              [3, 0, 3, 4],
              [3, 5, 3, 9]
            ])
          ],
          {lineMatches}
        ),
        DONE
      ),
      ANSWERS
    );
    const lines = await findingOf(file({...content("a", undefined), lineMatches}, DONE), ANSWERS);
    expect(rowsIn(both, "match")).toEqual(rowsIn(lines, "match"));
    expect(rowsIn(lines, "point")).toMatchObject([{lines: 1, matches: 2}]);
  });

  it("reads path, repository, symbol and commit results", async () => {
    const finding = await findingOf(
      file(
        {type: "path", path: "p", repository: "r", commit: COMMIT},
        {type: "repo", repository: "r2"},
        {
          type: "symbol",
          path: "s.ts",
          repository: "r3",
          commit: COMMIT,
          symbols: [
            {name: "f", kind: "function", line: 7},
            {name: "g", line: 9}
          ]
        },
        {
          type: "commit",
          url: `/github.com/x/y/-/commit/${COMMIT}`,
          label: "l",
          content: "```diff\n",
          ranges: [
            [1, 0, 3],
            [2, 0, 3]
          ]
        },
        {type: "content", path: "found-by-name", repository: "r4"},
        DONE
      ),
      ANSWERS
    );
    expect(
      rowsIn(finding, "point").map(({repo_key, files, lines, matches}) => [repo_key, files, lines, matches])
    ).toEqual([
      ["github.com/x/y", 0, 0, 2],
      ["r", 1, 0, 1],
      ["r2", 0, 0, 1],
      ["r3", 1, 2, 2],
      ["r4", 1, 0, 1]
    ]);
    expect(rowsIn(finding, "match")).toContainEqual(expect.objectContaining({path: "s.ts", line: 7, matched: "f"}));
    expect([finding.read, finding.skipped]).toEqual([7, 0]);
  });

  it.each([
    "document-match-limit",
    "shard-timeout",
    "shard-timedout",
    "repository-missing",
    "backend-missing",
    "repository-cloning",
    "display"
  ])("is a lower bound when results were skipped by %s", async (reason) => {
    const skipped = [{reason, title: "title", message: "message", severity: "info"}];
    const finding = await findingOf(
      file(content("a", [chunk("TODO", 0, [[0, 0, 0, 4]])]), {...DONE, skipped}),
      ANSWERS
    );
    expect([finding.status, finding.reasons]).toEqual(["partial", [`title: message (${reason})`]]);
    expect(rowsIn(finding, "point")).toMatchObject([{status: "partial"}]);
  });

  it("is complete when only forks and archived repositories were left out", async () => {
    const skipped = [{reason: "excluded-archive", title: "2 archived", message: "m", severity: "info"}];
    const finding = await findingOf(
      file(content("a", [chunk("TODO", 0, [[0, 0, 0, 4]])]), {...DONE, skipped}),
      ANSWERS
    );
    expect([finding.status, problemsIn(finding)]).toEqual(["complete", ["src-search/excluded-archive × 1"]]);
  });

  it("is partial without the last line of the command, not without that of a search job", async () => {
    const event = content("a", [chunk("TODO", 0, [[0, 0, 0, 4]])]);
    expect((await findingOf(file(event), ANSWERS)).status).toBe("partial");
    expect((await findingOf(file({...event, repositoryID: 3}), ANSWERS)).status).toBe("complete");
  });

  it("reports alerts, unknown types and results without repository", async () => {
    const finding = await findingOf(
      file(
        {title: "Timed out", description: "d", proposedQueries: null},
        {type: "person", handle: "x"},
        {type: "path", path: "p"},
        "oops",
        DONE
      ),
      ANSWERS
    );
    expect(problemsIn(finding)).toEqual([
      "src-search/alert × 1",
      "src-search/type × 1",
      "src-search/no-repository × 1",
      "json/not-json × 1"
    ]);
    expect(finding.problems[0]!.text).toBe("Sourcegraph said: Timed out: d");
    expect(finding.skipped).toBe(2);
  });

  it("skips results whose fields have wrong types", async () => {
    const finding = await findingOf(
      file(content("a", [{content: 5}]), content("b", [chunk("x", 0, [[0, 5, -1, 2]])]), content("", []), DONE),
      ANSWERS
    );
    expect(problemsIn(finding)).toEqual(["src-search/wrong-type × 3"]);
  });

  it("takes the times of commits where no time is said, and where one repository was searched at several", async () => {
    const times: Record<string, number> = {aaaaaaaa: 1000, bbbbbbbb: 2000};
    const known = {repositories: [], commitTime: (oid: string) => times[oid] ?? null};
    const event = (commit: string) => content("a", [chunk("TODO", 0, [[0, 0, 0, 4]])], {commit});
    const finding = await fromSrcSearch.read(
      file(event("aaaaaaaa"), event("bbbbbbbb"), DONE),
      contextOf(ANSWERS, {known})
    );
    expect(rowsIn(finding, "point").map(({sample_at, commit_oid}) => [sample_at, commit_oid])).toEqual([
      [1000, "aaaaaaaa"],
      [2000, "bbbbbbbb"]
    ]);
    const unknown = await fromSrcSearch.read(
      file(event("aaaaaaaa"), event("dddddddd"), DONE),
      contextOf(ANSWERS, {known})
    );
    expect(unknown.needs.map(({field}) => field)).toEqual(["time"]);
  });

  it("finds the groups of a pattern in the lines", async () => {
    const finding = await findingOf(
      file(
        content("go.mod", [
          chunk("go 1.21\ngo 1.22", 0, [
            [0, 0, 0, 7],
            [1, 0, 1, 7]
          ])
        ]),
        DONE
      ),
      {...ANSWERS, pattern: "go (\\d+\\.\\d+)"}
    );
    expect(rowsIn(finding, "capture").map(({c1, matches}) => [c1, matches])).toEqual([
      ["1.21", 1],
      ["1.22", 1]
    ]);
  });

  it("is a zero for the repository that is named when nothing was found", async () => {
    expect(rowsIn(await findingOf(file(DONE), {...ANSWERS, repository: "r"}), "point")).toMatchObject([
      {repo_key: "r", matches: 0, status: "ok"}
    ]);
    expect((await findingOf(file(DONE), ANSWERS)).snapshot.parts).toEqual([]);
  });
});
