/** Says that a result is of an earlier visit, how old it is, and what becomes of it. */
import type {Remembered} from "../../notebook/result-memory.ts";
import {readableNumber} from "../../number.ts";
import {isoTime, readableTime} from "../../time.ts";

const MINUTE = 60_000;

/** The age of a result in words; the moment itself stands in a tooltip. */
export function ageText(at: number, now: number): string {
  const minutes = Math.floor(Math.max(0, now - at) / MINUTE);
  if (minutes < 1) return "less than a minute old";
  if (minutes < 60) return `${minutes} ${minutes === 1 ? "minute" : "minutes"} old`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} ${hours === 1 ? "hour" : "hours"} old`;
  return `${readableNumber(Math.floor(hours / 24))} days old`;
}

/** The mark of a result: its text and its tooltip. `isOfNow` is whether the data is still the same, null when unknown. */
export function rememberedMark(
  {at}: Remembered,
  now: number,
  isOfNow: boolean | null
): {readonly text: string; readonly title: string} {
  const age = ageText(at, now);
  const text = isOfNow === false ? `From before the data changed, ${age}` : `Last result, ${age}`;
  const moment = `${readableTime(at)}, ${isoTime(at).slice(11, 16)} UTC`;
  return {text, title: `Computed on ${moment}. It is replaced as soon as it is computed again.`};
}
