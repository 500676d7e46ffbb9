import {describe, expect, it} from "vitest";
import {wideTable} from "../../src/insight/wide-table.ts";
import {recordsOf} from "../../src/table.ts";
import {result, series} from "../notebook/values.ts";

describe("a table with a column for each series", () => {
  it("has a row for every time, also where nothing is known, and says what is no plain value", () => {
    const table = wideTable(result([series("a", [undefined, null, 3]), series("b", [undefined, 2, 0])]));
    expect(recordsOf(table).map(({a, b, status}) => [a, b, status])).toEqual([
      [null, null, "a: absent; b: absent"],
      [null, 2, "a: unknown"],
      [3, 0, ""]
    ]);
  });

  it("tells columns of one name apart", () => {
    const {columns} = wideTable(
      result([series("x", [1]), series("x", [2]), series("recorded_at", [3]), series("", [4])])
    );
    expect(columns.map(({name}) => name)).toEqual(["recorded_at", "x", "x (2)", "recorded_at (2)", "(none)", "status"]);
  });
});
