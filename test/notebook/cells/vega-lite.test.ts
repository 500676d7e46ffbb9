import {describe, expect, it} from "vitest";
import {insightTable} from "../../../src/insight/to-table.ts";
import type {CellValue} from "../../../src/notebook/value.ts";
import {result, scopeOf, series, table} from "../values.ts";
import {messagesOf, readingOf, runCell} from "./run-cell.ts";

function chart(spec: string, words = "data=totals"): string {
  return `\`\`\`vega-lite ${words}\n${spec}\n\`\`\``;
}

const REFUSED =
  "error: This chart would load its data from an address, which Tidemark never does. Name a cell instead: data=<id>.";

describe("vega-lite cell", () => {
  it("reads the same spec in JSON and in YAML", async () => {
    const spec = {mark: "bar", encoding: {x: {field: "a", type: "nominal"}}};
    const scope = scopeOf({totals: {kind: "table", table: table({a: ["x"]})}});
    for (const text of [
      JSON.stringify(spec),
      JSON.stringify(spec, null, 2),
      "mark: bar\nencoding:\n  x: {field: a, type: nominal}",
      "{mark: bar, encoding: {x: {field: a, type: nominal}},}"
    ]) {
      const {output, value} = await runCell(chart(text, 'data=totals caption="C"'), {scope});
      expect([output, value]).toEqual([{type: "chart", of: "spec", spec, caption: "C", data: table({a: ["x"]})}, null]);
    }
  });

  it("refers to the cell that it draws", () => {
    expect(readingOf(chart("{}")).references).toEqual(["totals"]);
    expect(readingOf(chart('{"data": {"values": []}}', "")).references).toEqual([]);
    expect(readingOf(chart("{", "data=totals")).references).toEqual(["totals"]);
  });

  it("draws an insight as its table", async () => {
    const answer = result([series("a", [1, undefined, null])]);
    const {output} = await runCell(chart("{}"), {scope: scopeOf({totals: {kind: "insight", result: answer}})});
    expect(output).toMatchObject({data: insightTable(answer)});
  });

  it("asks for no table that the database does not have", async () => {
    const many = {kind: "table", table: table({a: Array.from({length: 20_001}, () => "x")})} as const;
    await expect(runCell(chart('{"mark": "bar"}'), {scope: scopeOf({totals: many})})).rejects.toThrow(
      "the database cannot aggregate them for it: it does not have what JavaScript made of totals."
    );
  });

  it("draws data of its own, which stands in the spec", async () => {
    const {output} = await runCell(chart('{"data": {"values": [{"a": 1}]}}', ""));
    expect(output).toMatchObject({data: null, spec: {data: {values: [{a: 1}]}}});
  });

  it.each<[string, CellValue | undefined]>([
    ["an input", {kind: "scalar", type: "text", value: "x"}],
    ["a list", {kind: "list", values: ["x"]}],
    ["a cell without a value", undefined]
  ])("says that %s has no rows to draw", async (_, value) => {
    await expect(runCell(chart("{}"), {scope: scopeOf(value ? {totals: value} : {})})).rejects.toThrow(
      "totals has no rows to draw. Name an insight or a sql cell: data=<id>."
    );
  });

  it.each([
    ['{"data": {"url": "http://evil.test/a.csv"}}'],
    ['{"data": {"url": {"signal": "x"}}}'],
    ['{"layer": [{"data": {"url": "a.csv"}}]}'],
    ['{"hconcat": [{"vconcat": [{"layer": [{"data": {"url": "a.csv"}}]}]}]}'],
    ['{"spec": {"data": {"url": "data:text/csv,a"}}, "repeat": ["a"]}'],
    ['{"transform": [{"lookup": "a", "from": {"data": {"url": "a.csv"}, "key": "a"}}]}'],
    ['{"facet": {"field": "a"}, "spec": {"data": {"url": "//evil.test/"}}}'],
    ['{"data": {"name": "x", "url": "file:///etc/passwd"}}'],
    ["data: {url: a.csv}"],
    ["layer:\n  - &l\n    data: {url: a.csv}\n  - *l"],
    ['{"resolve": {"anything": [[[{"data": {"url": ""}}]]]}}']
  ])("refuses to load data from an address: %s", (spec) => {
    expect(messagesOf(chart(spec))).toEqual([`2 ${REFUSED}`]);
    expect(readingOf(chart(spec)).run).toBeNull();
  });

  it("lets values be called url and data", () => {
    expect(
      messagesOf(chart('{"data": {"values": [{"data": {"url": "a"}}]}, "encoding": {"x": {"field": "url"}}}', ""))
    ).toEqual([]);
  });

  it.each([
    [
      '{\n  "mark": "bar",\n  "encoding" {}\n}',
      "4 error: The spec is neither JSON nor YAML: Missing , or : between flow map items."
    ],
    [
      '{\n  "mark": "bar"\n  "encoding": {}\n}',
      "4 error: The spec is neither JSON nor YAML: Missing , between flow map items."
    ],
    ['{\n  "mark": "bar",\n', expect.stringMatching(/^\d error: The spec is neither JSON nor YAML: /)],
    ["mark: bar\n  x: [", expect.stringMatching(/^[23] error: The spec is neither JSON nor YAML: /)],
    ["mark: bar\nmark: line", "3 error: The spec is neither JSON nor YAML: Map keys must be unique."],
    [
      "mark: *a",
      "2 error: The spec is neither JSON nor YAML: Unresolved alias (the anchor must be set before the alias): a."
    ],
    ["layer: &l [*l]", "2 error: The spec is neither JSON nor YAML: it is nested more than 100 deep, or holds itself."],
    [
      `${'{"a":'.repeat(101)}1${"}".repeat(101)}`,
      "2 error: The spec is neither JSON nor YAML: it is nested more than 100 deep, or holds itself."
    ],
    ["[1]", "2 error: A Vega-Lite spec is an object with mark and encoding; this is a list."],
    ["", "2 error: A Vega-Lite spec is an object with mark and encoding; this is empty."],
    ["just words", '2 error: A Vega-Lite spec is an object with mark and encoding; this is the text "just words".']
  ])("says what is wrong, and where: %j", (spec, message) => {
    expect(messagesOf(chart(spec))).toEqual([message]);
  });

  it("says that there is nothing to draw", () => {
    expect(messagesOf(chart("{}", ""))).toEqual([
      "1 error: This chart has no data. Name a cell in the fence line: vega-lite data=<id>."
    ]);
  });

  it("reads a spec that is nested a hundred thousand deep without failing", () => {
    expect(messagesOf(chart('{"a":'.repeat(100_000)))).toHaveLength(1);
    expect(messagesOf(chart(`${'{"a":['.repeat(50_000)}${"]}".repeat(50_000)}`))).toHaveLength(1);
  });
});
