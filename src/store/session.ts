import {name as identifier, joinSql, sql} from "../sql.ts";
import type {Table} from "../table.ts";
import type {Engine} from "./engine.ts";

/**
 * The tables of open notebooks: results of cells that sql cells can name. Each is alone in a schema, so that a statement's
 * search path decides which it sees. They are kept here too, so that a new engine gets them again.
 */
export interface Sessions {
  put(engine: Engine, session: string, name: string, table: Table): Promise<void>;
  /** Waits for tables that are still being written. */
  written(): Promise<void>;
  /** Where those of these names are that the session has. */
  schemas(session: string, names: readonly string[]): readonly string[];
  /** What writes the tables that there are now into a new engine: those that are put from now on are written by themselves. */
  restorer(): (engine: Engine) => Promise<void>;
  close(engine: Engine | null, session: string): Promise<void>;
}

const COLUMN_TYPES = {number: sql`DOUBLE`, boolean: sql`DOUBLE`, time: sql`TIMESTAMP`, text: sql`VARCHAR`} as const;

const schemaOf = (session: string, name: string) => `${session}__${name}`;

export function createSessions(): Sessions {
  const sessions = new Map<string, Map<string, Table>>();
  let writing: Promise<unknown> = Promise.resolve();
  const write = async (engine: Engine, session: string, name: string, table: Table) => {
    // columns that are no plain names keep out of SQL
    const usable = table.columns.filter((column) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(column.name));
    const columns = usable.map((column) => sql`${identifier(column.name)} ${COLUMN_TYPES[column.type]}`);
    const schema = schemaOf(session, name);
    await engine.query(sql`CREATE SCHEMA IF NOT EXISTS ${identifier(schema)}`);
    if (!usable.length) {
      // `SELECT count(*)` has a result all the same, and nothing that SQL could name
      await engine.query(sql`DROP TABLE IF EXISTS ${identifier(schema)}.${identifier(name)}`);
      return;
    }
    await engine.query(
      sql`CREATE OR REPLACE TABLE ${identifier(schema)}.${identifier(name)} (${joinSql(columns, ", ")})`
    );
    if (table.rows) await engine.append(`${schema}.${name}`, {rows: table.rows, columns: usable});
  };
  return {
    async put(engine, session, name, table) {
      sessions.set(session, (sessions.get(session) ?? new Map<string, Table>()).set(name, table));
      // one after another: two answers of one cell must not end up in one table
      const mine = writing.then(() =>
        sessions.get(session)?.get(name) === table ? write(engine, session, name, table) : undefined
      );
      writing = mine.catch(() => undefined);
      await mine;
    },
    async written() {
      await writing;
    },
    schemas: (session, names) =>
      names.filter((name) => sessions.get(session)?.has(name)).map((name) => schemaOf(session, name)),
    restorer() {
      const now = [...sessions].flatMap(([session, tables]) =>
        [...tables.keys()].map((name) => [session, name] as const)
      );
      return async (engine) => {
        for (const [session, name] of now) {
          const table = sessions.get(session)?.get(name);
          if (table) await write(engine, session, name, table);
        }
      };
    },
    async close(engine, session) {
      const names = sessions.get(session)?.keys() ?? [];
      sessions.delete(session);
      for (const name of names)
        await engine?.query(sql`DROP SCHEMA IF EXISTS ${identifier(schemaOf(session, name))} CASCADE`);
    }
  };
}
