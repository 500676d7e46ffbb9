/**
 * Provenance: a hash that changes when anything a figure was made from changes. It covers the cell's source and what a reader filtered it by, the hashes of
 * the cells it refers to, those of the files that it reads as tables, the result as canonical CSV, the segments that were read, when they were observed, and the
 * versions of this format and of Tidemark.
 */
import {csvRecord} from "../csv.ts";
import {canonicalJson, sha256} from "../hash.ts";
import {insightTable} from "../insight/to-table.ts";
import type {DisplayItem} from "../notebook/cells/kind.ts";
import {checkNotebook} from "../notebook/check.ts";
import type {Filtered} from "../notebook/filtered.ts";
import type {CellSource, Notebook} from "../notebook/notebook.ts";
import type {ReusedCell} from "../notebook/reused.ts";
import type {CellState} from "../notebook/run.ts";
import type {TableMark} from "../notebook/table-cells.ts";
import {type Cell, type Column, cellOf, type Table} from "../table.ts";
import {isoTime} from "../time.ts";
import {VERSION} from "../version.ts";

export const PROVENANCE_VERSION = 2;

/** What a cell's hash is made from. */
export interface PartsOfProvenance {
  readonly version: number;
  /** The version of Tidemark. */
  readonly tool: string;
  readonly source: string;
  readonly upstream: readonly string[];
  readonly result: string;
  readonly inputs: readonly string[];
  /** When the newest of the searches behind it ran, RFC 3339; null when that is not known or there was none. */
  readonly observed: string | null;
}

export interface Provenance extends PartsOfProvenance {
  readonly hash: string;
}

/** The hash of the parts: SHA-256 of their canonical JSON. */
export function provenanceHash(parts: PartsOfProvenance): string {
  const {version, tool, source, upstream, result, inputs, observed} = parts;
  return sha256(canonicalJson({version, tool, source, upstream, result, inputs, observed}));
}

/** The source of a cell as it counts: with its fence lines, line ends as `\n`. */
export function sourceOf(notebook: Notebook, {from, to}: Pick<CellSource, "from" | "to">): string {
  return notebook.text.slice(from, to).replaceAll("\r\n", "\n");
}

/** The cells of other notebooks that a cell's result was made from. */
export function reusedIn({output}: CellState): readonly ReusedCell[] {
  return (output?.type === "chart" && output.of === "insight" && output.reused) || [];
}

/** What a table's file adds to the hashes of the figures made from it. */
export function fileHash({name, path, sha256: bytes}: TableMark): string {
  return sha256(canonicalJson({table: name, path, sha256: bytes}));
}

/** The filters that a reader had set for a cell's result. */
export function filteredIn({output}: CellState): Filtered | undefined {
  return output?.type === "chart" && output.of === "insight" ? output.filtered : undefined;
}

/** The source of a cell as it counts, with those of other notebooks that it shows and what filtered it. */
export function countedSource(source: string, reused: readonly ReusedCell[], filtered: Filtered | undefined): string {
  return [
    source,
    ...reused.map((one) => `${one.notebook}#${one.id}\n${one.source}`),
    ...(filtered ? [`filtered by ${canonicalJson(filtered)}`] : [])
  ].join("\n");
}

/** The provenance of every cell that ran, by its place in the notebook; cells without a result have none. */
export function provenanceOf(notebook: Notebook, states: readonly CellState[]): ReadonlyMap<number, Provenance> {
  const checked = checkNotebook(notebook);
  const made = new Map<number, Provenance | null>();
  const make = (index: number): Provenance | null => {
    const known = made.get(index);
    if (known !== undefined) return known;
    made.set(index, null);
    const state = states[index];
    const result = state ? resultText(state) : null;
    if (!state || result === null) return null;
    const {cell} = state;
    const parts = {
      version: PROVENANCE_VERSION,
      tool: VERSION,
      source: countedSource(sourceOf(notebook, cell), reusedIn(state), filteredIn(state)),
      upstream: [...checked[index]!.upstream.flatMap((i) => make(i)?.hash ?? []), ...state.files.map(fileHash)].sort(),
      result: sha256(result),
      inputs: segmentsOf(state),
      observed: observedOf(state)
    };
    const provenance = {...parts, hash: provenanceHash(parts)};
    made.set(index, provenance);
    return provenance;
  };
  return new Map(
    states.flatMap((_, index): [number, Provenance][] => {
      const provenance = make(index);
      return provenance ? [[index, provenance]] : [];
    })
  );
}

/** A table as canonical CSV: a header, one record a row in the table's order, times in RFC 3339. */
export function canonicalCsv(table: Table): string {
  const rows = Array.from({length: table.rows}, (_, row) =>
    csvRecord(table.columns.map((column) => field(column, row)))
  );
  return csvRecord(table.columns.map(({name}) => name)) + rows.join("");
}

function field(column: Column, row: number): Cell {
  const value = cellOf(column, row);
  return column.type === "time" && typeof value === "number" ? isoTime(value) : value;
}

/** The result of a cell as text; null for a cell that has none to vouch for. */
function resultText({output, value}: CellState): string | null {
  if (!output) return null;
  if (output.type === "markdown") return null;
  if (output.type === "table") return canonicalCsv(output.table);
  if (output.type === "value") return value?.kind === "scalar" ? String(value.value) : output.text;
  if (output.type === "display") return canonicalJson(output.items.map(plainItem));
  if (output.of === "insight") return canonicalCsv(insightTable(output.result));
  // of rows that were aggregated all that is drawn
  const drawn = output.aggregated?.tables ?? (output.data ? [output.data] : []);
  return canonicalJson(output.spec) + drawn.map(canonicalCsv).join("");
}

/** What a JavaScript cell showed, with tables as their canonical CSV. */
function plainItem(item: DisplayItem): unknown {
  return item.type === "table" ? {type: item.type, csv: canonicalCsv(item.table)} : item;
}

function segmentsOf({output}: CellState): readonly string[] {
  if (output?.type === "table") return output.segments;
  return output?.type === "chart" && output.of === "insight" ? output.result.source.segments : [];
}

function observedOf({output}: CellState): string | null {
  const at = output?.type === "chart" && output.of === "insight" ? output.result.source.observedAt : null;
  return at === null ? null : isoTime(at);
}
