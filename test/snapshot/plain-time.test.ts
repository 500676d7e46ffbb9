import {describe, expect, it} from "vitest";
import {PLAIN_TIME_LENGTH, plainTime, plainTimeIn} from "../../src/snapshot/plain-time.ts";
import {readTime} from "../../src/snapshot/read-time.ts";
import * as fc from "../property.ts";

const timeIn = (text: string) => plainTime(new TextEncoder().encode(`"${text}"`), 1);

describe("plainTime", () => {
  it("reads an instant as the reader of all forms does", () => {
    const number = (max: number) => fc.integer({min: 0, max}).map((value) => String(value).padStart(2, "0"));
    fc.assert(
      fc.property(
        fc.integer({min: 1960, max: 2210}),
        fc.tuple(number(13), number(32), number(25), number(61), number(61)),
        (year, [month, day, hour, minute, second]) => {
          const text = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
          expect(text.length).toBe(PLAIN_TIME_LENGTH);
          const reading = readTime(text);
          const time = timeIn(text);
          // what it leaves open the other one decides
          if (!Number.isNaN(time)) expect(reading).toEqual({time});
          else if ("time" in reading) expect([hour, second]).toSatisfy(([h, s]) => h === "24" || s === "60");
        }
      ),
      {numRuns: 500}
    );
  });

  it.each(["2026-02-28T23:59:59Z", "2024-02-29T00:00:00Z", "2000-12-31T12:30:01Z"])("knows %s", (text) => {
    expect(timeIn(text)).toBe(Date.parse(text));
  });

  it.each([
    "2026-02-29T00:00:00Z",
    "2026-01-02 03:04:05Z",
    "2026-01-0xT00:00:00Z",
    "2026-00-01T00:00:00Z",
    "1969-12-31T00:00:00Z",
    "2026-01-02T03:04:05",
    ""
  ])("leaves %s to the other", (text) => expect(timeIn(text)).toBeNaN());

  it("is found in a text as in its bytes, and in nothing that looks like it", () => {
    expect(plainTimeIn("2026-02-28T23:59:59Z")).toBe(Date.parse("2026-02-28T23:59:59Z"));
    for (const text of [
      "2026-02-28T23:59:59",
      "2026-02-28T23:59:59ZZ",
      "\u0132026-02-28T23:59:59",
      "\uff12026-02-28T23:59:59Z"
    ])
      expect(plainTimeIn(text)).toBeNaN();
    expect(plainTimeIn("\u0132\u0130\u0132\u0136-02-28T23:59:59Z")).toBeNaN();
  });
});
