import {expect, it} from "vitest";
import {rememberingDrawer} from "../../src/app/kept-drawings.ts";
import type {Drawing} from "../../src/chart/draw.ts";
import type {VegaLiteSpec} from "../../src/chart/insight-spec.ts";

/** A drawer that says what it drew. */
function counting() {
  const asked: VegaLiteSpec[] = [];
  const draw = async (spec: VegaLiteSpec): Promise<Drawing> => {
    asked.push(spec);
    return {svg: JSON.stringify(spec), width: 10, height: 10, hits: []} as unknown as Drawing;
  };
  return {asked, drawer: {draw}};
}

it("draws a spec once, and in the next visit not at all while the code that draws is the same", async () => {
  const specs: VegaLiteSpec[] = [{mark: "line"}, {mark: "bar"}];
  const first = counting();
  const charts = rememberingDrawer(first.drawer, new Map(), "one");
  for (const spec of [...specs, ...specs]) await charts.draw(spec);
  expect(first.asked).toEqual(specs);
  const kept = await charts.drawn();
  // newest first
  expect([...kept.values()].map(({svg}) => svg)).toEqual([JSON.stringify(specs[1]), JSON.stringify(specs[0])]);
  const second = counting();
  const again = rememberingDrawer(second.drawer, kept, "one");
  expect((await again.draw(specs[0]!)).svg).toBe(JSON.stringify(specs[0]));
  expect((await again.draw({mark: "area"})).svg).toBe(JSON.stringify({mark: "area"}));
  expect(second.asked).toEqual([{mark: "area"}]);
  expect([...(await again.drawn()).keys()][1]).toBe([...kept.keys()][1]);
  const other = counting();
  await rememberingDrawer(other.drawer, kept, "two").draw(specs[0]!);
  expect(other.asked).toEqual([specs[0]]);
});

it("draws what has many rows each time", async () => {
  const values = Array.from({length: 2001}, (_, n) => ({n}));
  const {asked, drawer} = counting();
  const charts = rememberingDrawer(drawer, new Map(), "one");
  for (let i = 0; i < 2; i++) await charts.draw({data: {values}, mark: "line"});
  expect(asked).toHaveLength(2);
  expect((await charts.drawn()).size).toBe(0);
});
