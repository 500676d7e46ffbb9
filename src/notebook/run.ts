/**
 * A notebook that runs: every cell is a variable of the Observable runtime, so a change computes again only what depends
 * on it. What is superseded is aborted, in the engine too.
 */
import {Runtime, type Variable} from "@observablehq/runtime";
import {isAbort, isTidemarkError, type Message, messageOf} from "../error.ts";
import type {InsightStore, Progress} from "../store/store.ts";
import {alignCells} from "./align.ts";
import type {CellResult, Output} from "./cells/kind.ts";
import {type CheckedCell, checkNotebook} from "./check.ts";
import type {CellSource, Notebook} from "./notebook.ts";
import type {CellValue} from "./value.ts";

/** Where a cell stands: `waiting` for a cell that failed, `disabled` by `run=false`. */
export type CellStatus = "queued" | "running" | "done" | "error" | "cancelled" | "waiting" | "disabled";

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
  readonly messages: readonly Message[];
  readonly waitingFor: string | null;
  readonly progress: Progress | null;
  /** Milliseconds of the last run. */
  readonly elapsed: number | null;
}

export interface Run {
  readonly notebook: Notebook;
  readonly states: readonly CellState[];
  /** Goes on with another text of the notebook; cells that did not change keep what they have. */
  update(notebook: Notebook): void;
  /** Sets an input. */
  choose(key: string, value: unknown): void;
  /** What has been chosen, by id of the input. */
  readonly choices: ReadonlyMap<string, unknown>;
  /** Runs cells again: those of the keys, or all. */
  rerun(keys?: readonly string[]): void;
  /** Stops a cell that runs. */
  cancel(key: string): void;
  /** The states once nothing runs or is queued any more. */
  settled(): Promise<readonly CellState[]>;
  dispose(): void;
}

export interface RunPorts {
  readonly store: InsightStore;
  /** Tells the tables of open notebooks apart: `[a-z0-9_]+`. */
  readonly session: string;
  /** Milliseconds of a clock that only measures. */
  readonly now: () => number;
  /** What is chosen in inputs from the start, by id. */
  readonly choices?: ReadonlyMap<string, unknown>;
}

interface Entry {
  state: CellState;
  variable: Variable;
  /** What the variable was defined from. */
  signature: string;
  started: number | null;
  abort: AbortController | null;
}

