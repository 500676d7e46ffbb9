import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {aggregated} from "../../src/chart/aggregated.ts";
import {draw} from "../../src/chart/draw.ts";
import type {VegaLiteSpec} from "../../src/chart/insight-spec.ts";
import {aggregatedNote, specChart} from "../../src/chart/spec.ts";
import {warningsOf} from "../../src/cli/run-notebook.ts";
import {toText} from "../../src/html.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {createRun} from "../../src/notebook/run.ts";
import {specFigure} from "../../src/report/figure.ts";
import {toMarkdown} from "../../src/report/to-markdown.ts";
import type {Sql} from "../../src/sql.ts";
import {numberColumn, type Table, textColumn} from "../../src/table.ts";
import {memoryFiles, openTestStore} from "./stores.ts";

const ROWS = 800;

/** Rows that are the same in every run, with nulls, empty texts and names that need care; sums of them are exact. */
function rows(): Table {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  const many = <T>(one: () => T) => Array.from({length: ROWS}, one);
  const names = ["b", "a", "null", "it's", "", null, "ü"];
  const start = Date.UTC(2019, 11, 20);
  return {
    rows: ROWS,
    columns: [
      numberColumn(
        "at_time",
        many(() => (random(20) ? start + random(900) * 43_200_500 : Number.NaN)),
        "time"
      ),
      textColumn(
        "word",
        many(() => names[random(names.length)]!)
      ),
      textColumn(
        "team",
        many(() => ["x", "y", "z", null][random(4)]!)
      ),
      numberColumn(
        "size",
        many(() => (random(9) ? random(4000) / 8 - 100 : Number.NaN))
      ),
      numberColumn(
        "weight",
        many(() => random(16))
      ),
      numberColumn(
        "done",
        many(() => random(2)),
        "boolean"
      )
    ]
  };
}

const table = rows();
const store = openTestStore(memoryFiles());
const ask = ({strings, values}: Sql, most: number) =>
  store.sql({session: "s1", tables: ["rows"], strings, values, limits: {rows: most}});
beforeAll(() => store.keep({session: "s1", name: "rows"}, table));
afterAll(() => store.close());

/** A drawing as its words, and its numbers: those of two drawings may differ as sums in another order do. */
function read(svg: string): {readonly words: string; readonly numbers: readonly number[]} {
  const numbers: number[] = [];
  const words = svg.replace(/-?\d+(?:\.\d+)?(?:e-?\d+)?/g, (number) => {
    numbers.push(Number(number));
    return "#";
  });
  return {words, numbers};
}

const encoded = (mark: string, encoding: object, more: object = {}): VegaLiteSpec => ({mark, encoding, ...more});
const word = {field: "word", type: "nominal"};
const team = {field: "team", type: "nominal"};
const count = {aggregate: "count"};
const of = (aggregate: string, field = "size") => ({aggregate, field, type: "quantitative"});
const month = {timeUnit: "utcyearmonth", field: "at_time", type: "temporal"};
const bins = {bin: true, field: "size", type: "quantitative"};

const views = (...vconcat: readonly VegaLiteSpec[]): VegaLiteSpec => ({vconcat});
const numeric = "sum mean min max median q1 q3 stdev variancep".split(" ");
const units = "quarter month week day dayofyear yearweek yearmonthdate hoursminutes";

