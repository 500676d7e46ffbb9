import {describe, expect, it} from "vitest";
import {draw} from "../../src/chart/draw.ts";
import {specChart} from "../../src/chart/spec.ts";
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
});
