/** What an insight says, in plain sentences made from its data alone. */
import type {InsightResult, ResultSeries} from "../insight/insight.ts";
import {readableChange, readableValue, SHARE, unitWords, valueWithUnit} from "../insight/unit.ts";
import {percentText, readableNumber} from "../number.ts";
import {readableTime} from "../time.ts";
import {goalSentences} from "./goal-sentence.ts";

/** The last known value of a series, and the first, with their times; null when nothing is known. */
export interface SeriesFacts {
  readonly label: string;
  readonly last: number;
  readonly lastAt: number;
  readonly first: number;
  readonly firstAt: number;
  readonly change: number;
  /** Of the first value; null when that was 0. */
  readonly share: number | null;
}

/** The facts of a series, null when it has no known value. */
export function seriesFacts({label, values}: ResultSeries, times: Float64Array): SeriesFacts | null {
  let start = 0;
  while (start < values.length && Number.isNaN(values[start]!)) start++;
  let end = values.length - 1;
  while (end >= start && Number.isNaN(values[end]!)) end--;
  if (end < start) return null;
  const [first, last] = [values[start]!, values[end]!];
  return {
    label,
    last,
    lastAt: times[end]!,
    first,
    firstAt: times[start]!,
    change: last - first,
    share: first === 0 ? null : (last - first) / first
  };
}

/** The sentences of an insight: what it is now, how it changed, how complete it is and when it was observed. */
export function insightSentences(result: InsightResult): string[] {
  const facts = result.series.flatMap((series) => seriesFacts(series, result.times) ?? []);
  return [...valueSentences(result, facts), ...goalSentences(result), completeness(result)];
}

function valueSentences(result: InsightResult, facts: readonly SeriesFacts[]): string[] {
  const [one, ...more] = facts;
  if (!one) return ["Nothing is known in this window."];
  if (!more.length)
    return [`${amount(one.last, result.unit)} on ${readableTime(one.lastAt)}${changeWords(one, result.unit)}.`];
  const at = Math.max(...facts.map(({lastAt}) => lastAt));
  const since = Math.min(...facts.map(({firstAt}) => firstAt));
  const shown = [...facts].sort((a, b) => b.last - a.last).slice(0, 4);
  const rest = facts.length - shown.length;
  const {unit} = result;
  const list = shown
    .map((fact) => `${readableValue(fact.last, unit)} for ${fact.label} (${changeShort(fact, unit)})`)
    .join(", ");
  return [
    `On ${readableTime(at)}, in ${unitWords(unit)}: ${list}${rest ? ` and ${rest} more` : ""}.`,
    `Changes are since ${readableTime(since)}.`
  ];
}

/** How much is known: complete or not and why, and when the search ran. */
export function completeness({source, series}: InsightResult): string {
  const partial = series.reduce(
    (sum, {status}) => sum + status.filter((word) => word === "partial" || word === "unknown").length,
    0
  );
  const observed =
    source.observedAt === null
      ? "when it was observed is not recorded"
      : `observed on ${readableTime(source.observedAt)}`;
  const where = `${source.repositories} ${source.repositories === 1 ? "repository" : "repositories"}`;
  if (source.status === "partial") return `Incomplete: ${source.reasons.join("; ")}. ${capital(where)}, ${observed}.`;
  if (partial)
    return `Complete at the last point, incomplete at ${partial} earlier ${partial === 1 ? "value" : "values"}: ${where}, ${observed}.`;
  return `Complete: ${where}, ${observed}.`;
}

function changeWords({change, share, firstAt, lastAt, first}: SeriesFacts, unit: string): string {
  if (firstAt === lastAt) return ", the only point";
  if (change === 0) return `, unchanged since ${readableTime(firstAt)}`;
  const direction = change > 0 ? "up" : "down";
  // the change of a share is in points; a per cent of per cents is read as points
  if (unit === SHARE || share === null)
    return `, ${direction} ${readableChange(Math.abs(change), unit).slice(1)} from ${readableValue(first, unit)} since ${readableTime(firstAt)}`;
  return `, ${direction} ${readableNumber(Math.abs(change))} (${signedPercent(share)}) since ${readableTime(firstAt)}`;
}

function changeShort({change, share}: SeriesFacts, unit: string): string {
  if (change === 0) return "unchanged";
  const text = readableChange(change, unit);
  return share === null || unit === SHARE ? text : `${text}, ${signedPercent(share)}`;
}

/** A relative change: +12.3 %, −4.0 %; from eleven times as much on, how many times: 24 times as many. */
export function signedPercent(share: number): string {
  if (share >= 10) return `${readableNumber(share + 1, share < 99 ? 1 : 0)} times as many`;
  const text = percentText(Math.abs(share));
  return `${share < 0 ? "−" : "+"}${text}`;
}

/** A count with its unit: 1 match, 2 matches. */
export const amount = valueWithUnit;

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
