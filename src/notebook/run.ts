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
import {fingerprint} from "./fingerprint.ts";
import {isInsightCell} from "./insight-yaml.ts";
import type {CellRealm} from "./js/realm.ts";
import type {CellSource, Notebook} from "./notebook.ts";
import {type Overlay, overlaid} from "./overlay.ts";
import {readyTogether, setPace} from "./pace.ts";
import {hidesChoices, type Remembered, type ResultMemory} from "./result-memory.ts";
import type {OtherNotebooks} from "./reused.ts";
import {readTableCell, TABLE_KIND, type TableFiles, type TableMark, tableCells} from "./table-cells.ts";
import {createTurns} from "./turns.ts";
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
  readonly waitingFor: string | null;
  readonly progress: Progress | null;
  /** Milliseconds of the last run. */
  readonly elapsed: number | null;
}

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

/** How many cells run at a time where it matters which: one in the database, the next on its way there. */
const AT_A_TIME = 2;

interface Entry {
  state: CellState;
  variable: Variable;
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
  let notebook = first;
  let entries: Entry[] = [];
  let tables: Entry[] = [];
  let count = 0;
  const filters = new Map<Entry, Overlay>();
  let notebookFilter: Overlay | null = null;
  const waiters: (() => void)[] = [];
  const later = (choose: () => void) => (isPrompt ? void readyTogether().then(choose) : void setTimeout(choose));
  const queues = ports.distance
    ? {database: createTurns(AT_A_TIME, later), realm: createTurns(AT_A_TIME, later)}
    : null;
  let disposed = false;

  const isSettled = () =>
    disposed || [...tables, ...entries].every(({state}) => state.status !== "queued" && state.status !== "running");
  const tellWaiters = () => {
    if (waiters.length && isSettled()) for (const done of waiters.splice(0)) done();
  };
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
    const key = `cell${++count}`;
    const state: CellState = {
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
    const variable = module.variable({
      pending() {
        entry.started = null;
        if (entry.state.status !== "disabled")
          set(entry, {status: "queued", stale: entry.state.output !== null, waitingFor: null, progress: null});
      },
      fulfilled(value) {
        // the runtime computes a deleted variable once more, as nothing
        if (!value) return;
        entry.revivals = 0;
        const {output, value: seen, messages: told} = value as CellResult;
        const print = printOf.get(value as CellResult);
        if (print && isWorthKeeping(entry)) ports.memory?.keep(print, output);
        if (isTable(entry)) meetFile(entry, value as CellResult);
        set(entry, {
          status: "done",
          ...(told ? {messages: [...checkedOf.get(entry)!.messages, ...told]} : {}),
          output,
          value: seen,
          stale: false,
          remembered: null,
          progress: null,
          elapsed: entry.started === null ? null : ports.now() - entry.started
        });
      },
      rejected(error) {
        const {messages} = checkedOf.get(entry)!;
        const none = {output: null, value: null, stale: false, remembered: null, progress: null, messages};
        if (error instanceof NotRun) set(entry, {...none, status: error.status});
        else if (isLost(error) && entry.revivals < MOST_REVIVALS) revive(entry);
        else if (isTidemarkError(error) && error.code === "js/consent") set(entry, {...none, status: "consent"});
        else if (entry.started === null) set(entry, {...none, status: "waiting", waitingFor: missingUpstream(entry)});
        else if (isAbort(error)) set(entry, {...none, status: "cancelled"});
        else {
          if (isTidemarkError(error) && error.code === "js/stopped") entry.halted = error;
          set(entry, {...none, status: "error", messages: [...messages, errorMessage(error, entry.state.cell)]});
        }
      }
    });
    const entry: Entry = {
      state,
      variable,
      signature: "",
      started: null,
      halted: null,
      revivals: 0,
      abort: null,
      recalled: ""
    };
    return entry;
  };

