/** Memory that goes over to another worker instead of being copied: whoever gave it has it no more. */
import type {Finding} from "../src/snapshot/importer.ts";
import {buffersOf, type Table} from "../src/table.ts";

/** The memory of all rows in findings, each once. */
export function givenRows(findings: readonly Finding[]): ArrayBuffer[] {
  return givenTables(findings.flatMap(({snapshot}) => snapshot.parts.map(({rows}) => rows)));
}

/** The memory of tables, each once. What is empty may be anybody's. */
export function givenTables(tables: readonly Table[]): ArrayBuffer[] {
  const buffers = new Set(tables.flatMap(buffersOf));
  return [...buffers].filter(({byteLength}) => byteLength > 0);
}
