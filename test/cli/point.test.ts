import {cp, mkdir, mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {cwd, enter, err, out, run} from "./terminal.ts";

const NOTEBOOK = "notebooks/weak-hashes.md";
const point = (...more: string[]) => run("point", NOTEBOOK, "--insight", "hashes", ...more);
const rows = () => JSON.parse(out) as Record<string, string | number | null>[];

beforeAll(async () => {
  enter(await mkdtemp(join(tmpdir(), "tidemark-")));
  await mkdir(join(cwd, "notebooks"));
  for (const name of ["weak-hashes.md", "test-coverage.md"])
    await cp(fileURLToPath(new URL(`../../notebooks/${name}`, import.meta.url)), join(cwd, "notebooks", name));
});
afterAll(() => rm(cwd, {recursive: true, force: true}));

describe("tidemark point", () => {
  it("writes what each repository adds to the last point and to the one before, with its commit", async () => {
    expect(await point("--json")).toBe(0);
    const all = rows();
    expect(all).toHaveLength(40);
    expect(all[0]).toMatchObject({
      repository: "git.acme.example/dock/label-printer",
      ...{value: 3, before: 3, change: 0, status: "ok", sample_at: "2026-08-01T00:00:00Z"},
      commit: expect.stringMatching(/^[0-9a-f]{7,}$/)
    });
    // the chart's own sum
    expect(all.reduce((sum, {value}) => sum + Number(value), 0)).toBe(7);
    expect(err).toContain("at 2026-08-01T00:00:00Z, changes since 2026-07-01T00:00:00Z\n");
    expect(err).toMatch(/Search what changed: after:2026-07-01T00:00:00Z before:2026-08-01T00:00:00Z type:diff .+/);
    expect(err).toMatch(/Search what was there: rev:at\.time\(2026-08-01T00:00:00Z\) .+/);
  });

  it("is compared with the point shown before it: the first that is shown has none", async () => {
    expect(await point("--filter-samples", "3", "--at", "2026-07-15", "--json")).toBe(0);
    expect(err).toContain("at 2026-07-01T00:00:00Z, changes since 2026-06-01T00:00:00Z\n");
    expect(await point("--filter-samples", "3", "--at", "2026-06-15", "--json")).toBe(0);
    expect(err).toMatch(/at 2026-06-01T00:00:00Z\nSearch what changed: (?!after:)/m);
    for (const {before} of rows()) expect(before).toBeNull();
  });

  it.each(["owner", "team", "directory", "path", "language"])("breaks a point down by %s", async (by) => {
    expect(await point("--at", "2026-03-15", "--by", by, "--json")).toBe(0);
    const parts = rows();
    expect(parts.length).toBeGreaterThan(1);
    for (const {value, before, change} of parts) expect(Number(change)).toBe(Number(value) - Number(before));
    // 15 calls on March 1; a file with several owners counts for each
    const sum = parts.reduce((all, {value}) => all + Number(value), 0);
    if (by === "owner" || by === "team") expect(sum).toBeGreaterThanOrEqual(15);
    else expect(sum).toBe(15);
  });

  it("says what is behind a metric, and that a formula has its own insights", async () => {
    expect(await run("point", "notebooks/test-coverage.md", "--insight", "covered", "--json")).toBe(0);
    expect(rows()[0]).toMatchObject({part: expect.stringMatching(/^repository: /)});
    expect(await run("point", "notebooks/test-coverage.md", "--insight", "coverage")).toBe(1);
    expect(err).toContain("is computed from other insights");
  });

  it.each([
    [["--series", "nope"], /There is no series "nope"\. The series are "/],
    [["--at", "2020-01-01"], /no point at or before 2020-01-01/],
    [["--at", "soon"], /--at is a date or time/],
    [["--by", "colour"], /not broken down by "colour"/]
  ])("refuses %j", async (words, text) => {
    expect(await point(...words)).toBe(2);
    expect(err).toMatch(text);
  });
});
