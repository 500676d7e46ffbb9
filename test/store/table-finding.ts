/** Findings of any tables, for tests: rows as records, times as days. */
import {canonicalJson, sha256} from "../../src/hash.ts";
import type {Finding} from "../../src/snapshot/importer.ts";
import {KEYS, type Part, type SeriesRecord, TABLES, type TableName} from "../../src/snapshot/snapshot.ts";
import {sortRows} from "../../src/snapshot/sort-rows.ts";
import {type Cell, tableBuilder} from "../../src/table.ts";

export type TestRow = Readonly<Record<string, Cell>>;

/** A finding of some tables. Texts in columns of instants are dates: `2026-01-01`. */
export function tableFinding(
  tables: {readonly [T in TableName]?: readonly TestRow[]},
  series: readonly SeriesRecord[] = [],
  observedAt: string | null = null
): Finding {
  const parts = Object.entries(tables).map(([name, rows]): Part => {
    const table = name as TableName;
    const types: Readonly<Record<string, string>> = TABLES[table];
    const builder = tableBuilder<string>(TABLES[table]);
    for (const row of rows)
      builder.push(
        Object.fromEntries(
          Object.entries(row).map(([column, cell]) => [
            column,
            types[column] === "time" && typeof cell === "string" ? Date.parse(cell) : cell
          ])
        )
      );
    return {
      table,
      observedAt: observedAt === null ? null : Date.parse(observedAt),
      rows: sortRows(builder.build(), KEYS[table])
    };
  });
  const hash = sha256(canonicalJson([tables, observedAt]));
  return {
    format: "test",
    title: "Test",
    snapshot: {series, repos: [], parts},
    needs: [],
    facts: [],
    problems: [],
    read: parts.length,
    skipped: 0,
    status: "complete",
    reasons: [],
    fileHash: hash,
    contentHash: hash
  };
}
