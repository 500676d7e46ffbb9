/**
 * Rows of a table from JSON, of which there may be millions: a line that is as programs write it (members in an order that
 * was seen before, plain ASCII text, whole numbers) is read from its bytes, without a string of it. Every other one goes
 * the way of `add`, from parsed JSON, which alone judges what is wrong with a row. Both ways give the same rows.
 */
import type {Cell, Column, NumberColumn, Table} from "../table.ts";
import {isObject, type JsonObject} from "./json.ts";
import {PLAIN_TIME_LENGTH, plainTime} from "./plain-time.ts";
import type {ProblemList} from "./problems.ts";
import {readTime} from "./read-time.ts";
import {isSigned, POINT_STATUSES, REQUIRED, TABLES, type TableName} from "./snapshot.ts";
import {codeOf, type WordCodes, wordCodes} from "./word-codes.ts";

/** Reads the rows of a table. */
export interface RowReader {
  /** A row as parsed JSON; one that lacks a column it needs, or has a wrong type in one, is left out and told. */
  add(value: unknown, line: number): void;
  /** The row in a line's bytes, without the line's end; false when `add` has to look at it, and nothing was taken. */
  take(bytes: Uint8Array, from: number, end: number): boolean;
  readonly rows: number;
  build(): Table;
}

const COMMA = 44;
const QUOTE = 34;
const SPACE = 32;
const ZERO = 48;
const OPEN = 123;
const CLOSE = 125;
const NULL = new TextEncoder().encode("null");
/** Digits of a number that a double holds exactly. */
const MAX_DIGITS = 15;

/** What ends the quick scan of a text: its quote, an escape, a control character, and what is not ASCII. */
const STOPS = Uint8Array.from({length: 256}, (_, byte) =>
  byte < 32 || byte === QUOTE || byte === 92 || byte > 127 ? 1 : 0
);

/** A column in the making. */
type Growing = TextInMaking | NumbersInMaking;
interface TextInMaking {
  readonly name: string;
  readonly type: "text";
  data: Int32Array;
  readonly words: Words;
}
interface NumbersInMaking {
  readonly name: string;
  readonly type: NumberColumn["type"];
  data: Float64Array;
  readonly isSigned: boolean;
  /** The texts of instants, and what they say. */
  readonly times: Times | null;
}

/** A member that a line may have: a column, or the kind of the record, which is the table's. */
interface Member {
  /** The name with its closing quote and the colon. */
  readonly name: Uint8Array;
  readonly column: number;
}

/** How rows are read. */
export interface RowOptions {
  /** True when `take` is to want each line to say its table in `t`, as the records of a stream do. */
  readonly isTagged?: boolean;
  /** Columns of text that nobody will look at: they may come out as null. */
  readonly without?: readonly string[];
}

