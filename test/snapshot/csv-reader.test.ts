import {describe, expect, it} from "vitest";
import {csvReader, DELIMITERS, type Delimiter} from "../../src/snapshot/csv-reader.ts";
import {problemList} from "../../src/snapshot/problems.ts";
import {rowsOf, sniffCsv} from "../../src/snapshot/sniff-csv.ts";
import * as fc from "../property.ts";

function read(
  text: string | Uint8Array,
  {
    delimiter = ",",
    chunk = 1e9,
    isPlainFast = true
  }: {delimiter?: Delimiter; chunk?: number; isPlainFast?: boolean} = {}
) {
  const problems = problemList();
  const reader = csvReader({delimiter, problems, isPlainFast});
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += chunk) reader.push(bytes.subarray(at, at + chunk));
  const cells = reader.end();
  const told = problems.list().map(({code, places}) => `${code} ${places.map(({line}) => line).join(" ")}`.trim());
  return {rows: rowsOf(cells, 1e9), lines: [...cells.lines], told};
}

describe("csvReader", () => {
  it("reads quotes, escaped quotes, delimiters and newlines in cells", () => {
    const {rows, lines} = read('a,"b ""c"" d","e,\r\nf"\n"",\'x\',y "z"\n');
    expect(rows).toEqual([
      ["a", 'b "c" d', "e,\r\nf"],
      ["", "'x'", 'y "z"']
    ]);
    expect(lines).toEqual([1, 3]);
  });

  it("ends records at LF, CRLF and CR, and takes a last one without end", () => {
    for (const text of ["a,b\nc,d\n", "a,b\r\nc,d", "a,b\rc,d\r", 'a,"b"\r\nc,"d"'])
      expect(read(text).rows).toEqual([
        ["a", "b"],
        ["c", "d"]
      ]);
    expect(read("a,b\nc,").rows).toEqual([
      ["a", "b"],
      ["c", ""]
    ]);
  });

  it("skips rows with too few or too many cells, and forgives empty ones at the end", () => {
    const {rows, told} = read("a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n\n,,\n4,5,6\n");
    expect(rows).toEqual([
      ["a", "b", "c"],
      ["1", "2", "3"],
      ["4", "5", "6"]
    ]);
    expect(told).toEqual(["csv/ragged 2 3"]);
  });

  it("skips rows with NUL bytes", () => {
    const {rows, told} = read('a,b\nx\0,1\n"y\0",2\nz,3\n');
    expect([rows.slice(1), told]).toEqual([[["z", "3"]], ["csv/nul 2 3"]]);
  });

  it("gives up the line of a quote without partner and reads on after it", () => {
    expect(read('a,b\n1,"x\n2,y\n3,z\n')).toMatchObject({
      rows: [
        ["a", "b"],
        ["2", "y"],
        ["3", "z"]
      ],
      told: ["csv/quote 2"]
    });
    expect(read('a,b\n1,"x\n2,"y"\n3,z\n')).toMatchObject({
      rows: [
        ["a", "b"],
        ["2", "y"],
        ["3", "z"]
      ],
      told: ["csv/quote 2"]
    });
    expect(read('a,b\n1,"x"y\n2,z\n')).toMatchObject({
      rows: [
        ["a", "b"],
        ["2", "z"]
      ],
      told: ["csv/quote 2"]
    });
    expect(read('a,b\n"1" ,"x" \n').rows[1]).toEqual(["1", "x"]);
  });

  it("reads text that is no UTF-8 as windows-1252", () => {
    const {rows, told} = read(Uint8Array.from(Buffer.from("a,b\nJ\xf6rg,\x80\n", "latin1")));
    expect([rows[1], told]).toEqual([["Jörg", "€"], ["csv/windows-1252"]]);
  });

  it("gives one code to equal cells, quoted or not", () => {
    const reader = csvReader({delimiter: ",", problems: problemList()});
    reader.push(new TextEncoder().encode('x,1\n"x",2\ny,"1"\n'));
    const {columns} = reader.end();
    expect(columns.map(({codes, words}) => [[...codes], words])).toEqual([
      [
        [0, 0, 1],
        ["x", "y"]
      ],
      [
        [0, 1, 0],
        ["1", "2"]
      ]
    ]);
  });

  it("refuses more than 10,000 columns", () => {
    expect(() => read(",".repeat(10_000))).toThrow(/10,000 columns/);
  });

  it("reads what was written, whatever cells, delimiter and chunks", () => {
    const cell = fc.string({
      unit: fc.constantFrom("a", "ä", "\u{1F980}", '"', ",", ";", "\t", "|", "\n", "\r", "'", " ", "="),
      maxLength: 6
    });
    const table = fc
      .integer({min: 1, max: 5})
      .chain((width) => fc.array(fc.array(cell, {minLength: width, maxLength: width}), {maxLength: 8}));
    fc.assert(
      fc.property(table, fc.constantFrom(...DELIMITERS), fc.integer({min: 1, max: 9}), (rows, delimiter, chunk) => {
        const text = rows
          .map((row) => `${row.map((value) => `"${value.replaceAll('"', '""')}"`).join(delimiter)}\r\n`)
          .join("");
        const result = read(text, {delimiter, chunk});
        expect(result.told).toEqual([]);
        // a row of empty cells is a blank line
        expect(result.rows).toEqual(rows.filter((row) => row.some((value) => value !== "")));
      })
    );
  });

  it("reads cells that say what the one above says, with and without quotes", () => {
    const cell = fc.record({value: fc.constantFrom("a", "aa", "a,a", "a\na", "", " a"), quoted: fc.boolean()});
    const table = fc
      .integer({min: 1, max: 3})
      .chain((width) => fc.array(fc.array(cell, {minLength: width, maxLength: width}), {maxLength: 12}));
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n"), fc.integer({min: 1, max: 40}), (rows, end, chunk) => {
        const written = ({value, quoted}: {value: string; quoted: boolean}) =>
          quoted || /[,\n]/.test(value) ? `"${value}"` : value;
        const text = rows.map((row) => row.map(written).join(",") + end).join("");
        const values = rows.map((row) => row.map(({value}) => value));
        expect(read(text, {chunk}).rows).toEqual(values.filter((row) => row.some((value) => value !== "")));
      })
    );
    // what stood in quotes is two cells without them
    expect(read('"a,b",c\n"a,b",c\na,b,c\n').told).toEqual(["csv/ragged 3"]);
    expect(read("a\0,b\na\0,b\na,b\n").told).toEqual(["csv/nul 1 2"]);
  });

  it("reads the same from any chunks, also what is broken", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "b", '"', '""', ",", "\n", "\r\n", "\r", " ", "\0"),
      maxLength: 60
    });
    fc.assert(
      fc.property(text, fc.integer({min: 1, max: 7}), (given, chunk) => {
        expect(read(given, {chunk})).toEqual(read(given));
      })
    );
  });

  it("reads the same by its quick way and without it, what is plain, quoted, broken and mixed", () => {
    const cell = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.constantFrom("a", "b", "12", "123", "1234", "12345", "github.com/a/one", "github.com/a/two")
      },
      {
        weight: 2,
        arbitrary: fc.constantFrom("", '"a"', '"12"', '"a,b"', '"say ""a"""', '""', "ä", '"github.com/a/one"')
      },
      {weight: 1, arbitrary: fc.constantFrom('"a" ', 'a"b', '"x', "\0", '"a\nb"', "a\r", '"\0"', "1,2", '"a"b')}
    );
    const row = fc.tuple(fc.array(cell, {minLength: 3, maxLength: 3}), fc.constantFrom("\n", "\n", "\n", "\r\n", "\r"));
    const rows = fc.array(fc.tuple(row, fc.integer({min: 1, max: 5})), {maxLength: 14});
    fc.assert(
      fc.property(rows, fc.constantFrom(7, 64, 1e9), (given, chunk) => {
        // rows that are as the one above, which is what the quick way looks for first
        const text = given.map(([[cells, end], times]) => `${cells.join(",")}${end}`.repeat(times)).join("");
        expect(read(text, {chunk})).toEqual(read(text, {isPlainFast: false}));
      }),
      {numRuns: 400}
    );
  });

  it("reads a million rows into codes in seconds", () => {
    const block = new TextEncoder().encode(
      Array.from({length: 10_000}, (_, i) => `github.com/a/r${i % 500},2026-01-01T00:00:00Z,todo,${i},"q"\n`).join("")
    );
    const reader = csvReader({delimiter: ",", problems: problemList()});
    for (let i = 0; i < 100; i++) reader.push(block);
    expect(reader.end().rows).toBe(1_000_000);
  });
});

describe("sniffCsv", () => {
  it("finds the delimiter that splits every row alike", () => {
    expect(sniffCsv("a;b\n1,5;2\n2,5;3\n")?.delimiter).toBe(";");
    expect(sniffCsv("a\tb,c\n1\t2,3\n")?.delimiter).toBe(",");
    expect(sniffCsv("a|b|c\n1|2|3\n")?.delimiter).toBe("|");
    expect(sniffCsv("repo,value\na,1\n")?.rows).toEqual([
      ["repo", "value"],
      ["a", "1"]
    ]);
  });

  it("finds no table in prose or in one column", () => {
    expect(sniffCsv("Dear all,\nthis is text. It has, now and then, a comma,\nand no columns.\nBest\n")).toBeNull();
    expect(sniffCsv("a\nb\nc\n")).toBeNull();
  });
});
