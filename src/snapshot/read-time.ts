/**
 * Instants as people and tools write them. A time without zone is UTC. Times outside 1970 … 2200 are no sample times but
 * mistakes, and so are days that do not exist.
 */
import {parseIso, startOfWeek} from "../time.ts";

/** The order of the numbers in dates like 03/04/2026. */
export type DateOrder = "dmy" | "mdy";

/** An instant (epoch ms, UTC), or why there is none. */
export type TimeReading =
  | {readonly time: number; readonly assumedUtc?: true}
  | {readonly error: "no-time" | "no-such-day" | "out-of-range" | "undecided"};

const EARLIEST = 0;
const LATEST = Date.UTC(2201, 0, 1) - 1;
const DAY = 86_400_000;

/** Go prints times as `2022-12-01 00:00:00.5 +0000 UTC m=+0.1` (time.Time.String). */
const GO_TIME =
  /^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d{1,9})?) ([+-]\d{4})(?: [A-Za-z0-9+-]{1,10})?(?: m=[+-]\d+(?:\.\d+)?)?$/;
const ISO_SHAPE =
  /^(\d{4}-\d{2}(?:-\d{2})?)(?:[T ](\d{1,2})(:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?$/i;
const WEEK = /^(\d{4})-?W(\d{2})(?:-?([1-7]))?$/i;
const BASIC = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?$/;
const YEAR_FIRST = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[ T](.{4,40}))?$/;
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?[ T](.{4,40}))?$/;
const SLASHED = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:,?[ T](.{4,40}))?$/;

/**
 * One instant: RFC 3339, ISO dates, months and weeks (`2026-W05` is its Monday), Go's time.String, `YYYYMMDD`, epoch
 * seconds to nanoseconds by magnitude, `DD.MM.YYYY`, and `DD/MM/YYYY` or `MM/DD/YYYY` by `order`.
 */
export function readTime(text: string, order?: DateOrder): TimeReading {
  const given = text.trim();
  if (given.length < 6 || given.length > 64) return {error: "no-time"};
  const go = GO_TIME.exec(given);
  if (go) return within(parseIso(`${go[1]}${go[2]}`));
  if (/^[+-]\d{5,6}-\d{2}/.test(given)) return {error: "out-of-range"};
  const iso = ISO_SHAPE.exec(given);
  if (iso) {
    const [, date, hour, clock, zone] = iso;
    if (!hour) return within(parseIso(date!));
    return within(
      parseIso(`${date}T${hour.padStart(2, "0")}${clock}${!zone || /^[UG]/i.test(zone) ? "Z" : zone}`),
      !zone
    );
  }
  const week = WEEK.exec(given);
  if (week) return within(weekDay(Number(week[1]), Number(week[2]), Number(week[3] ?? 1)));
  const basic = BASIC.exec(given);
  // other lengths are read as time since 1970, unless a T says otherwise
  if (basic && (given.length === 8 || given.length === 14 || /T/i.test(given))) {
    const [, year, month, day, hour = "00", minute = "00", second = "00", zone] = basic;
    return within(parseIso(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`), given.length > 8 && !zone);
  }
  if (/^\d{9,19}(?:\.\d{1,9})?$/.test(given)) return within(epochTime(Number(given)));
  const yearFirst = YEAR_FIRST.exec(given);
  if (yearFirst) return dated(yearFirst[1]!, yearFirst[2]!, yearFirst[3]!, yearFirst[4]);
  const dotted = DOTTED.exec(given);
  if (dotted) return dated(dotted[3]!, dotted[2]!, dotted[1]!, dotted[4]);
  const slashed = SLASHED.exec(given);
  if (!slashed) return {error: "no-time"};
  const [, first, second, year, clock] = slashed as unknown as [string, string, string, string, string | undefined];
  if (!order && first !== second) return {error: "undecided"};
  return order === "mdy" ? dated(year, first, second, clock) : dated(year, second, first, clock);
}

/**
 * The order that all dates of a column agree on: given by the first number above 12; undefined when they need none;
 * "undecided" when none shows it or two contradict each other.
 */
export function dateOrderOf(texts: Iterable<string>): DateOrder | "undecided" | undefined {
  let order: DateOrder | undefined;
  let open = false;
  for (const text of texts) {
    const slashed = SLASHED.exec(text.trim());
    if (!slashed) continue;
    const [first, second] = [Number(slashed[1]), Number(slashed[2])];
    const shown = first > 12 && second <= 12 ? "dmy" : second > 12 && first <= 12 ? "mdy" : undefined;
    if (shown && order && shown !== order) return "undecided";
    order ??= shown;
    open ||= first !== second;
  }
  return order ?? (open ? "undecided" : undefined);
}

/** What is wrong with a time, as a sentence after the word that is no time. */
export function timeProblem(error: "no-time" | "no-such-day" | "out-of-range" | "undecided"): string {
  switch (error) {
    case "no-time":
      return "is no time that can be read";
    case "no-such-day":
      return "is a day or an hour that does not exist";
    case "out-of-range":
      return "is not between 1970 and 2200";
    case "undecided":
      return "may be day/month or month/day";
  }
}

/** True for an instant between 1970 and 2200. */
export function isSampleTime(time: number): boolean {
  return time >= EARLIEST && time <= LATEST;
}

function within(time: number | null, assumedUtc = false): TimeReading {
  if (time === null) return {error: "no-such-day"};
  if (!isSampleTime(time)) return {error: "out-of-range"};
  return assumedUtc ? {time, assumedUtc: true} : {time};
}

function dated(year: string, month: string, day: string, clock: string | undefined): TimeReading {
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  if (!clock) return within(parseIso(date));
  const hours = /^(\d{1,2})(:\d{2}.*)$/.exec(clock);
  return hours ? readTime(`${date}T${hours[1]!.padStart(2, "0")}${hours[2]}`) : {error: "no-time"};
}

/** ISO 8601 weeks: week 1 is the one with 4 January. */
function weekDay(year: number, week: number, day: number): number | null {
  const monday = startOfWeek(Date.UTC(year, 0, 4)) + (week - 1) * 7 * DAY;
  const isInYear = week >= 1 && new Date(monday + 3 * DAY).getUTCFullYear() === year;
  return isInYear ? monday + (day - 1) * DAY : null;
}

/** Seconds, milliseconds, microseconds or nanoseconds: each has its own range of magnitudes for years we know. */
function epochTime(value: number): number {
  if (value < 1e11) return Math.round(value * 1000);
  if (value < 1e14) return Math.round(value);
  return Math.floor(value < 1e17 ? value / 1e3 : value / 1e6);
}
