import {insightChart, type VegaLiteSpec} from "../chart/insight-spec.ts";
import {safeSvg} from "../chart/safe-svg.ts";
import {aggregatedNote, specChart} from "../chart/spec.ts";
import type {Output} from "../notebook/cells/kind.ts";
import type {CellState} from "../notebook/run.ts";
import {canDraw, type Draw, SIZES} from "./charts.ts";
import type {Exporter, MadeFile} from "./exporter.ts";
import {anchorOf, isHidden} from "./facts.ts";
import {type Frame, framedSvg, insightFrame} from "./framed-svg.ts";
import {insightSentences} from "./sentence.ts";
import {standaloneSvg} from "./standalone-svg.ts";

/** Every drawing as a file that needs no page around it, in light colours. */
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
    const drawn = output.of === "insight" ? insightDrawing(output) : specDrawing(output, name);
    if (!drawn) continue;
    const {title, description, frame} = drawn;
    const svg = safeSvg((await draw(drawn.spec)).svg, {prefix: name, title, description});
    files.push({path: `${folder}/${name}.svg`, content: standaloneSvg(framedSvg(svg, frame))});
  }
  return files;
}

interface FileDrawing {
  readonly spec: VegaLiteSpec;
  readonly title: string;
  readonly description: string;
  readonly frame: Frame;
}

/** Null for what is no drawing: a number, a table, nothing at all. */
function insightDrawing({result, definition}: Extract<Output, {of: "insight"}>): FileDrawing | null {
  if (!canDraw(result)) return null;
  const chart = insightChart(result, SIZES.wide.width, SIZES.wide.height);
  return {
    spec: chart.spec,
    title: result.title,
    description: insightSentences(result).join(" "),
    frame: insightFrame(definition, result, chart)
  };
}

function specDrawing({spec, data, caption, aggregated}: Extract<Output, {of: "spec"}>, name: string): FileDrawing {
  return {
    spec: specChart(spec, data, SIZES.wide.width, SIZES.wide.height, aggregated),
    title: caption || name,
    description: "Chart.",
    frame: {title: caption, caption: aggregated ? aggregatedNote(aggregated) : "", legend: [], foot: []}
  };
}
