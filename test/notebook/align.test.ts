import {describe, expect, it} from "vitest";
import {alignCells} from "../../src/notebook/align.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import * as fc from "../property.ts";

/** A notebook of cells written as `kind id=… : body`, one a line. */
function cellsOf(...lines: readonly string[]) {
  return parseNotebook(
    lines
      .map((line) => (line.startsWith("#") ? line : `\`\`\`${line.replace(" : ", "\n")}\n\`\`\``))
      .join("\n\n<!---->\n\n")
  ).cells;
}

function align(before: readonly string[], after: readonly string[]): number[] {
  return alignCells(cellsOf(...before), cellsOf(...after));
}

describe("alignCells", () => {
  it("finds unchanged cells wherever they are moved", () => {
    expect(align(["sql id=a : 1", "sql : 2", "# T"], ["# T", "sql : 2", "sql id=a : 1"])).toEqual([2, 1, 0]);
  });

  it("finds an edited cell by its id, wherever it is moved", () => {
    expect(align(["sql id=a : 1", "sql id=b : 2"], ["sql id=b : 20", "sql id=a : 10"])).toEqual([1, 0]);
  });

  it("finds an edited cell without an id between its neighbours", () => {
    expect(align(["# A", "sql : 1", "# B"], ["# A", "sql : 2", "# B"])).toEqual([0, 1, 2]);
    expect(align(["sql : 1"], ["sql : 2"])).toEqual([0]);
  });

  it("knows a cell whose id is changed by its place", () => {
    expect(align(["sql id=a : 1", "# B"], ["sql id=b : 2", "# B"])).toEqual([0, 1]);
  });

  it("takes no cell of another kind for an edited one", () => {
    expect(align(["# A", "sql : 1", "# B"], ["# A", "js : 2", "# B"])).toEqual([0, -1, 2]);
    expect(align(["sql id=a : 1"], ["js id=a : 1"])).toEqual([-1]);
  });

  it("tells new cells from old ones", () => {
    expect(align(["# A", "# B"], ["# A", "sql : 1", "# B"])).toEqual([0, -1, 1]);
    expect(align([], ["# A"])).toEqual([-1]);
    expect(align(["# A"], [])).toEqual([]);
  });

  it("tells equal cells apart by their order", () => {
    expect(align(["# A", "# A", "# A"], ["# A", "# A"])).toEqual([0, 1]);
  });

  it("uses each old cell at most once, and finds all of a notebook that was only reordered", () => {
    const line = fc.constantFrom("# A", "# B", "sql id=a : 1", "sql id=b : 1", "sql : 1", "sql : 2", "js : 1");
    fc.assert(
      fc.property(
        fc.uniqueArray(line),
        fc.array(line, {maxLength: 6}),
        fc.infiniteStream(fc.nat()),
        (before, after, random) => {
          const known = align(before, after).filter((index) => index >= 0);
          expect(new Set(known).size).toBe(known.length);
          const shuffled = [...before].sort(() => (random.next().value! % 2 ? 1 : -1));
          expect(align(before, shuffled)).toEqual(shuffled.map((one) => before.indexOf(one)));
        }
      ),
      {numRuns: 200}
    );
  });
});
