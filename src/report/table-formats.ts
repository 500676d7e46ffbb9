/** A table as a file: one writer a format. Text and bytes come in pieces, so that a large table is never one string. */
import {tableToArrow} from "../arrow.ts";
import {csvRecord, exactCsvRecord} from "../csv.ts";
import {tableToParquet} from "../parquet-file.ts";
import {type Cell, type Column, cellOf, type Table} from "../table.ts";
import {isoTime} from "../time.ts";

/** How a table can be written. */
export interface TableFormat {
  readonly name: string;
  readonly title: string;
  readonly extension: string;
  readonly mediaType: string;
  pieces(table: Table): Iterable<string | Uint8Array>;
}

/** Rows a piece. */
const PIECE = 5000;
/** A cell of a table for readers is cut to this many characters. */
const WIDEST = 60;

/** RFC 4180 with a header; times in RFC 3339, unknown is empty, text that a spreadsheet would run gets an apostrophe. */
const csv: TableFormat = {
  name: "csv",
  title: "CSV",
  extension: "csv",
  mediaType: "text/csv",
  *pieces(table) {
    yield csvRecord(table.columns.map(({name}) => name));
    yield* rowsInPieces(table, (row) => csvRecord(table.columns.map((column) => readable(column, row))));
  }
};

/** The same with text as it is, for programs that read it: a spreadsheet may run what begins with =. */
const exactCsv: TableFormat = {
  name: "csv-exact",
  title: "CSV for programs",
  extension: "exact.csv",
  mediaType: "text/csv",
  *pieces(table) {
    yield exactCsvRecord(table.columns.map(({name}) => name));
    yield* rowsInPieces(table, (row) => exactCsvRecord(table.columns.map((column) => readable(column, row))));
  }
};

/** One JSON array of objects, a row a line; unknown is null. */
const json: TableFormat = {
  name: "json",
  title: "JSON",
  extension: "json",
  mediaType: "application/json",
  *pieces(table) {
    yield "[\n";
    yield* rowsInPieces(table, (row) => `${jsonRow(table, row)}${row < table.rows - 1 ? "," : ""}\n`);
    yield "]\n";
  }
};

/** One JSON object a line. */
const ndjson: TableFormat = {
  name: "ndjson",
  title: "NDJSON",
  extension: "ndjson",
  mediaType: "application/x-ndjson",
  *pieces(table) {
    yield* rowsInPieces(table, (row) => `${jsonRow(table, row)}\n`);
  }
};

/** One Arrow IPC stream; instants are timestamps. */
const arrow: TableFormat = {
  name: "arrow",
  title: "Arrow",
  extension: "arrows",
  mediaType: "application/vnd.apache.arrow.stream",
  *pieces(table) {
    yield tableToArrow(table);
  }
};

/** One Parquet file; instants are timestamps. */
const parquet: TableFormat = {
  name: "parquet",
  title: "Parquet",
  extension: "parquet",
  mediaType: "application/vnd.apache.parquet",
  *pieces(table) {
    yield tableToParquet(table);
  }
};

/** Columns side by side, for reading in a terminal; – is unknown. */
const text: TableFormat = {
  name: "table",
  title: "Table",
  extension: "txt",
  mediaType: "text/plain",
  *pieces(table) {
    const cells = table.columns.map((column) =>
      Array.from({length: table.rows}, (_, row) => cut(String(readable(column, row) ?? "–")))
    );
    const widths = table.columns.map(({name}, i) =>
      cells[i]!.reduce((most, cell) => Math.max(most, cell.length), name.length)
    );
    const line = (words: readonly string[]) =>
      `${words
        .map((word, i) => (table.columns[i]!.type === "number" ? word.padStart(widths[i]!) : word.padEnd(widths[i]!)))
        .join("  ")
        .trimEnd()}\n`;
    yield line(table.columns.map(({name}) => name));
    yield line(widths.map((width) => "-".repeat(width)));
    yield* rowsInPieces(table, (row) => line(cells.map((column) => column[row]!)));
  }
};

export const TABLE_FORMATS = [
  csv,
  exactCsv,
  json,
  ndjson,
  text,
  arrow,
  parquet
] as const satisfies readonly TableFormat[];

/** The format of that name; undefined when there is none. */
export function tableFormat(name: string): TableFormat | undefined {
  return TABLE_FORMATS.find((format) => format.name === name);
}

function* rowsInPieces(table: Table, write: (row: number) => string): Iterable<string> {
  for (let start = 0; start < table.rows; start += PIECE) {
    let piece = "";
    for (let row = start; row < Math.min(start + PIECE, table.rows); row++) piece += write(row);
    yield piece;
  }
}

function readable(column: Column, row: number): Cell {
  const value = cellOf(column, row);
  return column.type === "time" && typeof value === "number" ? isoTime(value) : value;
}

function jsonRow(table: Table, row: number): string {
  return JSON.stringify(Object.fromEntries(table.columns.map((column) => [column.name, readable(column, row)])));
}

function cut(cell: string): string {
  const line = cell.replace(/\s+/g, " ");
  return line.length > WIDEST ? `${line.slice(0, WIDEST - 1)}…` : line;
}
