/** What can be done in a notebook. One line here is a line of the palette, of the cell's menu, of the shortcut sheet, and a key. */

import {CELL_KINDS} from "../../notebook/cells/index.ts";
import {isInsightCell} from "../../notebook/insight-yaml.ts";
import {refusedMerge} from "../../notebook/reshape.ts";
import type {CellState} from "../../notebook/run.ts";
import {nameAt} from "../../notebook/suggest.ts";
import type {Command} from "../commands.ts";
import {canOpenFolders} from "../folder/file-system-access.ts";
import {openPalette} from "../views/command-palette.ts";
import {chooseFolder} from "../views/workspace-choice.ts";
import {chooseTable} from "./add-table.ts";
import {
  addCell,
  askToAdd,
  deleteCell,
  duplicate,
  mergeUp,
  moveBy,
  paste,
  sourceOf,
  splitAtCaret,
  toggleAttribute,
  toKind
} from "./cell-edits.ts";
import {openDependencies} from "./dependency-panel.ts";
import {openExport} from "./export-dialog.ts";
import {exportReport, printNotebook} from "./export-report.ts";
import {openFind} from "./find-panel.ts";
import type {OpenNotebook} from "./open-notebook.ts";
import {openRename} from "./rename-dialog.ts";
import {openShare} from "./share-dialog.ts";
import {openTables} from "./tables-dialog.ts";
import {openWords} from "./words-dialog.ts";

/** The notebook, and the cell a command is for. */
export interface Aim {
  readonly notebook: OpenNotebook;
  /** Null when the notebook has no cell. */
  readonly key: string | null;
}

const NO_CELL = "There is no cell to do this with.";
const NO_HEADING = "There is no heading above this cell.";
const hasHeading = ({notebook, key}: Aim) => key !== null && notebook.folding.headingOf(key) !== null;
const isFence = ({notebook, key}: Aim) =>
  key !== null && !["markdown", "conflict"].includes(notebook.state(key).cell.kind);

/** A command on the cell it is aimed at. */
function onCell(
  command: Omit<Command<Aim>, "run" | "group"> & {run(notebook: OpenNotebook, key: string): void}
): Command<Aim> {
  const {refused, run, ...rest} = command;
  return {
    ...rest,
    group: "Cell",
    refused: (aim) => (aim.key === null ? NO_CELL : (refused?.(aim) ?? null)),
    run: ({notebook, key}) => {
      if (key !== null) run(notebook, key);
    }
  };
}

/** What cells are stale in: their last run was stopped, failed, or is waiting for one that was. */
export function isStale({status, stale}: CellState): boolean {
  return stale || status === "cancelled" || status === "error" || status === "waiting";
}

