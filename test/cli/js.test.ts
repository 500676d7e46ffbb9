/** JavaScript cells on the command line: refused unless they are trusted, and then without anything to do harm with. */
import {chmod, mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {draw} from "../../src/chart/draw.ts";
import {openRealm} from "../../src/cli/js-realm.ts";
import {main} from "../../src/cli/tidemark.ts";
import {readJs} from "../../src/notebook/js/read-js.ts";
import type {Evaluation} from "../../src/notebook/js/realm.ts";

let cwd = "";
let err = "";
let out = "";
const run = (...args: string[]) => {
  err = out = "";
  return main(args, {
    cwd,
    now: () => Date.UTC(2026, 2, 15),
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    terminal: false,
    draw
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
    "Now ${last}, then ${last + 0.5} (`${last + 1}`, ${typeof globalThis.process}).",
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
      "notebooks/js.md:13: This JavaScript was not run. Read the notebook; if you trust it, run tidemark trust on it, or add --trust."
    );
    expect(await text("no.html")).toContain("Not run: the JavaScript of this notebook was not allowed to run.");
  });

  it("runs it with --trust: values, drawings and tables, the same bytes each time", async () => {
    expect(await run("report", "notebooks/js.md", "-o", "one.html", "--trust")).toBe(0);
    expect(err).toBe("");
    const report = await text("one.html");
    expect(report).toContain(
      'Now <span class="value">5</span>, then <span class="value">5.5</span> (<code>${last + 1}</code>, <span class="value">undefined</span>).'
    );
    expect(report).toMatch(/drawn 0\.\d{9}/);
    expect(report).toContain('<td class="n">10</td>');
    expect(await run("report", "notebooks/js.md", "-o", "two.html", "--trust")).toBe(0);
    expect(await text("two.html")).toBe(report);
    expect(await run("check", "notebooks/js.md", "--trust")).toBe(0);
    expect(await run("check", "notebooks/js.md")).toBe(1);
    expect(await run("verify", "one.html", "--workspace", ".", "--trust")).toBe(0);
  });

  it("runs what stands in text only then, too, in every format", async () => {
    await writeFile(
      join(cwd, "notebooks/prose.md"),
      "---\ntidemark: 1\ntitle: P\n---\n\nThe answer is ${6 * 7}, ${nope.x + 1}.\n"
    );
    expect(await run("report", "notebooks/prose.md")).toBe(1);
    expect(err).toContain("notebooks/prose.md:6: JavaScript in this text was not run.");
    expect(await text("prose.html")).toMatch(/class="not-run"[^>]*>\$\{6 \* 7\} \(not run\)</);
    expect(await run("report", "notebooks/prose.md", "--trust", "--format", "html,md")).toBe(0);
    expect(await text("prose.html")).toContain('The answer is <span class="value">42</span>, <span class="failed">');
    expect(await text("prose.md")).toContain("The answer is 42, ${nope.x + 1} (ReferenceError: nope is not defined).");
  });

  it("runs it for who trusted it, until a cell changes, whatever stands in the workspace", async () => {
    const home = await mkdtemp(join(tmpdir(), "tidemark-"));
    const before = process.env.TIDEMARK_TRUST;
    process.env.TIDEMARK_TRUST = join(home, "mine");
    try {
      expect(await run("trust", "notebooks/js.md")).toBe(0);
      expect(out).toContain(
        "notebooks/js.md: 3 cells with JavaScript may run for you on this machine (line 13, 18, 20)."
      );
      expect(await run("report", "notebooks/js.md", "-o", "trusted.html")).toBe(0);
      expect(await text("trusted.html")).toBe(await text("one.html"));
      expect(await run("check", "notebooks/js.md")).toBe(0);
      const first = await text("notebooks/js.md");
      await writeFile(join(cwd, "notebooks/js.md"), first.replace("Math.random()", "Math.random() * 2"));
      expect(await run("check", "notebooks/js.md")).toBe(1);
      await writeFile(join(cwd, "notebooks/js.md"), first.replace("last + 0.5", "last + 0.6"));
      expect(await run("check", "notebooks/js.md")).toBe(1);
      // text and SQL are no JavaScript
      await writeFile(join(cwd, "notebooks/js.md"), first.replace("* 2 AS v", "* 3 AS v").replace("Now", "Then"));
      expect(await run("check", "notebooks/js.md")).toBe(0);
      // somebody else's list and key, sent along with the workspace or copied over one's own list, say nothing
      const mine = await readFile(join(home, "mine/trusted"), "utf8");
      process.env.TIDEMARK_TRUST = join(home, "theirs");
      expect(await run("check", "notebooks/js.md")).toBe(1);
      expect(await run("trust", "notebooks/clock.md")).toBe(0);
      for (const name of ["trusted", ".tidemark/trusted", "notebooks/trusted"]) {
        await mkdir(dirname(join(cwd, name)), {recursive: true});
        await writeFile(join(cwd, name), mine);
      }
      await writeFile(join(home, "theirs/trusted"), mine);
      expect(await run("check", "notebooks/js.md")).toBe(1);
      // nor does a key that others can read
      process.env.TIDEMARK_TRUST = join(home, "mine");
      await chmod(join(home, "mine/trust-key"), 0o644);
      expect(await run("check", "notebooks/js.md")).toBe(1);
      expect(await run("trust", "notebooks/js.md")).toBe(1);
      expect(err).toContain("can be read or written by others");
      await chmod(join(home, "mine/trust-key"), 0o600);
      await run("trust", "--list");
      expect(out).toMatch(/^[0-9a-f]{12} {2}.*notebooks\/js\.md\n$/);
      expect(await run("trust", "notebooks/js.md", "--forget")).toBe(0);
      expect(await run("check", "notebooks/js.md")).toBe(1);
      await writeFile(join(cwd, "notebooks/js.md"), first);
    } finally {
      if (before === undefined) delete process.env.TIDEMARK_TRUST;
      else process.env.TIDEMARK_TRUST = before;
      await rm(home, {recursive: true, force: true});
    }
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
