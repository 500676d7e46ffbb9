/**
 * The event log: what the user did in the app, one event a line (NDJSON). It holds names of events, types of insights and
 * tab names; never a query, a title, a repository or a path.
 */
import type {Message, Reading} from "../error.ts";
import {isRecord} from "../fields.ts";
import {isoTime, parseIso} from "../time.ts";

/** One event. `user` is a random id that stands for one person; `at` is epoch ms. */
export interface PingEvent {
  readonly id: string;
  readonly name: string;
  readonly at: number;
  readonly user: string;
  readonly argument: Readonly<Record<string, string>>;
}

/** The names an argument may have: everything else is refused, so that nothing private can get in by accident. */
const ARGUMENTS: readonly string[] = ["insightType", "title", "source"];

/** An event as a line of the log, with its line end. */
export function eventLine({id, name, at, user, argument}: PingEvent): string {
  return `${JSON.stringify({id, name, at: isoTime(at), user, argument})}\n`;
}

/** The events of a log, each id once, in order of time. A line that is none is an error with its place. */
export function parseEvents(text: string, file = "log"): Reading<readonly PingEvent[]> {
  const events = new Map<string, PingEvent>();
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
    else events.set(event.id, event);
  });
  return {value: sortEvents([...events.values()]), messages};
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
  const {id, name, at, user, argument = {}} = value;
  if (typeof id !== "string" || !id) return "it has no id";
  if (typeof name !== "string" || !/^[A-Za-z]+$/.test(name)) return "it has no name";
  if (typeof user !== "string" || !user) return "it has no user";
  const time = typeof at === "string" ? parseIso(at) : null;
  if (time === null) return "it has no time";
  const entries = isRecord(argument)
    ? Object.entries(argument).filter(([key, member]) => ARGUMENTS.includes(key) && typeof member === "string")
    : [];
  return {id, name, at: time, user, argument: Object.fromEntries(entries) as Record<string, string>};
}