const CELL: readonly Command<Aim>[] = [
  onCell({
    id: "cell.edit",
    title: "Edit source",
    keys: ["Enter"],
    at: ["cell"],
    run: (notebook, key) => void notebook.view(key)?.edit()
  }),
  onCell({
    id: "cell.words",
    title: "Name, caption and other words",
    keys: ["F2"],
    at: ["cell", "editor"],
    refused: (aim) => (isFence(aim) ? null : "Text has no name: nothing refers to it."),
    run: openWords
  }),
  onCell({
    id: "cell.run",
    title: "Run",
    keys: ["Mod-Enter"],
    at: ["cell"],
    run({session}, key) {
      session.commit();
      session.run.rerun([key]);
    }
  }),
  onCell({
    id: "cell.run-next",
    title: "Run and go to the next cell",
    keys: ["Shift-Enter"],
    at: ["cell", "editor"],
    run(notebook, key) {
      notebook.session.commit();
      notebook.session.run.rerun([key]);
      notebook.view(key)?.close();
      const next = notebook.session.run.states[notebook.indexOf(key) + 1];
      notebook.select(next?.key ?? key);
    }
  }),
  onCell({
    id: "cell.stop",
    title: "Stop",
    keys: ["Mod-."],
    at: ["cell", "editor"],
    refused: ({notebook, key}) => (notebook.state(key!).status === "running" ? null : "This cell does not run."),
    run: ({session}, key) => session.run.cancel(key)
  }),
  onCell({
    id: "cell.add-above",
    title: "Add a cell above",
    keys: ["a"],
    at: ["cell"],
    run: (notebook, key) => askToAdd(notebook, key, "above")
  }),
  onCell({
    id: "cell.add-below",
    title: "Add a cell below",
    keys: ["b"],
    at: ["cell"],
    run: (notebook, key) => askToAdd(notebook, key, "below")
  }),
  onCell({id: "cell.duplicate", title: "Duplicate", keys: ["d"], at: ["cell"], run: duplicate}),
  onCell({
    id: "cell.up",
    title: "Move up",
    keys: ["Alt-ArrowUp"],
    at: ["cell"],
    run: (notebook, key) => moveBy(notebook, key, -1)
  }),
  onCell({
    id: "cell.down",
    title: "Move down",
    keys: ["Alt-ArrowDown"],
    at: ["cell"],
    run: (notebook, key) => moveBy(notebook, key, 1)
  }),
  onCell({
    id: "cell.top",
    title: "Move to the top",
    keys: ["Alt-Shift-ArrowUp"],
    at: ["cell"],
    run: (notebook, key) => moveBy(notebook, key, Number.NEGATIVE_INFINITY)
  }),
  onCell({
    id: "cell.bottom",
    title: "Move to the bottom",
    keys: ["Alt-Shift-ArrowDown"],
    at: ["cell"],
    run: (notebook, key) => moveBy(notebook, key, Number.POSITIVE_INFINITY)
  }),
  onCell({
    id: "cell.split",
    title: "Split at the caret",
    keys: ["Alt-Enter"],
    at: ["editor"],
    refused: ({notebook, key}) =>
      notebook.view(key!)?.isEditing ? null : "Open the cell's source and put the caret where the cut is to be.",
    run: splitAtCaret
  }),
  onCell({
    id: "cell.merge",
    title: "Join to the cell above",
    keys: ["m"],
    at: ["cell"],
    refused: ({notebook, key}) => refusedMerge(notebook.session.run.notebook, notebook.indexOf(key!)),
    run: mergeUp
  }),
  onCell({id: "cell.kind", title: "Change kind…", keys: ["t"], at: ["cell"], run: askForKind}),
  onCell({
    id: "cell.fold",
    title: "Fold or unfold the output, of text its section",
    keys: ["f"],
    at: ["cell"],
    refused: (aim) => (isFence(aim) || hasHeading(aim) ? null : NO_HEADING),
    run(notebook, key) {
      if (notebook.state(key).cell.kind === "markdown") foldSection(notebook, key);
      else toggleAttribute(notebook, key, "fold", "", "folding a cell");
    }
  }),
  onCell({
    id: "cell.section",
    title: "Fold or unfold the section this cell is in",
    keys: ["Shift-s"],
    at: ["cell"],
    refused: (aim) => (hasHeading(aim) ? null : NO_HEADING),
    run: foldSection
  }),
  onCell({
    id: "cell.dependencies",
    title: "Dependencies: what this cell uses, and what uses it",
    keys: ["Shift-d"],
    at: ["cell"],
    run: openDependencies
  }),
  onCell({
    id: "cell.filters",
    title: "Filters of this insight",
    keys: ["Shift-f"],
    at: ["cell"],
    refused: ({notebook, key}) => (isInsightCell(notebook.state(key!).cell) ? null : "Only insights have filters."),
    run: ({filters}, key) => filters.open(key)
  }),
  onCell({
    id: "cell.disable",
    title: "Switch off or on, with what depends on it",
    keys: ["e"],
    at: ["cell"],
    refused: (aim) => (isFence(aim) ? null : "Text has nothing to switch off."),
    run: (notebook, key) => toggleAttribute(notebook, key, "run", "false", "switching a cell off or on")
  }),
  onCell({
    id: "cell.definition",
    title: "Go to the cell that is named here",
    keys: ["F12"],
    at: ["cell", "editor"],
    run: goToDefinition
  }),
  onCell({
    id: "cell.tables",
    title: "Tables and columns that SQL can read",
    keys: ["Shift-t"],
    at: ["cell"],
    refused: ({notebook, key}) => (notebook.state(key!).cell.kind === "sql" ? null : "Only SQL cells read tables."),
    run: (notebook) => openTables(notebook)
  }),
  onCell({
    id: "cell.copy",
    title: "Copy cell",
    keys: ["c"],
    at: ["cell"],
    run: (notebook, key) => void copy(notebook, key)
  }),
  onCell({
    id: "cell.cut",
    title: "Cut cell",
    keys: ["x"],
    at: ["cell"],
    run(notebook, key) {
      void copy(notebook, key);
      deleteCell(notebook, key);
    }
  }),
  {
    id: "cell.paste",
    title: "Paste cells below",
    group: "Cell",
    keys: ["v"],
    at: ["cell"],
    run({notebook, key}) {
      const put = (text: string) => {
        if (text.trim()) paste(notebook, key, text);
        else notebook.app.toasts.show("There is no text to paste.");
      };
      navigator.clipboard.readText().then(put, () => put(copied));
    }
  },
  onCell({id: "cell.delete", title: "Delete", keys: ["Delete", "Backspace"], at: ["cell"], run: deleteCell})
];

