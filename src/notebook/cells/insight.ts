import {TidemarkError} from "../../error.ts";
import {readNotebookFilter, resolveContexts, withNotebookFilter} from "../../insight/filter.ts";
import type {InsightDefinition} from "../../insight/insight.ts";
import {readInsight} from "../../insight/kinds/index.ts";
import {overlaid} from "../overlay.ts";
import {type CellFilters, type CellKind, unreadable} from "./kind.ts";
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
    const placed = [...yaml.messages, ...placeFields(messages, cell)];
    if (!definition) return unreadable(placed);
    return {
      references: [],
      messages: placed,
      async run({store, session, signal, progress, filters}) {
        const asked = filtered(definition, yaml.value, filters);
        const result = await store.insight(asked, cell.id ? {session, name: cell.id} : null, {signal, progress});
        return {value: {kind: "insight", result}, output: {type: "chart", of: "insight", definition: asked, result}};
      }
    };
  }
};

/**
 * The insight as it is asked: with what the reader set, under the filters of the notebook.
 * @throws TidemarkError "insight/filter" when the reader's settings cannot be read, "insight/context".
 */
function filtered(
  definition: InsightDefinition,
  written: unknown,
  {cell, notebook, contexts}: CellFilters
): InsightDefinition {
  const own = cell ? readInsight(overlaid(written, cell)) : {value: definition, messages: []};
  const whole = readNotebookFilter(notebook);
  const problem = [...own.messages, ...whole.messages].find(({level}) => level === "error");
  if (problem || !own.value) throw new TidemarkError("insight/filter", problem?.text ?? "The filters cannot be read.");
  const asked = withNotebookFilter(own.value, whole.value);
  return {...asked, filters: resolveContexts(asked.filters, contexts)};
}
