import {afterAll, describe, expect, it} from "vitest";
import {openNativeEngine} from "../../src/cli/duckdb.ts";
import {sqlText} from "../../src/sql.ts";
import {changeCube, sumSelected} from "../../src/store/change-cube.ts";
import type {Engine} from "../../src/store/engine.ts";
import type {InsightStore} from "../../src/store/store.ts";
import * as fc from "../property.ts";
import {memoryFiles, openTestStore, type TestPoint, testFinding, testInsight} from "./stores.ts";

const stores: InsightStore[] = [];
afterAll(() => Promise.all(stores.map((store) => store.close())));

const DAYS = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"];
const REPOS = ["api-1", "api-2", "web-1", "web-2", "web-3"];

/** Counts that change, some undercounted, some unknown, some not there yet. */
const points: TestPoint[] = ["todo", "fixme"].flatMap((series, s) =>
  REPOS.flatMap((repo, r) =>
    DAYS.slice(r % 3).map((day, d) => ({
      series,
      repo,
      day,
      matches: (r + d) % 4 === 3 ? null : (s + 1) * ((r * 7 + d * d * 3) % 11),
      status: (r + d) % 4 === 3 ? "unknown" : (r + d) % 4 === 2 ? "partial" : "ok"
    }))
  )
);

describe("filters on repositories, one after another", () => {
  it("come to the same numbers, reasons and notes from what is held as from the engine", async () => {
    const asked: string[] = [];
    const files = memoryFiles();
    const store = openTestStore(files, {
      openEngine: async (): Promise<Engine> => {
        const engine = await openNativeEngine();
        return {
          ...engine,
          query: (statement, options) => {
            asked.push(sqlText(statement, () => "?"));
            return engine.query(statement, options);
          }
        };
      }
    });
    await store.import(testFinding(points), ["test.json"]);
    const plain = openTestStore(files, {room: 0});
    stores.push(store, plain);
    const ask = (include: string, from: InsightStore) =>
      from.insight(
        testInsight({
          series: [{data: "todo"}, {data: "fixme"}],
          repositories: {include: [include], exclude: ["web-2"]},
          display: {sort: "as-written"}
        }),
        null
      );
    await store.contents();
    const statements: number[] = [];
    for (const include of ["api", "ap", "web", "-1$", "nothing", "web-3|api-2", "."]) {
      const before = asked.length;
      const held = await ask(include, store);
      if (include === "ap") {
        // what is held is made in the background, and there once the engine has answered something else
        await expect.poll(() => asked.length, {timeout: 30_000}).toBe(before + 4);
        await store.contents();
      }
      statements.push(asked.slice(before).filter((text) => text.includes("store.delta_repo")).length);
      expect(held).toEqual(await ask(include, plain));
    }
    // the first two ask the engine; behind the second one both series are read once
    expect(statements).toEqual([1, 3, 0, 0, 0, 0, 0]);
  });
});

describe("a cube of changes", () => {
  it("adds up the changes of the repositories that are selected, whatever they are", () => {
    const change = fc.record({
      rid: fc.nat({max: 6}),
      t: fc.constantFrom(10, 20, 30, 40),
      delta: fc.oneof(fc.integer({min: -1000, max: 1000}), fc.double({min: -10, max: 10, noNaN: true}))
    });
    fc.assert(
      fc.property(
        fc.array(change, {maxLength: 40}),
        fc.uint8Array({minLength: 7, maxLength: 7, max: 1}),
        (rows, chosen) => {
          const sorted = rows.toSorted((a, b) => a.rid - b.rid || a.t - b.t);
          const column = (name: "rid" | "t" | "delta") => Float64Array.from(sorted, (row) => row[name]);
          const cube = changeCube(column("rid"), column("t"), column("delta"));
          const sums = sumSelected(cube, chosen);
          expect(Array.from(cube.instants)).toEqual([...new Set(rows.map(({t}) => t))].sort());
          for (const [place, time] of cube.instants.entries())
            expect(sums[place]).toBe(
              sorted.filter(({rid, t}) => t === time && chosen[rid] === 1).reduce((sum, {delta}) => sum + delta, 0)
            );
        }
      )
    );
  });
});
