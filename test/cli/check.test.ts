import {mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {cwd, enter, err, out, run} from "./terminal.ts";

const insight = (watch: string) =>
  `\`\`\`yaml insight id=flags\ntitle: Flags | <b>now</b>\ndata: flags\nwatch:\n${watch}\n\`\`\`\n`;
const write = (name: string, cells: string) =>
  writeFile(join(cwd, "notebooks", name), `---\ntidemark: 1\ntitle: ${name}\n---\n\n${cells}`);

beforeAll(async () => {
  enter(await mkdtemp(join(tmpdir(), "tidemark-")));
  await mkdir(join(cwd, "notebooks"));
  await writeFile(join(cwd, "flags.csv"), "repo,date,series,value\na/b,2026-02-01,flags,3\na/b,2026-03-01,flags,5\n");
  await run("import", "flags.csv");
});
afterAll(() => rm(cwd, {recursive: true, force: true}));

describe("tidemark check", () => {
  it("is 0 when no rule fires, and says how old the data is", async () => {
    await write("clear.md", insight("  - {when: latest() > 9, note: too many}"));
    expect(await run("check", "notebooks/clear.md")).toBe(0);
    expect(out).toBe(
      "## 1 watch rule does not fire\n\n| | where | rule or cell | |\n| --- | --- | --- | --- |\n| ⚪ does not fire | `notebooks/clear.md:6` | too many | It does not hold: latest() is 5. |\n\n- clear.md (`notebooks/clear.md`): 1 cell, data of 1 Mar 2026, 14 days old\n"
    );
  });

  it("is 1 when a rule fires, and with --strict also when one is unknown", async () => {
    await write("fires.md", insight('  - {when: change() > 0, note: "more | flags @all"}'));
    expect(await run("check", "notebooks/fires.md")).toBe(1);
    expect(out).toContain("| 🔴 fires | `notebooks/fires.md:6` | more \\| flags &#64;all | It holds: change() is 2. |");
    await write("old.md", insight("  - {when: change() > 0, fresh: 1 week}"));
    expect(await run("check", "notebooks/old.md")).toBe(0);
    expect(out).toContain("## 1 watch rule cannot be told");
    expect(await run("check", "notebooks/old.md", "--strict")).toBe(1);
  });

  it("is 1 when a cell fails or cannot be read", async () => {
    await write(
      "broken.md",
      "```sql id=bad\nSELECT nowhere FROM point\n```\n\n```yaml insight id=flags\ntitle: x\n```\n"
    );
    expect(await run("check", "notebooks/broken.md", "--json")).toBe(1);
    const [{failed}] = JSON.parse(out);
    expect(failed.map(({cell}: {cell: string}) => cell)).toEqual(["bad", "flags"]);
    await write("rule.md", insight("  - {when: latest() is 0}"));
    expect(await run("check", "notebooks/rule.md")).toBe(1);
    expect(out).toContain("should go on with a comparison");
  });

  it("checks all notebooks of the workspace, and writes JUnit with a case for each rule", async () => {
    expect(await run("check", "--format", "junit", "-o", "check.xml")).toBe(1);
    expect(out).toBe("3 cells failed, 1 watch rule fires, 1 watch rule cannot be told, 1 watch rule does not fire.\n");
    const xml = await readFile(join(cwd, "check.xml"), "utf8");
    expect(xml.match(/<testsuite /g)).toHaveLength(5);
    expect(xml).toContain(
      '<testcase classname="notebooks/old.md" name="flags: change() &gt; 0" file="notebooks/old.md" line="6">\n      <skipped message='
    );
    expect(xml).toMatch(/<testsuite name="fires.md"[^>]* tests="2" failures="1" skipped="0"/);
    expect(xml).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/);
  });

  it("says what is missing", async () => {
    expect(await run("check", "--format", "xml")).toBe(2);
    expect(await run("check", "nowhere.md")).toBe(1);
    expect(err).toContain("nowhere.md is not there.");
  });
});
