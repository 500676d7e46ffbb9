import {afterAll, describe, expect, it} from "vitest";
import {openNativeEngine} from "../../src/cli/duckdb.ts";
import {pairKey} from "../../src/snapshot/changes.ts";
import {sqlText} from "../../src/sql.ts";
import type {Engine} from "../../src/store/engine.ts";
import {addedChanges, sumsOfSelected, withoutPairs} from "../../src/store/held-changes.ts";
import type {InsightStore} from "../../src/store/store.ts";
import {numberColumn} from "../../src/table.ts";
import * as fc from "../property.ts";
import {memoryFiles, openTestStore, type TestPoint, testFinding, testInsight} from "./stores.ts";

const stores: InsightStore[] = [];
afterAll(() => Promise.all(stores.map((store) => store.close())));

const DAYS = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"];
const REPOS = ["api-1", "api-2", "web-1", "web-2", "web-3"];

/** Counts that change, some undercounted, some not there yet. */
const points: TestPoint[] = ["todo", "fixme"].flatMap((series, s) =>
  REPOS.flatMap((repo, r) =>
    DAYS.slice(r % 3).map((day, d) => ({
      series,
      repo,
      day,
      matches: (s + 1) * ((r * 7 + d * d * 3) % 11),
      status: (r + d) % 4 === 2 ? "partial" : "ok"
    }))
  )
);

/** A week more, one sample that comes late, and a repository nobody knew. */
const MORE: TestPoint[] = [
  {series: "todo", repo: "api-1", day: "2026-04-08", matches: 50, status: "ok"},
  {series: "fixme", repo: "web-1", day: "2026-01-15", matches: 70, status: "ok"},
  {series: "todo", repo: "api-9", day: "2026-03-01", matches: 4, status: "ok"}
];

describe("filters on repositories", () => {
  it("come to what the engine adds up by repository, without asking it", async () => {
    const asked: string[] = [];
    const store = openTestStore(memoryFiles(), {
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
    stores.push(store);
    await store.import(testFinding(points), ["test.json"]);
    const last = Date.parse(DAYS.at(-1)!);
    const compared = async (include: string) => {
      const definition = testInsight({
        series: [{data: "todo"}, {data: "fixme"}],
        repositories: {include: [include], exclude: ["web-2"]},
        display: {sort: "as-written"}
      });
      const before = asked.length;
      const {series, times} = await store.insight(definition, null);
      const statements = asked.length - before;
      for (const {label, values} of series) {
        const movers = await store.movers({definition, label, shown: [], at: last, before: null});
        const sum = movers.reduce((all, {value}) => all + value!, 0);
        expect(values[times.indexOf(last)]).toBe(movers.length ? sum : Number.NaN);
      }
      return statements;
    };
    // the last one is for the engine's RE2 alone: which repositories it means is asked, their changes are not
    const includes = ["api", "ap", "web", "-1$", "nothing", "web-3|api-2", ".", "(?:we|ap)+.-1"];
    const statements: number[] = [];
    for (const include of includes) statements.push(await compared(include));
    expect(statements).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    await store.import(testFinding(MORE), ["more.json"]);
    for (const include of includes) await compared(include);
  });
});

describe("held changes", () => {
  it("add up those of the repositories that are selected, whatever they are and however they came in", () => {
    const change = fc.record({
      sid: fc.nat({max: 2}),
      rid: fc.nat({max: 6}),
      t: fc.constantFrom(10, 20, 30, 40),
      delta: fc.oneof(
        fc.integer({min: -100_000, max: 100_000}),
        fc.integer({min: -9, max: 9}),
        fc.constantFrom(0.5, -0.25)
      )
    });
    const rows = fc.array(change, {maxLength: 40});
    fc.assert(
      fc.property(
        fc.array(rows, {minLength: 1, maxLength: 3}),
        fc.uint8Array({minLength: 7, maxLength: 7, max: 1}),
        fc.option(fc.nat({max: 6})),
        (imports, chosen, gone) => {
          const tables = imports.map((one) => {
            const sorted = one.toSorted((a, b) => a.sid - b.sid || a.rid - b.rid || a.t - b.t);
            const column = (name: string, of: keyof (typeof sorted)[number]) =>
              numberColumn(
                name,
                Float64Array.from(sorted, (row) => row[of])
              );
            const zero = numberColumn("d_any", new Float64Array(sorted.length));
            const columns = [
              column("sid", "sid"),
              column("rid", "rid"),
              column("t", "t"),
              column("d_matches", "delta"),
              column("d_lines", "delta"),
              column("d_files", "rid"),
              zero
            ];
            return {rows: sorted.length, columns};
          });
          const all = tables.reduce(
            (held, table) => addedChanges(table, 3, held),
            addedChanges({rows: 0, columns: []}, 3)
          );
          const held = gone === null ? all : withoutPairs(all, new Set([pairKey(1, gone)]));
          for (const sid of [0, 1, 2]) {
            const mine = imports.flat().filter((row) => row.sid === sid);
            const {times, deltas} = sumsOfSelected(held[sid]!, "d_matches", chosen);
            expect(Array.from(times)).toEqual([...new Set(mine.map(({t}) => t))].sort());
            for (const [place, time] of times.entries())
              expect(deltas[place]).toBe(
                mine
                  .filter(({rid, t}) => t === time && chosen[rid] === 1 && !(sid === 1 && rid === gone))
                  .reduce((sum, {delta}) => sum + delta, 0)
              );
            expect(sumsOfSelected(held[sid]!, "d_any", null).deltas.every((sum) => sum === 0)).toBe(true);
          }
        }
      )
    );
  });
});
