/** JavaScript cells on the command line: refused unless they are trusted, and then without anything to do harm with. */
import {mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openRealm} from "../../src/cli/js-realm.ts";
import {main} from "../../src/cli/tidemark.ts";
import {readJs} from "../../src/notebook/js/read-js.ts";
import type {Evaluation} from "../../src/notebook/js/realm.ts";

let cwd = "";
let err = "";
const run = (...args: string[]) => {
  err = "";
  return main(args, {
    cwd,
    now: () => Date.UTC(2026, 2, 15),
    out: () => {},
    err: (text) => {
      err += text;
    },
    terminal: false
  });
};
const text = (path: string) => readFile(join(cwd, path), "utf8");

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "tidemark-"));
  await mkdir(join(cwd, "notebooks"));
  await writeFile(join(cwd, "flags.csv"), "repo,date,series,value\na/b,2026-02-01,flags,3\na/b,2026-03-01,flags,5\n");
  await run("import", "flags.csv");
  const cells = [
    "```yaml insight id=flags\ntitle: Flags\ndata: flags\n```",
    "```js\nconst last = flags.at(-1).value;\nconst draw = Math.random();\n```",
    "Now ${last}.",
    "```js\ndisplay(`drawn ${draw.toFixed(9)}`);\ndisplay(Plot.plot({marks: [Plot.lineY(flags, {x: 'recorded_at', y: 'value'})]}));\ndisplay(aq.from(flags).count());\n```",
    "```sql id=twice\nSELECT ${last} * 2 AS v\n```"
  ];
  await writeFile(join(cwd, "notebooks/js.md"), `---\ntidemark: 1\ntitle: JS\n---\n\n# JS\n\n${cells.join("\n\n")}\n`);
  await writeFile(
    join(cwd, "notebooks/clock.md"),
    "---\ntidemark: 1\ntitle: C\n---\n\n```js\nconst a = 1;\ndisplay(new Date());\n```\n"
  );
});
afterAll(() => rm(cwd, {recursive: true, force: true}));

describe("tidemark report of a notebook with JavaScript", () => {
  it("does not run it unasked, and says how to", async () => {
    expect(await run("report", "notebooks/js.md", "-o", "no.html")).toBe(1);
    expect(err).toContain(
      "notebooks/js.md:13: This JavaScript was not run. Read the notebook; if you trust it, add --trust."
    );
    expect(await text("no.html")).toContain("Not run: the JavaScript of this notebook was not allowed to run.");
  });

  it("runs it with --trust: values, drawings and tables, the same bytes each time", async () => {
    expect(await run("report", "notebooks/js.md", "-o", "one.html", "--trust")).toBe(0);
    expect(err).toBe("");
    const report = await text("one.html");
    expect(report).toMatch(/Now <[^>]*>5</);
    expect(report).toMatch(/drawn 0\.\d{9}/);
    expect(report).toContain('<td class="n">10</td>');
    expect(await run("report", "notebooks/js.md", "-o", "two.html", "--trust")).toBe(0);
    expect(await text("two.html")).toBe(report);
    expect(await run("check", "notebooks/js.md", "--trust")).toBe(0);
    expect(await run("check", "notebooks/js.md")).toBe(1);
    expect(await run("verify", "one.html", "--workspace", ".", "--trust")).toBe(0);
  });

  it("reads no clock, and names the line that asks for one", async () => {
    expect(await run("report", "notebooks/clock.md", "-o", "clock.html", "--trust")).toBe(1);
    expect(err).toMatch(/clock\.md:8: Error: The clock is not read on the command line/);
  });
});

describe("the realm of the command line", () => {
  const evaluation = (body: string): Evaluation => {
    const {value} = readJs(body);
    if (!value) throw new Error("no JavaScript");
    const {body: code, parameters, outputs, autodisplay, libraries} = value;
    return {key: body, body: code, parameters, inputs: [], outputs, autodisplay, libraries};
  };
  const shown = async (body: string, silence?: number) => {
    const realm = openRealm(silence);
    try {
      for await (const step of realm.evaluate(evaluation(body), new AbortController().signal)) return step.shown;
      return [];
    } finally {
      realm.close();
    }
  };

  it.each([
    [
      "Node's globals",
      "[typeof globalThis.process, typeof globalThis.require, typeof globalThis.module, typeof globalThis.fetch].join()",
      "undefined,undefined,undefined,undefined"
    ],
    ["a loader", "eval(\"import('node:fs')\").then(() => 'loaded', () => 'refused')", "refused"],
    [
      "a loader through its own errors",
      "eval(\"import('node:fs')\").catch((e) => { try { return typeof e.constructor.constructor('return process')(); } catch (f) { return f.name; } })",
      "EvalError"
    ],
    [
      "the process through what it is given",
      "display(typeof display.constructor.constructor('return this.process')())",
      "undefined"
    ],
    [
      "the process through timers",
      "new Promise((done) => setTimeout(function () { done(typeof setTimeout.constructor('return this.process')()); }, 1))",
      "undefined"
    ],
    [
      "machine code",
      "typeof WebAssembly === 'undefined' ? 'none' : (() => { try { return typeof new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)); } catch (e) { return 'none'; } })()",
      "none"
    ]
  ])("has no way to %s", async (_, body, expected) => {
    expect(await shown(body)).toEqual([{type: "text", text: JSON.stringify(expected)}]);
  });

  it("ends a cell that does not give the computer back", async () => {
    await expect(shown("(() => { for (;;); })()", 2)).rejects.toMatchObject({
      code: "js/stopped",
      message: expect.stringContaining("for 2 s without a pause")
    });
  });
});
