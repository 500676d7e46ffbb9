import {describe, expect, it} from "vitest";
import {messageOf} from "../../src/error.ts";
import {BUILTINS, builtin} from "../../src/notebook/builtins.ts";
import {evaluate, parseExpression} from "../../src/notebook/expression.ts";
import {type CellValue, valueText} from "../../src/notebook/value.ts";
import {numberColumn} from "../../src/table.ts";
import {day, result, scopeOf, series, table} from "./values.ts";

const SCOPE = scopeOf({
  // 1 to 3 August
  one: {kind: "insight", result: result([series("a", [4, 6, 9])])},
  two: {kind: "insight", result: result([series("a", [1, 2, 3]), series("b", [0, 0, 9])])},
  gaps: {kind: "insight", result: result([series("a", [undefined, 5, null]), series("b", [1, 1, 1])])},
  zero: {kind: "insight", result: result([series("a", [0, 0])])},
  nothing: {kind: "insight", result: result([])},
  rows: {kind: "table", table: table({value: [1, 2, 3.5], label: ["x", "y", null]})},
  holes: {kind: "table", table: table({value: [Number.NaN, 2, Number.NaN]})},
  none: {kind: "table", table: {rows: 0, columns: [numberColumn("value", [])]}},
  times: {
    kind: "table",
    table: {rows: 2, columns: [numberColumn("at", [day("2026-01-01"), day("2026-02-01")], "time")]}
  },
  period: {kind: "scalar", type: "text", value: "2 weeks"},
  half: {kind: "scalar", type: "number", value: 0.5}
} satisfies Record<string, CellValue>);

/** What a call shows; the newest time is 15 August 2026. */
function show(text: string, newest: number | null = day("2026-08-15")): string {
  try {
    return valueText(evaluate(parseExpression(text)!, SCOPE, {newest}));
  } catch (error) {
    return messageOf(error);
  }
}

const TABLES: Readonly<Record<string, readonly (readonly [call: string, shown: string])[]>> = {
  latest: [
    ["latest(one)", "9"],
    ["latest(two, 'b')", "9"],
    // unknown at the last time: the last that is known
    ["latest(gaps, 'a')", "5"],
    ["latest(rows.value)", "3.5"],
    ["latest(rows.label)", "y"],
    ["latest(holes.value)", "2"],
    ["latest(none.value)", "–"],
    ["latest(times.at)", "1 Feb 2026"],
    ["latest(half)", "0.5"],
    ["latest(rows)", "latest(…) wants an insight or a column of a table first."],
    ["latest()", "latest(…) wants an insight or a column of a table first."],
    ["latest(two, half)", '"T" has no series "0.5"; it has "a", "b".']
  ],
  first: [
    ["first(one)", "4"],
    ["first(gaps, 'a')", "5"],
    ["first(rows.value)", "1"],
    ["first(holes.value)", "2"],
    ["first(none.value)", "–"],
    ["first('x')", "x"],
    ["first(rows)", "first(…) wants an insight or a column of a table first."]
  ],
  change: [
    ["change(one)", "5"],
    ["change(two, 'b')", "9"],
    ["change(gaps, 'a')", "0"],
    ["change(rows.value)", "2.5"],
    ["change(rows.label)", "–"],
    ["change(none.value)", "–"]
  ],
  percent: [
    ["percent(0.5)", "50.0 %"],
    ["percent(half)", "50.0 %"],
    ["percent(1, 4)", "25.0 %"],
    ["percent(latest(two, 'a'), sum(two))", "25.0 %"],
    ["percent(1, 0)", "–"],
    ["percent('x')", "–"],
    ["percent(one)", "900.0 %"],
    ["percent()", "–"]
  ],
  share: [
    ["share(two, 'a')", "25.0 %"],
    ["share(two, 'b')", "75.0 %"],
    ["share(one)", "100.0 %"],
    // one of the parts is unknown: so is the whole
    ["share(gaps, 'b')", "–"],
    ["share(zero)", "–"],
    ["share(rows.value, 'a')", "share(…) wants an insight first."]
  ],
  sum: [
    ["sum(one)", "9"],
    ["sum(two)", "12"],
    ["sum(gaps)", "–"],
    ["sum(nothing)", "0"],
    ["sum(rows.value)", "6.5"],
    ["sum(holes.value)", "–"],
    ["sum(none.value)", "0"],
    ["sum(half)", "sum(…) wants an insight or a column first."]
  ],
  since: [
    ["since('2 weeks')", "1 Aug 2026"],
    ["since(period)", "1 Aug 2026"],
    ["since('1 month')", "15 Jul 2026"],
    ["since('1 year')", "15 Aug 2025"],
    ["since('soon')", 'since(…) wants a length of time such as 3 months or 12 weeks; it was given "soon".'],
    ["since(half)", "since(…) wants a length of time such as 3 months or 12 weeks; it was given 0.5."],
    ["since()", "since(…) wants a length of time such as 3 months or 12 weeks; it was given null."]
  ],
  as_of: [
    ["as_of(one)", "3 Aug 2026"],
    ["as_of(nothing)", "–"],
    ["as_of(rows.value)", "as_of(…) wants an insight first."]
  ]
};

describe.each(BUILTINS.map(({name}) => name))("%s", (name) => {
  it.each(TABLES[name] ?? [])("%s is %s", (call, shown) => {
    expect(show(call)).toBe(shown);
  });

  it("has its table here, and its usage begins with its name", () => {
    expect(TABLES[name]!.length).toBeGreaterThan(2);
    expect(builtin(name)!.usage.startsWith(`${name}(`)).toBe(true);
  });
});

describe("since", () => {
  it("says that it has nothing to count back from", () => {
    expect(show("since('2 weeks')", null)).toBe(
      "since(…) counts back from the newest time of an insight, and this cell refers to none."
    );
  });
});

describe("builtin", () => {
  it("knows no member of a prototype", () => {
    expect(["toString", "constructor", "__proto__", "Latest"].map(builtin)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined
    ]);
  });
});
