/** A calendar unit of a step between points. */
export type StepUnit = "hour" | "day" | "week" | "month" | "year";

/** The distance between two points of a series: `{unit: "week", value: 2}`. */
export interface Step {
  readonly unit: StepUnit;
  readonly value: number;
}

export const STEP_UNITS = ["hour", "day", "week", "month", "year"] as const satisfies readonly StepUnit[];

const HOUR = 3_600_000;
const EXACT: Readonly<Record<"hour" | "day" | "week", number>> = {hour: HOUR, day: 24 * HOUR, week: 168 * HOUR};

/**
 * A time moved by whole steps. Hours, days and weeks are exact; months and years are calendar steps whose missing days
 * overflow forward (31 March less one month is 3 March). A unit that is none counts as a year, as it does upstream:
 * `isValidStep` tells. Source: Sourcegraph timeseries, which uses Go's AddDate.
 */
export function addStep(time: number, {unit, value}: Step, times = 1): number {
  const amount = value * times;
  if (unit === "hour" || unit === "day" || unit === "week") return time + EXACT[unit] * amount;
  const date = new Date(time);
  if (unit === "month") date.setUTCMonth(date.getUTCMonth() + amount);
  else date.setUTCFullYear(date.getUTCFullYear() + amount);
  return date.getTime();
}

/**
 * `count` sample times, oldest first; the last one is `until` and each earlier one is one step before the next, so
 * months drift as upstream's do. Epoch ms, UTC. Source: Sourcegraph timeseries BuildSampleTimes.
 */
export function sampleTimes(count: number, step: Step, until: number): Float64Array {
  const times = new Float64Array(Math.max(0, count));
  let time = until;
  for (let i = times.length - 1; i >= 0; i--) {
    times[i] = time;
    time = addStep(time, step, -1);
  }
  return times;
}

/** True for a step of a known unit that does not go back; one of length 0 is valid. Source: Sourcegraph TimeInterval. */
export function isValidStep({unit, value}: {readonly unit: string; readonly value: number}): boolean {
  return STEP_UNITS.some((known) => known === unit) && value >= 0;
}

/** The usual length of a step in milliseconds; months count 30 days, years 365. */
export function stepLength({unit, value}: Step): number {
  if (unit === "month") return EXACT.day * 30 * value;
  if (unit === "year") return EXACT.day * 365 * value;
  return EXACT[unit] * value;
}

/** Monday 00:00 UTC of the week a time is in. */
export function startOfWeek(time: number): number {
  const day = Math.floor(time / EXACT.day);
  return (day - ((day + 3) % 7)) * EXACT.day;
}

/**
 * The start of the calendar period a time is in, UTC: of its hour, day, week (Monday), month or year; of a step of several,
 * the periods are counted from the epoch, so `{months: 3}` gives quarters and `{hours: 6}` 00:00, 06:00, 12:00 and 18:00.
 */
export function startOfStep(time: number, {unit, value}: Step): number {
  const floor = (count: number) => Math.floor(count / value) * value;
  if (unit === "year") return Date.UTC(floor(new Date(time).getUTCFullYear()), 0);
  if (unit === "month") {
    const date = new Date(time);
    const months = floor(date.getUTCFullYear() * 12 + date.getUTCMonth());
    return Date.UTC(Math.floor(months / 12), months % 12);
  }
  if (unit !== "week") return floor(Math.floor(time / EXACT[unit])) * EXACT[unit];
  // 1970-01-05 was a Monday
  const monday = 4 * EXACT.day;
  return floor(Math.floor((time - monday) / EXACT.week)) * EXACT.week + monday;
}

/** `count` starts of calendar periods, oldest first; the last one is that of the period `until` is in. Epoch ms, UTC. */
export function calendarTimes(count: number, step: Step, until: number): Float64Array {
  const times = new Float64Array(Math.max(0, count));
  let time = startOfStep(until, step);
  for (let i = times.length - 1; i >= 0; i--) {
    times[i] = time;
    time = startOfStep(time - 1, step);
  }
  return times;
}

/** RFC 3339 in UTC, without milliseconds when they are zero: `2026-08-15T10:15:00Z`. */
export function isoTime(time: number): string {
  return new Date(time).toISOString().replace(".000Z", "Z");
}

/** The date of a time in UTC: `2026-08-15`. */
export function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** A date for readers, the same in every locale: `15 Aug 2026`; with the time of day when it is not midnight. */
export function readableTime(time: number): string {
  const date = new Date(time);
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  if (time % EXACT.day === 0) return day;
  return `${day}, ${String(date.getUTCHours()).padStart(2, "0")}:${String(date.getUTCMinutes()).padStart(2, "0")} UTC`;
}

/** A span of time for readers: `1 Sep 2024 to 1 Aug 2026`, and one time alone where both are the same. */
export function readableSpan(from: number, to: number): string {
  return from === to ? readableTime(from) : `${readableTime(from)} to ${readableTime(to)}`;
}

/** The month of a time for readers, in UTC: `Aug 2026`. */
export function readableMonth(time: number): string {
  const date = new Date(time);
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/**
 * Epoch ms of an RFC 3339 time or an ISO date, UTC when it names no zone; null for anything else, also for days that do
 * not exist (30 February).
 */
export function parseIso(text: string): number | null {
  const match =
    /^(\d{4})-(\d{2})(?:-(\d{2}))?(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(
      text.trim()
    );
  if (!match) return null;
  const [, year, month, day = "01", hour = "00", minute = "00", second = "00", fraction = "", zone = "Z"] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const ms = Number(fraction.padEnd(3, "0").slice(0, 3));
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), ms);
  const date = new Date(time);
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  return time - zoneOffset(zone);
}

function zoneOffset(zone: string): number {
  if (zone.toUpperCase() === "Z") return 0;
  const sign = zone.startsWith("-") ? -1 : 1;
  const digits = zone.replace(/[^0-9]/g, "");
  return sign * (Number(digits.slice(0, 2)) * HOUR + Number(digits.slice(2, 4)) * 60_000);
}

const WORDS: Readonly<Record<string, StepUnit>> = {
  h: "hour",
  hour: "hour",
  d: "day",
  day: "day",
  w: "week",
  week: "week",
  mo: "month",
  month: "month",
  y: "year",
  year: "year"
};

/** Months of a quarter, which is a step of months. */
export const QUARTER = 3;

/** A step from words such as `3 months`, `1w`, `12 weeks`, `1 quarter`; null when it is none. */
export function parseStep(text: string): Step | null {
  const match = /^\s*(\d{1,6})\s*([a-z]+?)s?\s*$/i.exec(text);
  if (!match) return null;
  if (/^q(?:uarter)?$/i.test(match[2]!) && Number(match[1]) > 0)
    return {unit: "month", value: Number(match[1]) * QUARTER};
  const unit = WORDS[match[2]!.toLowerCase()];
  return unit && Number(match[1]) > 0 ? {unit, value: Number(match[1])} : null;
}

/** A step in words: `1 month`, `2 weeks`. */
export function stepText({unit, value}: Step): string {
  return `${value} ${unit}${value === 1 ? "" : "s"}`;
}
