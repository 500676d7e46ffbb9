/** The ping summary: per week, one row for every metric under its exact event code. Pure; no clock, no order of events. */
import {csvRecord} from "../csv.ts";
import {addStep, isoDate, startOfWeek} from "../time.ts";
import type {PingEvent} from "./event.ts";
import {PING_METRICS} from "./metrics/index.ts";

/** A metric in a week. `byType` holds the counts by type of insight, sorted; empty for metrics that have none. */
export interface PingRow {
  readonly code: string;
  readonly title: string;
  readonly count: number;
  readonly byType: readonly {readonly insightType: string; readonly count: number}[];
}

/** Monday to Monday, UTC. */
export interface PingWeek {
  readonly start: number;
  readonly end: number;
  readonly rows: readonly PingRow[];
}

/** The weeks from the first event's to the last event's, newest first, those without events too. */
export function summarize(events: readonly PingEvent[]): readonly PingWeek[] {
  if (!events.length) return [];
  const byWeek = new Map<number, PingEvent[]>();
  for (const event of events) {
    const week = startOfWeek(event.at);
    const mine = byWeek.get(week);
    if (mine) mine.push(event);
    else byWeek.set(week, [event]);
  }
  const starts = [...byWeek.keys()];
  const weeks: PingWeek[] = [];
  for (
    let start = Math.max(...starts);
    start >= Math.min(...starts);
    start = addStep(start, {unit: "week", value: 1}, -1)
  ) {
    const mine = byWeek.get(start) ?? [];
    weeks.push({
      start,
      end: addStep(start, {unit: "week", value: 1}),
      rows: PING_METRICS.map((metric) => rowOf(metric, mine))
    });
  }
  return weeks;
}

function rowOf(
  {code, title, count, byInsightType}: (typeof PING_METRICS)[number],
  events: readonly PingEvent[]
): PingRow {
  const types = byInsightType
    ? [
        ...new Set(events.filter(({name}) => name === code).map(({argument}) => argument.insightType ?? "unknown"))
      ].sort()
    : [];
  const byType = types.map((type) => ({
    insightType: type,
    count: count(events.filter(({argument}) => (argument.insightType ?? "unknown") === type))
  }));
  return {code, title, count: count(events), byType};
}

/** The summary as JSON, the same bytes from the app and the command line. */
export function summaryJson(weeks: readonly PingWeek[]): string {
  const value = {
    format: "tidemark-pings",
    version: 1,
    weeks: weeks.map(({start, end, rows}) => ({
      week_start: isoDate(start),
      week_end: isoDate(end),
      metrics: rows.map(({code, count, byType}) => ({
        code,
        count,
        ...(byType.length
          ? {by_insight_type: byType.map((row) => ({insight_type: row.insightType, count: row.count}))}
          : {})
      }))
    }))
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The summary as CSV: one record a week, metric and insight type; the totals have an empty type. */
export function summaryCsv(weeks: readonly PingWeek[]): string {
  const records = weeks.flatMap(({start, rows}) =>
    rows.flatMap(({code, count, byType}) => [
      csvRecord([isoDate(start), code, "", count]),
      ...byType.map((row) => csvRecord([isoDate(start), code, row.insightType, row.count]))
    ])
  );
  return csvRecord(["week_start", "event_code", "insight_type", "count"]) + records.join("");
}
