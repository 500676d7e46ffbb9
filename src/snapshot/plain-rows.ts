/**
 * The records of a CSV file that are as programs write them: on one line, with as many cells as the first one, ended by LF
 * or CRLF. Tables of counts repeat most of a row in the next one, so a row is first compared with the one above it,
 * as bytes; where it differs a cell is looked for by what came after the word above it, then as a short number, and only
 * then by its hash. What is not plain is left to csvReader, which alone judges it.
 */
import {codeOf, type WordCodes} from "./word-codes.ts";

/** A column while it is read; there is room for `codes.length` rows. */
export interface CellCodes {
  readonly words: WordCodes;
  codes: Int32Array<ArrayBuffer>;
}

/** The columns of a table while it is read, and how many rows they hold. */
export interface GrowingCells {
  readonly columns: readonly CellCodes[];
  /** Rows that are whole. */
  rows: number;
  /** The line that the next record starts on. */
  line: number;
  /** By row: the line it starts on. */
  lines: Int32Array<ArrayBuffer>;
  /** How many rows there will be, as far as one can tell by now. */
  likelyRows(): number;
}

const LF = 10;
const CR = 13;
const QUOTE = 34;
/** Cells of up to three bytes are found by their bytes as a number. */
const SHORT_MASKS = Int32Array.of(0, 0xff, 0xffff, 0xffffff);
const SHORT_SLOTS = 1024;
/** After so many rows one can tell how many there are by the bytes that are left, and is never wrong by more than this. */
const ENOUGH = 65_536;
const MOST_AHEAD = 2000;

/** What is known of a column's words beside their codes. */
interface Guesses {
  /** By word: the one that came after it last; −1: none did. */
  after: Int32Array<ArrayBuffer>;
  /** Short cells and their codes, by a hash of them. */
  readonly short: Int32Array;
  readonly shortCodes: Int32Array;
}

/**
 * A reader of plain records. It adds them to the cells, from a place in the bytes on, and gives the place of the first
 * record that is not plain, or not whole. All columns of the table must be there.
 */
export function plainRows(delimiter: number): (bytes: Uint8Array, at: number, into: GrowingCells) => number {
  const stops = new Uint8Array(256);
  for (const byte of [delimiter, LF, CR, 0]) stops[byte] = 1;
  const guesses: Guesses[] = [];
  /** Where the cells of the row above and of this one start, and where the record after it does. */
  let above = new Int32Array(0);
  let starts = new Int32Array(0);

  return (bytes, from, into) => {
    const {columns} = into;
    const width = columns.length;
    const length = bytes.length;
    const view = new DataView(bytes.buffer, bytes.byteOffset, length);
    while (guesses.length < width) guesses.push(noGuesses());
    if (above.length <= width) [above, starts] = [new Int32Array(width + 1), new Int32Array(width + 1)];
    let hasAbove = false;
    let record = from;
    let {rows} = into;
    let room = columns[0]!.codes.length;
    for (; record < length; record = starts[width]!) {
      if (hasAbove) [above, starts] = [starts, above];
      if (rows === room) room = widen(into);
      let at = record;
      let column = 0;
      let filled = false;
      while (column < width) {
        starts[column] = at;
        if (hasAbove) {
          // how much is as it was, and how many cells that is
          const start = above[column]!;
          const most = Math.min(above[width]! - start, length - at);
          let same = 0;
          while (same + 4 <= most && view.getInt32(start + same, true) === view.getInt32(at + same, true)) same += 4;
          while (same < most && bytes[start + same] === bytes[at + same]) same++;
          const shift = at - start;
          const first = column;
          while (column < width && above[column + 1]! - start <= same) {
            const {words, codes} = columns[column]!;
            const code = codes[rows - 1]!;
            codes[rows] = code;
            filled ||= lengthOf(words, code) > 0;
            starts[++column] = above[column]! + shift;
          }
          if (column > first) {
            at = starts[column]!;
            continue;
          }
        }
        const {words, codes} = columns[column]!;
        const guess = guesses[column]!;
        let code = -1;
        let end = at;
        const four = at + 4 <= length ? view.getInt32(at, true) : -1;
        const size = at + 4 > length ? 4 : sizeOf(four, stops);
        let next = -1;
        if (bytes[at] === QUOTE) {
          end = endOfQuoted(bytes, at + 1);
          if (end < 0) break;
          code = codeOfQuoted(words, bytes, at + 1, end);
          next = end + 1;
        } else if (size < 4) {
          const key = (four & SHORT_MASKS[size]!) | (size << 24);
          const slot = Math.imul(key, 0x9e3779b1) >>> 22;
          end = at + size;
          if (guess.short[slot] === key) code = guess.shortCodes[slot]!;
          else {
            code = codeOf(words, bytes, at, end, hashOf(bytes, at, end));
            guess.short[slot] = key;
            guess.shortCodes[slot] = code;
          }
        } else {
          const before = hasAbove ? codes[rows - 1]! : words.last;
          const likely = before >= 0 && before < guess.after.length ? guess.after[before]! : -1;
          if (likely >= 0) {
            end = afterWord(words, likely, bytes, view, at);
            if (end >= 0 && stops[bytes[end]!]) code = likely;
          }
          if (code < 0) {
            let hash = 0x811c9dc5 | 0;
            for (end = at; end < length && stops[bytes[end]!] === 0; end++)
              hash = Math.imul(hash ^ bytes[end]!, 16777619);
            if (end === length) break;
            code = codeOf(words, bytes, at, end, hash);
            if (before >= 0) {
              if (before >= guess.after.length)
                guess.after = widened(guess.after, (before + 1) * 2).fill(-1, guess.after.length);
              guess.after[before] = code;
            }
          }
        }
        if (next < 0) next = end;
        const ender = bytes[next];
        const isLast = column + 1 === width;
        if (ender === delimiter ? isLast : !isLast || !(ender === LF || (ender === CR && bytes[next + 1] === LF)))
          break;
        filled ||= lengthOf(words, code) > 0;
        codes[rows] = code;
        at = next + (ender === CR ? 2 : 1);
        starts[++column] = at;
      }
      if (column < width || !filled) break;
      into.lines[rows++] = into.line++;
      hasAbove = true;
    }
    into.rows = rows;
    return record;
  };
}

