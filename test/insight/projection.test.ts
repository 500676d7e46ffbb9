import {describe, expect, it} from "vitest";
import type {ResultSeries, ValueStatus} from "../../src/insight/insight.ts";
import {projectGoal} from "../../src/insight/projection.ts";
import {isoDate} from "../../src/time.ts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);

function project(values: readonly number[], value: number, status: readonly ValueStatus[] = []) {
  const series: ResultSeries = {
    label: "calls",
    holds: 0,
    values: Float64Array.from(values),
    status: values.map((one, i) => status[i] ?? (Number.isNaN(one) ? "unknown" : "ok"))
  };
  return projectGoal(
    {series: null, value, by: null},
    [series],
    Float64Array.from(values, (_, i) => START + i * 10 * DAY)
  );
}

const date = (time: number | null | undefined) => (typeof time === "number" ? isoDate(time) : time);

describe("a projection", () => {
  it("of an even pace is one date: ten less every ten days from 1 January reach 0 when 100 of them are gone", () => {
    // 100 on 1 January, 50 on 20 February (day 50), so 0 on day 100, 11 April
    const found = project([100, 90, 80, 70, 60, 50], 0);
    expect(found).toMatchObject({state: "underway", direction: "down", toGo: 50, steps: 5});
    expect([found?.expected, found?.earliest, found?.latest].map(date)).toEqual([
      "2026-04-11",
      "2026-04-11",
      "2026-04-11"
    ]);
  });

  it("of an uneven pace is a range around the expected date", () => {
    // steps of −5 and −15 in turn: the same pace, σ² = 25 / 10 days · 5 / 4
    const found = project([100, 95, 80, 75, 60, 55, 40], 0)!;
    expect(date(found.expected)).toBe("2026-04-11");
    // 40 = h ∓ 1.2816·√(36/50·…): worked out once by hand with σ² = 150/10/5 = 3 a day, T = 60 days
    const half = (h: number) => 1.2816 * Math.sqrt(3) * Math.sqrt(h + (h * h) / 60);
    const [early, late] = [found.earliest!, found.latest!].map((time) => (time - found.lastAt) / DAY) as [
      number,
      number
    ];
    expect(early + half(early)).toBeCloseTo(40, 6);
    expect(late - half(late)).toBeCloseTo(40, 6);
    expect(early).toBeLessThan(40);
    expect(late).toBeGreaterThan(40);
  });

  it("counts up as well as down, and only the last twelve steps", () => {
    const found = project([0, 500, ...Array.from({length: 13}, (_, i) => 500 + i * 10)], 640);
    expect(found).toMatchObject({state: "underway", direction: "up", toGo: 20, steps: 12});
    expect(found!.expected! - found!.lastAt).toBeCloseTo(20 * DAY, 0);
  });

  it("has no latest date when the pace varies too much, and none at all when it leads away", () => {
    const wild = project([100, 160, 40, 150, 60, 98], 0)!;
    expect(wild.state).toBe("underway");
    expect(wild.latest).toBeNull();
    expect(project([100, 90, 80, 85, 95, 102], 0)).toMatchObject({state: "stalled", expected: null});
    expect(project([100, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50], 0)).toMatchObject({state: "stalled"});
  });

  it("is reached at the goal or beyond it, but not by a lower bound that may be above", () => {
    expect(project([100, 50, 0], 0)?.state).toBe("reached");
    expect(project([1, 2, 7], 5)?.state).toBe("reached");
    expect(project([1, 2, 7], 5, ["ok", "ok", "partial"])?.state).toBe("reached");
    expect(project([9, 7, 5], 5, ["ok", "ok", "partial"])).toMatchObject({
      state: "unknown",
      reason: "the last value is a lower bound"
    });
  });

  it("says nothing where too little is known", () => {
    expect(project([100, 90, 80, 70], 0)).toMatchObject({state: "unknown"});
    expect(project([100, 90, 80, 70, 60, Number.NaN], 0)).toMatchObject({
      state: "unknown",
      reason: "the last value is not known"
    });
    expect(project([Number.NaN], 0)).toBeNull();
  });
});
