import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {DATA_DIR, HAS_DATA} from "../data-dir.ts";
import {cwd, enter, err, out, run} from "./terminal.ts";

const lines = (...events: readonly object[]) => events.map((event) => `${JSON.stringify(event)}\n`).join("");
const content = (repository: string, path: string, ...found: readonly string[]) => ({
  type: "content",
  repository,
  path,
  chunkMatches: found.map((text, line) => ({
    content: text,
    contentStart: {offset: 0, line, column: 0},
    ranges: [{start: {offset: 0, line, column: 0}, end: {offset: 0, line, column: text.length}}]
  }))
});
const commit = (repository: string, authorName: string, ranges: number) => ({
  type: "commit",
  url: `/${repository}/-/commit/0123456789abcdef`,
  authorName,
  content: "x",
  ranges: Array.from({length: ranges}, () => [0, 0, 1])
});
const DONE = {done: true, matchCount: 9, skipped: []};

/** The groups that were printed as JSON. */
const groups = () => (JSON.parse(out) as {group: string; results: number; search: string}[]).map(Object.values);

beforeAll(async () => {
  enter(await mkdtemp(join(tmpdir(), "tidemark-")));
  await writeFile(
    join(cwd, "found.jsonl"),
    lines(
      content("h.x/a", "src/a.go", "go 1.21", "go 1.22"),
      content("h.x/b", "src/a.go", "go 1.22"),
      {type: "path", repository: "h.x/b", path: "go.mod"},
      {type: "symbol", repository: "h.x/c", path: "c.go", symbols: [{name: "f"}, {name: "g"}]},
      DONE
    )
  );
  await writeFile(join(cwd, "commits.jsonl"), lines(commit("h.x/a", "Ann B", 2), commit("h.x/a", "Cy", 1), DONE));
  await writeFile(
    join(cwd, "repos.jsonl"),
    lines(
      {type: "repo", repository: "h.x/a", metadata: {team: "core", archived: null}},
      {type: "repo", repository: "h.x/b"},
      DONE
    )
  );
});
afterAll(() => rm(cwd, {recursive: true, force: true}));

