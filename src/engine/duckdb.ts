/**
 * What both builds of DuckDB share: the statements that seal it, and the gate an author's statement passes. The builds
 * differ in how text reaches the engine and how columns come back; that is the Driver.
 */
import {isAbort, messageOf, TidemarkError, throwIfAborted} from "../error.ts";
import {type Sql, sqlLiteral, sqlText} from "../sql.ts";
import type {AuthorTable, CallOptions, Engine, Limits} from "../store/engine.ts";
import {type Column, cellOf, findColumn, type Table, textOf} from "../table.ts";
import {caretOffset} from "./error-place.ts";

/** One connection of one build of DuckDB. Calls do not overlap. */
export interface Driver {
  /** Runs statements whose rows nobody wants. */
  run(text: string): Promise<void>;
  /** Rows of DOUBLE, VARCHAR and BOOLEAN columns; stops after `rows` rows or `bytes` bytes. */
  read(text: string, limits: {rows: number; bytes: number}, signal?: AbortSignal): Promise<AuthorTable>;
  /** Fails unless the text is exactly one statement. Does not run it. */
  prepare(text: string): Promise<void>;
  append(schema: string, table: string, rows: Table): Promise<void>;
  close(): Promise<void>;
}

/** In this order, after which no setting can be changed. Source: DuckDB manual, Securing DuckDB. */
const SEAL = [
  "SET autoinstall_known_extensions = false",
  "SET autoload_known_extensions = false",
  "SET allow_community_extensions = false",
  "SET max_expression_depth = 250",
  "SET temp_directory = ''",
  "SET disabled_filesystems = 'LocalFileSystem'",
  "SET enable_external_access = false",
  "SET lock_configuration = true"
] as const;

const UNLIMITED = {rows: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY};

/** An Engine on a driver: calls queue up, and an aborted one leaves the queue. */
export function createDuckDBEngine(driver: Driver): Engine {
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;
  const inTurn = <T>(signal: AbortSignal | undefined, task: () => Promise<T>): Promise<T> => {
    const turn = last.then(() => {
      throwIfAborted(signal);
      if (closed) throw new TidemarkError("engine/dead", "The database was closed.");
      return task();
    });
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    query: (statement, {signal} = {}) =>
      inTurn(signal, () => explained(statement, driver.read(literalText(statement), UNLIMITED, signal))),
    queryAuthor: (statement, schemas, limits, options) =>
      inTurn(options?.signal, () => runAuthor(driver, statement, schemas, limits, options)),
    append: (table, rows) =>
      inTurn(undefined, () => {
        const [schema, name] = table.includes(".") ? (table.split(".") as [string, string]) : ["main", table];
        return driver.append(schema, name, rows);
      }),
    run: (statements) =>
      inTurn(undefined, () =>
        statements.length ? driver.run(statements.map(literalText).join(";\n")) : Promise.resolve()
      ),
    seal: () => inTurn(undefined, () => driver.run(SEAL.join(";\n"))),
    close: () =>
      inTurn(undefined, () => {
        closed = true;
        return driver.close();
      })
  };
}

function literalText(statement: Sql): string {
  return sqlText(statement, (index) => sqlLiteral(statement.values[index]!));
}

async function explained<T>(statement: Sql, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof TidemarkError || isAbort(error)) throw error;
    throw new TidemarkError(
      "engine/query",
      `The database could not answer: ${firstLine(messageOf(error))}`,
      {sql: literalText(statement)},
      error
    );
  }
}

