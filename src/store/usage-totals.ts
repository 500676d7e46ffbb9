/** BE captures, counted by the database over tables of the workspace that live only as long as the count. */

import type {CapturedRows} from "../ping/capture.ts";
import {CAPTURES} from "../ping/metrics/index.ts";
import type {TotalRow} from "../ping/total-row.ts";
import type {NamedTable} from "../ping/usage-tables.ts";
import {name as identifier, joinSql, sql} from "../sql.ts";
import {recordsOf} from "../table.ts";
import type {Engine} from "./engine.ts";

const TYPES = {number: sql`DOUBLE`, boolean: sql`DOUBLE`, time: sql`TIMESTAMP`, text: sql`VARCHAR`} as const;

/** The rows of every capture over these tables. Nothing of the tables stays behind. */
export function countUsage(engine: Engine, tables: readonly NamedTable[]): Promise<CapturedRows> {
  return withUsage(engine, tables, async () => {
    const rows: Record<string, readonly TotalRow[]> = {};
    for (const {code, query} of CAPTURES) rows[code] = recordsOf(await engine.query(query)) as TotalRow[];
    return rows;
  });
}

/** Runs a task while the tables are there, as `usage.<name>`. */
export async function withUsage<T>(engine: Engine, tables: readonly NamedTable[], task: () => Promise<T>): Promise<T> {
  const drop = () => engine.query(sql`DROP SCHEMA IF EXISTS usage CASCADE`);
  await drop();
  await engine.query(sql`CREATE SCHEMA usage`);
  try {
    for (const {name, table} of tables) {
      const columns = table.columns.map((column) => sql`${identifier(column.name)} ${TYPES[column.type]}`);
      await engine.query(sql`CREATE TABLE usage.${identifier(name)} (${joinSql(columns, ", ")})`);
      if (table.rows) await engine.append(`usage.${name}`, table);
    }
    return await task();
  } finally {
    await drop();
  }
}
