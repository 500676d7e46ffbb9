/**
 * Tables as Arrow IPC streams and back: the bytes of our own segments and of DuckDB-WASM. Text is a dictionary column,
 * instants are timestamps in milliseconds, counts are 32-bit integers where they all fit, other numbers are doubles.
 * Read with it only what this project or DuckDB wrote: a stranger's Arrow can hang a JavaScript reader.
 */
import {
  Column as ArrowColumn,
  type Batch,
  batchType,
  columnFromArray,
  type DataType,
  dictionary,
  float64,
  int8,
  int16,
  int32,
  TimeUnit,
  Type,
  tableFromColumns,
  tableFromIPC,
  tableToIPC,
  timestamp,
  utf8
} from "@uwdata/flechette";
import {type Column, interner, type Table} from "./table.ts";

/**
 * The table as one Arrow IPC stream. Equal tables give equal bytes. `isNarrow` takes the narrowest integers that hold a
 * column's codes or counts: for files, which are hashed and written.
 */
export function tableToArrow(table: Table, {isNarrow = false}: {readonly isNarrow?: boolean} = {}): Uint8Array {
  const columns = table.columns.map((column): [string, ArrowColumn<unknown>] => [
    column.name,
    toArrowColumn(column, table.rows, isNarrow)
  ]);
  return tableToIPC(tableFromColumns(columns), {format: "stream"})!;
}

/** The table in an Arrow IPC stream, or in its pieces. Types we do not write are read as numbers or as their text. */
export function arrowToTable(bytes: Uint8Array | Uint8Array[]): Table {
  const arrow = tableFromIPC(bytes, {useBigInt: true, useBigIntTimestamp: true});
  return {
    rows: arrow.numRows,
    columns: arrow.schema.fields.map(({name, type}, i) =>
      fromArrowColumn(name, type, arrow.getChildAt(i), arrow.numRows)
    )
  };
}

function toArrowColumn(column: Column, rows: number, isNarrow: boolean): ArrowColumn<unknown> {
  if (column.type === "text") {
    const {codes, words} = column;
    const {type: codeType, array} = integersTo(isNarrow ? words.length - 1 : 2 ** 31 - 1);
    const type = dictionary(utf8(), codeType);
    const {validity, nullCount} = validityOf(codes);
    // the place of a null holds some code
    const known = nullCount ? withoutNulls(codes) : codes;
    const values = array === Int32Array ? known : new array(known);
    const batch = new (batchType(type) as BatchConstructor)({length: rows, nullCount, type, validity, values});
    // the encoder finds a dictionary by the identity of its type; setDictionary would read all words back
    (batch as unknown as {dictionary: ArrowColumn<unknown>}).dictionary = wordColumn(
      words.length ? words : [""],
      type.dictionary
    );
    return new ArrowColumn([batch], type);
  }
  const {values} = column;
  const {validity, nullCount} = validityOf(values);
  const largest = column.type === "time" ? Number.NaN : largestInteger(values);
  const integers = integersTo(isNarrow ? largest : 2 ** 31 - 1);
  const [type, data] =
    column.type === "time"
      ? [timestamp(TimeUnit.MILLISECOND, null), toInt64(values)]
      : Number.isNaN(largest)
        ? [float64(), values]
        : [integers.type, new integers.array(values)];
  return new ArrowColumn(
    [
      new (batchType(type as DataType) as BatchConstructor)({
        length: rows,
        nullCount,
        type: type as DataType,
        validity,
        values: data
      })
    ],
    type as DataType
  );
}

/** Words as a column, the same bytes as flechette's; those of one byte a character are encoded all at once. */
function wordColumn(words: readonly string[], type: DataType): ArrowColumn<unknown> {
  const all = words.join("");
  const bytes = new TextEncoder().encode(all);
  if (bytes.length !== all.length) return columnFromArray(words as string[], type);
  // flechette's builders leave room up to the next eight bytes
  const values = new Uint8Array((bytes.length + 8) & ~7);
  values.set(bytes);
  const offsets = new Int32Array((words.length + 2) & ~1);
  for (let i = 0; i < words.length; i++) offsets[i + 1] = offsets[i]! + words[i]!.length;
  const batch = new (batchType(type) as BatchConstructor)({
    length: words.length,
    nullCount: 0,
    type,
    validity: new Uint8Array(0),
    values,
    offsets
  });
  return new ArrowColumn([batch], type);
}

type BatchConstructor = new (options: {
  length: number;
  nullCount: number;
  type: DataType;
  validity: Uint8Array;
  values: unknown;
  offsets?: Int32Array;
}) => Batch<unknown>;

/** Integers that hold numbers from `-largest - 1` to `largest`. */
function integersTo(largest: number) {
  if (largest < 2 ** 7) return {type: int8(), array: Int8Array};
  return largest < 2 ** 15 ? {type: int16(), array: Int16Array} : {type: int32(), array: Int32Array};
}

/** What is null: a code below zero, or NaN. One loop for each kind of array, which V8 reads fastest. */
function validityOf(values: Int32Array | Float64Array): {validity: Uint8Array; nullCount: number} {
  const hasNull = values instanceof Int32Array ? hasNegative(values) : values.includes(Number.NaN);
  if (!hasNull) return {validity: new Uint8Array(0), nullCount: 0};
  const validity = new Uint8Array(((values.length + 63) >> 6) << 3);
  const nullCount = values instanceof Int32Array ? markCodes(values, validity) : markNumbers(values, validity);
  return {validity, nullCount};
}

