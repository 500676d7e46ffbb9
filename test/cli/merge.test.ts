import {execFile} from "node:child_process";
import {mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {promisify} from "node:util";
import {afterAll, beforeEach, describe, expect, it} from "vitest";
import {draw} from "../../src/chart/draw.ts";
import {main} from "../../src/cli/tidemark.ts";
import {chooseSide} from "../../src/notebook/conflicts.ts";

const BIN = fileURLToPath(new URL("../../dist/cli/tidemark.js", import.meta.url));
const folders: string[] = [];
let cwd = "";
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "tidemark-merge-"));
  folders.push(cwd);
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, {recursive: true, force: true}))));

const git = async (...args: string[]): Promise<{code: number; text: string}> => {
  const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main"];
  const environment = {...process.env, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null"};
  return promisify(execFile)("git", [...identity, ...args], {cwd, env: environment}).then(
    ({stdout, stderr}) => ({code: 0, text: stdout + stderr}),
    (error) => ({code: error.code as number, text: `${error.stdout}${error.stderr}`})
  );
};

const BASE =
  "---\ntidemark: 1\n---\n\n# T\n\n```yaml insight id=a\ntitle: A\ndata: x\n```\n\n```sql id=b\nSELECT 1\n```\n\nEnd.\n";

/** A repository with the driver, the base on main, and two branches that changed it. */
async function repository(ours: string, theirs: string): Promise<void> {
  await mkdir(join(cwd, "notebooks"));
  await git("init", "-q");
  await git("config", "merge.tidemark.driver", `"${process.execPath}" "${BIN}" merge %O %A %B --path %P`);
  await writeFile(join(cwd, ".gitattributes"), "notebooks/*.md merge=tidemark\n");
  const commit = async (text: string) => {
    await writeFile(join(cwd, "notebooks/n.md"), text);
    await git("add", "-A");
    await git("commit", "-qm", "change");
  };
  await commit(BASE);
  await git("checkout", "-qb", "topic");
  await commit(theirs);
  await git("checkout", "-q", "main");
  await commit(ours);
}

const file = () => readFile(join(cwd, "notebooks/n.md"), "utf8");

describe("tidemark merge as git's merge driver", () => {
  it("merges what git alone cannot: neighbouring lines, two cells in one place, a moved and edited cell", async () => {
    const ours = BASE.replace("title: A", "title: B").replace("End.", "```sql id=c\n3\n```\n\nEnd.");
    const theirs = BASE.replace("data: x", "data: y").replace("End.", "```sql id=d\n4\n```\n\nEnd.");
    await repository(ours, theirs);
    await git("config", "--unset", "merge.tidemark.driver");
    expect((await git("merge", "topic")).code).toBe(1);
    await git("merge", "--abort");
    await git("config", "merge.tidemark.driver", `"${process.execPath}" "${BIN}" merge %O %A %B --path %P`);
    const merged = await git("merge", "topic", "-m", "merge");
    expect(merged).toMatchObject({code: 0});
    expect(await file()).toBe(
      BASE.replace("title: A\ndata: x", "title: B\ndata: y").replace(
        "End.",
        "```sql id=c\n3\n```\n\n```sql id=d\n4\n```\n\nEnd."
      )
    );
    expect((await git("status", "--porcelain")).text).toBe("");
  });

  it("leaves a conflict with both sides of the cell, and git knows of it", async () => {
    const [ours, theirs] = [BASE.replace("SELECT 1", "SELECT 2"), BASE.replace("SELECT 1", "SELECT 3")];
    await repository(ours, theirs);
    const merged = await git("merge", "topic");
    expect(merged.code).toBe(1);
    expect(merged.text).toContain("notebooks/n.md: 1 place needs a choice (line 12).");
    expect((await git("status", "--porcelain")).text).toContain("UU notebooks/n.md");
    const text = await file();
    expect([chooseSide(text, "ours"), chooseSide(text, "theirs")]).toEqual([ours, theirs]);
  });
});

describe("tidemark merge", () => {
  const run = async (...args: string[]) => {
    let [out, err] = ["", ""];
    const code = await main(args, {
      cwd,
      now: () => 0,
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      terminal: false,
      draw
    });
    return {code, out, err};
  };

  it("writes over ours, or to a file of its own, and says what it did as JSON", async () => {
    for (const [name, text] of [
      ["b.md", BASE],
      ["o.md", BASE.replace("# T", "# O")],
      ["t.md", BASE.replace("End", "Fin")]
    ] as const)
      await writeFile(join(cwd, name), text);
    expect(await run("merge", "b.md", "o.md", "t.md", "-o", "m.md", "--json")).toMatchObject({
      code: 0,
      out: '{"path":"m.md","conflicts":0,"lines":[]}\n'
    });
    expect(await readFile(join(cwd, "m.md"), "utf8")).toBe(BASE.replace("# T", "# O").replace("End", "Fin"));
    expect(await readFile(join(cwd, "o.md"), "utf8")).toBe(BASE.replace("# T", "# O"));
  });

  it("says what is wrong with its words", async () => {
    expect(await run("merge", "b.md")).toMatchObject({code: 2});
    expect((await run("merge", "b.md", "o.md", "t.md")).err).toContain("b.md is not there.");
  });
});
