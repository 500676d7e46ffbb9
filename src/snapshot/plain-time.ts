/** Instants as programs write them most, `2026-01-02T03:04:05Z`, read from their bytes: a few additions instead of a pattern. */

const FIRST_YEAR = 1970;
const LAST_YEAR = 2200;
/** When each month begins, epoch ms, and the month after the last. */
const MONTHS = Float64Array.from({length: (LAST_YEAR - FIRST_YEAR + 1) * 12 + 1}, (_, month) =>
  Date.UTC(FIRST_YEAR, month, 1)
);
const DAY = 86_400_000;

/** How many bytes such an instant takes. */
export const PLAIN_TIME_LENGTH = 20;

/** The instant that stands in the bytes from `at`, epoch ms; NaN when it is written otherwise, or is none. */
export function plainTime(bytes: Uint8Array, at: number): number {
  if (
    bytes[at + 4] !== 45 ||
    bytes[at + 7] !== 45 ||
    bytes[at + 10] !== 84 ||
    bytes[at + 13] !== 58 ||
    bytes[at + 16] !== 58 ||
    bytes[at + 19] !== 90
  )
    return Number.NaN;
  const year = twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2);
  const month = twoDigits(bytes, at + 5);
  const day = twoDigits(bytes, at + 8);
  const [hour, minute, second] = [twoDigits(bytes, at + 11), twoDigits(bytes, at + 14), twoDigits(bytes, at + 17)];
  // a digit that is none makes NaN, which is not within anything
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1)) return Number.NaN;
  if (!(hour < 24 && minute < 60 && second < 60)) return Number.NaN;
  const place = (year - FIRST_YEAR) * 12 + month - 1;
  const start = MONTHS[place]! + (day - 1) * DAY;
  return start < MONTHS[place + 1]! ? start + ((hour * 60 + minute) * 60 + second) * 1000 : Number.NaN;
}

const room = new Uint8Array(PLAIN_TIME_LENGTH);

/** The instant that a text is, written so and nothing else, epoch ms; else NaN. */
export function plainTimeIn(text: string): number {
  if (text.length !== PLAIN_TIME_LENGTH) return Number.NaN;
  // what is no ASCII is no part of an instant, also when its lowest bits are
  for (let i = 0; i < PLAIN_TIME_LENGTH; i++) room[i] = Math.min(text.charCodeAt(i), 255);
  return plainTime(room, 0);
}

function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 48;
  const ones = bytes[at + 1]! - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}
