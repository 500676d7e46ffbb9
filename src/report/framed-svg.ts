/** A drawing with all that a page has around it: title, what is counted and when, legend, and where it comes from. */
import {type SeriesStyle, seriesStyles} from "../chart/colors.ts";
import type {InsightChart} from "../chart/insight-spec.ts";
import {cutText, textWidth} from "../chart/text-width.ts";
import {escapeHtml} from "../html.ts";
import type {InsightDefinition, InsightResult} from "../insight/insight.ts";
import {foundByWords} from "../insight/tool.ts";
import {chartSigns} from "./chart-signs.ts";
import {windowWords} from "./number-figure.ts";
import {completeness} from "./sentence.ts";

/** What stands around a drawing. Empty texts and lists take no room. */
export interface Frame {
  readonly title: string;
  readonly caption: string;
  readonly legend: readonly {readonly label: string; readonly style: SeriesStyle}[];
  /** Below the drawing, a paragraph each. */
  readonly foot: readonly string[];
}

/** More searches than these are counted, so that a foot stays a foot. */
const MOST_SOURCES = 3;

/** What stands around the drawing of an insight. */
export function insightFrame(
  {description}: Pick<InsightDefinition, "description">,
  result: InsightResult,
  chart: Pick<InsightChart, "by" | "directLabels" | "notes">,
  hidden: ReadonlySet<string> = new Set()
): Frame {
  const {series, source} = result;
  const styles = seriesStyles(series);
  const all = series.map(({label}, i) => ({label, style: styles[i]!}));
  const names = source.series.slice(0, MOST_SOURCES).map((one) => `${one.query || one.key}${foundByWords(one)}`);
  const rest = source.series.length - names.length;
  const queries = `${source.series.length === 1 ? "Query" : "Queries"}: ${names.join(" · ")}${rest > 0 ? ` and ${rest} more` : ""}`;
  const filtered = result.notes.filter(({level}) => level === "note").map(({text}) => text);
  return {
    title: result.title,
    caption: [description, windowWords(result)].filter(Boolean).join(" · "),
    legend: all.length > 1 && !chart.directLabels ? all.filter(({label}) => !hidden.has(label)) : [],
    foot: [
      [...chart.notes, ...chartSigns(result, chart)].join(" "),
      ...filtered,
      completeness(result),
      names.length ? queries : ""
    ].filter(Boolean)
  };
}

/** Paper at the edges, and left and right of the drawing, whose labels reach its own edge. */
const EDGE = 12;
const SIDE = 8;
const TITLE = {size: 15, line: 20, color: "var(--ink)", weight: 600} as const;
const CAPTION = {size: 12, line: 17, color: "var(--ink-2)", weight: 400} as const;
const FOOT = {size: 11, line: 15, color: "var(--ink-2)", weight: 400} as const;
const LEGEND_LINE = 18;
const SWATCH = 18;
/** A heavy letter is this much wider than the estimate. */
const HEAVY = 1.07;

/** `svg` is what safeSvg gave; the same with its frame around it, its colours still those of a page. */
export function framedSvg(svg: string, frame: Frame): string {
  const [, attributes, words, drawing] =
    /^(<svg[^>]*>)(\s*<title[^>]*>[^<]*<\/title>\s*<desc[^>]*>[^<]*<\/desc>)([\s\S]*)<\/svg>\s*$/.exec(svg) ?? [];
  if (attributes === undefined) return svg;
  const sizeOf = (name: string) => Math.ceil(Number(new RegExp(` ${name}="([\\d.]+)"`).exec(attributes)?.[1] ?? 0));
  const [width, height] = [sizeOf("width") + 2 * SIDE, sizeOf("height")];
  const room = width - 2 * EDGE;
  const head: string[] = [];
  let y = EDGE;
  const write = (out: string[], text: string, kind: typeof TITLE | typeof CAPTION | typeof FOOT, most: number) => {
    for (const line of text ? lines(text, room, kind.size * (kind.weight > 400 ? HEAVY : 1), most) : []) {
      const weight = kind.weight > 400 ? ` font-weight="${kind.weight}"` : "";
      out.push(
        `<text x="${EDGE}" y="${y + kind.size}" font-size="${kind.size}"${weight} fill="${kind.color}">${escapeHtml(line)}</text>`
      );
      y += kind.line;
    }
  };
  write(head, frame.title, TITLE, 3);
  write(head, frame.caption, CAPTION, 3);
  y += head.length ? 8 : 0;
  y = writeLegend(head, frame.legend, room, y);
  const top = y;
  y += height + 4;
  const foot: string[] = [];
  for (const text of frame.foot) write(foot, text, FOOT, 3);
  const total = y + (foot.length ? EDGE - 4 : 0);
  return `${attributes
    .replace(/ viewBox="[^"]*"/, ` viewBox="0 0 ${width} ${total}"`)
    .replace(/ height="[^"]*"/, ` height="${total}"`)
    .replace(
      / width="[^"]*"/,
      ` width="${width}"`
    )}${words}${head.join("")}<g transform="translate(${SIDE},${top})">${drawing}</g>${foot.join("")}</svg>`;
}

/** Writes the legend in as many lines as it needs; gives where they end. */
function writeLegend(out: string[], legend: Frame["legend"], room: number, from: number): number {
  let [x, y] = [EDGE, from];
  for (const {label, style} of legend) {
    const text = cutText(label, room - SWATCH - 6, CAPTION.size);
    const wide = SWATCH + 6 + textWidth(text, CAPTION.size);
    if (x > EDGE && x + wide > EDGE + room) {
      x = EDGE;
      y += LEGEND_LINE;
    }
    const dash = style.dash.length ? ` stroke-dasharray="${style.dash.join(" ")}"` : "";
    out.push(
      `<line x1="${x}" y1="${y + 8}" x2="${x + SWATCH}" y2="${y + 8}" stroke="${escapeHtml(style.color)}" stroke-width="2.5"${dash} />`,
      `<text x="${x + SWATCH + 6}" y="${y + 12}" font-size="${CAPTION.size}" fill="var(--ink)">${escapeHtml(text)}</text>`
    );
    x += Math.ceil(wide) + 16;
  }
  return legend.length ? y + LEGEND_LINE + 6 : y;
}

/** A text in lines of a width in pixels, at most so many: the last one is cut. */
function lines(text: string, room: number, size: number, most: number): string[] {
  const out: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && textWidth(longer, size) > room && out.length < most - 1) {
      out.push(line);
      line = word;
    } else line = longer;
  }
  if (line) out.push(line);
  return out.map((one) => cutText(one, room, size));
}
