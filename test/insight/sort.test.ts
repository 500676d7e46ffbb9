import {describe, expect, it} from "vitest";
import type {SortMode} from "../../src/insight/insight.ts";
import {shownSeries} from "../../src/insight/sort.ts";

const series = (values: Readonly<Record<string, readonly number[]>>) =>
  Object.entries(values).map(([label, numbers]) => ({label, values: numbers}));
const order = (
  values: Readonly<Record<string, readonly number[]>>,
  sort: SortMode,
  direction: "asc" | "desc",
  limit = 20
) => shownSeries(series(values), {sort, direction, limit}).map(({label}) => label);

const VERSIONS = {b: [1], "v1.10": [1], "1.9": [1], a: [1], "1.9.0-rc.1": [1]};
const NUMBERS = {a: [9, 9, 1], b: [0, 2, 3], c: [0, 0, 2]};

describe("shown series", () => {
  it("are sorted by name with versions first, in version order", () => {
    expect(order(VERSIONS, "lexicographical", "asc")).toEqual(["1.9.0-rc.1", "1.9", "v1.10", "a", "b"]);
    expect(order(VERSIONS, "lexicographical", "desc")).toEqual(["b", "a", "v1.10", "1.9", "1.9.0-rc.1"]);
  });

  it("are sorted by their last value; equal ones by name in both directions", () => {
    expect(order(NUMBERS, "result-count", "desc")).toEqual(["b", "c", "a"]);
    expect(order(VERSIONS, "result-count", "desc")).toEqual(["1.9.0-rc.1", "1.9", "v1.10", "a", "b"]);
  });

  it("are sorted by their median", () => {
    expect(order(NUMBERS, "median", "desc")).toEqual(["a", "b", "c"]);
    expect(order({a: [], b: [1, Number.NaN], c: [1, 2]}, "median", "asc")).toEqual(["a", "b", "c"]);
  });

  it("are sorted by the first time they are not zero", () => {
    expect(order(NUMBERS, "date-added", "asc")).toEqual(["a", "b", "c"]);
  });

  it("are no more than the limit", () => {
    expect(order(NUMBERS, "result-count", "desc", 1)).toEqual(["b"]);
    expect(order(NUMBERS, "as-written", "desc", 0)).toEqual([]);
  });
});
