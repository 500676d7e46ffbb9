import {describe, expect, it} from "vitest";
import {type KeptResult, newestWithin, oldestBeyond} from "../../src/app/kept-results.ts";
import {ageText} from "../../src/app/views/remembered-mark.ts";

const kept = (fingerprint: string, at: number, bytes: number): KeptResult => ({
  fingerprint,
  at,
  bytes,
  data: "",
  output: {type: "value", text: fingerprint, input: null}
});

describe("kept results", () => {
  it("are the newest that have room together, each once", () => {
    const all = [kept("a", 1, 10), kept("b", 3, 10), kept("a", 4, 10), kept("c", 2, 10)];
    expect(newestWithin(all, 20).map(({fingerprint, at}) => [fingerprint, at])).toEqual([
      ["a", 4],
      ["b", 3]
    ]);
    expect(newestWithin(all, 1000)).toHaveLength(3);
    expect(newestWithin(all, 5)).toEqual([]);
  });

  it("are dropped by notebook, the one that was used longest ago first, until there is room", () => {
    const sizes = new Map([
      ["new", {bytes: 60, at: 30}],
      ["old", {bytes: 30, at: 10}],
      ["older", {bytes: 20, at: 20}]
    ]);
    expect(oldestBeyond(sizes, 110)).toEqual([]);
    expect(oldestBeyond(sizes, 100)).toEqual(["old"]);
    expect(oldestBeyond(sizes, 60)).toEqual(["old", "older"]);
  });

  it("say how old they are", () => {
    const HOUR = 3_600_000;
    expect([0, 60_000, 59 * 60_000, HOUR, 47 * HOUR, 50 * HOUR, -5].map((age) => ageText(0, age))).toEqual([
      "less than a minute old",
      "1 minute old",
      "59 minutes old",
      "1 hour old",
      "47 hours old",
      "2 days old",
      "less than a minute old"
    ]);
  });
});
