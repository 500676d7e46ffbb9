/** A `yaml metric` cell is an insight wherever insights are. */
import {mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {duplicateInsight, editInsight, insightCell, insightValues} from "../../src/notebook/insight-cells.ts";
import {insightOutlines} from "../../src/notebook/insight-outlines.ts";
import {needsOf} from "../../src/notebook/needs.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {renameCell} from "../../src/notebook/rename-cell.ts";
import {usageOutline} from "../../src/notebook/usage-outline.ts";
import {cwd, enter, err, out, run} from "./terminal.ts";

const BODY = "title: Builds\nmetric: builds\nwatch:\n  - {when: latest() > 4, note: too many}";
const metric = (info = "", body = BODY) => `\`\`\`yaml metric id=builds_total${info}\n${body}\n\`\`\`\n`;
const REST = [
  "Now **${latest(builds_total)}**.",
  "```sql id=rows\nSELECT * FROM builds_total\n```",
  "```yaml insight id=half\nkind: formula\ntitle: Half\nformula: builds_total / 2\n```"
];
const TEXT = `---\ntidemark: 1\ntitle: Builds\n---\n\n${metric()}\n${REST.join("\n\n")}\n`;

beforeAll(async () => {
  enter(await mkdtemp(join(tmpdir(), "tidemark-")));
  await mkdir(join(cwd, "notebooks"));
  await writeFile(
    join(cwd, "builds.csv"),
    "metric,at,repo,value\nbuilds,2026-02-01,a/b,3\nbuilds,2026-03-01,a/b,5\nbuilds,2026-03-01,a/c,1\n"
  );
  expect(await run("import", "builds.csv")).toBe(0);
  await writeFile(join(cwd, "notebooks/builds.md"), TEXT);
  await writeFile(
    join(cwd, "notebooks/other.md"),
    "---\ntidemark: 1\n---\n\n```yaml insight id=shown from=builds.md#builds_total\n```\n"
  );
});
afterAll(() => rm(cwd, {recursive: true, force: true}));

describe("a yaml metric on the command line", () => {
  it("has its points, its rows, and all that names it", async () => {
    expect(await run("series", "notebooks/builds.md", "--insight", "builds_total", "--sums")).toBe(0);
    expect(out).toBe(
      "recorded_at,series,value,status\n2026-02-01T00:00:00Z,Builds,3,ok\n2026-03-01T00:00:00Z,Builds,6,ok\n"
    );
    expect(await run("report", "notebooks/builds.md", "--format", "csv,md,html", "-o", "out/")).toBe(0);
    const [rows, half, page] = await Promise.all(
      ["rows.csv", "half.csv", "../builds.md"].map((name) => readFile(join(cwd, "out/builds", name), "utf8"))
    );
    expect(rows).toBe(
      "recorded_at,series,value,status\n2026-02-01T00:00:00Z,Builds,3,ok\n2026-03-01T00:00:00Z,Builds,6,ok\n"
    );
    expect(half).toContain("2026-03-01T00:00:00Z,builds_total / 2,3,ok");
    expect(page).toContain("Now **6**.");
    expect(page).toContain("![Builds](<builds/builds_total.svg>)");
    expect(await run("verify", "out/builds.html", "--workspace", ".")).toBe(0);
    expect(out).toContain("the workspace gives the same figures");
  });

  it("is filtered, shown elsewhere, checked, listed, and no search to take", async () => {
    expect(
      await run("series", "notebooks/builds.md", "--insight", "builds_total", "--sums", "--filter-repo", "a/c")
    ).toBe(0);
    expect(out).toBe("recorded_at,series,value,status\n2026-03-01T00:00:00Z,Builds,1,ok\n");
    expect(await run("series", "notebooks/other.md", "--insight", "shown", "--sums")).toBe(0);
    expect(out).toContain("2026-03-01T00:00:00Z,Builds,6,ok");
    expect(await run("check", "notebooks/builds.md")).toBe(1);
    expect(out).toContain("| 🔴 fires | `notebooks/builds.md:6` | too many | It holds: latest() is 6. |");
    expect(await run("list", "--json")).toBe(0);
    expect(out).toContain("builds_total");
    expect(await run("snapshot", "notebooks/builds.md", "--dry-run")).toBe(2);
    expect(err).not.toContain("builds_total");
  });
});

describe("a yaml metric as text", () => {
  const notebook = parseNotebook(TEXT);
  const cell = insightCell(notebook, "builds_total")!;

  it("is edited and copied in its own fence, without a kind", () => {
    const values = insightValues(cell)!;
    expect(values).toMatchObject({kind: "metric", metric: "builds"});
    expect(editInsight(notebook, cell, {...values, title: "Jobs"})).toBe(
      TEXT.replace("title: Builds\nm", "title: Jobs\nm")
    );
    const copy = parseNotebook(duplicateInsight(notebook, cell).text).cells[1]!;
    expect([copy.kind, copy.id, copy.body]).toEqual([
      "metric",
      "builds_total_2",
      BODY.replace("Builds", "Builds (copy)")
    ]);
  });

  it("is renamed with what names it, and asks for its own metric alone", async () => {
    const {text, left} = renameCell(notebook, 0, "jobs", parseNotebook);
    expect([text.includes("builds_total"), left]).toEqual([false, []]);
    const {definitions} = await needsOf(notebook, async () => null);
    expect(definitions[0]!.metric).toMatchObject({name: "builds"});
  });

  it("counts in pings as what the same insight counts as", () => {
    const other = parseNotebook(
      TEXT.replace("yaml metric id=builds_total", "yaml insight id=builds_total\nkind: metric")
    );
    const outlines = [notebook, other].map((one) => [
      insightOutlines(one).get("builds_total")!.insightType,
      usageOutline([{name: "n.md", notebook: one}])
    ]);
    expect(outlines[0]).toEqual(outlines[1]);
    expect(outlines[0]![0]).toBe("metric");
  });
});
