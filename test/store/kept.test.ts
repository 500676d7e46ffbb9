import {describe, expect, it} from "vitest";
import {sql} from "../../src/sql.ts";
import {createKept} from "../../src/store/kept.ts";
import {numberColumn, numbersOf} from "../../src/table.ts";

/** An engine that counts: each answer is a column of `size` numbers that say which run it was. */
function counting(size: number) {
  let runs = 0;
  return {
    query: async () => {
      runs++;
      return {rows: size, columns: [numberColumn("run", new Float64Array(size).fill(runs))]};
    },
    runs: () => runs
  };
}

describe("what is kept of the engine's answers", () => {
  it("is asked once for each statement and its values", async () => {
    const engine = counting(1);
    const kept = createKept(engine);
    const ask = async (sid: number) =>
      numbersOf(await kept.query(sql`SELECT run FROM store.series WHERE sid IN ${[sid]}`), "run")[0];
    expect([await ask(1), await ask(2), await ask(1)]).toEqual([1, 2, 1]);
    expect(engine.runs()).toBe(2);
  });

  it("forgets what was used longest ago when there is no more room", async () => {
    const engine = counting(10);
    const kept = createKept(engine, 200);
    const ask = async (sid: number) =>
      numbersOf(await kept.query(sql`SELECT run FROM store.series WHERE sid IN ${[sid]}`), "run")[0];
    await ask(1);
    await ask(2);
    await ask(1);
    // room for two of 80 bytes
    await ask(3);
    expect([await ask(1), await ask(3)]).toEqual([1, 3]);
    expect(await ask(2)).toBe(4);
  });

  it("keeps nothing that takes more than half of the room, and no failure", async () => {
    const engine = counting(10);
    const small = createKept(engine, 100);
    await small.query(sql`SELECT 1`);
    await small.query(sql`SELECT 1`);
    expect(engine.runs()).toBe(2);
    let fails = true;
    const kept = createKept({
      query: async () => {
        if (fails) throw new Error("stopped");
        return engine.query();
      }
    });
    await expect(kept.query(sql`SELECT 1`)).rejects.toThrow("stopped");
    fails = false;
    expect((await kept.query(sql`SELECT 1`)).rows).toBe(10);
  });
});
