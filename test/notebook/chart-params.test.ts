import {describe, expect, it} from "vitest";
import {draw} from "../../src/chart/draw.ts";
import {pixelOf, valueAt} from "../../src/chart/plot.ts";
import {specChart} from "../../src/chart/spec.ts";
import {chartParams, drawnParams, paramInput, paramValues, withChosen} from "../../src/notebook/chart-params.ts";
import {type CellValue, sqlValue, tableColumn} from "../../src/notebook/value.ts";
import {numberColumn, recordsOf, type Table, textColumn} from "../../src/table.ts";
import {messagesOf, runCell} from "./cells/run-cell.ts";

const DAY = 86_400_000;
const rows: Table = {
  rows: 4,
  columns: [
    numberColumn("at", [0, DAY, 2 * DAY, 3 * DAY], "time"),
    textColumn("series", ["a", "b", "a", "b"]),
    numberColumn("value", [1, 2, 3, 10])
  ]
};

const line = (params: unknown[]) => ({
  mark: "line",
  params,
  encoding: {
    x: {field: "at", type: "temporal"},
    y: {field: "value", type: "quantitative"},
    color: {field: "series", type: "nominal"}
  }
});

const BRUSH = {name: "brush", select: {type: "interval", encodings: ["x"]}};
const PICK = {name: "pick", select: {type: "point", fields: ["series"]}};
const LEAST = {name: "least", value: 2, bind: {input: "range", min: 0, max: 10, step: 1, name: "At least"}};

function records(value: CellValue | undefined) {
  return value?.kind === "table" ? recordsOf(value.table) : value;
}

