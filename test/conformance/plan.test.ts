import {describe, expect, it} from "vitest";
import {type Mapping, ofAnyFile} from "./mapping.ts";
import {plan} from "./plan.ts";

const MAPPING: Mapping = {
  kindOf: ({kind = "", input}) => (input.other ? "other" : kind),
  kinds: {double: ({value}) => value * 2, other: "not ours"}
};

/** How the tests of a file would end: passed, failed, or skipped. */
const outcomes = (text: string, mapping = MAPPING) =>
  plan("f.json", text, () => mapping).map(({title, skipped, run}) => {
    if (skipped) return `skipped ${title}`;
    try {
      run();
      return `passed ${title}`;
    } catch {
      return `failed ${title}`;
    }
  });
const file = (...cases: readonly unknown[]) => JSON.stringify({cases});

describe("a file of conformance cases", () => {
  it("is one test a case, skipped by name where its kind has no mapping or a reason", () => {
    expect(
      outcomes(
        file(
          {id: "a", kind: "double", input: {value: 2}, expected: 4},
          {id: "b", kind: "double", input: {value: 2}, expected: 5},
          {id: "c", kind: "triple", input: {}, expected: 6},
          {id: "d", kind: "double", input: {other: 1}, expected: 6}
        )
      )
    ).toEqual(["passed a", "failed b", "skipped c: no mapping for triple", "skipped d: other: not ours"]);
  });

  it.each([
    ["no JSON", "{", ["failed f.json is JSON"]],
    ["no list", '{"case":[]}', ["failed f.json holds a list of cases"]],
    ["null", "null", ["failed f.json holds a list of cases"]],
    ["a case that is none", file(null), ["failed case 1 of f.json is an object"]],
    ["a case without an expectation", file({id: "a"}), ["failed a: says what is expected"]],
    ["a case without input", file({id: "a", kind: "double", expected: 1}), ["failed a"]],
    ["a case without a name", file({kind: "double", input: {value: 1}, expected: 2}), ["passed case 1 of f.json"]],
    [
      "a kind that names a member of all objects",
      file({id: "a", kind: "toString", input: {}, expected: 1}),
      ["skipped a: no mapping for toString"]
    ]
  ])("with %s is a failing test by name and ends nothing", (_, text, expected) => {
    expect(outcomes(text)).toEqual(expected);
  });

  it("waits for answers that come later", async () => {
    const late: Mapping = {kinds: {double: async ({value}) => value * 2}};
    const [right, wrong] = plan(
      "f.json",
      file(...[4, 5].map((expected) => ({id: "a", kind: "double", input: {value: 2}, expected}))),
      () => late
    );
    await right!.run();
    await expect(wrong!.run()).rejects.toThrow();
  });

  it("that nobody knows is mapped by the kinds that only one file has", () => {
    const [left, right] = [
      {kinds: {double: MAPPING.kinds.double!, same: "left", "": "left"}},
      {kinds: {same: "right"}}
    ];
    expect(Object.keys(ofAnyFile([left, right]).kinds)).toEqual(["double"]);
    expect(outcomes(file({id: "a", kind: "double", input: {value: 2}, expected: 4}), ofAnyFile([left, right]))).toEqual(
      ["passed a"]
    );
  });
});
