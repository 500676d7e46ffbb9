/**
 * An open notebook: its text, what is saved of it, undo, and what the editing did. Saving is a compare-and-swap on the
 * file: what somebody else wrote meanwhile is never overwritten unasked.
 */

import {messageOf} from "../error.ts";
import {conflictSpans} from "../notebook/conflicts.ts";
import {replaceBody} from "../notebook/edit.ts";
import {withHeadingTitle} from "../notebook/heading-title.ts";
import {insightOutlines} from "../notebook/insight-outlines.ts";
import {isInsightCell} from "../notebook/insight-yaml.ts";
import {type Merged, mergeNotebooks} from "../notebook/merge.ts";
import {type Notebook, parseNotebook} from "../notebook/notebook.ts";
import {type CellState, createRun, type Run} from "../notebook/run.ts";
import {insightChanges} from "../ping/changes.ts";
import type {SqlResult} from "../store/store.ts";
import type {App} from "./app.ts";
import {type JsConsent, openConsent} from "./js-consent.ts";
import type {KeptResult} from "./kept-results.ts";
import {createHistory} from "./notebook/history.ts";
import {type NotebookMemory, openMemory} from "./notebook/notebook-memory.ts";
import type {NotebookStore} from "./notebook/notebook-store.ts";
import {watchTables} from "./notebook/watch-tables.ts";
import type {NotebookFile} from "./notebook-files.ts";
import {othersOf} from "./other-notebooks.ts";

/** How the file stands to what is on the screen. */
export type SaveState =
  | {readonly is: "saved" | "saving" | "unsaved"}
  | {readonly is: "failed"; readonly reason: string}
  /** Somebody else wrote the file, and what both did cannot be brought together without a choice; null: deleted it. */
  | {readonly is: "conflict"; readonly theirs: NotebookFile | null; readonly merged: Merged | null}
  /** There are cells with two sides that the file does not have: saved once a side of each is chosen. */
  | {readonly is: "undecided"; readonly count: number};

export interface NotebookSession {
  readonly name: string;
  readonly run: Run;
  readonly saveState: SaveState;
  /** What undo would take back, in words; null when there is nothing. */
  readonly undoes: string | null;
  readonly redoes: string | null;
  readonly consent: JsConsent;
  /** What its cells ask, and whose that is. */
  readonly source: NotebookStore;
  /** Results of earlier visits. */
  readonly memory: NotebookMemory;
  /** Asks the database about the result of the cell of that id. */
  ask(id: string, strings: readonly string[], values: readonly (string | number)[]): Promise<SqlResult>;
  /** What is being written in a cell's editor; saved soon, not run yet. */
  draft(key: string, body: string): void;
  /** Runs what is written, and saves it. `body` runs although nothing changed when the cell is asked to run. */
  commit(): void;
  /** Changes the notebook as a whole: cells added, moved, deleted, resized. `what` is for "Undo …": `moving a cell`. By "them" when the text
   * may be a stranger's (pasted, a side of a merge): its JavaScript then asks for consent. */
  change(edit: (notebook: Notebook) => string, what?: string, by?: "us" | "them"): void;
  /** Takes the last step back, without end; gives the offset in the text where it was, or null when there was none. */
  undo(): number | null;
  redo(): number | null;
  /** The end of an editing session: what was added, changed and removed is counted. */
  endEditing(): Promise<void>;
  save(): Promise<void>;
  /** Takes the file's version, writes ours over it, or shows both sides of the cells that both changed. */
  resolve(choice: "theirs" | "mine" | "merged"): Promise<void>;
  close(): Promise<void>;
}

/** The rows a table's viewer orders. */
const MOST_ROWS = 2_000_000;
/** How long after the last keystroke the text is saved. */
const SAVE_DELAY = 500;
/** How long after a keystroke the text is kept beside the file, for a crash before it is saved. */
const DRAFT_DELAY = 150;
/** An editing session without an editor (cells moved or deleted by menu) ends this long after its last change. */
const QUIET = 8000;

let sessions = 0;

