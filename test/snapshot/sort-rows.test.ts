import {describe, expect, it} from "vitest";
import {contentHash} from "../../src/snapshot/content-hash.ts";
import {distinctRows} from "../../src/snapshot/distinct-rows.ts";
import {seriesRecord} from "../../src/snapshot/snapshot.ts";
import {sortRows} from "../../src/snapshot/sort-rows.ts";
import {numberColumn, recordsOf, type Table, takeRows, textColumn} from "../../src/table.ts";
import * as fc from "../property.ts";

const table = (rows: readonly (readonly [string | null, number, number])[]): Table => ({
  rows: rows.length,
  columns: [
    textColumn(
      "name",
      rows.map(([name]) => name)
    ),
    numberColumn(
      "time",
      rows.map(([, time]) => time),
      "time"
    ),
    numberColumn(
      "value",
      rows.map(([, , value]) => value)
    )
  ]
});
const cells = (sorted: Table) => recordsOf(sorted).map(({name, time, value}) => [name, time, value]);

describe("sortRows", () => {
  it("sorts by text, then by number, null first, and keeps the order of equals", () => {
    const sorted = sortRows(
      table([
        ["b", 1, 1],
        ["a", 2, 2],
        [null, 9, 3],
        ["a", 1, 4],
        ["b", 1, 5],
        ["a", Number.NaN, 6]
      ]),
      ["name", "time"]
    );
    expect(cells(sorted)).toEqual([
      [null, 9, 3],
      ["a", null, 6],
      ["a", 1, 4],
      ["a", 2, 2],
      ["b", 1, 1],
      ["b", 1, 5]
    ]);
  });

  it("sorts as a comparison does, and gives sorted words that are all used", () => {
    const row = fc.tuple(
      fc.constantFrom(null, "", "a", "B", "ä", "\u{1F980}", "\uffff"),
      fc.constantFrom(-1, 0, 5, 2.5),
      fc.nat(3)
    );
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const sorted = sortRows(table(rows), ["name", "time"]);
        const less = (
          [a, b]: readonly [string | null, number, number],
          [c, d]: readonly [string | null, number, number]
        ) => (a === c ? b - d : a === null ? -1 : c === null ? 1 : a < c ? -1 : 1);
        expect(cells(sorted)).toEqual([...rows].sort(less));
        const [words] = sorted.columns.flatMap((column) => (column.type === "text" ? [column.words] : []));
        expect(words).toEqual([...new Set(rows.flatMap(([name]) => (name === null ? [] : [name])))].sort());
      })
    );
  });
});

describe("distinctRows", () => {
  it("keeps the last of rows with equal keys, and counts equal and different ones", () => {
    const {
      table: kept,
      equal,
      different
    } = distinctRows(
      table([
        ["a", 1, 1],
        ["a", 1, 2],
        ["b", 1, 7],
        ["b", 1, 7]
      ]),
      ["name", "time"]
    );
    expect([cells(kept), equal, different]).toEqual([
      [
        ["a", 1, 2],
        ["b", 1, 7]
      ],
      1,
      1
    ]);
  });

  it("keeps the largest where it is told to", () => {
    expect(
      cells(
        distinctRows(
          table([
            ["a", 1, 5],
            ["a", 1, Number.NaN],
            ["a", 1, 2]
          ]),
          ["name", "time"],
          "value"
        ).table
      )
    ).toEqual([["a", 1, 5]]);
  });
});

describe("contentHash", () => {
  const series = [seriesRecord({engine: "import", key: "a"}), seriesRecord({engine: "import", key: "b", pattern: "b"})];
  const hash = (rows: Table, observedAt: number | null = null, list = series) =>
    contentHash({
      series: list,
      repos: [],
      parts: [{table: "point", observedAt, rows: sortRows(rows, ["name", "time"])}]
    });

  it("is the same for the same rows in any order, observed at any time", async () => {
    const rows = table([
      ["a", 1, 1],
      ["b", 2, Number.NaN],
      [null, 3, 3]
    ]);
    expect(await hash(takeRows(rows, Uint32Array.of(2, 0, 1)), 5, [...series].reverse())).toBe(await hash(rows));
  });

  it("differs when a cell or a definition does", async () => {
    const rows = table([["a", 1, 1]]);
    const all = await Promise.all([
      hash(rows),
      hash(table([["a", 1, 2]])),
      hash(table([["a", 1, Number.NaN]])),
      hash(table([["b", 1, 1]])),
      hash(rows, null, [series[0]!])
    ]);
    expect(new Set(all).size).toBe(5);
  });
});
