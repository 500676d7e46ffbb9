/**
 * Fingerprints of the results of a run: what each was computed from, and what a cell's result will be computed from as
 * things are now. By them results of earlier visits are found again, and known to be of something else.
 */

import type {CellState} from "./cell-state.ts";
import type {CellResult} from "./cells/kind.ts";
import {fingerprint} from "./fingerprint.ts";
import {isInsightCell} from "./insight-yaml.ts";
import type {Notebook} from "./notebook.ts";
import type {Overlay} from "./overlay.ts";
import {hidesChoices} from "./result-memory.ts";
import {type Entry, isTable} from "./run-entry.ts";
import type {RunPorts} from "./run-ports.ts";

/** What is asked of all cells by now. */
export interface Asked {
  readonly notebook: Notebook;
  readonly notebookFilter: Overlay | null;
  readonly choices: ReadonlyMap<string, unknown>;
}

export interface ResultPrints {
  /** What a result was computed from, told by the result itself: what is chosen meanwhile does not count. Null: unknown. */
  of(result: CellResult): string | null;
  /** A result with the fingerprint of what it was computed from, unless that is not known. */
  printed(result: CellResult, print: string | null): CellResult;
  /** The fingerprint of a cell's result that is computed now from results of these fingerprints. */
  with(entry: Entry, upstream: readonly string[]): string;
  /** The fingerprint that the result of a cell will have as things are now. Circles have none (""): they never run. */
  expected(entry: Entry): string;
  /** Something else is asked: what was expected is worked out again. */
  forget(): void;
  /** Takes note of the file a table was read from; true when that was another before. */
  meetFile(entry: Entry, result: CellResult): boolean;
  /** What an earlier visit had for a cell that shows nothing yet. */
  recall(entry: Entry): Partial<CellState>;
  /** Keeps a result for later visits when it is worth it. */
  keep(entry: Entry, result: CellResult): void;
}

export function createResultPrints(ports: RunPorts, asked: Asked): ResultPrints {
  const printOf = new WeakMap<CellResult, string>();
  const expectedOf = new Map<Entry, string>();
  const fileOf = new Map<string, string>();
  const printWith = (entry: Entry, upstream: readonly string[]): string => {
    const {cell} = entry.state;
    const {snapshots, filter, events} = asked.notebook.frontMatter;
    return fingerprint({
      cell,
      upstream,
      chosen: cell.id ? asked.choices.get(cell.id) : undefined,
      around: [snapshots, isInsightCell(cell) ? [filter, asked.notebookFilter, entry.filter, events] : null]
    });
  };
  /** The hash of a table's file, as far as it is known before it is read; "" when it is not. */
  const fileHash = ({state}: Entry): string => fileOf.get(state.key) ?? ports.tables?.known?.(state.cell.body) ?? "";
  const expected = (entry: Entry): string => {
    const known = expectedOf.get(entry);
    if (known !== undefined) return known;
    expectedOf.set(entry, "");
    const above = isTable(entry) ? [fileHash(entry)] : entry.upstream.map(expected);
    const print = above.includes("") ? "" : printWith(entry, above);
    expectedOf.set(entry, print);
    return print;
  };
  return {
    of: (result) => printOf.get(result) ?? null,
    printed(result, print) {
      if (print !== null && !hidesChoices(result.output)) printOf.set(result, print);
      return result;
    },
    with: printWith,
    expected,
    forget: () => expectedOf.clear(),
    meetFile({state}, {file}) {
      if (!file || fileOf.get(state.key) === file.sha256) return false;
      fileOf.set(state.key, file.sha256);
      expectedOf.clear();
      return true;
    },
    recall(entry) {
      if (!ports.memory || entry.state.output || (entry.checked.reading?.isCode && !ports.realm?.())) return {};
      entry.recalled = expected(entry);
      if (!entry.recalled) return {};
      const remembered = ports.memory.recall(entry.recalled);
      return remembered ? {output: remembered.output, remembered} : {};
    },
    keep(entry, result) {
      const print = printOf.get(result);
      const isWorthIt = !isTable(entry) && (entry.state.cell.kind !== "markdown" || entry.upstream.length > 0);
      if (print && isWorthIt) ports.memory?.keep(print, result.output);
    }
  };
}
