import {type Message, messageOf, TidemarkError} from "../../error.ts";
import {computeFormula, type FormulaInput} from "../../insight/compute-formula.ts";
import {fileSource} from "../../insight/file-filter.ts";
import {readNotebookFilter, resolveContexts, withNotebookFilter} from "../../insight/filter.ts";
import {insightsIn} from "../../insight/formula.ts";
import {goalProblem} from "../../insight/goal-state.ts";
import {type InsightDefinition, type InsightResult, presented} from "../../insight/insight.ts";
import {readInsight} from "../../insight/kinds/index.ts";
import {insightTable} from "../../insight/to-table.ts";
import {overlaid} from "../overlay.ts";
import {queryMessages} from "../query-messages.ts";
import {parseCondition} from "../watch-condition.ts";
import {type CellContext, type CellKind, unreadable} from "./kind.ts";
import {placeFields, readYaml} from "./yaml.ts";

/** A question asked over time. Others see its result as a value, and in SQL as a table. */
export const insight: CellKind = {
  kind: "insight",
  title: "Insight",
  help: "A chart of imported search results over time.",
  fence: "yaml insight",
  language: "yaml",
  needsId: true,
  template: "kind: search\ntitle: \ndata: ",
  read(cell) {
    if (cell.attributes.has("from"))
      return unreadable([
        {
          level: "error",
          text: "This version of Tidemark cannot show an insight of another notebook yet.",
          place: {line: cell.line}
        }
      ]);
    const yaml = readYaml(cell.body, cell.bodyLine);
    if (yaml.value === null && yaml.messages.length) return unreadable(yaml.messages);
    const {value: definition, messages} = readInsight(yaml.value);
    const conditions = conditionMessages(definition);
    const placed = [
      ...yaml.messages,
      ...placeFields([...messages, ...conditions], cell),
      ...(definition ? queryMessages(cell, definition) : [])
    ];
    if (!definition || conditions.length) return unreadable(placed);
    return {
      references: [...new Set((definition.formulas ?? []).flatMap(({formula}) => insightsIn(formula)))],
      messages: placed,
      async run(context) {
        const asked = await filtered(definition, yaml.value, context);
        const answered = asked.formulas ? await computed(asked, context) : await counted(asked, context);
        const marked = await withEvents(answered, asked, context);
        const problem = goalProblem(marked);
        const result = problem
          ? {...marked, notes: [...marked.notes, {level: "warning" as const, text: problem}]}
          : marked;
        return {value: {kind: "insight", result}, output: {type: "chart", of: "insight", definition: asked, result}};
      }
    };
  }
};

/**
 * The insight as it is asked: with what the reader set, under the filters of the notebook.
 * @throws TidemarkError "insight/filter" when the reader's settings cannot be read, "insight/context".
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
  if (!asked.filters.some(({contexts}) => contexts.length)) return asked;
  const {workspace} = await store.workspace({signal});
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

/** A formula over the cells it names; kept in the store, so that SQL sees it as it sees every insight. */
async function computed(
  definition: InsightDefinition,
  {cell, scope, store, session, signal}: CellContext
): Promise<InsightResult> {
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
  const result = presented(computeFormula(definition, inputs), definition);
  if (cell.id) await store.keep({session, name: cell.id}, insightTable(result), {signal});
  return result;
}

/** What is wrong with the conditions of the watch rules. */
function conditionMessages(definition: InsightDefinition | null): Message[] {
  return (definition?.watch ?? []).flatMap(({when}, index): Message[] => {
    try {
      parseCondition(when);
      return [];
    } catch (error) {
      return [{level: "error", field: "watch", text: `watch, rule ${index + 1}: ${messageOf(error)}`}];
    }
  });
}
