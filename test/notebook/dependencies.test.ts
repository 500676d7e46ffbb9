import {describe, expect, it} from "vitest";
import {neighboursOf} from "../../src/notebook/dependencies.ts";

// input → a → b → text, and a → text as well; c stands alone; d and e name each other
const CELLS = [
  {key: "text", upstream: ["b", "a"]},
  {key: "input", upstream: []},
  {key: "a", upstream: ["input"]},
  {key: "b", upstream: ["a"]},
  {key: "c", upstream: []},
  {key: "d", upstream: ["e"]},
  {key: "e", upstream: ["d"]}
];

describe("the neighbours of a cell", () => {
  it("are what feeds it and what it feeds, near ones first, each by its shortest way", () => {
    expect(neighboursOf(CELLS, "text")).toEqual({
      fedBy: [
        {key: "a", distance: 1, through: null},
        {key: "b", distance: 1, through: null},
        {key: "input", distance: 2, through: "a"}
      ],
      feeds: []
    });
    expect(neighboursOf(CELLS, "input").feeds).toEqual([
      {key: "a", distance: 1, through: null},
      {key: "text", distance: 2, through: "a"},
      {key: "b", distance: 2, through: "a"}
    ]);
  });

  it("are none for a cell that stands alone, and end in a circle", () => {
    expect(neighboursOf(CELLS, "c")).toEqual({fedBy: [], feeds: []});
    expect(neighboursOf(CELLS, "d")).toEqual({
      fedBy: [{key: "e", distance: 1, through: null}],
      feeds: [{key: "e", distance: 1, through: null}]
    });
  });
});
