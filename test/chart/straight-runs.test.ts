import {describe, expect, it} from "vitest";
import {withoutLevelPoints} from "../../src/chart/straight-runs.ts";
import * as fc from "../property.ts";

describe("a path without its level points", () => {
  it.each([
    ["M0,5L1,5L2,5L3,7L4,7", "M0,5L2,5L3,7L4,7"],
    ["M0,5L1,5M3,5L4,5L5,5L6,5", "M0,5L1,5M3,5L6,5"],
    ["M0,1L1,1L2,1L2,9L1,9L0,9Z", "M0,1L2,1L2,9L0,9Z"],
    ["M0,-1.5L10.25,-1.5L20.5,-1.5", "M0,-1.5L20.5,-1.5"],
    // back again along the same line: its end is drawn
    ["M0,5L9,5L3,5L1,5", "M0,5L9,5L1,5"],
    ["M1,0A2,2,0,0,1,3,4L5,4L7,4Z", "M1,0A2,2,0,0,1,3,4L7,4Z"],
    ["M0,0L5,5", "M0,0L5,5"],
    ["M0,0C1,1,2,2,3,3", "M0,0C1,1,2,2,3,3"],
    ["", ""]
  ])("%s", (path, expected) => {
    expect(withoutLevelPoints(path)).toBe(expected);
  });

  it("has the same height at every step", () => {
    const heights = fc.array(fc.integer({min: 0, max: 2}), {minLength: 1, maxLength: 30});
    fc.assert(
      fc.property(heights, (values) => {
        const path = withoutLevelPoints(`M${values.map((y, x) => `${x},${y}`).join("L")}`);
        const points = path
          .slice(1)
          .split("L")
          .map((point) => point.split(",").map(Number) as [number, number]);
        const at = (x: number) => {
          const next = points.findIndex(([end]) => end >= x);
          const [[x0, y0], [x1, y1]] = [points[Math.max(next - 1, 0)]!, points[next]!];
          return x1 === x0 ? y1 : y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
        };
        expect(values.map((_, x) => at(x))).toEqual(values);
      })
    );
  });
});