function hasNegative(codes: Int32Array): boolean {
  for (let row = 0; row < codes.length; row++) if (codes[row]! < 0) return true;
  return false;
}

function markCodes(codes: Int32Array, validity: Uint8Array): number {
  let nullCount = 0;
  for (let row = 0; row < codes.length; row++)
    if (codes[row]! >= 0) validity[row >> 3]! |= 1 << (row & 7);
    else nullCount++;
  return nullCount;
}

function markNumbers(values: Float64Array, validity: Uint8Array): number {
  let nullCount = 0;
  for (let row = 0; row < values.length; row++)
    if (Number.isNaN(values[row]!)) nullCount++;
    else validity[row >> 3]! |= 1 << (row & 7);
  return nullCount;
}

function withoutNulls(codes: Int32Array): Int32Array {
  const known = new Int32Array(codes.length);
  for (let row = 0; row < codes.length; row++) known[row] = Math.max(codes[row]!, 0);
  return known;
}

/** How far integers reach from zero, as `integersTo` counts; NaN when one is none or takes more than 32 bits. */
function largestInteger(values: Float64Array): number {
  let largest = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if ((value | 0) === value) {
      const reach = value < 0 ? -1 - value : value;
      if (reach > largest) largest = reach;
    } else if (!Number.isNaN(value)) return Number.NaN;
  }
  return largest;
}

/** 64-bit integers of numbers, by halves: BigInt would cost ten times as much. NaN is 0. */
function toInt64(values: Float64Array): BigInt64Array {
  const halves = new Int32Array(values.length * 2);
  let [last, low, high] = [Number.NaN, 0, 0];
  for (let i = 0; i < values.length; i++) {
    // the same instant often stands in many rows
    if (values[i] !== last) {
      last = values[i]!;
      const value = Math.round(last) || 0;
      high = Math.floor(value / 4_294_967_296);
      low = (value - high * 4_294_967_296) | 0;
    }
    halves[2 * i] = low;
    halves[2 * i + 1] = high;
  }
  return new BigInt64Array(halves.buffer);
}

/** The parts of a flechette batch that are read here without its per-value accessors. */
interface RawBatch {
  readonly length: number;
  readonly nullCount: number;
  readonly validity: Uint8Array | undefined;
  readonly values: ArrayLike<number | bigint>;
  at(index: number): unknown;
}

function fromArrowColumn(name: string, type: DataType, arrow: ArrowColumn<unknown>, rows: number): Column {
  const batches = arrow.data as unknown as readonly RawBatch[];
  if (type.typeId === Type.Dictionary) {
    const words = Array.from((batches[0] as unknown as {dictionary?: Iterable<unknown>})?.dictionary ?? [], String);
    const codes = new Int32Array(rows);
    forEachValue(
      batches,
      (row, batch, index) => {
        codes[row] = Number(batch.values[index]);
      },
      (row) => {
        codes[row] = -1;
      }
    );
    return {name, type: "text", codes, words};
  }
  const kind = type.typeId === Type.Timestamp ? "time" : type.typeId === Type.Bool ? "boolean" : "number";
  if (
    type.typeId === Type.Int ||
    type.typeId === Type.Float ||
    type.typeId === Type.Timestamp ||
    type.typeId === Type.Bool
  ) {
    const values = new Float64Array(rows);
    // a step of the unit is 1000: seconds 0, milliseconds 1, microseconds 2
    const factor = type.typeId === Type.Timestamp ? 1000 ** (type.unit - TimeUnit.MILLISECOND) : 1;
    const numbers = batches.map((batch) => ({
      ...batch,
      values:
        batch.values instanceof BigInt64Array
          ? fromInt64(batch.values)
          : type.typeId === Type.Bool
            ? bits(batch)
            : batch.values
    }));
    forEachValue(
      numbers,
      (row, batch, index) => {
        values[row] = Number(batch.values[index]) / factor;
      },
      (row) => {
        values[row] = Number.NaN;
      }
    );
    return {name, type: kind, values};
  }
  const words = interner();
  const codes = new Int32Array(rows);
  forEachValue(
    batches,
    (row, batch, index) => {
      codes[row] = words.code(String(batch.at(index)));
    },
    (row) => {
      codes[row] = -1;
    }
  );
  return {name, type: "text", codes, words: words.words};
}

/** 64-bit integers as doubles, by halves as in toInt64. */
function fromInt64(values: BigInt64Array): Float64Array {
  const halves = new Int32Array(values.buffer, values.byteOffset, values.length * 2);
  const doubles = new Float64Array(values.length);
  for (let i = 0; i < doubles.length; i++) doubles[i] = halves[2 * i + 1]! * 2 ** 32 + (halves[2 * i]! >>> 0);
  return doubles;
}

function bits(batch: RawBatch): number[] {
  return Array.from({length: batch.length}, (_, index) => Number(batch.at(index)));
}

function forEachValue(
  batches: readonly RawBatch[],
  value: (row: number, batch: RawBatch, index: number) => void,
  none: (row: number) => void
): void {
  let row = 0;
  for (const batch of batches) {
    const {validity, nullCount, length} = batch;
    for (let index = 0; index < length; index++, row++) {
      if (nullCount && validity && !((validity[index >> 3]! >> (index & 7)) & 1)) none(row);
      else value(row, batch, index);
    }
  }
}
