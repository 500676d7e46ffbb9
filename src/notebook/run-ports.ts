import type {InsightStore} from "../store/store.ts";
import type {CellState} from "./cell-state.ts";
import type {CellRealm} from "./js/realm.ts";
import type {Notebook} from "./notebook.ts";
import type {Overlay} from "./overlay.ts";
import type {ResultMemory} from "./result-memory.ts";
import type {OtherNotebooks} from "./reused.ts";
import type {TableFiles} from "./table-cells.ts";

/** A notebook that runs. */
export interface Run {
  readonly notebook: Notebook;
  readonly states: readonly CellState[];
  /** The files that the front matter names as tables, in its order: cells of their own, in no list of cells. */
  readonly tables: readonly CellState[];
  /** Goes on with another text of the notebook; cells that did not change keep what they have. */
  update(notebook: Notebook): void;
  /** Sets an input. */
  choose(key: string, value: unknown): void;
  /** What has been chosen, by id of the input. */
  readonly choices: ReadonlyMap<string, unknown>;
  /** Sets what a reader filters an insight by, or (null) all of them; an overlay of null takes it back. */
  filter(key: string | null, overlay: Overlay | null): void;
  /** What a reader filters by now; null for nothing. */
  filterOf(key: string | null): Overlay | null;
  /** Runs cells again: those of the keys, or all. */
  rerun(keys?: readonly string[]): void;
  /** Stops a cell that runs. */
  cancel(key: string): void;
  /** The states once nothing runs or is queued any more. */
  settled(): Promise<readonly CellState[]>;
  dispose(): void;
}

/** What a run needs of the world around it. */
export interface RunPorts {
  readonly store: InsightStore;
  /** Tells the tables of open notebooks apart: `[a-z0-9_]+`. */
  readonly session: string;
  /** Milliseconds of a clock that only measures. */
  readonly now: () => number;
  /** What is chosen in inputs from the start, by id. */
  readonly choices?: ReadonlyMap<string, unknown>;
  /** The realm of JavaScript cells; null while they may not run. */
  readonly realm?: () => CellRealm | null;
  /** The texts of the notebooks beside this one, for insights that are shown from there. */
  readonly others?: OtherNotebooks;
  /** The files that notebooks name as tables; none: such tables cannot be read. */
  readonly tables?: TableFiles;
  /** Results of earlier visits; none: every cell begins empty. */
  readonly memory?: ResultMemory;
  /**
   * How far a cell is from what is looked at, 0 for what is seen: those that are near run first, with what they need. None:
   * all at once.
   */
  readonly distance?: (key: string) => number;
}
