import {describe, expect, it} from "vitest";
import type {ResultSeries} from "../../src/insight/insight.ts";
import {seriesFacts} from "../../src/report/series-facts.ts";

const facts = (...values: number[]) => {
  const series: ResultSeries = {
    label: "a",
    holds: 0,
    values: Float64Array.from(values),
    status: values.map(() => "ok")
  };
  return seriesFacts(
    series,
    Float64Array.from(values, (_, i) => i)
  );
};

describe("the change of a series", () => {
  it("is a part of the first value where that can be", () => {
    expect(facts(8, 6)).toMatchObject({change: -2, share: -0.25});
    expect(facts(8, Number.NaN, 0)).toMatchObject({change: -8, share: -1});
  });

  it("is no part of zero, nor of what goes below it, as a rate does", () => {
    expect(facts(0, 6)).toMatchObject({change: 6, share: null});
    // from +8.56 to −6.2 a month is no fall by 172.5 %, and from −10 to −5 no change by −50 %
    expect(facts(8.56, -6.2)?.share).toBeNull();
    expect(facts(-10, -5)).toMatchObject({change: 5, share: null});
  });
});
