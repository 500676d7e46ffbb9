import {describe, expect, it} from "vitest";
import {parse} from "yaml";
import {editYaml, newYaml} from "../../src/notebook/edit-yaml.ts";
import * as fc from "../property.ts";

const CELL = `# what we ask
kind: search   # the default
title: "Old calls"

series:
  # the old one
  - {label: require(), query: 'file:\\.js$ require\\(', color: 2} # orange
  - label: import
    query: from ['"]   # any quote
display: {limit: 5, sort: result-count}
points: 12
# the end`;

const before = parse(CELL) as Record<string, unknown>;

describe("editYaml", () => {
  it("replaces one scalar and keeps the comment behind it", () => {
    expect(editYaml(CELL, {...before, kind: "capture-group"})).toBe(
      CELL.replace("kind: search ", "kind: capture-group ")
    );
    expect(editYaml(CELL, {...before, points: 24})).toBe(CELL.replace("points: 12", "points: 24"));
  });

  it("gives the same text for the same values", () => {
    expect(editYaml(CELL, {...before})).toBe(CELL);
  });

  it("changes a member of a list's item in place", () => {
    const [first, second] = before.series as Record<string, unknown>[];
    expect(editYaml(CELL, {...before, series: [{...first, color: 3}, second]})).toBe(
      CELL.replace("color: 2", "color: 3")
    );
    expect(editYaml(CELL, {...before, series: [first, {...second, label: "ES import"}]})).toBe(
      CELL.replace("label: import", "label: ES import")
    );
    expect(editYaml(CELL, {...before, series: [first, {...second, color: 4}]})).toBe(
      CELL.replace("# any quote", "# any quote\n    color: 4")
    );
  });

  it("adds and takes out items and names", () => {
    const [first, second] = before.series as Record<string, unknown>[];
    expect(editYaml(CELL, {...before, series: [first, second, {label: "x", data: "y"}]})).toBe(
      CELL.replace("# any quote", "# any quote\n  - {label: x, data: y}")
    );
    expect(editYaml(CELL, {...before, series: [second]})).toBe(CELL.replace(/ {2}- \{label: req.*\n/, ""));
    expect(editYaml(CELL, {...before, display: {sort: "result-count", other: false}})).toBe(
      CELL.replace("{limit: 5, sort: result-count}", "{sort: result-count, other: false}")
    );
    expect(editYaml(CELL, {...before, points: undefined})).toBe(CELL.replace("points: 12\n", ""));
    expect(editYaml(CELL, {...before, unit: "files"})).toBe(CELL.replace("points: 12", "points: 12\nunit: files"));
  });

  it("takes a name out of braces and puts another in at the same place", () => {
    const text = "a: {x: 1,\n  y: 2} # two\nb:\n  deep: [1, 2]";
    expect(editYaml(text, {a: {x: 0, z: 3}, b: {deep: [1, 2]}})).toBe("a: {x: 0, z: 3} # two\nb:\n  deep: [1, 2]");
  });

  it("fills an empty value, an empty cell, and one that holds comments only", () => {
    expect(editYaml("kind: search\ntitle: \ndata: ", {kind: "search", title: "A", data: "todo"})).toBe(
      "kind: search\ntitle: A \ndata: todo "
    );
    expect(editYaml("", {title: "A"})).toBe("title: A");
    expect(editYaml("# note", {title: "A"})).toBe("# note\ntitle: A");
  });

  it("reads back as what was asked, also where it has to write the value anew", () => {
    const alias = "a: &x {b: 1}\nc: *x\n? d\n: 1";
    expect(parse(editYaml(alias, {a: {b: 2}, c: {b: 1}, d: 2}))).toEqual({a: {b: 2}, c: {b: 1}, d: 2});
    expect(parse(editYaml("- a list", {title: "A"}))).toEqual({title: "A"});
    expect(parse(editYaml("broken: [", {title: "A"}))).toEqual({title: "A"});
  });

  it("keeps every line of other values, and their comments, byte for byte", () => {
    fc.assert(
      fc.property(cells, fc.nat(), member, fc.boolean(), (parts, pick, value, remove) => {
        const index = pick % parts.length;
        const text = parts.map(({lines}) => lines).join("\n");
        const values = parse(text) as Record<string, unknown>;
        const {name} = parts[index]!;
        const next: Record<string, unknown> = {...values, [name]: value};
        if (remove && parts.length > 1) delete next[name];
        const edited = editYaml(text, next);
        expect(parse(edited)).toEqual(next);
        const head = parts
          .slice(0, index)
          .map(({lines}) => `${lines}\n`)
          .join("");
        const tail = parts
          .slice(index + 1)
          .map(({lines}) => lines)
          .join("\n");
        expect(edited.startsWith(head) || edited === head.replace(/\n$/, "")).toBe(true);
        expect(edited.endsWith(tail)).toBe(true);
      }),
      {numRuns: 1500}
    );
  });

  it("writes values that read back as they were", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), member, {minKeys: 1}), (values) => {
        expect(parse(newYaml(values))).toEqual(values);
      }),
      {numRuns: 1500}
    );
  });
});

const word = fc.oneof(
  fc.string({maxLength: 12}),
  fc.constantFrom(
    "file:go\\.mod ^go\\s*(\\d)",
    "a: b # c",
    "yes",
    "-",
    "",
    "'",
    '"',
    "#x",
    "{a}",
    "[",
    "2026-01-01",
    "~",
    " a ",
    "a\nb",
    "1.20"
  )
);
const plain: fc.Arbitrary<unknown> = fc.oneof(word, fc.integer({min: -5, max: 500}), fc.boolean());
const record = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), plain, {maxKeys: 4, noNullPrototype: true});
const member: fc.Arbitrary<unknown> = fc.oneof(
  plain,
  fc.array(plain, {maxLength: 4}),
  record,
  fc.array(record, {maxLength: 3})
);

/** Cells as people write them: a value in one of several styles, comments above and behind. */
const part = fc.record({
  name: fc.stringMatching(/^[a-z]{3,6}$/),
  above: fc.constantFrom("", "# a note\n", "\n", "#x\n\n"),
  value: fc.constantFrom(
    "a",
    "12  # twelve",
    '"quoted: # text" # note',
    "'single'",
    "",
    "# nothing yet",
    "{limit: 5, sort: x} # few",
    "[a, b, 'c']",
    "\n  - a # first\n  # between\n  - b",
    "\n- a\n- {label: x, data: y} # z",
    "\n  - label: x\n    data: y # why\n  - {label: z}",
    "\n  limit: 5 # five\n  deep:\n    deeper: [1, 2]",
    "|\n  text\n  more",
    ">-\n  folded\n  text",
    "{a: 1,\n  b: 2}"
  )
});
const cells = fc.uniqueArray(part, {minLength: 1, maxLength: 5, selector: ({name}) => name}).map((parts) =>
  parts.map(({name, above, value}) => ({
    name,
    lines: `${above}${name}:${value && !value.startsWith("\n") ? " " : ""}${value}`
  }))
);
