import {describe, expect, it} from "vitest";
import {dateOrderOf, readTime} from "../../src/snapshot/read-time.ts";

const iso = (text: string, order?: "dmy" | "mdy") => {
  const reading = readTime(text, order);
  return "time" in reading ? new Date(reading.time).toISOString() : reading.error;
};

describe("readTime", () => {
  it.each([
    ["2026-08-15T10:15:00Z", "2026-08-15T10:15:00.000Z"],
    ["2026-03-01T01:00:00+01:00", "2026-03-01T00:00:00.000Z"],
    ["2026-08-15 10:15:00 UTC", "2026-08-15T10:15:00.000Z"],
    ["2026-08-15 9:15", "2026-08-15T09:15:00.000Z"],
    ["2026-08-12T15:04:00.000+0200", "2026-08-12T13:04:00.000Z"],
    ["2026-08", "2026-08-01T00:00:00.000Z"],
    ["2026/8/5", "2026-08-05T00:00:00.000Z"],
    ["2022-12-01 00:00:00 +0000 UTC", "2022-12-01T00:00:00.000Z"],
    ["2026-06-01 00:00:00.123456 +0000 UTC m=+0.000012", "2026-06-01T00:00:00.123Z"],
    ["2026-06-01 02:00:00 +0200 CEST", "2026-06-01T00:00:00.000Z"],
    ["1775001600", "2026-04-01T00:00:00.000Z"],
    ["1777593600000", "2026-05-01T00:00:00.000Z"],
    ["1777593600000000000", "2026-05-01T00:00:00.000Z"],
    ["1775001600.5", "2026-04-01T00:00:00.500Z"],
    ["20260101", "2026-01-01T00:00:00.000Z"],
    ["20260815T101500Z", "2026-08-15T10:15:00.000Z"],
    ["20260815101500", "2026-08-15T10:15:00.000Z"],
    ["2026-W05", "2026-01-26T00:00:00.000Z"],
    ["2026W05-7", "2026-02-01T00:00:00.000Z"],
    ["2020-W53", "2020-12-28T00:00:00.000Z"],
    ["31.12.2025", "2025-12-31T00:00:00.000Z"],
    ["1.2.2026 09:30", "2026-02-01T09:30:00.000Z"],
    [" 1970-01-01T00:00:00Z ", "1970-01-01T00:00:00.000Z"]
  ])("reads %s", (text, expected) => expect(iso(text)).toBe(expected));

  it.each([
    ["2026-02-30T00:00:00Z", "no-such-day"],
    ["30.02.2026", "no-such-day"],
    ["20261301", "no-such-day"],
    ["2026-W54", "no-such-day"],
    ["2021-W53", "no-such-day"],
    ["2026-01-01T24:30:00Z", "no-such-day"],
    ["9999-12-31T23:59:59Z", "out-of-range"],
    ["+275760-09-13T00:00:00Z", "out-of-range"],
    ["1969-12-31", "out-of-range"],
    ["not a date", "no-time"],
    ["12345", "no-time"],
    ["", "no-time"],
    ["2026-01-01 banana", "no-time"]
  ])("refuses %s as %s", (text, error) => expect(iso(text)).toBe(error));

  it("takes a time without a zone as UTC and says so, a date not", () => {
    expect(readTime("2026-03-29T02:30:00")).toEqual({time: Date.UTC(2026, 2, 29, 2, 30), assumedUtc: true});
    expect(readTime("2026-03-29")).toEqual({time: Date.UTC(2026, 2, 29)});
  });

  it("reads dates with slashes by the order of their column only", () => {
    expect(iso("03/04/2026")).toBe("undecided");
    expect(iso("03/04/2026", "dmy")).toBe("2026-04-03T00:00:00.000Z");
    expect(iso("03/04/2026 10:00", "mdy")).toBe("2026-03-04T10:00:00.000Z");
    expect(iso("04/04/2026")).toBe("2026-04-04T00:00:00.000Z");
  });
});

describe("dateOrderOf", () => {
  it("is decided by the first number above 12, whichever row has it", () => {
    expect(dateOrderOf(["03/04/2026", "04/05/2026", "13/04/2026"])).toBe("dmy");
    expect(dateOrderOf(["04/13/2026", "03/04/2026"])).toBe("mdy");
  });

  it("is undecided when nothing shows it or rows contradict each other", () => {
    expect(dateOrderOf(["03/04/2026"])).toBe("undecided");
    expect(dateOrderOf(["13/04/2026", "04/13/2026"])).toBe("undecided");
  });

  it("is not needed for other dates", () =>
    expect(dateOrderOf(["2026-01-01", "31.12.2025", "05/05/2026"])).toBeUndefined());
});
