/** How an insight's cell comes to its answer, wherever the insight is written. */
import {TidemarkError} from "../error.ts";
import {computeFormula} from "../insight/compute-formula.ts";
import type {FormulaInput} from "../insight/evaluate-formula.ts";
import {fileSource} from "../insight/file-filter.ts";
import {checkTeams, readNotebookFilter, resolveContexts, withNotebookFilter} from "../insight/filter.ts";
import {goalProblem} from "../insight/goal-state.ts";
import {type InsightDefinition, type InsightResult, presented} from "../insight/insight.ts";
import {readInsight} from "../insight/kinds/index.ts";
import {insightTable} from "../insight/to-table.ts";
import type {CellContext, CellResult} from "./cells/kind.ts";
import {filteredBy} from "./filtered.ts";
import {overlaid} from "./overlay.ts";
import type {ReusedCell} from "./reused.ts";

/** An insight to be answered: what it asks, the value of its YAML, and where else it was written. */
export interface AskedInsight {
  readonly definition: InsightDefinition;
  readonly written: unknown;
  /** What a formula computes from, by id. */
  readonly inputs: (asked: InsightDefinition) => Promise<ReadonlyMap<string, FormulaInput>>;
  /** The cells of other notebooks it was made from. */
  readonly reused?: () => readonly ReusedCell[];
}

/** The answer, with what the reader set, under the filters of the notebook and with its events. */
export async function answerInsight(
  {definition, written, inputs, reused}: AskedInsight,
  context: CellContext
): Promise<CellResult> {
  const asked = await filtered(definition, written, context);
  const answered = asked.formulas ? await computed(asked, await inputs(asked), context) : await counted(asked, context);
  const marked = await withEvents(answered, asked, context);
  const problem = goalProblem(marked);
  const result = problem ? {...marked, notes: [...marked.notes, {level: "warning" as const, text: problem}]} : marked;
  const set = filteredBy(context.filters.cell, context.filters.temporary);
  const output = {type: "chart", of: "insight", definition: asked, result, ...(set ? {filtered: set} : {})} as const;
  return {value: {kind: "insight", result}, output: reused ? {...output, reused: reused()} : output};
}

/**
 * The insight as it is asked: with what the reader set, under the filters of the notebook.
 * @throws TidemarkError "insight/filter" when the reader's settings cannot be read, "insight/context", "insight/team".
 */
async function filtered(
  definition: InsightDefinition,
  written: unknown,
  {filters: {cell, notebook}, store, signal}: CellContext
): Promise<InsightDefinition> {
  const own = cell ? readInsight(overlaid(written, cell)) : {value: definition, messages: []};
  const whole = readNotebookFilter(notebook);
  const problem = [...own.messages, ...whole.messages].find(({level}) => level === "error");
  if (problem || !own.value) throw new TidemarkError("insight/filter", problem?.text ?? "The filters cannot be read.");
  const asked = withNotebookFilter(own.value, whole.value);
  // refused where it would not be known by file; a formula has the filters of what it is computed from
  if (!asked.formulas) fileSource(asked);
  if (!asked.filters.some(({contexts, team}) => contexts.length || team.length)) return asked;
  const {workspace} = await store.workspace({signal});
  checkTeams(asked.filters, workspace.teams);
  return {...asked, filters: resolveContexts(asked.filters, workspace.contexts)};
}

/** A chart over time with the notebook's events beside its own marks; a mark that is there already is not there twice. */
async function withEvents(
  result: InsightResult,
  definition: InsightDefinition,
  {events, store, signal}: CellContext
): Promise<InsightResult> {
  const [from, to] = [result.times[0], result.times.at(-1)];
  if (!events.length || from === undefined || to === undefined || from === to) return result;
  const own = result.marks ?? [];
  const found = (await store.events(definition, events, {signal})).filter(
    (event) => event.at >= from && event.at <= to && !own.some(({at, text}) => at === event.at && text === event.text)
  );
  return found.length ? {...result, marks: [...own, ...found]} : result;
}

function counted(
  definition: InsightDefinition,
  {cell, store, session, signal, progress}: CellContext
): Promise<InsightResult> {
  return store.insight(definition, cell.id ? {session, name: cell.id} : null, {signal, progress});
}

/** What a formula of this notebook computes from: the cells it names. @throws TidemarkError "formula/series" */
export function inputsInScope({scope}: CellContext): ReadonlyMap<string, FormulaInput> {
  const inputs = new Map<string, FormulaInput>();
  for (const [id, value] of scope) {
    if (value.kind === "insight") inputs.set(id, value.result);
    else if (value.kind === "scalar" && typeof value.value === "number") inputs.set(id, value.value);
    else
      throw new TidemarkError(
        "formula/series",
        `${id} is no insight and no number, so no formula can compute with it.`
      );
  }
  return inputs;
}

/** A formula over its inputs; kept in the store, so that SQL sees it as it sees every insight. */
async function computed(
  definition: InsightDefinition,
  inputs: ReadonlyMap<string, FormulaInput>,
  {cell, store, session, signal}: CellContext
): Promise<InsightResult> {
  const result = presented(computeFormula(definition, inputs), definition);
  if (cell.id) await store.keep({session, name: cell.id}, insightTable(result), {signal});
  return result;
}
