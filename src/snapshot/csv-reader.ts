/**
 * RFC 4180 from bytes to codes: no strings and no row objects are made while reading, so that ten million rows can be
 * read in a worker. Records end with LF, CRLF or CR; a quote counts only at the start of a cell; spaces after a closing
 * quote are forgiven, and so are empty cells too many at the end of a row.
 */
import {TidemarkError} from "../error.ts";
import {type CellCodes, codeOfEscaped, type GrowingCells, plainRows, widen} from "./plain-rows.ts";
import type {ProblemList} from "./problems.ts";
import {codeOf, decodeWords, type WordCodes, wordCodes} from "./word-codes.ts";

export type Delimiter = "," | ";" | "\t" | "|";
export const DELIMITERS = [",", ";", "\t", "|"] as const satisfies readonly Delimiter[];

/** A column of cells: `words[codes[row]]` is the text of a row. */
export interface CellColumn {
  readonly codes: Int32Array;
  readonly words: readonly string[];
  /** True when every word is that of some row. */
  readonly isAllUsed?: boolean;
}

/** The cells of a table file; `lines[row]` is the line of the file that a row starts on. */
export interface Cells {
  readonly rows: number;
  readonly lines: Int32Array;
  readonly columns: readonly CellColumn[];
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
const MAX_PAUSE = 64;
/** A quote that is still open after this many bytes was never meant to be one. */
const MAX_RECORD = 64_000_000;

/**
 * A reader for one file. Rows with too few or too many cells, with NUL bytes, and lines in which a quote has no partner
 * are left out and told; `firstLine` is the number of the first line that is pushed, `size` about how many bytes will be. The quick reader of plain records is
 * there for speed alone: with `isPlainFast` false everything comes out the same.
 * @throws TidemarkError "import/too-large" beyond 10,000 columns.
 */
export function csvReader({
  delimiter,
  problems,
  firstLine = 1,
  size = 0,
  isPlainFast = true
}: {
  readonly delimiter: Delimiter;
  readonly problems: ProblemList;
  readonly firstLine?: number;
  readonly size?: number;
  readonly isPlainFast?: boolean;
}): CsvReader {
  const DELIMITER = delimiter.charCodeAt(0);
  const stops = new Uint8Array(256); // what ends the quick scan of a bare cell
  for (const byte of [DELIMITER, LF, CR, 0]) stops[byte] = 1;
  const columns: CellCodes[] = [];
  const cells: GrowingCells = {
    columns,
    rows: 0,
    line: firstLine,
    lines: new Int32Array(64),
    likelyRows: () => (size * cells.rows) / pushed
  };
  let pushed = 0;
  /** A record was left out after its words were taken. */
  let isLeftOut = false;
  const readPlain = plainRows(DELIMITER);
  /** Records that are not offered to it, because those before were not plain; and how many there will be next time. */
  let pause = 0;
  let nextPause = 1;
  let width = 0;
  /** What is read next, in `room`: the rest of the piece before it, then what came since. */
  let room = new Uint8Array(0);
  let held = 0;
  let rest = 0;

  /** Reads whole records and returns where the first one that is not whole starts. */
  function read(bytes: Uint8Array, final: boolean): number {
    const length = bytes.length;
    let at = 0;
    record: while (at < length) {
      if (width && isPlainFast && pause-- <= 0) {
        const before = cells.rows;
        at = readPlain(bytes, at, cells);
        if (at >= length) break;
        nextPause = cells.rows > before ? 1 : Math.min(nextPause * 2, MAX_PAUSE);
        pause = nextPause - 1;
      }
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
          const {words, codes} = column < columns.length ? columns[column]! : newColumn();
          codes[cells.rows] = escapes
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
      cells.line += newlines + 1;
    }
    return length;
  }

  function finish(count: number, filled: number, hasNul: boolean): void {
    const {line, rows} = cells;
    const isWhole = filled > 0 && !hasNul && (!width || (count >= width && filled <= width));
    isLeftOut ||= !isWhole;
    if (filled === 0) return;
    if (hasNul) {
      problems.skip("csv/nul", "A row holds NUL bytes: it is binary or damaged.", line);
      return;
    }
    if (!width) columns.length = width = count;
    if (!isWhole) {
      problems.skip("csv/ragged", `A row has more or fewer cells than the first one (${width}).`, line);
      return;
    }
    cells.lines[rows] = line;
    cells.rows++;
    if (cells.rows === cells.lines.length) widen(cells);
  }

  /** Gives up the line that a record starts on and returns where the next one starts. */
  function recover(bytes: Uint8Array, start: number): number {
    isLeftOut = true;
    problems.skip("csv/quote", "A quote is opened and not closed as it must be: the line was left out.", cells.line);
    cells.line++;
    const end = bytes.indexOf(LF, start);
    return end < 0 ? bytes.length : end + 1;
  }

  function newColumn(): CellCodes {
    if (columns.length === MAX_COLUMNS)
      throw new TidemarkError(
        "import/too-large",
        "This table has more than 10,000 columns. Leave out those that are not needed."
      );
    const column = {words: wordCodes(), codes: new Int32Array(cells.lines.length)};
    columns.push(column);
    return column;
  }

  return {
    push(bytes) {
      if (held + bytes.length > room.length) {
        const wider = new Uint8Array(Math.max(held + bytes.length, room.length * 2));
        wider.set(room.subarray(0, held));
        room = wider;
      }
      room.set(bytes, held);
      pushed += bytes.length;
      held += bytes.length;
      // a long record is tried again only when as much has come as there was, or it would be read a hundred times
      if (held < rest * 2) return;
      const end = read(room.subarray(0, held), false);
      room.copyWithin(0, end, held);
      rest = held -= end;
    },
    end() {
      read(room.subarray(0, held), true);
      const {rows} = cells;
      return {
        rows,
        lines: cells.lines.subarray(0, rows),
        columns: columns.map(({words, codes}) => ({
          codes: codes.subarray(0, rows),
          words: readWords(words, problems),
          isAllUsed: !isLeftOut
        }))
      };
    }
  };
}

function readWords(words: WordCodes, problems: ProblemList): readonly string[] {
  const {words: decoded, odd} = decodeWords(words);
  if (odd.length)
    problems.note("csv/windows-1252", "Text that is no UTF-8 was read as windows-1252.", undefined, odd.length);
  return decoded;
}