const CASES: readonly (readonly [string, VegaLiteSpec])[] = [
  ["operations on numbers", views(...numeric.map((op) => encoded("bar", {x: word, y: of(op)})))],
  [
    "operations that count",
    views(
      ...["count", "valid", "missing", "distinct"].flatMap((op) =>
        ["size", "word", "at_time", "done"].map((field) => encoded("bar", {x: team, y: of(op, field)}))
      )
    )
  ],
  [
    "units of time",
    views(
      ...units
        .split(" ")
        .map((unit) => encoded("line", {x: {...month, timeUnit: `utc${unit}`}, y: of("mean"), color: team})),
      encoded("bar", {x: {...month, timeUnit: "utcday", type: "ordinal"}, y: count})
    )
  ],
  [
    "groups of every type",
    views(
      encoded("rule", {
        y: word,
        x: {aggregate: "min", field: "at_time", type: "temporal"},
        x2: {aggregate: "max", field: "at_time"}
      }),
      encoded("bar", {x: {field: "done"}, y: of("sum", "done"), color: word}),
      encoded("bar", {x: {field: "weight", type: "ordinal"}, y: of("mean"), color: {field: "weight"}}),
      encoded("tick", {x: {field: "at_time", type: "temporal"}, y: of("mean"), color: team}),
      encoded("text", {text: count})
    )
  ],
  [
    "orders",
    views(
      encoded("bar", {x: {...word, sort: "-y"}, y: of("mean")}),
      encoded("bar", {x: {...word, sort: {field: "weight", op: "mean", order: "descending"}}, y: of("sum")}),
      encoded("bar", {x: {...word, sort: null}, y: count, color: {...team, sort: null}})
    )
  ],
  ["names at the left", encoded("bar", {y: {...word, sort: "-x"}, x: of("sum")})],
  [
    "stacks",
    views(
      encoded("bar", {x: month, y: of("sum", "weight"), color: word}),
      encoded("area", {x: month, y: {...of("sum", "weight"), stack: "normalize"}, color: team}),
      encoded("bar", {x: team, xOffset: word, y: of("mean")}),
      encoded("arc", {theta: count, color: word})
    )
  ],
  [
    "bins",
    views(
      encoded("bar", {x: bins, y: count}),
      encoded("bar", {x: {...bins, bin: {maxbins: 30, nice: false}}, y: count, color: team}),
      encoded("bar", {x: {...bins, bin: {step: 30, anchor: 7}}, y: count}),
      encoded("bar", {x: {...bins, bin: {extent: [0, 100]}}, y: count}),
      encoded("rect", {x: bins, y: {...bins, field: "weight", bin: {maxbins: 5}}, color: of("mean")})
    )
  ],
  ["bins as names", encoded("bar", {x: {...bins, type: "ordinal"}, y: count})],
  ["facets by row and column", encoded("bar", {x: bins, y: count, row: team, column: {field: "done"}})],
  ["a facet that wraps", encoded("line", {x: month, y: of("sum"), facet: {...word, columns: 3}})],
  ["the operator facet", {facet: {row: team}, spec: encoded("bar", {x: word, y: of("mean")})}],
  [
    "layers",
    {
      encoding: {x: month},
      layer: [
        encoded("bar", {y: of("sum")}),
        encoded("line", {y: of("mean", "weight"), color: team}),
        encoded("rule", {y: of("max")})
      ]
    }
  ],
  [
    "transforms",
    views(
      encoded(
        "bar",
        {x: word, y: {field: "d", type: "quantitative"}},
        {
          transform: [
            {
              aggregate: [
                {op: "sum", field: "weight", as: "s"},
                {op: "count", as: "n"}
              ],
              groupby: ["word"]
            },
            {calculate: "datum.s / datum.n", as: "d"}
          ]
        }
      ),
      encoded("bar", {x: word, y: count}, {transform: [{filter: {field: "word", oneOf: ["a", "b", "ü"]}}]}),
      {mark: {type: "boxplot", extent: "min-max"}, encoding: {x: team, y: {field: "size", type: "quantitative"}}}
    )
  ],
  [
    "a selection",
    {
      params: [
        {
          name: "brush",
          value: {x: [Date.UTC(2020, 1), Date.UTC(2020, 6)]},
          select: {type: "interval", encodings: ["x"]}
        }
      ],
      mark: "bar",
      encoding: {x: month, y: of("sum", "weight"), opacity: {condition: {param: "brush", value: 1}, value: 0.3}}
    }
  ]
];

const REFUSED: readonly (readonly [string, VegaLiteSpec])[] = [
  ["its mark point draws every row", encoded("point", {x: bins, y: {field: "weight", type: "quantitative"}})],
  [
    "the timeUnit of at_time is in local time; with utc before its name it is the same anywhere",
    encoded("bar", {x: {...month, timeUnit: "month"}, y: count})
  ],
  [
    "its filter looks at size, by which nothing is grouped",
    encoded("bar", {x: word, y: count}, {transform: [{filter: "datum.size > 1"}]})
  ],
  [
    "its calculation looks at size, by which nothing is grouped",
    encoded("bar", {x: {field: "d"}, y: count}, {transform: [{calculate: "datum.size * 2", as: "d"}]})
  ],
  [
    "sum is of weight, which the chart computes itself",
    encoded("bar", {x: word, y: of("sum", "weight")}, {transform: [{calculate: "datum.weight * 2", as: "weight"}]})
  ],
  [
    "its transform window needs every row",
    encoded("bar", {x: word, y: count}, {transform: [{window: [{op: "rank", as: "r"}]}]})
  ],
  ["the database does not have Vega's sum of text (team)", encoded("bar", {x: word, y: of("sum", "team")})],
  ["the database does not have Vega's ci0 of number (size)", encoded("bar", {x: word, y: of("ci0")})],
  [
    "a filter stands before its bins, whose steps follow from what is left",
    encoded("bar", {x: bins, y: count}, {transform: [{filter: "datum.word == 'a'"}]})
  ],
  ["nowhere is no column that the database can group by", encoded("bar", {x: {field: "nowhere"}, y: count})],
  ["its bins are of word, which holds no numbers", encoded("bar", {x: {bin: true, field: "word"}, y: count})]
];

