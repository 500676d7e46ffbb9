/** What an insight says, in plain sentences made from its data alone. */
import {namesOf} from "../insight/incomplete.ts";
import type {InsightResult, ValueStatus} from "../insight/insight.ts";
import type {Projection} from "../insight/projection.ts";
import {isUncertain} from "../insight/series.ts";
import {readableChange, readableValue, SHARE, unitWords, valueWithUnit} from "../insight/unit.ts";
import {percentText, readableNumber} from "../number.ts";
import {readableMonth, readableTime} from "../time.ts";
import type {Drivers, Mover} from "./drivers.ts";
import type {InsightFacts} from "./facts.ts";
import {goalSentences} from "./goal-sentence.ts";
import type {Parts} from "./parts.ts";
import {type SeriesFacts, seriesFacts} from "./series-facts.ts";

/** A sentence of a report and what it is about. */
export interface Sentence {
  readonly about: "value" | "drivers" | "goal" | "left" | "completeness";
  readonly text: string;
}

/** A range of dates wider than this is told in months. */
const WIDE = 45 * 86_400_000;
/** So many repositories are named, and fewer when those make up most. */
const MOST_NAMES = 3;
const ENOUGH = 0.8;

/** The sentences of an insight: what it is now, how it changed, how complete it is and when it was observed. */
export function insightSentences(result: InsightResult): string[] {
  const facts = result.series.flatMap((series) => seriesFacts(series, result.times) ?? []);
  return [...valueSentences(result, facts), ...goalSentences(result), completeness(result)];
}

/** The same with what drove it, and when its goal would be reached. */
export function factSentences({result, series, drivers, parts, projection}: InsightFacts): Sentence[] {
  const sentences: Sentence[] = valueSentences(result, series).map((text) => ({about: "value", text}));
  const driven = drivers && driverSentence(drivers, series.length > 1, result.unit);
  if (driven) {
    const byParts = parts.flatMap((part) => partSentence(part, result.unit) ?? []);
    for (const text of [driven, ...byParts]) sentences.push({about: "drivers", text});
  }
  const goal = [...goalSentences(result), ...(projection ? projectionSentence(projection) : [])];
  if (goal.length) sentences.push({about: "goal", text: goal.join(" ")});
  if (drivers && projection?.direction === "down" && projection.state !== "reached" && drivers.left.length) {
    const list = (left: readonly Mover[]) => names(left, ({value}) => readableValue(value, result.unit));
    sentences.push({about: "left", text: `Still to do: ${list(drivers.left)}.`});
    for (const {by, left} of parts)
      if (left.length) sentences.push({about: "left", text: `Still to do ${PART_WORDS[by]}: ${list(left)}.`});
  }
  sentences.push({about: "completeness", text: completeness(result)});
  return sentences;
}

function valueSentences(result: InsightResult, facts: readonly SeriesFacts[]): string[] {
  const {unit} = result;
  const [one, ...more] = facts;
  if (!one) return ["Nothing is known in this window."];
  if (!more.length)
    return [
      `${capital(boundWords(one.lastStatus))}${amount(one.last, unit)} on ${readableTime(one.lastAt)}${changeWords(one, unit)}.`
    ];
  const at = Math.max(...facts.map(({lastAt}) => lastAt));
  const since = Math.min(...facts.map(({firstAt}) => firstAt));
  const shown = [...facts].sort((a, b) => b.last - a.last).slice(0, 4);
  const rest = facts.length - shown.length;
  const list = shown
    .map((fact) => {
      const change = fact.firstAt === fact.lastAt ? "" : ` (${changeShort(fact, unit)})`;
      return `${boundWords(fact.lastStatus)}${readableValue(fact.last, unit)} for ${fact.label}${change}`;
    })
    .join(", ");
  return [
    `On ${readableTime(at)}, in ${unitWords(unit)}: ${list}${rest ? ` and ${rest} more` : ""}.`,
    ...(since === at ? [] : [`Changes are since ${readableTime(since)}.`])
  ];
}

function boundWords(status: ValueStatus): string {
  return status === "partial" ? "at least " : status === "incomplete" ? "about " : "";
}

/** How much is known: complete or not and why, and when the search ran. */
export function completeness({source, series}: InsightResult): string {
  const partial = series.reduce(
    (sum, {status}) => sum + status.filter((word) => isUncertain(word) || word === "unknown").length,
    0
  );
  const observed =
    source.observedAt === null
      ? "when it was observed is not recorded"
      : `observed on ${readableTime(source.observedAt)}`;
  const where = placesWords(source.repositories, series);
  if (source.status === "partial") return `Incomplete: ${source.reasons.join("; ")}. ${capital(where)}, ${observed}.`;
  if (partial)
    return `Complete at the last point, incomplete at ${partial} earlier ${partial === 1 ? "value" : "values"}${behind(source)}: ${where}, ${observed}.`;
  return `Complete: ${where}, ${observed}.`;
}

/** Of how many repositories values are; a number of a whole company or a team is of none, and is known all the same. */
function placesWords(repositories: number, series: InsightResult["series"]): string {
  if (repositories) return `${repositories} ${repositories === 1 ? "repository" : "repositories"}`;
  const isKnown = series.some(({values}) => values.some((value) => !Number.isNaN(value)));
  return isKnown ? "not of single repositories" : "no repository by then";
}

