import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {commit, git, newRepository} from "./clone.ts";
import {cwd, enter, err, out, run} from "./terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "discover-"));
const [web, api] = [join(folder, "web"), join(folder, "api")];

beforeAll(() => {
  newRepository(web);
  commit(web, "2024-01-05T00:00:00Z", {
    "a.js": 'const x = require("x");\nconst y = require("y");\n',
    "node_modules/z.js": "// TODO of others\n",
    "go.mod": "module a\n\ngo 1.21\n"
  });
  commit(web, "2025-03-01T00:00:00Z", {
    "a.js": 'const x = require("x");\n',
    "b.ts": 'import y from "y";\nimport z from "z"; // TODO\n// TODO TODO\n'
  });
  newRepository(api);
  commit(api, "2025-02-01T00:00:00Z", {"go.mod": "module b\n\ngo 1.22\n", "key.pem": "-----BEGIN PRIVATE KEY-----\n"});
  enter(join(folder, "work"));
  mkdirSync(cwd);
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

interface Found {
  readonly at: string;
  readonly before: string;
  readonly repositories: readonly string[];
  readonly proposals: readonly {id: string; why: string; score: number; searches: readonly {places: unknown[]}[]}[];
}
const found = (): Found => JSON.parse(out);
const why = (id: string) => found().proposals.find((one) => one.id === id)?.why;

describe("tidemark discover", () => {
  it("counts what stands at the newest commit of all, and a year before, as git has it", async () => {
    expect(await run("discover", "--repos", web, api, "--limit", "50", "--json")).toBe(0);
    const {at, before, repositories, proposals} = found();
    expect([at, before, repositories]).toEqual(["2025-03-01T00:00:00Z", "2024-03-01T00:00:00Z", ["api", "web"]]);
    // a.js: 2 before, 1 now; b.ts has 2 imports
    expect(why("require_to_import")).toBe(
      "require(): 1 match in 1 file (2 a year before); import: 2 matches in 1 file (0 a year before)"
    );
    // 3 of b.ts, and none of node_modules
    expect(why("todos")).toBe("3 matches in 1 file (0 a year before)");
    expect(why("go_versions")).toBe("2 values in 2 files of 2 repositories: 1.21 (1), 1.22 (1)");
    expect(why("private_keys")).toBe("1 match in 1 file (0 a year before)");
    expect(why("jakarta")).toBeUndefined();
    const scores = proposals.map(({score}) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    const head = git(web, ["rev-parse", "HEAD"]).trim();
    expect(proposals.find(({id}) => id === "todos")!.searches[0]!.places).toEqual([
      {repository: "web", commit: head, path: "b.ts", line: 2, matches: 3}
    ]);
  });

  it("prints the best first with their searches and places, and how many more there are", async () => {
    expect(await run("discover", "--repos", web, api, "--limit", "1")).toBe(0);
    expect(out).toMatch(
      /^Worth tracking in 2 repositories at 2025-03-01, compared with 2024-03-01:\n\n1\. .+\n {3}.+\.\n/
    );
    expect(out).not.toContain("\n2. ");
    expect(out).toMatch(/\n\d+ more: --limit \d+ shows all\.\n$/);
  });

  it("writes a notebook whose insights snapshot, check and report take as they are", async () => {
    expect(await run("discover", "--repos", web, api, "--limit", "9", "-o", "notebooks/found.md")).toBe(0);
    expect(err).toContain("notebooks/found.md: 5 insights. Next: tidemark snapshot notebooks/found.md --repos ");
    const text = readFileSync(join(cwd, "notebooks/found.md"), "utf8");
    expect(text.match(/^```yaml insight id=/gm)).toHaveLength(5);
    expect(await run("snapshot", "notebooks/found.md", "--repos", web, api, "--until", "2025-03-02")).toBe(0);
    expect(await run("check", "notebooks/found.md")).toBe(0);
    expect(await run("series", "notebooks/found.md", "--insight", "require_to_import", "--sums", "--json")).toBe(0);
    const points = JSON.parse(out) as {series: string; value: number}[];
    const last = (label: string) => points.findLast(({series}) => series === label)?.value;
    expect([last("require()"), last("import")]).toEqual([1, 2]);
    // a second time it is not written over
    expect(await run("discover", "--repos", web, "-o", "notebooks/found.md")).toBe(1);
    expect(err).toContain("is there already");
    expect(readFileSync(join(cwd, "notebooks/found.md"), "utf8")).toBe(text);
  });

  it("says nothing of a year before where a clone is shallow", async () => {
    const shallow = join(folder, "shallow");
    git(folder, ["clone", "-q", "--depth", "1", `file://${web}`, shallow]);
    expect(await run("discover", "--repos", `web=${shallow}`, "--limit", "50", "--json")).toBe(0);
    expect(why("todos")).toBe("3 matches in 1 file");
    // nor for the others then: a part is no year to compare with
    expect(await run("discover", "--repos", `old=${shallow}`, web, "--limit", "50", "--json")).toBe(0);
    expect(why("todos")).toBe("6 matches in 2 files of 2 repositories");
    // where it ends after the time that is looked at there may have been more
    const until = ["--until", "2025-02-15", "--limit", "50", "--json"];
    expect(await run("discover", "--repos", `old=${shallow}`, api, ...until)).toBe(0);
    expect(why("private_keys")).toBe("at least 1 match in 1 file");
  });

  it("writes no notebook where nothing is found", async () => {
    const plain = join(folder, "plain");
    newRepository(plain);
    commit(plain, "2025-01-01T00:00:00Z", {"a.txt": "nothing\n"});
    expect(await run("discover", "--repos", plain, "-o", "none.md")).toBe(0);
    expect(err).toContain("none.md is not written");
    expect(existsSync(join(cwd, "none.md"))).toBe(false);
  });

  it("names a folder that is no clone, and searches the others", async () => {
    expect(await run("discover", "--repos", cwd, api, "--json")).toBe(1);
    expect(err).toContain("is no git repository");
    expect(found().repositories).toEqual(["api"]);
    expect(await run("discover", "--repos", api, `api=${web}`, "--json")).toBe(1);
    expect(err).toContain("Name one of them otherwise");
    expect(await run("discover", "--repos", cwd)).toBe(1);
  });

  it.each([
    [[], /Which clones\?/],
    [["--repos", ".", "--until", "soon"], /--until is a date/],
    [["--repos", ".", "--limit", "none"], /--limit is a whole number/],
    [["--repos", ".", "-o", "found.html"], /ends in \.md/]
  ])("refuses %j", async (words, text) => {
    expect(await run("discover", ...words)).toBe(2);
    expect(err).toMatch(text);
    expect(existsSync(join(cwd, "found.html"))).toBe(false);
  });
});
