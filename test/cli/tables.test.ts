/** Files that a notebook names as tables, from the command line: queried, drawn, vouched for, watched, refused. */
import {mkdir, mkdtemp, readFile, rm, symlink, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, relative} from "node:path";
import {afterAll, beforeEach, describe, expect, it} from "vitest";
import {sourcesOf} from "../../src/cli/watch-sources.ts";
import {readIsland} from "../../src/report/island.ts";
import {cwd, enter, err, out, run} from "./terminal.ts";

const folders: string[] = [];
const put = (path: string, text: string) => writeFile(join(cwd, path), text);
const page = () => readFile(join(cwd, "costs.html"), "utf8");

const OWNERS = "repo,team,cost\na/b,Blue,12.5\nc/d,Green,7\ne/f,Blue,\n";
const CELLS = `\`\`\`sql id=teams
SELECT team, sum(cost) AS cost FROM owners GROUP BY ALL ORDER BY ALL
\`\`\`

\`\`\`vega-lite id=chart data=owners
{"mark": "bar", "encoding": {"x": {"field": "team"}, "y": {"field": "cost", "type": "quantitative"}}}
\`\`\`

\`\`\`js id=most
const most = Math.max(...owners.map((row) => row.cost));
\`\`\`

The dearest costs \${most}; Blue has \${first(owners.team)}.
`;
const notebook = (tables: string, cells = CELLS) =>
  put("notebooks/costs.md", `---\ntidemark: 1\ntitle: Costs\ntables: ${tables}\n---\n\n${cells}`);

beforeEach(async () => {
  enter(await mkdtemp(join(tmpdir(), "tidemark-")));
  folders.push(cwd);
  await mkdir(join(cwd, "notebooks"));
  await mkdir(join(cwd, "data"));
  await put("data/owners.csv", OWNERS);
  await notebook("{owners: data/owners.csv}");
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, {recursive: true, force: true}))));

