/** A notebook run to its end, as commands need it. */

import {cutMessages} from "../notebook/cut-rows.ts";
import {jsSources} from "../notebook/js/sources.ts";
import type {OtherNotebooks} from "../notebook/reused.ts";
import type {CellState} from "../notebook/run.ts";
import {createRun} from "../notebook/run.ts";
import type {InsightStore} from "../store/store.ts";
import type {CommandContext} from "./command.ts";
import {usageError} from "./command.ts";
import {type RunFilters, setFilters} from "./filter-options.ts";
import {openRealm} from "./js-realm.ts";
import {progressLine} from "./progress.ts";
import {folderTables} from "./table-files.ts";
import {openTrust} from "./trust.ts";
import {type NotebookFile, openStore, otherNotebooks} from "./workspace.ts";

/** What a task is given of a notebook that has settled. */
export interface RanNotebook extends NotebookFile {
  readonly states: readonly CellState[];
  /** The files of its front matter. */
  readonly tables: readonly CellState[];
  readonly store: InsightStore;
}

/** A cell that failed, and where its file says so; `cell` is "" for the notebook as a whole. */
export interface Failure {
  readonly cell: string;
  readonly line: number;
  readonly error: string;
}

/** How a notebook is run beside its choices. */
export interface RunOptions {
  /** The notebooks beside it; by default those of its folder. */
  readonly others?: OtherNotebooks;
  /** True when its JavaScript may run, whether or not this person trusted it before. */
  readonly trust?: boolean;
  /** What filters its insights beside its own text. */
  readonly filters?: RunFilters;
  /** Told of each cell that is done, at once. */
  readonly settled?: (state: CellState) => void;
}

/** The option of every command that runs notebooks. */
export const TRUST_OPTION = {
  trust: {
    type: "boolean",
    help: "run JavaScript cells, in a process without files and network; not needed for what tidemark trust was told"
  }
} as const;

/** True when a notebook's JavaScript may run: it has some, and it was allowed now or trusted before. */
export async function mayRun({notebook}: NotebookFile, trust: boolean): Promise<boolean> {
  const sources = jsSources(notebook);
  return sources.length > 0 && (trust || (await openTrust().isTrusted(sources)));
}

/** Runs a notebook over the workspace in `context.cwd`, and a task on what came of it. */
export async function withRun<T>(
  file: NotebookFile,
  choices: ReadonlyMap<string, unknown>,
  context: CommandContext,
  task: (ran: RanNotebook) => Promise<T>,
  {others = otherNotebooks(context.cwd, file.path), trust = false, filters, settled}: RunOptions = {}
): Promise<T> {
  const {notebook, name} = file;
  const store = openStore(context.cwd, notebook.frontMatter.snapshots, context.now);
  const line = progressLine(context);
  const realm = (await mayRun(file, trust)) ? openRealm() : null;
  let places: ReadonlyMap<string, number> | null = null;
  // from the first cell to the last, as what is made of them is
  const distance = (key: string) => {
    places ??= new Map(run.states.map((state, place) => [state.key, place]));
    return places.get(key) ?? 0;
  };
  const run = createRun(
    {
      store,
      session: "report",
      now: () => performance.now(),
      choices,
      others,
      tables: folderTables(context.cwd),
      realm: () => realm,
      distance
    },
    notebook,
    (state) => {
      if (!state) return;
      if (state.status === "done") settled?.(state);
      const {states} = run;
      const done = states.filter(({status}) => status !== "queued" && status !== "running").length;
      line.show({share: done / states.length, doing: `Running ${name}`});
    }
  );
  try {
    if (filters) setFilters(run, filters);
    const states = await run.settled();
    return await task({...file, states, tables: run.tables, store});
  } finally {
    line.clear();
    run.dispose();
    realm?.close();
    await store.close();
  }
}

/** What failed in a notebook that ran: the file as a whole, then its cells in order. */
export function failuresOf({notebook, states, tables}: Pick<RanNotebook, "notebook" | "states" | "tables">): Failure[] {
  const whole = notebook.messages
    .filter(({level}) => level === "error")
    .map(({text, place}): Failure => ({cell: "", line: place?.line ?? 1, error: text}));
  const cells = [...tables, ...states].flatMap(({status, messages, cell, output}): Failure[] => {
    const error = messages.find(({level}) => level === "error");
    const notRun = output?.type === "markdown" && output.notRun > 0;
    if (status === "consent" || notRun)
      return [
        {
          cell: cell.id ?? cell.kind,
          line: cell.line,
          error: `${notRun ? "JavaScript in this text" : "This JavaScript"} was not run. Read the notebook; if you trust it, run tidemark trust on it, or add --trust.`
        }
      ];
    return status === "error"
      ? [{cell: cell.id ?? cell.kind, line: error?.place?.line ?? cell.line, error: error?.text ?? "failed"}]
      : [];
  });
  return [...whole, ...cells];
}

/** What is incomplete: the files of which rows were left out, and the cells that rest on others' first rows. */
export function warningsOf({tables, states}: Pick<RanNotebook, "tables" | "states">): Failure[] {
  const files = tables.flatMap(({cell, messages}) =>
    messages.flatMap(({level, text, place}) =>
      level === "warning" ? [{cell: cell.id ?? "", line: place?.line ?? cell.line, error: text}] : []
    )
  );
  const cut = states.flatMap(({cell, cut: rows = []}) =>
    cutMessages(rows, cell).map(({text}): Failure => ({cell: cell.id ?? cell.kind, line: cell.line, error: text}))
  );
  return [...files, ...cut];
}

/** `id=value` words; a value that is a number or a list is taken as one. */
export function inputChoices(words: readonly string[]): ReadonlyMap<string, unknown> {
  return new Map(
    words.map((word): [string, unknown] => {
      const equals = word.indexOf("=");
      if (equals < 1) throw usageError(`--input wants ID=VALUE; this is ${JSON.stringify(word)}.`);
      const value = word.slice(equals + 1);
      if (/^-?\d+(?:\.\d+)?$/.test(value)) return [word.slice(0, equals), Number(value)];
      return [
        word.slice(0, equals),
        /^\[.*\]$/.test(value)
          ? value
              .slice(1, -1)
              .split(",")
              .map((item) => item.trim())
          : value
      ];
    })
  );
}
