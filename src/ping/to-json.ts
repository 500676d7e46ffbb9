import {isoDate, isoTime} from "../time.ts";
import type {PingWeek} from "./week.ts";

/** The summary as JSON, the same bytes from the app and the command line. Null is what is not known. */
export function summaryJson(weeks: readonly PingWeek[]): string {
  const value = {
    format: "tidemark-pings",
    version: 2,
    weeks: weeks.map(({start, end, complete, rows, funnels, smell}) => ({
      week_start: isoDate(start),
      week_end: isoDate(end),
      complete,
      metrics: rows.map(({code, type, count, people, parts, capturedAt, flags}) => ({
        code,
        type,
        count,
        ...(people === null ? {} : {people}),
        ...(parts.length ? {parts: Object.fromEntries(parts.map(({label, value: part}) => [label, part]))} : {}),
        ...(capturedAt === null ? {} : {captured_at: isoTime(capturedAt)}),
        ...(flags.length ? {flags} : {})
      })),
      funnels: funnels.map(({title, steps}) => ({
        title,
        steps: steps.map(({number, code, count, lost}) => ({step: number, code, count, lost}))
      })),
      smell_check: smell.map(({title, left, relation, right, agrees}) => ({title, left, relation, right, agrees}))
    }))
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}