/** Runs a notebook. `onChange` is told of every state that changed, and of a changed list of cells (state null). */
export function createRun(
  ports: RunPorts,
  first: Notebook,
  onChange: (state: CellState | null) => void = () => {}
): Run {
  const runtime = new Runtime({}, (name) => {
    throw new Error(`${name} is not defined`);
  });
  const module = runtime.module();
  const choices = new Map(ports.choices);
  let notebook = first;
  let entries: Entry[] = [];
  let count = 0;
  const waiters: (() => void)[] = [];
  let disposed = false;

  const isFinal = ({state}: Entry) => state.status !== "queued" && state.status !== "running";
  const set = (entry: Entry, change: Partial<CellState>) => {
    if (disposed) return;
    entry.state = {...entry.state, ...change};
    onChange(entry.state);
    if (waiters.length && entries.every(isFinal)) for (const done of waiters.splice(0)) done();
  };

  const addEntry = (cell: CellSource): Entry => {
    const key = `cell${++count}`;
    const state: CellState = {
      key,
      cell,
      status: "queued",
      output: null,
      value: null,
      stale: false,
      messages: [],
      waitingFor: null,
      progress: null,
      elapsed: null
    };
    const variable = module.variable({
      pending() {
        entry.started = null;
        if (entry.state.status !== "disabled")
          set(entry, {status: "queued", stale: entry.state.output !== null, waitingFor: null, progress: null});
      },
      fulfilled(value) {
        const {output, value: seen} = value as CellResult;
        set(entry, {
          status: "done",
          output,
          value: seen,
          stale: false,
          progress: null,
          elapsed: entry.started === null ? null : ports.now() - entry.started
        });
      },
      rejected(error) {
        if (entry.started === null)
          set(entry, {status: "waiting", output: null, value: null, stale: false, waitingFor: failedUpstream(entry)});
        else if (error instanceof StaticError)
          set(entry, {
            status: entry.state.cell.attributes.get("run") === "false" ? "disabled" : "error",
            output: null,
            value: null,
            stale: false,
            messages: staticMessages(entry)
          });
        else if (isAbort(error))
          set(entry, {status: "cancelled", output: null, value: null, stale: false, progress: null});
        else
          set(entry, {
            status: "error",
            output: null,
            value: null,
            stale: false,
            progress: null,
            messages: [...staticMessages(entry), errorMessage(error, entry.state.cell)]
          });
      }
    });
    const entry: Entry = {state, variable, signature: "", started: null, abort: null};
    return entry;
  };

  const upstreamOf = new Map<Entry, readonly Entry[]>();
  const checkedOf = new Map<Entry, CheckedCell>();
  const staticMessages = (entry: Entry): readonly Message[] => checkedOf.get(entry)?.messages ?? [];
  const failedUpstream = (entry: Entry): string => {
    const failed = (upstreamOf.get(entry) ?? []).find(
      ({state}) =>
        state.status === "error" ||
        state.status === "cancelled" ||
        state.status === "waiting" ||
        state.status === "disabled"
    );
    return failed?.state.cell.id ?? "a cell above";
  };

  const define = (entry: Entry, checked: CheckedCell, upstream: readonly Entry[]) => {
    const broken = checked.messages.some(({level}) => level === "error") || !checked.reading;
    const disabled = checked.cell.attributes.get("run") === "false";
    entry.variable.define(entry.state.key, ["invalidation", ...upstream.map(({state}) => state.key)], ((
      invalidation: Promise<void>,
      ...results: CellResult[]
    ) => {
      entry.started = ports.now();
      if (broken || disabled) throw new StaticError();
      const abort = new AbortController();
      entry.abort = abort;
      invalidation.then(() => abort.abort());
      set(entry, {status: "running", messages: checked.messages});
      const scope = new Map<string, CellValue>();
      upstream.forEach(({state}, i) => {
        const value = results[i]!.value;
        if (state.cell.id && value) scope.set(state.cell.id, value);
      });
      return checked.reading!.run({
        cell: entry.state.cell,
        scope,
        store: ports.store,
        session: ports.session,
        signal: abort.signal,
        progress: (progress) => {
          if (!abort.signal.aborted && entry.state.status === "running") set(entry, {progress});
        },
        chosen: entry.state.cell.id ? choices.get(entry.state.cell.id) : undefined
      });
    }) as (...inputs: never[]) => unknown);
  };

  const errorMessage = (error: unknown, cell: CellSource): Message => {
    const line = isTidemarkError(error) && typeof error.details.line === "number" ? error.details.line : cell.line;
    return {level: "error", text: messageOf(error), place: {line}};
  };

  const apply = (next: Notebook) => {
    const before = entries;
    const matched = alignCells(notebook.cells, next.cells);
    notebook = next;
    entries = next.cells.map((cell, i) => (before.length && matched[i]! >= 0 ? before[matched[i]!]! : addEntry(cell)));
    for (const entry of before) {
      if (entries.includes(entry)) continue;
      entry.variable.delete();
      upstreamOf.delete(entry);
      checkedOf.delete(entry);
    }
    const checked = checkNotebook(next);
    entries.forEach((entry, i) => {
      const own = checked[i]!;
      const upstream = own.upstream.map((index) => entries[index]!);
      const {kind, body, attributes, id} = own.cell;
      const signature = JSON.stringify([
        kind,
        id,
        body,
        [...attributes],
        upstream.map(({state}) => state.key),
        own.messages.map(({level, text}) => [level, text])
      ]);
      upstreamOf.set(entry, upstream);
      checkedOf.set(entry, own);
      entry.state = {...entry.state, cell: own.cell};
      if (signature === entry.signature) return;
      entry.signature = signature;
      entry.state = {...entry.state, messages: own.messages};
      define(entry, own, upstream);
      if (own.cell.attributes.get("run") === "false")
        entry.state = {...entry.state, status: "disabled", output: null, value: null};
    });
    onChange(null);
  };

  apply(first);
  return {
    get notebook() {
      return notebook;
    },
    get states() {
      return entries.map(({state}) => state);
    },
    get choices() {
      return choices;
    },
    update: apply,
    choose(key, value) {
      const entry = entries.find(({state}) => state.key === key);
      if (!entry?.state.cell.id) return;
      choices.set(entry.state.cell.id, value);
      define(entry, checkedOf.get(entry)!, upstreamOf.get(entry)!);
    },
    rerun(keys) {
      for (const entry of entries)
        if (!keys || keys.includes(entry.state.key)) define(entry, checkedOf.get(entry)!, upstreamOf.get(entry)!);
    },
    cancel: (key) => entries.find(({state}) => state.key === key)?.abort?.abort(),
    settled: () =>
      new Promise((resolve) => {
        const done = () => resolve(entries.map(({state}) => state));
        if (entries.every(isFinal)) done();
        else waiters.push(done);
      }),
    dispose() {
      disposed = true;
      runtime.dispose();
      void ports.store.closeSession(ports.session).catch(() => undefined);
    }
  };
}

/** Thrown in place of running a cell that the check refused; its messages say why. */
class StaticError extends Error {}
