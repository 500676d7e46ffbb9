/**
 * Values on hover without a script: an upright band for each time over the plot, with a title that browsers show. A band
 * is a plain path; the style sheet lights it up under the pointer.
 */
import type {InsightChart} from "../chart/insight-spec.ts";
import {type Html, html, toText} from "../html.ts";
import {incompleteWords} from "../insight/incomplete.ts";
import type {InsightResult} from "../insight/insight.ts";
import {statedValue} from "../insight/stated-value.ts";
import {readableTime} from "../time.ts";

/** More times than this are too narrow to point at. */
const MOST_TIMES = 400;
const MOST_SERIES = 12;

/** A finished drawing with its bands. */
export function withHover(
  svg: string,
  result: InsightResult,
  {plot, span}: Pick<InsightChart, "plot" | "span">
): string {
  const {times} = result;
  if (!span || times.length < 2 || times.length > MOST_TIMES || !svg.endsWith("</svg>")) return svg;
  const [from, to] = span;
  const x = (time: number) => plot.left + ((time - from) / (to - from)) * plot.width;
  const round = (value: number) => Math.round(value * 10) / 10;
  const bands = Array.from(times, (time, i) => {
    const left = i === 0 ? x(from) : x((time + times[i - 1]!) / 2);
    const right = i === times.length - 1 ? x(to) : x((time + times[i + 1]!) / 2);
    const path = `M${round(left)} ${plot.top}H${round(right)}v${plot.height}H${round(left)}z`;
    return html`<path d="${path}"><title>${bandText(result, i)}</title></path>`;
  });
  const markup: Html = html`<g class="hover">${bands}</g>`;
  return `${svg.slice(0, -"</svg>".length)}${toText(markup)}</svg>`;
}

/** The values of a time, largest first. */
function bandText(result: InsightResult, at: number): string {
  const {times, series} = result;
  const rows = series
    .filter(({status}) => status[at] !== "absent")
    .map(({label, values, status}) => ({label, value: values[at]!, status: status[at]!}))
    .sort((a, b) => (Number.isNaN(b.value) ? -1 : b.value) - (Number.isNaN(a.value) ? -1 : a.value));
  const shown = rows.slice(0, MOST_SERIES).map(({label, value, status}) => {
    const text = Number.isNaN(value) ? "unknown" : statedValue(value, status, result).text;
    return series.length > 1 ? `${label}: ${text}` : text;
  });
  const who = incompleteWords(result, times[at]!);
  return [readableTime(times[at]!), ...shown, ...(rows.length > MOST_SERIES ? ["…"] : []), ...(who ? [who] : [])].join(
    "\n"
  );
}
