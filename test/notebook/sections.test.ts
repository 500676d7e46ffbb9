import {describe, expect, it} from "vitest";
import {foldsOf, headingNames, type Part} from "../../src/notebook/sections.ts";
import * as fc from "../property.ts";

const head = (depth: number, name: string): Part => ({depth, name});

// # A · text · (chart) · ## B · text · (chart) · # C, each in a cell of its own but for "B" and its text
const CELLS: readonly (readonly Part[])[] = [
  [head(1, "A"), null],
  [],
  [null, head(2, "B"), null],
  [],
  [head(1, "C"), null]
];

describe("the sections of a notebook", () => {
  it("are folded from a heading to the next that is as high", () => {
    const {hidden, hiddenBy} = foldsOf(CELLS, new Set(["A"]));
    expect(hidden).toEqual([[false, true], [], [true, true, true], [], [false, false]]);
    expect(hiddenBy).toEqual([null, "A", "A", "A", null]);
  });

  it("are folded within a cell, too, and the outermost fold is the one that hides", () => {
    const inner = foldsOf(CELLS, new Set(["B"]));
    expect(inner.hidden).toEqual([[false, false], [], [false, false, true], [], [false, false]]);
    expect(inner.hiddenBy).toEqual([null, null, null, "B", null]);
    expect(foldsOf(CELLS, new Set(["A", "B"])).hiddenBy[3]).toBe("A");
  });

  it("say in which section each cell ends", () => {
    expect(foldsOf(CELLS, new Set()).section).toEqual(["A", "A", "B", "B", "C"]);
  });

  it("hide nothing when none is folded, and never the last heading of the highest depth", () => {
    const part = fc.option(fc.record({depth: fc.integer({min: 1, max: 3}), name: fc.constantFrom("a", "b", "c")}), {
      nil: null
    });
    fc.assert(
      fc.property(
        fc.array(fc.array(part, {maxLength: 4}), {maxLength: 6}),
        fc.subarray(["a", "b", "c"]),
        (cells, names) => {
          expect(foldsOf(cells, new Set()).hidden.flat()).not.toContain(true);
          const {hidden} = foldsOf(cells, new Set(names));
          // a heading of depth 1 is under no other
          cells.forEach((parts, i) => {
            parts.forEach((one, k) => {
              if (one?.depth === 1) expect(hidden[i]![k]).toBe(false);
            });
          });
        }
      )
    );
  });

  it("are named by their headings, equal ones with a number", () => {
    const names = headingNames([
      {depth: 1, text: "A", anchor: "x"},
      {depth: 2, text: "A", anchor: "y"},
      {depth: 1, text: "A", anchor: "z"}
    ]);
    expect([...names.values()]).toEqual(["# A", "## A", "# A (2)"]);
  });
});
