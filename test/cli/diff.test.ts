import {execFileSync} from "node:child_process";
import {mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {diffLines} from "../../src/report/diff.ts";
import {cwd, enter, err, out, run} from "./terminal.ts";

const NOTEBOOK =
  '---\ntidemark: 1\ntitle: Flags\n---\n\n# Flags\n\nAll of them.\n\n```yaml insight id=flags\ntitle: Flags\ndata: flags\n```\n\n```sql id=rows caption="Rows"\nSELECT repo, matches FROM point WHERE matches > 3 ORDER BY ALL\n```\n';

beforeAll(async () => {
  enter(await mkdtemp(join(tmpdir(), "tidemark-")));
  await mkdir(join(cwd, "notebooks"));
  await writeFile(
    join(cwd, "flags.csv"),
    "repo,date,series,value\na/b,2026-02-01,flags,3\na/b,2026-03-01,flags,5\nc/d,2026-03-01,flags,1\n"
  );
  await run("import", "flags.csv");
  await writeFile(join(cwd, "notebooks/flags.md"), NOTEBOOK);
  await run("report", "notebooks/flags.md", "-o", "before.html");
});
afterAll(() => rm(cwd, {recursive: true, force: true}));

describe("tidemark diff", () => {
  it("finds nothing in a notebook and its own report", async () => {
    expect(await run("diff", "before.html", "notebooks/flags.md")).toBe(0);
    expect(out).toBe("## From before.html to notebooks/flags.md\n\nNothing differs.\n");
  });

  it("shows changed lines, new and gone cells, and the numbers that come of it", async () => {
    await writeFile(
      join(cwd, "after.md"),
      NOTEBOOK.replace("data: flags\n", "data: flags\nrepositories: [^a/]\n")
        .replace("All of them.", "Only <b>some</b>.")
        .replace(/```sql[\s\S]*$/, "```sql id=other\nSELECT 1 AS one\n```\n")
    );
    expect(await run("diff", "before.html", "after.md")).toBe(0);
    expect(out).toBe(`## From before.html to after.md

Cells: 2 changed, 1 new, 1 gone; numbers differ in 1 figure.

### line 6: changed

\`\`\`diff
 # Flags
 
-All of them.
+Only <b>some</b>.
\`\`\`

### flags: changed (Flags)

\`\`\`\`diff
 \`\`\`yaml insight id=flags
 title: Flags
 data: flags
+repositories: [^a/]
 \`\`\`
\`\`\`\`

| | | before | after |
| --- | --- | ---: | ---: |
| 2026-03-01 | flags | 6 | 5 |

### other: new (other)

\`\`\`\`diff
+\`\`\`sql id=other
+SELECT 1 AS one
+\`\`\`
\`\`\`\`

### rows: gone (Rows)

\`\`\`\`diff
-\`\`\`sql id=rows caption="Rows"
-SELECT repo, matches FROM point WHERE matches > 3 ORDER BY ALL
-\`\`\`
\`\`\`\`
`);
  });

  it("names what was only moved, and what was moved and changed, and no cell that stayed", async () => {
    const cell = (id: string, value = id) => `\`\`\`sql id=${id}\nSELECT '${value}' AS v\n\`\`\`\n\n`;
    const page = (...cells: string[]) => writeFile(join(cwd, "moved.md"), `---\ntidemark: 1\n---\n\n${cells.join("")}`);
    await page(cell("a"), cell("b"), cell("c"), cell("d"), cell("e"));
    await run("report", "moved.md", "-o", "moved.html");
    await page(cell("e"), cell("a"), cell("c"), cell("d"), cell("b", "other"));
    await run("diff", "moved.html", "moved.md");
    expect(out).toContain("Cells: 1 changed, 2 moved.\n");
    expect(out).toContain("### e: moved (it stood behind d, and stands first)");
    expect(out).toContain("### b: changed, moved (it stood behind a, and stands behind d)");
    expect(out.match(/^### \w+/gm)).toEqual(["### e", "### b"]);
    await run("diff", "moved.html", "moved.md", "-o", "moved-diff.html");
    expect(await readFile(join(cwd, "moved-diff.html"), "utf8")).toContain(
      "e: moved (it stood behind d, and stands first)"
    );
    // two that changed places: one of them moved
    await page(cell("b"), cell("a"), cell("c"), cell("d"), cell("e"));
    await run("diff", "moved.html", "moved.md");
    expect(out).toContain("Cells: 1 moved.\n");
  });

  it("shows what changed before the first cell", async () => {
    await writeFile(join(cwd, "titled.md"), NOTEBOOK.replace(/^title: .*$/m, "title: <b>Another</b>"));
    expect(await run("diff", "notebooks/flags.md", "titled.md")).toBe(0);
    expect(out).toContain("Front matter changed.\n\n### front matter: changed\n");
    expect(out).toContain("\n+title: <b>Another</b>\n");
  });

  it("compares a report with one over later data, as a page with both lines", async () => {
    await writeFile(join(cwd, "more.csv"), "repo,date,series,value\na/b,2026-03-01,flags,9\n");
    await run("import", "more.csv");
    expect(await run("diff", "before.html", "notebooks/flags.md", "-o", "diff.html")).toBe(0);
    const page = await readFile(join(cwd, "diff.html"), "utf8");
    expect(page).toContain("Numbers differ in 2 figures.");
    expect(page).toContain('<th scope="row">2026-03-01</th><td>flags</td><td class="n">6</td><td class="n">10</td>');
    expect(page).toMatch(/<svg[^>]*>.*flags, before/);
    expect(page).not.toContain("<script");
    expect(await run("diff", "before.html", "notebooks/flags.md", "--json")).toBe(0);
    expect(JSON.parse(out)[0]).toMatchObject({
      name: "flags",
      state: "numbers",
      numbers: [{row: "2026-03-01", column: "flags", before: "6", after: "10"}]
    });
  });

  it("reads revisions of git, and says what it cannot read", async () => {
    const git = (...words: string[]) =>
      execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...words], {cwd, stdio: "ignore"});
    git("init");
    git("add", "notebooks");
    git("commit", "-m", "x");
    await writeFile(join(cwd, "notebooks/flags.md"), NOTEBOOK.replace("title: Flags\nd", "title: All flags\nd"));
    expect(await run("diff", "HEAD:notebooks/flags.md", "notebooks/flags.md")).toBe(0);
    expect(out).toContain("-title: Flags\n+title: All flags\n");
    expect(await run("diff", "HEAD:notebooks/none.md", "notebooks/flags.md")).toBe(1);
    expect(err).toContain("git has no such revision or path");
    expect(await run("diff", "notebooks/flags.md")).toBe(2);
  });
});

describe("the lines of two texts", () => {
  const text = (before: string, after: string) =>
    diffLines([...before], [...after])
      .map(({sign, text: line}) => (sign === " " ? line : sign + line))
      .join("");
  it.each([
    ["abc", "abc", "abc"],
    ["abc", "axc", "a-b+xc"],
    ["", "ab", "+a+b"]
  ])("%j and %j", (before, after, expected) => expect(text(before, after)).toBe(expected));

  it("give both texts back", () => {
    const lines = diffLines([..."abcabba"], [..."cbabac"]);
    const side = (sign: string) =>
      lines
        .filter((line) => line.sign === " " || line.sign === sign)
        .map((line) => line.text)
        .join("");
    expect([side("-"), side("+")]).toEqual(["abcabba", "cbabac"]);
    expect(lines.filter(({sign}) => sign === " ")).toHaveLength(4);
  });
});
