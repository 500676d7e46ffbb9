/**
 * The files that a notebook names as tables, run as cells are: each is read once, other cells name it like a cell, and run
 * again when its file is another. They stand in the front matter and in no list of cells.
 */
import {type Message, TidemarkError} from "../error.ts";
import type {Table} from "../table.ts";
import type {CellReading} from "./cells/kind.ts";
import type {NamedTableFile} from "./front-matter-tables.ts";
import type {CellSource} from "./notebook.ts";

/** A table's file as it was read: what a result was made from. */
export interface TableMark {
  readonly name: string;
  readonly path: string;
  /** Of the file as it lies there. */
  readonly sha256: string;
  readonly rows: number;
  /** Rows of the file that could not be taken in. */
  readonly leftOut: number;
}

/** What a file gave, with what is to be said of it, as sentences. */
export interface ReadTable {
  readonly table: Table;
  readonly sha256: string;
  readonly leftOut: number;
  readonly notes: readonly string[];
}

/** The files of the workspace that notebooks name as tables. */
export interface TableFiles {
  /** @throws TidemarkError "table/missing", "table/header", "table/unreadable", "table/too-large" or those of files. */
  read(path: string, signal: AbortSignal): Promise<ReadTable>;
  /** The SHA-256 of the file the last time it was read here; null when nobody knows. */
  known?(path: string): string | null;
}

export const TABLE_KIND = "table-file";

/** The files as cells: their body is the path. */
export function tableCells(tables: readonly NamedTableFile[]): CellSource[] {
  return tables.map(({name, path, line}) => ({
    kind: TABLE_KIND,
    id: name,
    hash: name,
    line,
    body: path,
    bodyLine: line,
    ...{from: 0, to: 0, bodyFrom: 0, bodyTo: 0, closeFrom: 0},
    attributes: new Map()
  }));
}

/** The reading of a table's file: nothing can be said of it before it is read. */
export function readTableCell(cell: CellSource, files: TableFiles | undefined): CellReading {
  const [name, path] = [cell.id!, cell.body];
  return {
    references: [],
    messages: [],
    async run({store, session, signal}) {
      if (!files) throw new TidemarkError("table/nowhere", `${path} cannot be read here.`);
      const {table, sha256, leftOut, notes} = await files.read(path, signal);
      // a statement that names it waits for it, a chart does not
      store.keep({session, name}, table, {signal}).catch(() => undefined);
      return {
        value: {kind: "table", table, isHeld: true},
        output: {type: "table", table, truncated: false, segments: [sha256]},
        file: {name, path, sha256, rows: table.rows, leftOut},
        messages: notes.map(
          (text): Message => ({
            level: leftOut ? "warning" : "note",
            text: `${name} (${path}): ${text}`,
            place: {line: cell.line}
          })
        )
      };
    }
  };
}
