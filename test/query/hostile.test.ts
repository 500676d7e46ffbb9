import {describe, expect, it} from "vitest";
import {canonicalQuery} from "../../src/query/canonical.ts";
import {findGroups} from "../../src/query/capture-group.ts";
import {readPlan} from "../../src/query/plan.ts";
import {printPlan} from "../../src/query/print.ts";
import {scopeProblem} from "../../src/query/scope.ts";
import {captureQueryChecks, seriesQueryProblems} from "../../src/query/series-checks.ts";

const LENGTH = 100_000;
const PIECES = [
  "(",
  ")",
  "()",
  "(a)(b or c)",
  '"',
  '" ',
  "'a ",
  "/ ",
  "\\",
  '\\" ',
  "repo:a ",
  'repo:"',
  "repo:has.file(( "
];
const MORE = [
  "a or ",
  "repo:a or ",
  "a and ",
  "not ",
  "(a or ",
  "(a or b) ",
  "(repo:a or b) ",
  "fork:x ",
  "-",
  "😀",
  "\0",
  "[",
  " "
];

describe("a hostile query", () => {
  it.each([...PIECES, ...MORE])("of 100,000 characters of %j is read in time", (piece) => {
    const text = piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH);
    for (const type of ["regexp", "keyword"] as const) {
      const plan = readPlan(text, type).value;
      if (plan) printPlan(plan);
    }
    canonicalQuery(text);
    scopeProblem(text);
    seriesQueryProblems(text);
    captureQueryChecks(text);
    findGroups(text);
    // a second or two; what grows with the square of the length takes minutes, and the test's time is up
  });

  it("is refused where brackets nest too deep", () => {
    expect(readPlan(`${"(a or ".repeat(200)}b${")".repeat(200)}`, "literal").messages[0]?.text).toMatch(/100 deep/);
  });
});
