import {describe, expect, it} from "vitest";
import {dataAge} from "../../src/insight/age.ts";
import type {Step} from "../../src/time.ts";
import {result, series} from "../notebook/values.ts";

const at = (day: string) => Date.parse(day);

/** The age on a day of data sampled on three days from 1 August 2026. */
function age(now: string, {step = null, until = null}: {step?: Step | null; until?: number | null} = {}) {
  return dataAge(result([series("a", [1, 2, 3])]), {step, until}, at(now));
}

describe("the age of data", () => {
  it.each<[string, Step | null, string | null]>([
    // the newest sample is of 3 August
    ["2026-08-03", {unit: "month", value: 1}, null],
    ["2026-09-03", {unit: "month", value: 1}, null],
    ["2026-09-04", {unit: "month", value: 1}, "Data is 32 days old"],
    ["2026-08-10", {unit: "week", value: 1}, null],
    ["2026-08-11", {unit: "week", value: 1}, "Data is 8 days old"],
    ["2026-08-17", {unit: "week", value: 2}, null],
    ["2026-08-18", {unit: "week", value: 2}, "Data is 15 days old"],
    // an hour is over, a day is not
    ["2026-08-03T12:00:00Z", {unit: "hour", value: 1}, null],
    ["2026-08-04T12:00:00Z", {unit: "hour", value: 1}, "Data is 1 day old"],
    // without a step: the samples are a day apart
    ["2026-08-04", null, null],
    ["2026-08-06", null, "Data is 3 days old"]
  ])("on %s with a step of %j is %s", (now, step, text) => {
    expect(age(now, {step})?.text ?? null).toBe(text);
  });

  it("says when the newest sample was, and what is due", () => {
    expect(age("2026-09-30", {step: {unit: "month", value: 1}})!.reason).toBe(
      "The newest sample is of 3 Aug 2026; a point is due every month."
    );
    expect(age("2026-09-30", {step: {unit: "week", value: 2}})!.reason).toContain("every 2 weeks");
    expect(age("2026-09-30")!.reason).toContain("its points are 1 days apart");
  });

  it("is nothing to say of an insight that ends on a date of its own, or has no data", () => {
    expect(age("2027-01-01", {until: at("2026-08-02")})).toBeNull();
    expect(age("2027-01-01", {until: at("2027-06-01")})).not.toBeNull();
    expect(dataAge(result([]), {step: null, until: null}, at("2027-01-01"))).toBeNull();
  });
});