describe("a chart whose rows are aggregated in the database", () => {
  it.each(CASES)("draws what all rows would: %s", async (_, spec) => {
    const answers = await aggregated(spec, "rows", table, ask);
    const here = read((await draw(specChart(spec, table, 400, 240))).svg);
    const there = read((await draw(structuredClone(specChart(spec, null, 400, 240, answers)))).svg);
    expect(there.words).toBe(here.words);
    const far = here.numbers.filter((number, i) => !(Math.abs(number - there.numbers[i]!) <= 0.0011));
    expect(far).toEqual([]);
    expect(here.numbers.length).toBeGreaterThan(40);
    expect(answers.rows).toBe(ROWS);
    expect(answers.tables[0]!.rows).toBeLessThan(ROWS);
  });

  it.each(REFUSED)("says why not: %s", async (why, spec) => {
    await expect(aggregated(spec, "rows", table, ask)).rejects.toMatchObject({
      code: "chart/rows",
      message: `This chart would draw ${ROWS} rows; 20000 are the most, and the database cannot aggregate them for it: ${why}. Aggregate them in a sql cell first (GROUP BY).`
    });
  });

  it("is limited in its groups too, and asks only for the rows that the cell has", async () => {
    const spec = encoded("bar", {x: word, y: count});
    const cut = async (statement: Sql, rows: number) => ({...(await ask(statement, rows)), truncated: rows > 1});
    await expect(aggregated(spec, "rows", table, cut)).rejects.toThrow("it has more than 20000 groups");
    const other = {...table, rows: ROWS + 1};
    await expect(aggregated(spec, "rows", other, ask)).rejects.toThrow("the database has other rows as rows");
  });

  it("says at every cell below that a table is cut, also in a report and in what the command line warns of", async () => {
    const text = [
      "```sql id=many rows=21000\nSELECT i % 12 AS g, i::DOUBLE AS n FROM range(30000) AS made(i) ORDER BY n\n```\n",
      '```vega-lite id=drawn data=many\n{"mark": "bar", "encoding": {"x": {"field": "g", "type": "ordinal"}, "y": {"aggregate": "sum", "field": "n", "type": "quantitative"}}}\n```\n',
      "```sql id=total\nSELECT sum(n) AS n FROM many\n```\n",
      "It is ${total.n}.\n",
      "```sql id=whole\nSELECT 1 AS n\n```\n"
    ].join("\n");
    const notebook = parseNotebook(text);
    const run = createRun({store, session: "s3", now: () => 0}, notebook);
    const states = await run.settled();
    const said = states.map(({messages}) => messages.map(({level, text: words}) => `${level}: ${words}`));
    const cut =
      "many holds only the first 21,000 of its rows: what is made from it here misses the rest. Aggregate there, or let it hold more (rows=1000000).";
    // 0 + … + 20,999, and not the 449,985,000 of all: however far down the number stands, it is told apart
    expect(states[3]!.output).toMatchObject({texts: ["220,489,500"]});
    expect(said).toEqual([[], [`warning: ${cut}`], [`warning: ${cut}`], [`warning: ${cut}`], []]);
    expect(warningsOf({tables: [], states}).map(({cell, error}) => [cell, error])).toEqual([
      ["drawn", cut],
      ["total", cut],
      ["markdown", cut]
    ]);
    const input = {name: "n.md", stem: "n", notebook, states, facts: []};
    const [markdown] = await toMarkdown.write(input, {draw} as never);
    expect(String(markdown!.content).split("> many holds only the first 21,000").length - 1).toBe(3);
    // and no longer once it is whole
    run.update(parseNotebook(text.replace(" rows=21000", "")));
    expect((await run.settled()).flatMap(({messages, cut: rows = []}) => [...messages, ...rows])).toEqual([]);
    run.dispose();
  });

  it("is what a notebook does with more rows than a chart draws, and says so", async () => {
    const chart = (id: string, words: string, x: string) =>
      `\`\`\`vega-lite id=${id} ${words}\n{"mark": "bar", "encoding": {"x": ${x}, "y": {"aggregate": "sum", "field": "n", "type": "quantitative"}}}\n\`\`\`\n`;
    const text = [
      "```sql id=many\nSELECT i % 12 AS g, i::DOUBLE AS n FROM range(21000) AS made(i)\n```\n",
      chart("drawn", "data=many", '{"field": "g", "type": "ordinal"}'),
      chart("refused", "data=many", '{"field": "n", "type": "quantitative"}')
    ].join("\n");
    const run = createRun({store, session: "s2", now: () => 0}, parseNotebook(text));
    const [many, drawn, refused] = await run.settled();
    run.dispose();
    expect(many!.messages).toEqual([]);
    const {output} = drawn!;
    if (output?.type !== "chart" || output.of !== "spec" || !output.aggregated) throw new Error("not aggregated");
    expect(aggregatedNote(output.aggregated)).toBe("21,000 rows, aggregated to 12 in the database.");
    expect(output.data).toMatchObject({rows: 12, columns: [{name: "g"}, {name: "sum_n"}]});
    const place = {anchor: "drawn", number: 1, provenance: "", from: null} as never;
    expect(toText(await specFigure(place, output, draw))).toContain("21,000 rows, aggregated to 12 in the database.");
    expect(refused!.messages.map(({text}) => text)).toEqual([expect.stringContaining("it has more than 20000 groups")]);
  });
});
