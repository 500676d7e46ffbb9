import {describe, expect, it} from "vitest";
import {draw} from "../../src/chart/draw.ts";
import {safeSvg} from "../../src/chart/safe-svg.ts";
import {specChart} from "../../src/chart/spec.ts";
import {standaloneSvg} from "../../src/report/standalone-svg.ts";
import {numberColumn, textColumn} from "../../src/table.ts";

/** The drawing of bars with these names at the left. */
async function bars(names: readonly string[], width: number, more: Readonly<Record<string, unknown>> = {}) {
  const rows = {
    rows: names.length,
    columns: [
      textColumn("name", names),
      numberColumn(
        "n",
        names.map((_, i) => i + 1)
      )
    ]
  };
  const spec = {
    mark: "bar",
    encoding: {y: {field: "name", type: "nominal", axis: {title: null}}, x: {field: "n", type: "quantitative"}},
    ...more
  };
  const {svg, height} = await draw(specChart(spec, rows, width, 320));
  return {height, texts: Array.from(svg.matchAll(/<text[^>]*>([^<]*)</g), ([, text]) => text)};
}

describe("an author's chart", () => {
  const many = Array.from({length: 40}, (_, i) => `name ${i}`);

  it("is as high as the names at its left need, unless its height is given", async () => {
    expect((await bars(many.slice(0, 5), 680)).height).toBe(320);
    const {height, texts} = await bars(many, 680);
    expect(height).toBe(600);
    for (const name of many) expect(texts).toContain(name);
    expect((await bars(many, 680, {height: 200})).height).toBe(200);
  });

  it("shows the ends of long names where their beginnings are the same", async () => {
    const names = ["github.com/sourcegraph/src-cli", "github.com/sourcegraph/docs", "github.com/vega/vega"];
    const {texts: wide} = await bars(names, 680);
    for (const name of names) expect(wide).toContain(name);
    const {texts} = await bars(names, 350);
    expect(texts.filter((text) => /cli$|docs$|vega$/.test(text!))).toHaveLength(3);
    expect(texts).toContain("github.com/vega/vega");
    expect(texts.some((text) => /^….*src-cli$/.test(text!))).toBe(true);
    // a spec that says how its labels read is left alone
    const axis = {title: null, labelExpr: "upper(datum.label)"};
    const own = {encoding: {y: {field: "name", type: "nominal", axis}, x: {field: "n", type: "quantitative"}}};
    expect((await bars(names, 350, own)).texts.some((text) => text!.startsWith("GITHUB.COM/"))).toBe(true);
  });

  const rows = {rows: 3, columns: [textColumn("name", ["a", "b", "c"]), numberColumn("n", [1, 2, 3])]};
  const colored = (mark: string, color: Readonly<Record<string, unknown>>) =>
    draw(specChart({mark, encoding: {x: {field: "n", type: "quantitative"}, color}}, rows, 400, 200));
  const fillsOf = (svg: string, of: RegExp) =>
    Array.from(svg.matchAll(/<g class="([^"]*)"[^>]*>(.*?)<\/g>/gs))
      .filter(([, name]) => of.test(name!))
      .flatMap(([, , inner]) => Array.from(inner!.matchAll(/fill="([^"]*)"/g), ([, fill]) => fill!));

  it("shows in the legend of what is filled a square or a dot of its colour, not a line nobody sees", async () => {
    for (const mark of ["bar", "area", "point", "rect"]) {
      const {svg} = await colored(mark, {field: "name", type: "nominal"});
      const symbols = Array.from(svg.matchAll(/role-legend-symbol.*?<path[^>]* d="([^"]*)"([^>]*)/gs));
      expect(symbols).toHaveLength(3);
      for (const [, path, paint] of symbols) {
        expect(path).toMatch(/[AZ]/);
        expect(paint).toMatch(/(?:fill|stroke)="var\(--s\d\)"/);
      }
    }
  });

  it("mixes numbers and ordered values from the theme's colours, one for each", async () => {
    const {svg} = await colored("rect", {field: "n", type: "quantitative"});
    expect(fillsOf(svg, /role-mark marks/)).toEqual([
      "var(--heat-0)",
      "color-mix(in srgb, var(--heat-1) 50%, var(--heat-0))",
      "var(--heat-1)"
    ]);
    const ordered = fillsOf((await colored("bar", {field: "name", type: "ordinal"})).svg, /role-mark marks/);
    expect(new Set(ordered).size).toBe(3);
    for (const fill of ordered)
      expect(fill).toMatch(/^color-mix\(in srgb, var\(--heat-1\) [\d.]+%, var\(--heat-0\)\)$/);
    // a file of its own is for programs that cannot mix: half way from #e6efef to #0b6670
    const file = standaloneSvg(safeSvg(svg, {prefix: "p", title: "t", description: "d"}));
    expect(file).toContain('fill="#79abb0"');
    expect(file).not.toMatch(/var\(|color-mix/);
  });

  it("lays the names of a legend out in as many rows as the width asks for, unless the spec says how", async () => {
    const names = Array.from({length: 12}, (_, i) => `github.com/organisation/repository-${i}`);
    const rows = {
      rows: 12,
      columns: [
        textColumn("name", names),
        numberColumn(
          "n",
          names.map((_, i) => i)
        )
      ]
    };
    const legend = async (width: number, more: Readonly<Record<string, unknown>> = {}) => {
      const encoding = {x: {field: "n", type: "quantitative"}, color: {field: "name", type: "nominal"}};
      const {svg} = await draw(specChart({mark: "point", encoding, ...more}, rows, width, 320));
      const entries = svg.slice(svg.indexOf("role-legend-entry"));
      const places = Array.from(
        entries.matchAll(/<g transform="translate\(([\d.]+),([\d.]+)\)">(?=(?:(?!<g transform).)*role-legend-symbol)/g),
        ([, x, y]) => [Number(x), Number(y)] as const
      );
      return {
        right: Math.max(...places.map(([x]) => x)),
        texts: new Set(Array.from(entries.matchAll(/<text[^>]*>(github[^<]*)</g), ([, text]) => text)).size,
        lines: new Set(places.map(([, y]) => y)).size,
        count: places.length
      };
    };
    // names that begin alike are shown in more of their letters, so that they can be told apart
    expect(await legend(680)).toMatchObject({lines: 6, count: 12, texts: 12});
    expect((await legend(680)).right).toBeLessThan(400);
    expect(await legend(350)).toMatchObject({lines: 12, count: 12, texts: 12, right: 0});
    expect(await legend(4000)).toMatchObject({lines: 1, texts: 12});
    expect(await legend(680, {config: {legend: {columns: 4}}})).toMatchObject({lines: 3});
  });
});
