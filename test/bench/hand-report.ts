/** A report as a script would make it: a query for each figure, a Vega-Lite chart drawn once, a table, one HTML file. */
import * as vega from "vega";
import {compile} from "vega-lite";
import type {SeriesQuestion} from "./dense.ts";
import type {Answer} from "./measure.ts";

/** The HTML of figures; `answer` gives the numbers of one. */
export async function handReport(
  figures: ReadonlyMap<string, SeriesQuestion>,
  answer: (asked: SeriesQuestion) => Promise<Answer>
): Promise<string> {
  const parts: string[] = [];
  for (const [id, asked] of figures) {
    const series = Object.entries(await answer(asked));
    const {times} = asked;
    const rows = times.map((_, i) => times.length - 1 - i);
    const table = rows
      .map(
        (i) =>
          `<tr><th>${new Date(times[i]!).toISOString().slice(0, 10)}</th>${series.map(([, values]) => `<td class="n">${values[i] ?? "–"}</td>`).join("")}</tr>`
      )
      .join("");
    const values = series.flatMap(([label, own]) => own.map((value, i) => ({t: times[i], series: label, value})));
    const {spec} = compile({
      width: 600,
      height: 280,
      data: {values},
      mark: "line",
      encoding: {
        x: {field: "t", type: "temporal", scale: {type: "utc"}},
        y: {field: "value", type: "quantitative"},
        color: {field: "series", type: "nominal"}
      }
    });
    const view = new vega.View(vega.parse(spec), {renderer: "none"});
    parts.push(`<figure id="fig-${id}">${await view.toSVG()}<table>${table}</table></figure>`);
    view.finalize();
  }
  return `<!doctype html><title>Benchmark</title>${parts.join("\n")}`;
}
