/** Filters on the command line mean what the filter panel of a whole notebook means, and no file knows of them. */
import {mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {cwd, enter, err, out, run} from "./terminal.ts";

const TABLE = [
  "repo,path,date,series,value",
  ...["2026-01-01", "2026-02-01", "2026-03-01"].flatMap((day, i) => [
    `h.x/api,src/a.ts,${day},flags,${3 + i}`,
    `h.x/api,README.md,${day},flags,1`,
    `h.x/web,src/b.py,${day},flags,${10 * (i + 1)}`
  ])
].join("\n");
const NOTEBOOK = `---
tidemark: 1
title: Flags
filters: {repositories: ["^h"]}
---

# Flags

\`\`\`yaml insight id=flags
title: Flags
data: flags
step: {months: 1}
points: 2
\`\`\`

\`\`\`yaml insight id=places
kind: group-by
title: Places
data: flags
by: path
presentation: line
\`\`\`
`;
const notebook = "notebooks/flags.md";
/** What the chart of an insight shows under filters, as time, series and value. */
async function shown(insight: string, ...filters: string[]): Promise<unknown[]> {
  expect(await run("series", notebook, "--insight", insight, "--sums", "--json", ...filters), err).toBe(0);
  return (JSON.parse(out) as {recorded_at: string; series: string; value: number}[]).map(
    ({recorded_at, series, value}) => `${recorded_at.slice(0, 10)} ${series} ${value}`
  );
}

beforeAll(async () => {
  enter(await mkdtemp(join(tmpdir(), "tidemark-")));
  await mkdir(join(cwd, "notebooks"));
  await writeFile(join(cwd, "flags.csv"), TABLE);
  await writeFile(join(cwd, "tidemark.yaml"), "contexts:\n  apis: [api]\n");
  await writeFile(join(cwd, notebook), NOTEBOOK);
  await run("import", "flags.csv");
});
afterAll(() => rm(cwd, {recursive: true, force: true}));

describe("filters of a run", () => {
  it.each([
    ["no filter", [], ["2026-02-01 flags 25", "2026-03-01 flags 36"]],
    ["repositories", ["--filter-repo", "api"], ["2026-02-01 flags 5", "2026-03-01 flags 6"]],
    [
      "one of several",
      ["--filter-repo", "api", "--filter-repo", "web"],
      ["2026-02-01 flags 25", "2026-03-01 flags 36"]
    ],
    ["without repositories", ["--filter-not-repo", "api"], ["2026-02-01 flags 20", "2026-03-01 flags 30"]],
    ["a context", ["--filter-context", "apis"], ["2026-02-01 flags 5", "2026-03-01 flags 6"]],
    ["paths", ["--filter-path", "^src/"], ["2026-02-01 flags 24", "2026-03-01 flags 35"]],
    ["without paths", ["--filter-not-path", "^src/"], ["2026-02-01 flags 1", "2026-03-01 flags 1"]],
    ["a language", ["--filter-language", "Python"], ["2026-02-01 flags 20", "2026-03-01 flags 30"]],
    ["an owner", ["--filter-owner", "(owners not imported)"], ["2026-02-01 flags 25", "2026-03-01 flags 36"]],
    ["a start, which moves nothing", ["--filter-since", "2026-02-15"], ["2026-03-01 flags 36"]],
    ["a start before all points", ["--filter-since", "2020-01-01"], ["2026-02-01 flags 25", "2026-03-01 flags 36"]],
    ["an end", ["--filter-until", "2026-02-01"], ["2026-01-01 flags 14", "2026-02-01 flags 25"]],
    ["samples", ["--filter-samples", "1"], ["2026-03-01 flags 36"]]
  ])("count with %s", async (_, filters, expected) => {
    expect(await shown("flags", ...filters)).toEqual(expected);
  });

  it("sort and limit series", async () => {
    const last = async (...filters: string[]) =>
      (await shown("places", "--filter-since", "2026-03-01", ...filters)).map((row) => String(row).slice(11));
    expect(await last("--filter-limit", "1")).toEqual(["src/b.py 30", "Other (2) 6"]);
    expect(await last("--filter-sort", "lexicographical")).toEqual(["README.md 1", "src/a.ts 5", "src/b.py 30"]);
    expect(await last("--filter-sort", "lexicographical", "--filter-direction", "desc")).toEqual([
      ...["src/b.py 30", "src/a.ts 5", "README.md 1"]
    ]);
  });

  it("hold behind a point, and are said", async () => {
    expect(await run("point", notebook, "--insight", "flags", "--filter-path", "^src/", "--json")).toBe(0);
    const rows = JSON.parse(out) as {repository: string; value: number; before: number}[];
    expect(rows.map(({repository, value, before}) => [repository, value, before])).toEqual([
      ["h.x/web", 30, 20],
      ["h.x/api", 5, 4]
    ]);
    expect(err).toContain("Filtered: paths ^src/\n");
  });

  it("stand in a report, which is verified with them, and not in the notebook", async () => {
    const words = ["--filter-repo", "api", "--filter-since", "2026-02-15", "--filter-limit", "5"];
    expect(await run("report", notebook, ...words, "--format", "html,json,md", "-o", "out/"), err).toBe(0);
    const html = await readFile(join(cwd, "out/flags.html"), "utf8");
    const said = "Filtered for this report: repositories api; from 2026-02-15; limit 5";
    expect(html.split(said)).toHaveLength(4);
    const answers = JSON.parse(await readFile(join(cwd, "out/flags.json"), "utf8"));
    expect(answers.insights[0]).toMatchObject({
      filtered: "repositories api; from 2026-02-15; limit 5",
      series: [{last: 6}]
    });
    expect(await readFile(join(cwd, "out/flags.md"), "utf8")).toContain("(filtered: repositories api;");
    expect(await run("verify", "out/flags.html", "--workspace", "."), out).toBe(0);
    expect(await readFile(join(cwd, notebook), "utf8")).toBe(NOTEBOOK);
    // another filter is another hash, and what is changed in the file is found
    const hashOf = (text: string) => /"hash":"([0-9a-f]{64})"/.exec(text)![1];
    expect(await run("report", notebook, "-o", "plain.html")).toBe(0);
    const plain = await readFile(join(cwd, "plain.html"), "utf8");
    expect(plain).not.toContain("Filtered for this report");
    expect(hashOf(plain)).not.toBe(hashOf(html));
    await writeFile(join(cwd, "changed.html"), html.replaceAll('"include":["api"]', '"include":["web"]'));
    expect(await run("verify", "changed.html")).toBe(1);
    expect(out).toContain("Its hash is not that of its source");
  });

  it.each([
    [["--filter-repo", "("], /--filter-repo: "\(" is no regular expression/],
    [["--filter-since", "soon"], /filters cannot be used.*from/],
    [["--filter-since", "2026-03-01", "--filter-until", "2026-02-01"], /"from" is after "until"/],
    [["--filter-sort", "size"], /sort.*one of/],
    [["--filter-limit", "0"], /--filter-limit is a whole number from 1/],
    [["--filter-limit", "1001"], /limit/]
  ])("that cannot be read are wrong usage: %j", async (filters, text) => {
    expect(await run("series", notebook, "--insight", "flags", ...filters)).toBe(2);
    expect(err).toMatch(text);
  });
});
