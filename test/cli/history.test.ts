import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {commit, git, newRepository, pointsOf} from "./clone.ts";

const folder = mkdtempSync(join(tmpdir(), "history-"));
const api = join(folder, "api");
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** [status, files, lines, matches] of a query at some times, in a clone. */
async function points(clone: string, query: string, times: readonly string[]): Promise<unknown[][]> {
  const found = await pointsOf(clone, query, times);
  return found.map(({status, files, lines, matches}) => [status, files, lines, matches]);
}

const TIMES = ["2025-01-02", "2025-02-02", "2025-03-02", "2025-04-02"];

beforeAll(() => {
  newRepository(api);
  commit(api, "2025-01-01T00:00:00Z", {
    "a.ts": "TODO one\nimport {\n  a\n} from 'a';\n",
    "go.mod": "module x\ngo 1.20\n"
  });
  commit(api, "2025-02-01T00:00:00Z", {
    "go.mod": null,
    "b.ts": "TODO TODO\r\nTODO\nimport {\n  b,\n  c\n} from 'b';\n"
  });
  commit(api, "2025-03-01T00:00:00Z", {"sub/go.mod": "go 1.22\n", "go.sum": Buffer.from("go 1.9\0")});
  commit(api, "2025-04-01T00:00:00Z", {"sub/go.mod": "toolchain\n", "c.md": "TODO see 'b'\n"});
});

/** Commits of the times, oldest first. */
const commits = () => git(api, ["rev-list", "--reverse", "HEAD"]).trim().split("\n");

/** What git grep counts at a commit. */
function grep(at: string, args: readonly string[], paths: readonly string[] = []): number[] {
  const all = git(api, ["grep", "-I", "-n", "-o", "-i", ...args, at, "--", ...paths]).split("\n");
  const found = all.filter(Boolean).map((line) => line.split(":"));
  return [
    new Set(found.map(([, path]) => path)).size,
    new Set(found.map(([, path, line]) => `${path}:${line}`)).size,
    found.length
  ];
}

/** Whether a file of the commit has such a path and, by git grep, such content. */
function holds(at: string, path: RegExp, content?: string): boolean {
  const paths = git(api, ["ls-tree", "-r", "--name-only", at])
    .split("\n")
    .filter((one) => one && path.test(one));
  if (content === undefined || !paths.length) return paths.length > 0;
  return git(api, ["grep", "-I", "-l", "-i", "-E", "-e", content, at, "--", ...paths]) !== "";
}

describe("a search of a history", () => {
  it.each<[string, (at: string) => boolean]>([
    ["repo:has.path(go\\.mod)", (at) => holds(at, /go\.mod/i)],
    ["repohasfile:^GO\\.mod", (at) => holds(at, /^go\.mod/i)],
    ["-repo:has.path(^go\\.mod)", (at) => !holds(at, /^go\.mod/i)],
    ["-repohasfile:go\\.mod", (at) => !holds(at, /go\.mod/i)],
    ["repo:has.file(path:go\\.mod content:1\\.2\\d)", (at) => holds(at, /go\.mod/i, "1\\.2[0-9]")],
    ["-repo:contains.file(path:go\\.mod content:1\\.22)", (at) => !holds(at, /go\.mod/i, "1\\.22")],
    // a binary file holds no text
    ["repo:has.content(1\\.9)", (at) => holds(at, /./, "1\\.9")],
    ["repo:has.content(1\\.22) repo:has.path(b\\.ts)", (at) => holds(at, /./, "1\\.22") && holds(at, /b\.ts/)]
  ])("asks %s of the commit that is searched", async (filter, passes) => {
    const expected = commits().map((at) => ["ok", ...(passes(at) ? grep(at, ["-e", "TODO"]) : [0, 0, 0])]);
    expect(new Set(expected.map(String)).size).toBeGreaterThan(filter.includes("1\\.9") ? 0 : 1);
    expect(await points(api, `TODO ${filter}`, TIMES)).toEqual(expected);
    const alternatives = `(TODO ${filter} file:\\.ts$) or (TODO file:\\.md$)`;
    expect(await points(api, alternatives, TIMES)).toEqual(
      commits().map((at) => ["ok", ...grep(at, ["-e", "TODO"], ["*.md", ...(passes(at) ? ["*.ts"] : [])])])
    );
  });

  it("finds the repository itself where only repositories are asked for", async () => {
    expect(await points(api, "repo:has.path(^go\\.mod)", TIMES)).toEqual(
      commits().map((at) => ["ok", null, null, Number(holds(at, /^go\.mod/))])
    );
  });

  it("counts the pattern in files that hold something else, too", async () => {
    const inFiles = (at: string, content: string, has: boolean) => {
      const paths = git(api, ["ls-tree", "-r", "--name-only", at]).trim().split("\n");
      const those = paths.filter(
        (path) => (git(api, ["grep", "-I", "-l", "-e", content, at, "--", path]) !== "") === has
      );
      return those.length ? grep(at, ["-e", "TODO"], those) : [0, 0, 0];
    };
    for (const [query, has] of [
      ["TODO file:has.content('b')", true],
      ["TODO -file:contains.content('b')", false]
    ] as const)
      expect(await points(api, query, TIMES)).toEqual(commits().map((at) => ["ok", ...inFiles(at, "'b'", has)]));
    expect(await points(api, "file:has.content('b')", TIMES)).toEqual(
      commits().map((at) => {
        const [files] = grep(at, ["-e", "'b'"]);
        return ["ok", files, null, files];
      })
    );
  });

  it("matches across lines where the end of a line is named, each match once", async () => {
    const expected = commits().map((at) => {
      const paths = git(api, ["ls-tree", "-r", "--name-only", at]).trim().split("\n");
      const found = paths.flatMap((path) => {
        const text = git(api, ["show", `${at}:${path}`]);
        const all = text.match(/import \{\n(?:[^}]*\n)?\}/g) ?? [];
        return all.length ? [all.map((match) => match.split("\n").length)] : [];
      });
      return ["ok", found.length, found.flat().reduce((sum, lines) => sum + lines, 0), found.flat().length];
    });
    expect(expected.at(-1)).toEqual(["ok", 2, 7, 2]);
    expect(await points(api, "import \\{\\n(?:[^}]*\\n)?\\} patterntype:regexp", TIMES)).toEqual(expected);
    // and what ends a line with CR is no TODO before an LF
    expect(await points(api, "TODO\\n patterntype:regexp", TIMES)).toEqual(
      [0, 1, 1, 1].map((count) => ["ok", count, count, count])
    );
  });

  it("says of a partial clone which commits it cannot decide", async () => {
    git(api, ["config", "uploadpack.allowFilter", "true"]);
    git(folder, ["clone", "-q", "--bare", "--filter=blob:none", `file://${api}`, "partial.git"]);
    const partial = join(folder, "partial.git");
    expect(await points(partial, "file:\\.ts$ repo:has.path(^go\\.mod)", TIMES)).toEqual(
      [1, 0, 0, 0].map((files) => ["ok", files, null, files])
    );
    // no file of that path: no. One that cannot be read: nobody knows, so the count is a lower bound
    expect(await points(partial, "file:\\.ts$ repo:has.file(path:go\\.mod content:go)", TIMES)).toEqual([
      ["partial", 0, null, 0],
      ["ok", 0, null, 0],
      ["partial", 0, null, 0],
      ["partial", 0, null, 0]
    ]);
  });
});
