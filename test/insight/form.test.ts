import {describe, expect, it} from "vitest";
import {messageOf} from "../../src/error.ts";
import {integer} from "../../src/fields.ts";
import {fieldLabel, formError, formLayout, formProblems, nextStep} from "../../src/insight/form.ts";
import {kindDescription, ownKind, readInsight} from "../../src/insight/kinds/index.ts";
import {COMMON_FIELDS, type OwnKind} from "../../src/insight/kinds/kind.ts";

const search = kindDescription("search");
const capture = kindDescription("capture-group");
const names = (fields: readonly {name: string}[]) => fields.map(({name}) => name);
const texts = (kind: typeof search, value: Record<string, unknown>, before?: Record<string, unknown>) =>
  formProblems(kind, value, before).map(({field, text, level}) => `${level} ${field ?? "-"}: ${text}`);

describe("formLayout", () => {
  it("asks for a kind's own fields first, without shorthands that the text does not use", () => {
    expect(names(formLayout(search, {}).main)).toEqual(["title", "series", "repositories", "step", "points"]);
    expect(names(formLayout(search, {data: "todo"}).main)).toContain("data");
    expect(names(formLayout(capture, {}).main).slice(0, 4)).toEqual(["title", "query", "data", "pattern"]);
  });

  it("takes in a kind it does not know, and shows every field of it once", () => {
    const kind = {...search, kind: "new", fields: {...COMMON_FIELDS, threshold: integer("the least share", {})}};
    const {main, more} = formLayout(kind, {});
    expect(names(main)).toEqual(["title", "threshold", "repositories", "step", "points"]);
    expect(names([...main, ...more]).sort()).toEqual(
      Object.keys(kind.fields)
        .filter((name) => name !== "kind")
        .sort()
    );
    expect(fieldLabel("some_long-name")).toBe("Some long name");
  });
});

describe("nextStep", () => {
  it("asks for a query or data where none is named, and for nothing else", () => {
    const then = "a query or choose imported data, and the chart appears here.";
    expect(nextStep(search, {series: [{}]})).toBe(`Give the series ${then}`);
    expect(
      nextStep(search, {
        series: [
          {label: "a", query: "x"},
          {label: "b", query: ""}
        ]
      })
    ).toBe(`Give series 2 ${then}`);
    expect(nextStep(search, {series: [{data: "todo"}]})).toBeNull();
    // the list says itself that it is empty; a shorthand is data
    expect(nextStep(search, {series: []})).toBeNull();
    expect(nextStep(search, {data: "todo"})).toBeNull();
    expect(nextStep(capture, {title: "A"})).toBe(`Give the insight ${then}`);
    expect(nextStep(capture, {query: "a(b)"})).toBeNull();
    // a formula has no data of its own to choose
    expect(nextStep(kindDescription("formula"), {title: "A", series: [{}]})).toBeNull();
    expect(nextStep(kindDescription("formula"), {})).toMatch(/^Write a formula/);
    expect(nextStep(kindDescription("formula"), {formula: "a / b"})).toBeNull();
  });
});

