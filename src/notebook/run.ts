/**
 * A notebook that runs: every cell is a variable of the Observable runtime, so a change computes again only what depends
 * on it. What is superseded is aborted, in the engine too.
 */

import {Runtime} from "@observablehq/runtime";
import {isAbort, isTidemarkError, type Message} from "../error.ts";
import type {Progress} from "../store/store.ts";
import {alignCells} from "./align.ts";
import {contextOf, type Given, markedBy} from "./cell-call.ts";
import {type CellState, isComing} from "./cell-state.ts";
import type {CellResult} from "./cells/kind.ts";
import {type CheckedCell, checkNotebook} from "./check.ts";
import {cutMessages} from "./cut-rows.ts";
import {isInsightCell} from "./insight-yaml.ts";
import {NotRun, reasonNotToRun} from "./not-run.ts";
import type {CellSource, Notebook} from "./notebook.ts";
import type {Overlay} from "./overlay.ts";
import {readyTogether, setPace} from "./pace.ts";
import {createResultPrints} from "./result-prints.ts";
import {type Entry, failure, isTable, missingUpstream, newEntry, queueOf, waitingFor} from "./run-entry.ts";
import type {Run, RunPorts} from "./run-ports.ts";
import {readTableCell, tableCells} from "./table-cells.ts";
import {createTurns} from "./turns.ts";

export type {CellState, CellStatus} from "./cell-state.ts";
export type {Run, RunPorts} from "./run-ports.ts";

/** How many cells run at a time where it matters which: one in the database, the next on its way there. */
const AT_A_TIME = 2;

