import {describe, expect, it} from "vitest";
import {MARK_FONT_SIZE, placeMarks, TEXT_GAP} from "../../src/chart/mark-places.ts";
import {cutText, textWidth} from "../../src/chart/text-width.ts";
import * as fc from "../property.ts";

const place = (marks: readonly (readonly [number, string])[], width = 600) =>
  placeMarks(
    marks.map(([at, text]) => ({at, text})),
    [0, width],
    (time) => time,
    width,
    14
  );

describe("marks", () => {
  it("stand to the right of their rule, and to the left where the chart ends", () => {
    expect(
      place([
        [10, "first"],
        [590, "the last one"]
      ]).placed
    ).toMatchObject([
      {x: 10, text: "first", left: false, row: 0},
      {x: 590, text: "the last one", left: true, row: 0}
    ]);
  });

  it("outside of the window are not there", () => {
    expect(
      place([
        [-1, "before"],
        [601, "after"]
      ])
    ).toEqual({placed: [], height: 0, untold: []});
  });

  it("that are near are one, and many are counted", () => {
    expect(
      place([
        [10, "a"],
        [12, "b"]
      ]).placed.map(({text}) => text)
    ).toEqual(["a · b"]);
    const many = place([
      [10, "a"],
      [10, "b"],
      [11, "c"],
      [12, "d"]
    ]);
    expect(many.placed.map(({text}) => text)).toEqual(["4 events"]);
    expect(many.untold.map(({text}) => text)).toEqual(["a", "b", "c", "d"]);
  });

  it("whose text is cut are listed elsewhere", () => {
    const {placed, untold} = place([[10, "a very long text that cannot stand above a chart in full"]]);
    expect(placed[0]!.text).toMatch(/^a very long .*…$/);
    expect(untold).toHaveLength(1);
  });

  it("never overlap, and no rule runs through a text", () => {
    const mark = fc.tuple(
      fc.integer({min: 0, max: 600}),
      fc.constantFrom("a", "release 1.2", "the end of the old build")
    );
    fc.assert(
      fc.property(fc.array(mark, {maxLength: 30}), (marks) => {
        const {placed, untold} = place(marks);
        const boxes = placed
          .filter(({text}) => text)
          .map(({x, text, left, row}) => {
            const room = textWidth(text, MARK_FONT_SIZE) + TEXT_GAP;
            return {x, row, start: left ? x - room : x, end: left ? x : x + room};
          });
        for (const [i, a] of boxes.entries())
          for (const b of boxes.slice(i + 1)) {
            if (a.row === b.row) expect(a.end <= b.start || b.end <= a.start).toBe(true);
            const [high, low] = a.row > b.row ? [a, b] : [b, a];
            if (high.row > low.row) expect(high.x <= low.start || high.x >= low.end).toBe(true);
          }
        // each mark is written out or listed
        const written = placed.flatMap((one) => (untold.includes(one.marks[0]!) ? [] : one.marks)).length;
        expect(written + untold.length).toBe(marks.length);
      })
    );
  });
});

describe("a cut text", () => {
  it("fits its width", () => {
    expect(cutText("short", 200, 12)).toBe("short");
    for (const width of [20, 40, 80])
      expect(textWidth(cutText("github.com/vega/vega-lite", width, 12), 12)).toBeLessThanOrEqual(width);
  });
});
