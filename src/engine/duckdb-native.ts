/** DuckDB's native build behind the Driver: what the command line uses. Its data chunks are filled column by column. */
import {DOUBLE, type DuckDBConnection, DuckDBDataChunk, INTEGER, VARCHAR} from "@duckdb/node-api";
import {TidemarkError, throwIfAborted} from "../error.ts";
import type {AuthorTable, Engine} from "../store/engine.ts";
import {type Column, cellOf, interner, type Table} from "../table.ts";
import {createDuckDBEngine, type Driver} from "./duckdb.ts";

const CHUNK = 2048;

/** An Engine on an open native connection; `close` closes it. Instants are UTC whatever the machine's zone. */
export async function createNativeEngine(connection: DuckDBConnection): Promise<Engine> {
  await connection.run("SET TimeZone = 'UTC'");
  return createDuckDBEngine(nativeDriver(connection));
}

function nativeDriver(connection: DuckDBConnection): Driver {
  return {
    run: async (text) => void (await connection.run(text)),
    prepare: async (text) => (await connection.prepare(text)).destroySync(),
    read: (text, limits, signal) => read(connection, text, limits, signal),
    append: (schema, table, rows) => append(connection, schema, table, rows),
    close: async () => connection.closeSync()
  };
}

async function read(
  connection: DuckDBConnection,
  text: string,
  limits: {rows: number; bytes: number},
  signal: AbortSignal | undefined
): Promise<AuthorTable> {
  throwIfAborted(signal);
  let again: ReturnType<typeof setInterval> | undefined;
  const interrupt = () => {
    connection.interrupt();
    // a statement that only begins takes no notice of it
    again ??= setInterval(() => connection.interrupt(), 50);
  };
  signal?.addEventListener("abort", interrupt);
  try {
    const result = await connection.stream(text);
    const names = result.columnNames();
    const columns = names.map((_, i) => ({
      numbers: [] as Float64Array[],
      codes: [] as Int32Array[],
      words: interner(),
      // a result without rows has columns of their types all the same
      text: result.columnType(i) === VARCHAR
    }));
    let rows = 0;
    let bytes = 0;
    let truncated = false;
    while (!truncated) {
      if (signal?.aborted) throw new TidemarkError("call/aborted", "This was cancelled.");
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) break;
      const take = Math.min(chunk.rowCount, limits.rows - rows);
      truncated = take < chunk.rowCount;
      columns.forEach((column, i) => {
        bytes += readVector(chunk, i, take, column);
      });
      rows += take;
      truncated ||= bytes > limits.bytes;
    }
    return {
      rows,
      truncated,
      columns: columns.map((column, i): Column => {
        const name = names[i]!;
        return column.text
          ? {name, type: "text", codes: joined(Int32Array, column.codes, rows), words: column.words.words}
          : {name, type: "number", values: joined(Float64Array, column.numbers, rows)};
      })
    };
  } catch (error) {
    if (signal?.aborted) throw new TidemarkError("call/aborted", "This was cancelled.", {}, error);
    throw error;
  } finally {
    clearInterval(again);
    signal?.removeEventListener("abort", interrupt);
  }
}

/** A vector of numbers, whose memory the bindings expose but do not declare. */
interface NumberVector {
  readonly items: Float64Array | Int32Array;
  /** Bit i of the data tells whether value i is there; no data: all are. */
  readonly validity: {readonly data: BigUint64Array | null};
  setItem(index: number, value: number | null): void;
  flush(): void;
}

interface Reading {
  readonly numbers: Float64Array[];
  readonly codes: Int32Array[];
  readonly words: ReturnType<typeof interner>;
  text: boolean;
}

function readVector(chunk: DuckDBDataChunk, index: number, take: number, into: Reading): number {
  const vector = chunk.getColumnVector(index) as unknown as NumberVector;
  if (vector.items instanceof Float64Array) {
    const values = vector.items.slice(0, take);
    const valid = vector.validity.data;
    // asked value by value, the bindings calculate with BigInt
    if (valid) {
      const bits = new Uint32Array(valid.buffer, valid.byteOffset, valid.length * 2);
      for (let i = 0; i < take; i++) if (!((bits[i >> 5]! >>> (i & 31)) & 1)) values[i] = Number.NaN;
    }
    into.numbers.push(values);
    return take * 8;
  }
  let bytes = take * 4;
  const values = chunk.getColumnValues(index).slice(0, take);
  into.text = into.text || values.some((value) => typeof value === "string");
  if (values.some((value) => typeof value === "boolean")) {
    into.numbers.push(Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))));
    return bytes;
  }
  into.text = true;
  into.codes.push(
    Int32Array.from(values, (value) => {
      if (value === null) return -1;
      const known = into.words.words.length;
      const code = into.words.code(String(value));
      if (code === known) bytes += String(value).length;
      return code;
    })
  );
  return bytes;
}

function joined<A extends Float64Array | Int32Array>(
  kind: new (length: number) => A,
  pieces: readonly A[],
  length: number
): A {
  const all = new kind(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

async function append(connection: DuckDBConnection, schema: string, table: string, rows: Table): Promise<void> {
  const types = rows.columns.map((column) =>
    column.type === "text" ? VARCHAR : column.type !== "time" && isInt32(column.values) ? INTEGER : DOUBLE
  );
  // the appender wants every column in the table's order and type: a staging table takes ours, INSERT … SELECT casts
  const columns = rows.columns.map(({name}, i) => `"${name}" ${types[i]}`).join(", ");
  await connection.run(`CREATE OR REPLACE TEMP TABLE staging (${columns})`);
  const appender = await connection.createAppender("staging", null, "temp");
  const chunk = DuckDBDataChunk.create(types, CHUNK);
  for (let start = 0; start < rows.rows; start += CHUNK) {
    const count = Math.min(CHUNK, rows.rows - start);
    chunk.rowCount = count;
    rows.columns.forEach((column, i) => {
      fillVector(chunk, i, column, start, count);
    });
    appender.appendDataChunk(chunk);
    chunk.reset();
  }
  appender.flushSync();
  appender.closeSync();
  const names = rows.columns.map(({name}) => `"${name}"`).join(", ");
  const values = rows.columns
    .map(({name, type}) => (type === "time" ? `epoch_ms("${name}"::BIGINT)` : `"${name}"`))
    .join(", ");
  await connection.run(`INSERT INTO "${schema}"."${table}" (${names}) SELECT ${values} FROM temp.staging`);
  await connection.run("DROP TABLE temp.staging");
}

function fillVector(chunk: DuckDBDataChunk, index: number, column: Column, start: number, count: number): void {
  if (column.type === "text") {
    chunk.setColumnValues(
      index,
      Array.from({length: count}, (_, i) => cellOf(column, start + i))
    );
    return;
  }
  const vector = chunk.getColumnVector(index) as unknown as NumberVector;
  for (let i = 0; i < count; i++) {
    const value = column.values[start + i]!;
    if (Number.isNaN(value)) vector.setItem(i, null);
    else vector.items[i] = value;
  }
  vector.flush();
}

function isInt32(values: Float64Array): boolean {
  for (const value of values) if ((value | 0) !== value && !Number.isNaN(value)) return false;
  return true;
}
