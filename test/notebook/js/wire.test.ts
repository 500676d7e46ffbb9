import {describe, expect, it} from "vitest";
import {cellValueOf} from "../../../src/notebook/js/values.ts";
import {LONGEST_STEP, readMessage, readStep, writeStep} from "../../../src/notebook/js/wire.ts";
import * as fc from "../../property.ts";

describe("what leaves the realm", () => {
  it("arrives as it was", () => {
    const value = fc.oneof(
      fc.double({noNaN: true, noDefaultInfinity: true}).filter((n) => !Object.is(n, -0)),
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.string()),
      fc.array(fc.record({a: fc.integer(), b: fc.option(fc.string())}), {minLength: 1}),
      fc.func(fc.integer())
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value), fc.array(fc.string()), (record, texts) => {
        const step = {
          shown: texts.map((text) => ({type: "text", text}) as const).slice(0, 200),
          values: new Map(Object.entries(record).map(([name, one]) => [name, cellValueOf(one)]))
        };
        expect(readStep(writeStep(step))).toEqual(step);
      })
    );
  });

  it("is refused when it is anything else", () => {
    fc.assert(
      fc.property(fc.anything({withBigInt: true, withDate: true, withMap: true, withNullPrototype: true}), (data) => {
        const message = readMessage(data);
        expect(message === null || ["step", "begin", "end", "error", "pong"].includes(message.t)).toBe(true);
      })
    );
    fc.assert(fc.property(fc.json(), (json) => void readStep(json)));
  });

  it.each([
    ['{"shown":[{"type":"markup","form":"script","text":"x"}],"values":[]}'],
    ['{"shown":[{"type":"input","view":0,"definition":{"type":"file"}}],"values":[]}'],
    [
      '{"shown":[{"type":"table","table":{"rows":9,"columns":[{"name":"a","type":"number","values":[1]}]}}],"values":[]}'
    ],
    ['{"shown":[],"values":[["x",{"kind":"scalar","type":"number","value":{}}]]}'],
    ['{"shown":[],"values":[["x",{"kind":"insight","result":{}}]]}'],
    ["[]"],
    ["{"]
  ])("refuses %s", (json) => {
    expect(readStep(json)).toBeNull();
  });

  it("cannot change what objects are", () => {
    const step = readStep(
      '{"shown":[],"values":[["__proto__",{"kind":"scalar","type":"number","value":1}]],"__proto__":{"polluted":1}}'
    );
    expect(step?.values.get("__proto__")).toMatchObject({value: 1});
    expect(({} as {polluted?: unknown}).polluted).toBeUndefined();
  });

  it("is bounded", () => {
    expect(readMessage({t: "step", id: 1, json: "x".repeat(LONGEST_STEP + 1)})).toBeNull();
    expect(readMessage({t: "error", id: 1, message: "x".repeat(1e6), line: 0, column: 0})).toMatchObject({
      message: "x".repeat(10_000)
    });
    expect(readMessage({t: "step", id: -1, json: "{}"})).toBeNull();
  });
});