describe("the parameters of a chart", () => {
  it("are what a reader selects or sets, not what follows the pointer or is the chart's own", () => {
    const hover = {name: "hover", select: {type: "point", on: "pointerover"}};
    const zoom = {name: "zoom", select: "interval", bind: "scales"};
    const params = chartParams(line([BRUSH, PICK, LEAST, hover, zoom, {name: "half", expr: "width / 2"}]));
    expect(params.map(({name, select}) => [name, select])).toEqual([
      ["brush", "interval"],
      ["pick", "point"],
      ["least", null]
    ]);
    expect(chartParams({mark: "bar", params: [{name: "p", select: "point"}]})).toEqual([]);
    expect(chartParams({layer: [line([{name: "both", select: "interval"}])]})).toMatchObject([
      {
        name: "both",
        channels: [
          {channel: "x", field: "at"},
          {channel: "y", field: "value"}
        ]
      }
    ]);
  });

  it("give all of the rows where nothing is chosen, and what is chosen where something is", () => {
    const params = chartParams(line([BRUSH, PICK, LEAST]));
    const none = paramValues(params, {}, rows);
    expect(records(none.get("brush"))).toEqual([{from: 0, until: 3 * DAY}]);
    expect(none.get("pick")).toEqual({kind: "list", values: ["a", "b"]});
    expect(none.get("least")).toMatchObject({type: "number", value: 2});
    const some = paramValues(params, {brush: {x: [2 * DAY, DAY]}, pick: [{series: "b"}], least: 7}, rows);
    const brush = some.get("brush");
    expect(records(brush)).toEqual([{from: DAY, until: 2 * DAY}]);
    // bound in SQL as an instant
    expect(brush?.kind === "table" && sqlValue(tableColumn(brush.table, "from", "brush.from"))).toEqual({time: DAY});
    expect(some.get("pick")).toEqual({kind: "list", values: ["b"]});
    expect(some.get("least")).toMatchObject({value: 7});
    expect(paramInput(params[2]!, {least: 7})).toMatchObject({type: "range", label: "At least", value: 7});
    expect(paramInput(params[0]!, {})).toBe(null);
  });

  it("are laid over the spec, and drawn", async () => {
    const spec = line([BRUSH, PICK]);
    const params = chartParams(spec);
    const chosen = {brush: {x: [DAY, 2 * DAY]}, pick: null};
    expect(withChosen(spec, params, {})).toBe(spec);
    const drawing = await draw(specChart(withChosen(spec, params, chosen), rows, 400, 200));
    const plain = await draw(specChart(spec, rows, 400, 200));
    const brushed = (svg: string) =>
      /brush_brush_bg"[^>]*><path d="M([\d.]+),[\d.]+h([\d.]+)/.exec(svg)!.slice(1).map(Number);
    expect(brushed(plain.svg)).toEqual([0, 0]);
    const {width} = drawing.plots![0]!;
    // the second of three days
    expect(brushed(drawing.svg).map((part) => Math.round(part))).toEqual([
      Math.round(width / 3),
      Math.round(width / 3)
    ]);
    const {x} = drawing.plots![0]!.axes;
    const middle = pixelOf(x!, 1.5 * DAY)!;
    expect(Number(valueAt(x!, middle)) / DAY).toBeCloseTo(1.5, 6);
    expect(drawing.plots![0]!.marks.map(({values}) => values.series).sort()).toEqual(["a", "a", "b", "b"]);
    // a chart in which nothing is selected is drawn as ever
    expect(await draw(specChart(line([]), rows, 400, 200))).not.toHaveProperty("plots");
  });

  it("are those of the view they stand in, where a chart has several", async () => {
    const plain = {...line([]), mark: "point"};
    const bars = {
      mark: "bar",
      params: [PICK],
      encoding: {x: {field: "series"}, y: {field: "value", type: "quantitative"}}
    };
    const specs = {
      concat: {hconcat: [line([BRUSH]), bars]},
      nested: {vconcat: [{name: "top", hconcat: [plain, {layer: [line([BRUSH]), plain]}]}, bars]},
      facet: {...line([BRUSH, PICK]), encoding: {...line([]).encoding, column: {field: "series"}}},
      operator: {facet: {row: {field: "series"}}, spec: line([BRUSH])},
      repeat: {
        repeat: {row: ["value", "at"]},
        spec: {...line([BRUSH]), encoding: {...line([]).encoding, y: {field: {repeat: "row"}, type: "quantitative"}}}
      },
      top: {params: [{...BRUSH, views: ["left"]}], hconcat: [{...plain, name: "left", params: undefined}, plain]}
    };
    const found: Record<string, unknown> = {};
    for (const [name, spec] of Object.entries(specs)) {
      const params = chartParams(spec);
      const chosen = {brush: {x: [DAY, 2 * DAY]}};
      const {plots = []} = await draw(specChart(withChosen(spec, params, chosen), rows, 400, 200));
      found[name] = [plots.map(({view}) => view), params.map((one) => [one.name, one.select && one.views])];
      expect(records(paramValues(params, chosen, rows).get("brush"))).toEqual([{from: DAY, until: 2 * DAY}]);
      for (const {axes, width, height, marks} of plots) {
        expect(axes.y).toBeDefined();
        // what an axis says at its ends is in the plot
        expect(axes.x!.at.at(-1)).toBeLessThanOrEqual(width + 1);
        expect(axes.y!.at.at(-1)).toBeLessThanOrEqual(height + 1);
        expect(marks.length).toBeGreaterThan(0);
      }
    }
    expect(found).toEqual({
      concat: [
        ["concat_0", "concat_1"],
        [
          ["brush", ["concat_0"]],
          ["pick", ["concat_1"]]
        ]
      ],
      nested: [
        ["top_concat_0", "top_concat_1", "concat_1"],
        [
          ["brush", ["top_concat_1"]],
          ["pick", ["concat_1"]]
        ]
      ],
      facet: [
        ["", ""],
        [
          ["brush", []],
          ["pick", []]
        ]
      ],
      operator: [["", ""], [["brush", []]]],
      repeat: [["child__row_value", "child__row_at"], [["brush", []]]],
      top: [["left", "concat_1"], [["brush", ["left"]]]]
    });
    const {plots = []} = await draw(specChart(specs.facet, rows, 400, 200));
    expect(plots.map(({facet}) => facet?.series)).toEqual(["a", "b"]);
  });

  it("that nothing is selected by are named with the reason", () => {
    const hover = {name: "hover", select: {type: "point", on: "pointerover"}};
    const zoom = {name: "zoom", select: "interval", bind: "scales"};
    const each = {
      repeat: {row: ["value", "at"]},
      spec: {
        mark: "point",
        params: [{name: "both", select: "interval"}],
        encoding: {x: {field: "at", type: "temporal"}, y: {field: {repeat: "row"}}}
      }
    };
    expect(drawnParams(line([hover, zoom, BRUSH])).map(({name, why}) => `${name} ${why}`)).toEqual([
      "hover follows the pointer, and the drawing does not",
      "zoom moves the axes, which stand still here"
    ]);
    expect(drawnParams(each).map(({name}) => name)).toEqual(["both"]);
    const text = `\`\`\`vega-lite id=chart data=rows\n${JSON.stringify(line([zoom]))}\n\`\`\``;
    expect(messagesOf(text, ["rows"])).toEqual([
      "1 note: zoom is drawn, but nothing is selected by it: it moves the axes, which stand still here."
    ]);
  });

  it("are names that other cells use", async () => {
    const text = `\`\`\`vega-lite id=chart data=rows\n${JSON.stringify(line([BRUSH, PICK]))}\n\`\`\``;
    const {values, output} = await runCell(text, {
      scope: new Map([["rows", {kind: "table", table: rows}]]),
      chosen: {pick: [{series: "a"}]}
    });
    expect([...values!.keys()]).toEqual(["brush", "pick"]);
    expect(values!.get("pick")).toEqual({kind: "list", values: ["a"]});
    expect(output).toMatchObject({selection: {chosen: {pick: [{series: "a"}]}}});
  });
});