/** How often a JavaScript cell is begun again because another one ended the realm. */
const MOST_REVIVALS = 3;

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
  /** True once a reader chose something: what follows from it waits for no frame, which is late while much is drawn. */
  let isPrompt = false;
  setPace(runtime, () => isPrompt);
  const choices = new Map(ports.choices);
  const asked = {notebook: first, notebookFilter: null as Overlay | null, choices};
  const prints = createResultPrints(ports, asked);
  let entries: Entry[] = [];
  let tables: Entry[] = [];
  let count = 0;
  const waiters: (() => void)[] = [];
  const later = (choose: () => void) => (isPrompt ? void readyTogether().then(choose) : void setTimeout(choose));
  const queues = ports.distance
    ? {database: createTurns(AT_A_TIME, later), realm: createTurns(AT_A_TIME, later)}
    : null;
  let disposed = false;

  const isSettled = () => disposed || ![...tables, ...entries].some(({state}) => isComing(state));
  const tellWaiters = () => {
    if (waiters.length && isSettled()) for (const done of waiters.splice(0)) done();
  };
  const entryOf = (key: string) => entries.find(({state}) => state.key === key);
  const isHeld = (entry: Entry) => entries.includes(entry) || tables.includes(entry);
  const set = (entry: Entry, change: Partial<CellState>) => {
    if (disposed || !isHeld(entry)) return;
    entry.state = {...entry.state, ...change};
    // what stands in no list of cells changes what is shown around it
    if (!isTable(entry)) onChange(entry.state);
    else if (entry.state.status === "done" || entry.state.status === "error") onChange(null);
    tellWaiters();
  };

  const addEntry = (cell: CellSource): Entry => {
    const variable = module.variable({
      pending() {
        entry.started = null;
        if (entry.state.status !== "disabled")
          set(entry, {status: "queued", stale: entry.state.output !== null, waitingFor: null, progress: null});
      },
      fulfilled(value) {
        // the runtime computes a deleted variable once more, as nothing
        if (value) succeed(entry, value as CellResult);
      },
      rejected: (error) => fail(entry, error)
    });
    const entry = newEntry(`cell${++count}`, cell, variable);
    return entry;
  };

  const succeed = (entry: Entry, result: CellResult) => {
    entry.revivals = 0;
    const {output, value, cut = []} = result;
    const told = [...(result.messages ?? []), ...cutMessages(cut, entry.state.cell)];
    prints.keep(entry, result);
    // results of an earlier visit that are of another state of a file are not shown any longer
    if (isTable(entry) && prints.meetFile(entry, result)) forgetOthers();
    set(entry, {
      status: "done",
      ...(told.length || entry.state.cut ? {messages: [...entry.checked.messages, ...told], cut} : {}),
      output,
      value,
      stale: false,
      remembered: null,
      progress: null,
      elapsed: entry.started === null ? null : ports.now() - entry.started
    });
  };

  const fail = (entry: Entry, error: unknown) => {
    const {messages} = entry.checked;
    const none = {output: null, value: null, stale: false, remembered: null, progress: null, messages};
    if (error instanceof NotRun) set(entry, {...none, status: error.status});
    else if (isCode(error, "js/lost") && entry.revivals < MOST_REVIVALS) revive(entry);
    else if (isCode(error, "js/consent")) set(entry, {...none, status: "consent"});
    else if (entry.started === null) set(entry, {...none, status: "waiting", waitingFor: missingUpstream(entry)});
    else if (isAbort(error)) set(entry, {...none, status: "cancelled"});
    else {
      if (isCode(error, "js/stopped")) entry.halted = error;
      set(entry, {...none, status: "error", messages: [...messages, failure(error, entry.state.cell)]});
    }
  };

  /** Runs a JavaScript cell again after another one ended the realm, with the cells of which it needs values. */
  const revive = (entry: Entry) => {
    entry.revivals++;
    // not within the runtime's own turn
    void Promise.resolve().then(() => {
      for (const one of [...entry.upstream.filter(({state}) => state.cell.kind === "js"), entry])
        if (!disposed && isHeld(one)) define(one);
    });
  };

  /** Takes results of an earlier visit away that no longer answer what their cells ask. */
  const forgetOthers = () => {
    for (const entry of entries) {
      if (!entry.state.remembered || entry.recalled === prints.expected(entry)) continue;
      entry.state = {...entry.state, output: null, remembered: null, stale: false};
      const again = prints.recall(entry);
      set(entry, {...again, stale: again.output !== undefined});
    }
  };
  /** Something else is asked by now: what is remembered may be of something else, and these cells run again. */
  const askAgain = (again: readonly Entry[]) => {
    isPrompt = true;
    prints.forget();
    forgetOthers();
    for (const entry of again) define(entry);
  };

  /** The least distance of a cell and of all that wait for it. */
  const rankOf = (entry: Entry): number => Math.min(...waitingFor(entry).map(({state}) => ports.distance!(state.key)));

  const compute = (entry: Entry, given: Given, signal: AbortSignal) => {
    const {results} = given;
    // as it was checked last: the cell may have moved since it was defined
    const {reading, messages} = entry.checked;
    const progress = (progress: Progress) => {
      if (!signal.aborted && entry.state.status === "running") set(entry, {progress});
    };
    const begin = async () => {
      const context = contextOf(ports, asked, entry, given, {signal, progress});
      entry.started = ports.now();
      set(entry, {status: "running", messages, files: results.flatMap((result) => result?.file ?? [])});
      const marked = markedBy(prints, entry, given);
      return marked(await reading!.run!(context));
    };
    const queue = queueOf(entry.state.cell);
    if (!queues || !queue) return begin();
    return queues[queue]
      .take(() => rankOf(entry), signal)
      .then(async (end) => {
        try {
          return await begin();
        } finally {
          end();
        }
      });
  };

  const define = (entry: Entry) => {
    const notRun = reasonNotToRun(entry.checked);
    // a cell that cannot run says so at once, whatever becomes of the cells it refers to
    const upstream = notRun ? [] : entry.upstream;
    entry.variable.define(entry.state.key, ["invalidation", ...upstream.map(({state}) => state.key)], ((
      invalidation: Promise<void>,
      ...results: CellResult[]
    ) => {
      if (notRun) throw new NotRun(notRun);
      entry.started = ports.now();
      if (entry.halted) throw entry.halted;
      const abort = new AbortController();
      entry.abort = abort;
      invalidation.then(() => abort.abort());
      return compute(entry, {upstream, results}, abort.signal);
    }) as (...inputs: never[]) => unknown);
    // the runtime says so only in its next turn
    entry.state = {
      ...entry.state,
      ...(notRun === "disabled"
        ? {status: notRun, output: null, value: null, stale: false, remembered: null}
        : {status: "queued", ...(notRun ? {} : prints.recall(entry))})
    };
    if (entry.state.status === "queued") entry.state = {...entry.state, stale: entry.state.output !== null};
  };

  const apply = (next: Notebook) => {
    const before = [...entries, ...tables];
    const aligned = (old: readonly Entry[], cells: readonly CellSource[]) => {
      const matched = alignCells(
        old.map(({state}) => state.cell),
        cells
      );
      return cells.map((cell, i) => (matched[i]! >= 0 ? old[matched[i]!]! : addEntry(cell)));
    };
    asked.notebook = next;
    entries = aligned(entries, next.cells);
    tables = aligned(tables, tableCells(next.frontMatter.tables));
    for (const entry of before) if (!isHeld(entry)) entry.variable.delete();
    const held = [...entries, ...tables];
    const checked = [
      ...checkNotebook(next),
      ...tableCells(next.frontMatter.tables).map(
        (cell): CheckedCell => ({
          cell,
          reading: readTableCell(cell, ports.tables),
          ...{upstream: [], tables: [], messages: []}
        })
      )
    ];
    for (const entry of held) entry.downstream = [];
    held.forEach((entry, i) => {
      const own = checked[i]!;
      entry.checked = own;
      entry.upstream = [...own.upstream.map((at) => entries[at]!), ...own.tables.map((at) => tables[at]!)];
      for (const one of entry.upstream) one.downstream.push(entry);
    });
    prints.forget();
    const changed = held.filter((entry) => renew(entry, next));
    forgetOthers();
    for (const entry of changed) define(entry);
    tellWaiters();
    onChange(null);
  };

  apply(first);
  return {
    get notebook() {
      return asked.notebook;
    },
    get states() {
      return entries.map(({state}) => state);
    },
    get tables() {
      return tables.map(({state}) => state);
    },
    get choices() {
      return choices;
    },
    update: apply,
    choose(key, value) {
      const entry = entryOf(key);
      if (!entry?.state.cell.id) return;
      choices.set(entry.state.cell.id, value);
      askAgain([entry]);
    },
    filter(key, overlay) {
      const filtered = entries.filter(({state}) => (key === null ? isInsightCell(state.cell) : state.key === key));
      if (key === null) asked.notebookFilter = overlay;
      else for (const entry of filtered) entry.filter = overlay;
      askAgain(filtered);
      if (filtered.length) onChange(null);
    },
    filterOf: (key) => (key === null ? asked.notebookFilter : (entryOf(key)?.filter ?? null)),
    rerun(keys) {
      for (const entry of [...tables, ...entries]) {
        if (keys && !keys.includes(entry.state.key)) continue;
        entry.halted = null;
        define(entry);
      }
    },
    cancel: (key) => entryOf(key)?.abort?.abort(),
    settled: () =>
      new Promise((resolve) => {
        const done = () => resolve(entries.map(({state}) => state));
        if (isSettled()) done();
        else waiters.push(done);
      }),
    dispose() {
      disposed = true;
      runtime.dispose();
      tellWaiters();
      void ports.store.closeSession(ports.session).catch(() => undefined);
    }
  };
}

