import {type Message, messageOf} from "../../error.ts";
import {insightsIn} from "../../insight/formula.ts";
import type {InsightDefinition} from "../../insight/insight.ts";
import {readInsight} from "../../insight/kinds/index.ts";
import {answerInsight, inputsInScope} from "../answer-insight.ts";
import {readInsightYaml} from "../insight-yaml.ts";
import {queryMessages} from "../query-messages.ts";
import {readReused} from "../reused-insight.ts";
import {parseCondition} from "../watch-condition.ts";
import {type CellKind, unreadable} from "./kind.ts";
import {placeFields} from "./yaml.ts";

/** A question asked over time. Others see its result as a value, and in SQL as a table. */
export const insight: CellKind = {
  kind: "insight",
  title: "Insight",
  help: "A chart of imported search results over time.",
  fence: "yaml insight",
  language: "yaml",
  needsId: true,
  template: "kind: search\ntitle: New insight\ndata: ",
  read(cell) {
    const from = cell.attributes.get("from");
    if (from !== undefined) return readReused(cell, from);
    const yaml = readInsightYaml(cell);
    if (yaml.value === null && yaml.messages.length) return unreadable(placeFields(yaml.messages, cell));
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
      run: (context) =>
        answerInsight({definition, written: yaml.value, inputs: async () => inputsInScope(context)}, context)
    };
  }
};

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
