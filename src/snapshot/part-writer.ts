/** A table as NDJSON, byte by byte: a text or an instant that many rows have is written once and copied from then on. */
import type {Column, Table} from "../table.ts";
import {isoTime} from "../time.ts";
import {codeOfNumber, numberCodes} from "./number-codes.ts";
import {TABLES, type TableName} from "./snapshot.ts";

const PIECE = 1_000_000;
const OPEN = 123;
const CLOSE = 125;
const LF = 10;
const ZERO = 48;
/** The longest number in JSON, with room to spare. */
const NUMBER_ROOM = 32;

/** Writes one column's member of a row, `,"name":value`, and nothing for null. */
interface MemberWriter {
  /** The most bytes that a member takes. */
  readonly room: number;
  /** Writes it at a place and gives the place after it. */
  write(row: number, into: Uint8Array, at: number): number;
}

/** The rows in pieces of about a megabyte: members in the order of the columns, nulls left out. Equal tables give equal bytes. */
export function* partPieces(table: TableName, {rows, columns}: Table): Generator<Uint8Array> {
  const members = Object.keys(TABLES[table])
    .flatMap((name) => columns.filter((column) => column.name === name))
    .map(memberWriter);
  const room = members.reduce((sum, member) => sum + member.room, 3);
  const size = Math.max(PIECE, room);
  let piece = new Uint8Array(size);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    if (at + room > size) {
      yield piece.subarray(0, at);
      piece = new Uint8Array(size);
      at = 0;
    }
    const start = at;
    for (const member of members) at = member.write(row, piece, at);
    if (at === start) at++;
    // where the comma of the first member stands
    piece[start] = OPEN;
    piece[at++] = CLOSE;
    piece[at++] = LF;
  }
  if (at) yield piece.subarray(0, at);
}

function memberWriter(column: Column): MemberWriter {
  const name = new TextEncoder().encode(`,${JSON.stringify(column.name)}:`);
  if (column.type === "text") return textWriter(name, column.codes, column.words);
  return column.type === "number" ? numberWriter(name, column.values) : wordWriter(name, column.values, column.type);
}

function textWriter(name: Uint8Array, codes: Int32Array, words: readonly string[]): MemberWriter {
  const encoder = new TextEncoder();
  const ends = new Int32Array(words.length + 1);
  let held = new Uint8Array(Math.max(64, words.length * (name.length + 16)));
  let longest = 0;
  let end = 0;
  for (const [code, word] of words.entries()) {
    const bytes = encoder.encode(JSON.stringify(word));
    const length = name.length + bytes.length;
    if (end + length > held.length) {
      const wider = new Uint8Array(Math.max(held.length * 2, end + length));
      wider.set(held.subarray(0, end));
      held = wider;
    }
    held.set(name, end);
    held.set(bytes, end + name.length);
    end += length;
    ends[code + 1] = end;
    longest = Math.max(longest, length);
  }
  return {
    room: longest,
    write(row, into, at) {
      const code = codes[row]!;
      if (code < 0) return at;
      const until = ends[code + 1]!;
      for (let from = ends[code]!; from < until; from++) into[at++] = held[from]!;
      return at;
    }
  };
}

function numberWriter(name: Uint8Array, values: Float64Array): MemberWriter {
  return {
    room: name.length + NUMBER_ROOM,
    write(row, into, at) {
      const value = values[row]!;
      if (Number.isNaN(value)) return at;
      for (let i = 0; i < name.length; i++) into[at++] = name[i]!;
      if ((value | 0) !== value || value < 0) {
        const text = JSON.stringify(value);
        for (let i = 0; i < text.length; i++) into[at++] = text.charCodeAt(i);
        return at;
      }
      let digits = 1;
      for (let limit = 10; value >= limit && digits < 10; limit *= 10) digits++;
      let rest = value;
      for (let i = at + digits - 1; i >= at; i--) {
        const tens = (rest / 10) | 0;
        into[i] = ZERO + rest - tens * 10;
        rest = tens;
      }
      return at + digits;
    }
  };
}

/** Instants and booleans: each different one is put into words once. */
function wordWriter(name: Uint8Array, values: Float64Array, type: "time" | "boolean"): MemberWriter {
  const codes = numberCodes();
  const words: Uint8Array[] = [];
  const encoder = new TextEncoder();
  return {
    room: name.length + NUMBER_ROOM,
    write(row, into, at) {
      const value = values[row]!;
      const code = codeOfNumber(codes, value);
      if (code < 0) return at;
      if (code === words.length)
        words.push(encoder.encode(type === "time" ? JSON.stringify(isoTime(value)) : String(value === 1)));
      const word = words[code]!;
      for (let i = 0; i < name.length; i++) into[at++] = name[i]!;
      for (let i = 0; i < word.length; i++) into[at++] = word[i]!;
      return at;
    }
  };
}
