/**
 * DuckDB-WASM behind the Driver: what the browser uses. Results come as Arrow IPC pieces of a pending query, which can be
 * cancelled; a query that does not heed the cancel ends with its worker.
 */
import type {AsyncDuckDB} from "@duckdb/duckdb-wasm";
import {arrowToTable, tableToArrow} from "../arrow.ts";
import {messageOf, TidemarkError} from "../error.ts";
import type {AuthorTable, Engine} from "../store/engine.ts";
import {type Column, type Table, takeRows} from "../table.ts";
import {createDuckDBEngine, type Driver} from "./duckdb.ts";

/** How long a cancelled query may go on before its worker is ended. */
const PATIENCE = 1500;
/** Rows in one Arrow insert: bounds what stands twice in memory. */
const BATCH = 250_000;

/** An Engine on an open DuckDB-WASM; `close` ends its worker. */
export async function createWasmEngine(database: AsyncDuckDB): Promise<Engine> {
  return createDuckDBEngine(wasmDriver(database, await database.connectInternal()));
}

function wasmDriver(database: AsyncDuckDB, connection: number): Driver {
  let dead = false;
  const alive = async <T>(task: () => Promise<T>): Promise<T> => {
    if (dead) throw deadError();
    try {
      return await task();
    } catch (error) {
      // after these the instance answers nothing any more
      if (
        /memory access out of bounds|unreachable|table index is out of bounds|null function or function signature/.test(
          messageOf(error)
        )
      ) {
        dead = true;
        await database.terminate();
        throw deadError(error);
      }
      throw error;
    }
  };
  const end = async () => {
    dead = true;
    await database.terminate();
  };
  return {
    run: (text) => alive(async () => void (await database.runQuery(connection, text))),
    prepare: (text) =>
      alive(async () => database.closePrepared(connection, await database.createPrepared(connection, text))),
    read: (text, limits, signal) => alive(() => read(database, connection, text, limits, signal, end)),
    append: (schema, table, rows) => alive(() => append(database, connection, schema, table, rows)),
    close: () => database.terminate()
  };
}

function deadError(cause?: unknown): TidemarkError {
  return new TidemarkError(
    "engine/dead",
    "The database ran out of memory or was stopped. It is started anew from the snapshot files.",
    {},
    cause
  );
}

async function read(
  database: AsyncDuckDB,
  connection: number,
  text: string,
  limits: {rows: number; bytes: number},
  signal: AbortSignal | undefined,
  end: () => Promise<void>
): Promise<AuthorTable> {
  const reading = pieces(database, connection, text, limits, () => signal?.aborted === true);
  if (!signal) return limited(await reading, limits);
  const settled = reading.then(
    () => true,
    () => true
  );
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new TidemarkError("call/aborted", "This was cancelled."));
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort);
  });
  try {
    return limited(await Promise.race([reading, aborted]), limits);
  } catch (error) {
    if (!signal.aborted) throw error;
    database.cancelPendingQuery(connection).catch(() => undefined);
    if (!(await Promise.race([settled, delay(PATIENCE)]))) await end();
    throw new TidemarkError("call/aborted", "This was cancelled.", {}, error);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

function delay(milliseconds: number): Promise<false> {
  return new Promise((resolve) => void setTimeout(() => resolve(false), milliseconds));
}

async function pieces(
  database: AsyncDuckDB,
  connection: number,
  text: string,
  limits: {rows: number; bytes: number},
  stopped: () => boolean
): Promise<{pieces: Uint8Array[]; truncated: boolean}> {
  let header = await database.startPendingQuery(connection, text, true);
  while (header === null) {
    if (stopped()) throw new TidemarkError("call/aborted", "This was cancelled.");
    header = await database.pollPendingQuery(connection);
  }
  const all = [header];
  let bytes = 0;
  while (true) {
    const piece = await database.fetchQueryResults(connection);
    if (!piece?.length) return {pieces: all, truncated: false};
    all.push(piece);
    bytes += piece.length;
    if (stopped() || bytes > limits.bytes) {
      await database.cancelPendingQuery(connection);
      return {pieces: all, truncated: true};
    }
  }
}

function limited(result: {pieces: Uint8Array[]; truncated: boolean}, limits: {rows: number}): AuthorTable {
  const table = arrowToTable(result.pieces);
  if (table.rows <= limits.rows) return {...table, truncated: result.truncated};
  return {
    ...takeRows(
      table,
      Uint32Array.from({length: limits.rows}, (_, row) => row)
    ),
    truncated: true
  };
}

async function append(
  database: AsyncDuckDB,
  connection: number,
  schema: string,
  table: string,
  rows: Table
): Promise<void> {
  const names = rows.columns.map(({name}) => `"${name}"`).join(", ");
  for (let start = 0; start < Math.max(rows.rows, 1); start += BATCH) {
    const bytes = tableToArrow(rows.rows <= BATCH ? rows : slice(rows, start, Math.min(start + BATCH, rows.rows)));
    await database.insertArrowFromIPCStream(connection, bytes, {name: "staging", schema: "main", create: true});
    await database.runQuery(
      connection,
      `INSERT INTO "${schema}"."${table}" (${names}) SELECT ${names} FROM main.staging`
    );
    await database.runQuery(connection, "DROP TABLE main.staging");
  }
}

function slice(table: Table, start: number, end: number): Table {
  return {
    rows: end - start,
    columns: table.columns.map(
      (column): Column =>
        column.type === "text"
          ? {...column, codes: column.codes.subarray(start, end)}
          : {...column, values: column.values.subarray(start, end)}
    )
  };
}
