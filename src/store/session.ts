import {name as identifier, joinSql, sql} from "../sql.ts";
import type {Table} from "../table.ts";
import type {Engine} from "./engine.ts";

/**
 * The tables of open notebooks: results of cells that sql cells can name. Each notebook session is a schema of its own.
 * They are kept here too, so that a new engine gets them again.
 */
export interface Sessions {
  put(engine: Engine, session: string, name: string, table: Table): Promise<void>;
  ensure(engine: Engine, session: string): Promise<void>;
  restore(engine: Engine): Promise<void>;
  close(engine: Engine | null, session: string): Promise<void>;
}

const COLUMN_TYPES = {number: sql`DOUBLE`, boolean: sql`DOUBLE`, time: sql`TIMESTAMP`, text: sql`VARCHAR`} as const;

export function createSessions(): Sessions {
  const sessions = new Map<string, Map<string, Table>>();
  const ensure = async (engine: Engine, session: string) => {
    await engine.query(sql`CREATE SCHEMA IF NOT EXISTS ${identifier(session)}`);
  };
  const write = async (engine: Engine, session: string, name: string, table: Table) => {
    // columns that are no plain names keep out of SQL
    const usable = table.columns.filter((column) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(column.name));
    const columns = usable.map((column) => sql`${identifier(column.name)} ${COLUMN_TYPES[column.type]}`);
    await engine.query(
      sql`CREATE OR REPLACE TABLE ${identifier(session)}.${identifier(name)} (${joinSql(columns, ", ")})`
    );
    if (table.rows) await engine.append(`${session}.${name}`, {rows: table.rows, columns: usable});
  };
  return {
    ensure,
    async put(engine, session, name, table) {
      sessions.set(session, (sessions.get(session) ?? new Map<string, Table>()).set(name, table));
      await ensure(engine, session);
      await write(engine, session, name, table);
    },
    async restore(engine) {
      for (const [session, tables] of sessions) {
        await ensure(engine, session);
        for (const [name, table] of tables) await write(engine, session, name, table);
      }
    },
    async close(engine, session) {
      sessions.delete(session);
      await engine?.query(sql`DROP SCHEMA IF EXISTS ${identifier(session)} CASCADE`);
    }
  };
}
