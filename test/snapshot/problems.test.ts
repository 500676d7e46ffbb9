import {describe, expect, it} from "vitest";
import {MAX_PLACES, problemList} from "../../src/snapshot/problems.ts";

describe("problemList", () => {
  it("collects by code and counts what was skipped, not what was noted", () => {
    const problems = problemList();
    problems.skip("a", "first", 3);
    problems.skip("a", "second", {line: 4});
    problems.note("b", "note", undefined, 7);
    expect(problems.skipped).toBe(2);
    expect(problems.list()).toEqual([
      {code: "a", text: "first", effect: "skipped", count: 2, places: [{line: 3}, {line: 4}]},
      {code: "b", text: "note", effect: "note", count: 7, places: []}
    ]);
  });

  it("keeps 100,000 places and goes on counting", () => {
    const problems = problemList();
    for (let line = 1; line <= MAX_PLACES + 5; line++) problems.note("a", "text", line);
    const [problem] = problems.list();
    expect([problem!.count, problem!.places.length]).toEqual([MAX_PLACES + 5, MAX_PLACES]);
  });

  it("keeps codes that are names of object members apart", () => {
    const problems = problemList();
    problems.note("__proto__", "x");
    problems.note("constructor", "y");
    expect(problems.list().map(({code}) => code)).toEqual(["__proto__", "constructor"]);
  });

  it("takes over the problems of a part with its file", () => {
    const problems = problemList();
    problems.addAll([{code: "a", text: "t", effect: "skipped", count: 3, places: [{line: 2}]}], "p.ndjson");
    expect(problems.list()).toEqual([
      {code: "a", text: "t", effect: "skipped", count: 3, places: [{line: 2, file: "p.ndjson"}]}
    ]);
  });
});
