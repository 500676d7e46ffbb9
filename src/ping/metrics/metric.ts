import type {Sql} from "../../sql.ts";
import type {PingEvent} from "../event.ts";
import type {TotalRow} from "../total-row.ts";
import type {ArgumentName} from "../vocabulary.ts";

/** Versions in which a metric counted wrong: both ends belong to it. */
export interface BrokenVersions {
  readonly from: string;
  readonly to: string;
  readonly what: string;
  /** What mended it: a pull request of upstream, a version of ours; "" when nobody says. */
  readonly fix: string;
}

/** How a metric was, or is, collected: once told of Sourcegraph, once of Tidemark. */
export interface Account {
  /** FE event: counted from what a user did. BE capture: counted from what there is. */
  readonly type: "FE event" | "BE capture";
  readonly implementation: string;
  /** What one must know to read the number. */
  readonly considerations: string;
  readonly aggregation: string;
  /** Names under which the events are stored. */
  readonly codes: readonly string[];
  /** Pull requests of upstream, decisions of ours. */
  readonly changes: readonly string[];
  readonly added: string;
  readonly broken: readonly BrokenVersions[];
  readonly status: "working" | "broken" | "not collected";
  /** Why it is broken or not collected; "" when it works. */
  readonly why: string;
}

/** A row of the summary that is counted from the events of a week. */
export interface EventCount {
  readonly is: "events";
  readonly code: string;
  readonly label: string;
  /** The member of the argument by which the count is also given. */
  readonly by: ArgumentName | null;
  /** The count of the week that ends at `end`. `events` are those of the week, `history` all up to its end. */
  count(events: readonly PingEvent[], history: readonly PingEvent[]): number;
  /** Further figures of the week. */
  parts?(events: readonly PingEvent[], history: readonly PingEvent[]): readonly Part[];
}

/** A row of the summary that is read from the newest capture up to the end of the week. */
export interface Capture {
  readonly is: "capture";
  readonly code: string;
  readonly label: string;
  /** Counts over the tables of `usage` (usage-tables.ts); columns are members of a TotalRow. */
  readonly query: Sql;
  /** The one figure of the rows, and the figures it is made of. */
  figure(rows: readonly TotalRow[]): number;
  parts(rows: readonly TotalRow[]): readonly Part[];
}

/** A figure with what it counts. */
export interface Part {
  readonly label: string;
  readonly value: number;
}

export type PingCount = EventCount | Capture;

/** A metric: the source of truth about it. Purpose holds for both accounts. */
export interface PingMetric {
  readonly title: string;
  /** The heading of the page that defines the pings; null for what that page does not have. */
  readonly heading: string | null;
  readonly purpose: string;
  readonly upstream: Account;
  readonly tidemark: Account;
  /** Rows of the summary. Those of a metric that is not collected here are not known, unless a log has the event all the same. */
  readonly counts: readonly PingCount[];
}

/** Events of a name in the week. */
export function eventCount(code: string, label: string, by: ArgumentName | null = null): EventCount {
  return {is: "events", code, label, by, count: (events) => events.filter(({name}) => name === code).length};
}

/** The sum of a column of rows. */
export function sumOf(rows: readonly TotalRow[], column: string): number {
  return rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0);
}

type Told<Type> = Partial<Account> & Pick<Account, "implementation" | "codes" | "added"> & {readonly type: Type};

/** An account of Sourcegraph's metric: working, by week for events and in total for captures, unless it says otherwise. */
export function upstream(told: Told<Account["type"]>): Account {
  return account(told);
}

/** An account of ours; the version is the one that first recorded it. */
export function tidemark(told: Told<Account["type"]>): Account {
  return account(told);
}

function account(told: Told<Account["type"]>): Account {
  return {
    considerations: "None.",
    aggregation: told.type === "FE event" ? "By week, Monday to Monday UTC" : "Total at the time of the capture",
    changes: [],
    broken: [],
    status: "working",
    why: "",
    ...told
  };
}
