/** What the summary says of a week. */
import type {Part} from "./metrics/metric.ts";

/** A row of a week. */
export interface PingRow {
  readonly code: string;
  readonly label: string;
  readonly type: "FE event" | "BE capture";
  /** Null: not known, because nothing that was recorded up to then could have counted it, or nothing records it at all. */
  readonly count: number | null;
  /** Different people; null where the count is not one of events. */
  readonly people: number | null;
  /** The count by type of insight, tab or source, sorted by name; or the figures of a capture. */
  readonly parts: readonly Part[];
  /** When a capture was taken, epoch ms; null for events. An earlier week's holds on until there is a newer one. */
  readonly capturedAt: number | null;
  /** Sentences on versions that counted wrong, when the week holds events of one. */
  readonly flags: readonly string[];
}

/** Monday to Monday, UTC. */
export interface PingWeek {
  readonly start: number;
  readonly end: number;
  /** False for the week that is under way. */
  readonly complete: boolean;
  readonly rows: readonly PingRow[];
  readonly funnels: readonly Funnel[];
  readonly smell: readonly SmellCheck[];
}

/** A way a step went: `2`, or `4.1` and `4.2` where there is a choice. */
export interface FunnelStep {
  readonly number: string;
  readonly code: string;
  readonly label: string;
  readonly count: number | null;
  /** What is lost since the step before: negative when more came than left it (forms opened to edit, or by address). */
  readonly lost: number | null;
  /** How many came to the step before. */
  readonly before: number | null;
}

export interface Funnel {
  readonly title: string;
  readonly steps: readonly FunnelStep[];
}

/** One comparison. `finding` names what disagrees; "" when nothing does. */
export interface SmellCheck {
  readonly title: string;
  readonly left: {readonly label: string; readonly count: number};
  readonly relation: "=" | "≤";
  readonly right: {readonly label: string; readonly count: number};
  readonly agrees: boolean;
  readonly finding: string;
}

/** The row of a code. @throws RangeError when the week has none. */
export function rowOf(rows: readonly PingRow[], code: string): PingRow {
  const row = rows.find((candidate) => candidate.code === code);
  if (!row) throw new RangeError(`no row ${code}`);
  return row;
}
