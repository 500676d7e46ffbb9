import {csvRecord} from "../csv.ts";
import {isoDate} from "../time.ts";
import type {PingWeek} from "./week.ts";

/** The summary as CSV: one record a week, code and part; the count itself has an empty part, and an unknown one is empty. */
export function summaryCsv(weeks: readonly PingWeek[]): string {
  const records = weeks.flatMap(({start, complete, rows}) =>
    rows.flatMap(({code, count, people, parts}) => [
      csvRecord([isoDate(start), complete, code, "", count, people]),
      ...parts.map(({label, value}) => csvRecord([isoDate(start), complete, code, label, value, null]))
    ])
  );
  return csvRecord(["week_start", "week_complete", "event_code", "part", "count", "people"]) + records.join("");
}