/** The repositories that were incomplete at some time. */
function behind({incomplete = []}: InsightResult["source"]): string {
  const names = [...new Set(incomplete.map(({repository}) => repository))].sort();
  return names.length ? ` (${namesOf(names)})` : "";
}

function changeWords({change, share, firstAt, lastAt, first, certain}: SeriesFacts, unit: string): string {
  if (firstAt === lastAt) return ", the only point";
  if (!certain) return `; the change since ${readableTime(firstAt)} is not certain, as counts are incomplete`;
  if (change === 0) return `, unchanged since ${readableTime(firstAt)}`;
  const direction = change > 0 ? "up" : "down";
  // the change of a share is in points; a per cent of per cents is read as points
  if (unit === SHARE || share === null)
    return `, ${direction} ${readableChange(Math.abs(change), unit).slice(1)} from ${readableValue(first, unit)} since ${readableTime(firstAt)}`;
  return `, ${direction} ${readableNumber(Math.abs(change))} (${signedPercent(share)}) since ${readableTime(firstAt)}`;
}

function changeShort({change, share, certain}: SeriesFacts, unit: string): string {
  if (!certain) return "change not certain";
  if (change === 0) return "unchanged";
  const text = readableChange(change, unit);
  return share === null || unit === SHARE ? text : `${text}, ${signedPercent(share)}`;
}

/** Which repositories made the change; null when there was none, or it is not certain. */
function driverSentence(
  {label, change, with: movers, against, certain}: Drivers,
  several: boolean,
  unit: string
): string | null {
  if (!certain || change === 0 || !movers.length) return null;
  const what = several ? label : "It";
  const [verb, other] = change < 0 ? ["fell", "rose"] : ["rose", "fell"];
  const total = movers.reduce((sum, mover) => sum + mover.change, 0);
  let counted = 0;
  const named = movers.filter((mover, i) => {
    const wanted = i < MOST_NAMES && counted / total < ENOUGH;
    if (wanted) counted += mover.change;
    return wanted;
  });
  const rest = movers.length - named.length;
  const list = joined([
    ...named.map((mover) => `${mover.name} (${readableChange(mover.change, unit)})`),
    ...(rest ? [`${rest} more (${readableChange(total - counted, unit)})`] : [])
  ]);
  const back = against.reduce((sum, mover) => sum + mover.change, 0);
  const opposed = against.length
    ? `; it ${other} in ${against.length === 1 ? against[0]!.name : `${against.length} repositories`} (${readableChange(back, unit)})`
    : "";
  return `${what} ${verb} ${movers.length > 1 && counted / total >= 0.5 ? "mostly " : ""}in ${list}${opposed}.`;
}

const PART_WORDS: Readonly<Record<Parts["by"], string>> = {team: "by team", directory: "by folder"};

/** Which teams or folders made the change. */
function partSentence({by, with: movers, overlap}: Parts, unit: string): string | null {
  if (!movers.length) return null;
  const list = names(movers, ({change}) => readableChange(change, unit));
  return `${capital(PART_WORDS[by])}: ${list}${overlap ? "; a file of several teams counts for each" : ""}.`;
}

/** When a goal would be reached; nothing when it is. */
export function projectionSentence(projection: Projection): string[] {
  const {state, reason, steps, expected, earliest, latest} = projection;
  if (state === "reached") return [];
  if (state === "unknown") return [`No date can be given, as ${reason}.`];
  if (state === "stalled") return [`The pace of the last ${steps} steps does not lead there.`];
  const pace = `the pace of the last ${steps} steps`;
  if (expected === null) return [`At ${pace} it takes more than fifty years.`];
  const wide = latest === null || earliest === null || latest - earliest > WIDE;
  const date = (time: number) => (wide ? readableMonth(time) : readableTime(day(time)));
  if (latest === null || earliest === null)
    return [
      `${capital(pace)} varies too much to give a date${earliest === null ? "" : `, ${date(earliest)} at the earliest`}${verdict(projection)}.`
    ];
  const range = date(earliest) === date(latest) ? "" : ` (four outcomes in five: ${date(earliest)} to ${date(latest)})`;
  return [`At ${pace} it is reached ${wide ? "about" : "on"} ${date(expected)}${range}${verdict(projection)}.`];
}

function verdict({goal: {by}, earliest, latest, expected}: Projection): string {
  if (by === null) return "";
  if (latest !== null && latest <= by) return ", in time";
  if (earliest !== null && earliest > by) return ", too late";
  return expected! <= by ? ", perhaps too late" : ", probably too late";
}

const day = (time: number) => Math.floor(time / 86_400_000) * 86_400_000;

function names(movers: readonly Mover[], text: (mover: Mover) => string): string {
  const rest = movers.length - MOST_NAMES;
  return joined([
    ...movers.slice(0, rest === 1 ? MOST_NAMES + 1 : MOST_NAMES).map((mover) => `${mover.name} (${text(mover)})`),
    ...(rest > 1 ? [`${rest} more`] : [])
  ]);
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
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
