/**
 * Tables as Parquet files: text as UTF-8, instants as timestamps in milliseconds UTC, numbers as doubles; unknown is null.
 * Equal tables give equal bytes.
 */
import {type ColumnSource, parquetWriteBuffer} from "hyparquet-writer";
import {type Column, cellOf, type Table} from "./table.ts";

/** The table as one Parquet file, compressed with Snappy. */
export function tableToParquet(table: Table): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({columnData: table.columns.map((column) => source(column, table.rows)), createdBy: "tidemark"})
  );
}

const TYPES = {number: "DOUBLE", time: "TIMESTAMP", boolean: "BOOLEAN", text: "STRING"} as const;

function source(column: Column, rows: number): ColumnSource {
  const data = Array.from({length: rows}, (_, row) => {
    const value = cellOf(column, row);
    return column.type === "time" && typeof value === "number" ? new Date(value) : value;
  });
  return {name: column.name, data, type: TYPES[column.type], nullable: true};
}
