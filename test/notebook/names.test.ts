import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openNativeEngine} from "../../src/cli/duckdb.ts";
import {didYouMean, freeId, refusedId} from "../../src/notebook/names.ts";
import {authorSql, name, sql} from "../../src/sql.ts";
import type {Engine} from "../../src/store/engine.ts";
import {AUTHOR_TABLES} from "../../src/store/schema.ts";
import {recordsOf} from "../../src/table.ts";
import * as fc from "../property.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNativeEngine();
});
afterAll(() => engine.close());

describe("refusedId", () => {
  it.each(["totals", "_a", "a1", "go_versions", "type", "value"])("lets %s be an id", (id) => {
    expect(refusedId(id)).toBeNull();
  });

  it.each([
    [
      "Totals",
      'The id "Totals" should be lower-case letters, digits and _, starting with a letter: for example totals.'
    ],
    [
      "go-versions",
      'The id "go-versions" should be lower-case letters, digits and _, starting with a letter: for example go_versions.'
    ],
    ["1a", 'The id "1a" should be lower-case letters, digits and _, starting with a letter: for example _1a.'],
    ["class", 'The id "class" is a reserved word of JavaScript; choose another.'],
    ["display", 'The id "display" is a name every notebook cell has already; choose another.'],
    ["select", 'The id "select" is a reserved word of SQL; choose another.'],
    ["point", 'The id "point" is the name of a table of the store; choose another.']
  ])("refuses %s, and says why", (id, sentence) => {
    expect(refusedId(id)).toBe(sentence);
  });

  it("refuses what Observable gives every cell", () => {
    for (const name of ["display", "view", "invalidation", "visibility", "now", "width"])
      expect(refusedId(name)).not.toBeNull();
  });

  it("refuses the name of every table that authors see", () => {
    for (const name of Object.keys(AUTHOR_TABLES))
      expect([name, refusedId(name)]).toEqual([name, expect.stringContaining("table of the store")]);
  });

  it("refuses every word that DuckDB cannot take for a table", async () => {
    await engine.query(sql`CREATE SCHEMA nb`);
    const words = recordsOf(await engine.query(sql`SELECT keyword_name AS word FROM duckdb_keywords()`)).map(({word}) =>
      String(word)
    );
    const failing: string[] = [];
    for (const word of words) {
      await engine.query(sql`CREATE OR REPLACE TABLE nb.${name(word)} (x DOUBLE)`);
      const runs = (text: string) =>
        engine.queryAuthor(authorSql([text], []), ["nb"], {rows: 1, bytes: 100, milliseconds: 5000});
      try {
        await runs(`SELECT ${word}.x FROM ${word} JOIN ${word} AS b ON ${word}.x = b.x`);
      } catch {
        failing.push(word);
      }
    }
    expect(failing).toContain("select");
    expect(failing.length).toBeLessThan(words.length / 2);
    expect(failing.filter((word) => refusedId(word) === null)).toEqual([]);
  });

  it("suggests an id that can be used, for anything", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const better = /for example (.*)\.$/s.exec(refusedId(text) ?? "")?.[1];
        expect(better === undefined || /^[a-z_][a-z0-9_]*$/.test(better)).toBe(true);
      })
    );
  });
});

describe("freeId", () => {
  it("makes an id from a title", () => {
    expect(freeId("Go toolchain versions", new Set())).toBe("go_toolchain_versions");
    expect(freeId("Über café", new Set())).toBe("u_ber_cafe");
    expect(freeId("日本", new Set())).toBe("cell");
    expect(freeId("1.22 of all", new Set())).toBe("s_1_22_of_all");
  });

  it("avoids ids that are taken or refused", () => {
    expect(freeId("Totals", new Set(["totals", "totals_2"]))).toBe("totals_3");
    expect(freeId("Select", new Set())).toBe("select_2");
  });

  it("gives a free id for any title", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.constantFrom("cell", "cell_2", "a", "s_1")), (title, taken) => {
        const id = freeId(title, new Set(taken));
        expect([refusedId(id), (taken as string[]).includes(id)]).toEqual([null, false]);
      })
    );
  });
});

describe("didYouMean", () => {
  it("names the nearest name, or none", () => {
    expect(didYouMean("totls", ["totals", "share"])).toBe(" Did you mean totals?");
    expect(didYouMean("xyz", ["totals"])).toBe("");
  });
});
