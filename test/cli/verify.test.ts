import {mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeEach, describe, expect, it} from "vitest";
import {cwd, enter, err, out, run} from "./terminal.ts";

const folders: string[] = [];
const NOTEBOOK =
  "\ufeff---\r\ntidemark: 1\r\ntitle: Flags </script>\r\n---\r\n\r\n# Flags\u2028 \r\n\r\n```yaml insight id=flags\r\ntitle: Flags\r\ndata: flags\r\n```\r\n\r\n```yaml input id=least\r\ntype: range\r\nmin: 0\r\nmax: 9\r\nvalue: 0\r\n```\r\n\r\n```sql id=big\r\nSELECT * FROM flags WHERE value > ${least}\r\n```";

beforeEach(async () => {
  enter(await mkdtemp(join(tmpdir(), "tidemark-")));
  folders.push(cwd);
  await mkdir(join(cwd, "notebooks"));
  await writeFile(join(cwd, "flags.csv"), "repo,date,series,value\na/b,2026-02-01,flags,3\na/b,2026-03-01,flags,5\n");
  await run("import", "flags.csv");
  await writeFile(join(cwd, "notebooks/flags.md"), NOTEBOOK);
  expect(await run("report", "notebooks/flags.md", "-o", "out.html", "--input", "least=4")).toBe(0);
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, {recursive: true, force: true}))));

const edit = async (from: string | RegExp, to: string) => {
  const text = await readFile(join(cwd, "out.html"), "utf8");
  const next = text.replace(from, to);
  expect(next).not.toBe(text);
  await writeFile(join(cwd, "out.html"), next);
};

describe("tidemark verify", () => {
  it("finds an untouched report right, alone and over its workspace with the inputs that were chosen", async () => {
    expect(await run("verify", "out.html")).toBe(0);
    expect(out).toBe(
      "out.html: made by Tidemark 0.1.0 from flags.md; 3 hashes are right\n".replace(
        "0.1.0",
        /Tidemark (\S+)/.exec(out)![1]!
      )
    );
    expect(await run("verify", "out.html", "--workspace", ".")).toBe(0);
    expect(out).toContain("the workspace gives the same figures");
  });

  it("finds a changed number, hash, input or notebook", async () => {
    const whole = await readFile(join(cwd, "out.html"), "utf8");
    await edit('<td class="n">5</td>', '<td class="n">6</td>');
    expect(await run("verify", "out.html")).toBe(1);
    expect(out).toContain("The page was changed after it was made");
    await writeFile(join(cwd, "out.html"), whole);
    await edit('"inputs":["', '"inputs":["0');
    expect(await run("verify", "out.html", "--json")).toBe(1);
    expect(JSON.parse(out)[0].figures[0]).toMatchObject({
      cell: "flags",
      differs: [expect.stringContaining("Its hash is not")]
    });
    await writeFile(join(cwd, "out.html"), whole);
    await edit("data: flags", "data: flogs");
    expect(await run("verify", "out.html")).toBe(1);
    expect(out).toContain("flags: Its hash is not that of its source");
    await writeFile(join(cwd, "out.html"), whole);
    await edit(/"upstream":\["[0-9a-f]{64}/, `"upstream":["${"0".repeat(64)}`);
    expect(await run("verify", "out.html")).toBe(1);
    expect(out).toContain("big: The cells it refers to are not those its hash covers.");
  });

  it("names what differs over a workspace that went on", async () => {
    await writeFile(join(cwd, "more.csv"), "repo,date,series,value\na/b,2026-03-01,flags,7\nc/d,2026-03-01,flags,1\n");
    await run("import", "more.csv");
    await writeFile(join(cwd, "notebooks/flags.md"), NOTEBOOK.replace("title: Flags\r", "title: More flags\r"));
    expect(await run("verify", "out.html", "--workspace", ".")).toBe(1);
    expect(out).toMatch(/flags: Inputs: 1 part file \([0-9a-f]{12}\) of the workspace is not in the report\./);
    expect(out).toContain("flags: Result: the numbers are not the same.");
    expect(out).toContain("The notebook has changed since: flags (changed).");
  });

  it("says what is no report", async () => {
    expect(await run("verify", "flags.csv")).toBe(1);
    expect(err).toContain("it holds no report data");
    expect(await run("verify")).toBe(2);
    await edit('"version":2', '"version":99');
    expect(await run("verify", "out.html")).toBe(1);
    expect(err).toContain("format 99");
  });
});

describe("tidemark notebook", () => {
  it("gives the notebook back byte for byte, with its byte-order mark and line ends", async () => {
    await rm(join(cwd, "notebooks/flags.md"));
    expect(await run("notebook", "out.html")).toBe(0);
    expect(await readFile(join(cwd, "notebooks/flags.md"), "utf8")).toBe(NOTEBOOK);
    expect(await run("notebook", "out.html", "-o", "-")).toBe(0);
    expect(out).toBe(NOTEBOOK);
  });

  it("overwrites no other text unasked, and stays in its folder", async () => {
    await writeFile(join(cwd, "notebooks/flags.md"), "mine");
    expect(await run("notebook", "out.html")).toBe(1);
    expect(err).toContain("exists and is another text");
    expect(await run("notebook", "out.html", "--force")).toBe(0);
    await edit('"name":"flags.md"', '"name":"../../..\\\\evil/.hidden"');
    expect(await run("notebook", "out.html")).toBe(0);
    expect(out).toBe("notebooks/hidden.md\n");
  });
});
