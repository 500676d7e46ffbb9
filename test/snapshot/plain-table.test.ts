/** Files of rows as tables of a notebook: types by what all values are, names that SQL takes, rows left out and told. */
import {gzipSync} from "node:zlib";
import {parquetWriteBuffer} from "hyparquet-writer";
import {describe, expect, it} from "vitest";
import {readPlainTable} from "../../src/snapshot/plain-table.ts";
import {problemSentences} from "../../src/snapshot/problems.ts";
import {recordsOf} from "../../src/table.ts";
import {sourceOf as source} from "./sources.ts";

async function read(name: string, content: string | Uint8Array) {
  const {table, problems, skipped} = await readPlainTable(source(name, content));
  return {
    types: Object.fromEntries(table.columns.map((column) => [column.name, column.type])),
    rows: recordsOf(table),
    says: problemSentences(problems),
    skipped
  };
}
const csv = (text: string) => read("data.csv", text);
const typeOf = async (...values: string[]) =>
  (await csv(`a,b\n${values.map((value) => `${value},x\n`).join("")}`)).types.a;

describe("CSV as a table", () => {
  it("has numbers, instants, booleans and text, and nulls for empty cells", async () => {
    const {types, rows, says} = await csv(
      "repo,cost,since,active\na/b,12.5,2026-02-01,true\nc/d,,2026-02-01T10:00:00+02:00,FALSE\n"
    );
    expect(types).toEqual({repo: "text", cost: "number", since: "time", active: "boolean"});
    expect(rows).toEqual([
      {repo: "a/b", cost: 12.5, since: Date.UTC(2026, 1, 1), active: true},
      {repo: "c/d", cost: null, since: Date.UTC(2026, 1, 1, 8), active: false}
    ]);
    expect(says).toEqual([]);
  });

  it.each([
    ["numbers", "number", ["1", "-2.50", "3e5", "0", "0.10"]],
    ["numbers with a whole one written 1.0", "number", ["0.25", "1.0", "12.5"]],
    ["prices", "number", ["12.50", "3.00", "1.25"]],
    ["leading zeros", "text", ["007", "12"]],
    ["versions", "text", ["1.9", "1.10"]],
    ["telephone numbers", "text", ["+49301234567", "+4930"]],
    ["a telephone number of digits", "text", ["0301234567", "0301234568"]],
    ["whole numbers beyond 2^53", "text", ["9007199254740993", "1"]],
    ["what overflows a double", "text", ["1e999", "1"]],
    ["one word among numbers", "text", ["1", "n/a"]],
    ["days of which one says the order", "time", ["03/04/2026", "25/04/2026"]],
    ["days that may be either", "text", ["03/04/2026", "05/06/2026"]],
    ["a day that does not exist", "text", ["2026-02-30", "2026-02-01"]],
    ["years", "number", ["2024", "2025"]],
    ["nothing", "text", ["", " "]]
  ])("reads %s as %s", async (_, type, values) => {
    expect(await typeOf(...values)).toBe(type);
  });

  it("keeps text as it was written", async () => {
    expect((await csv('id,name\n007," Ann  "\n010,"line\nbreak"\n')).rows).toEqual([
      {id: "007", name: " Ann  "},
      {id: "010", name: "line\nbreak"}
    ]);
  });

  it("gives columns names that SQL takes, each once", async () => {
    const {types, says} = await csv("Cost (EUR),team,Team,,2024,order\n1,a,b,c,5,x\n");
    expect(Object.keys(types)).toEqual(["Cost_EUR", "team", "Team_2", "column_4", "_2024", "order"]);
    expect(says).toEqual([
      'The column "Cost (EUR)" is called Cost_EUR here.',
      'The column "Team" is called Team_2 here.',
      "Column 4 has no name; it is called column_4 here.",
      'The column "2024" is called _2024 here.'
    ]);
  });

  it("leaves out rows that do not fit, says how many and where, and takes in the others", async () => {
    const {rows, says, skipped} = await csv('team,cost\na,1\nb,2,3\nc\nd,4\n"e,5\n');
    expect(rows).toEqual([
      {team: "a", cost: 1},
      {team: "d", cost: 4}
    ]);
    expect(skipped).toBe(3);
    expect(says).toEqual([
      "2 rows were left out (lines 3, 4): A row has more or fewer cells than the first one (2).",
      "1 row was left out (line 6): A quote is opened and not closed as it must be: the line was left out."
    ]);
  });

  it.each([
    ["data.csv", "a;b\n1;2\n"],
    ["data.tsv", "a\tb\n1\t2\n"],
    ["data.csv", "\ufeffa,b\r\n1,2\r\n"],
    ["data.csv.gz", gzipSync("a,b\n1,2\n")]
  ])("reads %s %j", async (name, content) => {
    expect((await read(name, content)).rows).toEqual([{a: 1, b: 2}]);
  });

  it("has one column and no row", async () => {
    expect(await csv("team\n")).toMatchObject({types: {team: "text"}, rows: []});
    expect((await csv("team\na\nb\n")).rows).toEqual([{team: "a"}, {team: "b"}]);
  });

  it.each([
    ["data.csv", "1,2\n3,4\n", 'data.csv should name its columns in the first line; that is "1, 2".'],
    ["data.csv", "", "data.csv cannot be read as a table: it is empty."],
    ["data.json", "[1, 2]", "data.json cannot be read as a table: it is neither CSV nor JSON with an object a row."],
    ["data.csv", "PK\u0003\u0004aaaa", "it is a zip"],
    ["data.parquet", "PAR1 and no more", "this Parquet file is damaged"],
    ["data.json", "ARROW1\u0000\u0000\u0000\u0000", "it is an Arrow file. Export it as CSV or JSON lines."]
  ])("refuses %s %j", async (name, content, sentence) => {
    await expect(read(name, content)).rejects.toThrow(sentence);
  });

  it("refuses what is too large before it is read", async () => {
    const large = {...source("data.csv", "a\n1\n"), size: 300_000_000};
    await expect(readPlainTable(large)).rejects.toThrow("data.csv is 300 MB; a table of a notebook may have 256 MB");
  });

  it("refuses a table of too many columns", async () => {
    const wide = `${Array.from({length: 1001}, (_, i) => `c${i}`).join(",")}\n`;
    await expect(csv(wide)).rejects.toThrow("data.csv has 1001 columns");
  });
});

