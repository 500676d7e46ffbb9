import type {VegaLiteSpec} from "../../chart/insight-spec.ts";
import type {Aggregated} from "../../chart/spec.ts";
import type {Message} from "../../error.ts";
import type {InsightDefinition, InsightResult} from "../../insight/insight.ts";
import type {InsightStore, Progress} from "../../store/store.ts";
import type {Table} from "../../table.ts";
import type {ChartParam, Chosen} from "../chart-params.ts";
import type {CutRows} from "../cut-rows.ts";
import type {Filtered} from "../filtered.ts";
import type {CellRealm} from "../js/realm.ts";
import type {CellSource} from "../notebook.ts";
import type {Overlay} from "../overlay.ts";
import type {OtherNotebooks, ReusedCell} from "../reused.ts";
import type {TableMark} from "../table-cells.ts";
import type {CellValue} from "../value.ts";
import type {InputDefinition} from "./input.ts";

/** A heading of a Markdown cell, for the outline. */
export interface Heading {
  readonly depth: number;
  readonly text: string;
  readonly anchor: string;
}

/** What a cell shows: the closed list that a renderer must know. */
export type Output =
  | {
      readonly type: "markdown";
      readonly html: string;
      readonly headings: readonly Heading[];
      /** What stands for each of its placeholders, in their order. */
      readonly texts: readonly string[];
      /** How many expressions in it wait to be allowed to run. */
      readonly notRun: number;
    }
  | {
      readonly type: "chart";
      readonly of: "insight";
      /** As it was asked: with the filters of the notebook and the reader. */
      readonly definition: InsightDefinition;
      readonly result: InsightResult;
      /** The cells of other notebooks that an insight shown from there was made from. */
      readonly reused?: readonly ReusedCell[];
      /** What a reader had set when it was asked; absent for nothing. */
      readonly filtered?: Filtered;
    }
  | {
      readonly type: "chart";
      readonly of: "spec";
      readonly spec: VegaLiteSpec;
      readonly caption: string;
      readonly data: Table | null;
      /** What is drawn in place of more rows than a chart draws; `data` is then its first answer, or all rows to select in. */
      readonly aggregated?: Aggregated;
      /** What a reader can select in it, and what is selected; missing for a chart that has no parameters. */
      readonly selection?: {readonly params: readonly ChartParam[]; readonly chosen: Chosen};
    }
  | {readonly type: "table"; readonly table: Table; readonly truncated: boolean; readonly segments: readonly string[]}
  | {readonly type: "value"; readonly text: string; readonly input: InputDefinition | null}
  | {readonly type: "display"; readonly items: readonly DisplayItem[]};

/** One thing that a JavaScript cell shows. The HTML is safe; the SVG is a stranger's and is only ever shown as an image. */
export type DisplayItem =
  | {readonly type: "text"; readonly text: string}
  | {readonly type: "table"; readonly table: Table}
  | {readonly type: "spec"; readonly spec: VegaLiteSpec}
  | {readonly type: "html"; readonly html: string}
  | {readonly type: "svg"; readonly text: string}
  | {readonly type: "input"; readonly view: number; readonly definition: InputDefinition};

/** What a run gives: what other cells see (null: nothing), and what is shown. */
export interface CellResult {
  readonly value: CellValue | null;
  readonly output: Output;
  /** What a JavaScript cell declares, by name. */
  readonly values?: ReadonlyMap<string, CellValue>;
  /** The file it was read from, for a table of the front matter. */
  readonly file?: TableMark;
  /** The cells it rests on that hold only the first of their rows; absent for none. */
  readonly cut?: readonly CutRows[];
  /** What is to be said of it beside what the check says. */
  readonly messages?: readonly Message[];
}

/** What filters an insight beside its own text. */
export interface CellFilters {
  /** What a reader set for this insight; null for nothing. */
  readonly cell: Overlay | null;
  /** The notebook's filters: its front matter, with what a reader set on it. */
  readonly notebook: Overlay;
  /** What of that a reader set. */
  readonly temporary?: Overlay | null;
}

/** What a cell is given to run. `scope` holds the values of the cells it refers to. */
export interface CellContext {
  readonly cell: CellSource;
  readonly scope: ReadonlyMap<string, CellValue>;
  readonly store: InsightStore;
  readonly session: string;
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
  /** The value chosen for an input; undefined means its default. */
  readonly chosen: unknown;
  readonly filters: CellFilters;
  /** The kinds of events that charts over time point at. */
  readonly events: readonly string[];
  /** The texts of the notebooks beside this one; absent where they cannot be read. */
  readonly others?: OtherNotebooks;
  /** Where JavaScript cells run: the cell's key there, and the keys of those that declare a name. Null: not allowed. */
  readonly js: {readonly realm: CellRealm; readonly key: string; readonly from: ReadonlyMap<string, string>} | null;
}

/** What reading a cell's text gives, before anything runs. An error in `messages` keeps it from running. */
export interface CellReading {
  /** Names the cell gives beside its id: the declarations of a JavaScript cell. */
  readonly declares?: readonly string[];
  /** Names the cell refers to; those that are no cell are reported by the check. */
  readonly references: readonly string[];
  readonly messages: readonly Message[];
  /** True for a cell that runs what an author programmed: nothing of it is shown before that is allowed. */
  readonly isCode?: boolean;
  /** Null for a cell that does not run. */
  readonly run: ((context: CellContext) => Promise<CellResult | AsyncGenerator<CellResult, void, void>>) | null;
}

/** A kind of cell. */
export interface CellKind {
  readonly kind: string;
  readonly title: string;
  readonly help: string;
  /** How its fence begins; "" for Markdown. */
  readonly fence: string;
  readonly language: "markdown" | "yaml" | "sql" | "json" | "javascript";
  readonly needsId: boolean;
  /** A new cell's text. */
  readonly template: string;
  /** `names` are the ids of all cells of the notebook. */
  read(cell: CellSource, names: ReadonlySet<string>): CellReading;
}

/** The reading of a cell that cannot run. */
export function unreadable(messages: readonly Message[], references: readonly string[] = []): CellReading {
  return {references, messages, run: null};
}