describe("formError", () => {
  /** What a kind of its own data throws over these offers. */
  const thrown = (kind: string, written: Record<string, unknown>, offers: Parameters<OwnKind["choose"]>[0]) => {
    try {
      ownKind(kind)!.choose(offers, readInsight({kind, title: "T", ...written}).value!);
    } catch (error) {
      return error;
    }
    throw new Error("nothing was thrown");
  };
  const text = (name: string, values: readonly string[]) => ({
    name,
    type: "text" as const,
    codes: Int32Array.from(values.keys()),
    words: values
  });
  const numbers = (name: string, values: readonly number[]) => ({
    name,
    type: "number" as const,
    values: Float64Array.from(values)
  });

  it("calls a field as the form does, where the cell is told what to write", () => {
    const tools = thrown(
      "language-stats",
      {},
      {
        rows: 2,
        columns: [
          numbers("tool_id", [0, 1]),
          text("tool", ["cloc", "scc"]),
          ...["has_files", "has_lines", "has_bytes"].map((name) => numbers(name, [1, 1])),
          numbers("has_unnamed", [0, 0])
        ]
      }
    );
    expect(messageOf(tools)).toMatch(/Name one: data: cloc\.$/);
    const languages = kindDescription("language-stats");
    expect(formError(languages, tools)).toBe(
      "Languages were counted by cloc and scc, each in its own way. Choose one under “Counted by”."
    );
    expect([...formLayout(languages, {}).main].map(({label}) => label)).toContain("Counted by");
    const entities = thrown(
      "metric",
      {metric: "coverage"},
      {
        rows: 2,
        columns: [
          text("metric", ["coverage", "coverage"]),
          text("entity_kind", ["repo", "path"]),
          text("unit", ["%", "%"])
        ]
      }
    );
    expect(formError(kindDescription("metric"), entities)).toMatch(/ Choose one under “Entity”\.$/);
    expect(formError(search, new Error("else"))).toBe("else");
  });
});

describe("formProblems", () => {
  it("asks for a title and at least one series", () => {
    expect(texts(search, {})).toEqual([
      "error series: There is no line yet: add at least one series.",
      "error title: Title is required: the finding or the question, shown above the chart."
    ]);
  });

  it("says at its place what a series lacks", () => {
    const value = {
      title: "A",
      series: [
        {label: "", query: "a"},
        {label: "b", query: ""},
        {label: "c", data: "todo"}
      ]
    };
    expect(texts(search, value).slice(0, 2)).toEqual([
      "error series.0.label: Label is required: what the line is called.",
      "error series.1.query: Query is required: write what to search for, or choose an imported series."
    ]);
  });

  it.each([
    ["repo:a TODO", /^error series\.0\.query: repo:a cannot stand here/],
    ["context:global TODO", /^error series\.0\.query: context:global cannot stand here/],
    ["rev:main TODO", /^error series\.0\.query: rev:main cannot stand here/]
  ])("refuses %s in a series", (query, message) => {
    expect(texts(search, {title: "A", series: [{label: "a", query}]})).toEqual([expect.stringMatching(message)]);
  });

  it("only warns of what the file says already", () => {
    const value = {title: "A", series: [{label: "a", query: "repo:a TODO"}]};
    expect(texts(search, {...value, title: "B"}, value)[0]).toMatch(/^warning series\.0\.query/);
  });

  it.each([
    ["a(b) or c", "and, or and not"],
    ["a(b) patterntype:literal", "Captured values need"],
    ["repo:x a(b)", "repo: cannot"],
    ["context:x a(b)", "context: cannot"],
    ["rev:x a(b)", "rev: cannot"],
    ["type:diff a(b)", "type:commit and type:diff"],
    ["ab", "Put brackets"],
    ["", "Query is required"]
  ])("refuses %s where values are captured", (query, message) => {
    expect(texts(capture, {title: "A", query}).some((text) => text.startsWith(`error query: ${message}`))).toBe(true);
  });

  it("finds nothing wrong with a form that is filled in", () => {
    expect(texts(capture, {title: "A", query: "go\\s*(\\d+)", step: {months: 2}})).toEqual([]);
    expect(texts(search, {title: "A", series: [{label: "a", query: "TODO"}]})).toEqual([]);
  });

  it("says what a step, a number and a date should be", () => {
    const value = {title: "A", series: [{label: "a", query: "b"}], step: {months: 0}, points: 0, until: "soon"};
    expect(texts(search, value)).toEqual([
      "error step: Distance between points should be a step such as {months: 1}, {weeks: 2} or 1 month, but months is 0.",
      "error points: Number of points should be a whole number from 1 to 10000, but it is 0.",
      'error until: Last time shown should be a date such as 2026-08-15 or an RFC 3339 time, but it is "soon".'
    ]);
  });
});
