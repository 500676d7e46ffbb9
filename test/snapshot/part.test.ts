import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {readPart, writePart} from "../../src/snapshot/part.ts";
import {REQUIRED, TABLES, type TableName} from "../../src/snapshot/snapshot.ts";
import {type Cell, type ColumnType, recordsOf, tableBuilder} from "../../src/table.ts";
import {DATA_DIR, HAS_DATA} from "../data-dir.ts";
import * as fc from "../property.ts";
import {dataJson} from "./sources.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const POINT = {series_id: "s", repo_key: "r", sample_at: "2026-01-01T00:00:00Z", status: "ok"};

describe.skipIf(!HAS_DATA)("the parts of the shared snapshot", () => {
  const parts = HAS_DATA
    ? dataJson<{parts: {path: string; format: "parquet" | "ndjson.gz"; table: TableName; rows: number}[]}>(
        "snapshot-folder/manifest.json"
      ).parts
    : [];
  it.each(parts)("has $rows rows in $path", async ({path, format, table, rows}) => {
    const {value, messages} = await readPart(readFileSync(`${DATA_DIR}/snapshot-folder/${path}`), format, table);
    expect([value.rows, messages, value.columns.map(({name}) => name)]).toEqual([rows, [], Object.keys(TABLES[table])]);
    const again = await readPart(writePart(table, value), "ndjson", table);
    expect(recordsOf(again.value)).toEqual(recordsOf(value));
  });

  it("has the list of captured values in Parquet as c1 and c2", async () => {
    const {value} = await readPart(
      readFileSync(`${DATA_DIR}/snapshot-folder/parts/0006-match_span-34c36c84.parquet`),
      "parquet",
      "match_span"
    );
    expect(recordsOf(value)[0]).toMatchObject({
      line: 23,
      col: 9,
      end_col: 34,
      c1: "actions/checkout",
      c2: "v4",
      c3: null
    });
  });
});

describe("readPart", () => {
  it("reads members in any order; absent ones are null", async () => {
    const {value, messages} = await readPart(
      bytes(`${JSON.stringify({matches: 3, files: null, ...POINT})}\n\n`),
      "ndjson",
      "point"
    );
    expect(messages).toEqual([]);
    expect(recordsOf(value)).toEqual([
      {
        series_id: "s",
        repo_key: "r",
        sample_at: Date.UTC(2026, 0, 1),
        commit_oid: null,
        committed_at: null,
        files: null,
        lines: null,
        matches: 3,
        status: "ok",
        unscanned_files: null
      }
    ]);
  });

  it("reads a list of captured values", async () => {
    const row = {series_id: "s", repo_key: "r", sample_at: "2026-01-01", captures: ["a", null, "c"], matches: 1};
    expect(recordsOf((await readPart(bytes(JSON.stringify(row)), "ndjson", "capture")).value)).toMatchObject([
      {c1: "a", c2: null, c3: "c"}
    ]);
  });

  it("leaves out rows that lack a column they need or have a wrong type, and says which", async () => {
    const rows = [
      POINT,
      {...POINT, status: "fine"},
      {...POINT, sample_at: "2026-02-30"},
      {...POINT, matches: "3"},
      {...POINT, matches: -1},
      {...POINT, repo_key: null},
      [1]
    ];
    const {value, messages, problems} = await readPart(
      bytes(rows.map((row) => JSON.stringify(row)).join("\n")),
      "ndjson",
      "point"
    );
    expect([value.rows, problems.map(({code, count}) => `${code} × ${count}`)]).toEqual([
      1,
      [
        "part/wrong-status × 1",
        "part/wrong-sample_at × 1",
        "part/wrong-matches × 2",
        "part/missing-repo_key × 1",
        "part/no-row × 1"
      ]
    ]);
    expect(messages[2]).toEqual({
      level: "error",
      text: 'A row of point has a matches that is none: "3". (2 times)',
      place: {line: 4}
    });
  });

  it("refuses bytes that are no Parquet", async () => {
    await expect(readPart(bytes("PAR1PAR1"), "parquet", "point")).rejects.toMatchObject({code: "import/damaged-part"});
    await expect(readPart(new Uint8Array(100), "parquet", "point")).rejects.toMatchObject({
      code: "import/damaged-part"
    });
  });
});

describe("writePart", () => {
  it("writes members in the order of the columns, times in RFC 3339, nulls left out", () => {
    const table = tableBuilder(TABLES.point);
    table.push({status: "ok", matches: 0, sample_at: 1500, repo_key: "é\u2028", series_id: "s"});
    expect(new TextDecoder().decode(writePart("point", table.build()))).toBe(
      '{"series_id":"s","repo_key":"é\u2028","sample_at":"1970-01-01T00:00:01.500Z","matches":0,"status":"ok"}\n'
    );
  });

  it("writes what is read back", async () => {
    const cell = {
      text: fc.string({unit: "grapheme", maxLength: 5}),
      number: fc.option(fc.oneof(fc.nat(), fc.double({min: 0, noNaN: true, noDefaultInfinity: true}))),
      time: fc.date({min: new Date(0), max: new Date("2199-01-01"), noInvalidDate: true}).map((date) => date.getTime()),
      boolean: fc.constant(null)
    };
    const cellOf = (name: TableName, column: string, type: ColumnType) =>
      column === "status"
        ? fc.constant("ok")
        : (REQUIRED[name] as readonly string[]).includes(column) && type === "number"
          ? fc.nat()
          : cell[type];
    const table = fc
      .constantFrom<TableName>("point", "capture", "file", "match", "file_span", "match_span")
      .chain((name) =>
        fc.record({
          name: fc.constant(name),
          rows: fc.array(
            fc.record(
              Object.fromEntries(
                Object.entries(TABLES[name]).map(([column, type]) => [column, cellOf(name, column, type)])
              )
            )
          )
        })
      );
    await fc.assert(
      fc.asyncProperty(table, async ({name, rows}) => {
        const builder = tableBuilder<string>(TABLES[name]);
        for (const row of rows) builder.push(row as Record<string, Cell>);
        const written = builder.build();
        const {value, messages} = await readPart(writePart(name, written), "ndjson", name);
        expect(messages).toEqual([]);
        expect(recordsOf(value)).toEqual(recordsOf(written));
      })
    );
  });
});
