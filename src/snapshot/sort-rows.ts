import {type Column, interner, type NumberColumn, type Table, type TextColumn, takeRows} from "../table.ts";
import {codeOfNumber, numberCodes} from "./number-codes.ts";

/**
 * The rows in ascending order of the key columns: text by code unit, null first, rows with equal keys in the order they
 * had. Words of text columns are those that are used, sorted in key columns, else in the order of the rows: equal rows give
 * equal columns.
 */
export function sortRows(table: Table, keys: readonly string[]): Table {
  const isKey = (column: Column) => keys.includes(column.name);
  const columns = table.columns.map((column) =>
    column.type === "text" && isKey(column) ? sortedWords(column) : column
  );
  // a column without values orders nothing
  const ordering = keys
    .map((key) => columns.find(({name}) => name === key)!)
    .filter((column) => column.type !== "text" || column.words.length > 0);
  const tidy = {rows: table.rows, columns};
  const sorted = isSorted(ordering, table.rows) ? tidy : inOrder(tidy, ordering);
  return {
    rows: sorted.rows,
    columns: sorted.columns.map((column) => (column.type === "text" && !isKey(column) ? usedWords(column) : column))
  };
}

/**
 * The rows in the order of some columns. The first ones, as long as they are text, are taken as one key while it has no more
 * values than there are rows; the rows of one value often stand in the order of the other columns already.
 */
function inOrder(table: Table, columns: readonly Column[]): Table {
  const places = new Int32Array(table.rows);
  let count = 1;
  let used = 0;
  for (; used < columns.length; used++) {
    const column = columns[used]!;
    if (column.type !== "text" || count * (column.words.length + 1) > Math.max(table.rows, SMALL)) break;
    addKey(places, column);
    count *= column.words.length + 1;
  }
  const key = {places, count};
  const others = columns.slice(used);
  return isSortedWithin(key, others, table.rows)
    ? putRows(table, placesOf(key, table.rows))
    : takeRows(table, ascending([key, ...others.map(ranked)], table.rows));
}

/** Makes a key of a key and a column: rows that are equal there are ordered by this one. */
function addKey(places: Int32Array, {codes, words}: TextColumn): void {
  const count = words.length + 1;
  for (let row = 0; row < places.length; row++) places[row] = places[row]! * count + codes[row]! + 1;
}

/** A key of so many values is always worth its memory. */
const SMALL = 65_536;

/** Where each run of rows with equal keys starts in a sorted table, and the number of rows at the end. */
export function runsOf(table: Table, keys: readonly string[]): Uint32Array {
  const isNew = new Uint8Array(table.rows);
  for (const key of keys) {
    const column = table.columns.find(({name}) => name === key)!;
    if (column.type !== "text") markNumbers(column.values, isNew);
    else if (column.words.length) markCodes(column.codes, isNew);
  }
  if (table.rows) isNew[0] = 1;
  const starts = new Uint32Array(table.rows + 1);
  let runs = 0;
  for (let row = 0; row < table.rows; row++) if (isNew[row]) starts[runs++] = row;
  starts[runs] = table.rows;
  return starts.subarray(0, runs + 1);
}

/** Marks the rows whose value differs from that of the row before. One function for each kind of array: V8 reads both slowly. */
function markCodes(codes: Int32Array, isNew: Uint8Array): void {
  for (let row = 1; row < codes.length; row++) if (codes[row] !== codes[row - 1]) isNew[row] = 1;
}

function markNumbers(values: Float64Array, isNew: Uint8Array): void {
  for (let row = 1; row < values.length; row++) {
    const [value, before] = [values[row]!, values[row - 1]!];
    if (value !== before && !(Number.isNaN(value) && Number.isNaN(before))) isNew[row] = 1;
  }
}

/** Tells whether two rows of a table have the same cells in all columns. */
export function rowComparison({columns}: Table): (a: number, b: number) => boolean {
  const all = columns.map(comparable);
  return (a, b) => {
    for (let i = 0; i < all.length; i++) if (!Object.is(all[i]![a], all[i]![b])) return false;
    return true;
  };
}

function comparable(column: Column): Int32Array | Float64Array {
  return column.type === "text" ? column.codes : column.values;
}

function sortedWords(column: TextColumn): TextColumn {
  const {codes, words} = column;
  const used = new Uint8Array(words.length);
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) used[codes[row]!] = 1;
  // equal words may have two codes
  const kept = [...new Set(words.filter((_, code) => used[code]))].sort();
  if (!kept.length) return {...column, words: kept};
  if (kept.length === words.length && kept.every((word, code) => word === words[code])) return column;
  const places = new Map(kept.map((word, code) => [word, code]));
  const place = Int32Array.from(words, (word) => places.get(word) ?? -1);
  const recoded = new Int32Array(codes.length);
  for (let row = 0; row < codes.length; row++) recoded[row] = codes[row]! < 0 ? -1 : place[codes[row]!]!;
  return {...column, codes: recoded, words: kept};
}

/** The words in the order in which the rows use them. */
function usedWords(column: TextColumn): TextColumn {
  if (isInUse(column)) return column;
  const {codes, words} = column;
  const places = new Int32Array(words.length).fill(-1);
  const used = interner();
  const recoded = new Int32Array(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code >= 0 && places[code]! < 0) places[code] = used.code(words[code]!);
    recoded[row] = code < 0 ? -1 : places[code]!;
  }
  return {...column, codes: recoded, words: used.words};
}

/** Whether words are in the order of their use already, each once. */
function isInUse({codes, words}: TextColumn): boolean {
  let next = 0;
  for (let row = 0; row < codes.length; row++) {
    if (codes[row]! < next) continue;
    if (codes[row]! > next++) return false;
  }
  return next === words.length && new Set(words).size === next;
}

