import {describe, expect, it} from "vitest";
import {canonicalQuery, isSameQuery} from "../../src/query/canonical.ts";
import {array, assert, constantFrom, property, shuffledSubarray, string, tuple} from "../property.ts";

const isSame = (a: string, b: string) => isSameQuery(canonicalQuery(a), canonicalQuery(b));

describe("a canonical query", () => {
  it("is filters by canonical name in order, the pattern as written, and the pattern type", () => {
    expect(canonicalQuery("lang:Go  r:b foo(  bar f:a patternType:regex count:all r:b")).toEqual({
      filters: ["file:a", "lang:go", "repo:b"],
      pattern: "foo( bar",
      patternType: "regexp"
    });
  });

  it.each([
    ["r:a x", "x repo:a"],
    ["x count:5 timeout:2s", "x"],
    ["lang:Go case:YES x", "case:yes LANG:go x"],
    ['repo:"a" x', "repo:a x"],
    ["x", "x patterntype:literal"],
    ["NOT repo:a x", "-repo:a x"],
    ["a or b", "b OR a"],
    ["(repo:a x) or (repo:b y)", "(y repo:b) OR (x repo:a)"],
    ["a or b count:7", "b or a"],
    ["repo: x", "x"]
  ])("of %s and of %s are the same", (a, b) => {
    expect(isSame(a, b)).toBe(true);
  });

  it.each([
    ["x y", "y x"],
    ["repo:a x", "-repo:a x"],
    ["x patterntype:regexp", "x patterntype:literal"],
    ['"a  b"', '"a b"'],
    ["a and b", "a or b"],
    ["(repo:a x) or (repo:b y)", "(repo:b x) or (repo:a y)"],
    ["display:flex", "display:none"]
  ])("of %s and of %s differ", (a, b) => {
    expect(isSame(a, b)).toBe(false);
  });

  it("of a query that cannot be read has its filters and words", () => {
    expect(canonicalQuery("repo:a foo) bar")).toEqual({filters: ["repo:a"], pattern: "foo) bar", patternType: ""});
  });

  const filters = ["repo:a", "-file:b", "lang:Go", "type:diff", "count:7", "author:'^c d$'", "repo:has.path(e)"];

  it("does not depend on where filters stand", () => {
    assert(
      property(shuffledSubarray(filters), shuffledSubarray(filters), (some, order) => {
        const kept = order.filter((filter) => some.includes(filter));
        expect(canonicalQuery([...kept, "x", "y"].join(" "))).toEqual(
          canonicalQuery(["x", ...filters.filter((filter) => kept.includes(filter)), "y"].join(" "))
        );
      })
    );
  });

  it("is its own canonical query", () => {
    const atoms = constantFrom(...filters, "x", "y.z", "f(a b)", "not g", '"q r"', "/s t/", "(repo:h or i)", "[j]");
    const joined = tuple(constantFrom(" ", " and ", " OR "), atoms).map((parts) => parts.join(""));
    assert(
      property(atoms, array(joined, {maxLength: 6}), (first, rest) => {
        const {filters: found, pattern, patternType} = canonicalQuery(first + rest.join(""));
        expect(canonicalQuery([...found, pattern].join(" "))).toEqual({filters: found, pattern, patternType});
      }),
      {numRuns: 3000}
    );
  });

  it("is found for any text", () => {
    assert(
      property(string({unit: "binary", maxLength: 60}), (text) => canonicalQuery(text) !== null),
      {numRuns: 2000}
    );
  });
});
