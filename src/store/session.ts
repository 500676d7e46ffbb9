import {name as identifier, joinSql, sql} from "../sql.ts";
import type {Table} from "../table.ts";
import type {Engine} from "./engine.ts";

/**
 * The tables of open notebooks: results of cells that sql cells can name. Each is alone in a schema, so that a statement's
 * search path decides which it sees. They are kept here, and written into an engine when a statement names them first:
 * most are named by none, and a chart that follows each letter of a filter has another table each time.
 */
export interface Sessions {
  /** The table is made when it is needed. */
  put(session: string, name: string, make: MakeTable): void;
  /** Where those of these names are that the session has; they are in the engine then. */
  schemas(engine: Engine, session: string, names: readonly string[]): Promise<readonly string[]>;
  close(engine: Engine | null, session: string): Promise<void>;
}

type MakeTable = () => Table;

const COLUMN_TYPES = {number: sql`DOUBLE`, boolean: sql`DOUBLE`, time: sql`TIMESTAMP`, text: sql`VARCHAR`} as const;

const schemaOf = (session: string, name: string) => `${session}__${name}`;

export function createSessions(): Sessions {
  const sessions = new Map<string, Map<string, MakeTable>>();
  /** By engine, the tables that are in it, by their schemas. */
  const written = new WeakMap<Engine, Map<string, MakeTable>>();
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
    put(session, name, make) {
      sessions.set(session, (sessions.get(session) ?? new Map<string, MakeTable>()).set(name, make));
    },
    async schemas(engine, session, names) {
      const inEngine = written.get(engine) ?? new Map<string, MakeTable>();
      written.set(engine, inEngine);
      const bring = async () => {
        for (const name of names) {
          const make = sessions.get(session)?.get(name);
          if (!make || inEngine.get(schemaOf(session, name)) === make) continue;
          await write(engine, session, name, make());
          inEngine.set(schemaOf(session, name), make);
        }
      };
      // one after another: two statements at once must not both write one table
      const mine = writing.then(bring);
      writing = mine.catch(() => undefined);
      await mine;
      return names.filter((name) => sessions.get(session)?.has(name)).map((name) => schemaOf(session, name));
    },
    async close(engine, session) {
      const names = [...(sessions.get(session)?.keys() ?? [])];
      sessions.delete(session);
      if (!engine) return;
      for (const name of names)
        if (written.get(engine)?.delete(schemaOf(session, name)))
          await engine.query(sql`DROP SCHEMA IF EXISTS ${identifier(schemaOf(session, name))} CASCADE`);
    }
  };
}
