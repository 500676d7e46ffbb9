/** The insights of a notebook, run without the rest of it: what dashboards and an insight's own page show. */

import type {InsightDefinition, InsightResult} from "../insight/insight.ts";
import {readInsight} from "../insight/kinds/index.ts";
import {insightValues} from "../notebook/insight-cells.ts";
import {isInsightCell} from "../notebook/insight-yaml.ts";
import {type CellSource, type Notebook, parseNotebook} from "../notebook/notebook.ts";
import {type CellState, createRun, type Run} from "../notebook/run.ts";
import {scopeOf} from "../notebook/scope.ts";
import type {CellValue} from "../notebook/value.ts";
import type {App} from "./app.ts";
import type {NotebookFile} from "./notebook-files.ts";
import {othersOf} from "./other-notebooks.ts";

/** An insight of a notebook as far as it is known: what it asks, and its answer once it is there. */
export interface BoardInsight {
  readonly cell: CellSource;
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  /** The labels that are written, and those that were found. */
  readonly labels: readonly string[];
  readonly shown: {readonly definition: InsightDefinition; readonly result: InsightResult} | null;
  /** Why there is no answer; empty while it is awaited. */
  readonly problem: string;
}

/** A notebook as a dashboard. */
export interface Board {
  readonly file: NotebookFile;
  readonly notebook: Notebook;
  readonly title: string;
  readonly grants: readonly string[];
  readonly insights: readonly BoardInsight[];
  /** What watch rules may name: insights, inputs and tables of the front matter. */
  readonly scope: ReadonlyMap<string, CellValue>;
}

export interface BoardRun {
  readonly board: Board;
  /** Goes on with another text of the file. */
  update(file: NotebookFile): void;
  dispose(): void;
}

/** A dashboard whose insights are computed. */
export interface LiveBoard extends BoardRun {
  /** What runs the insights now; another one after `update` brought other snapshots. */
  readonly run: Run;
}

/** Cells that insights may refer to. */
const NEEDED: ReadonlySet<string> = new Set(["insight", "input", "metric"]);

let runs = 0;

/** Runs the insights of a notebook; `onChange` is told whenever one of them has something new to show. */
export function runBoard(app: App, first: NotebookFile, onChange: () => void): LiveBoard {
  let file = first;
  let notebook = parseNotebook(file.text);
  const reduced = (): Notebook => {
    const cells = notebook.cells.filter(({kind}) => NEEDED.has(kind));
    // only a choice of rows reads a table
    const tables = notebook.frontMatter.tables.filter(({name}) => cells.some(({body}) => body.includes(name)));
    return {...notebook, cells, frontMatter: {...notebook.frontMatter, tables}};
  };
  let ready = false;
  const start = (): Run =>
    createRun(
      {
        store: app.store(notebook.frontMatter.snapshots),
        session: `board${++runs}`,
        now: app.now,
        others: othersOf(app),
        tables: app.tables
      },
      reduced(),
      () => ready && onChange()
    );
  let run = start();
  ready = true;
  return {
    get board() {
      return boardOf(file, notebook, run.states, run.tables);
    },
    get run() {
      return run;
    },
    update(next) {
      const before = notebook.frontMatter.snapshots;
      file = next;
      notebook = parseNotebook(next.text);
      if (notebook.frontMatter.snapshots === before) return run.update(reduced());
      run.dispose();
      run = start();
      onChange();
    },
    dispose: () => run.dispose()
  };
}

/** A notebook as a dashboard before anything has run. */
export function boardOf(
  file: NotebookFile,
  notebook: Notebook,
  states: readonly CellState[],
  tables: readonly CellState[] = []
): Board {
  const insights = notebook.cells.flatMap((cell): BoardInsight[] => {
    if (!isInsightCell(cell) || !cell.id) return [];
    const state = states.find((one) => one.cell.id === cell.id);
    const {output} = state ?? {};
    const shown = output?.type === "chart" && output.of === "insight" ? output : null;
    const values = insightValues(cell);
    const definition = shown?.definition ?? (values ? readInsight(values).value : null);
    const labels = [
      ...(definition?.series.map(({label}) => label) ?? []),
      ...(shown?.result.series.map(({label}) => label) ?? [])
    ];
    const waits = state === undefined || state.status === "queued" || state.status === "running";
    const error = state?.messages.find(({level}) => level === "error");
    return [
      {
        cell,
        id: cell.id,
        title: definition?.title || String(values?.title ?? "") || cell.id,
        kind: definition?.kind ?? String(values?.kind ?? "search"),
        labels: [...new Set(labels)],
        shown: shown && {definition: shown.definition, result: shown.result},
        problem:
          shown || waits
            ? ""
            : (error?.text ?? (state?.waitingFor ? `It waits for ${state.waitingFor}.` : "It was not run."))
      }
    ];
  });
  const {title, grants} = notebook.frontMatter;
  return {file, notebook, title: title || file.name, grants, insights, scope: scopeOf([...tables, ...states])};
}

/** When the newest search behind a dashboard ran; null while nothing says. */
export function lastObserved({insights}: Board): number | null {
  const times = insights.flatMap(({shown}) => shown?.result.source.observedAt ?? []);
  return times.length ? Math.max(...times) : null;
}

/** True when a dashboard, or one of its insights, has a text in its title or a series label. */
export function boardMatches({title, file, insights}: Board, text: string): boolean {
  return has(title, text) || has(file.name, text) || insights.some((insight) => insightMatches(insight, text));
}

/** True when an insight has a text in its title or in the label of a series. */
export function insightMatches({title, labels}: BoardInsight, text: string): boolean {
  return has(title, text) || labels.some((label) => has(label, text));
}

function has(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.trim().toLowerCase());
}
