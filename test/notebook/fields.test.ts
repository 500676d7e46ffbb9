import {describe, expect, it} from "vitest";
import {
  choice,
  decimal,
  type Field,
  type Fields,
  flag,
  group,
  instant,
  integer,
  kindOf,
  list,
  nearest,
  Refusal,
  readFields,
  step,
  text,
  texts
} from "../../src/fields.ts";

/** What a field makes of a value: the value itself, or the sentence of its refusal. */
function read<T>(field: Field<T>, value: unknown): T | string {
  const {value: values, messages} = readFields({it: field} as Fields, {it: value}, "example");
  return messages[0]?.text ?? (values as {it: T}).it;
}

describe("readFields", () => {
  const fields = {
    title: text("t", {required: true}),
    points: integer("p", {min: 1}),
    sort: choice("s", ["up", "down"])
  };

  it("reads every field, and gives the rest their fallback", () => {
    expect(readFields(fields, {title: "T"}, "insight")).toEqual({
      value: {title: "T", points: null, sort: "up"},
      messages: []
    });
  });

  it("says what is missing, what cannot be used, and what is no field, all at once", () => {
    expect(readFields(fields, {points: "x", soort: "up", colour: 1}, "insight").messages).toEqual([
      {
        level: "warning",
        field: "soort",
        text: '"soort" is not a field of this insight and is ignored. Did you mean "sort"?'
      },
      {level: "warning", field: "colour", text: '"colour" is not a field of this insight and is ignored.'},
      {level: "error", field: "title", text: '"title" is missing: a text.'},
      {level: "error", field: "points", text: '"points" should be a whole number from 1, but it is the text "x".'}
    ]);
  });

  it("says what something is that is no object", () => {
    expect(readFields(fields, ["a"], "insight").messages[0]!.text).toBe(
      'An insight is written as "name: value" lines; this is a list.'
    );
  });

  it("takes no member that is inherited", () => {
    const {value, messages} = readFields(
      {toString: text("x")} as Fields,
      JSON.parse('{"__proto__": {"a": 1}}'),
      "example"
    );
    expect(value.toString).toBe("");
    expect(messages.map(({field}) => field)).toEqual(["__proto__"]);
  });

  it("takes null for absent", () => {
    expect(read(text("x", {fallback: "f"}), null)).toBe("f");
  });
});

describe("fields", () => {
  it.each<[string, Field<unknown>, unknown, unknown]>([
    ["text", text("x"), "a", "a"],
    ["text of a number", text("x"), 1.5, "1.5"],
    ["text of true", text("x"), true, "true"],
    ["text of a list", text("x"), ["a"], '"it" should be a text, but it is a list.'],
    ["integer", integer("x", {min: 1, max: 9}), 9, 9],
    [
      "integer too large",
      integer("x", {min: 1, max: 9}),
      10,
      '"it" should be a whole number from 1 to 9, but it is 10.'
    ],
    ["integer with a fraction", integer("x", {}), 1.5, '"it" should be a whole number from 0, but it is 1.5.'],
    ["integer of a text", integer("x", {}), "1", '"it" should be a whole number from 0, but it is the text "1".'],
    ["decimal", decimal("x"), -1.5, -1.5],
    ["decimal that is no number", decimal("x"), Number.NaN, '"it" should be a number, but it is the number NaN.'],
    ["choice", choice("x", ["a", "b"]), "b", "b"],
    ["choice of another", choice("x", ["a", "b"]), "c", '"it" should be one of a, b, but it is "c".'],
    ["flag", flag("x"), true, true],
    ["flag of a text", flag("x"), "yes", '"it" should be true or false, but it is the text "yes".'],
    ["texts", texts("x"), ["a", 1], ["a", "1"]],
    ["texts of one", texts("x"), "a", ["a"]],
    ["texts with an object", texts("x"), [{}], '"it" should be a text or a list of texts, but it holds an object.'],
    ["list", list("x", "a list of a", (item) => (item === "a" ? 1 : new Refusal("it is not a"))), ["a", "a"], [1, 1]],
    [
      "list with a wrong item",
      list("x", "a list of a", (item) => (item === "a" ? 1 : new Refusal("it is not a"))),
      ["a", "b"],
      '"it" should be a list of a, but it is not a.'
    ],
    ["group", group("x", "an object", {a: integer("y", {})}), {a: 1}, {a: 1}],
    [
      "group with a wrong member",
      group("x", "an object", {a: integer("y", {})}),
      {a: "1"},
      '"it" should be an object, but "a" should be a whole number from 0, but it is the text "1".'
    ],
    ["step of words", step("x"), "3 months", {unit: "month", value: 3}],
    ["step of an object", step("x"), {weeks: 2}, {unit: "week", value: 2}],
    ["step of one", step("x"), {day: 1}, {unit: "day", value: 1}],
    [
      "step of nothing",
      step("x"),
      {},
      '"it" should be a step such as {months: 1}, {weeks: 2} or 1 month, but it should name exactly one unit.'
    ],
    [
      "step of two",
      step("x"),
      {weeks: 1, days: 1},
      '"it" should be a step such as {months: 1}, {weeks: 2} or 1 month, but it should name exactly one unit.'
    ],
    [
      "step of another unit",
      step("x"),
      {moons: 1},
      '"it" should be a step such as {months: 1}, {weeks: 2} or 1 month, but "moons" is not a unit (hours, days, weeks, months, years).'
    ],
    [
      "step backwards",
      step("x"),
      {weeks: -1},
      '"it" should be a step such as {months: 1}, {weeks: 2} or 1 month, but weeks is -1.'
    ],
    ["instant", instant("x"), "2026-08-15", Date.UTC(2026, 7, 15)],
    ["instant with a zone", instant("x"), "2026-08-15T10:00:00+02:00", Date.UTC(2026, 7, 15, 8)],
    [
      "instant that is none",
      instant("x"),
      "2026-02-30",
      '"it" should be a date such as 2026-08-15 or an RFC 3339 time, but it is "2026-02-30".'
    ]
  ])("%s", (_, field, value, result) => {
    expect(read(field, value)).toEqual(result);
  });
});

describe("kindOf and nearest", () => {
  it("say what a value is", () => {
    expect([null, [], 1, true, "a", {}, "x".repeat(50)].map(kindOf)).toEqual([
      "empty",
      "a list",
      "the number 1",
      "true",
      'the text "a"',
      "an object",
      `the text "${"x".repeat(40)}…"`
    ]);
  });

  it("find the nearest word when it is near at all", () => {
    expect(nearest("titl", ["points", "title"])).toBe("title");
    expect(nearest("TITLE", ["title"])).toBe("title");
    expect(nearest("x", ["title"])).toBeNull();
    expect(nearest("colour", ["points", "color"])).toBe("color");
  });
});