/** The place of each row's value among the column's values; 0 is null. */
interface Ranks {
  readonly places: Int32Array;
  readonly count: number;
}

function ranked(column: Column): Ranks {
  if (column.type === "text") {
    const places = new Int32Array(column.codes.length);
    for (let row = 0; row < places.length; row++) places[row] = column.codes[row]! + 1;
    return {places, count: column.words.length + 1};
  }
  return rankedNumbers(column);
}

function rankedNumbers({values}: NumberColumn): Ranks {
  const codes = numberCodes();
  const places = new Int32Array(values.length);
  let [last, code] = [Number.NaN, 0];
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value !== last) {
      last = value;
      code = codeOfNumber(codes, value) + 1;
    }
    places[row] = code;
  }
  const place = new Int32Array(codes.count + 1);
  for (const [i, value] of codes.values.slice(0, codes.count).sort().entries())
    place[codeOfNumber(codes, value) + 1] = i + 1;
  for (let row = 0; row < values.length; row++) places[row] = place[places[row]!]!;
  return {places, count: codes.count + 1};
}

/** Whether the rows of each key stand in the order of some columns. */
function isSortedWithin(key: Ranks, columns: readonly Column[], rows: number): boolean {
  const [first] = columns;
  return columns.length === 1 && first?.type !== "text" && first && !first.values.includes(Number.NaN)
    ? areNumbersSortedWithin(key, first.values)
    : isSorted(columns, rows, rowsBefore(key));
}

function areNumbersSortedWithin({places, count}: Ranks, values: Float64Array): boolean {
  const last = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < places.length; row++) {
    const place = places[row]!;
    if (values[row]! < last[place]!) return false;
    last[place] = values[row]!;
  }
  return true;
}

/** By row: the one before it that has the same key; −1 for the first one. */
function rowsBefore({places, count}: Ranks): Int32Array {
  const last = new Int32Array(count).fill(-1);
  const before = new Int32Array(places.length);
  for (let row = 0; row < places.length; row++) {
    before[row] = last[places[row]!]!;
    last[places[row]!] = row;
  }
  return before;
}

/** Whether rows stand in the order of these columns, the first one first; each after the row before it, or that in `before`. */
function isSorted(columns: readonly Column[], rows: number, before: Int32Array | null = null): boolean {
  // by row: whether it is as the one before in all columns that were looked at
  const isTied = new Uint8Array(rows).fill(1);
  return columns.every((column) =>
    column.type === "text"
      ? areCodesSorted(column.codes, isTied, before)
      : areNumbersSorted(column.values, isTied, before)
  );
}

function areCodesSorted(codes: Int32Array, isTied: Uint8Array, before: Int32Array | null): boolean {
  for (let row = 0; row < codes.length; row++) {
    const prior = before ? before[row]! : row - 1;
    if (prior < 0 || codes[row] === codes[prior] || !isTied[row]) continue;
    if (codes[row]! < codes[prior]!) return false;
    isTied[row] = 0;
  }
  return true;
}

function areNumbersSorted(values: Float64Array, isTied: Uint8Array, before: Int32Array | null): boolean {
  for (let row = 0; row < values.length; row++) {
    const prior = before ? before[row]! : row - 1;
    if (prior < 0 || values[row] === values[prior] || !isTied[row]) continue;
    // null comes first
    if (Number.isNaN(values[row]!)) {
      if (!Number.isNaN(values[prior]!)) return false;
      continue;
    }
    if (values[row]! < values[prior]!) return false;
    isTied[row] = 0;
  }
  return true;
}

/** A counting sort by each key, the last one first: it keeps the order of equals, and is linear in the rows. */
function ascending(ranks: readonly Ranks[], rows: number): Uint32Array {
  let order = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) order[row] = row;
  let spare = new Uint32Array(rows);
  for (const {places, count} of [...ranks].reverse()) {
    const starts = startsOf(places, count, rows);
    for (let i = 0; i < rows; i++) spare[starts[places[order[i]!]!]!++] = order[i]!;
    [order, spare] = [spare, order];
  }
  return order;
}

/** Where each row goes when they are sorted by one key. */
function placesOf({places, count}: Ranks, rows: number): Uint32Array {
  const next = startsOf(places, count, rows);
  const targets = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) targets[row] = next[places[row]!]!++;
  return targets;
}

/** Where the rows of each place start among sorted ones. */
function startsOf(places: Int32Array, count: number, rows: number): Uint32Array {
  const starts = new Uint32Array(count + 1);
  for (let row = 0; row < rows; row++) starts[places[row]! + 1]!++;
  for (let i = 1; i <= count; i++) starts[i]! += starts[i - 1]!;
  return starts;
}

/** Each row at its target: read and written in a few streams, where takeRows would jump with every row. */
function putRows(table: Table, targets: Uint32Array): Table {
  const {rows} = table;
  return {
    rows,
    columns: table.columns.map((column): Column => {
      if (column.type === "text") {
        // nothing but nulls
        if (!column.words.length) return column;
        return {...column, codes: putCodes(column.codes, targets)};
      }
      return {...column, values: putNumbers(column.values, targets)};
    })
  };
}

function putCodes(codes: Int32Array, targets: Uint32Array): Int32Array {
  const put = new Int32Array(targets.length);
  for (let row = 0; row < targets.length; row++) put[targets[row]!] = codes[row]!;
  return put;
}

function putNumbers(values: Float64Array, targets: Uint32Array): Float64Array {
  const put = new Float64Array(targets.length);
  for (let row = 0; row < targets.length; row++) put[targets[row]!] = values[row]!;
  return put;
}
