import {describe, expect, it} from "vitest";
import {goalProblem, goalState} from "../../src/insight/goal-state.ts";
import type {InsightResult, ValueStatus} from "../../src/insight/insight.ts";
import {signsOf, statedValue} from "../../src/insight/stated-value.ts";
import {readableChange, readableValue, unitWords, valueWithUnit} from "../../src/insight/unit.ts";
import {goalSentences} from "../../src/report/goal-sentence.ts";
import {result, series} from "../notebook/values.ts";

describe("a value and its state", () => {
  it.each<[number, ValueStatus, string, string, string]>([
    [12, "ok", "search", "12", ""],
    [0, "ok", "search", "0", ""],
    [12, "partial", "search", "≥ 12", "incomplete: a lower bound"],
    [12, "partial", "formula", "≈ 12", "computed from incomplete counts"],
    [Number.NaN, "unknown", "search", "–", "unknown: searched, no answer"],
    [Number.NaN, "unknown", "formula", "–", "unknown"],
    [Number.NaN, "absent", "search", "", "no commit yet"],
    [0, "unknown", "search", "0?", "unknown, shown as 0"],
    [0, "absent", "search", "0", "no commit yet, shown as 0"]
  ])("%d, %s, of a %s is %j: %s", (value, status, kind, text, words) => {
    expect(statedValue(value, status, {unit: "matches", kind})).toEqual({text, words});
  });

  it("is told by signs, each once and only when it is there", () => {
    expect(signsOf(result([series("a", [1, 2])]))).toEqual([]);
    expect(
      signsOf(result([series("a", [undefined, null, 1]), series("b", [1, 2, 3], {status: ["ok", "partial", "ok"]})]))
    ).toEqual(["≥ incomplete, a lower bound", "– unknown", "empty: no commit yet"]);
  });
});

describe("units", () => {
  it.each([
    [1234.5, "matches", "1,234.5", "1,234.5 matches"],
    [1, "files", "1", "1 file"],
    [0.123, "share", "12.3 %", "12.3 %"],
    [2.5, "", "2.5", "2.5"],
    [2, "lines per file", "2", "2 lines per file"]
  ])("%d %s", (value, unit, plain, whole) => {
    expect(readableValue(value, unit)).toBe(plain);
    expect(valueWithUnit(value, unit)).toBe(whole);
  });

  it("change in points where they are shares, which is not per cent", () => {
    expect(readableChange(0.123, "share")).toBe("+12.3 points");
    expect(readableChange(-3, "matches")).toBe("−3");
    expect(readableChange(Number.NaN, "share")).toBe("–");
    expect(unitWords("share")).toBe("per cent");
    expect(unitWords("")).toBe("ratio");
  });
});

describe("a goal", () => {
  const by = Date.parse("2026-08-03");
  const of = (
    values: readonly (number | null)[],
    goal: Partial<NonNullable<InsightResult["goal"]>>,
    more: Partial<InsightResult> = {}
  ) => result([series("a", values)], {goal: {series: null, value: 10, by: null, ...goal}, ...more});

  // a value a day from 1 August 2026
  it.each<[string, InsightResult, string]>([
    ["above", of([2, 4, 6], {}), "Goal: 10, 4 to go."],
    ["above, with a date to come", of([2, 4, 6], {by: by + 9e9}), "Goal: 10 by 15 Nov 2026, 04:00 UTC, 4 to go."],
    ["above, after its date", of([2, 4, 6], {by}), "Goal: 10 by 3 Aug 2026, missed by 4."],
    ["reached, and since when", of([2, 12, 11], {by}), "Goal: 10 by 3 Aug 2026, reached on 2 Aug 2026."],
    ["reached and lost again", of([2, 12, 8], {}), "Goal: 10, 2 to go."],
    ["below", of([50, 30], {}), "Goal: at most 10, 20 to go."],
    ["zero", of([50, 30], {value: 0}), "Goal: 0, 30 to go."],
    ["below, reached", of([50, null, 9], {}), "Goal: at most 10, reached on 3 Aug 2026."],
    ["of nothing known", of([null, null], {}), "Goal: 10; nothing is known yet."],
    ["of a share", of([0.2, 0.5], {value: 0.9}, {unit: "share"}), "Goal: 90.0 %, 40 points to go."]
  ])("%s is said", (_, asked, sentence) => {
    expect(goalSentences(asked)).toEqual([sentence]);
  });

  it("of a series that is not there is a problem, and no state", () => {
    const two = result([series("a", [1]), series("b", [1])], {goal: {series: "c", value: 1, by: null}});
    expect(goalState(two)).toBeNull();
    expect(goalProblem(two)).toBe('The goal is for the series "c", which is not there; there are "a", "b".');
    expect(goalProblem({...two, goal: {series: null, value: 1, by: null}})).toContain("does not say for which series");
    expect(goalProblem({...two, goal: {series: "b", value: 1, by: null}})).toBeNull();
  });
});
