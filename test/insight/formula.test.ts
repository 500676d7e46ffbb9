import {describe, expect, it} from "vitest";
import {computeFormula} from "../../src/insight/compute-formula.ts";
import type {FormulaInput} from "../../src/insight/evaluate-formula.ts";
import {FORMULA_FUNCTIONS, insightsIn, parseFormula} from "../../src/insight/formula.ts";
import type {InsightResult, ValueStatus} from "../../src/insight/insight.ts";
import {readInsight} from "../../src/insight/kinds/index.ts";
import * as fc from "../property.ts";

const day = (text: string) => Date.parse(text);
const MONTHS = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"];

/** A result of one value a month; a number with a word behind it is a value and its status. */
type Value = number | "absent" | "unknown" | readonly [number, "partial" | "incomplete"];

function result(
  series: Readonly<Record<string, readonly Value[]>>,
  {
    times = MONTHS,
    unit = "matches",
    holds = {}
  }: {times?: readonly string[]; unit?: string; holds?: Record<string, number>} = {}
): InsightResult {
  return {
    kind: "search",
    title: "Test",
    form: "over-time",
    unit,
    times: Float64Array.from(times, day),
    series: Object.entries(series).map(([label, values]) => ({
      label,
      holds: holds[label] ?? 0,
      values: Float64Array.from(values, (value) =>
        typeof value === "number" ? value : typeof value === "string" ? Number.NaN : value[0]
      ),
      status: values.map(
        (value): ValueStatus => (typeof value === "number" ? "ok" : typeof value === "string" ? value : value[1])
      )
    })),
    source: {
      series: [{series_id: `s_${unit}`, key: unit, title: unit, query: unit}],
      repositories: 3,
      segments: [unit],
      observedAt: day(times.at(-1)!),
      newestSample: day(times.at(-1)!),
      status: "complete",
      reasons: []
    },
    notes: []
  };
}

function compute(formula: string, inputs: Readonly<Record<string, FormulaInput>>, more: Record<string, unknown> = {}) {
  const {value, messages} = readInsight({kind: "formula", title: "Test", formula, ...more});
  if (!value) throw new Error(messages.map(({text}) => text).join(" "));
  return computeFormula(value, new Map(Object.entries(inputs)));
}

/** The values of a result as this test writes them. */
function valuesOf({series}: InsightResult): Record<string, (number | string | (number | string)[])[]> {
  return Object.fromEntries(
    series.map(({label, values, status}) => [
      label,
      status.map((word, i) => (word === "ok" ? values[i]! : word === "partial" ? [values[i]!, word] : word))
    ])
  );
}

const modules = result({"import … from": [6, 8, 9, 9], "require()": [4, 2, 1, 1]});
const one = result({only: [1, 2, 4, 8]});

