import type {PingEvent} from "../event.ts";

/** A usage metric: what it is for, how it is counted, and where the definition comes from. */
export interface PingMetric {
  /** The event code, exactly as on the page that defines it. */
  readonly code: string;
  readonly title: string;
  readonly type: "FE event" | "BE capture";
  readonly purpose: string;
  readonly implementation: string;
  readonly aggregation: "week" | "total";
  /** True when the count is also given by type of insight. */
  readonly byInsightType: boolean;
  /** The count over the events of one week. */
  count(events: readonly PingEvent[]): number;
}

/** How often an event of that name happened. */
export function countOf(code: string): (events: readonly PingEvent[]) => number {
  return (events) => events.filter(({name}) => name === code).length;
}
