import {describe, expect, it} from "vitest";
import {arrowToTable, tableToArrow} from "../src/arrow.ts";
import {numberColumn, recordsOf, type Table, textColumn} from "../src/table.ts";
import * as fc from "./property.ts";

const count = fc.constantFrom(
  0,
  1,
  -1,
  127,
  128,
  -128,
  -129,
  32_767,
  32_768,
  -32_769,
  2 ** 31 - 1,
  2 ** 31,
  0.5,
  Number.NaN
);
const time = fc.constantFrom(0, -1, 1_700_000_000_000, 4_294_967_296, 4_294_967_295, Number.NaN);
const word = fc.constantFrom(null, "", "a", "ä", "\u{1F980}");

describe("tables as Arrow", () => {
  it("come back as they were, in the narrowest integers and in plain ones", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(word, time, count, count), {maxLength: 70}), fc.boolean(), (rows, isNarrow) => {
        const table: Table = {
          rows: rows.length,
          columns: [
            textColumn(
              "word",
              rows.map(([value]) => value)
            ),
            numberColumn(
              "time",
              rows.map(([, value]) => value),
              "time"
            ),
            numberColumn(
              "count",
              rows.map(([, , value]) => value)
            ),
            numberColumn(
              "few",
              rows.map(([, , , value]) => (Math.abs(value) < 128 ? value : 1))
            )
          ]
        };
        expect(recordsOf(arrowToTable(tableToArrow(table, {isNarrow})))).toEqual(recordsOf(table));
      })
    );
  });

  it.each([2, 127, 128, 129, 40_000])("hold %d different words and counts", (many) => {
    const numbers = Array.from({length: many}, (_, i) => i);
    const table: Table = {rows: many, columns: [textColumn("word", numbers.map(String)), numberColumn("n", numbers)]};
    const narrow = tableToArrow(table, {isNarrow: true});
    expect(recordsOf(arrowToTable(narrow))).toEqual(recordsOf(table));
    if (many === 127 || many === 128) expect(narrow.length).toBeLessThan(tableToArrow(table).length);
  });
});
