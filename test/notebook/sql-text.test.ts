import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openNativeEngine} from "../../src/cli/duckdb.ts";
import {readSql} from "../../src/notebook/sql-text.ts";
import {authorSql, sql} from "../../src/sql.ts";
import type {Engine} from "../../src/store/engine.ts";
import {recordsOf} from "../../src/table.ts";
import * as fc from "../property.ts";

/** Where the `?` of a statement stand. */
function placesOf(statement: string): readonly string[] {
  return readSql(statement.split("?")).places;
}

describe("readSql places", () => {
  it.each([
    ["SELECT ?, ?", ["code", "code"]],
    ["SELECT 'a', ?", ["code"]],
    ["SELECT '?'", ["quotes"]],
    ["SELECT 'it''s ?'", ["quotes"]],
    ["SELECT 'it''s', ?", ["code"]],
    ["SELECT 'a\\', ?", ["code"]],
    ["SELECT E'a\\', ?'", ["quotes"]],
    ["SELECT e'a\\'', ?", ["code"]],
    ["SELECT typeE, 'a', ?", ["code"]],
    ['SELECT "?"', ["quotes"]],
    ['SELECT "a""?", ?', ["quotes", "code"]],
    ['SELECT "a\'", ?', ["code"]],
    ["SELECT $$?$$, ?", ["quotes", "code"]],
    ["SELECT $a$ $$ ? $a$, ?", ["quotes", "code"]],
    ["SELECT $A$ ? $a$ ?", ["quotes", "quotes"]],
    ["SELECT $1, ?", ["code"]],
    ["SELECT a$b, ?", ["code"]],
    ["SELECT 1 -- it's ?\n, ?", ["comment", "code"]],
    ["SELECT 1 -- ? don't ?\n, ?", ["comment", "comment", "code"]],
    ["SELECT /* ? ' */ ?", ["comment", "code"]],
    ["SELECT /* /* */ ? */ ?", ["comment", "code"]],
    ["SELECT '--', ? -- ?", ["code", "comment"]],
    ["SELECT '/*', ?", ["code"]],
    ["SELECT 1 - -?", ["code"]],
    ["SELECT 1 / ?", ["code"]],
    ["SELECT E'a'\n?", ["quotes"]],
    ["SELECT E'a' -- ?\n?", ["comment", "quotes"]],
    ["'?", ["quotes"]],
    ["?", ["code"]]
  ])("%j: %j", (statement, places) => {
    expect(placesOf(statement)).toEqual(places);
  });
});

describe("readSql words", () => {
  it.each([
    ["SELECT a.b FROM totals", ["select", "a", "from", "totals"]],
    ["SELECT now AS share FROM Totals", ["select", "now", "as", "from", "totals"]],
    ['SELECT "b" FROM "Totals"', ["select", "b", "from", "totals"]],
    ["SELECT 'share' -- totals\n/* rows */", ["select"]],
    ["SELECT $$ share $$, $a$ totals $a$", ["select"]],
    ["SELECT constructor, toString", ["select", "constructor", "tostring"]],
    ["FROM größe, a_1$", ["from", "größe", "a_1$"]]
  ])("%j: %j", (statement, words) => {
    expect(readSql([statement]).words).toEqual(words);
  });

  it("are read on both sides of a parameter", () => {
    expect(readSql(["SELECT ", " FROM totals WHERE a = ", ""]).words).toEqual([
      "select",
      "from",
      "totals",
      "where",
      "a"
    ]);
  });
});

describe("readSql and DuckDB", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openNativeEngine();
    await engine.query(sql`CREATE SCHEMA nb`);
  });
  afterAll(() => engine.close());

  const runs = (strings: readonly string[], value: string) =>
    engine
      .queryAuthor(authorSql(strings, [value]), ["nb"], {rows: 9, bytes: 1e6, milliseconds: 5000})
      .then(recordsOf, () => null);

  it("agree on what is code: where a harmless value can be bound, a hostile one is only a value", async () => {
    const piece = fc.constantFrom(
      "'a', ",
      "'it''s', ",
      "'\\\\', ",
      "E'\\\\'', ",
      "e'\\\\\\\\', ",
      "$$'$$, ",
      "$q$ $$ $q$, ",
      "-- it's\n",
      "/* ' */ ",
      "/* /* ' */ */ ",
      "1, ",
      "'-- ', ",
      "'",
      "E'",
      "$$",
      "$q$",
      "--",
      "/*",
      "*/",
      "\n",
      '"',
      "\\\\",
      ", "
    );
    const hostile = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "'",
        "''",
        "\\\\",
        "\\\\'",
        "$$",
        "$q$",
        "*/",
        "--",
        "\n1",
        "', 1 --",
        "*/ 1 /*",
        "$$, 1, $$",
        '"'
      )
    );
    let bound = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(piece, {maxLength: 6}), hostile, async (pieces, value) => {
        const strings = [`SELECT ${pieces.join("")} `, " AS v"];
        const [place] = readSql(strings).places;
        const harmless = await runs(strings, "x");
        if (place !== "code" || harmless === null) return;
        bound++;
        const text = value.replaceAll("\0", "");
        expect(await runs(strings, text)).toEqual([{...harmless[0], v: text}]);
      }),
      {numRuns: 600}
    );
    expect(bound).toBeGreaterThan(50);
  });
});
