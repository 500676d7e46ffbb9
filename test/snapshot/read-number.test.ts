import {describe, expect, it} from "vitest";
import {decimalOf, readNumber} from "../../src/snapshot/read-number.ts";

const read = (text: string, decimal: "." | "," = ".") => {
  const reading = readNumber(text, decimal);
  return "value" in reading ? reading.value : "error" in reading ? reading.error : "empty";
};

describe("readNumber", () => {
  it("reads counts with exponents, groups and decimals", () => {
    expect(["5", "1e3", "1,234", "1 234", "1'234'567", "1,234.5", "+7", "-0", " 8 "].map((text) => read(text))).toEqual(
      [5, 1000, 1234, 1234, 1234567, 1234.5, 7, 0, 8]
    );
  });

  it("reads the decimal comma of its column", () => {
    expect(["1.234,50", "1.300,00", "12,5", "1.234", "7"].map((text) => read(text, ","))).toEqual([
      1234.5, 1300, 12.5, 1234, 7
    ]);
  });

  it("refuses what is no count", () => {
    expect(
      ["-5", "−5", "NaN", "0x10", "Infinity", "12%", "1,23", "x", "9007199254740993", "1e999", ""].map((text) =>
        read(text)
      )
    ).toEqual([
      "negative",
      "negative",
      "no-number",
      "no-number",
      "no-number",
      "no-number",
      "no-number",
      "no-number",
      "too-large",
      "too-large",
      "empty"
    ]);
    expect(read("9007199254740991")).toBe(9007199254740991);
  });
});

describe("decimalOf", () => {
  it("is decided by the numbers that can be read one way only", () => {
    expect(decimalOf(["1.234,50", "1.300,00"])).toBe(",");
    expect(decimalOf(["1,234.5"])).toBe(".");
    expect(decimalOf(["12,5"])).toBe(",");
    expect(decimalOf(["1.234.567"])).toBe(",");
    expect(decimalOf(["1,234", "7", "1e3", "x"])).toBeUndefined();
  });
});