describe("reading a formula", () => {
  it.each([
    ["a + b * c", "(a + (b * c))"],
    ["(a + b) * c", "((a + b) * c)"],
    ["a - b - c", "((a - b) - c)"],
    ["a / b / c", "((a / b) / c)"],
    ["-a * b", "(-a * b)"],
    ["a − b × c ÷ 2", "(a - ((b * c) / 2))"],
    ['modules["import … from"] / sum(modules)', '(modules["import … from"] / sum(modules))'],
    ["modules['a\\'b']", `modules["a'b"]`],
    ['rate(a, "1 month") * 2.5e1', '(rate(a, "1 month") * 25)'],
    ["moving_average(a, 4)", "moving_average(a, 4)"]
  ])("%s reads as %s", (text, expected) => {
    const read = parseFormula(text);
    expect("formula" in read ? print(read.formula) : read).toBe(expected);
  });

  it.each([
    ["", 'at its end, a number, the id of an insight, a function or "(" is expected'],
    ["a / / b", 'at character 5, a number, the id of an insight, a function or "(" is expected, but there is /'],
    ["(a + b", 'at its end, ")" is expected'],
    ["a b", "at character 3, an operator (+ − * /) or the end is expected, but there is b"],
    ["a[b]", "at character 3, the label of a series of a in quotes is expected, but there is b]"],
    ['a["b"', 'at its end, "]" is expected'],
    ["a ^ 2", "at character 3, a name, a number, a text in quotes or an operator is expected, but there is ^"],
    [
      "moving_avg(a, 3)",
      "at character 1, a function (sum, share, percent, difference, growth, rate, moving_average) is expected, but there is moving_avg(a,"
    ],
    [
      "growht(a)",
      "at character 1, a function (sum, share, percent, difference, growth, rate, moving_average), perhaps growth, is expected, but there is growht(a)"
    ],
    ["rate(a)", 'at character 7, "," and more, as in rate(x, "1 month"), is expected, but there is )'],
    [
      "moving_average(a, 0.5)",
      'at character 19, a whole number of points, or a length of time in quotes, as in moving_average(x, 4) · moving_average(x, "1 year"), is expected, but there is 0.5)'
    ]
  ])("%s is refused with its place", (text, problem) => {
    expect(parseFormula(text)).toEqual({problem});
  });

  it("lists the insights it names, each once", () => {
    const read = parseFormula('share(b, "x") + a["y"] - b * -(c / 2)');
    expect("formula" in read && insightsIn(read.formula)).toEqual(["b", "a", "c"]);
  });

  it("refuses what is nested too deep or too long instead of running out of stack", () => {
    expect(parseFormula(`${"(".repeat(900)}a${")".repeat(900)}`)).toHaveProperty("problem");
    expect(parseFormula(`${"-".repeat(1900)}a`)).toHaveProperty("problem");
    expect(parseFormula("a+".repeat(1001))).toEqual({problem: "it has 2002 characters, and 2,000 are the most"});
  });

  it("never throws, whatever is written", () => {
    const piece = fc.constantFrom(
      "a",
      "1",
      "+",
      "-",
      "/",
      "(",
      ")",
      "[",
      "]",
      '"x"',
      ",",
      "sum",
      "rate",
      " ",
      "'",
      "\\",
      "…"
    );
    fc.assert(
      fc.property(fc.array(piece, {maxLength: 20}), (pieces) => {
        const read = parseFormula(pieces.join(""));
        return "formula" in read || read.problem.length > 0;
      })
    );
  });

  it("has an example of every function that reads", () => {
    for (const {usage} of FORMULA_FUNCTIONS)
      for (const example of usage.split(" · ")) expect(parseFormula(example)).toHaveProperty("formula");
  });
});

