import {describe, expect, it} from "vitest";
import {backfillErrorLimit, cheapestFirst, planSearches, recordingsOf} from "../../src/snapshot/backfill-plan.ts";

describe("a backfill plan", () => {
  it("searches a commit once, for the earliest of its times", () => {
    expect(planSearches([1, 2, 3, 4], ["a", "a", "b", "a"])).toEqual([
      {revision: "a", time: 1, sharedTimes: [2, 4]},
      {revision: "b", time: 3, sharedTimes: []}
    ]);
  });

  it("searches each time of its own for which no commit was found", () => {
    expect(planSearches([1, 2], [null, null])).toEqual([
      {revision: "", time: 1, sharedTimes: []},
      {revision: "", time: 2, sharedTimes: []}
    ]);
  });

  it("gives what a search found to all its times", () => {
    expect(recordingsOf({revision: "a", time: 1, sharedTimes: [2]}, {value: 7})).toEqual([
      {value: 7, time: 1},
      {value: 7, time: 2}
    ]);
  });

  it("does what is cheap first, equal work in the order given", () => {
    const work = [
      {id: 1, cost: 3},
      {id: 2, cost: 1},
      {id: 3, cost: 3}
    ];
    expect(cheapestFirst(work).map(({id}) => id)).toEqual([2, 1, 3]);
  });

  it.each([
    [0, 50],
    [1019, 50],
    [1020, 51],
    [2000, 100]
  ])("of %s repositories bears %s errors", (repositories, errors) => {
    expect(backfillErrorLimit(repositories)).toBe(errors);
  });
});