describe("tidemark aggregate", () => {
  it("counts what passes filters", async () => {
    const counted = async (...more: string[]) => {
      expect(await run("aggregate", "found.jsonl", "--query", "go", "--by", "repo", "--json", ...more)).toBe(0);
      return groups().map(([group, results]) => [group, results]);
    };
    // a: 2 places in a Go file; b: 1 place in one and the path go.mod; c: 2 symbols in a Go file
    expect(await counted("--filter-repo", "a$", "--filter-repo", "b$")).toEqual([
      ["h.x/b", 2],
      ["h.x/a", 2]
    ]);
    expect(await counted("--filter-not-repo", "a$", "--filter-language", "Go")).toEqual([
      ["h.x/c", 2],
      ["h.x/b", 1]
    ]);
    expect(await counted("--filter-path", "mod$")).toEqual([["h.x/b", 1]]);
    const values = ["--query", "go (\\d\\.\\d+) patterntype:regexp", "--filter-not-value", "22", "--json"];
    expect(await run("aggregate", "found.jsonl", ...values)).toBe(0);
    expect(groups().map(([group, results]) => [group, results])).toEqual([["1.21", 1]]);
  });

  it("counts matched places, paths and symbols by repository, each with the search for it", async () => {
    expect(await run("aggregate", "found.jsonl", "--query", "go", "--json")).toBe(0);
    // a: 2 places; b: 1 place and 1 path; c: 2 symbols; of equal ones the last label first
    expect(groups()).toEqual([
      ["h.x/c", 2, "repo:^h\\.x/c$ go"],
      ["h.x/b", 2, "repo:^h\\.x/b$ go"],
      ["h.x/a", 2, "repo:^h\\.x/a$ go"]
    ]);
    expect(err).toBe("");
  });

  it("merges equal paths of several repositories, and shows as many groups as are asked for", async () => {
    expect(await run("aggregate", "found.jsonl", "--query", "go", "--by", "path", "--top", "1", "--json")).toBe(0);
    expect(groups()).toEqual([["src/a.go", 3, "file:^src/a\\.go$ go"]]);
    expect(err).toBe("3 more in 2 groups that are not shown.\n");
  });

  it("counts captured values where the query captures, and authors of commits, without being told", async () => {
    const query = "go (\\d\\.\\d+) patterntype:regexp";
    expect(await run("aggregate", "found.jsonl", "--query", query, "--json")).toBe(0);
    expect(groups().map((row) => row.slice(0, 2))).toEqual([
      ["1.22", 2],
      ["1.21", 1]
    ]);
    expect(await run("aggregate", "commits.jsonl", "--query", "x type:commit", "--json")).toBe(0);
    expect(groups()).toEqual([
      ["Ann B", 2, "type:commit author:(^Ann B$) x"],
      ["Cy", 1, "type:commit author:^Cy$ x"]
    ]);
  });

  it("counts repositories by their metadata; there is no search for those that have none", async () => {
    expect(await run("aggregate", "repos.jsonl", "--query", "select:repo", "--by", "repo-metadata", "--json")).toBe(0);
    expect(groups()).toEqual([
      ["team:core", 1, "select:repo repo:has.meta(team:core)"],
      ["archived", 1, "select:repo repo:has.meta(archived)"],
      ["No metadata", 1, ""]
    ]);
  });

  it("says when groups were left out, when the search was cut, and what it cannot count by", async () => {
    expect(await run("aggregate", "found.jsonl", "--query", "go", "--groups", "1")).toBe(0);
    expect(out.split("\n").slice(2)).toEqual([expect.stringMatching(/^h\.x\/c +2 /), ""]);
    expect(err).toContain("Not all groups were held");
    await writeFile(join(cwd, "cut.jsonl"), `${lines(content("h.x/a", "a.go", "go 1"))}nonsense\n`);
    expect(await run("aggregate", "cut.jsonl", "--query", "go")).toBe(0);
    expect(err).toContain("cut.jsonl: A line is no JSON. (1)\n");
    expect(err).toContain("Counts are lower bounds: cut.jsonl: The last line of the search, its progress, is missing");
    expect(await run("aggregate", "found.jsonl", "--query", "go", "--by", "author")).toBe(1);
    expect(err).toBe("tidemark: Only commits and diffs have authors: add type:commit or type:diff.\n");
    for (const wrong of [
      ["--by", "team"],
      ["--top", "0"],
      ["--pattern-type", "glob"]
    ]) {
      expect(await run("aggregate", "found.jsonl", "--query", "go", ...wrong)).toBe(2);
      expect(err).toMatch(/^tidemark: /);
    }
    expect(await run("aggregate", "found.jsonl")).toBe(2);
    expect(await run("aggregate", "gone.jsonl", "--query", "go")).toBe(1);
  });

  it.skipIf(!HAS_DATA)("counts real results as an independent reader did", async () => {
    const name = "framework@c1c2b2653a.todo-marker.jsonl";
    const expected = JSON.parse(await readFile(`${DATA_DIR}/formats/expected.json`, "utf8")) as {
      file: string;
      matches: number;
      files: number;
    }[];
    const truth = expected.find(({file}) => file === `src-cli-stream-json/${name}`)!;
    const file = `${DATA_DIR}/formats/src-cli-stream-json/${name}`;
    expect(
      await run("aggregate", file, "--query", "/\\b(TODO|FIXME|XXX|HACK)\\b/", "--by", "path", "--top", "500", "--json")
    ).toBe(0);
    expect(groups()).toHaveLength(truth.files);
    expect(groups().reduce((sum, [, results]) => sum + Number(results), 0)).toBe(truth.matches);
  });
});