describe("computing a formula", () => {
  it("gives the share migrated in one line", () => {
    const {unit, series, times} = compute('modules["import … from"] / sum(modules)', {modules}, {label: "share"});
    expect(unit).toBe("share");
    expect(series.map(({label}) => label)).toEqual(["share"]);
    // 6 of 10, 8 of 10, 9 of 10 twice
    expect(Array.from(series[0]!.values)).toEqual([0.6, 0.8, 0.9, 0.9]);
    expect(Array.from(times)).toEqual(MONTHS.map(day));
  });

  it.each([
    ['share(modules, "require()")', [0.4, 0.2, 0.1, 0.1], "share"],
    ['percent(modules["require()"], modules["import … from"])', [4 / 6, 2 / 8, 1 / 9, 1 / 9], "share"],
    ['modules["import … from"] - modules["require()"]', [2, 6, 8, 8], "matches"],
    ["sum(modules)", [10, 10, 10, 10], "matches"],
    ["2 * one + 1", [3, 5, 9, 17], "matches"],
    ["-one", [-1, -2, -4, -8], "matches"],
    ["one / 4", [0.25, 0.5, 1, 2], "matches"],
    ["difference(one)", ["absent", 1, 2, 4], "matches"],
    ["growth(one)", ["absent", 1, 1, 1], "share"],
    ["moving_average(one, 2)", ["absent", 1.5, 3, 6], "matches"],
    ["moving_average(one, 4)", ["absent", "absent", "absent", 3.75], "matches"],
    // two months: of 1 March the points after 1 January, February and March; the data reaches back to 1 January
    ['moving_average(one, "2 months")', ["absent", "absent", 3, 6], "matches"],
    ['difference(one, "2 months")', ["absent", "absent", 3, 6], "matches"],
    // the last point at or before 1 April less one month is 1 March
    ['growth(one, "1 month")', ["absent", 1, 1, 1], "share"],
    // 31 days of January for 1, 28 of February for 2, 31 of March for 4; a month counts 30
    ['rate(one, "1 month")', ["absent", 30 / 31, 60 / 28, 120 / 31], "matches per month"],
    ['rate(one, "2 weeks")', ["absent", 14 / 31, 28 / 28, 56 / 31], "matches per 2 weeks"]
  ])("%s is %j", (formula, expected, unit) => {
    const computed = compute(formula, {modules, one});
    expect(computed.unit).toBe(unit);
    const [values] = Object.values(valuesOf(computed));
    expect(values!.map((value) => (typeof value === "number" ? Number(value.toFixed(9)) : value))).toEqual(
      expected.map((value) => (typeof value === "number" ? Number(value.toFixed(9)) : value))
    );
  });

  it("computes each series of an insight by its label", () => {
    expect(valuesOf(compute("modules / sum(modules)", {modules}))).toEqual({
      "import … from": [0.6, 0.8, 0.9, 0.9],
      "require()": [0.4, 0.2, 0.1, 0.1]
    });
  });

  it("computes two insights by the labels both have, and says which it left out", () => {
    const a = result({x: [2, 2, 2, 2], y: [3, 3, 3, 3], "Other (2)": [9, 9, 9, 9]}, {holds: {"Other (2)": 2}});
    const b = result({x: [1, 1, 1, 4], z: [3, 3, 3, 3], "Other (2)": [9, 9, 9, 9]}, {holds: {"Other (2)": 2}});
    const computed = compute("a - b", {a, b});
    expect(valuesOf(computed)).toEqual({x: [1, 1, 1, -2]});
    expect(computed.notes.map(({text}) => text)).toEqual([
      'Left out, because they stand in one insight only: "y", "Other (2)", "z" (a - b).'
    ]);
  });

  it.each([
    ["absent", "ok", "absent"],
    ["absent", "unknown", "absent"],
    ["absent", "partial", "absent"],
    ["unknown", "ok", "unknown"],
    ["unknown", "partial", "unknown"],
    ["partial", "ok", "partial"],
    ["partial", "partial", "partial"],
    ["incomplete", "ok", "incomplete"],
    ["incomplete", "partial", "incomplete"],
    ["incomplete", "unknown", "unknown"],
    ["ok", "ok", "ok"]
  ] as const)("of %s and %s is %s, whatever the operator and the side", (a, b, expected) => {
    const value = (status: ValueStatus): Value =>
      status === "ok" ? 3 : status === "partial" || status === "incomplete" ? [3, status] : status;
    const left = result({l: [value(a)]}, {times: ["2026-01-01"]});
    const right = result({r: [value(b)]}, {times: ["2026-01-01"]});
    for (const by of ["+", "-", "*", "/"])
      for (const formula of [`left ${by} right`, `right ${by} left`, `percent(left, right)`]) {
        const {series} = compute(formula, {left, right});
        expect(series[0]!.status).toEqual([expected]);
        expect(Number.isNaN(series[0]!.values[0]!)).toBe(expected === "absent" || expected === "unknown");
      }
  });

  it("calls a division by zero unknown, never 0 and never endless, and says so", () => {
    const a = result({a: [0, 5, [5, "partial"], 5]});
    const b = result({b: [0, 0, 0, "unknown"]});
    const computed = compute("a / b", {a, b});
    expect(valuesOf(computed)).toEqual({"a / b": ["unknown", "unknown", "unknown", "unknown"]});
    expect(computed.notes[0]!.text).toBe("3 values are unknown because the divisor is 0 there (a / b).");
    expect(valuesOf(compute("growth(b)", {b: result({b: [0, 3, 6, 3]})}))).toEqual({
      "growth(b)": ["absent", "unknown", 1, -0.5]
    });
    expect(valuesOf(compute("1e308 * a * 10", {a: result({a: [1, 1, 1, 1]})}))).toEqual({
      "1e308 * a * 10": ["unknown", "unknown", "unknown", "unknown"]
    });
  });

  it("keeps an unknown within a window unknown", () => {
    const a = result({a: [1, "unknown", [3, "partial"], 4]});
    expect(valuesOf(compute("moving_average(a, 2)", {a}))).toEqual({
      "moving_average(a, 2)": ["absent", "unknown", "unknown", [3.5, "partial"]]
    });
    expect(valuesOf(compute("difference(a)", {a}))).toEqual({
      "difference(a)": ["absent", "unknown", "unknown", [1, "partial"]]
    });
  });

  it("adds up unknown to unknown: a sum without one of its parts is another number", () => {
    const a = result({x: [1, 1, 1, 1], y: [1, "unknown", [1, "partial"], "absent"]});
    expect(valuesOf(compute("sum(a)", {a}))).toEqual({"sum(a)": [2, "unknown", [2, "partial"], 1]});
  });

  it("says when what it adds up is not all there is", () => {
    const some = {...result({a: [1, 1, 1, 1]}), hidden: 2};
    const text = "some leaves out 2 of its series by display.limit: what is added up here lacks them.";
    expect(compute("sum(some)", {some}).notes.map((note) => note.text)).toEqual([text]);
    expect(compute('some["a"] * 2', {some}).notes).toEqual([]);
  });

  it("adds up what is there: a repository that came later takes nothing from the years before", () => {
    const repositories = result({old: [4, 4, 6, "absent"], young: ["absent", "absent", 2, "absent"]});
    expect(valuesOf(compute("sum(repositories)", {repositories}))).toEqual({
      "sum(repositories)": [4, 4, 8, "absent"]
    });
    expect(valuesOf(compute("repositories / sum(repositories)", {repositories}))).toEqual({
      old: [1, 1, 0.75, "absent"],
      young: ["absent", "absent", 0.25, "absent"]
    });
  });

  it("takes the last value at or before each time, in the window all insights cover", () => {
    const a = result({a: [1, 2, 3, 4]});
    const b = result({b: [10, 20]}, {times: ["2026-01-15", "2026-03-15"]});
    const computed = compute("b - a", {a, b});
    expect(Array.from(computed.times)).toEqual(["2026-01-15", "2026-02-01", "2026-03-01", "2026-03-15"].map(day));
    expect(valuesOf(computed)).toEqual({"b - a": [9, 8, 7, 17]});
    expect(computed.notes.map(({text}) => text)).toEqual(["This ends on 15 Mar 2026, with the data of b."]);
  });

  it("says when the insights have no time in common", () => {
    const b = result({b: [1]}, {times: ["2020-01-01"]});
    expect(compute("one / b", {one, b}).notes.at(-2)?.text ?? "").toBe(
      "There is no time that all insights of this formula cover."
    );
  });

  it("shows a window, and computes it with what lies before", () => {
    const {times, series} = compute("moving_average(one, 3)", {one}, {points: 2});
    expect(Array.from(times)).toEqual(MONTHS.slice(2).map(day));
    // (1 + 2 + 4) / 3 and (2 + 4 + 8) / 3
    expect(Array.from(series[0]!.values)).toEqual([7 / 3, 14 / 3]);
    expect(compute("one", {one}, {from: "2026-02-15", until: "2026-03-15"}).times).toEqual(
      Float64Array.of(day("2026-03-01"))
    );
  });

  it("takes values at steps of its own", () => {
    const {times, series} = compute("one", {one}, {step: {months: 2}, points: 2});
    expect(Array.from(times)).toEqual([day("2026-02-01"), day("2026-04-01")]);
    expect(Array.from(series[0]!.values)).toEqual([2, 8]);
  });

  it("draws several formulas of one unit, and refuses several units", () => {
    const series = [
      {label: "new", formula: 'share(modules, "import … from")', color: 1},
      {label: "old", formula: 'share(modules, "require()")'}
    ];
    const {value} = readInsight({kind: "formula", title: "Test", series});
    const computed = computeFormula(value!, new Map([["modules", modules]]));
    expect(computed.series.map(({label, color}) => [label, color])).toEqual([
      ["new", "1"],
      ["old", undefined]
    ]);
    const mixed = readInsight({kind: "formula", title: "T", series: [{formula: "one"}, {formula: "growth(one)"}]})
      .value!;
    expect(() => computeFormula(mixed, new Map([["one", one]]))).toThrow(
      "These formulas give different things (matches and per cent), which cannot share a chart."
    );
  });

  it("refuses to add lines and files, and divides them", () => {
    const lines = result({l: [6, 6, 6, 6]}, {unit: "lines"});
    const files = result({f: [2, 2, 2, 3]}, {unit: "files"});
    expect(() => compute("lines + files", {lines, files})).toThrow("Adding lines and files gives a number of nothing");
    const ratio = compute("lines / files", {lines, files});
    expect(ratio.unit).toBe("lines per file");
    expect(Array.from(ratio.series[0]!.values)).toEqual([3, 3, 3, 2]);
  });

  it("shows a ratio as a number where that is asked, and a number as per cent", () => {
    expect(compute('modules["require()"] / modules["import … from"]', {modules}, {as: "number"}).unit).toBe("");
    expect(compute("one / 100", {one}, {as: "percent"}).unit).toBe("share");
    expect(compute("one * 100 / sum(one)", {one}).notes[0]!.text).toMatch(/Shares are shown as per cent already/);
  });

  it("computes with the number of an input", () => {
    expect(valuesOf(compute("one * hours", {one, hours: 2}))).toEqual({"one * hours": [2, 4, 8, 16]});
  });

  it("names the series there are when one is not there", () => {
    expect(() => compute('modules["requires()"]', {modules})).toThrow(
      'modules has no series "requires()". Did you mean "require()"? It has "import … from", "require()".'
    );
    expect(() => compute('rate(one, "soon")', {one})).toThrow(
      'wants a length of time such as "1 month" or "12 weeks"; it was given "soon"'
    );
  });

  it("comes from all that its insights come from, and is as old as the oldest", () => {
    const files = {...result({f: [1, 1, 1, 1]}, {unit: "files"})};
    const incomplete: InsightResult = {
      ...files,
      source: {...files.source, observedAt: day("2026-03-01"), status: "partial", reasons: ["acme/a timed out"]}
    };
    const {source} = compute("one / incomplete", {one, incomplete});
    expect(source).toMatchObject({
      segments: ["files", "matches"],
      observedAt: day("2026-03-01"),
      status: "partial",
      reasons: ["incomplete: acme/a timed out"]
    });
    expect(source.series.map(({key}) => key)).toEqual(["matches", "files"]);
  });
});

