import {DuckDBInstance} from "@duckdb/node-api";
import type {RunSql} from "./dense.ts";

/** Native DuckDB, used directly; on one thread, as the product uses it. */
export interface NativeDuckDB {
  readonly run: RunSql;
  close(): void;
}

/** Opens a database file, or one in memory. */
export async function openNative(path = ":memory:"): Promise<NativeDuckDB> {
  const instance = await DuckDBInstance.create(path, {threads: "1"});
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return {
    run: async (sql) =>
      (await connection.runAndReadAll(sql)).getColumns() as readonly (readonly (number | string | null)[])[],
    close() {
      connection.closeSync();
      instance.closeSync();
    }
  };
}
