import {insight} from "./insight.ts";
import {type CellKind, unreadable} from "./kind.ts";

/** A number that another tool measured, as an insight of the kind metric: the same cell, whose kind needs not be written. */
export const metric: CellKind = {
  kind: "metric",
  title: "Metric",
  help: "An imported number over time: coverage, build times, open issues.",
  fence: "yaml metric",
  language: "yaml",
  needsId: true,
  template: "title: New metric\nmetric: ",
  read(cell, names) {
    const from = cell.attributes.get("from");
    if (from === undefined) return insight.read(cell, names);
    const text = `A metric of another notebook is shown by "yaml insight id=${cell.id ?? "my_metric"} from=${from}".`;
    return unreadable([{level: "error", text, place: {line: cell.line}}]);
  }
};
