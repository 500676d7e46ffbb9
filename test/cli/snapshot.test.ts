import {existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openStore} from "../../src/cli/workspace.ts";
import {recordsOf} from "../../src/table.ts";
import {testInsight} from "../store/stores.ts";
import {commit, git, newRepository} from "./clone.ts";
import {cwd, enter, err, out, run} from "./terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "snapshot-"));
const api = join(folder, "api");
const TIMES = ["2025-01-01", "2025-01-20", "2025-02-15", "2025-03-10", "2025-04-01", "2025-05-01"];

beforeAll(() => {
  newRepository(api);
  symlinkSync("a.ts", join(api, "link.ts"));
  commit(api, "2025-01-05T00:00:00Z", {
    "a.ts": "// TODO one\r\nlet todo = 1; // TODO TODO\n",
    "b.dat": Buffer.from("TODO\0TODO"),
    "docs/c.md": "go 1.19\ngo 1.20\n"
  });
  git(api, ["checkout", "-q", "-b", "side"]);
  commit(api, "2025-02-01T00:00:00Z", {"side.ts": "TODO on the side\n", "big.txt": `TODO ${"x".repeat(2000)}\n`});
  git(api, ["checkout", "-q", "main"]);
  git(api, ["mv", "a.ts", "z.ts"]);
  commit(api, "2025-02-10T00:00:00Z", {
    "latin.txt": Buffer.from([0x54, 0x4f, 0x44, 0x4f, 0xff, 0x0a, 0xe9, 0x54, 0x4f, 0x44, 0x4f]),
    "docs/c.md": "go 1.20\nrust 1.70 go 1.20\n"
  });
  git(api, ["merge", "-q", "--no-ff", "-m", "merge", "side"], "2025-03-03T00:00:00Z");
  // committed by a clock that went wrong: earlier than what it stands on
  commit(api, "2025-02-28T00:00:00Z", {"latin.txt": null});
  git(api, ["update-index", "--add", "--cacheinfo", `160000,${git(api, ["rev-parse", "HEAD"]).trim()},module`]);
  commit(api, "2025-04-04T00:00:00Z", {"z.ts": "todo\n", "docs/é.md": "TODO é TODO\n"});
  writeFileSync(join(folder, "times.txt"), `# sample times\n${TIMES.join("\n")}\n`);
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** A new workspace. */
function workspace(name: string): void {
  enter(join(folder, name));
  mkdirSync(cwd);
}

/** The points that are held. */
async function points(): Promise<Record<string, string>[]> {
  expect(await run("export", "points", "--format", "json")).toBe(0);
  return JSON.parse(out);
}

/** What git itself finds at a commit: files, lines, matches. */
function grep(repository: string, at: string, options: readonly string[], paths: readonly string[]): number[] {
  const counts = git(repository, ["grep", "-I", "-c", ...options, at, ...paths])
    .split("\n")
    .filter(Boolean);
  const matches = git(repository, ["grep", "-I", "-o", "-h", ...options, at, ...paths])
    .split("\n")
    .filter(Boolean);
  const lines = counts.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(":") + 1)), 0);
  return [counts.length, lines, matches.length];
}

/** Queries, and the same for git grep. */
const QUERIES: Readonly<Record<string, readonly string[]>> = {
  TODO: ["-i", "-F", "-e", "TODO"],
  "TODO case:yes": ["-F", "-e", "TODO"],
  "go\\s+(\\d+)\\.(\\d+) patterntype:regexp": ["-i", "-P", "-e", "go\\s+(\\d+)\\.(\\d+)"],
  "\\bTODO\\b.* case:yes patterntype:regexp": ["-P", "-e", "\\bTODO\\b.*"],
  "TODO file:\\.md$": ["-i", "-F", "-e", "TODO"]
};

