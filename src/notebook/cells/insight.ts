import {readInsight} from "../../insight/kinds/index.ts";
import {type CellKind, unreadable} from "./kind.ts";
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
      async run({store, session, signal, progress}) {
        const result = await store.insight(definition, cell.id ? {session, name: cell.id} : null, {signal, progress});
        return {value: {kind: "insight", result}, output: {type: "chart", of: "insight", definition, result}};
      }
    };
  }
};
