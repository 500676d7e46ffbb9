/** What an insight says, in plain sentences made from its data alone. */
import type {InsightResult, ResultSeries} from "../insight/insight.ts";
import {percentText, readableNumber, signedNumber} from "../number.ts";
import {readableTime} from "../time.ts";

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
  return [...valueSentences(result, facts), completeness(result)];
}

function valueSentences(result: InsightResult, facts: readonly SeriesFacts[]): string[] {
  const [one, ...more] = facts;
  if (!one) return ["Nothing is known in this window."];
  if (!more.length) return [`${amount(one.last, result.unit)} on ${readableTime(one.lastAt)}${changeWords(one)}.`];
  const at = Math.max(...facts.map(({lastAt}) => lastAt));
  const since = Math.min(...facts.map(({firstAt}) => firstAt));
  const shown = [...facts].sort((a, b) => b.last - a.last).slice(0, 4);
  const rest = facts.length - shown.length;
  const list = shown.map((fact) => `${readableNumber(fact.last)} for ${fact.label} (${changeShort(fact)})`).join(", ");
  return [
    `On ${readableTime(at)}, in ${result.unit}: ${list}${rest ? ` and ${rest} more` : ""}.`,
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

function changeWords({change, share, firstAt, lastAt, first}: SeriesFacts): string {
  if (firstAt === lastAt) return ", the only point";
  if (change === 0) return `, unchanged since ${readableTime(firstAt)}`;
  const part = share === null ? `, from ${readableNumber(first)}` : ` (${signedPercent(share)})`;
  return `, ${change > 0 ? "up" : "down"} ${readableNumber(Math.abs(change))}${part} since ${readableTime(firstAt)}`;
}

function changeShort({change, share}: SeriesFacts): string {
  if (change === 0) return "unchanged";
  return share === null ? signedNumber(change) : `${signedNumber(change)}, ${signedPercent(share)}`;
}

/** A relative change: +12.3 %, −4.0 %; from eleven times as much on, how many times: 24 times as many. */
export function signedPercent(share: number): string {
  if (share >= 10) return `${readableNumber(share + 1, share < 99 ? 1 : 0)} times as many`;
  const text = percentText(Math.abs(share));
  return `${share < 0 ? "−" : "+"}${text}`;
}

const ONE: Readonly<Record<string, string>> = {
  matches: "match",
  lines: "line",
  files: "file",
  repositories: "repository",
  bytes: "byte",
  commits: "commit"
};

/** A number with its unit: 1 match, 2 matches, 73.2 %. */
export function amount(value: number, unit: string): string {
  return `${readableNumber(value)} ${(value === 1 && ONE[unit]) || unit}`.trimEnd();
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
