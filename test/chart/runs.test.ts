import {describe, expect, it} from "vitest";
import {runsOf, unknownStretches} from "../../src/chart/runs.ts";
import {stackSeries} from "../../src/chart/stack-layers.ts";
import type {ResultSeries, ValueStatus} from "../../src/insight/insight.ts";

/** A series by a letter a time: o ok, p partial, u unknown, a absent. */
function series(letters: string, value: (i: number) => number = (i) => i + 1): ResultSeries {
  const status = Array.from(
    letters,
    (letter): ValueStatus => ({o: "ok", p: "partial", u: "unknown", a: "absent"})[letter] as ValueStatus
  );
  return {
    label: letters,
    holds: 0,
    status,
    values: Float64Array.from(status, (word, i) => (word === "ok" || word === "partial" ? value(i) : Number.NaN))
  };
}

describe("runs", () => {
  it.each([
    ["ooo", "whole 0 1 2"],
    ["oouoo", "whole 0 1, whole 3 4"],
    ["aoo", "whole 1 2"],
    ["oopoo", "whole 0 1, not 1 2 3, whole 3 4"],
    ["ppo", "not 0 1 2"],
    ["opuo", "not 0 1, whole 3"],
    ["upu", "not 1"],
    ["uuu", ""],
    ["oppoo", "not 0 1 2 3, whole 3 4"]
  ])("of %s are %s", (letters, expected) => {
    const runs = runsOf(series(letters)).map(({whole, places}) => `${whole ? "whole" : "not"} ${places.join(" ")}`);
    expect(runs.join(", ")).toBe(expected);
  });

  it("draw a value that stands for an unknown one as incomplete", () => {
    // display.missing: zero
    const zero = {...series("ouo"), values: Float64Array.of(1, 0, 3)};
    expect(runsOf(zero)).toEqual([{whole: false, places: [0, 1, 2]}]);
    expect(unknownStretches([zero], 3)).toEqual([]);
  });
});

describe("unknown stretches", () => {
  it.each([
    [["ouuo"], [[1, 2]]],
    [["ouou", "oouo"], [[1, 3]]],
    [
      ["uoou"],
      [
        [0, 0],
        [3, 3]
      ]
    ],
    [["aaoo"], []]
  ] as const)("of %j are %j", (letters, expected) => {
    expect(
      unknownStretches(
        letters.map((one) => series(one)),
        4
      )
    ).toEqual(expected);
  });
});

describe("a stack", () => {
  const stack = (all: readonly ResultSeries[], asShares = false) => {
    const style = {color: "", dash: []};
    const {edges, high} = stackSeries(
      all.map((one, index) => ({series: one, index, style})),
      all[0]!.values.length,
      asShares
    );
    return {high, edges: edges.map((one) => [Array.from(one.low), Array.from(one.high)])};
  };

  it("puts each series on the one before", () => {
    expect(stack([series("oo"), series("oo", () => 10)])).toEqual({
      high: 12,
      edges: [
        [
          [0, 0],
          [1, 2]
        ],
        [
          [1, 2],
          [11, 12]
        ]
      ]
    });
  });

  it("has a gap where one is unknown, and no room for what is absent", () => {
    expect(stack([series("ou"), series("oo")]).edges.map(([, high]) => high)).toEqual([
      [1, Number.NaN],
      [2, Number.NaN]
    ]);
    expect(stack([series("ao"), series("oo")]).edges.map(([, high]) => high)).toEqual([
      [0, 2],
      [1, 4]
    ]);
    expect(stack([series("a"), series("a")]).edges[1]![1]).toEqual([Number.NaN]);
  });

  it("as parts of all ends at 1, and has a gap where all is 0", () => {
    const {edges, high} = stack([series("oo", (i) => i), series("oo", (i) => 3 * i)], true);
    expect(high).toBe(1);
    expect(edges[0]![1]).toEqual([Number.NaN, 0.25]);
    expect(edges[1]![1]).toEqual([Number.NaN, 1]);
  });
});