describe("tidemark snapshot", () => {
  it("finds at each time what git grep finds at the commit of that time", async () => {
    workspace("grep");
    const queries = Object.keys(QUERIES).flatMap((query) => ["--query", query]);
    expect(await run("snapshot", ...queries, "--at", "../times.txt", "--repos", "github.com/acme/api=../api")).toBe(0);
    expect(out).toBe("github.com/acme/api: 25 points from 4 commits; 9 files read (0.0 MB)\n");
    const found = await points();
    for (const [query, options] of Object.entries(QUERIES)) {
      const expected = TIMES.flatMap((time) => {
        const at = git(api, ["rev-list", "-1", "--first-parent", `--before=${time}T00:00:00Z`, "HEAD"]).trim();
        const paths = query.includes("file:") ? ["--", "*.md"] : [];
        return at ? [[`${time}T00:00:00Z`, at, ...grep(api, at, options, paths), "ok"]] : [];
      });
      // at the first time nothing was there yet: no point, rather than a zero
      expect(expected).toHaveLength(5);
      const mine = found.filter((row) => row.query === query);
      expect(mine.map((row) => [row.sample_time, row.commit, row.files, row.lines, row.matches, row.status])).toEqual(
        expected
      );
    }
  });

  it("exports files and matches at each sample, as git grep lists them", async () => {
    enter(join(folder, "grep"));
    const at = git(api, ["rev-list", "-1", "HEAD"]).trim();
    const listed = (args: readonly string[]) =>
      git(api, ["grep", "-I", ...args, "-i", "-F", "-e", "TODO", at])
        .split("\n")
        .filter(Boolean)
        .map((line) => line.slice(at.length + 1).replace(/^"docs\/.*?md"/, "docs/é.md"));
    const last = async (name: string) => {
      expect(await run("export", name, "--series", "TODO", "--format", "json")).toBe(0);
      return (JSON.parse(out) as Record<string, string>[]).filter(({sample_time}) =>
        sample_time!.startsWith("2025-05-01")
      );
    };
    expect((await last("files")).map(({path, lines}) => `${path}:${lines}`)).toEqual(listed(["-c"]));
    const matches = await last("matches");
    expect(matches.map(({path, line}) => `${path}:${line}`)).toEqual(
      listed(["-n", "-o"]).map((line) => line.split(":").slice(0, 2).join(":"))
    );
    // in bytes from 1; git counts the column of a second match from the first
    expect(
      matches.filter(({path}) => path === "docs/é.md").map(({column, end_column}) => [column, end_column])
    ).toEqual([
      [1, 5],
      [9, 13]
    ]);
    expect(matches.map(({match}) => match)).toEqual(
      listed(["-o"]).map((line) => line.slice(line.lastIndexOf(":") + 1))
    );
  });

  it("answers a pattern over the lines it took, as git grep counts what it captures", async () => {
    enter(join(folder, "grep"));
    const store = openStore(cwd, "workspace", () => 0);
    const times = TIMES.slice(1);
    const definition = testInsight({kind: "capture-group", query: "TODO", pattern: "^(todo|TODO)$", times});
    const {series} = await store.insight(definition, null);
    const counted = (word: string) =>
      times.map((time) => {
        const at = git(api, ["rev-list", "-1", "--first-parent", `--before=${time}T00:00:00Z`, "HEAD"]).trim();
        return grep(api, at, ["-F", "-e", word], ["--", ":!latin.txt"])[2];
      });
    // bytes that are no UTF-8 stood in one file from February to April: what was matched beside them, nobody can say
    expect(series.map(({label, values, status}) => [label, [...values], status])).toEqual(
      ["TODO", "todo"].map((word) => [word, counted(word), ["ok", "partial", "ok", "ok", "ok"]])
    );
    await store.close();
  });

  it.each([
    ["again", "TODO"],
    // latin.txt came in February and went before March: what it says of each commit is asked anew, what is found is not
    ["again-asked", "TODO repo:has.file(path:latin content:TODO)"]
  ])("adds only what is new in a second run (%s: %s)", async (name, query) => {
    workspace(name);
    const words = ["--query", query, "--repos", "k=../api", "--at"];
    writeFileSync(join(cwd, "first.txt"), [TIMES[4]!, ...TIMES.slice(0, 2)].join("\n"));
    expect(await run("snapshot", ...words, "first.txt", "--json")).toBe(0);
    const first = JSON.parse(out).repositories[0];
    expect(first).toMatchObject({outcome: "taken", points: 2, commits: 2});
    expect(await run("snapshot", ...words, "first.txt")).toBe(0);
    expect(out).toBe("k: nothing new\n");
    // times before, between and after those that are held
    expect(await run("snapshot", ...words, "../times.txt", "--json")).toBe(0);
    const second = JSON.parse(out).repositories[0];
    expect(second).toMatchObject({outcome: "taken", points: 3});
    const added = [await points(), await spans()];
    workspace(`${name}-at-once`);
    expect(await run("snapshot", ...words, "../times.txt", "--json")).toBe(0);
    if (query === "TODO") expect(first.blobs + second.blobs).toBe(JSON.parse(out).repositories[0].blobs);
    expect(added).toEqual([await points(), await spans()]);
  });

  it("makes the data of a notebook's insights, down to lines and captured values", async () => {
    workspace("notebook");
    mkdirSync(join(cwd, "notebooks"));
    writeFileSync(join(cwd, "notebooks/n.md"), NOTEBOOK);
    // the clone says where it comes from
    git(api, ["remote", "add", "origin", "git@github.com:acme/api.git"]);
    expect(await run("snapshot", "notebooks/n.md", "--repos", "../api")).toBe(1);
    git(api, ["remote", "remove", "origin"]);
    expect(out).toMatch(/^github\.com\/acme\/api: \d+ points from 3 commits/);
    expect(err).toContain("notebooks/n.md:29 history");
    expect(err).toContain("type:diff looks at commits");
    expect(err).toContain("data: elsewhere names imported data, of which no query is known");
    expect(await run("series", "notebooks/n.md", "--insight", "versions", "--sums", "--format", "json")).toBe(0);
    const versions = JSON.parse(out).filter(({recorded_at}: {recorded_at: string}) =>
      recorded_at.startsWith("2025-05-01")
    );
    expect(versions.map(({series, value}: Record<string, unknown>) => [series, value])).toEqual([
      ["1.20", 2],
      ["1.19", 0]
    ]);
    expect(await run("series", "notebooks/n.md", "--insight", "todos", "--sums", "--format", "json")).toBe(0);
    // in March stood what was committed by a clock that went wrong, which holds the merge
    expect(JSON.parse(out).map(({value}: Record<string, unknown>) => value)).toEqual([4, 6, 6, 5]);
    expect(
      await run(
        "point",
        "notebooks/n.md",
        "--insight",
        "todos",
        "--at",
        "2025-03-01",
        "--lines",
        "github.com/acme/api",
        "--json"
      )
    ).toBe(0);
    expect(out).toContain("TODO on the side");
  });

  it("says which clones cannot be searched, and searches the others", async () => {
    workspace("clones");
    newRepository(join(folder, "empty"));
    git(folder, ["clone", "-q", "--bare", "api", "bare.git"]);
    git(folder, ["clone", "-q", "--depth", "1", `file://${api}`, "shallow"]);
    git(api, ["config", "uploadpack.allowFilter", "true"]);
    git(folder, ["clone", "-q", "--bare", "--filter=blob:limit=1000", `file://${api}`, "partial.git"]);
    git(folder, ["clone", "-q", "--bare", "--filter=tree:0", `file://${api}`, "treeless.git"]);
    newRepository(join(folder, "lfs"));
    commit(join(folder, "lfs"), "2025-01-01T00:00:00Z", {
      "a.psd": "version https://git-lfs.github.com/spec/v1\nTODO\n"
    });
    git(join(folder, "bare.git"), ["symbolic-ref", "HEAD", "refs/heads/trunk"]);
    const clones = [
      "../treeless.git",
      "../lfs",
      "../bare.git",
      "../shallow",
      "../partial.git",
      "../empty",
      "../docs",
      "..",
      "gone",
      "bare=../api"
    ];
    expect(await run("snapshot", "--query", "TODO", "--at", "../times.txt", "--repos", ...clones)).toBe(1);
    expect(out.match(/^\S+: \d+ points/gm)?.sort()).toEqual([
      "bare: 5 points",
      "lfs: 6 points",
      "partial: 5 points",
      "shallow: 6 points"
    ]);
    for (const said of [
      "HEAD names trunk, which is not there: the history of main was searched",
      "its history begins at 2025-04-04, because the clone is shallow",
      "1 content is a pointer of Git LFS, searched as such",
      "Objects are missing from the clone: run git fsck there",
      "1 file is not in the clone (it is partial) or too large",
      "empty has no commit yet",
      "is no git repository. Give the folder of a clone",
      "There is no folder",
      "is bare, as"
    ])
      expect(err).toContain(said);
    const rows = await points();
    const of = (repo: string) => rows.filter((row) => row.repo === repo).map(({status, matches}) => [status, matches]);
    expect(of("shallow").slice(-2)).toEqual([
      ["unknown", null],
      ["ok", 5]
    ]);
    // the big file came with the merge: from then on a lower bound
    expect(of("partial").map(([status]) => status)).toEqual(["ok", "ok", "partial", "partial", "partial"]);
    expect(of("bare")).toHaveLength(5);
  });

  it("runs nothing that a clone names, and is led astray by no variable", async () => {
    workspace("hostile");
    const owned = join(cwd, "owned");
    const hostile = join(folder, "hostile-clone");
    git(folder, ["clone", "-q", "api", "hostile-clone"]);
    for (const name of ["core.fsmonitor", "diff.external", "gpg.program", "core.sshCommand", "diff.x.textconv"])
      git(hostile, ["config", name, `touch ${owned} #`]);
    git(hostile, ["config", "log.showSignature", "true"]);
    writeFileSync(join(hostile, ".git/info/attributes"), "* diff=x\n");
    process.env.GIT_DIR = join(folder, "elsewhere");
    process.env.GIT_EXTERNAL_DIFF = `touch ${owned}`;
    try {
      expect(await run("snapshot", "--query", "TODO", "--at", "../times.txt", "--repos", "h=../hostile-clone")).toBe(0);
    } finally {
      Reflect.deleteProperty(process.env, "GIT_DIR");
      Reflect.deleteProperty(process.env, "GIT_EXTERNAL_DIFF");
    }
    expect(out).toMatch(/^h: 5 points/);
    expect(existsSync(owned)).toBe(false);
  });

  it("prints the searches it would run, and runs none", async () => {
    workspace("dry");
    expect(await run("snapshot", "--query", "TODO", "--at", "../times.txt", "--repos", "k=../api", "--dry-run")).toBe(
      0
    );
    expect(out.split("\n")[0]).toMatch(
      /^2025-01-20T00:00:00Z: fork:yes archived:yes patterntype:literal count:99999999 TODO repo:\^k\$@[0-9a-f]{40}$/
    );
    expect(out.trim().split("\n").at(-1)).toBe(
      "now: fork:yes archived:yes patterntype:literal count:99999999 TODO repo:^(k)$"
    );
    const scoped = ["--query", "TODO", "--repos", "k=../api", "acme/api=../api/.git", "--dry-run", "--json", "--scope"];
    expect(await run("snapshot", ...scoped, "repo:ACME/")).toBe(0);
    const {searches, now} = JSON.parse(out);
    expect(searches.map(({repository}: {repository: string}) => repository)).toEqual(searches.map(() => "acme/api"));
    expect(now[0].query).toBe("repo:ACME/ fork:no archived:no patterntype:literal count:99999999 TODO");
    expect(await run("snapshot", ...scoped, "lang:go")).toBe(2);
    expect(err).toContain("holds only repo: filters");
    expect(await run("export", "points")).toBe(0);
    expect(out.trim().split("\n")).toHaveLength(1);
  });

  it("takes a list of queries at listed times into another workspace, the clone under a name", async () => {
    workspace("from-here");
    mkdirSync(join(cwd, "k=x"));
    newRepository(join(cwd, "k=x"));
    commit(join(cwd, "k=x"), "2025-02-01T00:00:00Z", {"a.ts": "TODO\n"});
    writeFileSync(
      join(cwd, "times.txt"),
      "\ufeff# two\r\n2025-03-10\r\n\r\n 2025-04-01T12:00:00+02:00 \r\n2025-03-10T00:00:00Z\r\n"
    );
    const list = [
      {
        id: "todo",
        title: "To do",
        pattern: "\\b(TODO)\\b",
        include: [],
        capture: [1],
        engine: "bytes",
        path_filter: "globs"
      },
      {id: "version", pattern: "go (\\d+)\\.(\\d+)", include: ["*.md"], capture: [1, 2]},
      {id: "any-case", pattern: "todo", include: ["*.ts", "*.txt"], exclude: ["side*"], flags: "i"},
      {id: "asked", query: "TODO repo:has.path(z\\.ts)"}
    ];
    writeFileSync(join(cwd, "queries.json"), JSON.stringify(list));
    const words = ["--queries", "queries.json", "--at", "times.txt", "-o", "deep/er"];
    expect(await run("snapshot", ...words, "--repos", "https://GitHub.com/Acme/API.git=../api", "k=x")).toBe(0);
    expect(existsSync(join(cwd, "snapshots"))).toBe(false);
    enter(join(cwd, "deep/er"));
    const rows = await points();
    const named = (repo: string) => rows.filter((row) => row.repo === repo);
    // a folder of that very name comes before KEY=DIR
    expect([...new Set(rows.map(({repo}) => repo))].sort()).toEqual(["github.com/Acme/API", "k=x"]);
    expect([...new Set(rows.map(({sample_time}) => sample_time))]).toEqual([
      "2025-03-10T00:00:00Z",
      "2025-04-01T10:00:00Z"
    ]);
    const at = git(api, ["rev-list", "-1", "--first-parent", "--before=2025-03-10", "HEAD"]).trim();
    const expected: Record<string, number[]> = {
      todo: grep(api, at, ["-P", "-e", "\\b(TODO)\\b"], []),
      version: grep(api, at, ["-P", "-e", "go (\\d+)\\.(\\d+)"], ["--", "*.md"]),
      "any-case": grep(api, at, ["-i", "-F", "-e", "todo"], ["--", "*.ts", "*.txt", ":!side*"]),
      asked: grep(api, at, ["-i", "-F", "-e", "TODO"], [])
    };
    for (const [id, counts] of Object.entries(expected))
      expect(
        named("github.com/Acme/API")
          .filter(({query, sample_time}) => query === id && sample_time!.startsWith("2025-03"))
          .map(({files, lines, matches}) => [files, lines, matches])
      ).toEqual([counts]);
    expect(await run("export", "captures", "--format", "json")).toBe(0);
    const captured = (JSON.parse(out) as Record<string, unknown>[]).filter(
      ({query, sample_time}) => query === "version" && String(sample_time).startsWith("2025-03")
    );
    expect(captured.map((row) => [row.capture1, row.capture2, row.matches])).toEqual([["1", "20", 2]]);
  });

  it.each([
    ["[]", "", "should hold a list"],
    ["{", "", "is no JSON"],
    ['[{"pattern": "x"}]', "", 'should be an object with an "id"'],
    ['[{"id": "a", "pattern": "x", "capture": [4]}]', "", "group numbers from 1 to 3"],
    ['[{"id": "a", "pattern": "x", "flags": "m"}]', "", '"flags" may be "i"'],
    ['[{"id": "a", "pattern": "a\\\\nb"}]', "", "searched line by line"],
    ['[{"id": "a", "pattern": "x"}]', "soon", 'at.txt, line 1: "soon" is no time'],
    ['[{"id": "a", "pattern": "x"}]', "# none", "at.txt holds no time"],
    [null, "2025-01-01", "q.json is not there"]
  ])("names what is wrong in a list of queries or times: %s %s", async (queries, times, said) => {
    enter(folder);
    for (const name of ["q.json", "at.txt"]) rmSync(join(folder, name), {force: true});
    if (queries !== null) writeFileSync(join(folder, "q.json"), queries);
    if (times) writeFileSync(join(folder, "at.txt"), times);
    const at = times ? ["--at", "at.txt"] : [];
    expect(await run("snapshot", "--queries", "q.json", ...at, "--repos", "api", "-o", "wrong")).toBe(1);
    expect(err).toContain(said);
    expect(existsSync(join(folder, "wrong/snapshots"))).toBe(false);
  });

  it.each([
    [["--query", "x"], "Which clones?"],
    [["--repos", "../api"], "Which queries?"],
    [["--query", "x", "--repos", "../api", "--step", "soon"], "--step is a number and a unit"],
    [["--query", "x", "--repos", "../api", "--points", "0"], "--points is a whole number"],
    [["--query", "x", "--repos", "../api", "--at", "t", "--points", "2"], "say nothing beside it"]
  ])("tells wrong usage: %j", async (words, said) => {
    expect(await run("snapshot", ...words)).toBe(2);
    expect(err).toContain(said);
  });
});

/** The files that hold matches and since when, as a statement of the workspace's database gives them. */
async function spans(): Promise<unknown> {
  const store = openStore(cwd, "workspace", () => 0);
  try {
    const strings = [
      "SELECT path, blob_oid, valid_from, valid_to, lines, matches FROM file_span WHERE valid_to IS NULL OR valid_to > valid_from ORDER BY ALL"
    ];
    return recordsOf(await store.sql({session: "s", tables: [], strings, values: []}));
  } finally {
    await store.close();
  }
}

const NOTEBOOK = `---
tidemark: 1
title: N
---

\`\`\`yaml insight id=todos
title: To do
query: TODO
step: 1 month
points: 4
until: 2025-05-01
\`\`\`

\`\`\`yaml insight id=versions
kind: capture-group
title: Versions
query: go (\\d+\\.\\d+) file:md$
step: 1 month
points: 4
until: 2025-05-01
repositories: [acme]
\`\`\`

\`\`\`yaml insight id=other
title: Other
data: elsewhere
\`\`\`

\`\`\`yaml insight id=history
title: History
query: x type:diff
\`\`\`
`;