  /** Runs a JavaScript cell again after another one ended the realm, with the cells of which it needs values. */
  const revive = (entry: Entry) => {
    entry.revivals++;
    // not within the runtime's own turn
    void Promise.resolve().then(() => {
      for (const one of [...upstreamOf.get(entry)!.filter(({state}) => state.cell.kind === "js"), entry])
        if (!disposed && isHeld(one)) define(one);
    });
  };
  const upstreamOf = new Map<Entry, readonly Entry[]>();
  const downstreamOf = new Map<Entry, Entry[]>();
  /** What results were computed from, told by the results themselves: what is chosen meanwhile does not count. */
  const printOf = new WeakMap<CellResult, string>();
  const expected = new Map<Entry, string>();
  const checkedOf = new Map<Entry, CheckedCell>();
  const missingUpstream = (entry: Entry): string => {
    const upstream = upstreamOf.get(entry)!;
    const missing = upstream.find(({state}) => !["done", "queued", "running"].includes(state.status))?.state.cell;
    return missing ? (missing.id ?? `the cell in line ${missing.line}`) : "a cell it refers to";
  };

  const printWith = (entry: Entry, upstream: readonly string[]): string => {
    const {cell} = entry.state;
    const {snapshots, filter, events} = notebook.frontMatter;
    return fingerprint({
      cell,
      upstream,
      chosen: cell.id ? choices.get(cell.id) : undefined,
      around: [snapshots, isInsightCell(cell) ? [filter, notebookFilter, filters.get(entry) ?? null, events] : null]
    });
  };
  /** The fingerprint that the result of a cell will have as things are now. Circles have none: they never run. */
  const expectedPrint = (entry: Entry): string => {
    const known = expected.get(entry);
    if (known !== undefined) return known;
    expected.set(entry, "");
    const above = isTable(entry) ? [fileHash(entry)] : upstreamOf.get(entry)!.map(expectedPrint);
    const print = above.includes("") ? "" : printWith(entry, above);
    expected.set(entry, print);
    return print;
  };
  /** The hash of a table's file, as far as it is known before it is read; "" when it is not. */
  const fileHash = ({state}: Entry): string => fileOf.get(state.key) ?? ports.tables?.known?.(state.cell.body) ?? "";
  const fileOf = new Map<string, string>();
  /** Results of an earlier visit that are of another state of a file are not shown any longer. */
  const meetFile = (entry: Entry, {file}: CellResult) => {
    if (!file || fileOf.get(entry.state.key) === file.sha256) return;
    fileOf.set(entry.state.key, file.sha256);
    expected.clear();
    forgetOthers();
  };
  const recalled = (entry: Entry): Partial<CellState> => {
    if (!ports.memory || entry.state.output || (checkedOf.get(entry)?.reading?.isCode && !ports.realm?.())) return {};
    entry.recalled = expectedPrint(entry);
    if (!entry.recalled) return {};
    const remembered = ports.memory.recall(entry.recalled);
    return remembered ? {output: remembered.output, remembered} : {};
  };
  /** Takes results of an earlier visit away that no longer answer what their cells ask. */
  const forgetOthers = () => {
    for (const entry of entries) {
      if (!entry.state.remembered || entry.recalled === expectedPrint(entry)) continue;
      entry.state = {...entry.state, output: null, remembered: null, stale: false};
      const again = recalled(entry);
      set(entry, {...again, stale: again.output !== undefined});
    }
  };
  const isWorthKeeping = (entry: Entry) =>
    !isTable(entry) && (entry.state.cell.kind !== "markdown" || upstreamOf.get(entry)!.length > 0);
  /** A result with the fingerprint of what it was computed from, unless that is not known. */
  const printed = (result: CellResult, print: string | null): CellResult => {
    if (print !== null && !hidesChoices(result.output)) printOf.set(result, print);
    return result;
  };

  /** The least distance of a cell and of all that wait for it. */
  const rankOf = (entry: Entry): number => {
    const asked = new Set([entry]);
    for (const one of asked) for (const other of downstreamOf.get(one) ?? []) if (isWaiting(other)) asked.add(other);
    return Math.min(...[...asked].map(({state}) => ports.distance!(state.key)));
  };

