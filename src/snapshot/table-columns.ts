/** What the words of a table's columns mean: each distinct word is read once, whatever the number of rows. */
import type {CellColumn} from "./csv-reader.ts";
import {entryOf} from "./entry-of.ts";
import type {Known} from "./importer.ts";
import {plainTimeIn} from "./plain-time.ts";
import type {ProblemList} from "./problems.ts";
import {type Decimal, decimalOf, numberProblem, readNumber} from "./read-number.ts";
import {type DateOrder, dateOrderOf, readTime, timeProblem} from "./read-time.ts";
import {joinRepoKeys, repoKey} from "./repo-key.ts";

/** Names that a sentence lists before it ends in an ellipsis. */
const MOST_LISTED = 10;

/** Why the word of a cell cannot be read. */
export interface CellProblem {
  readonly code: string;
  readonly text: string;
}

/** A value for each word of a column, and for words that have none the code and the sentence of the problem. */
export interface ReadColumn {
  /** By code; NaN for a word without value. */
  readonly values: Float64Array;
  /** By code; a word that is not here is fine (or empty, where that is allowed). */
  readonly problems: ReadonlyMap<number, CellProblem>;
}

/** Marks the codes that rows from `start` on use. */
export function usedCodes({codes, words, isAllUsed = false}: CellColumn, start: number): Uint8Array {
  const used = new Uint8Array(words.length);
  if (isAllUsed && start <= codes.length) {
    used.fill(1);
    for (let row = 0; row < start; row++) used[codes[row]!] = codes.includes(codes[row]!, start) ? 1 : 0;
    return used;
  }
  for (let row = start; row < codes.length; row++) used[codes[row]!] = 1;
  return used;
}

/** A column of counts. Empty cells are NaN without a problem. */
export function readNumbers(
  column: CellColumn,
  used: Uint8Array,
  given: Decimal | undefined,
  fallback: Decimal
): ReadColumn & {decimal: Decimal} {
  const decimal = given ?? decimalOf(wordsIn(column, used)) ?? fallback;
  const problems = new Map<number, CellProblem>();
  const values = Float64Array.from(column.words, (word, code) => {
    if (!used[code]) return Number.NaN;
    const reading = readNumber(word, decimal);
    if ("value" in reading) return reading.value;
    if ("error" in reading)
      problems.set(code, {code: `table/${reading.error}`, text: `“${short(word)}” ${numberProblem(reading.error)}.`});
    return Number.NaN;
  });
  return {values, problems, decimal};
}

/** A column of times. `isUndecided` when its dates can be read both ways and nobody said which. */
export function readTimes(
  column: CellColumn,
  used: Uint8Array,
  given: DateOrder | undefined,
  notes: ProblemList
): ReadColumn & {isUndecided: boolean; order: DateOrder | undefined} {
  const shown = given ?? dateOrderOf(wordsIn(column, used));
  const isUndecided = shown === "undecided";
  const order = isUndecided ? "dmy" : shown;
  const problems = new Map<number, CellProblem>();
  const values = Float64Array.from(column.words, (word, code) => {
    if (!used[code]) return Number.NaN;
    if (word.trim() === "") {
      problems.set(code, {code: "table/empty-time", text: "A row has no time."});
      return Number.NaN;
    }
    const plain = plainTimeIn(word);
    if (!Number.isNaN(plain)) return plain;
    const reading = readTime(word, order);
    if ("time" in reading) {
      if (reading.assumedUtc) notes.note("table/no-zone", "Times without a zone were read as UTC.");
      return reading.time;
    }
    problems.set(code, {code: `table/${reading.error}`, text: `“${short(word)}” ${timeProblem(reading.error)}.`});
    return Number.NaN;
  });
  return {values, problems, isUndecided, order};
}

/** The keys of a column of repositories, by code; null for empty cells. Spellings of one repository have one key. */
export function readRepositories(
  column: CellColumn,
  used: Uint8Array,
  known: Known,
  notes: ProblemList
): readonly (string | null)[] {
  const keys = column.words.map((word, code) => (used[code] && word.trim() ? repoKey(word) : null));
  const joined = joinRepoKeys([...new Set(keys.filter((key) => key !== null))], known.repositories);
  const spellings = new Map<string, string[]>();
  const result = keys.map((key, code) => {
    if (key === null) return null;
    const name = joined.get(key)!;
    entryOf(spellings, name, () => []).push(column.words[code]!.trim());
    return name;
  });
  const several = [...spellings].filter(([name, words]) => words.length > 1 || name !== repoKey(words[0]!));
  if (several.length) {
    const listed = several
      .slice(0, MOST_LISTED)
      .map(([name, words]) => `${words.slice(0, MOST_LISTED).join(", ")} → ${name}`);
    notes.note(
      "table/joined",
      `Spellings of one repository were joined: ${listed.join("; ")}${several.length > MOST_LISTED ? " …" : ""}.`,
      undefined,
      several.length
    );
  }
  return result;
}

function wordsIn({words}: CellColumn, used: Uint8Array): string[] {
  return words.filter((_, code) => used[code]);
}

function short(word: string): string {
  return word.length > 40 ? `${word.slice(0, 39)}…` : word;
}
