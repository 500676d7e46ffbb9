/**
 * Checks of a finished report: whether it is as it was made (by its own hashes), and whether the data of a workspace still
 * gives what it shows.
 */

import {sha256} from "../hash.ts";
import {checkNotebook} from "../notebook/check.ts";
import {parseNotebook} from "../notebook/notebook.ts";
import type {CellState} from "../notebook/run.ts";
import type {TableMark} from "../notebook/table-cells.ts";
import {type IslandFigure, REPORT_VERSION, type ReportIsland, readIsland} from "./island.ts";
import {
  countedSource,
  fileHash,
  PROVENANCE_VERSION,
  type Provenance,
  provenanceHash,
  provenanceOf,
  sourceOf
} from "./provenance.ts";

/** What is wrong with one figure; none: it is as it says. */
export interface VerifiedFigure {
  readonly cell: string;
  readonly hash: string;
  readonly differs: readonly string[];
}

export interface Verification {
  readonly island: ReportIsland;
  /** What is wrong with the report as a whole. */
  readonly differs: readonly string[];
  readonly figures: readonly VerifiedFigure[];
}

/**
 * Recomputes the hashes a report carries from what it carries.
 * @throws TidemarkError "report/unreadable"
 */
export function verifyReport(text: string): Verification {
  const {island, page} = readIsland(text);
  const differs: string[] = [];
  if (island.version < REPORT_VERSION)
    differs.push(
      `It is of format ${island.version}, whose hashes this version of Tidemark does not recompute. Build it again to check it.`
    );
  else if (sha256(page) !== island.page)
    differs.push("The page was changed after it was made: its text, tables or drawings are not what its hash says.");
  if (island.version < REPORT_VERSION) return {island, differs, figures: []};
  const notebook = parseNotebook(island.notebook);
  const checked = checkNotebook(notebook);
  const names = notebook.cells.map(({id, line}) => id ?? `line ${line}`);
  const hashes = new Map(island.figures.map(({cell, hash}) => [cell, hash]));
  const figures = island.figures.map((figure): VerifiedFigure => {
    const {cell, hash, upstream, result, inputs, observed} = figure;
    const index = names.indexOf(cell);
    if (index < 0) return {cell, hash, differs: ["The notebook in the report has no such cell."]};
    const source = countedSource(sourceOf(notebook, notebook.cells[index]!), figure.reused ?? [], figure.filtered);
    const made = {version: PROVENANCE_VERSION, tool: island.tidemark, source, upstream, result, inputs, observed};
    const above = [
      ...checked[index]!.upstream.flatMap((at) => hashes.get(names[at]!) ?? []),
      ...(figure.files ?? []).map(fileHash)
    ].sort();
    return {
      cell,
      hash,
      differs: [
        ...(provenanceHash(made) === hash
          ? []
          : ["Its hash is not that of its source, inputs and result: one of them was changed."]),
        ...(same(above, upstream) ? [] : ["The cells it refers to are not those its hash covers."])
      ]
    };
  });
  return {island, differs, figures};
}

/** Compares a report with the same notebook run anew over some data: what came of it this time, by cell. */
export function compareRuns(
  island: ReportIsland,
  states: readonly CellState[],
  version: string
): readonly VerifiedFigure[] {
  const notebook = parseNotebook(island.notebook);
  const provenance = provenanceOf(notebook, states);
  const now = new Map(
    [...provenance].map(([index, one]) => {
      const {id, line} = states[index]!.cell;
      return [id ?? `line ${line}`, one];
    })
  );
  return island.figures.map((figure) => {
    const one = now.get(figure.cell);
    const state = states.find(({cell}) => (cell.id ?? `line ${cell.line}`) === figure.cell);
    const error = state?.messages.find(({level}) => level === "error")?.text;
    return {
      cell: figure.cell,
      hash: figure.hash,
      differs: one
        ? differences(figure, one, {otherTool: island.tidemark !== version, files: state?.files ?? []})
        : [`It has no result now. ${error ?? ""}`.trim()]
    };
  });
}

/** What is not the same, part by part. The parts tell more than the hash, which differs with the version of Tidemark too. */
function differences(
  then: IslandFigure,
  now: Provenance,
  {otherTool, files}: {readonly otherTool: boolean; readonly files: readonly TableMark[]}
): string[] {
  const gone = then.inputs.filter((input) => !now.inputs.includes(input));
  const added = now.inputs.filter((input) => !then.inputs.includes(input));
  const parts = (list: readonly string[]) =>
    `${list.length} ${list.length === 1 ? "part file" : "part files"} (${list.map((hash) => hash.slice(0, 12)).join(", ")})`;
  const found = [
    ...changedFiles(then.files ?? [], files),
    ...(gone.length
      ? [`Inputs: ${parts(gone)} of the report ${gone.length === 1 ? "is" : "are"} not in the workspace.`]
      : []),
    ...(added.length
      ? [`Inputs: ${parts(added)} of the workspace ${added.length === 1 ? "is" : "are"} not in the report.`]
      : []),
    ...(then.observed === now.observed
      ? []
      : [`Observed: ${then.observed ?? "not known"} in the report, ${now.observed ?? "not known"} in the workspace.`]),
    ...(then.result === now.result ? [] : ["Result: the numbers are not the same."])
  ];
  // with another version every hash differs, also those of the cells above
  if (found.length || otherTool) return found;
  return then.hash === now.hash ? [] : ["A cell it refers to differs."];
}

/** The tables whose file is another one now. */
function changedFiles(then: readonly TableMark[], now: readonly TableMark[]): string[] {
  return then.flatMap((mark) => {
    const other = now.find(({name}) => name === mark.name);
    if (!other || other.sha256 === mark.sha256) return [];
    const rows = ({rows, sha256}: TableMark) => `${rows} ${rows === 1 ? "row" : "rows"}, ${sha256.slice(0, 12)}`;
    return [
      `Table ${mark.name}: ${mark.path} is another file (${rows(mark)} in the report, ${rows(other)} in the workspace).`
    ];
  });
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
