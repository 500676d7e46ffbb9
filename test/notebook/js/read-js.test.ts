import {describe, expect, it} from "vitest";
import {readJs} from "../../../src/notebook/js/read-js.ts";

const read = (text: string) => {
  const {value, messages} = readJs(text);
  if (!value) throw new Error(messages.map(({text: said}) => said).join(" "));
  return value;
};
const refusal = (text: string) => {
  const {value, messages} = readJs(text);
  return [value, ...messages.map(({text: said, place}) => `${place?.line}:${place?.column} ${said}`)];
};

describe("reading JavaScript", () => {
  it.each([
    ["const a = 1, {b, ...c} = d;", ["a", "b", "c"], ["d"]],
    ["function f(x) { return x + y; }", ["f"], ["y"]],
    ["class A extends B {}", ["A"], ["B"]],
    ["let n = 0; for (const x of xs) n += x;", ["n"], ["xs"]],
    ["x + Math.max(1, z)", [], ["x", "z"]],
    ["display(view(Inputs.range([0, 1])))", [], []],
    ["(() => { const inner = 1; return inner + outer; })()", [], ["outer"]]
  ])("%s declares %j and refers to %j", (text, outputs, references) => {
    const cell = read(text);
    expect([cell.outputs, cell.references]).toEqual([outputs, references]);
  });

  it("shows the value of one expression, also with a last semicolon, unless it shows something itself", () => {
    expect(
      ["1 + x", "1 + x;", "x;\n", "display(x)", "const y = x;", "x; y;"].map((text) => read(text).autodisplay)
    ).toEqual([true, true, true, false, false, false]);
  });

  it("knows which libraries a cell needs, by import and by name", () => {
    expect(read('import {mean} from "npm:d3@7";\nconst m = mean(xs);')).toMatchObject({
      libraries: ["d3"],
      outputs: ["mean", "m"],
      references: ["xs"]
    });
    expect(read("Plot.plot({})").libraries).toEqual(["@observablehq/plot"]);
    expect(read('const {op} = await import("arquero");').libraries).toEqual(["arquero"]);
    expect(read('import * as d3 from "npm:d3/+esm"; d3.sum(xs)').libraries).toEqual(["d3"]);
  });

  it("leaves no import of the platform in what runs", () => {
    const {body} = read('import {mean} from "d3";\nconst a = (await import("arquero")).op;');
    expect(body.match(/(?<!__)\bimport\s*\(/g)).toBeNull();
    expect(body.match(/__import\("(?:d3|arquero)"\)/g)).toHaveLength(2);
  });

  it.each([
    ['import "https://evil.test/x.js"', /^1:8 There is no library "https:\/\/evil\.test\/x\.js" here\./],
    ['const x = 1;\nimport {y} from "npm:left-pad";', /^2:17 There is no library "npm:left-pad"/],
    ['await import("http:" + "//evil.test")', /^1:14 An import has to name its library as a text/],
    ["const = 3", /^1:7 This is no JavaScript: /],
    ["export const a = 1;", /^1:1 This is no JavaScript: Unexpected token 'export'/],
    ["other = 3", /Assignment to external variable 'other'/],
    ["new Date(now)", /^1:10 There is no now here\. The result of a notebook does not depend on the clock/],
    ['FileAttachment("a.csv").text()', /There is no FileAttachment here\. Import the file/]
  ])("refuses %s", (text, problem) => {
    const [value, said] = refusal(text);
    expect(value).toBeNull();
    expect(said).toMatch(problem);
  });
});
