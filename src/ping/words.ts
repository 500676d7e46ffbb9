/** How figures of pings are written for readers. */
import {readableNumber} from "../number.ts";
import {isoDate} from "../time.ts";
import type {FunnelStep, PingWeek} from "./week.ts";

/** So many weeks stand side by side. */
export const SHOWN_WEEKS = 8;

/** A figure; "–" for one that is not known. Fractions have two digits. */
export function figure(value: number | null): string {
  return value === null ? "–" : readableNumber(Math.round(value * 100) / 100);
}

/** A week's Monday, and that it is under way. */
export function weekLabel({start, complete}: PingWeek): string {
  return complete ? isoDate(start) : `${isoDate(start)} (to date)`;
}

/** What became of those who came to the step before; "" where nothing can be said. */
export function lossText({lost, before}: FunnelStep): string {
  if (lost === null || !before) return "";
  if (lost < 0) return `${readableNumber(-lost)} more, by other ways`;
  return lost ? `${readableNumber(lost)} lost, ${Math.round((lost / before) * 100)} %` : "none lost";
}