/** An empty reader of rows of a table; what it leaves out goes to `problems`. */
export function rowReader(
  table: TableName,
  problems: ProblemList,
  {isTagged = false, without = []}: RowOptions = {}
): RowReader {
  let rows = 0;
  let room = 1024;
  const types = TABLES[table] as Readonly<Record<string, Column["type"]>>;
  const names = Object.keys(types);
  const required = names.map((name) => (REQUIRED[table] as readonly string[]).includes(name));
  const status = names.indexOf("status");
  const columns = names.map((name): Growing => {
    const type = types[name]!;
    return type === "text"
      ? {name, type, data: new Int32Array(room), words: createWords()}
      : {
          name,
          type,
          data: new Float64Array(room),
          isSigned: isSigned(table, name),
          times: type === "time" ? createTimes() : null
        };
  });
  const isUnread = names.map((name) => without.includes(name));
  const statuses = createStatuses();
  const kind = new TextEncoder().encode(`"${table}"`);
  const member = (name: string): Member => ({name: new TextEncoder().encode(`${name}":`), column: names.indexOf(name)});
  const canonical = ["t", ...names];
  let order: readonly string[] = canonical;
  let members = order.map(member);

  // the cells of the line in hand, by column
  const starts = new Int32Array(names.length);
  const ends = new Int32Array(names.length);
  const hashes = new Int32Array(names.length);
  const values = new Float64Array(names.length);

  const grow = () => {
    if (rows < room) return;
    room *= 2;
    for (const column of columns) {
      if (column.type === "text") column.data = widened(column.data, new Int32Array(room));
      else column.data = widened(column.data, new Float64Array(room));
    }
  };

  /** Reads the members of a line into the cells; false when it is not plain. */
  const scan = (bytes: Uint8Array, from: number, end: number): boolean => {
    let at = from;
    if (bytes[at++] !== OPEN) return false;
    starts.fill(-1);
    values.fill(Number.NaN);
    let hasTag = false;
    for (let next = 0; ; ) {
      if (bytes[at] === SPACE) at++;
      if (bytes[at++] !== QUOTE) return false;
      while (next < members.length && !standsAt(members[next]!.name, bytes, at)) next++;
      if (next === members.length) return false;
      const {name, column: index} = members[next++]!;
      at += name.length;
      if (bytes[at] === SPACE) at++;
      const first = bytes[at]!;
      if (index < 0) {
        if (!standsAt(kind, bytes, at)) return false;
        at += kind.length;
        hasTag = true;
      } else if (first === QUOTE) {
        const column = columns[index]!;
        const start = ++at;
        if (isUnread[index] && column.type === "text") {
          while (STOPS[bytes[at]!] === 0) at++;
          if (bytes[at] !== QUOTE) return false;
        } else if (column.type === "text") {
          const {codes} = column.words;
          let hash = 0x811c9dc5 | 0;
          at = endOfLast(codes, bytes, start);
          if (at >= 0) hash = codes.hashes[codes.last]!;
          else {
            at = start;
            for (let byte = bytes[at]!; STOPS[byte] === 0; byte = bytes[++at]!) hash = Math.imul(hash ^ byte, 16777619);
            if (bytes[at] !== QUOTE) return false;
          }
          if (index === status && !statuses.has(bytes, start, at, hash)) return false;
          hashes[index] = hash;
        } else {
          if (!column.times) return false;
          let time = bytes[at + PLAIN_TIME_LENGTH] === QUOTE ? plainTime(bytes, at) : Number.NaN;
          if (!Number.isNaN(time)) at += PLAIN_TIME_LENGTH;
          else {
            let hash = 0x811c9dc5 | 0;
            for (let byte = bytes[at]!; STOPS[byte] === 0; byte = bytes[++at]!) hash = Math.imul(hash ^ byte, 16777619);
            if (bytes[at] !== QUOTE) return false;
            time = column.times.of(bytes, start, at, hash);
          }
          if (Number.isNaN(time)) return false;
          values[index] = time;
        }
        starts[index] = isUnread[index] ? -1 : start;
        ends[index] = at++;
      } else if (first === NULL[0]) {
        if (!standsAt(NULL, bytes, at)) return false;
        at += NULL.length;
      } else {
        const column = columns[index]!;
        if (column.type !== "number") return false;
        const start = at;
        let value = 0;
        for (let digit = first - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO)
          value = value * 10 + digit;
        const digits = at - start;
        if (digits === 0 || digits > MAX_DIGITS || (first === ZERO && digits > 1)) return false;
        values[index] = value;
        starts[index] = start;
      }
      const ender = bytes[at++];
      if (ender === COMMA) continue;
      if (ender !== CLOSE || at !== end || (isTagged && !hasTag)) return false;
      for (let i = 0; i < required.length; i++) if (required[i] && starts[i]! < 0) return false;
      return true;
    }
  };

  return {
    get rows() {
      return rows;
    },
    take(bytes, from, end) {
      if (!scan(bytes, from, end)) return false;
      grow();
      for (let i = 0; i < columns.length; i++) {
        const column = columns[i]!;
        if (column.type !== "text") column.data[rows] = values[i]!;
        else column.data[rows] = starts[i]! < 0 ? -1 : column.words.ofBytes(bytes, starts[i]!, ends[i]!, hashes[i]!);
      }
      rows++;
      return true;
    },
    add(value, line) {
      if (!isObject(value)) return problems.skip("part/no-row", "A line is no object.", line);
      const captures = Array.isArray(value.captures) ? (value.captures as unknown[]) : undefined;
      const cells: Cell[] = [];
      for (const [i, column] of columns.entries()) {
        const cell = memberOf(value, column.name, captures);
        if (cell === null) {
          if (required[i])
            return problems.skip(`part/missing-${column.name}`, `A row of ${table} has no ${column.name}.`, line);
          cells.push(null);
          continue;
        }
        const read = readCell(cell, column);
        if (read === undefined || (i === status && !(POINT_STATUSES as readonly unknown[]).includes(read)))
          return problems.skip(
            `part/wrong-${column.name}`,
            `A row of ${table} has a ${column.name} that is none: ${JSON.stringify(cell)?.slice(0, 40)}.`,
            line
          );
        cells.push(read);
      }
      grow();
      for (const [i, column] of columns.entries()) {
        const cell = cells[i]!;
        if (column.type === "text") column.data[rows] = cell === null ? -1 : column.words.ofText(String(cell));
        else column.data[rows] = cell === null ? Number.NaN : Number(cell);
      }
      rows++;
      const seen = Object.keys(value);
      if (captures || isWithin(seen, order)) return;
      order = isWithin(seen, canonical) ? canonical : seen.filter((name) => name === "t" || names.includes(name));
      members = order.map(member);
    },
    build: () => ({
      rows,
      columns: columns.map(
        (column): Column =>
          column.type === "text"
            ? {name: column.name, type: "text", codes: column.data.slice(0, rows), words: column.words.words}
            : {name: column.name, type: column.type, values: column.data.slice(0, rows)}
      )
    })
  };
}

