/**
 * Columns of a table that says nothing of its types, by what all their values are. A column is numbers, instants or yes and
 * no only when nothing of any value is lost: 007, +49 30, 1.10 beside 1.9, and numbers a double does not hold stay text.
 */
import {type Column, interner} from "../table.ts";
import type {CellColumn} from "./csv-reader.ts";
import {dateOrderOf, readTime} from "./read-time.ts";

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/;

/**
 * A column from its cells from row `start` on; those that are empty, or only spaces, are null. Cells that were written as
 * text (`isText`) are instants or text, never numbers.
 */
export function typedColumn(
  name: string,
  {codes, words}: CellColumn,
  {start = 0, isText = false}: {readonly start?: number; readonly isText?: boolean} = {}
): Column {
  const used = new Uint8Array(words.length);
  for (let row = start; row < codes.length; row++) if (codes[row]! >= 0) used[codes[row]!] = 1;
  const texts = words.map((word) => word.trim());
  const given = texts.filter((text, code) => used[code] === 1 && text !== "");
  const read = isText ? timeReader(given) : readerOf(given);
  if (!read) return textColumnOf(name, {codes, words}, texts, start);
  const values = Float64Array.from(texts, (text, code) =>
    used[code] === 1 && text !== "" ? read.of(text) : Number.NaN
  );
  const rows = Float64Array.from({length: codes.length - start}, (_, row) => values[codes[row + start]!] ?? Number.NaN);
  return {name, type: read.type, values: rows};
}

/** Text as it was written, spaces and all: only what is empty is null. */
function textColumnOf(name: string, {codes, words}: CellColumn, texts: readonly string[], start: number): Column {
  const kept = interner();
  const coded = words.map((word, code) => (texts[code] === "" ? -1 : kept.code(word)));
  return {
    name,
    type: "text",
    codes: Int32Array.from({length: codes.length - start}, (_, row) => coded[codes[row + start]!] ?? -1),
    words: kept.words
  };
}

interface Typed {
  readonly type: "number" | "time" | "boolean";
  of(text: string): number;
}

/** How all of some texts are read; null for what is text. */
function readerOf(given: readonly string[]): Typed | null {
  if (!given.length) return null;
  if (areNumbers(given)) return {type: "number", of: Number};
  if (given.every((text) => /^(?:true|false)$/i.test(text)))
    return {type: "boolean", of: (text) => Number(text.toLowerCase() === "true")};
  return timeReader(given);
}

function areNumbers(given: readonly string[]): boolean {
  return given.every((text) => NUMBER.test(text) && isExact(text)) && !areVersions(given);
}

/** False for a whole number beyond 2^53, which a double would change, and for one beyond all doubles. */
function isExact(text: string): boolean {
  const value = Number(text);
  return Number.isFinite(value) && (Math.abs(value) <= Number.MAX_SAFE_INTEGER || /[.eE]/.test(text));
}

/** True where 1.10 stands beside 1.9: numbers of varied length are never written with a zero at their end, but for 1.0. */
function areVersions(given: readonly string[]): boolean {
  const fractions = given.flatMap((text) => /^-?\d+\.(\d+)$/.exec(text)?.[1] ?? []);
  return fractions.some((one) => /\d0$/.test(one)) && fractions.some(({length}) => length !== fractions[0]!.length);
}

/** Instants; a text that is only digits is none, and 03/04/2026 is one only where another of the column says which is the day. */
function timeReader(given: readonly string[]): Typed | null {
  const order = dateOrderOf(given);
  if (order === "undecided" || !given.length) return null;
  const of = (text: string): number => {
    if (/^[\d.]+$/.test(text) && !/^\d{1,2}\.\d{1,2}\.\d{4}$/.test(text)) return Number.NaN;
    const reading = readTime(text, order);
    return "time" in reading ? reading.time : Number.NaN;
  };
  return given.every((text) => !Number.isNaN(of(text))) ? {type: "time", of} : null;
}
