import {describe, expect, it} from "vitest";
import {aggregated, type Measurement, metricValues} from "../../src/insight/metric-values.ts";

const of = (at: number, value: number, more: Partial<Measurement> = {}): Measurement => ({
  repository: "h.x/a",
  path: null,
  name: null,
  labels: null,
  at,
  value,
  ...more
});
const TOTAL = {by: "total", depth: 1, label: ""} as const;
const plain = (lines: Map<string, Float64Array>) =>
  Object.fromEntries([...lines].map(([label, values]) => [label, [...values]]));

describe("metricValues", () => {
  it("holds a measurement until the next, and has none before the first", () => {
    const rows = [of(10, 5), of(30, 7), of(20, 1, {repository: "h.x/b"})];
    expect(plain(metricValues(rows, TOTAL, "repo", "sum", Float64Array.of(5, 10, 20, 30), "T"))).toEqual({
      T: [Number.NaN, 5, 6, 8]
    });
    expect(
      plain(metricValues(rows, {...TOTAL, by: "repository"}, "repo", "sum", Float64Array.of(10, 30), "T"))
    ).toEqual({
      "h.x/a": [5, 7],
      "h.x/b": [Number.NaN, 1]
    });
  });

  it("takes a 0 of nothing in particular for all that was measured: a total, and no line of its own", () => {
    const rows = [of(10, 2, {name: "semver"}), of(20, 0)];
    const times = Float64Array.of(10, 20);
    expect(plain(metricValues(rows, TOTAL, "package", "sum", times, "T"))).toEqual({T: [2, 0]});
    expect(plain(metricValues(rows, TOTAL, "package", "count", times, "T"))).toEqual({T: [1, 0]});
    expect(plain(metricValues(rows, {...TOTAL, by: "name"}, "package", "sum", times, "T"))).toEqual({
      semver: [2, Number.NaN]
    });
  });

  it("forgets a file that its repository's next measurement does not name", () => {
    const rows = [of(10, 5, {path: "src/a.ts"}), of(10, 3, {path: "src/b.ts"}), of(20, 6, {path: "src/a.ts"})];
    expect(plain(metricValues(rows, TOTAL, "path", "sum", Float64Array.of(10, 20), "T"))).toEqual({T: [8, 6]});
    expect(plain(metricValues(rows, {...TOTAL, by: "path"}, "path", "sum", Float64Array.of(10, 20), "T"))).toEqual({
      "src/a.ts": [5, 6],
      "src/b.ts": [3, Number.NaN]
    });
    expect(
      plain(metricValues(rows, {...TOTAL, by: "directory"}, "path", "count", Float64Array.of(10, 20), "T"))
    ).toEqual({
      src: [2, 1]
    });
  });

  it("makes lines by name or by a label, and one of what has none", () => {
    const rows = [
      of(10, 1, {labels: '{"severity":"high"}', name: "x"}),
      of(10, 2, {labels: '{"severity":"low"}', name: "y"}),
      of(10, 4, {labels: "broken", name: "z"})
    ];
    const at = Float64Array.of(10);
    expect(plain(metricValues(rows, {by: "label", depth: 1, label: "severity"}, "global", "sum", at, "T"))).toEqual({
      "(none)": [4],
      high: [1],
      low: [2]
    });
    expect(plain(metricValues(rows, {...TOTAL, by: "name"}, "global", "sum", at, "T"))).toEqual({
      x: [1],
      y: [2],
      z: [4]
    });
  });
});

describe("aggregated", () => {
  it.each([
    ["sum", 10],
    ["mean", 2.5],
    ["median", 2],
    ["min", 1],
    ["max", 5],
    ["count", 4]
  ] as const)("%s of 1, 2, 2 and 5 is %d", (aggregate, value) =>
    expect(aggregated([5, 1, 2, 2], aggregate)).toBe(value)
  );

  it("of nothing is nothing, and no thing that is counted is 0", () => {
    expect(aggregated([], "sum")).toBeNaN();
    expect(aggregated([], "count")).toBe(0);
  });
});
