import {describe, expect, it} from "vitest";
import {countedNoun} from "../src/number.ts";

describe("countedNoun", () => {
  it("is singular for one alone", () => {
    expect([0, 1, 2, 1200].map((count) => countedNoun(count, "point"))).toEqual([
      "0 points",
      "1 point",
      "2 points",
      "1,200 points"
    ]);
    expect([1, 3].map((count) => countedNoun(count, "repository", "repositories"))).toEqual([
      "1 repository",
      "3 repositories"
    ]);
  });
});
