import {describe, expect, it} from "vitest";
import {messageOf} from "../../src/error.ts";
import {evaluate, namesIn, parseExpression, templatePieces, unknownCalls} from "../../src/notebook/expression.ts";
import {scalar, scalarOf, sqlValue, valueText} from "../../src/notebook/value.ts";
import {numberColumn} from "../../src/table.ts";
import * as fc from "../property.ts";
import {day, result, scopeOf, series, table} from "./values.ts";

const SCOPE = scopeOf({
  versions: {kind: "insight", result: result([series("1.21", [8, 5]), series("1.22", [0, 12])])},
  one: {kind: "insight", result: result([series("only", [1, 1234.567])])},
  totals: {kind: "table", table: table({value: [42]})},
  rows: {kind: "table", table: table({label: ["a", null], value: [1, 2]})},
  empty: {kind: "table", table: table({label: []})},
  period: scalarOf("3 months"),
  picks: {kind: "list", values: ["a", "<b>"]},
  flag: scalarOf(true),
  moment: scalar("time", day("2026-08-15"))
});

/** What `${…}` shows, or the sentence of its error. */
function show(text: string): string {
  const expression = parseExpression(text);
  if (!expression) return "JavaScript";
  try {
    return valueText(evaluate(expression, SCOPE, {newest: day("2026-08-15")}));
  } catch (error) {
    return messageOf(error);
  }
}

describe("parseExpression", () => {
  it("reads names, paths, numbers, texts and calls", () => {
    expect(parseExpression("a")).toEqual({type: "name", name: "a", path: []});
    expect(parseExpression(" a . b.c ")).toEqual({type: "name", name: "a", path: ["b", "c"]});
    expect(parseExpression("-1.5")).toEqual({type: "literal", value: -1.5});
    expect(parseExpression('"it\'s"')).toEqual({type: "literal", value: "it's"});
    expect(parseExpression("f( a , 'b', g())")).toEqual({
      type: "call",
      name: "f",
      args: [
        {type: "name", name: "a", path: []},
        {type: "literal", value: "b"},
        {type: "call", name: "g", args: []}
      ]
    });
  });

  it.each([
    "",
    " ",
    "1 + 1",
    "a + b",
    "a-1",
    "f(",
    "f(a,)",
    "f(a))",
    "a.",
    ".a",
    "a..b",
    "a.1",
    "1a",
    "a b",
    "'a",
    '"a\\"b"',
    "`a`",
    "a => a",
    "a[0]",
    "(a)",
    "f(a)(b)",
    "f(a).b",
    "a;",
    "a // b",
    "é",
    "{a}",
    "a?.b",
    "-a",
    "new Date()"
  ])("leaves %j to JavaScript", (text) => {
    expect(parseExpression(text)).toBeNull();
  });

  it("follows calls to a depth of twenty", () => {
    const nested = (depth: number) => `${"f(".repeat(depth)}a${")".repeat(depth)}`;
    expect(parseExpression(nested(20))).not.toBeNull();
    expect(parseExpression(nested(21))).toBeNull();
    expect(parseExpression("f(".repeat(100_000))).toBeNull();
  });

  it("reads anything without failing", () => {
    fc.assert(
      fc.property(fc.string({unit: fc.constantFrom(..."ab1.,()'\"\\ -$")}), (text) => void parseExpression(text)),
      {numRuns: 500}
    );
  });
});

describe("namesIn and unknownCalls", () => {
  it("give each name once, whatever it stands in", () => {
    expect(namesIn(parseExpression("percent(latest(a.x), sum(b, a), 'c')")!)).toEqual(["a", "b"]);
    expect(unknownCalls(parseExpression("percent(lastest(a), nope(latest(b)))")!)).toEqual(["lastest", "nope"]);
    expect(unknownCalls(parseExpression("toString(constructor())")!)).toEqual(["toString", "constructor"]);
  });
});

