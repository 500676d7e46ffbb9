import {execFile} from "node:child_process";
import {cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {promisify} from "node:util";
import {afterAll, describe, expect, it} from "vitest";
import {draw} from "../../src/chart/draw.ts";
import {insightChart} from "../../src/chart/insight-spec.ts";
import {drawingThread} from "../../src/cli/drawing.ts";
import type {TidemarkError} from "../../src/error.ts";
import {canDraw, chartsOnce} from "../../src/report/charts.ts";
import {IMPORTS, monthlyResult} from "../chart/results.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BUILT = join(ROOT, "dist/cli");
const thread = drawingThread(pathToFileURL(join(BUILT, "tidemark.js")));
const folder = mkdtempSync(join(tmpdir(), "tidemark-start-"));
afterAll(() => {
  thread.close();
  rmSync(folder, {recursive: true});
});

const result = monthlyResult(IMPORTS);
const specs = [
  insightChart(result, 680, 320).spec,
  insightChart(result, 350, 260).spec,
  {mark: "bar", width: 40, height: 40, data: {values: [{a: 1}]}, encoding: {x: {field: "a", type: "quantitative"}}}
];

describe("the thread that draws", () => {
  it("draws what is drawn without it, however many are asked at once", async () => {
    thread.begin();
    const here = await Promise.all(specs.map(draw));
    expect(await Promise.all(specs.map(thread.draw))).toEqual(here);
    expect(here[0]!.svg).toContain("<path");
  });

  it("says what Vega did not accept, and draws on", async () => {
    const wrong = {mark: "nothing", data: {values: []}};
    const {code, message} = (await draw(wrong).catch((error: unknown) => error)) as TidemarkError;
    await expect(thread.draw(wrong)).rejects.toMatchObject({name: "TidemarkError", code, message});
    expect(code).toBe("chart/spec");
    expect((await thread.draw(specs[2]!)).svg).toContain("<svg");
  });

  it("says so when it is lost", async () => {
    const file = join(folder, "lost.mjs");
    writeFileSync(
      file,
      'import {parentPort} from "node:worker_threads"; parentPort.once("message", () => process.exit(3));'
    );
    await expect(drawingThread(pathToFileURL(file)).draw(specs[2]!)).rejects.toMatchObject({
      code: "chart/thread",
      message: "This chart was not drawn: the thread that draws ended (exit code 3)."
    });
  });
});

describe("charts that are begun ahead", () => {
  it("are drawn once for each result, in both sizes", async () => {
    const asked: unknown[] = [];
    const charts = chartsOnce((spec) => {
      asked.push(spec);
      return draw(spec);
    });
    const [wide, narrow] = charts(result);
    expect(charts(result)).toEqual([wide, narrow]);
    expect(asked).toEqual([wide!.chart.spec, narrow!.chart.spec]);
    expect((await wide!.drawing).svg).toBe((await draw(specs[0]!)).svg);
    expect([canDraw(result), canDraw({...result, presentation: "number"})]).toEqual([true, false]);
  });
});

describe("the built command", () => {
  const run = (command: string) => promisify(execFile)(process.execPath, [command, "--version"]);

  it("starts from code that was compiled by the build, and without it", async () => {
    const files = readdirSync(BUILT);
    const compiled = files.filter((name) => name.endsWith(".cache"));
    expect(compiled.map((name) => name.split("-")[0]).sort()).toEqual(["command", "drawing"]);
    const copy = join(folder, "dist/cli");
    cpSync(BUILT, copy, {recursive: true});
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    for (const name of compiled) writeFileSync(join(copy, name), "compiled by another Node");
    const {stdout} = await run(join(BUILT, "tidemark.js"));
    expect((await run(join(copy, "tidemark.js"))).stdout).toBe(stdout);
    for (const name of compiled) rmSync(join(copy, name));
    expect((await run(join(copy, "tidemark.js"))).stdout).toBe(stdout);
  });
});
