/**
 * RFC 4180 from bytes to codes: no strings and no row objects are made while reading, so that ten million rows can be
 * read in a worker. Records end with LF, CRLF or CR; a quote counts only at the start of a cell; spaces after a closing
 * quote are forgiven, and so are empty cells too many at the end of a row.
 */
import {TidemarkError} from "../error.ts";
import {joined} from "./decode.ts";
import type {ProblemList} from "./problems.ts";
import {codeOf, decodeWords, type WordCodes, wordCodes} from "./word-codes.ts";

export type Delimiter = "," | ";" | "\t" | "|";
export const DELIMITERS = [",", ";", "\t", "|"] as const satisfies readonly Delimiter[];

/** A column of cells: `words[codes[row]]` is the text of a row. */
export interface CellColumn {
  readonly codes: Int32Array;
  readonly words: readonly string[];
}

/** The cells of a table file; `lines[row]` is the line of the file that a row starts on. */
export interface Cells {
  readonly rows: number;
  readonly lines: Int32Array;
  readonly columns: readonly CellColumn[];
}

/** A column while it is read; `isBare`: the word that was seen last there stood without quotes. */
interface CellCodes {
  readonly words: WordCodes;
  codes: Int32Array<ArrayBuffer>;
  isBare: boolean;
}

/** Takes the bytes of a CSV file as they come; the first record says how many columns there are. */
export interface CsvReader {
  push(bytes: Uint8Array): void;
  end(): Cells;
}

const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const MAX_COLUMNS = 10_000;
/** A quote that is still open after this many bytes was never meant to be one. */
const MAX_RECORD = 64_000_000;

/**
 * A reader for one file. Rows with too few or too many cells, with NUL bytes, and lines in which a quote has no partner
 * are left out and told; `firstLine` is the number of the first line that is pushed.
 * @throws TidemarkError "import/too-large" beyond 10,000 columns.
 */