describe("a table of the front matter", () => {
  it("is read by SQL, a chart, JavaScript and prose under one name", async () => {
    expect([await run("report", "notebooks/costs.md", "--trust"), err]).toEqual([0, ""]);
    const text = await page();
    // Blue: 12.5 + nothing; Green: 7
    expect(text).toContain("<td>Blue</td><td");
    expect(text).toMatch(/Blue<\/td><td[^>]*>12.5/);
    expect(text).toMatch(/The dearest costs <span class="value">12.5<\/span>; Blue has <span class="value">Blue/);
    expect(text).toContain("Tables of the workspace: owners from data/owners.csv (3 rows, SHA-256 ");
    expect(err).toBe("");
  });

  it("gives the same bytes for the same file, and vouches for it in every figure below", async () => {
    await run("report", "notebooks/costs.md", "--trust");
    const before = await page();
    await run("report", "notebooks/costs.md", "--trust");
    expect(await page()).toBe(before);
    expect(await run("verify", "costs.html", "--workspace", ".", "--trust")).toBe(0);
    // a comment of CSV there is not, but a space changes no value: the same result of another file
    await put("data/owners.csv", OWNERS.replace("12.5", "12.50"));
    expect(await run("verify", "costs.html", "--workspace", ".", "--trust")).toBe(1);
    expect(out).toMatch(
      /teams: Table owners: data\/owners\.csv is another file \(3 rows, \w{12} in the report, 3 rows, \w{12} in the workspace\)/
    );
    expect(out).not.toContain("Result: the numbers are not the same");
    await run("report", "notebooks/costs.md", "--trust");
    const hashes = (text: string) => new Map(readIsland(text).island.figures.map(({cell, hash}) => [cell, hash]));
    const [then, now] = [hashes(before), hashes(await page())];
    for (const cell of ["teams", "chart", "most"]) expect(now.get(cell)).not.toBe(then.get(cell));
    await put("data/owners.csv", OWNERS.replace("12.5", "13"));
    await run("verify", "costs.html", "--workspace", ".", "--trust");
    expect(out).toContain("teams: Result: the numbers are not the same");
    await rm(join(cwd, "data/owners.csv"));
    expect(await run("verify", "costs.html", "--workspace", ".", "--trust")).toBe(1);
    expect(out).toContain("teams: It has no result now.");
  });

  it("is named by watch rules, in a check and in a report", async () => {
    await put("counts.csv", "repo,date,series,value\na/b,2026-01-01,calls,9\n");
    expect(await run("import", "counts.csv")).toBe(0);
    await put("data/limits.csv", "most\n5\n");
    await notebook(
      "{limits: data/limits.csv}",
      "```yaml insight id=calls\ntitle: Calls\ndata: calls\nwatch:\n  - {when: latest() > limits.most, note: Too many}\n```\n"
    );
    expect(await run("check", "notebooks/costs.md")).toBe(1);
    expect(out).toContain("It holds: latest() is 9, limits.most is 5.");
    expect(await run("report", "notebooks/costs.md")).toBe(0);
    expect(await page()).toContain("Too many");
    await put("data/limits.csv", "most\n10\n");
    expect(await run("check", "notebooks/costs.md")).toBe(0);
  });

  it("does not let a report vouch for a file that was put into it", async () => {
    await run("report", "notebooks/costs.md", "--trust");
    const text = await page();
    const [mark] = readIsland(text).island.figures.flatMap(({files}) => files ?? []);
    await writeFile(join(cwd, "false.html"), text.replaceAll(mark!.sha256, "0".repeat(64)));
    expect(await run("verify", "false.html")).toBe(1);
    expect(out).toContain("The cells it refers to are not those its hash covers.");
  });

  it("is among what a site and --watch look at", async () => {
    await put("notebooks/other.md", "---\ntidemark: 1\n---\n\nNothing\n");
    const build = async () => {
      await run("report", "notebooks/costs.md", "notebooks/other.md", "-o", "site/", "--trust");
      return out.split("\n").map((line) => line.includes("unchanged"));
    };
    await build();
    expect(await build()).toEqual([true, true, false]);
    await put("data/owners.csv", OWNERS.replace("Green", "Red"));
    expect(await build()).toEqual([false, true, false]);
    const sources = [...(await sourcesOf(cwd, ["notebooks/costs.md"]))].map((path) => relative(cwd, path));
    expect(sources).toContain("data/owners.csv");
  });

  it("takes in the good rows and says at its line which were left out", async () => {
    await put("data/owners.csv", `${OWNERS}g/h,Red\n`);
    expect(await run("report", "notebooks/costs.md", "--trust")).toBe(0);
    expect(err).toBe(
      "notebooks/costs.md:4: owners (data/owners.csv): 1 row was left out (line 5): A row has more or fewer cells than the first one (3).\n"
    );
    expect(await page()).toContain("owners from data/owners.csv (3 rows, 1 left out, SHA-256 ");
    expect(await run("check", "--trust")).toBe(0);
    expect(out).toContain("| 🟠 left out | `notebooks/costs.md:4` | owners | ");
  });

  it.each([
    ["{owners: data/nothing.csv}", "There is no file data/nothing.csv in the workspace"],
    ["{owners: ../owners.csv}", 'tables: the file of owners, "../owners.csv", leads out of its folder'],
    ["{owners: /etc/owners.csv}", "is an absolute path"],
    ["{owners: 'https://example.com/owners.csv'}", "is an address, and nothing is loaded from addresses"],
    ["{owners: data/link.csv}", "data/link.csv is a link that leads out of the workspace"],
    ["{owners: away/owners.csv}", "away/owners.csv is a link that leads out of the workspace"],
    ["{owners: data/folder.csv}", "data/folder.csv is a folder; a table is one file."],
    ["{owners: data/bare.csv}", 'data/bare.csv should name its columns in the first line; that is "1, 2".'],
    ["[data/owners.csv]", '"tables" should be names with a file each'],
    ["{owners: {file: a.csv}}", "tables: owners should be a file, such as data/owners.csv; it is an object."],
    ["{select: data/owners.csv}", 'tables: The name "select" is a reserved word of SQL; choose another.'],
    ["{view: data/owners.csv}", 'tables: The name "view" is a name every notebook cell has already'],
    ["{point: data/owners.csv}", 'tables: The name "point" is the name of a table of the store']
  ])("refuses %s at its line", async (tables, sentence) => {
    await put("outside.csv", OWNERS);
    await mkdir(join(cwd, "inner/notebooks"), {recursive: true});
    await mkdir(join(cwd, "inner/data/folder.csv"), {recursive: true});
    await symlink(join(cwd, "outside.csv"), join(cwd, "inner/data/link.csv"));
    await symlink(join(cwd, "data"), join(cwd, "inner/away"));
    await put("inner/data/owners.csv", OWNERS);
    await put("inner/data/bare.csv", "1,2\n3,4\n");
    enter(join(cwd, "inner"));
    await notebook(tables, "```sql id=a\nSELECT 1 AS one\n```\n");
    expect(await run("check")).toBe(1);
    expect(out).toContain(sentence);
    expect(out).toContain("`notebooks/costs.md:4`");
  });

  it("is refused where a cell has its name, at both", async () => {
    await notebook("{owners: data/owners.csv}", "```sql id=owners\nSELECT 1 AS one\n```\n");
    expect(await run("check")).toBe(1);
    expect(out).toContain(
      "The name owners stands twice: for the table data/owners.csv (line 4) and for this cell (line 7). Each needs its own."
    );
  });

  it("keeps cells waiting that name it when it cannot be read, and no others", async () => {
    await rm(join(cwd, "data/owners.csv"));
    await notebook("{owners: data/owners.csv}", `${CELLS}\n\`\`\`sql id=free\nSELECT 42 AS n\n\`\`\`\n`);
    expect(await run("report", "notebooks/costs.md", "--trust")).toBe(1);
    expect(err.match(/costs\.md:\d+/g)).toEqual(["costs.md:4"]);
    expect(await page()).toMatch(/<strong>teams<\/strong>: Waiting for owners, which has no result\./);
    expect(await page()).toContain(">42<");
  });
});
