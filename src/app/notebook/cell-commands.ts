/** What can be done with a cell. One line here is a line of the palette, of the cell's menu, of the shortcut sheet, and a key. */

import {CELL_KINDS} from "../../notebook/cells/index.ts";
import {isInsightCell} from "../../notebook/insight-yaml.ts";
import {refusedMerge} from "../../notebook/reshape.ts";
import type {Command} from "../commands.ts";
import {openPalette} from "../views/command-palette.ts";
import {copyCell, cutCell, pasteBelow} from "./cell-clipboard.ts";
import {type Aim, onCell} from "./cell-command.ts";
import {askToAdd, deleteCell, duplicate, mergeUp, moveBy, splitAtCaret, toggleAttribute, toKind} from "./cell-edits.ts";
import {openDependencies} from "./dependency-panel.ts";
import {goToDefinition} from "./go-to-definition.ts";
import type {OpenNotebook} from "./open-notebook.ts";
import {openTables} from "./tables-dialog.ts";
import {openWords} from "./words-dialog.ts";

const NO_HEADING = "There is no heading above this cell.";
const hasHeading = ({notebook, key}: Aim) => key !== null && notebook.folding.headingOf(key) !== null;
const isFence = ({notebook, key}: Aim) =>
  key !== null && !["markdown", "conflict"].includes(notebook.state(key).cell.kind);

/** What can be done with a cell, in the order in which its menu lists it. */
export const CELL_COMMANDS: readonly Command<Aim>[] = [
  onCell({
    id: "cell.edit",
    title: "Edit source",
    keys: ["Enter"],
    at: ["cell"],
    run: (notebook, key) => notebook.view(key)?.edit()
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
    run: (notebook, key) => void copyCell(notebook, key)
  }),
  onCell({
    id: "cell.cut",
    title: "Cut cell",
    keys: ["x"],
    at: ["cell"],
    run: cutCell
  }),
  {
    id: "cell.paste",
    title: "Paste cells below",
    group: "Cell",
    keys: ["v"],
    at: ["cell"],
    run: ({notebook, key}) => pasteBelow(notebook, key)
  },
  onCell({id: "cell.delete", title: "Delete", keys: ["Delete", "Backspace"], at: ["cell"], run: deleteCell})
];

/** Folds or opens the section a cell stands in, and goes to its heading when the cell is hidden by that. */
function foldSection({folding, select}: OpenNotebook, key: string): void {
  const name = folding.headingOf(key);
  if (name === null) return;
  folding.toggle(name);
  const heading = folding.cellOf(name);
  if (folding.isHidden(key) && heading) select(heading);
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