async function runAuthor(
  driver: Driver,
  statement: Sql,
  schemas: readonly string[],
  limits: Limits,
  {signal}: CallOptions = {}
): Promise<AuthorTable> {
  const text = literalText(statement);
  // a comment at the end must not swallow the bracket, hence the line breaks; the author's line 1 is line 2 here
  const inner = `(\n${text}\n)`;
  await driver.run(`SET search_path = '${[...schemas, "main"].map(quote).join(",")}'`);
  try {
    await driver.prepare(`SELECT * FROM ${inner} LIMIT 1`);
    const described = await driver.read(`DESCRIBE SELECT * FROM ${inner}`, UNLIMITED, signal);
    const names = textOf(described, "column_name");
    const types = textOf(described, "column_type");
    const columns = Array.from({length: described.rows}, (_, i) => ({
      name: String(cellOf(names, i)),
      ...readAs(String(cellOf(types, i)), `c${i}`)
    }));
    const select = columns.map(({expression}, i) => `${expression} AS r${i}`).join(", ");
    const aliases = columns.map((_, i) => `c${i}`).join(", ");
    const order = hasOrder(text) ? "" : ` ORDER BY ${columns.map((_, i) => `r${i}`).join(", ")}`;
    const wrapped = `SELECT ${select} FROM ${inner} AS author(${aliases})${order} LIMIT ${Math.floor(limits.rows) + 1}`;
    const result = await withDeadline(limits.milliseconds, signal, (both) => driver.read(wrapped, limits, both));
    return {
      rows: result.rows,
      truncated: result.truncated,
      columns: columns.map(({name, type}, i): Column => {
        const column = findColumn(result, `r${i}`)!;
        return column.type === "text" ? {...column, name} : {...column, name, type: type === "text" ? "number" : type};
      })
    };
  } catch (error) {
    throw isAbort(error) || error instanceof TidemarkError ? error : authorError(error, statement, text);
  }
}

/** How a column of a DuckDB type leaves the engine: only DOUBLE and VARCHAR do. */
function readAs(type: string, name: string): {expression: string; type: Column["type"]} {
  if (/^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))$/.test(type))
    return {expression: `${name}::DOUBLE`, type: "number"};
  if (type === "BOOLEAN") return {expression: `${name}::INTEGER::DOUBLE`, type: "boolean"};
  if (/^(?:DATE|TIMESTAMP(?:_S|_MS|_NS| WITH TIME ZONE)?)$/.test(type))
    return {expression: `epoch_ms(${name})::DOUBLE`, type: "time"};
  return {expression: `${name}::VARCHAR`, type: "text"};
}

async function withDeadline<T>(
  milliseconds: number,
  signal: AbortSignal | undefined,
  task: (signal: AbortSignal) => Promise<T>
): Promise<T> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), milliseconds);
  try {
    return await task(signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal);
  } catch (error) {
    if (deadline.signal.aborted && isAbort(error))
      throw new TidemarkError(
        "engine/limit",
        `The statement ran longer than ${milliseconds / 1000} s and was stopped. Narrow it down (fewer rows, a filter on recorded_at or repo).`
      );
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** True when the statement has an ORDER BY outside brackets, strings and comments. */
function hasOrder(text: string): boolean {
  const bare = text.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g, " ");
  let depth = 0;
  for (const [token] of bare.matchAll(/[()]|\border\s+by\b/gi)) {
    if (token === "(") depth++;
    else if (token === ")") depth--;
    else if (depth === 0) return true;
  }
  return false;
}

/** DuckDB's own words, with the author's place instead of that in the wrapped statement. */
function authorError(error: unknown, statement: Sql, sql: string): TidemarkError {
  const message = messageOf(error);
  // the bracket before the author's text stands on a line of its own
  const offset = caretOffset(message, sql, 2);
  const sentence = firstLine(message).replace(
    /^(?:Parser|Binder|Catalog|Conversion|Invalid Input|Permission|Not implemented) Error: /,
    ""
  );
  const several = /multiple statements/.test(message);
  return new TidemarkError(
    "engine/query",
    several
      ? "A sql cell holds one statement that returns rows; this one holds several. Use WITH, or one cell for each."
      : /^Parser Error/.test(message)
        ? `The SQL cannot be read: ${sentence}. A sql cell is one statement that returns rows, such as SELECT.`
        : `The SQL failed: ${sentence}`,
    {sql, ...(offset === null ? {} : placeIn(statement, sql, offset))},
    error
  );
}

/** A place in an author's statement: line and column from 1, and the text between parameters in which it stands. */
function placeIn(statement: Sql, text: string, offset: number) {
  const before = text.slice(0, offset).split("\n");
  const place = {line: before.length, column: before.at(-1)!.length + 1};
  let start = 0;
  for (const [part, string] of statement.strings.entries()) {
    if (offset <= start + string.length) return {...place, part, at: Math.max(0, offset - start)};
    start += string.length;
    if (part < statement.values.length) start += sqlLiteral(statement.values[part]!).length;
  }
  return place;
}

function firstLine(message: string): string {
  return (
    message
      .split("\n")
      .find((line) => line.trim())
      ?.trim() ?? "no reason was given"
  );
}

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}
