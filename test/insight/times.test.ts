import {describe, expect, it} from "vitest";
import {newestTimes, retain, sampleSize, timeBehindNewest} from "../../src/insight/retention.ts";
import {withoutCloseTimes} from "../../src/insight/thin.ts";
import {insightTimes} from "../../src/insight/times.ts";
import {isValidStep, sampleTimes} from "../../src/time.ts";

const DAY = 86_400_000;
const days = (...times: readonly number[]) => Float64Array.from(times, (day) => day * DAY);

describe("sample times", () => {
  it("end at the time asked for and go back one step at a time, so a missing day drifts", () => {
    const times = sampleTimes(4, {unit: "month", value: 1}, Date.UTC(2021, 2, 31));
    expect(Array.from(times, (time) => new Date(time).toISOString().slice(0, 10))).toEqual([
      "2021-01-03",
      "2021-02-03",
      "2021-03-03",
      "2021-03-31"
    ]);
  });

  it("need a known unit, and a step that does not go back", () => {
    expect(isValidStep({unit: "hour", value: 0})).toBe(true);
    expect(isValidStep({unit: "hour", value: -1})).toBe(false);
    expect(isValidStep({unit: "decade", value: 1})).toBe(false);
  });

  it("of an insight are 12 when it names a step only", () => {
    const asked = {step: {unit: "day", value: 1} as const, points: null, from: null, until: null};
    expect(insightTimes(asked, days(3, 20))).toEqual(days(...Array.from({length: 12}, (_, i) => 9 + i)));
  });
});

describe("shown times", () => {
  const step = {unit: "day", value: 5} as const; // closer than a day is close

  it("leave out one that is close to the one before", () => {
    expect(withoutCloseTimes(days(0, 5, 5.5, 10), step)).toEqual(days(0, 5, 10));
    expect(withoutCloseTimes(days(0, 5, 6, 10), step)).toEqual(days(0, 5, 6, 10));
  });

  it("keep the newest", () => {
    expect(withoutCloseTimes(days(0, 5, 5.5), step)).toEqual(days(0, 5, 5.5));
  });

  it("look one ahead: of three close ones the middle is left out", () => {
    expect(withoutCloseTimes(days(0, 0.5, 0.9, 5), step)).toEqual(days(0, 0.9, 5));
  });
});

describe("kept times", () => {
  it.each([
    [null, 30],
    [0, 30],
    [-3, 30],
    [12, 12],
    [91, 90]
  ])("are, when %s are configured, %s", (configured, size) => {
    expect(sampleSize(configured)).toBe(size);
  });

  it("are the newest ones; older ones are archived", () => {
    expect(retain(days(3, 1, 2), 2)).toEqual({kept: days(2, 3), archived: days(1)});
    expect(retain(days(1), 2)).toEqual({kept: days(1), archived: days()});
  });

  it("are shown up to a number, and never more than 90", () => {
    expect(newestTimes(days(3, 1, 2), 2)).toEqual(days(2, 3));
    expect(newestTimes(new Float64Array(100), 200)).toHaveLength(90);
  });

  it("have one that comes behind the newest, when there are as many", () => {
    expect(timeBehindNewest(days(3, 1, 2), 1)).toBe(2 * DAY);
    expect(timeBehindNewest(days(3, 1, 2), 3)).toBeNull();
  });
});
