import {hiddenText} from "../insight/hidden-series.ts";
import {insightTable} from "../insight/to-table.ts";
import type {CellState} from "../notebook/run.ts";
import type {Table} from "../table.ts";
import type {Exporter, ExportInput, MadeFile} from "./exporter.ts";
import {anchorOf} from "./facts.ts";
import {canonicalCsv} from "./provenance.ts";
import {tableFormat} from "./table-formats.ts";

/** The rows of every insight and table as CSV: those whose hash is the `result` of its provenance. */
export const toCsv: Exporter = {
  format: "csv",
  help: "the rows of every insight and table, NAME/ID.csv",
  write: async ({states, stem}) =>
    tablesOf(states).map(({name, table}) => ({path: `${stem}/${name}.csv`, content: canonicalCsv(table)})),
  notes: cutTables
};

/** The same as Arrow IPC. */
export const toArrow: Exporter = {
  format: "arrow",
  help: "the same rows as Arrow streams, NAME/ID.arrows",
  write: async (input) => binary(input, "arrow"),
  notes: cutTables
};

/** The same as Parquet. */
export const toParquet: Exporter = {
  format: "parquet",
  help: "the same rows as Parquet, NAME/ID.parquet",
  write: async (input) => binary(input, "parquet"),
  notes: cutTables
};

function binary({states, stem}: ExportInput, name: "arrow" | "parquet"): MadeFile[] {
  const format = tableFormat(name)!;
  return tablesOf(states).map(({name: id, table}) => ({
    path: `${stem}/${id}.${format.extension}`,
    content: joined([...format.pieces(table)])
  }));
}

/** Which tables lack series that their charts hide. */
function cutTables({states}: ExportInput): string[] {
  return states.flatMap(({cell, output, status}, index) => {
    const text =
      status === "done" && output?.type === "chart" && output.of === "insight" ? hiddenText(output.result) : null;
    return text ? [`${anchorOf(cell, index)}: ${text}`] : [];
  });
}

function tablesOf(states: readonly CellState[]): {name: string; table: Table}[] {
  return states.flatMap(({cell, output, status}, index) => {
    if (status !== "done" || !output) return [];
    const name = anchorOf(cell, index);
    if (output.type === "table") return [{name, table: output.table}];
    return output.type === "chart" && output.of === "insight" ? [{name, table: insightTable(output.result)}] : [];
  });
}

function joined(pieces: readonly (string | Uint8Array)[]): Uint8Array {
  const encoder = new TextEncoder();
  const bytes = pieces.map((piece) => (typeof piece === "string" ? encoder.encode(piece) : piece));
  const whole = new Uint8Array(bytes.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const piece of bytes) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
