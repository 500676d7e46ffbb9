/**
 * The realm in which JavaScript cells run, as the notebook sees it. Values of such cells stay in there; what comes out is
 * data: plain values for other cells, and what is to be shown. The realm has no network, no storage and no page.
 */
import type {VegaLiteSpec} from "../../chart/insight-spec.ts";
import type {Table} from "../../table.ts";
import type {InputDefinition} from "../cells/input.ts";
import type {CellValue} from "../value.ts";

/** What a cell is given by name: a value of another JavaScript cell (by the key of that cell), or data. */
export type RealmInput =
  | {readonly name: string; readonly from: string}
  | {readonly name: string; readonly value: CellValue};

/** A cell to evaluate: a function of its inputs, in their order, that returns its outputs by name. */
export interface Evaluation {
  readonly key: string;
  readonly body: string;
  /** The names of the parameters, in order; those that are no input are what every cell has (`display`, `view` …). */
  readonly parameters: readonly string[];
  readonly inputs: readonly RealmInput[];
  readonly outputs: readonly string[];
  /** True for a cell that is one expression: its value is shown. */
  readonly autodisplay: boolean;
  readonly libraries: readonly string[];
  /** What the reader chose before in the cell's inputs, by their number. */
  readonly chosen?: ReadonlyMap<number, unknown>;
}

/** Something a cell shows. Markup is text that has to be made safe before it is shown. */
export type Shown =
  | {readonly type: "text"; readonly text: string}
  | {readonly type: "table"; readonly table: Table}
  | {readonly type: "spec"; readonly spec: VegaLiteSpec}
  | {readonly type: "markdown"; readonly text: string}
  | {readonly type: "markup"; readonly form: "svg" | "html"; readonly text: string}
  | {readonly type: "input"; readonly view: number; readonly definition: InputDefinition};

/** What a cell came to: once, or again for every value of a generator or an input. */
export interface RealmStep {
  readonly shown: readonly Shown[];
  readonly values: ReadonlyMap<string, CellValue>;
}

/** One realm per notebook. Cells are evaluated one beside another; an endless loop ends the realm, and says which cell it was. */
export interface CellRealm {
  /**
   * The values of a cell, until it has no more or the signal ends it.
   * @throws TidemarkError "js/error" (details: line and column in the cell's text), "js/stopped" (an endless loop, a flood),
   * "js/lost" (another cell ended the realm).
   */
  evaluate(evaluation: Evaluation, signal: AbortSignal): AsyncIterable<RealmStep>;
  /** The reader chose a value in an input that a cell showed. */
  choose(key: string, view: number, value: unknown): void;
  close(): void;
}
