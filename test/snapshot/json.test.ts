import {describe, expect, it} from "vitest";
import {readJson} from "../../src/snapshot/json.ts";

describe("readJson", () => {
  it("refuses nesting beyond 64 levels and text that is no JSON", () => {
    const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
    expect(readJson(nested(64))).toHaveProperty("value");
    expect(readJson(nested(65))).toEqual({error: "too-deep"});
    expect(readJson(nested(200_000))).toHaveProperty("error");
    expect(readJson(`{"a":`)).toEqual({error: "not-json"});
  });

  it("takes __proto__ as a member like any other", () => {
    const reading = readJson(`{"__proto__": {"polluted": 1}}`) as {value: object};
    expect(Object.keys(reading.value)).toEqual(["__proto__"]);
    expect(({} as {polluted?: number}).polluted).toBeUndefined();
  });
});
