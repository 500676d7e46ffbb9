/** Parquet files of any columns as tables: what is no number, instant, boolean or text is its JSON. */
import {type FileMetaData, parquetMetadata, parquetRead} from "hyparquet";
import {compressors} from "hyparquet-compressors";
import {messageOf, TidemarkError} from "../error.ts";
import {sha256} from "../hash.ts";
import {type Column, numberColumn, type Table, textColumn} from "../table.ts";
import {joined, readBytes} from "./decode.ts";
import {MAX_INFLATED, tooLarge} from "./gunzip.ts";
import type {ReadContext, Source} from "./importer.ts";

const MAX_CELLS = 100_000_000;

/** @throws TidemarkError "table/unreadable" when the bytes are no Parquet, "import/too-large" beyond 1 GB or 1e8 cells. */
export async function plainParquet(source: Source, context: ReadContext): Promise<{table: Table; sha256: string}> {
  const bytes = await readBytes(source, context, MAX_INFLATED, tooLarge);
  const hash = sha256(bytes);
  try {
    // not slice(): that of a Node Buffer shares its memory
    const file = joined(bytes).buffer;
    const metadata = parquetMetadata(file);
    const rows = checkedRows(metadata);
    const names: string[] = [];
    for (let at = 1; at < metadata.schema.length; at = after(metadata, at)) names.push(metadata.schema[at]!.name);
    if (rows * names.length > MAX_CELLS) throw tooLarge();
    const values = new Map(names.map((name) => [name, new Array<unknown>(rows).fill(null)]));
    await parquetRead({
      file,
      metadata,
      compressors,
      onChunk({columnName, columnData, rowStart}) {
        const column = values.get(columnName);
        if (column)
          for (let i = 0; i < columnData.length && rowStart + i < rows; i++) column[rowStart + i] = columnData[i];
      }
    });
    return {table: {rows, columns: [...values].map(([name, cells]) => columnOf(name, cells))}, sha256: hash};
  } catch (error) {
    if (error instanceof TidemarkError) throw error;
    throw new TidemarkError(
      "table/unreadable",
      `${source.name} cannot be read as a table: this Parquet file is damaged (${messageOf(error)}).`,
      {},
      error
    );
  }
}

/** The place in the schema behind an element and all that is in it. */
function after({schema}: FileMetaData, at: number): number {
  let [next, open] = [at + 1, schema[at]?.num_children ?? 0];
  for (; open > 0 && next < schema.length; next++) open += (schema[next]!.num_children ?? 0) - 1;
  return next;
}

function checkedRows({num_rows, row_groups}: FileMetaData): number {
  const bytes = row_groups
    .flatMap(({columns}) => columns)
    .reduce((sum, {meta_data}) => sum + Number(meta_data?.total_uncompressed_size ?? 0), 0);
  const rows = Number(num_rows);
  if (bytes > MAX_INFLATED || rows > MAX_CELLS) throw tooLarge();
  if (!(rows >= 0)) throw new Error("it has no number of rows");
  return rows;
}

function columnOf(name: string, cells: readonly unknown[]): Column {
  const known = cells.filter((cell) => cell !== null && cell !== undefined);
  const all = (is: (cell: unknown) => boolean) => known.length > 0 && known.every(is);
  const numbers = (type: "number" | "time" | "boolean", of: (cell: unknown) => number) =>
    numberColumn(
      name,
      cells.map((cell) => (cell === null || cell === undefined ? Number.NaN : of(cell))),
      type
    );
  if (all((cell) => typeof cell === "number" || (typeof cell === "bigint" && isSafe(cell))))
    return numbers("number", Number);
  if (all((cell) => typeof cell === "boolean")) return numbers("boolean", Number);
  if (all((cell) => cell instanceof Date)) return numbers("time", (cell) => (cell as Date).getTime());
  return textColumn(
    name,
    cells.map((cell) => (cell === null || cell === undefined ? null : textOf(cell)))
  );
}

/** What a double holds as it is. */
function isSafe(value: bigint): boolean {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER);
}

function textOf(cell: unknown): string {
  if (typeof cell === "string") return cell;
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell !== "object") return String(cell);
  return JSON.stringify(cell, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}