export function csvReader({
  delimiter,
  problems,
  firstLine = 1
}: {
  readonly delimiter: Delimiter;
  readonly problems: ProblemList;
  readonly firstLine?: number;
}): CsvReader {
  const DELIMITER = delimiter.charCodeAt(0);
  const stops = new Uint8Array(256); // what ends the quick scan of a bare cell
  for (const byte of [DELIMITER, LF, CR, 0]) stops[byte] = 1;
  const columns: CellCodes[] = [];
  let lines = new Int32Array(64);
  let width = 0;
  let rows = 0;
  let line = firstLine;
  let rest: Uint8Array = new Uint8Array(0);
  let waiting: Uint8Array[] = [];
  let waitingLength = 0;

  /** Reads whole records and returns where the first one that is not whole starts. */
  function read(bytes: Uint8Array, final: boolean): number {
    const length = bytes.length;
    let at = 0;
    record: while (at < length) {
      const start = at;
      let column = 0;
      let filled = 0;
      let newlines = 0;
      let hasNul = false;
      for (;;) {
        let hash = 0x811c9dc5 | 0;
        let from = at;
        let until: number;
        let escapes = 0;
        if (at < length && bytes[at] === QUOTE) {
          from = at + 1;
          for (at = from; ; at++) {
            if (at >= length) {
              if (!final && length - start < MAX_RECORD) return start;
              at = recover(bytes, start);
              continue record;
            }
            const byte = bytes[at]!;
            if (byte === QUOTE) {
              if (at + 1 >= length && !final) return start;
              if (at + 1 >= length || bytes[at + 1] !== QUOTE) break;
              escapes++;
              at++;
            } else if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) newlines++;
            else if (byte === 0) hasNul = true;
            hash = Math.imul(hash ^ byte, 16777619);
          }
          until = at++;
          while (at < length && bytes[at] === SPACE) at++;
          if (at >= length ? !final : bytes[at] === CR && at + 1 >= length && !final) return start;
          if (at < length && bytes[at] !== DELIMITER && bytes[at] !== LF && bytes[at] !== CR) {
            if (!final && bytes.indexOf(LF, start) < 0 && length - start < MAX_RECORD) return start;
            at = recover(bytes, start);
            continue record;
          }
        } else {
          // a cell often says what the one above it says: then nothing is hashed
          const cells = column < width ? columns[column]! : null;
          const above = cells?.isBare ? againAt(cells.words, bytes, at) : -1;
          if (cells && above >= 0) {
            const {words, codes} = cells;
            const ender = bytes[above]!;
            if (ender === DELIMITER || ender === LF) {
              codes[rows] = words.last;
              if (above !== at) filled = column + 1;
              column++;
              at = above + 1;
              if (ender !== DELIMITER) break;
              continue;
            }
          }
          for (;;) {
            while (at < length && stops[bytes[at]!] === 0) hash = Math.imul(hash ^ bytes[at++]!, 16777619);
            if (at >= length || bytes[at] !== 0) break;
            hasNul = true;
            at++;
          }
          if (at >= length && !final) return start;
          until = at;
        }
        if (from !== until) filled = column + 1;
        if (column < width || width === 0) {
          const cells = column < columns.length ? columns[column]! : newColumn();
          const {words, codes} = cells;
          // what stands in quotes may hold what ends a bare cell
          cells.isBare = bytes[from - 1] !== QUOTE && !hasNul;
          codes[rows] = escapes
            ? codeOfEscaped(words, bytes, from, until, escapes, hash)
            : codeOf(words, bytes, from, until, hash);
        }
        column++;
        const ender = at < length ? bytes[at]! : LF;
        if (ender === CR && at + 1 >= length && !final) return start;
        at += ender === CR && bytes[at + 1] === LF ? 2 : 1;
        if (ender !== DELIMITER) break;
      }
      finish(column, filled, hasNul);
      line += newlines + 1;
    }
    return length;
  }

  function finish(cells: number, filled: number, hasNul: boolean): void {
    if (filled === 0) return;
    if (hasNul) {
      problems.skip("csv/nul", "A row holds NUL bytes: it is binary or damaged.", line);
      return;
    }
    width ||= cells;
    if (cells < width || filled > width) {
      problems.skip("csv/ragged", `A row has more or fewer cells than the first one (${width}).`, line);
      return;
    }
    lines[rows++] = line;
    if (rows < lines.length) return;
    lines = doubled(lines);
    for (const column of columns) column.codes = doubled(column.codes);
  }

  /** Gives up the line that a record starts on and returns where the next one starts. */
  function recover(bytes: Uint8Array, start: number): number {
    problems.skip("csv/quote", "A quote is opened and not closed as it must be: the line was left out.", line);
    line++;
    const end = bytes.indexOf(LF, start);
    return end < 0 ? bytes.length : end + 1;
  }

  function newColumn(): CellCodes {
    if (columns.length === MAX_COLUMNS)
      throw new TidemarkError(
        "import/too-large",
        "This table has more than 10,000 columns. Leave out those that are not needed."
      );
    const column = {words: wordCodes(), codes: new Int32Array(lines.length), isBare: false};
    columns.push(column);
    return column;
  }

  return {
    push(bytes) {
      waiting.push(bytes);
      waitingLength += bytes.length;
      // a long record is tried again only when as much has come as there was, or it would be read a hundred times
      if (waitingLength < rest.length) return;
      const all = rest.length || waiting.length > 1 ? joined(rest, ...waiting) : bytes;
      rest = all.subarray(read(all, false));
      waiting = [];
      waitingLength = 0;
    },
    end() {
      read(joined(rest, ...waiting), true);
      return {
        rows,
        lines: lines.subarray(0, rows),
        columns: columns
          .slice(0, width)
          .map(({words, codes}) => ({codes: codes.subarray(0, rows), words: readWords(words, problems)}))
      };
    }
  };
}

/** Where the next byte is when the word that was seen last stands here again, and more follows; else −1. */
function againAt({bytes, ends, last}: WordCodes, from: Uint8Array, at: number): number {
  if (last < 0) return -1;
  let word = last ? ends[last - 1]! : 0;
  const end = ends[last]!;
  if (at + end - word >= from.length) return -1;
  while (word < end) if (bytes[word++] !== from[at++]) return -1;
  return at;
}

function readWords(words: WordCodes, problems: ProblemList): readonly string[] {
  const {words: decoded, odd} = decodeWords(words);
  if (odd.length)
    problems.note("csv/windows-1252", "Text that is no UTF-8 was read as windows-1252.", undefined, odd.length);
  return decoded;
}

function codeOfEscaped(
  words: WordCodes,
  bytes: Uint8Array,
  from: number,
  until: number,
  escapes: number,
  hash: number
): number {
  const plain = new Uint8Array(until - from - escapes);
  let length = 0;
  for (let i = from; i < until; i++) {
    plain[length++] = bytes[i]!;
    if (bytes[i] === QUOTE) i++;
  }
  return codeOf(words, plain, 0, length, hash);
}

function doubled(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(values.length * 2);
  wider.set(values);
  return wider;
}
