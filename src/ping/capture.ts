/** BE captures as events of the log: what there is, counted once and kept with its time. */
import {BACKEND, type PingEvent, RECORDED_BY} from "./event.ts";
import {CAPTURES} from "./metrics/index.ts";
import type {TotalRow} from "./total-row.ts";

/** What the captures counted, by event code. */
export type CapturedRows = Readonly<Record<string, readonly TotalRow[]>>;

/**
 * The events of a capture: one for each code, all of the same moment and session. The moment is now, or just behind the
 * log's newest capture when that is later: what was counted last has to be the newest.
 */
export function captureEvents(
  rows: CapturedRows,
  {
    log,
    now,
    session,
    newId
  }: {
    readonly log: readonly PingEvent[];
    readonly now: number;
    readonly session: string;
    newId(): string;
  }
): PingEvent[] {
  const at = log.reduce((time, event) => (event.user === BACKEND ? Math.max(time, event.at + 1) : time), now);
  return CAPTURES.map(({code}) => ({
    id: newId(),
    name: code,
    at,
    user: BACKEND,
    session,
    version: RECORDED_BY,
    argument: {},
    totals: rows[code] ?? []
  }));
}

/** True when the log has a capture of the same day (UTC) as a time, in which every count is the same as these. */
export function isCaptured(log: readonly PingEvent[], rows: CapturedRows, at: number): boolean {
  const day = Math.floor(at / 86_400_000);
  return CAPTURES.every(({code}) => {
    const newest = log.findLast(({name, user}) => name === code && user === BACKEND);
    if (!newest || Math.floor(newest.at / 86_400_000) !== day) return false;
    return JSON.stringify(newest.totals) === JSON.stringify(rows[code] ?? []);
  });
}