function lengthOf({ends}: WordCodes, code: number): number {
  return ends[code]! - (code ? ends[code - 1]! : 0);
}

function noGuesses(): Guesses {
  return {
    after: new Int32Array(64).fill(-1),
    short: new Int32Array(SHORT_SLOTS).fill(-1),
    shortCodes: new Int32Array(SHORT_SLOTS)
  };
}

/** How many of the first three of four bytes come before what ends a cell; 4: all of them and more. */
function sizeOf(four: number, stops: Uint8Array): number {
  if (stops[four & 0xff]) return 0;
  if (stops[(four >>> 8) & 0xff]) return 1;
  if (stops[(four >>> 16) & 0xff]) return 2;
  return stops[four >>> 24] ? 3 : 4;
}

/** Where the byte after a word is when the word stands here and more follows; else −1. Four bytes at a time. */
function afterWord({bytes, view, ends}: WordCodes, code: number, from: Uint8Array, into: DataView, at: number): number {
  let word = code ? ends[code - 1]! : 0;
  const end = ends[code]!;
  if (at + end - word >= from.length) return -1;
  for (const last = end - 4; word <= last; word += 4, at += 4)
    if (view.getInt32(word, true) !== into.getInt32(at, true)) return -1;
  while (word < end) if (bytes[word++] !== from[at++]) return -1;
  return at;
}

/** Where the closing quote of a cell is; −1 when it is not on this line, or a NUL comes before it. */
function endOfQuoted(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      if (bytes[at + 1] !== QUOTE) return at + 1 < bytes.length ? at : -1;
      at++;
    } else if (byte === LF || byte === CR || byte === 0) return -1;
  }
  return -1;
}

/** The code of what stands between quotes. */
function codeOfQuoted(words: WordCodes, bytes: Uint8Array, from: number, end: number): number {
  let escapes = 0;
  let hash = 0x811c9dc5 | 0;
  for (let at = from; at < end; at++) {
    hash = Math.imul(hash ^ bytes[at]!, 16777619);
    if (bytes[at] !== QUOTE) continue;
    escapes++;
    at++;
  }
  return escapes ? codeOfEscaped(words, bytes, from, end, escapes, hash) : codeOf(words, bytes, from, end, hash);
}

/** The code of what stands between quotes with so many quotes in it, each written twice; `hash` is that of one each. */
export function codeOfEscaped(
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

function hashOf(bytes: Uint8Array, from: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = from; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 16777619);
  return hash;
}

/** Makes room for more rows, for all of them when enough were seen to tell; gives for how many there is room. */
export function widen(into: GrowingCells): number {
  const {length} = into.lines;
  const likely = length < ENOUGH ? 0 : into.likelyRows();
  // an array that is copied often costs more than reading what is in it
  const room = likely > length * 1.25 && likely < length * MOST_AHEAD ? Math.ceil(likely * 1.05) : length * 2;
  into.lines = widened(into.lines, room);
  for (const column of into.columns) column.codes = widened(column.codes, room);
  return room;
}

function widened(values: Int32Array<ArrayBuffer>, room: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(room);
  wider.set(values);
  return wider;
}
