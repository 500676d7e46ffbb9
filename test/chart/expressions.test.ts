import * as vega from "vega";
import {expressionInterpreter} from "vega-interpreter";
import {describe, expect, it} from "vitest";
import {closureInterpreter} from "../../src/chart/expressions.ts";
import * as fc from "../property.ts";

/** Exported by Vega, missing in its types. */
const {parseExpression} = vega as unknown as {parseExpression(text: string): unknown};

/** Functions as Vega gives them: they find their context in `this`. */
const functions = {
  context: {factor: 3},
  scale(this: {context: {factor: number}}, _name: unknown, value: number) {
    return this.context.factor * value;
  },
  isValid: (value: unknown) => value !== null && value !== undefined && !Number.isNaN(value),
  utcFormat: (value: unknown, format: unknown) => `${value} as ${format}`
};

const DATUM = {
  t: 5,
  value: -2.5,
  series: "a",
  status: "partial",
  none: null,
  list: [1, 2],
  nested: {deep: "x"},
  made: () => 1
};
const PARAMETERS = {$width: 300, $ticks: [1, 2, 3], $texts: {"5": "five"}};

/** What an expression comes to: a value, or that it failed. */
function outcome(make: () => (datum: unknown, parameters: typeof PARAMETERS) => unknown): unknown {
  try {
    return {value: make()(DATUM, PARAMETERS)};
  } catch (error) {
    return {failed: (error as Error).constructor.name};
  }
}

const both = (text: string) => {
  const expression = {ast: parseExpression(text)} as never;
  return [
    outcome(() => closureInterpreter.parameter({functions} as never, expression)),
    outcome(() => expressionInterpreter.parameter({functions}, expression))
  ];
};

const TEXTS = [
  "datum.t + 1 > 5 && datum.status === 'partial' || !datum.none",
  "datum['value'] * 2 - -datum.t / width % 7",
  "datum.nested.deep + datum.list[1] + ticks[0]",
  "texts[datum.t + '']",
  "if(datum.t == '5', scale('x', datum.t), 0)",
  "_if(datum.none, 1, [datum.t, 'a', width])",
  "datum.t != null ? isValid(datum.value) : unknown_signal",
  "unknown_signal",
  "datum.none.more",
  "PI + E + NaN",
  "max(1, datum.t, 3, 2) + floor(datum.value) + pow(2, 3)",
  "isNaN(datum.value) || isFinite(+datum.t)",
  "utcFormat(datum.t, '%Y')",
  "indexof([1, 5], datum.t) >= 0",
  "{a: datum.t, b: 2}",
  "test(/^a/, datum.series) ? length(datum.series) : 0",
  "1 << 3 | 2",
  "~datum.t",
  "no_such_function(1)",
  "datum.constructor",
  "datum.constructor.constructor",
  "datum['constructor']['constructor']",
  "scale.constructor",
  "event.item",
  "item.x",
  "undefined"
];

describe("expressions as closures", () => {
  it.each(TEXTS)("come to what vega-interpreter makes of %s", (text) => {
    const [mine, theirs] = both(text);
    expect(mine).toEqual(theirs);
  });

  it("come to the same whatever they are made of", () => {
    const leaf = fc.constantFrom(
      "datum.t",
      "datum.value",
      "width",
      "1",
      "'a'",
      "null",
      "datum.none",
      "nobody",
      "[1, 2]"
    );
    const {expression} = fc.letrec<{expression: string}>((tie) => ({
      expression: fc.oneof(
        {maxDepth: 4, withCrossShrink: true},
        leaf,
        fc
          .tuple(
            tie("expression"),
            fc.constantFrom("+", "-", "*", "/", "%", "<", ">=", "==", "!==", "&&", "||"),
            tie("expression")
          )
          .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
        fc.tuple(fc.constantFrom("-", "+", "!"), tie("expression")).map(([operator, one]) => `${operator}(${one})`),
        fc.tuple(tie("expression"), tie("expression"), tie("expression")).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
        fc.tuple(tie("expression"), tie("expression")).map(([a, b]) => `max(${a}, if(${b}, ${a}, 2))`)
      )
    }));
    fc.assert(
      fc.property(expression, (text) => {
        const [mine, theirs] = both(text);
        expect(mine).toEqual(theirs);
      })
    );
  });

  it("never reach what makes code out of text", () => {
    for (const text of ["datum.constructor.constructor", "datum.made.constructor", "datum.made['constructor']"])
      expect(
        outcome(() => closureInterpreter.parameter({functions} as never, {ast: parseExpression(text)} as never))
      ).toEqual({
        value: undefined
      });
  });

  it("encode items as vega-interpreter does, places and sizes among it", () => {
    const texts: Record<string, string>[] = [
      {x: "datum.t", x2: "10", y: "8", y2: "datum.value"},
      {x: "10", x2: "datum.t"},
      {x2: "datum.t", width: "3", yc: "4", height: "2"},
      {xc: "datum.t", width: "3", stroke: "datum.series", fill: "if(datum.none, 'red', null)"},
      {x: "scale('x', datum.t)", label: "length(datum.series)"}
    ];
    for (const marktype of ["rect", "rule", "symbol", "group"])
      for (const channels of texts) {
        const encoding = {
          marktype,
          channels: Object.fromEntries(
            Object.entries(channels).map(([name, text]) => [name, {ast: parseExpression(text)}])
          )
        } as never;
        const items = [closureInterpreter, expressionInterpreter].map((interpreter) => {
          const item = {datum: DATUM, x: 1, width: 7};
          const encode = interpreter.encode({functions} as never, encoding);
          return [encode(item as never, PARAMETERS), encode(item as never, PARAMETERS) === 0 || "again", item];
        });
        expect(items[0]).toEqual(items[1]);
      }
  });
});
