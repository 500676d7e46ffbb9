/** Results of earlier visits: what a notebook shows at once while its cells are computed again. */
import {bytesOf, type Table, takeRows} from "../table.ts";
import type {Output} from "./cells/kind.ts";

/** A result of an earlier visit. */
export interface Remembered {
  /** When it was computed, epoch ms. */
  readonly at: number;
  /** The imported data it was computed from (InsightStore.dataVersion); empty: nobody knows. */
  readonly data: string;
  readonly output: Output;
}

/** Where results come from and go to, by fingerprint. Both answer at once. */
export interface ResultMemory {
  recall(fingerprint: string): Remembered | null;
  keep(fingerprint: string, output: Output): void;
}

/** Rows of a table that are kept; of a longer one the first are shown until it is computed. */
const MOST_ROWS = 500;
/** A larger result is not kept: it would push out a hundred small ones. */
export const MOST_BYTES = 512_000;

/** What is kept of an output, and its size in bytes about; null for what is not worth it or would not be what it was. */
export function rememberable(output: Output): {readonly output: Output; readonly bytes: number} | null {
  // no text of this notebook tells what it follows from
  if (output.type === "chart" && output.of === "insight" && output.reused?.length) return null;
  const kept = output.type === "table" ? {...output, ...cut(output)} : output;
  const bytes = sizeOf(kept);
  return bytes <= MOST_BYTES ? {output: kept, bytes} : null;
}

/** True when what is chosen in a cell's output is known to nobody else: no text tells the results that follow from it. */
export function hidesChoices(output: Output | null): boolean {
  return output?.type === "display" && output.items.some(({type}) => type === "input");
}

function cut({table, truncated}: {readonly table: Table; readonly truncated: boolean}) {
  // copies also where all rows stay: a view of a large buffer would be stored with all of it
  const rows = Math.min(table.rows, MOST_ROWS);
  const short = takeRows(
    table,
    Uint32Array.from({length: rows}, (_, row) => row)
  );
  return {table: short, truncated: truncated || rows < table.rows};
}

/** The bytes of a value as it is stored, about. */
function sizeOf(value: unknown): number {
  if (typeof value === "string") return 2 * value.length;
  if (typeof value !== "object" || value === null) return 8;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (value instanceof Map) return sizeOf([...value]);
  if (isTable(value)) return bytesOf(value);
  return Object.entries(value).reduce((sum, [name, part]) => sum + 2 * name.length + sizeOf(part), 0);
}

function isTable(value: object): value is Table {
  return "rows" in value && "columns" in value && Array.isArray(value.columns) && typeof value.rows === "number";
}
