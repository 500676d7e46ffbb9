import {type FileMetaData, parquetMetadata, parquetRead} from "hyparquet";
import {compressors} from "hyparquet-compressors";
import {isTidemarkError, messageOf, TidemarkError} from "../error.ts";
import {type Column, type ColumnType, interner, type Table, takeRows} from "../table.ts";
import {joined} from "./decode.ts";
import {MAX_INFLATED, tooLarge} from "./gunzip.ts";
import type {ProblemList} from "./problems.ts";
import {isSampleTime, readTime} from "./read-time.ts";
import {isSigned, POINT_STATUSES, REQUIRED, TABLES, type TableName} from "./snapshot.ts";

const MAX_ROWS = 50_000_000;

/**
 * The rows of a table in a Parquet file, read column by column. Rows that lack a column they need, or hold a wrong type,
 * are left out and told. A list column `captures` is c1 … c3.
 * @throws TidemarkError "import/damaged-part" when the bytes are no Parquet, "import/too-large" beyond 1 GB or 50e6 rows.
 */
export async function readParquet(bytes: Uint8Array, table: TableName, problems: ProblemList): Promise<Table> {
  try {
    // not slice(): that of a Node Buffer shares its memory
    const file = joined(bytes).buffer;
    const metadata = parquetMetadata(file);
    const rows = checkedRows(metadata);
    const columns = new Map(
      Object.entries(TABLES[table]).map(([name, type]) => [name, columnFiller(name, type, rows, isSigned(table, name))])
    );
    const present = new Set(metadata.schema.slice(1).map(({name}) => name));
    const captures = present.has("captures")
      ? ["c1", "c2", "c3"].flatMap((name) => (present.has(name) ? [] : (columns.get(name) ?? [])))
      : [];
    await parquetRead({
      file,
      metadata,
      compressors,
      columns: [...columns.keys(), ...(captures.length ? ["captures"] : [])].filter((name) => present.has(name)),
      onChunk({columnName, columnData, rowStart}) {
        const filler = columns.get(columnName);
        for (let i = 0; i < columnData.length; i++) {
          const value: unknown = columnData[i];
          if (filler) filler.put(rowStart + i, value);
          else if (Array.isArray(value))
            for (const [group, capture] of captures.entries()) capture.put(rowStart + i, value[group]);
        }
      }
    });
    return wholeRows({rows, columns: [...columns.values()].map(({column}) => column)}, columns, table, problems);
  } catch (error) {
    if (isTidemarkError(error)) throw error;
    throw new TidemarkError("import/damaged-part", `This Parquet file cannot be read: ${messageOf(error)}.`, {}, error);
  }
}

function checkedRows({num_rows, row_groups}: FileMetaData): number {
  const bytes = row_groups
    .flatMap(({columns}) => columns)
    .reduce((sum, {meta_data}) => sum + Number(meta_data?.total_uncompressed_size ?? 0), 0);
  const rows = Number(num_rows);
  if (bytes > MAX_INFLATED || rows > MAX_ROWS) throw tooLarge();
  if (!(rows >= 0)) throw new Error("it has no number of rows");
  return rows;
}

interface ColumnFiller {
  readonly column: Column;
  /** Rows whose value has a wrong type. */
  readonly wrong: Uint8Array;
  put(row: number, value: unknown): void;
}

function columnFiller(name: string, type: ColumnType, rows: number, signed: boolean): ColumnFiller {
  const wrong = new Uint8Array(rows);
  if (type === "text") {
    const codes = new Int32Array(rows).fill(-1);
    const words = interner();
    const isAllowed = (word: string) => name !== "status" || (POINT_STATUSES as readonly string[]).includes(word);
    return {
      column: {name, type, codes, words: words.words},
      wrong,
      put(row, value) {
        if (value === null || value === undefined || row >= rows) return;
        if (typeof value === "string" && isAllowed(value)) codes[row] = words.code(value);
        else wrong[row] = 1;
      }
    };
  }
  const values = new Float64Array(rows).fill(Number.NaN);
  return {
    column: {name, type, values},
    wrong,
    put(row, value) {
      if (value === null || value === undefined || row >= rows) return;
      const number = type === "time" ? instantOf(value) : typeof value === "bigint" ? Number(value) : value;
      if (typeof number === "number" && (signed || number >= 0) && Number.isFinite(number)) values[row] = number;
      else wrong[row] = 1;
    }
  };
}

function instantOf(value: unknown): number | undefined {
  if (value instanceof Date) return isSampleTime(value.getTime()) ? value.getTime() : undefined;
  const reading = readTime(String(value));
  return "time" in reading ? reading.time : undefined;
}

function wholeRows(
  all: Table,
  columns: ReadonlyMap<string, ColumnFiller>,
  table: TableName,
  problems: ProblemList
): Table {
  const required: ReadonlySet<string> = new Set(REQUIRED[table]);
  const bad = new Uint8Array(all.rows);
  for (const {column, wrong} of columns.values()) {
    const {name} = column;
    for (let row = 0; row < all.rows; row++) {
      if (bad[row]) continue;
      const isMissing =
        required.has(name) && (column.type === "text" ? column.codes[row]! < 0 : Number.isNaN(column.values[row]!));
      if (!wrong[row] && !isMissing) continue;
      bad[row] = 1;
      if (wrong[row]) problems.skip(`part/wrong-${name}`, `A row of ${table} has a ${name} of a wrong type.`, row + 1);
      else problems.skip(`part/missing-${name}`, `A row of ${table} has no ${name}.`, row + 1);
    }
  }
  return bad.includes(1)
    ? takeRows(
        all,
        Uint32Array.from(bad.keys()).filter((row) => !bad[row])
      )
    : all;
}
