import type {Sql} from "../sql.ts";
import type {Table} from "../table.ts";

/** What may be asked of every call that can take long. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** Bounds of an author's statement: rows and bytes that come back, and how long it may run. */
export interface Limits {
  readonly rows: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

/** An author's result; `truncated` when there was more than the limits let through. */
export interface AuthorTable extends Table {
  readonly truncated: boolean;
}

/**
 * The port behind which DuckDB stands (and ClickHouse may). Plain typed columns in, columns out; calls run one after
 * another, in the order they were made.
 *
 * Errors are TidemarkErrors: `engine/query` (the statement failed; details.line is the author's line), `engine/limit`,
 * `engine/dead` (the engine is gone and everything in it; open a new one), `call/aborted`.
 */
export interface Engine {
  /** Runs a statement of ours. Its SQL returns DOUBLE, VARCHAR and BOOLEAN only; instants as `epoch_ms(t)::DOUBLE`. */
  query(statement: Sql, options?: CallOptions): Promise<Table>;
  /**
   * Runs one statement of an author that returns rows (SELECT, FROM, WITH, VALUES …), anything else is refused before it
   * runs. Names are looked up in these schemas in turn, then in the store's views. Numbers, instants, booleans and text keep their type, all else is text.
   * Without an ORDER BY of its own the result is ordered by all columns, so that it is the same everywhere.
   */
  queryAuthor(statement: Sql, schemas: readonly string[], limits: Limits, options?: CallOptions): Promise<AuthorTable>;
  /** Runs statements of ours whose rows nobody wants, one after another in one call: a call costs more than a small statement. */
  run(statements: readonly Sql[]): Promise<void>;
  /** Appends rows to a table, columns by name; instants become TIMESTAMP. `schema.table` or `table`. */
  append(table: string, rows: Table): Promise<void>;
  /** Closes the doors: no files, no network, no extensions, no change of settings. Appending still works. */
  seal(): Promise<void>;
  close(): Promise<void>;
}