  const define = (entry: Entry) => {
    const notRun = reasonNotToRun(checkedOf.get(entry)!);
    // a cell that cannot run says so at once, whatever becomes of the cells it refers to
    const upstream = notRun ? [] : upstreamOf.get(entry)!;
    entry.variable.define(entry.state.key, ["invalidation", ...upstream.map(({state}) => state.key)], ((
      invalidation: Promise<void>,
      ...results: CellResult[]
    ) => {
      if (notRun) throw new NotRun(notRun);
      if (entry.halted) {
        entry.started = ports.now();
        throw entry.halted;
      }
      entry.started = ports.now();
      const abort = new AbortController();
      entry.abort = abort;
      invalidation.then(() => abort.abort());
      // as it was checked last: the cell may have moved since it was defined
      const {reading, messages} = checkedOf.get(entry)!;
      const scope = new Map<string, CellValue>();
      const from = new Map<string, string>();
      upstream.forEach(({state}, i) => {
        const {value, values} = results[i]!;
        if (state.cell.id && value) scope.set(state.cell.id, value);
        for (const [name, one] of values ?? []) {
          scope.set(name, one);
          // the realm of JavaScript knows the values of its own cells only
          if (state.cell.kind === "js") from.set(name, state.key);
        }
      });
      const realm = ports.realm?.() ?? null;
      const run = () =>
        reading!.run!({
          cell: entry.state.cell,
          scope,
          store: ports.store,
          session: ports.session,
          signal: abort.signal,
          progress: (progress) => {
            if (!abort.signal.aborted && entry.state.status === "running") set(entry, {progress});
          },
          chosen: entry.state.cell.id ? choices.get(entry.state.cell.id) : undefined,
          filters: {
            cell: filters.get(entry) ?? null,
            notebook: overlaid(notebook.frontMatter.filter, notebookFilter ?? {}) as Overlay,
            temporary: notebookFilter
          },
          events: notebook.frontMatter.events,
          ...(ports.others ? {others: ports.others} : {}),
          js: realm && {realm, key: entry.state.key, from}
        });
      const begin = () => {
        entry.started = ports.now();
        const files = results.flatMap((result) => result?.file ?? []);
        set(entry, {status: "running", messages, files});
        const prints = results.slice(0, upstream.length).map((result) => printOf.get(result) ?? null);
        // what another notebook says is not in the cell's text
        const isElsewhere = entry.state.cell.attributes.has("from");
        const print = isElsewhere || prints.includes(null) ? null : printWith(entry, prints as string[]);
        return Promise.resolve(run()).then((given) =>
          "output" in given && given.file
            ? printed(given, printWith(entry, [given.file.sha256]))
            : "output" in given
              ? printed(given, print)
              : printedSteps(given, (one) => printed(one, print))
        );
      };
      const queue = queueOf(entry.state.cell);
      if (!queues || !queue) return begin();
      return queues[queue]
        .take(() => rankOf(entry), abort.signal)
        .then(async (end) => {
          try {
            return await begin();
          } finally {
            end();
          }
        });
    }) as (...inputs: never[]) => unknown);
    // the runtime says so only in its next turn
    entry.state = {
      ...entry.state,
      ...(notRun === "disabled"
        ? {status: notRun, output: null, value: null, stale: false, remembered: null}
        : {status: "queued", ...(notRun ? {} : recalled(entry))})
    };
    if (entry.state.status === "queued") entry.state = {...entry.state, stale: entry.state.output !== null};
  };

