import {afterAll, describe, expect, it} from "vitest";
import {CATALOG} from "../../src/store/catalog.ts";
import {recordsOf} from "../../src/table.ts";
import {memoryFiles, openTestStore} from "./stores.ts";

const store = openTestStore(memoryFiles());
afterAll(() => store.close());

describe("the catalogue", () => {
  it.each(CATALOG)("says of $name what the database says", async ({name, row, columns}) => {
    expect(row).not.toBe("");
    const found = await store.sql({
      session: "catalog",
      tables: [],
      strings: [`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${name})`],
      values: []
    });
    const types = recordsOf(found).map((one) => `${one.column_name} ${one.column_type}`);
    expect(types.sort()).toEqual(columns.map((column) => `${column.name} ${column.type}`).sort());
  });
});
