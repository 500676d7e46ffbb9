/** A cell in a run: its state, the variable that computes it, and what it stands between. */

import type {Variable} from "@observablehq/runtime";
import {isTidemarkError, type Message, messageOf} from "../error.ts";
import {type CellState, isComing, newState} from "./cell-state.ts";
import type {CheckedCell} from "./check.ts";
import {isInsightCell} from "./insight-yaml.ts";
import type {CellSource} from "./notebook.ts";
import type {Overlay} from "./overlay.ts";
import {TABLE_KIND} from "./table-cells.ts";

export interface Entry {
  state: CellState;
  readonly variable: Variable;
  /** What was read of it last: the cell may have moved since it was defined. */
  checked: CheckedCell;
  /** The cells and files it refers to. */
  upstream: readonly Entry[];
  /** The cells that refer to it. */
  downstream: Entry[];
  /** What a reader filters it by; null for nothing. */
  filter: Overlay | null;
  /** What the variable was defined from. */
  signature: string;
  started: number | null;
  /** Why a JavaScript cell was stopped: it runs again only when it is asked to, or is another. */
  halted: unknown;
  /** How often it was begun again since its last result because the realm was gone. */
  revivals: number;
  abort: AbortController | null;
  /** The fingerprint under which the result of an earlier visit was asked for. */
  recalled: string;
}

/** An entry that has not been checked. */
export function newEntry(key: string, cell: CellSource, variable: Variable): Entry {
  return {
    state: newState(key, cell),
    variable,
    checked: {cell, reading: null, upstream: [], tables: [], messages: []},
    upstream: [],
    downstream: [],
    filter: null,
    signature: "",
    started: null,
    halted: null,
    revivals: 0,
    abort: null,
    recalled: ""
  };
}

/** True for a file of the front matter, which stands in no list of cells. */
export function isTable({state}: Entry): boolean {
  return state.cell.kind === TABLE_KIND;
}

/** Where a cell waits for its turn; what only puts together what others computed does not. */
export function queueOf(cell: CellSource): "database" | "realm" | null {
  return isInsightCell(cell) || cell.kind === "sql" ? "database" : cell.kind === "js" ? "realm" : null;
}

/** What a waiting cell waits for, by name: the first cell it refers to that has no result and will not get one. */
export function missingUpstream({upstream}: Entry): string {
  const missing = upstream.find(({state}) => !isComing(state) && state.status !== "done")?.state.cell;
  return missing ? (missing.id ?? `the cell in line ${missing.line}`) : "a cell it refers to";
}

/** A cell with all that wait for it. */
export function waitingFor(entry: Entry): readonly Entry[] {
  const asked = new Set([entry]);
  for (const one of asked) for (const other of one.downstream) if (isComing(other.state)) asked.add(other);
  return [...asked];
}

/** What is said of a cell that failed, at the place that the error knows, else at its first line. */
export function failure(error: unknown, cell: CellSource): Message {
  const {line, column} = isTidemarkError(error) ? error.details : {};
  const place =
    typeof line === "number"
      ? {line, ...(typeof column === "number" && column > 0 ? {column} : {})}
      : {line: cell.line};
  return {level: "error", text: messageOf(error), place};
}