  const errorMessage = (error: unknown, cell: CellSource): Message => {
    const {line, column} = isTidemarkError(error) ? error.details : {};
    const place =
      typeof line === "number"
        ? {line, ...(typeof column === "number" && column > 0 ? {column} : {})}
        : {line: cell.line};
    return {level: "error", text: messageOf(error), place};
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
    notebook = next;
    entries = aligned(entries, next.cells);
    tables = aligned(tables, tableCells(next.frontMatter.tables));
    for (const entry of before) {
      if (isHeld(entry)) continue;
      entry.variable.delete();
      upstreamOf.delete(entry);
      checkedOf.delete(entry);
      filters.delete(entry);
    }
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
    const changed: Entry[] = [];
    downstreamOf.clear();
    expected.clear();
    [...entries, ...tables].forEach((entry, i) => {
      const own = checked[i]!;
      const upstream = [...own.upstream.map((at) => entries[at]!), ...own.tables.map((at) => tables[at]!)];
      const {kind, body, attributes, id} = own.cell;
      const signature = JSON.stringify([
        kind,
        id,
        body,
        [...attributes],
        upstream.map(({state}) => state.key),
        own.messages.map(({level, text}) => [level, text]),
        isInsightCell(own.cell) ? [next.frontMatter.filter, next.frontMatter.events] : null
      ]);
      upstreamOf.set(entry, upstream);
      for (const one of upstream) downstreamOf.set(one, [...(downstreamOf.get(one) ?? []), entry]);
      checkedOf.set(entry, own);
      const moved = own.cell.line - entry.state.cell.line;
      entry.state = {
        ...entry.state,
        cell: own.cell,
        upstream: upstream.flatMap((one) => (isTable(one) ? [] : [one.state.key])),
        messages: moved ? entry.state.messages.map((one) => movedBy(moved, one)) : entry.state.messages
      };
      if (signature === entry.signature) return;
      entry.signature = signature;
      entry.halted = null;
      entry.state = {...entry.state, messages: own.messages};
      changed.push(entry);
    });
    forgetOthers();
    for (const entry of changed) define(entry);
    tellWaiters();
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
    get tables() {
      return tables.map(({state}) => state);
    },
    get choices() {
      return choices;
    },
    update: apply,
    choose(key, value) {
      const entry = entries.find(({state}) => state.key === key);
      if (!entry?.state.cell.id) return;
      isPrompt = true;
      choices.set(entry.state.cell.id, value);
      expected.clear();
      forgetOthers();
      define(entry);
    },
    filter(key, overlay) {
      isPrompt = true;
      const asked = entries.filter(({state}) => (key === null ? isInsightCell(state.cell) : state.key === key));
      if (key === null) notebookFilter = overlay;
      else
        for (const entry of asked)
          if (overlay) filters.set(entry, overlay);
          else filters.delete(entry);
      expected.clear();
      forgetOthers();
      for (const entry of asked) define(entry);
      if (asked.length) onChange(null);
    },
    filterOf(key) {
      if (key === null) return notebookFilter;
      const entry = entries.find(({state}) => state.key === key);
      return (entry && filters.get(entry)) ?? null;
    },
    rerun(keys) {
      for (const entry of [...tables, ...entries]) {
        if (keys && !keys.includes(entry.state.key)) continue;
        entry.halted = null;
        define(entry);
      }
    },
    cancel: (key) => entries.find(({state}) => state.key === key)?.abort?.abort(),
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

async function* printedSteps(
  steps: AsyncGenerator<CellResult, void, void>,
  printed: (result: CellResult) => CellResult
): AsyncGenerator<CellResult, void, void> {
  for await (const result of steps) yield printed(result);
}

/** Where a cell waits for its turn; what only puts together what others computed does not. */
function queueOf(cell: CellSource): "database" | "realm" | null {
  return isInsightCell(cell) || cell.kind === "sql" ? "database" : cell.kind === "js" ? "realm" : null;
}

function isWaiting({state}: Entry): boolean {
  return state.status === "queued" || state.status === "running";
}

/** True for a file of the front matter, which stands in no list of cells. */
function isTable({state}: Entry): boolean {
  return state.cell.kind === TABLE_KIND;
}

const MOST_REVIVALS = 3;

function isLost(error: unknown): boolean {
  return isTidemarkError(error) && error.code === "js/lost";
}

/** Why a cell does not run at all; null when it does. */
function reasonNotToRun({messages, reading}: CheckedCell): "error" | "disabled" | null {
  if (messages.some(({level}) => level === "error")) return "error";
  return reading?.run ? null : "disabled";
}

/** Thrown in place of running a cell; its messages say why. */
class NotRun extends Error {
  readonly status: "error" | "disabled";
  constructor(status: "error" | "disabled") {
    super(status);
    this.status = status;
  }
}

function movedBy(lines: number, message: Message): Message {
  const {place} = message;
  return place?.line === undefined ? message : {...message, place: {...place, line: place.line + lines}};
}