describe("evaluate", () => {
  it.each([
    ["12", "12"],
    ["'text'", "text"],
    ["totals", "42"],
    ["totals.value", "42"],
    ["period", "3 months"],
    ["picks", "a, <b>"],
    ["flag", "true"],
    ["moment", "15 Aug 2026"],
    ["latest(one)", "1,234.57"],
    ['latest(versions, "1.22")', "12"],
    ["percent(share(versions, '1.22'))", "70.6 %"],
    ["nope", "No cell gives a value called nope."],
    ["perod", "No cell gives a value called perod. Did you mean period?"],
    ["toString", "No cell gives a value called toString."],
    [
      "lastest(one)",
      expect.stringMatching(/^There is no function lastest\. Did you mean latest\? There are latest, first, /)
    ],
    ["rows", "This is a table of 2 rows and 2 columns; name a column of it, such as name.label."],
    [
      "rows.value",
      "rows.value has 2 rows. Write latest(rows.value) or first(rows.value), or let its query give one row."
    ],
    ["rows.nope", "rows.nope: there is no column nope; there are label, value."],
    ["rows.value.x", "rows.value.x: only the columns of a table have names."],
    ["period.x", "period.x: only the columns of a table have names."],
    [
      "empty.label",
      "empty.label has 0 rows. Write latest(empty.label) or first(empty.label), or let its query give one row."
    ],
    ["versions", 'This is a whole insight; ask it for a value, such as latest(name) or change(name, "series").'],
    ["latest(versions)", '"T" has 2 series; say which: "1.21", "1.22".'],
    ["latest(versions, '1.23')", '"T" has no series "1.23"; it has "1.21", "1.22".'],
    ["1 + 1", "JavaScript"]
  ])("shows ${%s} as %s", (text, shown) => {
    expect(show(text)).toEqual(shown);
  });
});

describe("sqlValue", () => {
  it("binds a time as a time, a list as its items, a single cell as it is", () => {
    expect(sqlValue(scalar("time", 5))).toEqual({time: 5});
    expect(sqlValue({kind: "list", values: ["a"]})).toEqual(["a"]);
    expect(sqlValue({kind: "table", table: table({value: [42]})})).toBe(42);
    expect(sqlValue(scalar("time", null))).toBeNull();
    const times = {...numberColumn("t", [7], "time")};
    expect(sqlValue({kind: "column", column: times, rows: 1, path: "a.t"})).toEqual({time: 7});
  });
});

describe("templatePieces", () => {
  it("finds placeholders, whose braces and quotes match", () => {
    expect(templatePieces("a ${b} c${d}")).toEqual([
      {text: "a "},
      {expression: "b", from: 2, to: 6},
      {text: " c"},
      {expression: "d", from: 8, to: 12}
    ]);
    expect(templatePieces("${ {a: {b: 1}} }")).toEqual([{expression: " {a: {b: 1}} ", from: 0, to: 16}]);
    expect(
      templatePieces('${f(\'}\')}${`}`}${"\\"}"}').map((piece) => "expression" in piece && piece.expression)
    ).toEqual(["f('}')", "`}`", '"\\"}"']);
  });

  it("leaves an escaped one, and one that is never closed, as they are", () => {
    expect(templatePieces("a \\${b} ${c")).toEqual([{text: "a \\${b} ${c"}]);
    expect(templatePieces("$ {a} $a {b}")).toEqual([{text: "$ {a} $a {b}"}]);
    expect(templatePieces("")).toEqual([]);
  });

  it("gives pieces that join to the text, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({unit: fc.constantFrom(..."${}\\ab'\"`\n")}), (text) => {
        const pieces = templatePieces(text);
        expect(pieces.map((piece) => ("text" in piece ? piece.text : `\${${piece.expression}}`)).join("")).toBe(text);
        for (const piece of pieces)
          if ("from" in piece) expect(text.slice(piece.from, piece.to)).toBe(`\${${piece.expression}}`);
      }),
      {numRuns: 1000}
    );
  });

  it("takes hostile text of 200 kB in seconds: an unclosed placeholder is not followed to the end of the text", () => {
    // followed to the end, each of these would take minutes
    for (const piece of ["${", "${'", "${{", "\\${", "${`${", "${a}", "$", "${\\"]) {
      const text = piece.repeat(200_000 / piece.length);
      expect(templatePieces(text).length).toBeLessThanOrEqual(text.length);
    }
  });
});
