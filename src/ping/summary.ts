/**
 * The ping summary in its primary form: per whole week one row for every event code, by the definitions of the page that
 * has them. Pure: no clock, and the same for any order of the events.
 */
import {addStep, startOfWeek} from "../time.ts";
import {BACKEND, type PingEvent, sortEvents} from "./event.ts";
import {EVENT_TYPES, isEventCode} from "./event-types.ts";
import {funnelsOf} from "./funnels.ts";
import {PING_COUNTS} from "./metrics/index.ts";
import type {Capture, EventCount, PingMetric} from "./metrics/metric.ts";
import {smellCheck} from "./smell-check.ts";
import {compareVersions} from "./version-order.ts";
import type {PingRow, PingWeek} from "./week.ts";

const WEEK = {unit: "week", value: 1} as const;

/** The weeks from the first event's to the last event's, newest first, those without events too. */
export function summarize(log: readonly PingEvent[], now: number): readonly PingWeek[] {
  if (!log.length) return [];
  const events = sortEvents(log);
  const byWeek = new Map<number, PingEvent[]>();
  for (const event of events) {
    const week = startOfWeek(event.at);
    const mine = byWeek.get(week);
    if (mine) mine.push(event);
    else byWeek.set(week, [event]);
  }
  const last = startOfWeek(events.at(-1)!.at);
  const weeks: PingWeek[] = [];
  const history: PingEvent[] = [];
  for (let start = startOfWeek(events[0]!.at); start <= last; start = addStep(start, WEEK)) {
    const mine = byWeek.get(start) ?? [];
    history.push(...mine);
    const acts = mine.filter(({user}) => user !== BACKEND);
    const end = addStep(start, WEEK);
    const rows = PING_COUNTS.map(({metric, count}) =>
      count.is === "events" ? eventRow(metric, count, acts, history) : captureRow(count, history)
    );
    weeks.push({start, end, complete: end <= now, rows, funnels: funnelsOf(rows), smell: smellCheck(acts)});
  }
  return weeks.reverse();
}

function eventRow(
  {tidemark}: PingMetric,
  {code, label, by, count, parts}: EventCount,
  events: readonly PingEvent[],
  history: readonly PingEvent[]
): PingRow {
  const mine = events.filter(({name}) => name === code);
  const known = mine.length > 0 || (tidemark.status !== "not collected" && isRecordedBy(code, tidemark.added, events));
  const words = by ? [...new Set(mine.map(({argument}) => argument[by] ?? "unknown"))].sort() : [];
  const byWord = words.map((word) => ({
    label: word,
    value: count(
      events.filter(({argument}) => (argument[by!] ?? "unknown") === word),
      history
    )
  }));
  const counted = isEventCode(code) ? mine : events.filter(({name}) => tidemark.codes.includes(name));
  return {
    code,
    label,
    type: "FE event",
    count: known ? count(events, history) : null,
    people: known && isEventCode(code) ? new Set(mine.map(({user}) => user)).size : null,
    parts: known ? [...byWord, ...(parts?.(events, history) ?? [])] : [],
    capturedAt: null,
    flags: tidemark.broken
      .filter(({from, to}) =>
        counted.some(({version}) => compareVersions(version, from) >= 0 && compareVersions(version, to) <= 0)
      )
      .map(({from, to, what, fix}) => `${from === to ? from : `${from} to ${to}`}: ${what} (fixed in ${fix})`)
  };
}

/**
 * False when all that was recorded in a week was recorded by versions that did not know the event: 0 would say that
 * nobody did it. A week without any events knows: nothing was done.
 */
function isRecordedBy(code: string, added: string, events: readonly PingEvent[]): boolean {
  const since = isEventCode(code) ? EVENT_TYPES[code].versions[0][0] : added;
  return !events.length || events.some(({version}) => compareVersions(version, since) >= 0);
}

function captureRow({code, label, figure, parts}: Capture, history: readonly PingEvent[]): PingRow {
  const newest = history.findLast(({name, totals}) => name === code && totals);
  return {
    code,
    label,
    type: "BE capture",
    count: newest ? figure(newest.totals!) : null,
    people: null,
    parts: newest ? parts(newest.totals!) : [],
    capturedAt: newest?.at ?? null,
    flags: []
  };
}
