import {type PingEvent, RECORDED_BY} from "../../src/ping/event.ts";
import {summarize} from "../../src/ping/summary.ts";
import {type PingRow, rowOf} from "../../src/ping/week.ts";

/** After everything the tests record. */
export const NOW = Date.UTC(2027, 0, 1);

let last = 0;

/** An event of anon-1 in version 0.2.0, unless told otherwise. */
export function event(name: string, at: string, more: Partial<PingEvent> = {}): PingEvent {
  const id = `e${String(++last).padStart(6, "0")}`;
  return {id, name, at: Date.parse(at), user: "anon-1", session: "s1", version: RECORDED_BY, argument: {}, ...more};
}

/** The row of a code in the newest week, or `weeksBack` before it. */
export function row(events: readonly PingEvent[], code: string, weeksBack = 0): PingRow {
  return rowOf(summarize(events, NOW)[weeksBack]!.rows, code);
}
