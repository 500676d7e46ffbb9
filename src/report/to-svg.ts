import {insightChart} from "../chart/insight-spec.ts";
import {safeSvg} from "../chart/safe-svg.ts";
import {specChart} from "../chart/spec.ts";
import type {CellState} from "../notebook/run.ts";
import {type Draw, SIZES} from "./charts.ts";
import type {Exporter, MadeFile} from "./exporter.ts";
import {anchorOf, isHidden} from "./facts.ts";

import {insightSentences} from "./sentence.ts";
import {standaloneSvg} from "./standalone-svg.ts";

/** Every drawing as a file of its own, in light colours. */
export const toSvg: Exporter = {
  format: "svg",
  help: "every drawing as a file, NAME/ID.svg",
  write: ({states, stem}, {draw}) => svgFiles(states, stem, draw)
};

/** The drawings of a notebook that ran, by folder and id; what has no drawing is left out. */
export async function svgFiles(states: readonly CellState[], folder: string, draw: Draw): Promise<MadeFile[]> {
  const files: MadeFile[] = [];
  for (const [index, {cell, output, status}] of states.entries()) {
    if (status !== "done" || output?.type !== "chart" || isHidden(cell)) continue;
    const name = anchorOf(cell, index);
    const {width, height} = SIZES.wide;
    const words =
      output.of === "insight"
        ? {title: output.result.title, description: insightSentences(output.result).join(" ")}
        : {title: output.caption || name, description: "Chart."};
    if (output.of === "insight") {
      const {presentation, times, series} = output.result;
      if (presentation === "number" || presentation === "table" || !times.length || !series.length) continue;
    }
    const spec =
      output.of === "insight"
        ? insightChart(output.result, width, height).spec
        : specChart(output.spec, output.data, width, height);
    const {svg} = await draw(spec);
    files.push({path: `${folder}/${name}.svg`, content: standaloneSvg(safeSvg(svg, {prefix: name, ...words}))});
  }
  return files;
}
