import * as Plot from "@observablehq/plot";
import {parseHTML} from "linkedom";
import {describe, expect, it} from "vitest";
import {safeSvg} from "../../src/chart/safe-svg.ts";

const words = {prefix: "p", title: "t", description: "d", foreign: true};

/** The attributes of the first element that a pattern finds, and what stands inside it up to its first child's end. */
const first = (svg: string, pattern: RegExp) => pattern.exec(svg)?.[0] ?? "";

describe("a drawing of a JavaScript cell", () => {
  const {document} = parseHTML("<html><body></body></html>");
  const rows = Array.from({length: 4}, (_, x) => ({x, y: x * x}));
  const plot = Plot.plot({document, marks: [Plot.lineY(rows, {x: "x", y: "y"}), Plot.ruleY([0])]} as Plot.PlotOptions);
  const svg = safeSvg((plot as unknown as Element).outerHTML, words);

  it("keeps its lines, whose paint stands at their group", () => {
    expect(first(svg, /<g[^>]*stroke-width="1\.5"[^>]*><path[^>]*d="M40,370[^>]*>/)).toContain('stroke="currentColor"');
  });

  it("keeps what its root says of paint and text, in the ink and the font of the page", () => {
    const root = first(svg, /^<svg[^>]*>/);
    for (const said of ['fill="currentColor"', 'text-anchor="middle"', 'font-size="10"', 'font-family="Inter'])
      expect(root).toContain(said);
  });

  it("is in ink where it says nothing of fill", () => {
    const plain = safeSvg('<svg width="9" height="9"><path d="M0,0L9,9L0,9"></path></svg>', words);
    expect(first(plain, /^<svg[^>]*>/)).toContain('fill="currentColor"');
    expect(plain).toContain("<path");
  });
});
