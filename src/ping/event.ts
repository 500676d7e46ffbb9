/**
 * The event log: what the user did in the app, and once a day what there is, one event a line (NDJSON). It holds codes of
 * events, words of the vocabulary and numbers; never a query, a title, a repository or a path.
 */
import type {Message, Reading} from "../error.ts";
import {isRecord} from "../fields.ts";
import {isoTime, parseIso} from "../time.ts";
import {isTotalRow, type TotalRow} from "./total-row.ts";
import {ARGUMENT_WORDS} from "./vocabulary.ts";

/**
 * The version of Tidemark whose rules events are recorded by. It moves on before the version of the package does, so that
 * what the work on a version records is told from what the version before recorded.
 */
export const RECORDED_BY = "0.2.0";

/** The user of BE captures. Source: Sourcegraph's pings job. */
export const BACKEND = "backend";

/** One event. `user` is a random id that stands for one person, or BACKEND; `at` is epoch ms. */
export interface PingEvent {
  readonly id: string;
  readonly name: string;
  readonly at: number;
  readonly user: string;
  /** A random id for one opening of the app, or one run of the command; "" in logs of 0.1.0. */
  readonly session: string;
  /** The Tidemark that recorded it. */
  readonly version: string;
  readonly argument: Readonly<Record<string, string>>;
  /** What a BE capture counted. */
  readonly totals?: readonly TotalRow[];
}

/** An event as a line of the log, with its line end. */
export function eventLine({at, ...event}: PingEvent): string {
  const {id, name, user, session, version, argument, totals} = event;
  return `${JSON.stringify({id, name, at: isoTime(at), user, session, version, argument, totals})}\n`;
}

/** The lines of events, in order of time. */
export function eventLines(events: readonly PingEvent[]): string {
  return sortEvents(events).map(eventLine).join("");
}

/** The events of a log, each id once, in order of time. A line that is none is an error with its place. */
export function parseEvents(text: string, file = "log"): Reading<readonly PingEvent[]> {
  const events: PingEvent[] = [];
  const messages: Message[] = [];
  text.split("\n").forEach((line, index) => {
    if (!line.trim()) return;
    const event = parseEvent(line);
    if (typeof event === "string")
      messages.push({
        level: "error",
        text: `This line is no event (${event}) and is left out.`,
        place: {file, line: index + 1}
      });
    else events.push(event);
  });
  return {value: mergeEvents([events]), messages};
}

/**
 * The events of several logs as one: each id once, in order of time. The same for any order of the logs, and for logs
 * that hold each other. Of two events with one id the lesser line stays, whichever came first.
 */
export function mergeEvents(logs: readonly (readonly PingEvent[])[]): PingEvent[] {
  const events = new Map<string, PingEvent>();
  for (const event of logs.flat()) {
    const known = events.get(event.id);
    if (!known || (known !== event && eventLine(event) < eventLine(known))) events.set(event.id, event);
  }
  return sortEvents([...events.values()]);
}

/** Events in order of time, equal times by id: the same for any order they came in. */
export function sortEvents(events: readonly PingEvent[]): PingEvent[] {
  return [...events].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function parseEvent(line: string): PingEvent | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return "it is not JSON";
  }
  if (!isRecord(value)) return "it is no object";
  const {id, name, at, user, session = "", version = "0.1.0", argument = {}, totals} = value;
  if (!isId(id)) return "it has no id";
  if (typeof name !== "string" || !/^[A-Za-z_]{1,80}$/.test(name)) return "it has no name";
  if (!isId(user)) return "it has no user";
  if (session !== "" && !isId(session)) return "its session is no id";
  if (typeof version !== "string" || !/^\d{1,4}\.\d{1,4}\.\d{1,4}$/.test(version)) return "its version is none";
  const time = typeof at === "string" ? parseIso(at) : null;
  if (time === null) return "it has no time";
  if (totals !== undefined && !(Array.isArray(totals) && totals.every(isTotalRow))) return "its totals are none";
  const rows = totals as readonly TotalRow[] | undefined;
  const known: PingEvent = {id, name, at: time, user, session, version, argument: knownWords(argument)};
  return rows ? {...known, totals: rows} : known;
}

/** Ids are random letters and digits; anything else could say who somebody is. */
function isId(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z0-9-]{1,64}$/.test(value);
}

/** The members of an argument that are words of the vocabulary: all else is left out. */
function knownWords(argument: unknown): Record<string, string> {
  const words: Readonly<Record<string, readonly string[]>> = ARGUMENT_WORDS;
  const entries = isRecord(argument) ? Object.entries(argument) : [];
  return Object.fromEntries(
    entries.filter(
      (entry): entry is [string, string] =>
        Object.hasOwn(words, entry[0]) && typeof entry[1] === "string" && words[entry[0]]!.includes(entry[1])
    )
  );
}
