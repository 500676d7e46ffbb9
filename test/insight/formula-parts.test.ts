import {describe, expect, it} from "vitest";
import {parseFormula} from "../../src/insight/formula.ts";
import {formulaParts} from "../../src/insight/formula-parts.ts";
import type {InsightResult, ValueStatus} from "../../src/insight/insight.ts";

const result = (times: readonly number[], series: Readonly<Record<string, readonly [number, ValueStatus][]>>) =>
  ({
    kind: "search",
    unit: "matches",
    times: Float64Array.from(times),
    series: Object.entries(series).map(([label, points]) => ({
      label,
      holds: 0,
      values: Float64Array.from(points, ([value]) => value),
      status: points.map(([, status]) => status)
    }))
  }) as unknown as InsightResult;

const named = (text: string) => {
  const read = parseFormula(text);
  if (!("formula" in read)) throw new Error(read.problem);
  return {formulas: [{label: "", text, formula: read.formula}]};
};

describe("the parts of a formula", () => {
  // a has a value every 10, b one at 10 only and a lower bound then
  const RESULTS: Readonly<Record<string, InsightResult>> = {
    a: result([10, 20, 30], {
      old: [
        [5, "ok"],
        [4, "ok"],
        [3, "ok"]
      ]
    }),
    b: result([10], {all: [[8, "partial"]]})
  };
  const parts = (text: string, at: number, before: number | null) =>
    formulaParts(named(text), (id) => RESULTS[id] ?? null, at, before).map(({id, label, value, before: earlier}) =>
      [id, label, value.text, earlier?.text ?? null].join(" ")
    );

  it("are the series of the insights it names, each once, at the point and before", () => {
    expect(parts("a / (a + b)", 30, 20)).toEqual(["a old 3 4", "b all ≥ 8 ≥ 8"]);
  });

  it("have no value before there was one, and none of a time that is not asked for", () => {
    expect(parts("b - a", 10, 5)).toEqual(["b all ≥ 8 ", "a old 5 "]);
    expect(parts("a", 10, null)).toEqual(["a old 5 "]);
  });

  it("are those of the line's own label where insights meet label by label, and all of what is taken whole", () => {
    const many = result([10], {x: [[1, "ok"]], y: [[2, "ok"]]});
    const of = (text: string) =>
      formulaParts(named(text), () => many, 10, null, "y").map(({id, label}) => `${id} ${label}`);
    expect(of("a / b")).toEqual(["a y", "b y"]);
    expect(of("a / sum(b)")).toEqual(["a y", "b x", "b y"]);
    expect(of('a - a["x"]')).toEqual(["a x", "a y"]);
    expect(formulaParts(named("a"), () => many, 10, null, "share").map(({label}) => label)).toEqual(["x", "y"]);
  });

  it("leave out names that are no insight", () => {
    expect(parts("a * input", 20, 10)).toEqual(["a old 4 5"]);
  });
});
