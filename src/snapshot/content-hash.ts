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

/** Whether numbers lie in memory with their lowest byte first. */
const IS_LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The bytes of a column with one form of NaN, on any machine; null when the column says nothing. */
function littleEndian(column: Column): Uint8Array | null {
  const {codes, values} = column.type === "text" ? {...column, values: null} : {...column, codes: null};
  if (codes ? areAllNull(codes) : areAllNaN(values)) return null;
  const wide = codes ? 4 : 8;
  const held = codes ?? withOneNaN(values);
  const bytes = new Uint8Array(held.buffer, held.byteOffset, held.byteLength);
  return IS_LITTLE ? bytes : reversed(bytes, wide);
}

function areAllNull(codes: Int32Array): boolean {
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) return false;
  return true;
}

function areAllNaN(values: Float64Array): boolean {
  for (let row = 0; row < values.length; row++) if (!Number.isNaN(values[row]!)) return false;
  return true;
}

/** The same numbers; those that are none all have the same bits. */
function withOneNaN(values: Float64Array): Float64Array {
  if (!values.includes(Number.NaN)) return values;
  const all = values.slice();
  const halves = new Uint32Array(all.buffer);
  const [low, high] = IS_LITTLE ? [0, 1] : [1, 0];
  for (let row = 0; row < all.length; row++)
    if (Number.isNaN(all[row]!)) {
      halves[2 * row + low] = 0;
      halves[2 * row + high] = 0x7ff80000;
    }
  return all;
}

function reversed(bytes: Uint8Array, wide: number): Uint8Array {
  const turned = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) turned[at] = bytes[at - (at % wide) + wide - 1 - (at % wide)]!;
  return turned;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
