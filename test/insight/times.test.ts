import {describe, expect, it} from "vitest";
import {readInsight} from "../../src/insight/kinds/index.ts";
import {newestTimes, retain, sampleSize, timeBehindNewest} from "../../src/insight/retention.ts";
import {withoutCloseTimes} from "../../src/insight/thin.ts";
import {insightTimes, type TimesAsked} from "../../src/insight/times.ts";
import {addStep, calendarTimes, isValidStep, type Step, sampleTimes, startOfStep} from "../../src/time.ts";
import {assert, constantFrom, integer, property} from "../property.ts";

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
    expect(insightTimes(asked({step: {days: 1}}), days(3, 20))).toEqual(
      days(...Array.from({length: 12}, (_, i) => 9 + i))
    );
  });
});

/** What an insight asks of its times, from the value of its YAML. */
function asked(value: Readonly<Record<string, unknown>>): TimesAsked {
  const {value: definition, messages} = readInsight({title: "t", query: "q", ...value});
  if (!definition) throw new Error(messages.map(({text}) => text).join(" "));
  return definition;
}

const dates = (times: Float64Array) =>
  Array.from(times, (time) => new Date(time).toISOString().replace("T00:00:00.000Z", ""));
// the newest sample is Wednesday, 18 November 2026
const SAMPLES = Float64Array.from(["2026-01-01", "2026-06-10", "2026-11-18"], (day) => Date.parse(day));
const CALENDAR = {align: "calendar", points: 3};

describe("the times of an insight", () => {
  it.each([
    ["the data's own", {}, ["2026-01-01", "2026-06-10", "2026-11-18"]],
    ["the last ones of the data's own", {points: 2}, ["2026-06-10", "2026-11-18"]],
    ["the first ones of the data's own from a start on", {from: "2026-02-01", points: 1}, ["2026-06-10"]],
    ["the data's own in a window", {from: "2026-02-01", until: "2026-07-01"}, ["2026-06-10"]],
    ["steps back from the newest data", {step: {months: 1}, points: 2}, ["2026-10-18", "2026-11-18"]],
    ["steps back from an end", {step: {months: 1}, points: 2, until: "2026-03-31"}, ["2026-03-03", "2026-03-31"]],
    [
      "steps between a start and an end",
      {step: {weeks: 1}, from: "2026-11-04"},
      ["2026-11-04", "2026-11-11", "2026-11-18"]
    ],
    [
      "steps forward from a start",
      {step: {months: 1}, points: 3, from: "2026-01-31"},
      ["2026-01-31", "2026-03-03", "2026-03-31"]
    ],
    [
      "steps forward, none after the newest data",
      {step: {months: 1}, points: 9, from: "2026-10-01"},
      ["2026-10-01", "2026-11-01"]
    ],
    [
      "equal parts of a window",
      {points: 3, from: "2026-01-01", until: "2026-01-05"},
      ["2026-01-01", "2026-01-03", "2026-01-05"]
    ],
    ["its own list, once each", {times: ["2026-05-01", "2025-01-01", "2026-05-01"]}, ["2025-01-01", "2026-05-01"]],
    ["its own list in a window", {times: ["2026-05-01", "2025-01-01"], from: "2026-01-01"}, ["2026-05-01"]],
    [
      "starts of hours",
      {step: {hours: 6}, ...CALENDAR, until: "2026-11-18T13:00:00Z"},
      ["2026-11-18", "2026-11-18T06:00:00.000Z", "2026-11-18T12:00:00.000Z"]
    ],
    [
      "starts of days",
      {step: {days: 1}, ...CALENDAR, until: "2026-11-18T13:00:00Z"},
      ["2026-11-16", "2026-11-17", "2026-11-18"]
    ],
    ["Mondays", {step: {weeks: 1}, ...CALENDAR}, ["2026-11-02", "2026-11-09", "2026-11-16"]],
    ["starts of months", {step: {months: 1}, ...CALENDAR}, ["2026-09-01", "2026-10-01", "2026-11-01"]],
    ["starts of quarters", {step: {quarters: 1}, ...CALENDAR}, ["2026-04-01", "2026-07-01", "2026-10-01"]],
    ["starts of quarters in words", {step: "1 quarter", ...CALENDAR}, ["2026-04-01", "2026-07-01", "2026-10-01"]],
    ["starts of years", {step: {years: 1}, ...CALENDAR}, ["2024-01-01", "2025-01-01", "2026-01-01"]],
    [
      "starts of months from a start on",
      {step: {months: 1}, align: "calendar", from: "2026-08-15"},
      ["2026-09-01", "2026-10-01", "2026-11-01"]
    ],
    [
      "a number of starts of months from a start on",
      {step: {months: 1}, ...CALENDAR, from: "2026-02-15", points: 2},
      ["2026-03-01", "2026-04-01"]
    ],
    ["the newest of them", {display: {samples: 2}}, ["2026-06-10", "2026-11-18"]],
    ["those that are kept", {display: {retention: 1}}, ["2026-11-18"]],
    ["all when fewer than 30 are kept", {display: {retention: 0}}, ["2026-01-01", "2026-06-10", "2026-11-18"]],
    [
      "without those close to the one before",
      {times: ["2026-01-01", "2026-01-05", "2026-02-01"], display: {thin: {months: 1}}},
      ["2026-01-01", "2026-02-01"]
    ]
  ])("are %s", (_, value, expected) => {
    expect(dates(insightTimes(asked(value), SAMPLES))).toEqual(expected);
  });

  it.each([
    ["steps back from the newest data", {step: {months: 1}, points: 12}, ["2026-10-18", "2026-11-18"]],
    ["steps forward from a start", {step: {months: 1}, points: 12, from: "2026-01-31"}, ["2026-10-01", "2026-10-31"]],
    ["equal parts", {points: 3, from: "2026-09-30", until: "2026-10-04"}, ["2026-10-02", "2026-10-04"]],
    ["the data's own", {points: 2}, ["2026-11-18"]]
  ])("that are %s are cut by a reader's window, and stay where they are", (_, value, expected) => {
    expect(dates(insightTimes({...asked(value), since: Date.parse("2026-10-01")}, SAMPLES))).toEqual(expected);
  });

  it("are none without data, unless the insight names its own", () => {
    expect(insightTimes(asked({step: {days: 1}}), days())).toEqual(days());
    expect(insightTimes(asked({times: ["1970-01-02"]}), days())).toEqual(days(1));
  });

  it("at the start of periods are the start of a period, whatever the step and the time", () => {
    const unit = constantFrom("hour", "day", "week", "month", "year" as const);
    assert(
      property(unit, integer({min: 1, max: 8}), integer({min: 0, max: 4e12}), (one, value, time) => {
        const step = {unit: one, value} as Step;
        const start = startOfStep(time, step);
        expect(start).toBeLessThanOrEqual(time);
        expect(startOfStep(start, step)).toBe(start);
        expect(startOfStep(addStep(start, step) - 1, step)).toBe(start);
        expect(startOfStep(addStep(start, step), step)).toBe(addStep(start, step));
        expect(calendarTimes(2, step, time)).toEqual(Float64Array.of(startOfStep(start - 1, step), start));
      })
    );
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
