import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";
import {cutNames} from "../../src/chart/bar-chart.ts";
import {draw} from "../../src/chart/draw.ts";
import {drawnAs} from "../../src/chart/drawn-as.ts";
import {insightChart} from "../../src/chart/insight-spec.ts";
import {safeSvg} from "../../src/chart/safe-svg.ts";
import type {InsightResult} from "../../src/insight/insight.ts";
import type {Presentation} from "../../src/insight/presentation.ts";
import {groups, IMPORTS, MONTHS, monthly, monthlyResult} from "./results.ts";

const golden = (name: string) => fileURLToPath(new URL(`./golden/${name}.svg`, import.meta.url));
const marks = [
  {at: Date.UTC(2024, 2, 14), text: "CI moved"},
  {at: Date.UTC(2025, 8, 20), text: "v6.0"}
];

const CASES: Readonly<Record<string, InsightResult>> = {
  line: monthlyResult(IMPORTS, {marks, goal: {series: "require()", value: 100, by: Date.UTC(2025, 8, 1)}}),
  "line-of-shares": monthlyResult([monthly("share", (i) => i / 30)], {unit: "share", zero: false}),
  area: monthlyResult(IMPORTS, {presentation: "area"}),
  stacked: monthlyResult(IMPORTS, {presentation: "stacked"}),
  "percent-stacked": monthlyResult(IMPORTS, {presentation: "percent-stacked", marks}),
  columns: monthlyResult([IMPORTS[2]!], {presentation: "bar", goal: {series: null, value: 120, by: null}}),
  bars: monthlyResult(
    [
      ...groups(8),
      monthly(
        "Other (4)",
        () => 50,
        () => "ok",
        {holds: 4}
      )
    ],
    {presentation: "bar"}
  ),
  pie: monthlyResult(
    [
      ...groups(8),
      monthly(
        "Other (4)",
        () => 50,
        () => "ok",
        {holds: 4}
      )
    ],
    {presentation: "pie"}
  )
};

const SIZES = {wide: [680, 320], narrow: [350, 260]} as const;
const words = {prefix: "golden", title: "Golden", description: "A chart of the test."};

describe.each(Object.entries(CASES))("the drawing of %s", (name, result) => {
  it.each(Object.entries(SIZES))("is the same bytes as before, %s", async (size, [width, height]) => {
    const {svg} = await draw(insightChart(result, width, height).spec);
    const text = safeSvg(svg, words).replaceAll("><", ">\n<");
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
    // a comment is beyond the quick reader: the parser of the whole language comes to the same
    expect(safeSvg(`<!-- -->${svg}`, words).replaceAll("><", ">\n<")).toBe(text);
    await expect(`${text}\n`).toMatchFileSnapshot(golden(`${name}-${size}`));
  });

  it.each(Object.entries(SIZES))(
    "has a place for every known value and none outside, %s",
    async (_, [width, height]) => {
      const chart = insightChart(result, width, height);
      const drawing = await draw(chart.spec);
      const known = result.series.flatMap(({values}, s) =>
        Array.from(values, (value, i) => ({row: s * MONTHS.length + i, value, last: i === MONTHS.length - 1}))
      );
      const expected =
        name === "bars"
          ? known.filter(({last}) => last)
          : name === "pie"
            ? known.filter(({last, value}) => last && value > 0)
            : name.endsWith("stacked")
              ? // where one is unknown there is no stack; what is absent has a place without height
                known.filter(({row}) => ![9, 10].includes(row % MONTHS.length))
              : known.filter(({value}) => !Number.isNaN(value));
      expect(drawing.hits.map(({row}) => row)).toEqual(expected.map(({row}) => row).sort((a, b) => a - b));
      for (const {x, y} of drawing.hits) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(drawing.width);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y).toBeLessThanOrEqual(drawing.height);
      }
    }
  );
});