/** What an open notebook needs of its page. */
export interface SessionPage {
  /** What its cells ask; it ends with the session. */
  readonly source: NotebookStore;
  /** What was computed in earlier visits. */
  readonly kept: readonly KeptResult[];
  /** How far a cell is from what is on the screen, as createRun wants it. */
  distance(key: string): number;
  /** Told of cells as by createRun. */
  onChange(state: CellState | null): void;
  onSave(): void;
}

/** Opens a notebook file; `first` is what its text says. */
export function openNotebook(
  app: App,
  file: NotebookFile,
  first: Notebook,
  {source, kept, distance, onChange, onSave}: SessionPage
): NotebookSession {
  const {store} = source;
  const sessionName = `nb${++sessions}`;
  const consent = openConsent(app, file.name, first, () => run, onSave);
  const memory = openMemory(
    app,
    file.name,
    kept,
    () => store.dataVersion(),
    () => {
      for (const state of run.states) if (state.remembered) onChange(state);
    }
  );
  const run: Run = createRun(
    {
      ...{store, session: sessionName, now: app.now, realm: consent.realm, others: othersOf(app)},
      ...{tables: app.tables, memory, distance}
    },
    first,
    onChange
  );
  let savedHash = file.hash;
  let savedText = file.text;
  let saveState: SaveState = {is: "saved"};
  let drafted: {key: string; body: string} | null = null;
  const steps = createHistory();
  let saveTimer: ReturnType<typeof setTimeout> | undefined;
  let draftTimer: ReturnType<typeof setTimeout> | undefined;
  let quietTimer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> = Promise.resolve();
  let counted = insightOutlines(first);
  let closed = false;

  const setState = (state: SaveState) => {
    saveState = state;
    onSave();
  };
  /** The text with the draft in it: what is to be saved. */
  const textNow = (): string => {
    if (!drafted) return run.notebook.text;
    const cell = run.states.find(({key}) => key === drafted!.key)?.cell;
    return cell ? replaceBody(run.notebook, cell, drafted.body) : run.notebook.text;
  };
  /** How the text stands to the file, when nothing is asked. */
  const standing = (): SaveState => {
    const text = textNow();
    if (text === savedText) return {is: "saved"};
    const count = savedText.includes("<<<<<<<") ? 0 : conflictSpans(text).length;
    return count ? {is: "undecided", count} : {is: "unsaved"};
  };
  const scheduleSave = () => {
    if (saveState.is !== "conflict") setState(standing());
    clearTimeout(saveTimer);
    saveTimer = setTimeout(() => void save(), SAVE_DELAY);
    draftTimer ??= setTimeout(keepDraft, DRAFT_DELAY);
  };
  const keepDraft = () => {
    clearTimeout(draftTimer);
    draftTimer = undefined;
    const text = textNow();
    void (text === savedText ? app.unsaved.drop(file.name) : app.unsaved.keep(file.name, savedText, text));
  };
  const save = (): Promise<void> => {
    clearTimeout(saveTimer);
    saving = saving.then(async () => {
      const text = textNow();
      if (text === savedText || saveState.is === "conflict" || standing().is === "undecided") return;
      setState({is: "saving"});
      try {
        const outcome = await app.notebooks.save(file.name, text, savedHash);
        if ("conflict" in outcome) return meet(outcome.conflict);
        savedHash = outcome.hash;
        savedText = text;
        setState(standing());
        keepDraft();
      } catch (error) {
        setState({is: "failed", reason: messageOf(error)});
      }
    });
    return saving;
  };
  /** The file is not what it was when it was read: both changes are brought together, or the user is asked. */
  const meet = (theirs: NotebookFile | null) => {
    if (!theirs) return setState({is: "conflict", theirs, merged: null});
    const merged = mergeNotebooks(savedText, textNow(), theirs.text, {ours: "yours", theirs: "the file"});
    if (merged.conflicts) return setState({is: "conflict", theirs, merged});
    const wrote = textNow() !== savedText;
    take(theirs, merged.text, wrote ? "merging with the file" : "a change from outside");
    if (wrote)
      app.toasts.show("The file was changed elsewhere while you wrote. Both changes are in the notebook now.", {
        action: {label: "Undo", run: () => session.undo()}
      });
  };
  /** Goes on with a text in view of another version of the file. */
  const take = (theirs: NotebookFile, text: string, what: string) => {
    savedHash = theirs.hash;
    savedText = theirs.text;
    counted = insightOutlines(parseNotebook(theirs.text));
    steps.push(run.notebook.text, text, what);
    drafted = null;
    showTheirs(text);
    setState(standing());
    scheduleSave();
  };
  const show = (text: string, by: "us" | "them" = "us") => {
    drafted = null;
    const next = parseNotebook(text);
    // what was pasted or chosen here is the user's doing; only code asks for leave
    source.changing(next, "us");
    consent.changing(next, by);
    run.update(next);
    scheduleSave();
  };
  const showTheirs = (text: string) => {
    const next = parseNotebook(text);
    source.changing(next, "them");
    consent.changing(next, "them");
    run.update(next);
  };
  const step = (move: {readonly text: string; readonly at: number} | null): number | null => {
    if (!move) return null;
    drafted = null;
    // what comes back may be a stranger's
    showTheirs(move.text);
    scheduleSave();
    return move.at;
  };
  const session: NotebookSession = {
    name: file.name,
    run,
    consent,
    source,
    memory,
    get saveState() {
      return saveState;
    },
    get undoes() {
      return steps.undoes;
    },
    get redoes() {
      return steps.redoes;
    },
    ask: (id, strings, values) =>
      store.sql({session: sessionName, tables: [id], strings, values, limits: {rows: MOST_ROWS, bytes: 64_000_000}}),
    draft(key, body) {
      drafted = {key, body};
      scheduleSave();
    },
    commit() {
      const written = textNow();
      const text = written === run.notebook.text ? written : withHeadingTitle(run.notebook, written);
      if (text !== run.notebook.text) {
        steps.push(run.notebook.text, text, "writing");
        show(text);
      }
      drafted = null;
    },
    change(edit, what = "a change", by = "us") {
      session.commit();
      const before = run.notebook.text;
      const text = edit(run.notebook);
      if (text === before) return;
      steps.push(before, text, what);
      show(text, by);
      clearTimeout(quietTimer);
      quietTimer = setTimeout(() => void session.endEditing(), QUIET);
    },
    undo() {
      session.commit();
      return step(steps.undo(run.notebook.text));
    },
    redo() {
      session.commit();
      return step(steps.redo(run.notebook.text));
    },
    async endEditing() {
      clearTimeout(quietTimer);
      await save();
      // what was not saved did not happen
      const now = insightOutlines(parseNotebook(savedText));
      const changes = insightChanges(counted, now);
      counted = now;
      for (const {name, insightType: type} of changes)
        await app.log.record(name, {insightType: type, source: "editor"});
    },
    save,
    async resolve(choice) {
      if (saveState.is !== "conflict") return;
      const {theirs, merged} = saveState;
      if (choice === "theirs" && theirs) return take(theirs, theirs.text, "taking the file's version");
      if (choice === "merged" && theirs && merged) return take(theirs, merged.text, "merging with the file");
      savedHash = theirs?.hash ?? "";
      savedText = theirs?.text ?? "";
      setState({is: "unsaved"});
      if (!theirs) {
        const outcome = await app.notebooks.save(file.name, textNow(), null);
        if ("hash" in outcome) [savedHash, savedText] = [outcome.hash, textNow()];
        return setState({is: "saved"});
      }
      await save();
    },
    async close() {
      if (closed) return;
      closed = true;
      memory.close();
      stopWatching();
      stopWatchingTables();
      session.commit();
      keepDraft();
      await session.endEditing();
      run.dispose();
      source.close();
      consent.close();
    }
  };
  const stopWatching = app.notebooks.watch((name) => {
    if (name !== file.name) {
      const shown = run.states.filter(({cell}) => isInsightCell(cell) && cell.attributes.has("from"));
      if (shown.length) run.rerun(shown.map(({key}) => key));
      return;
    }
    // in the queue of saves: one in between would make what was read an older text that looks like somebody's change
    saving = saving.then(async () => {
      try {
        const found = await app.notebooks.read(name);
        if (closed || found?.hash === savedHash || saveState.is === "conflict") return;
        meet(found);
      } catch (error) {
        app.toasts.show(messageOf(error), {kind: "error"});
      }
    });
  });
  const stopWatchingTables = watchTables(app.tables, run);
  return session;
}
