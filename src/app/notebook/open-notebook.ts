import type {CellState} from "../../notebook/run.ts";
import type {App} from "../app.ts";
import type {NotebookSession} from "../notebook-session.ts";
import type {CellView} from "../views/cell-view.ts";
import type {FilterPanel} from "./filter-panel.ts";
import type {Folding} from "./folding.ts";
import type {SidePanels} from "./side-panel.ts";

/** What the parts of a notebook's page share: commands, panels and views work on it, and none of them on another's DOM. */
export interface OpenNotebook {
  readonly app: App;
  readonly session: NotebookSession;
  /** The whole page of the notebook. */
  readonly dom: HTMLElement;
  readonly panels: SidePanels;
  readonly filters: FilterPanel;
  /** The sections that are folded. */
  readonly folding: Folding;
  /** The state of a cell; keys come from the states themselves. @throws Error for a key that is gone. */
  state(key: string): CellState;
  /** Where a cell stands, from 0; −1 for one that is gone. */
  indexOf(key: string): number;
  view(key: string): CellView | undefined;
  /** The cell that has the focus, or had it last; null when there is none. */
  readonly selected: string | null;
  /** Moves the focus to a cell. */
  select(key: string): void;
}
