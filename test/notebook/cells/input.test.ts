import {describe, expect, it} from "vitest";
import type {InsightStore} from "../../../src/store/store.ts";
import {cellOf, numberColumn, textColumn} from "../../../src/table.ts";
import {messagesOf, runCell} from "./run-cell.ts";

function input(yaml: string): string {
  return `\`\`\`yaml input id=p\n${yaml}\n\`\`\``;
}

async function chosenIn(yaml: string, chosen?: unknown): Promise<unknown> {
  const {value} = await runCell(input(yaml), {chosen});
  return value?.kind === "list" ? value.values : value?.kind === "scalar" ? value.value : value;
}

describe("input cell", () => {
  it.each([
    ["select", "type: select\noptions: [a, b]", "a"],
    ["select with a value", "type: select\noptions: [a, b]\nvalue: b", "b"],
    ["select of numbers", "type: select\noptions: [1, 2]\nvalue: 2", "2"],
    ["radio", "type: radio\noptions: [a, b]", "a"],
    ["checkbox: all of them", "type: checkbox\noptions: [a, b]", ["a", "b"]],
    [
      "checkbox with a value, in the order of its options",
      "type: checkbox\noptions: [a, b, c]\nvalue: [c, a]",
      ["a", "c"]
    ],
    ["checkbox with none", "type: checkbox\noptions: [a, b]\nvalue: []", []],
    ["range: its least", "type: range\nmin: 2\nmax: 9", 2],
    ["range with a value", "type: range\nmin: 2\nmax: 9\nvalue: 5", 5],
    ["range without bounds", "type: range", 0],
    ["text: nothing", "type: text", ""],
    ["text with a value", "type: text\nvalue: ^go", "^go"],
    ["text with a number", "type: text\nvalue: 5", "5"]
  ])("has the value at first of a %s", async (_, yaml, value) => {
    expect(await chosenIn(yaml)).toEqual(value);
  });

  it.each([
    ["type: select\noptions: [a, b]", "b", "b"],
    ["type: checkbox\noptions: [a, b]", ["b"], ["b"]],
    ["type: range\nmin: 2\nmax: 9", 7, 7],
    ["type: text", "<b>", "<b>"]
  ])("takes what is chosen: %j %j", async (yaml, chosen, value) => {
    expect(await chosenIn(yaml, chosen)).toEqual(value);
  });

  it.each([
    ["type: select\noptions: [a, b]\nvalue: b", "c", "b"],
    ["type: checkbox\noptions: [a, b]", "a", ["a", "b"]],
    ["type: checkbox\noptions: [a, b]", ["a", "z"], ["a"]],
    ["type: range\nmin: 2\nmax: 9\nvalue: 5", 10, 5],
    ["type: range\nmin: 2\nmax: 9\nvalue: 5", "7", 5]
  ])("keeps to what can be chosen: %j %j", async (yaml, chosen, value) => {
    expect(await chosenIn(yaml, chosen)).toEqual(value);
  });

  it("shows its definition, and the value in words", async () => {
    const {output} = await runCell(input("type: checkbox\nlabel: Which\noptions: [a, b]"));
    expect(output).toEqual({
      type: "value",
      text: "a, b",
      input: {type: "checkbox", label: "Which", options: ["a", "b"], min: 0, max: 100, step: 1, value: ["a", "b"]}
    });
    const unlabelled = await runCell(input("type: text"));
    expect(unlabelled.output).toMatchObject({input: {label: "p"}});
  });

  it.each([
    [
      "type: dropdown",
      '2 error: "type" should be one of select, radio, checkbox, range, text, date-range, repositories, teams, table, but it is "dropdown".'
    ],
    ["type: select", "2 error: A select needs options: a list of texts."],
    [
      "type: select\noptions: [a]\nvalue: {a: 1}",
      '4 error: "value" should be a text, a number or a list of texts, but it is an object.'
    ],
    ["type: range\nmin: 9\nmax: 2", "3 error: The least value of this range, 9, is larger than its largest, 2."],
    [
      "type: select\noptions: [a, b]\nvalue: c",
      '4 warning: "value" is c, which cannot be chosen here; it begins with a.'
    ],
    ["type: range\nmin: 2\nvalue: 1", '4 warning: "value" is 1, which cannot be chosen here; it begins with 2.'],
    ["[", expect.stringMatching(/^2 error: This is no YAML: /)],
    ["type: select\n  options: [a]", expect.stringMatching(/^[23] error: This is no YAML: /)],
    ["- a", '2 error: An input is written as "name: value" lines; this is a list.'],
    ["type: text\nlable: x", '3 warning: "lable" is not a field of this input and is ignored.']
  ])("says what is wrong with %j", (yaml, message) => {
    expect(messagesOf(input(yaml))).toEqual([message]);
  });

  it("gives a date range as two instants by name, the end being the end of its day", async () => {
    const {value, output} = await runCell(input("type: date-range\nvalue: [2025-01-01, 2025-03-31]"));
    expect(
      value?.kind === "table" && value.table.columns.map((column) => [column.name, column.type, cellOf(column, 0)])
    ).toEqual([
      ["from", "time", Date.UTC(2025, 0, 1)],
      ["until", "time", Date.UTC(2025, 3, 1) - 1]
    ]);
    expect(output).toMatchObject({input: {type: "dates", value: ["2025-01-01", "2025-03-31"]}});
  });

  it("offers the rows of a table by a column, each once, and keeps what was chosen in their order", async () => {
    const table = {rows: 3, columns: [textColumn("team", ["b", "a", "b"]), numberColumn("n", [1, 2, 3])]};
    const scope = new Map([["t", {kind: "table", table} as const]]);
    const {value, output} = await runCell(input("type: table\ndata: t"), {scope, chosen: ["a", "b", "gone"]});
    expect(value).toEqual({kind: "list", values: ["b", "a"]});
    expect(output).toMatchObject({input: {options: ["b", "a"]}});
    await expect(runCell(input("type: table\ndata: t\ncolumn: m"), {scope})).rejects.toThrow(
      "There is no column m to choose rows by; there are team, n."
    );
  });

  it("offers the repositories and teams that the store knows, all of them at first", async () => {
    const store = {
      contents: async () => ({repositories: ["z", "a"]}),
      workspace: async () => ({workspace: {teams: [{name: "web"}, {name: "core"}]}})
    } as unknown as InsightStore;
    expect((await runCell(input("type: repositories"), {store})).value).toEqual({kind: "list", values: ["a", "z"]});
    expect((await runCell(input("type: teams"), {store, chosen: ["web"]})).value).toEqual({
      kind: "list",
      values: ["web"]
    });
  });

  it("says that a table needs data", () => {
    expect(messagesOf(input("type: table"))).toEqual(["2 error: A table needs data: the id of a sql cell."]);
  });
});
