/** The rows of a table that are kept, and columns over them: a loop for each column, as V8 reads arrays of one kind fastest. */
import type {CellColumn} from "./csv-reader.ts";

export interface KeptRows {
  readonly count: number;
  /** The row of the table that the i-th kept one is. */
  rowOf(i: number): number;
  /** The codes of a column in the kept rows; not to be changed. */
  codes(column: Pick<CellColumn, "codes">): Int32Array;
}

/** All rows from `start` to `end`, or those that are chosen. */
export function keptRows(start: number, end: number, chosen: Uint32Array | null): KeptRows {
  if (!chosen)
    return {
      count: Math.max(0, end - start),
      rowOf: (i) => start + i,
      codes: ({codes}) => codes.subarray(start, Math.max(start, end))
    };
  return {
    count: chosen.length,
    rowOf: (i) => chosen[i]!,
    codes({codes}) {
      const kept = new Int32Array(chosen.length);
      for (let i = 0; i < kept.length; i++) kept[i] = codes[chosen[i]!]!;
      return kept;
    }
  };
}

/** What each code stands for. */
export function codesFor(codes: Int32Array, meaning: Int32Array): Int32Array {
  const all = new Int32Array(codes.length);
  for (let i = 0; i < all.length; i++) all[i] = meaning[codes[i]!]!;
  return all;
}

/** What each code stands for, as numbers. */
export function numbersFor(codes: Int32Array, meaning: Float64Array): Float64Array {
  const all = new Float64Array(codes.length);
  for (let i = 0; i < all.length; i++) all[i] = meaning[codes[i]!]!;
  return all;
}

/** The codes themselves, and −1 for those of empty words. */
export function codesOfWords(codes: Int32Array, words: readonly string[]): Int32Array {
  return words.includes("")
    ? codesFor(
        codes,
        Int32Array.from(words, (word, code) => (word === "" ? -1 : code))
      )
    : codes;
}