describe("a presentation", () => {
  const one = monthlyResult([IMPORTS[0]!]);
  const many = monthlyResult(IMPORTS);
  const negative = monthlyResult([monthly("a", (i) => i - 5), monthly("b", (i) => i)]);
  const categorical: InsightResult = {...many, form: "categorical"};
  it.each<[string, InsightResult, Presentation, string, string]>([
    ["over time", many, "line", "line", ""],
    ["over time", many, "area", "area", ""],
    ["over time", many, "stacked", "stacked", ""],
    ["over time", many, "percent-stacked", "percent-stacked", ""],
    ["of several series", many, "bar", "bars", ""],
    ["of one series", one, "bar", "columns", ""],
    ["over time", many, "pie", "pie", ""],
    ["over time", many, "number", "line", ""],
    ["over time", many, "table", "line", ""],
    ["of groups", categorical, "line", "bars", ""],
    ["of groups", categorical, "stacked", "bars", ""],
    ["of groups", categorical, "pie", "pie", ""],
    ["below zero", negative, "stacked", "line", "Values below 0 cannot be stacked, so these are lines."],
    ["below zero", negative, "percent-stacked", "line", "Values below 0 cannot be stacked, so these are lines."],
    ["that ends above zero", negative, "pie", "pie", ""]
  ])("%s as %s is drawn as it can be (%#)", (_, result, presentation, drawn, reason) => {
    expect(drawnAs({...result, presentation})).toEqual({drawn, reason});
  });

  it("of values below zero is no pie", () => {
    const result = monthlyResult([monthly("a", () => -1), monthly("b", () => 2)], {presentation: "pie"});
    expect(drawnAs(result)).toEqual({drawn: "bars", reason: "A pie cannot show values below 0, so these are bars."});
    expect(insightChart(result, 680, 320).notes).toEqual(["A pie cannot show values below 0, so these are bars."]);
  });

  it("says when the axis does not begin at zero", () => {
    const result = monthlyResult([monthly("a", (i) => 1000 + i)]);
    expect(insightChart(result, 680, 320).notes).toEqual([]);
    expect(insightChart({...result, zero: false}, 680, 320).notes).toEqual(["The value axis does not begin at 0."]);
    // what is filled down to the axis has to begin at zero
    expect(insightChart({...result, zero: false, presentation: "area"}, 680, 320).notes).toEqual([]);
    expect(insightChart({...result, zero: false, presentation: "bar"}, 680, 320).notes).toEqual([]);
  });
});

describe("bars", () => {
  it("show the ends of long names whose beginnings are the same, and else the beginnings", () => {
    const hosts = ["git.acme.example/dock/label-printer", "git.acme.example/rates/tariff-import"];
    expect(cutNames(hosts, 100)).toEqual(["…k/label-printer", "…/tariff-import"]);
    expect(cutNames(hosts, 400)).toEqual(hosts);
    expect(cutNames(["ada.nyberg@acme.example", "hana.fin@acme.example"], 100)).toEqual([
      "ada.nyberg@ac…",
      "hana.fin@acme…"
    ]);
    expect(cutNames(["src/web/a-long-name/same", "src/web/another-name/same"], 40)).toEqual(["…same", "…same"]);
  });

  it("are at most twenty and the Other, and say what is left", async () => {
    const result = monthlyResult(
      [
        ...groups(26),
        monthly(
          "Other (3)",
          () => 9,
          () => "ok",
          {holds: 3}
        )
      ],
      {presentation: "bar"}
    );
    const chart = insightChart(result, 680, 320);
    // groups 21 to 26: 1000 / n rounded is 48 + 45 + 43 + 42 + 40 + 38
    expect(chart.notes).toEqual(["6 more groups are not drawn: 256 together. The table has all."]);
    expect((await draw(chart.spec)).hits).toHaveLength(21);
  });

  it("tell zero, unknown, no commit yet and a lower bound apart", async () => {
    const {svg} = await draw(
      insightChart(monthlyResult([...groups(7), monthly("none", () => 0)], {presentation: "bar"}), 680, 320).spec
    );
    for (const text of ["≥ 250", "– unknown", "no commit yet", ">0<"]) expect(svg).toContain(text);
  });
});

describe("a pie", () => {
  it("joins slices beyond twelve, and names what is unknown", () => {
    const chart = insightChart(monthlyResult(groups(20), {presentation: "pie"}), 680, 320);
    const {values} = chart.spec.data as {values: {label: string; value: number; from: number; to: number}[]};
    expect(values).toHaveLength(12);
    expect(values.at(-1)!.label).toBe("7 more");
    expect(values.at(-1)!.to).toBeCloseTo(2 * Math.PI, 9);
    expect(chart.notes).toEqual(["One group is unknown and not in the ring: group f. The parts are of what is known."]);
  });

  it("says that there is none when everything is zero", () => {
    expect(insightChart(monthlyResult([monthly("a", () => 0)], {presentation: "pie"}), 680, 320).notes).toEqual([
      "Every group is 0, so there is no ring to draw."
    ]);
  });
});
