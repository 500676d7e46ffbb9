import {canonicalJson, gatheredHash} from "../hash.ts";
import type {Column} from "../table.ts";
import type {Snapshot} from "./snapshot.ts";

/**
 * A hash of what a snapshot says: its series and its rows, not when they were observed or imported. Equal snapshots whose
 * rows were put in order by sortRows have equal hashes.
 * Hashed are the columns as they lie in memory, not their NDJSON: that is a quarter of the bytes.
 */
export async function contentHash({series, parts}: Snapshot): Promise<string> {
  const columns = parts.flatMap(({rows}) => rows.columns);
  // beside the values there are words: somewhat more is expected
  const values = columns.reduce(
    (sum, column) => sum + (column.type === "text" ? column.codes : column.values).byteLength,
    0
  );
  const hash = gatheredHash(Math.ceil(values * 1.1) + 100_000);
  const encoder = new TextEncoder();
  const add = (value: unknown) => hash.update(encoder.encode(`${canonicalJson(value)}\n`));
  add([...series].sort((a, b) => compareText(canonicalJson(a), canonicalJson(b))));
  for (const {table, rows} of [...parts].sort((a, b) => compareText(a.table, b.table))) {
    add([table, rows.rows]);
    for (const column of rows.columns) {
      const bytes = littleEndian(column);
      if (!bytes) continue;
      add([column.name, ...(column.type === "text" ? [column.words] : [])]);
      hash.update(bytes);
    }
  }
  return hash.hex();
}

/** The bytes of a column with one form of NaN, on any machine; null when the column says nothing. */
function littleEndian(column: Column): Uint8Array | null {
  const {length} = column.type === "text" ? column.codes : column.values;
  const wide = column.type === "text" ? 4 : 8;
  const bytes = new Uint8Array(length * wide);
  const view = new DataView(bytes.buffer);
  let isEmpty = true;
  if (column.type === "text") {
    for (let row = 0; row < length; row++) {
      if (column.codes[row]! >= 0) isEmpty = false;
      view.setInt32(row * 4, column.codes[row]!, true);
    }
  } else
    for (let row = 0; row < length; row++) {
      const value = column.values[row]!;
      if (Number.isNaN(value)) view.setUint32(row * 8 + 4, 0x7ff80000, true);
      else {
        isEmpty = false;
        view.setFloat64(row * 8, value, true);
      }
    }
  return isEmpty ? null : bytes;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
