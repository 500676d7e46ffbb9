/**
 * Value, zero, no commit yet, lower bound, incomplete, unknown: different things in data, chart, table, CSV and report. One file is
 * imported, and each state is looked for in all of them.
 */
import {mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type ChartRow, insightChart} from "../../src/chart/insight-spec.ts";
import {openStore} from "../../src/cli/workspace.ts";
import type {InsightResult} from "../../src/insight/insight.ts";
import {readInsight} from "../../src/insight/kinds/index.ts";
import {cwd, enter, out, run} from "./terminal.ts";

/** What each state is, where it stands. `csv` is the value of the row in an export, where a
 * count that was not answered is the last one there was, with its status. */
const STATES = [
  {state: "no commit yet", day: "2026-01-01", matches: null, value: null, status: "absent", cell: "", csv: ""},
  {state: "a value", day: "2026-02-01", matches: "1200,ok", value: 1200, status: "ok", cell: "1,200", csv: "1200"},
  {state: "zero", day: "2026-03-01", matches: "0,ok", value: 0, status: "ok", cell: "0", csv: "0"},
  {
    state: "a lower bound",
    day: "2026-04-01",
    matches: "7,partial",
    value: 7,
    status: "partial",
    cell: "≥ 7",
    csv: "7"
  },
  {
    state: "unknown",
    day: "2026-05-01",
    matches: ",unknown",
    value: null,
    status: "unknown",
    cell: "–",
    csv: "7"
  },
  {
    // acme/web is counted, acme/api is not: its 7 stand in
    state: "incomplete",
    day: "2026-06-01",
    matches: ",unknown",
    value: 12,
    status: "incomplete",
    cell: "≈ 12",
    csv: "7"
  }
] as const;

const WRITTEN = {title: "Calls", data: "calls", times: STATES.map(({day}) => day)};

let result: InsightResult;
let csv = "";
let sums: Record<string, unknown>[] = [];
let wide = "";
let report = "";
beforeAll(async () => {
  enter(await mkdtemp(join(tmpdir(), "tidemark-")));
  await mkdir(join(cwd, "notebooks"));
  const rows = STATES.flatMap(({day, matches}) => (matches === null ? [] : [`acme/api,${day},calls,${matches}`]));
  await writeFile(
    join(cwd, "calls.csv"),
    ["repo,sample_time,query,matches,status", ...rows, "acme/web,2026-06-01,calls,5,ok", ""].join("\n")
  );
  await writeFile(
    join(cwd, "notebooks/states.md"),
    `---\ntidemark: 1\ntitle: States\n---\n\n# States\n\n\`\`\`yaml insight id=calls\n${JSON.stringify(WRITTEN)}\n\`\`\`\n`
  );
  expect(await run("import", "calls.csv")).toBe(0);
  expect(await run("series", "notebooks/states.md", "--insight", "calls")).toBe(0);
  csv = out;
  expect(await run("series", "notebooks/states.md", "--insight", "calls", "--sums", "--json")).toBe(0);
  sums = JSON.parse(out) as typeof sums;
  expect(await run("series", "notebooks/states.md", "--insight", "calls", "--wide")).toBe(0);
  wide = out;
  expect(await run("report", "notebooks/states.md", "-o", "states.html")).toBe(0);
  report = await readFile(join(cwd, "states.html"), "utf8");
  const store = openStore(cwd, "workspace", () => 0);
  result = await store.insight(readInsight(WRITTEN).value!, null);
  await store.close();
});
afterAll(() => rm(cwd, {recursive: true, force: true}));

describe.each(STATES)("$state", ({day, value, status, cell, csv: row}) => {
  const at = STATES.findIndex((one) => one.day === day);

  it("is itself in the data", () => {
    const [series] = result.series;
    expect([series!.values[at], series!.status[at]]).toEqual([value ?? Number.NaN, status]);
  });

  it("is itself in a chart: in a place of its own, or in none", () => {
    for (const presentation of ["line", "area", "bar"] as const) {
      const {spec} = insightChart({...result, presentation}, 700, 260);
      const layers = spec.layer as readonly {
        data?: {values: readonly ChartRow[]};
        mark?: {strokeDash?: unknown; shape?: string};
      }[];
      const drawn = layers.flatMap(({data}) => data?.values ?? []).filter(({row: place}) => place === at);
      expect(new Set(drawn.map((one) => one.value)), presentation).toEqual(new Set(value === null ? [] : [value]));
      // the stretch of what is unknown has a sign at the axis
      const signs = JSON.stringify(spec).split('"text":"?"').length - 1;
      expect(signs, presentation).toBe(1);
      if ((status === "partial" || status === "incomplete") && presentation === "line") {
        const shape = status === "partial" ? "triangle-up" : "circle";
        expect(
          layers.some(({data, mark}) => mark?.shape === shape && data?.values.some(({row: place}) => place === at))
        ).toBe(true);
        // the last point stands alone: what comes before it is unknown
        expect(
          status === "incomplete" ||
            layers.some(({data, mark}) => mark?.strokeDash && data?.values.some(({row: place}) => place === at))
        ).toBe(true);
      }
    }
  });

  it("is itself in CSV and in the rows of the chart", () => {
    const line = csv.split("\n").find((one) => one.includes(day))!;
    const [, , , , repository, number, , word] = line.split(",");
    const own = status === "incomplete" ? "unknown" : status;
    expect([repository, number, word]).toEqual([status === "absent" ? "" : "acme/api", row, own]);
    const added = sums.filter(({recorded_at}) => String(recorded_at).startsWith(day));
    expect(added.map(({value: number, status: word}) => [number, word])).toEqual(
      status === "absent" ? [] : [[value, status]]
    );
  });

  it("is itself in a table with a column for each series", () => {
    const line = wide.split("\n").find((one) => one.startsWith(day))!;
    expect(line.trim().split(",").slice(1)).toEqual([
      value === null ? "" : String(value),
      status === "ok" ? "" : `calls: ${status}`
    ]);
  });

  it("is itself in the table of a report", () => {
    const [, text] = new RegExp(`<th scope="row">${day}</th><td class="n[^"]*"[^>]*>([^<]*)<`).exec(report) ?? [];
    expect(text).toBe(cell);
  });
});

describe("the report of all of them", () => {
  it("says what the signs mean, which repository is behind them, and that the last point is not complete", () => {
    expect(report).toContain(
      "≥ incomplete, a lower bound · ≈ incomplete: a search gave no answer, its last count stands in · – unknown · empty: no commit yet"
    );
    expect(report).toContain("Incomplete: 1 repository without an answer at the last point (acme/api)");
    expect(report).toMatch(/title="incomplete: a lower bound \(undercounted: acme\/api\)"/);
    expect(report).toMatch(/title="unknown: searched, no answer \(no answer: acme\/api\)"/);
  });
});
