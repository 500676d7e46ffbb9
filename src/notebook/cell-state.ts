import type {Message} from "../error.ts";
import type {Progress} from "../store/store.ts";
import type {Output} from "./cells/kind.ts";
import type {CutRows} from "./cut-rows.ts";
import type {CellSource} from "./notebook.ts";
import type {Remembered} from "./result-memory.ts";
import type {TableMark} from "./table-cells.ts";
import type {CellValue} from "./value.ts";

/**
 * Where a cell stands: `waiting` for a cell that has no result, `disabled` by `run=false` or because its kind never runs,
 * `consent` when it is JavaScript that nobody has allowed to run.
 */
export type CellStatus = "queued" | "running" | "done" | "error" | "cancelled" | "waiting" | "disabled" | "consent";

/** A cell and what became of it. While it runs again, `output` is still the last one: stale. */
export interface CellState {
  /** The cell's identity for as long as the notebook is open, however it is edited. */
  readonly key: string;
  readonly cell: CellSource;
  readonly status: CellStatus;
  readonly output: Output | null;
  /** What other cells see of it. */
  readonly value: CellValue | null;
  readonly stale: boolean;
  /** Set while `output` is the one of an earlier visit. */
  readonly remembered: Remembered | null;
  /** The cells it refers to, by key. */
  readonly upstream: readonly string[];
  /** The files of the front matter that its result was made from. */
  readonly files: readonly TableMark[];
  readonly messages: readonly Message[];
  /** The cells that its result rests on and that hold only the first of their rows. */
  readonly cut?: readonly CutRows[];
  readonly waitingFor: string | null;
  readonly progress: Progress | null;
  /** Milliseconds of the last run. */
  readonly elapsed: number | null;
}

/** A cell of which nothing is known yet. */
export function newState(key: string, cell: CellSource): CellState {
  return {
    key,
    cell,
    status: "queued",
    output: null,
    value: null,
    stale: false,
    remembered: null,
    upstream: [],
    files: [],
    messages: [],
    waitingFor: null,
    progress: null,
    elapsed: null
  };
}

/** True while a cell waits for its turn or runs. */
export function isComing({status}: CellState): boolean {
  return status === "queued" || status === "running";
}
