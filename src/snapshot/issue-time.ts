/** Times as trackers write them for their users: months by name, years of two digits, hours up to 12. */
import {type DateOrder, readTime, type TimeReading} from "./read-time.ts";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const NAMED = /^(\d{1,2})[/ .-]([a-z]{3})[a-z]{0,6}\.?[/ .-](\d{4}|\d{2})(?:,?\s+(.{4,20}))?$/i;
const NUMERIC = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:,?\s+(.{4,20}))?$/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([ap])\.?m\.?)?$/i;

/** An instant: `12/Aug/26 3:04 PM`, `12 Aug 2026 15:04`, and all that readTime knows, there with years of two digits too. */
export function readIssueTime(text: string, order?: DateOrder): TimeReading {
  const given = text.trim();
  const named = NAMED.exec(given);
  if (!named) return readTime(numericDate(given), order);
  const [, day, name, year, clock] = named;
  const month = MONTHS.indexOf(name!.toLowerCase()) + 1;
  const time = clock === undefined ? "" : hours(clock);
  if (month === 0 || time === null) return {error: "no-time"};
  return readTime(
    `${wholeYear(year!)}-${String(month).padStart(2, "0")}-${day!.padStart(2, "0")}${time && ` ${time}`}`
  );
}

/** A date in numbers with a year of four digits and hours up to 24; any other text as it is. */
export function numericDate(text: string): string {
  const given = text.trim();
  const [, first, sign, second, year, clock] = NUMERIC.exec(given) ?? [];
  if (first === undefined) return given;
  const time = clock === undefined ? "" : hours(clock);
  return time === null ? given : `${first}${sign}${second}${sign}${wholeYear(year!)}${time && ` ${time}`}`;
}

function wholeYear(year: string): string {
  return year.length === 2 ? `20${year}` : year;
}

/** A time of day with hours up to 24; null for what is none. */
function hours(clock: string): string | null {
  const [, hour, minute, second, half] = CLOCK.exec(clock.trim()) ?? [];
  if (hour === undefined) return null;
  const isLate = half?.toLowerCase() === "p";
  const whole = half === undefined ? Number(hour) : (Number(hour) % 12) + (isLate ? 12 : 0);
  return half !== undefined && (Number(hour) < 1 || Number(hour) > 12)
    ? null
    : `${String(whole).padStart(2, "0")}:${minute}${second ? `:${second}` : ""}`;
}
