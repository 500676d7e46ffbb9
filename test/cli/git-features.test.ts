/** What strangers' clones have: every one of it is searched as it stands in the history, or told. */
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync
} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {readBlobs} from "../../src/cli/git/blobs.ts";
import {openClone} from "../../src/cli/git/clone.ts";
import {commit, git, newRepository, pointsOf} from "./clone.ts";

const folder = mkdtempSync(join(tmpdir(), "features-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const DAYS = ["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01"];

/** A repository of the first days' contents. */
function repository(name: string, ...days: Parameters<typeof commit>[2][]): string {
  const clone = join(folder, name);
  newRepository(clone);
  for (const [i, files] of days.entries()) commit(clone, `${DAYS[i]}T00:00:00Z`, files);
  return clone;
}

/** [files, matches] of TODO at the end of each of the first days. */
async function todos(clone: string, days: number, query = "TODO"): Promise<unknown[][]> {
  const found = await pointsOf(
    clone,
    query,
    DAYS.slice(0, days).map((day) => `${day}T12:00:00Z`)
  );
  return found.map(({status, files, matches}) => (status === "ok" ? [files, matches] : [status, files, matches]));
}

async function notes(clone: string): Promise<readonly string[]> {
  return (await openClone({folder: clone, key: null})).notes;
}

describe("the content of files", () => {
  it("is what git holds: pointers of LFS, either end of line, any bytes; UTF-16 and binary files are not text", async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 12345\n`;
    const clone = repository("bytes", {
      "crlf.txt": "TODO\r\nTODO\r\n",
      "cr.txt": "TODO\rTODO\r",
      "latin-1.txt": Buffer.from("caf\xe9 TODO \xe9\n", "latin1"),
      "utf-16.txt": Buffer.from("\ufeffTODO\n", "utf16le"),
      "utf-8-bom.txt": "\ufeffTODO\n",
      "late-nul.txt": `TODO${" ".repeat(8000)}\0`,
      "early-nul.dat": "TODO\0",
      "empty.txt": "",
      "no-end.txt": "a\nTODO",
      "big.psd": pointer
    });
    const counted = git(clone, ["grep", "-I", "-c", "TODO", "HEAD"]).trim().split("\n");
    expect(counted).toHaveLength(6);
    expect(await todos(clone, 1)).toEqual([[6, 8]]);
    expect(await todos(clone, 1, "^TODO\\r?$ patterntype:regexp")).toEqual([[2, 3]]);
    expect(await todos(clone, 1, "git-lfs")).toEqual([[1, 1]]);
  });

  it("is not changed by attributes: no filter runs, and what they call binary is searched", async () => {
    const owned = join(folder, "owned");
    const clone = repository("attributes", {
      ".gitattributes":
        "*.gen binary\n*.x filter=evil\n*.u working-tree-encoding=UTF-16LE\n*.z export-ignore eol=crlf\n",
      "a.gen": "TODO\n",
      "b.x": "TODO\n",
      "c.u": Buffer.from("TODO\n", "utf16le"),
      "d.z": "TODO\n"
    });
    git(clone, ["config", "filter.evil.smudge", `touch ${owned}`]);
    git(clone, ["config", "filter.evil.clean", "rev"]);
    git(folder, ["clone", "-q", "--bare", "attributes", "attributes.git"]);
    // a bare clone reads no attributes of a tree
    const counted = git(join(folder, "attributes.git"), ["grep", "-I", "-c", "TODO", "HEAD"]).trim().split("\n");
    expect(await todos(clone, 1)).toEqual([[counted.length, 4]]);
    expect(await todos(join(folder, "attributes.git"), 1)).toEqual([[4, 4]]);
  });

  it("is left out where it is too large, and that is known", async () => {
    const clone = repository("large", {
      "a.txt": `${"x".repeat(99_999)}\n`,
      "b.txt": `${"y".repeat(100_000)}\n`,
      "c.txt": "z\n"
    });
    const oids = ["a", "b", "c"].map((name) => git(clone, ["rev-parse", `HEAD:${name}.txt`]).trim());
    const sizes = new Map<string, number | null>();
    await readBlobs(clone, [...oids, "0".repeat(40)], false, (blob, bytes) => sizes.set(blob, bytes?.length ?? null), {
      largest: 100_000
    });
    expect([...sizes.values()]).toEqual([100_000, null, 2, null]);
  });
});

describe("the entries of a tree", () => {
  it("are regular files: neither links nor submodules, whatever stood there before", async () => {
    const clone = repository("entries", {"a.ts": "TODO\n", "b.ts": "TODO\n", "run.sh": "TODO\n"});
    unlinkSync(join(clone, "a.ts"));
    symlinkSync("TODO", join(clone, "a.ts"));
    git(clone, ["update-index", "--chmod=+x", "run.sh"]);
    git(clone, ["rm", "-q", "b.ts"]);
    git(clone, ["update-index", "--add", "--cacheinfo", `160000,${git(clone, ["rev-parse", "HEAD"]).trim()},b.ts`]);
    git(clone, ["add", "a.ts"]);
    git(clone, ["commit", "-q", "-m", "x"], `${DAYS[1]}T00:00:00Z`);
    mkdirSync(join(clone, "b.ts"), {recursive: true});
    expect(await todos(clone, 2)).toEqual([
      [3, 3],
      [1, 1]
    ]);
  });

  it("have any name", async () => {
    const clone = repository("names", {
      "a\nb.ts": "TODO\n",
      'q"u\to.ts': "TODO\n",
      "é/ü.ts": "TODO\n",
      ":x.ts": "TODO\n"
    });
    expect(await todos(clone, 1)).toEqual([[4, 4]]);
    expect(await todos(clone, 1, "TODO file:é/ü")).toEqual([[1, 1]]);
    expect(await todos(clone, 1, "TODO file:a\\nb")).toEqual([[1, 1]]);
  });
});

describe("the history of a clone", () => {
  const two = [{"a.ts": "TODO\n"}, {"b.ts": "TODO TODO\n"}] as const;
  const GROWS = [
    [1, 1],
    [2, 3]
  ];

  it("may be hashed with SHA-256", async () => {
    const clone = join(folder, "sha256");
    mkdirSync(clone);
    git(clone, ["init", "-q", "-b", "main", "--object-format=sha256"]);
    for (const [i, files] of two.entries()) commit(clone, `${DAYS[i]}T00:00:00Z`, files);
    expect(await todos(clone, 2)).toEqual(GROWS);
    expect(await todos(clone, 2, "TODO repo:has.path(b\\.ts)")).toEqual([[0, 0], GROWS[1]]);
  });

  it("is that of the worktree's own branch", async () => {
    const clone = repository("trees", ...two);
    git(clone, ["worktree", "add", "-q", "-b", "old", "../linked", "HEAD~1"]);
    commit(join(folder, "linked"), `${DAYS[2]}T00:00:00Z`, {"c.ts": "TODO\n"});
    expect(await todos(join(folder, "linked"), 3)).toEqual([
      [1, 1],
      [1, 1],
      [2, 2]
    ]);
    expect(await todos(clone, 2)).toEqual(GROWS);
  });

  it("is that of a detached HEAD, which is told", async () => {
    const clone = repository("detached", ...two);
    const oid = git(clone, ["rev-parse", "HEAD~1"]).trim();
    git(clone, ["checkout", "-q", "--detach", oid]);
    expect(await todos(clone, 2)).toEqual([GROWS[0], GROWS[0]]);
    expect(await notes(clone)).toEqual([
      `HEAD is detached at ${oid.slice(0, 12)}: the history of that commit was searched`
    ]);
  });

  it("is that of HEAD where a branch and tags are called like it", async () => {
    const clone = repository("tags", ...two);
    git(clone, ["tag", "main", "HEAD~1"]);
    git(clone, ["update-ref", "refs/tags/HEAD", "HEAD~1"]);
    git(clone, ["update-ref", "refs/heads/HEAD", "HEAD~1"]);
    git(clone, ["tag", "-a", "-m", "v", "v1"]);
    expect(await todos(clone, 2)).toEqual(GROWS);
    expect(await notes(clone)).toEqual([]);
  });

  it("is not rewritten by replacements or grafts", async () => {
    const clone = repository("replaced", ...two);
    const [first, second] = git(clone, ["rev-list", "--reverse", "HEAD"]).trim().split("\n") as [string, string];
    git(clone, ["checkout", "-q", "--orphan", "other"]);
    commit(clone, `${DAYS[1]}T00:00:00Z`, {"c.ts": "TODO TODO TODO TODO\n"});
    const other = git(clone, ["rev-parse", "HEAD"]).trim();
    git(clone, ["checkout", "-q", "main"]);
    git(clone, ["replace", second, other]);
    mkdirSync(join(clone, ".git/info"), {recursive: true});
    appendFileSync(join(clone, ".git/info/grafts"), `${second}\n`);
    expect(git(clone, ["rev-list", "main"])).not.toContain(first);
    expect(await todos(clone, 2)).toEqual(GROWS);
  });

  it("may lie in the objects of another clone, and cannot be read without them", async () => {
    repository("lender", ...two);
    git(folder, ["clone", "-q", "--shared", "lender", "borrower"]);
    expect(await todos(join(folder, "borrower"), 2)).toEqual(GROWS);
    renameSync(join(folder, "lender"), join(folder, "gone"));
    await expect(todos(join(folder, "borrower"), 2)).rejects.toMatchObject({code: "git/failed"});
  });

  it("is whole without contents, and says which are missing, offline", async () => {
    const source = repository("source", ...two);
    git(source, ["config", "uploadpack.allowFilter", "true"]);
    for (const [filter, name] of [
      ["blob:none", "no-blobs.git"],
      ["tree:0", "no-trees.git"]
    ])
      git(folder, ["clone", "-q", "--bare", `--filter=${filter}`, `file://${source}`, name!]);
    renameSync(source, join(folder, "away"));
    expect(await todos(join(folder, "no-blobs.git"), 2)).toEqual([
      ["partial", 0, 0],
      ["partial", 0, 0]
    ]);
    expect(await todos(join(folder, "no-blobs.git"), 2, "file:b\\.ts")).toEqual([
      [0, 0],
      [1, 1]
    ]);
    await expect(todos(join(folder, "no-trees.git"), 2)).rejects.toMatchObject({code: "git/failed"});
  });

  it("may begin nowhere", async () => {
    const clone = join(folder, "nothing");
    newRepository(clone);
    await expect(openClone({folder: clone, key: null})).rejects.toThrow("has no commit yet");
    git(clone, ["commit", "-q", "--allow-empty", "-m", "x"], `${DAYS[0]}T00:00:00Z`);
    expect(await todos(clone, 1)).toEqual([[0, 0]]);
    writeFileSync(join(clone, ".git/HEAD"), "ref: refs/heads/none\n");
    git(clone, ["branch", "-m", "main", "develop"]);
    expect(await notes(clone)).toEqual(["HEAD names none, which is not there: the history of develop was searched"]);
  });
});
