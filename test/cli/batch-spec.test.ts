import {cp, mkdir, mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {parse} from "yaml";
import {cwd, enter, err, out, run} from "./terminal.ts";

const NOTEBOOK = "notebooks/weak-hashes.md";
const spec = (...more: string[]) => run("batch-spec", NOTEBOOK, "--insight", "hashes", ...more);

beforeAll(async () => {
  enter(await mkdtemp(join(tmpdir(), "tidemark-")));
  await mkdir(join(cwd, "notebooks"));
  for (const name of ["weak-hashes.md", "test-coverage.md"])
    await cp(fileURLToPath(new URL(`../../notebooks/${name}`, import.meta.url)), join(cwd, "notebooks", name));
});
afterAll(() => rm(cwd, {recursive: true, force: true}));

describe("tidemark batch-spec", () => {
  it("lists the repositories that hold what the last point adds up, the most first", async () => {
    expect(await spec("--json")).toBe(0);
    const {at, query, repositories} = JSON.parse(out);
    expect(at).toBe("2026-08-01T00:00:00Z");
    expect(query).not.toMatch(/rev:at\.time|type:diff/); // a change is made to what is there now
    const values = repositories.map(({value}: {value: number}) => value);
    expect(values).toEqual([...values].sort((a, b) => b - a));
    // 40 repositories were searched, the chart's sum is 7 (test/cli/point)
    expect(values.reduce((sum: number, value: number) => sum + value, 0)).toBe(7);
    expect(await spec("--list")).toBe(0);
    expect(out).toBe(repositories.map(({repository}: {repository: string}) => `${repository}\n`).join(""));
    expect(err).toContain(`at 2026-08-01T00:00:00Z: ${values.length} repositories with a match\n`);
  });

  it("writes a spec whose search and comment say the same, to a file", async () => {
    expect(await spec("--json")).toBe(0);
    const {query, repositories} = JSON.parse(out);
    expect(await spec("-o", "batch.yaml")).toBe(0);
    expect(out).toBe("");
    const text = await readFile(join(cwd, "batch.yaml"), "utf8");
    expect(parse(text)).toMatchObject({version: 2, on: [{repositoriesMatchingQuery: query}]});
    for (const {repository, value} of repositories) expect(text).toContain(`#   ${repository} (${value})\n`);
  });

  it("keeps to a filter, and says it", async () => {
    expect(await spec("--list", "--filter-repo", "label-printer")).toBe(0);
    expect(out).toBe("git.acme.example/dock/label-printer\n");
    expect(err).toMatch(/^Filtered: /m);
    expect(await spec("--filter-repo", "no-such-repository")).toBe(1);
    expect(err).toMatch(/Nothing matches at .*nothing to write a spec for|No repository/);
  });

  it("refuses what no search made, and two ways at once", async () => {
    expect(await run("batch-spec", "notebooks/test-coverage.md", "--insight", "coverage")).toBe(2);
    expect(err).toContain("the kind of this insight is formula");
    expect(await spec("--list", "--json")).toBe(2);
    expect(await spec("--series", "nope")).toBe(2);
    expect(err).toContain('There is no series "nope"');
  });
});
