import {insightChart} from "../chart/insight-spec.ts";
import {safeSvg} from "../chart/safe-svg.ts";
import {canDraw, SIZES} from "./charts.ts";
import {EMBED_FILE, embedModule} from "./embed-module.ts";
import type {Exporter, MadeFile} from "./exporter.ts";
import {anchorOf, isHidden} from "./facts.ts";

import {withHover} from "./hover.ts";
import {insightSentences} from "./sentence.ts";
import {themedSvg} from "./standalone-svg.ts";

/** The figure of every insight for another page: a drawing with its values, and the module that shows it there. */
export const toEmbed: Exporter = {
  format: "embed",
  help: `figures for other pages, NAME/ID.embed.svg, and ${EMBED_FILE} that shows them there`,
  async write({states, stem}, {draw}) {
    const files: MadeFile[] = [];
    const {width, height} = SIZES.wide;
    for (const [index, {cell, output, status}] of states.entries()) {
      if (status !== "done" || output?.type !== "chart" || output.of !== "insight" || isHidden(cell)) continue;
      const {result} = output;
      if (!canDraw(result)) continue;
      const name = anchorOf(cell, index);
      const chart = insightChart(result, width, height);
      const {svg} = await draw(chart.spec);
      const words = {prefix: name, title: result.title, description: insightSentences(result).join(" ")};
      files.push({
        path: `${stem}/${name}.embed.svg`,
        content: themedSvg(withHover(safeSvg(svg, words), result, chart))
      });
    }
    return files.length ? [...files, {path: `${stem}/${EMBED_FILE}`, content: embedModule()}] : [];
  }
};