/** Goes to the cell whose name stands at the caret; without a caret, to the one cell this one refers to, or asks which. */
function goToDefinition(notebook: OpenNotebook, key: string): void {
  const {session, view, state} = notebook;
  const caret = view(key)?.caret ?? null;
  session.commit();
  const {body, id} = state(key).cell;
  const others = session.run.states.filter(({cell}) => cell.id && cell.id !== id);
  if (caret !== null) {
    const name = nameAt(body, caret);
    const found = others.find(({cell}) => cell.id === name);
    const file = session.run.tables.find(({cell}) => cell.id === name);
    if (found) notebook.select(found.key);
    else if (file)
      notebook.app.toasts.show(`${name} is the file ${file.cell.body}: line ${file.cell.line} of the front matter.`);
    else notebook.app.toasts.show(name ? `There is no other cell ${name}.` : "Put the caret in the name of a cell.");
    return;
  }
  const named = others.filter(
    ({cell}) => new RegExp(`\\b${cell.id}\\b`).test(body) || state(key).cell.attributes.get("data") === cell.id
  );
  if (named.length === 1) notebook.select(named[0]!.key);
  else if (named.length)
    openPalette(
      "Go to",
      named.map(({key: target, cell}) => ({title: cell.id!, group: cell.kind, run: () => notebook.select(target)}))
    );
  else notebook.app.toasts.show("This cell names no other.");
}

/** Folds or opens the section a cell stands in, and goes to its heading when the cell is hidden by that. */
function foldSection({folding, select}: OpenNotebook, key: string): void {
  const name = folding.headingOf(key);
  if (name === null) return;
  folding.toggle(name);
  const heading = folding.cellOf(name);
  if (folding.isHidden(key) && heading) select(heading);
}

/** What was copied last, for browsers that do not let a page read the clipboard. */
let copied = "";

async function copy(notebook: OpenNotebook, key: string): Promise<void> {
  copied = sourceOf(notebook, key);
  await navigator.clipboard.writeText(copied).catch(() => undefined);
  notebook.app.toasts.show("Cell copied, as it stands in the file.");
}

function askForKind(notebook: OpenNotebook, key: string): void {
  const {kind} = notebook.state(key).cell;
  openPalette(
    "Change this cell to",
    CELL_KINDS.filter((one) => one.kind !== kind && one.kind !== "js").map(({kind: target, title, help}) => ({
      title,
      group: help,
      run: () => toKind(notebook, key, target)
    }))
  );
}

const goTo = (
  id: string,
  title: string,
  keys: readonly string[],
  find: (at: number, seen: readonly number[]) => number | undefined
) =>
  ({
    id,
    title,
    group: "Go",
    keys,
    at: ["cell"],
    run({notebook, key}: Aim) {
      const {states} = notebook.session.run;
      // what is folded away is passed over
      const seen = states.flatMap((state, place) => (notebook.folding.isHidden(state.key) ? [] : [place]));
      const next = states[find(key === null ? -1 : notebook.indexOf(key), seen) ?? -1];
      if (next) notebook.select(next.key);
    }
  }) satisfies Command<Aim>;

