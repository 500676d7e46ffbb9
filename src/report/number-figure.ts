/** The last values of an insight in large, each with how it changed. The app and the report show the same markup. */
import {showsLastValues} from "../chart/drawn-as.ts";
import {type Html, html} from "../html.ts";
import {incompleteWords} from "../insight/incomplete.ts";
import type {InsightResult} from "../insight/insight.ts";
import {statedValue} from "../insight/stated-value.ts";
import {readableChange, SHARE, unitWords, valueWithUnit} from "../insight/unit.ts";
import {readableSpan, readableTime} from "../time.ts";
import {signedPercent} from "./sentence.ts";
import {type SeriesFacts, seriesFacts} from "./series-facts.ts";

/** More than these are counted: a wall of numbers is a table. */
const MOST_NUMBERS = 6;

/** The numbers of a result: one for each series, or how many more there are. */
export function numberFigure(result: InsightResult): Html {
  const {series} = result;
  const shown = series.slice(0, MOST_NUMBERS);
  const rest = series.length - shown.length;
  return html`<div class="numbers">${shown.map((one) => bigNumber(result, one))}</div>${
    rest ? html`<p class="source">${rest} more ${rest === 1 ? "series is" : "series are"} in the table.</p>` : null
  }`;
}

function bigNumber(result: InsightResult, series: InsightResult["series"][number]): Html {
  const {times, unit} = result;
  const last = times.length - 1;
  const {text, words} = statedValue(series.values[last]!, series.status[last]!, result);
  const facts = seriesFacts(series, times);
  const who = words && series.status[last] !== "absent" ? incompleteWords(result, times[last]!) : "";
  // the unit stands behind the number, where the value itself does not hold it
  const behind = unit === SHARE ? "" : valueWithUnit(series.values[last]!, unit).split(" ").slice(1).join(" ");
  return html`<div class="big-number">${result.series.length > 1 ? html`<div class="number-label">${series.label}</div>` : null}<strong>${
    text || "–"
  }${behind && text && text !== "–" ? html` <span>${behind}</span>` : null}</strong>${
    facts && !Number.isNaN(series.values[last]!) ? change(facts, unit) : null
  }${words ? html`<div class="number-state">${words}${who ? html` (${who})` : null}</div>` : null}</div>`;
}

/** An arrow for the eye and a word for the ear. */
function change({change: by, share, first, firstAt, lastAt, certain}: SeriesFacts, unit: string): Html | null {
  if (firstAt === lastAt) return null;
  const since = `since ${readableTime(firstAt)}`;
  if (!certain)
    return html`<div class="number-change">The change ${since} is not certain, as counts are incomplete</div>`;
  if (by === 0) return html`<div class="number-change">Unchanged ${since}</div>`;
  const [sign, word] = by > 0 ? ["▲", "up"] : ["▼", "down"];
  const part = unit === SHARE || share === null ? "" : ` (${signedPercent(share)})`;
  const from = share === null && first === 0 ? " from 0" : "";
  return html`<div class="number-change"><span aria-hidden="true">${sign} </span><span class="visually-hidden">${word} </span>${readableChange(Math.abs(by), unit).slice(1)}${part}${from} ${since}</div>`;
}

/** The line below a title: what is counted, and over which time or at which. */
export function windowWords(result: InsightResult): string {
  const {times, unit} = result;
  const words = result.presentation === "percent-stacked" ? `parts of all ${unitWords(unit)}` : unitWords(unit);
  if (!times.length) return `${words}, no data in the window`;
  const last = times.at(-1)!;
  if (times.length === 1 || showsLastValues(result)) return `${words}, on ${readableTime(last)}`;
  return `${words}, ${readableSpan(times[0]!, last)}`;
}
