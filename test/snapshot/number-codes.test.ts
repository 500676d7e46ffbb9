import {describe, expect, it} from "vitest";
import {codeOfNumber, numberCodes} from "../../src/snapshot/number-codes.ts";
import * as fc from "../property.ts";

describe("codeOfNumber", () => {
  it("gives equal numbers one code and different ones different codes, in the order of first sight", () => {
    const number = fc.oneof(
      fc.integer({min: -3, max: 3}),
      fc.double({noNaN: true}),
      fc.nat().map((n) => n * 604_800_000)
    );
    fc.assert(
      fc.property(fc.array(number, {maxLength: 300}), (values) => {
        const codes = numberCodes();
        const found = values.map((value) => codeOfNumber(codes, value));
        // 0 and −0 are one number
        const distinct = [...new Set(values.map((value) => value + 0))];
        expect(found).toEqual(values.map((value) => distinct.indexOf(value + 0)));
        expect([...codes.values.subarray(0, codes.count)].map((value) => value + 0)).toEqual(distinct);
      })
    );
  });

  it("gives NaN none", () => {
    const codes = numberCodes();
    expect([codeOfNumber(codes, Number.NaN), codeOfNumber(codes, 0), codeOfNumber(codes, Number.NaN)]).toEqual([
      -1, 0, -1
    ]);
  });
});