describe("JSON as a table", () => {
  it("takes an object a line, or a list of them, with their types", async () => {
    const rows = [
      {id: 7, code: "7", at: Date.UTC(2026, 0, 1), on: true, deep: '{"a":1}'},
      {id: null, code: "08", at: null, on: false, deep: null}
    ];
    const text = '{"id":7,"code":"7","at":"2026-01-01","on":true,"deep":{"a":1}}\n{"code":"08","on":false}\n';
    expect(await read("data.ndjson", text)).toMatchObject({
      types: {id: "number", code: "text", at: "time", on: "boolean", deep: "text"},
      rows
    });
    expect((await read("data.json", `[${text.trim().replace("\n", ",")}]`)).rows).toEqual(rows);
  });

  it("leaves out lines that are no objects", async () => {
    const {rows, says} = await read("data.ndjson", '{"a":1}\nnope\n[2]\n{"a":3}\n');
    expect(rows).toEqual([{a: 1}, {a: 3}]);
    expect(says).toEqual([
      "1 row was left out (line 2): A line is no JSON.",
      "1 row was left out (line 3): An entry is no object with a value for each column."
    ]);
  });
});

describe("Parquet as a table", () => {
  it("has the types of its columns; whole numbers beyond 2^53 are text", async () => {
    const bytes = parquetWriteBuffer({
      columnData: [
        {name: "team", data: ["a", null], type: "STRING"},
        {name: "n", data: [1n, 2n], type: "INT64"},
        {name: "big", data: [9007199254740993n, 1n], type: "INT64"},
        {name: "at", data: [new Date(Date.UTC(2026, 0, 1)), new Date(0)], type: "TIMESTAMP"},
        {name: "on", data: [true, false], type: "BOOLEAN"}
      ]
    });
    expect(await read("data.parquet", new Uint8Array(bytes))).toMatchObject({
      types: {team: "text", n: "number", big: "text", at: "time", on: "boolean"},
      rows: [
        {team: "a", n: 1, big: "9007199254740993", at: Date.UTC(2026, 0, 1), on: true},
        {team: null, n: 2, big: "1", at: 0, on: false}
      ]
    });
  });
});
