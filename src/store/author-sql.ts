/** Statements of authors: what they name, and how they are run. */
import {heldHash, type Manifest} from "../snapshot/manifest.ts";
import {authorSql} from "../sql.ts";
import type {AuthorTable, CallOptions, Engine, Limits} from "./engine.ts";
import {AUTHOR_TABLES} from "./schema.ts";
import type {Sessions} from "./session.ts";
import type {SqlRequest} from "./store.ts";

/** Bounds of a sql cell unless it asks for others. */
export const SQL_LIMITS: Limits = {rows: 100_000, bytes: 64_000_000, milliseconds: 30_000};

/** Whether a statement may name a table: its name stands somewhere in it. */
export function namedIn({strings}: SqlRequest): (table: string) => boolean {
  const text = strings.join(" ");
  return (table) => new RegExp(`\\b${table}\\b`, "i").test(text);
}

/** The SHA-256 of the segments a statement may read, sorted; none when it names no table of the store. */
export function readBy(request: SqlRequest, {parts}: Manifest): readonly string[] {
  return Object.keys(AUTHOR_TABLES).some(namedIn(request)) ? parts.map(heldHash).sort() : [];
}

/** Runs a statement within its bounds, and keeps its result where it has a name. The tables that it names must be filled. */
export async function runAuthorSql(
  engine: Engine,
  sessions: Sessions,
  request: SqlRequest,
  options: CallOptions
): Promise<AuthorTable> {
  const result = await engine.queryAuthor(
    authorSql(request.strings, request.values),
    await sessions.schemas(engine, request.session, request.tables),
    {...SQL_LIMITS, ...request.limits},
    options
  );
  if (request.as) sessions.put(request.session, request.as, () => result);
  return result;
}