const NOTEBOOK: readonly Command<Aim>[] = [
  {
    id: "notebook.undo",
    title: "Undo",
    group: "Notebook",
    keys: ["Mod-z"],
    refused: ({notebook}) => (notebook.session.undoes ? null : "There is nothing to undo."),
    run: ({notebook}) => reveal(notebook, notebook.session.undo())
  },
  {
    id: "notebook.redo",
    title: "Redo",
    group: "Notebook",
    keys: ["Mod-Shift-z", "Mod-y"],
    refused: ({notebook}) => (notebook.session.redoes ? null : "There is nothing to redo."),
    run: ({notebook}) => reveal(notebook, notebook.session.redo())
  },
  {
    id: "notebook.run-all",
    title: "Run all cells",
    group: "Notebook",
    keys: ["Mod-Shift-Enter"],
    run({notebook: {session}}) {
      session.commit();
      session.run.rerun();
    }
  },
  {
    id: "notebook.run-stale",
    title: "Run what is stale, failed or was stopped",
    group: "Notebook",
    keys: ["Shift-r"],
    refused: ({notebook}) => (notebook.session.run.states.some(isStale) ? null : "Every cell is up to date."),
    run({notebook: {session}}) {
      session.commit();
      session.run.rerun(session.run.states.filter(isStale).map(({key}) => key));
    }
  },
  {
    id: "notebook.filters",
    title: "Filters of the whole notebook",
    group: "Notebook",
    run: ({notebook}) => notebook.filters.open(null)
  },
  {
    id: "notebook.find",
    title: "Find and replace in all sources",
    group: "Notebook",
    keys: ["Mod-Shift-f"],
    run: ({notebook}) => openFind(notebook)
  },
  {
    id: "notebook.export",
    title: "Export in another format or mode",
    group: "Notebook",
    run: ({notebook}) => openExport(notebook)
  },
  {
    id: "notebook.report",
    title: "Export report",
    group: "Notebook",
    run: ({notebook}) => void exportReport(notebook)
  },
  {
    id: "notebook.print",
    title: "Print report or save as PDF",
    group: "Notebook",
    run: ({notebook}) => void printNotebook(notebook)
  },
  {
    id: "notebook.share",
    title: "Share: file, zip with data, or link",
    group: "Notebook",
    run: ({notebook}) => openShare(notebook)
  },
  {
    id: "notebook.table",
    title: "Use a file as a table…",
    group: "Notebook",
    run: ({notebook}) => chooseTable(notebook)
  },
  {
    id: "notebook.rename",
    title: "Rename the file",
    group: "Notebook",
    run: ({notebook}) => openRename(notebook)
  },
  {
    id: "notebook.fold",
    title: "Fold all sections",
    group: "Notebook",
    run({notebook: {folding}}) {
      folding.foldAll();
    }
  },
  {
    id: "notebook.unfold",
    title: "Unfold all sections",
    group: "Notebook",
    refused: ({notebook}) => (notebook.folding.hasFolded ? null : "No section is folded."),
    run: ({notebook}) => notebook.folding.openAll()
  },
  // where a browser opens no folders, Settings says what there is instead
  ...(canOpenFolders()
    ? [
        {
          id: "workspace.folder",
          title: "Open a folder as the workspace",
          group: "Workspace",
          run({notebook: {app, session}}: Aim) {
            session.commit();
            void session.save().then(() => chooseFolder(app));
          }
        }
      ]
    : []),
  goTo("go.next", "Go to the next cell", ["ArrowDown", "j"], (at, seen) => seen.find((place) => place > at)),
  goTo("go.previous", "Go to the cell above", ["ArrowUp", "k"], (at, seen) => seen.findLast((place) => place < at)),
  goTo("go.first", "Go to the first cell", ["Home"], (_, seen) => seen[0]),
  goTo("go.last", "Go to the last cell", ["End"], (_, seen) => seen.at(-1))
];

const ADD: readonly Command<Aim>[] = CELL_KINDS.map(({kind, title}) => ({
  id: `add.${kind}`,
  title: `Add ${title} cell below`,
  group: "Add",
  run: ({notebook, key}) =>
    addCell(notebook, kind, key === null ? notebook.session.run.states.length : notebook.indexOf(key) + 1)
}));

/** Goes to the cell in which a step of undo or redo was. */
export function reveal({session, select}: OpenNotebook, at: number | null): void {
  if (at === null) return;
  const {states} = session.run;
  const state = states.find(({cell}) => at <= cell.to) ?? states.at(-1);
  if (state) select(state.key);
}

export const CELL_COMMANDS = CELL;
export const NOTEBOOK_COMMANDS: readonly Command<Aim>[] = [...CELL, ...NOTEBOOK, ...ADD];