/** The words of a column in the order in which they came, whether as bytes or as text. */
interface Words {
  readonly codes: WordCodes;
  readonly words: string[];
  ofBytes(bytes: Uint8Array, from: number, end: number, hash: number): number;
  ofText(text: string): number;
}

function createWords(): Words {
  const codes = wordCodes();
  const words: string[] = [];
  /** By code of the bytes: the code of the word. */
  const places: number[] = [];
  const texts = new Map<string, number>();
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const ofBytes = (bytes: Uint8Array, from: number, end: number, hash: number): number => {
    const code = codeOf(codes, bytes, from, end, hash);
    if (code === places.length) places.push(words.push(decoder.decode(bytes.subarray(from, end))) - 1);
    return places[code]!;
  };
  return {
    codes,
    words,
    ofBytes,
    ofText(text) {
      const known = texts.get(text);
      if (known !== undefined) return known;
      const bytes = encoder.encode(text);
      // half a character has no bytes of its own
      const code = /[^\u0000-\u007f]/.test(text)
        ? words.push(text) - 1
        : ofBytes(bytes, 0, bytes.length, hashOf(bytes));
      texts.set(text, code);
      return code;
    }
  };
}

/** What texts of instants say; NaN for one that is none. */
interface Times {
  of(bytes: Uint8Array, from: number, end: number, hash: number): number;
  ofText(text: string): number;
}

function createTimes(): Times {
  const codes = wordCodes();
  const times: number[] = [];
  const texts = new Map<string, number>();
  const decoder = new TextDecoder();
  const ofText = (text: string): number => {
    let time = texts.get(text);
    if (time === undefined) {
      const reading = readTime(text);
      time = "time" in reading ? reading.time : Number.NaN;
      texts.set(text, time);
    }
    return time;
  };
  return {
    of(bytes, from, end, hash) {
      const code = codeOf(codes, bytes, from, end, hash);
      if (code === times.length) times.push(ofText(decoder.decode(bytes.subarray(from, end))));
      return times[code]!;
    },
    ofText
  };
}

/** Tells whether a text is a status, without a string of it. */
function createStatuses(): {has(bytes: Uint8Array, from: number, end: number, hash: number): boolean} {
  const codes = wordCodes();
  const known: boolean[] = [];
  const decoder = new TextDecoder();
  return {
    has(bytes, from, end, hash) {
      const code = codeOf(codes, bytes, from, end, hash);
      if (code === known.length)
        known.push((POINT_STATUSES as readonly string[]).includes(decoder.decode(bytes.subarray(from, end))));
      return known[code]!;
    }
  };
}

function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5 | 0;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 16777619);
  return hash;
}

function standsAt(word: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false;
  return true;
}

/** Where the text that starts at `start` ends when it is the word of the row before; −1 when it is another. */
function endOfLast({last, bytes: held, ends}: WordCodes, bytes: Uint8Array, start: number): number {
  if (last < 0) return -1;
  let at = start;
  for (let i = last ? ends[last - 1]! : 0; i < ends[last]!; i++) if (held[i] !== bytes[at++]) return -1;
  return bytes[at] === QUOTE ? at : -1;
}

/** True when the names stand in the list, in that order. */
function isWithin(names: readonly string[], list: readonly string[]): boolean {
  let next = 0;
  return names.every((name) => {
    while (next < list.length && list[next] !== name) next++;
    return next++ < list.length;
  });
}

function memberOf(value: JsonObject, name: string, captures: readonly unknown[] | undefined): unknown {
  const own = Object.hasOwn(value, name) ? value[name] : undefined;
  return own ?? (captures && /^c[123]$/.test(name) ? captures[Number(name[1]) - 1] : undefined) ?? null;
}

function readCell(cell: unknown, column: Growing): string | number | undefined {
  if (column.type === "text") return typeof cell === "string" ? cell : undefined;
  if (column.times) {
    const time = typeof cell === "string" ? column.times.ofText(cell) : Number.NaN;
    return Number.isNaN(time) ? undefined : time;
  }
  return typeof cell === "number" && (column.isSigned || cell >= 0) && Number.isFinite(cell) ? cell : undefined;
}

function widened<T extends Int32Array | Float64Array>(old: T, wider: T): T {
  wider.set(old);
  return wider;
}
