import {describe, expect, it} from "vitest";
import {createTurns} from "../../src/notebook/turns.ts";

const never = new AbortController().signal;

describe("turns", () => {
  it("are given to those that are nearest when one is free, however they came", async () => {
    const turns = createTurns(1);
    const distances = new Map([
      ["far", 9],
      ["near", 1],
      ["seen", 0]
    ]);
    const had: string[] = [];
    const take = async (name: string) => {
      const end = await turns.take(() => distances.get(name)!, never);
      had.push(name);
      // what is looked at moves on meanwhile
      if (name === "seen") distances.set("far", 0);
      end();
    };
    await Promise.all([take("far"), take("near"), take("seen")]);
    expect(had).toEqual(["seen", "far", "near"]);
  });

  it("are never had by one that is aborted, and one that is over is free for the next", async () => {
    const turns = createTurns(1);
    const first = await turns.take(() => 0, never);
    const abort = new AbortController();
    const second = turns.take(() => 0, abort.signal);
    const third = turns.take(() => 1, never);
    abort.abort();
    await expect(second).rejects.toMatchObject({code: "call/aborted"});
    first();
    first();
    const end = await third;
    const fourth = turns.take(() => 0, never);
    expect(
      await Promise.race([fourth.then(() => "had"), new Promise((resolve) => setTimeout(resolve, 20, "waits"))])
    ).toBe("waits");
    end();
    await fourth;
  });
});
