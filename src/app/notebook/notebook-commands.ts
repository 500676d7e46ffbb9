/** What can be done in a notebook. One line here is a line of the palette, of the shortcut sheet, and a key. */

import {CELL_KINDS} from "../../notebook/cells/index.ts";
import type {CellState} from "../../notebook/run.ts";
import type {Command} from "../commands.ts";
import {canOpenFolders} from "../folder/file-system-access.ts";
import {chooseFolder} from "../views/workspace-choice.ts";
import {chooseTable} from "./add-table.ts";
import type {Aim} from "./cell-command.ts";
import {CELL_COMMANDS} from "./cell-commands.ts";
import {addCell} from "./cell-edits.ts";
import {openExport} from "./export-dialog.ts";
import {exportReport, printNotebook} from "./export-report.ts";
import {openFind} from "./find-panel.ts";
import {GO_COMMANDS} from "./go-commands.ts";
import type {OpenNotebook} from "./open-notebook.ts";
import {takeAsOwn} from "./own-bar.ts";
import {openRename} from "./rename-dialog.ts";
import {openShare} from "./share-dialog.ts";

/** What cells are stale in: their last run was stopped, failed, or is waiting for one that was. */
export function isStale({status, stale}: CellState): boolean {
  return stale || status === "cancelled" || status === "error" || status === "waiting";
}

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
    id: "notebook.own",
    title: "Take this notebook as my own",
    group: "Notebook",
    refused: ({notebook}) =>
      notebook.session.source.isOwn === false ? null : "It was written here, or needs no data.",
    run: ({notebook}) => void takeAsOwn(notebook.session)
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
    : [])
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

/** Every command on a notebook and its cells, in the order in which they are listed. */
export const NOTEBOOK_COMMANDS: readonly Command<Aim>[] = [...CELL_COMMANDS, ...NOTEBOOK, ...GO_COMMANDS, ...ADD];
