import {describe, expect, it} from "vitest";
import {chartRows} from "../../src/insight/chart-rows.ts";
import {exportRows} from "../../src/insight/export-rows.ts";
import {timesWithin, zeroFilled} from "../../src/insight/points.ts";

describe("zero fill", () => {
  it("adds a zero for each time and captured value that has no point", () => {
    const points = [
      {time: 1, value: 5, capture: "x"},
      {time: 2, value: 6, capture: "y"}
    ];
    expect(zeroFilled(points, [1, 2])).toEqual([
      {time: 1, value: 5, capture: "x"},
      {time: 1, value: 0, capture: "y"},
      {time: 2, value: 0, capture: "x"},
      {time: 2, value: 6, capture: "y"}
    ]);
  });

  it("has nothing to fill without points", () => {
    expect(zeroFilled([], [1, 2])).toEqual([]);
  });
});

describe("a window of times", () => {
  it("holds its bounds, but not the time it comes after", () => {
    expect(timesWithin([3, 1, 2], {from: 1, until: 2})).toEqual([1, 2]);
    expect(timesWithin([3, 1, 2], {after: 1})).toEqual([3, 2]);
    expect(timesWithin([3, 1, 2], {})).toEqual([3, 1, 2]);
  });
});

describe("chart rows", () => {
  it("merge series on exactly equal times", () => {
    const rows = chartRows([
      {id: "a", points: [{time: 2, value: 1}]},
      {
        id: "b",
        points: [
          {time: 1, value: 3},
          {time: 2, value: 4}
        ]
      }
    ]);
    expect(rows).toEqual([
      {time: 2, values: [1, 4]},
      {time: 1, values: [null, 3]}
    ]);
  });
});

describe("export rows", () => {
  const series = {
    ...{title: "t", label: "l", query: "q", times: [2, 1]},
    points: [
      {time: 1, repository: "b", value: 3, capture: "x"},
      {time: 1, repository: "a", value: 2, capture: "x"}
    ]
  };

  it("are one a time, repository and captured value, and one for a time without any", () => {
    expect(exportRows([series], {include: [], exclude: []})).toEqual([
      {title: "t", label: "x", query: "q", time: 1, repository: "a", value: 2, capture: "x"},
      {title: "t", label: "x", query: "q", time: 1, repository: "b", value: 3, capture: "x"},
      {title: "t", label: "l", query: "q", time: 2, repository: null, value: 0, capture: null}
    ]);
  });

  it("leave out excluded repositories", () => {
    const rows = exportRows([series], {include: [], exclude: ["a"]});
    expect(rows.map(({repository}) => repository)).toEqual(["b", null]);
  });
});