describe("formula fields", () => {
  const said = (value: Record<string, unknown>) =>
    readInsight({kind: "formula", title: "T", ...value}).messages.map(({text}) => text);

  it("say what is missing and where a formula cannot be read", () => {
    expect(said({})).toEqual([expect.stringContaining("This insight computes nothing")]);
    expect(said({formula: "a /"})[0]).toBe(
      '"formula" should be a formula over the ids of other insights, but at its end, a number, the id of an insight, a function or "(" is expected.'
    );
    expect(said({series: [{label: "x"}]})[0]).toContain("entry 1 has no formula");
    expect(said({series: [{label: "x", formula: "a +"}]})[0]).toContain("entry 1 cannot be read: at its end");
    expect(said({formula: "a", repositories: ["x"]})[0]).toContain('"repositories" is not a field of this insight');
  });
});

function print(
  formula: ReturnType<typeof parseFormula> extends infer R ? (R extends {formula: infer F} ? F : never) : never
): string {
  switch (formula.type) {
    case "number":
      return String(formula.value);
    case "text":
      return JSON.stringify(formula.value);
    case "insight":
      return formula.label === null ? formula.id : `${formula.id}[${JSON.stringify(formula.label)}]`;
    case "negative":
      return `-${print(formula.of)}`;
    case "operation":
      return `(${print(formula.left)} ${formula.by} ${print(formula.right)})`;
    case "call":
      return `${formula.name}(${formula.args.map(print).join(", ")})`;
  }
}
