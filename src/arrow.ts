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

/** The table as one Arrow IPC stream. Equal tables give equal bytes. */
export function tableToArrow(table: Table): Uint8Array {
  const columns = table.columns.map((column): [string, ArrowColumn<unknown>] => [
    column.name,
    toArrowColumn(column, table.rows)
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

function toArrowColumn(column: Column, rows: number): ArrowColumn<unknown> {
  if (column.type === "text") {
    const type = dictionary(utf8(), int32());
    const {validity, nullCount} = validityOf(rows, (row) => column.codes[row]! >= 0);
    const values = nullCount ? column.codes.map((code) => Math.max(code, 0)) : column.codes;
    const batch = new (batchType(type) as BatchConstructor)({length: rows, nullCount, type, validity, values});
    // the encoder finds a dictionary by the identity of its type
    const words = columnFromArray(column.words.length ? (column.words as string[]) : [""], type.dictionary);
    (batch as unknown as {setDictionary(words: ArrowColumn<unknown>): void}).setDictionary(words);
    return new ArrowColumn([batch], type);
  }
  const {values} = column;
  const {validity, nullCount} = validityOf(rows, (row) => !Number.isNaN(values[row]!));
  const [type, data] =
    column.type === "time"
      ? [timestamp(TimeUnit.MILLISECOND, null), toInt64(values)]
      : fitsInt32(values)
        ? [int32(), Int32Array.from(values)]
        : [float64(), values];
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

type BatchConstructor = new (options: {
  length: number;
  nullCount: number;
  type: DataType;
  validity: Uint8Array;
  values: unknown;
}) => Batch<unknown>;

function validityOf(rows: number, isValid: (row: number) => boolean): {validity: Uint8Array; nullCount: number} {
  const validity = new Uint8Array(((rows + 63) >> 6) << 3);
  let nullCount = 0;
  for (let row = 0; row < rows; row++) {
    if (isValid(row)) validity[row >> 3]! |= 1 << (row & 7);
    else nullCount++;
  }
  return nullCount ? {validity, nullCount} : {validity: new Uint8Array(0), nullCount};
}

function fitsInt32(values: Float64Array): boolean {
  for (const value of values) if (!Number.isNaN(value) && (value | 0) !== value) return false;
  return true;
}

/** 64-bit integers of numbers, by halves: BigInt would cost ten times as much. NaN is 0. */
function toInt64(values: Float64Array): BigInt64Array {
  const halves = new Int32Array(values.length * 2);
  for (let i = 0; i < values.length; i++) {
    const value = Math.round(values[i]!) || 0;
    halves[2 * i] = (value % 2 ** 32) | 0;
    halves[2 * i + 1] = Math.floor(value / 2 ** 32);
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
