/**
 * A part of a snapshot folder: the rows of one table in one file. NDJSON rows have the table's columns as members, times
 * in RFC 3339, nulls left out; captured values may also come as a list `captures`. Parquet columns have the same names.
 */
import {gzipSync} from "fflate";
import {type Message, type Reading, TidemarkError} from "../error.ts";
import {type Cell, type Column, type Table, tableBuilder} from "../table.ts";
import {isoTime} from "../time.ts";
import {joined} from "./decode.ts";
import type {Problem, ReadContext, Source} from "./importer.ts";
import {isObject, type JsonObject} from "./json.ts";
import {eachJsonLine} from "./json-lines.ts";
import type {PartFormat} from "./manifest.ts";
import {readParquet} from "./parquet.ts";
import {type ProblemList, problemList} from "./problems.ts";
import {readTime} from "./read-time.ts";
import {isSigned, POINT_STATUSES, REQUIRED, TABLES, type TableName} from "./snapshot.ts";

/** The rows of a part, in their order, with what is wrong with it; a row that cannot be read is left out. */
export interface PartReading extends Reading<Table> {
  readonly problems: readonly Problem[];
}

/**
 * Reads a part. All columns of the table are there; those that the part does not have are null.
 * @throws TidemarkError "import/damaged-part" when the bytes are not of that format, "import/too-large" beyond the limits.
 */
export async function readPart(bytes: Uint8Array, format: PartFormat, table: TableName): Promise<PartReading> {
  const problems = problemList();
  const value = await readRows(bytes, format, table, problems);
  const list = problems.list();
  return {value, messages: list.map(toMessage), problems: list};
}

async function readRows(
  bytes: Uint8Array,
  format: PartFormat,
  table: TableName,
  problems: ProblemList
): Promise<Table> {
  switch (format) {
    case "ndjson":
    case "ndjson.gz":
      return readNdjson(bytes, table, problems);
    case "parquet":
      return readParquet(bytes, table, problems);
    default:
      throw new TidemarkError("import/damaged-part", `Parts of the format ${format} are read by the workspace only.`);
  }
}

/** The rows as NDJSON: members in the order of the columns, equal tables give equal bytes. */
export function writePart(table: TableName, rows: Table, format: "ndjson" | "ndjson.gz" = "ndjson"): Uint8Array {
  const names = Object.keys(TABLES[table]);
  const columns = names.flatMap((name) => rows.columns.filter((column) => column.name === name)).map(memberWriter);
  const encoder = new TextEncoder();
  const blocks: Uint8Array[] = [];
  for (let start = 0; start < rows.rows; start += 10_000) {
    let text = "";
    for (let row = start; row < Math.min(rows.rows, start + 10_000); row++) {
      let members = "";
      for (const write of columns) members += write(row);
      text += `{${members.slice(1)}}\n`;
    }
    blocks.push(encoder.encode(text));
  }
  const bytes = joined(...blocks);
  return format === "ndjson" ? bytes : gzipSync(bytes, {mtime: 0});
}

/** Writes `,"name":value` for a row, nothing for null. */
function memberWriter(column: Column): (row: number) => string {
  const start = `,${JSON.stringify(column.name)}:`;
  if (column.type === "text") {
    const words = column.words.map((word) => start + JSON.stringify(word));
    return (row) => words[column.codes[row]!] ?? "";
  }
  const {type, values} = column;
  const write = (value: number) =>
    type === "time" ? JSON.stringify(isoTime(value)) : type === "boolean" ? String(value === 1) : JSON.stringify(value);
  return (row) => (Number.isNaN(values[row]!) ? "" : start + write(values[row]!));
}

const NOBODY: Pick<ReadContext, "answers" | "beside" | "known"> = {
  answers: {},
  beside: new Map(),
  known: {repositories: [], commitTime: () => null}
};

async function readNdjson(bytes: Uint8Array, table: TableName, problems: ProblemList): Promise<Table> {
  const rows = rowReader(table, problems);
  const source: Source = {name: "part", size: bytes.length, chunks: () => once(bytes)};
  const {cuts} = await eachJsonLine(source, NOBODY, problems, (value, {number}) => rows.add(value, number));
  for (const cut of cuts) problems.skip("part/cut", cut);
  return rows.build();
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Reads the rows of a table from parsed JSON. */
export interface RowReader {
  add(value: unknown, line: number): void;
  readonly rows: number;
  build(): Table;
}

/** A reader of JSON rows: those that lack a column they need, or have a wrong type in one, are left out and told. */
export function rowReader(table: TableName, problems: ProblemList): RowReader {
  const types = Object.entries(TABLES[table]);
  const required: ReadonlySet<string> = new Set(REQUIRED[table]);
  const builder = tableBuilder<string>(TABLES[table]);
  const times = new Map<string, number | undefined>();
  const timeOf = (text: string) => {
    if (times.has(text)) return times.get(text);
    const reading = readTime(text);
    const time = "time" in reading ? reading.time : undefined;
    times.set(text, time);
    return time;
  };
  return {
    get rows() {
      return builder.rows;
    },
    add(value, line) {
      if (!isObject(value)) return problems.skip("part/no-row", "A line is no object.", line);
      const captures = Array.isArray(value.captures) ? (value.captures as unknown[]) : undefined;
      const row: {[name: string]: Cell} = {};
      for (const [name, type] of types) {
        const cell = memberOf(value, name, captures);
        if (cell === null) {
          if (required.has(name))
            return problems.skip(`part/missing-${name}`, `A row of ${table} has no ${name}.`, line);
          continue;
        }
        const read =
          type === "time"
            ? typeof cell === "string"
              ? timeOf(cell)
              : undefined
            : type === "number"
              ? numberIn(cell, isSigned(table, name))
              : typeof cell === "string"
                ? cell
                : undefined;
        if (read === undefined || (name === "status" && !(POINT_STATUSES as readonly unknown[]).includes(read)))
          return problems.skip(
            `part/wrong-${name}`,
            `A row of ${table} has a ${name} that is none: ${JSON.stringify(cell)?.slice(0, 40)}.`,
            line
          );
        row[name] = read;
      }
      builder.push(row);
    },
    build: () => builder.build()
  };
}

function memberOf(value: JsonObject, name: string, captures: readonly unknown[] | undefined): unknown {
  const own = Object.hasOwn(value, name) ? value[name] : undefined;
  return own ?? (captures && /^c[123]$/.test(name) ? captures[Number(name[1]) - 1] : undefined) ?? null;
}

function numberIn(cell: unknown, signed: boolean): number | undefined {
  return typeof cell === "number" && (signed || cell >= 0) && Number.isFinite(cell) ? cell : undefined;
}

function toMessage({text, effect, count, places}: Problem): Message {
  return {
    level: effect === "skipped" ? "error" : "note",
    text: count > 1 ? `${text} (${count} times)` : text,
    ...(places[0] ? {place: places[0]} : {})
  };
}
