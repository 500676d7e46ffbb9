import type {Side} from "../../notebook/conflicts.ts";
import type {Remembered} from "../../notebook/result-memory.ts";
import type {CellState} from "../../notebook/run.ts";
import type {HeldNames, NamedCell} from "../../notebook/suggest.ts";
import type {WatchOutcome} from "../../notebook/watch.ts";
import type {Ask} from "../table-questions.ts";
import type {InsightFigureEvents} from "./insight-figure.ts";

/** What a cell asks of its notebook. */
export interface CellEvents extends Omit<InsightFigureEvents, "onResize"> {
  onResize(key: string, height: number): void;
  onDraft(key: string, text: string): void;
  onRun(key: string): void;
  onCancel(key: string): void;
  /** The editor was left: what is written runs, and the editing session ends. */
  onLeave(key: string): void;
  onChoose(key: string, value: unknown): void;
  /** The reader chose a value in an input that a JavaScript cell shows. */
  onView(key: string, view: number, value: unknown): void;
  onMove(key: string, by: -1 | 1): void;
  onDelete(key: string): void;
  onFold(key: string): void;
  /** A side of a merge conflict was chosen. */
  onSide(key: string, side: Side): void;
  onAddBelow(key: string): void;
  /** Opens the form of an insight. */
  onForm(key: string): void;
  /** Asks for the words of the cell's fence: its name and attributes. */
  onWords(key: string): void;
  /** Opens the menu of all that can be done with the cell. */
  onMenu(key: string, anchor: HTMLElement): void;
  /** Keys of the notebook that hold while a cell is written. */
  editorKeys(): readonly {readonly key: string; run(): void}[];
  /** What the watch rules of a cell come to, by what is known now. */
  watch(state: CellState): readonly WatchOutcome[];
  /** The cell is to be seen: what is folded over it opens. */
  onReveal(key: string): void;
  /** How a result of an earlier visit is marked. */
  age(remembered: Remembered): {readonly text: string; readonly title: string};
  /** Asks the database about the result of a cell. */
  ask(id: string): Ask;
  /** The other cells that have a name, for completion. */
  names(key: string): readonly NamedCell[];
  /** The names that imported data has, for completion; null until they are known. */
  held(): HeldNames | null;
  /** Names and columns for completion. */
  tables(): Readonly<Record<string, readonly string[]>>;
}
