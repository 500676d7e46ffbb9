/** The charts of insights in the sizes of a report, drawn. */
import type {Drawing} from "../chart/draw.ts";
import {type InsightChart, insightChart, type VegaLiteSpec} from "../chart/insight-spec.ts";
import type {InsightResult} from "../insight/insight.ts";

/** Draws a spec; an edge may do it in a worker. */
export type Draw = (spec: VegaLiteSpec) => Promise<Drawing>;

/** Figures are drawn twice, for a page and for a phone, in CSS pixels. */
export const SIZES = {wide: {width: 680, height: 320}, narrow: {width: 350, height: 260}} as const;

export type Size = keyof typeof SIZES;

/** A chart and its drawing, which may still be on its way. */
export interface DrawnChart {
  readonly size: Size;
  readonly chart: InsightChart;
  readonly drawing: Promise<Drawing>;
}

/** The charts of a result, one for each size. */
export type ChartsOf = (result: InsightResult) => readonly DrawnChart[];

/** True for a result that is drawn as a chart. */
export function canDraw({times, series, presentation}: InsightResult): boolean {
  return times.length > 0 && series.length > 0 && presentation !== "table" && presentation !== "number";
}

/** Draws the charts of each result once: whoever asks first, before the report is begun, sets the drawing off. */
export function chartsOnce(draw: Draw): ChartsOf {
  const drawn = new WeakMap<InsightResult, readonly DrawnChart[]>();
  return (result) => {
    const known = drawn.get(result);
    if (known) return known;
    const charts = (Object.keys(SIZES) as Size[]).map((size): DrawnChart => {
      const chart = insightChart(result, SIZES[size].width, SIZES[size].height);
      const drawing = draw(chart.spec);
      // who asks for the drawing hears of its failure; until then nobody waits for it
      drawing.catch(() => undefined);
      return {size, chart, drawing};
    });
    drawn.set(result, charts);
    return charts;
  };
}