/** Takes over what was checked of a cell; true when it has to run again. What was said of it moves along with its lines. */
function renew(entry: Entry, {frontMatter}: Notebook): boolean {
  const {cell, messages} = entry.checked;
  const signature = JSON.stringify([
    cell.kind,
    cell.id,
    cell.body,
    [...cell.attributes],
    entry.upstream.map(({state}) => state.key),
    messages.map(({level, text}) => [level, text]),
    isInsightCell(cell) ? [frontMatter.filter, frontMatter.events] : null
  ]);
  const moved = cell.line - entry.state.cell.line;
  const isOther = signature !== entry.signature;
  const said = moved ? entry.state.messages.map((one) => movedBy(moved, one)) : entry.state.messages;
  entry.state = {
    ...entry.state,
    cell,
    upstream: entry.upstream.flatMap((one) => (isTable(one) ? [] : [one.state.key])),
    messages: isOther ? messages : said
  };
  if (isOther) Object.assign(entry, {signature, halted: null});
  return isOther;
}

function isCode(error: unknown, code: string): boolean {
  return isTidemarkError(error) && error.code === code;
}

function movedBy(lines: number, message: Message): Message {
  const {place} = message;
  return place?.line === undefined ? message : {...message, place: {...place, line: place.line + lines}};
}
