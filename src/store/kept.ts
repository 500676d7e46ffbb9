/**
 * Answers of the engine that are kept, so that the same statement is run once: a database changes only when it is filled
 * anew, and then it is another one. What was used longest ago goes first when there is no more room.
 */
import {type Sql, sqlLiteral, sqlText} from "../sql.ts";
import {bytesOf, type Table} from "../table.ts";
import type {CallOptions, Engine} from "./engine.ts";

/** Bytes that are kept of one database. */
const ROOM = 48_000_000;

/** What is kept of one open database, by name; for what a thing is made of one may ask the engine through `query`. */
export interface Kept {
  /** As the engine's. The table is everybody's and must not be changed. For tables that are filled and change no more. */
  query(statement: Sql, options?: CallOptions): Promise<Table>;
  /** The thing of a name, made when it is not there. */
  thing<T extends object>(name: string, make: () => Promise<{value: T; bytes: number}>): Promise<T>;
  /** The thing of a name when it is there. */
  find<T extends object>(name: string): T | undefined;
}

export function createKept(engine: Pick<Engine, "query">, room = ROOM): Kept {
  const things = new Map<string, {value: object; bytes: number}>();
  let used = 0;
  const find = <T extends object>(name: string): T | undefined => {
    const found = things.get(name);
    if (!found) return undefined;
    // to the end of the queue
    things.delete(name);
    things.set(name, found);
    return found.value as T;
  };
  const put = (name: string, thing: {value: object; bytes: number}) => {
    if (!room || things.has(name) || thing.bytes > room / 2) return;
    things.set(name, thing);
    used += thing.bytes;
    for (const [oldest, {bytes}] of things) {
      if (used <= room) break;
      things.delete(oldest);
      used -= bytes;
    }
  };
  const thing: Kept["thing"] = async (name, make) => {
    const found = find(name);
    if (found) return found as never;
    // two callers at once make it twice: one's abort is not the other's
    const made = await make();
    put(name, made);
    return made.value;
  };
  return {
    find,
    thing,
    query: (statement, options) =>
      thing(
        sqlText(statement, (index) => sqlLiteral(statement.values[index]!)),
        async () => {
          const value = await engine.query(statement, options);
          return {value, bytes: bytesOf(value)};
        }
      )
  };
}
