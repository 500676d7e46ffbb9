import "../style/insights.css";
import {CATALOG} from "../../store/catalog.ts";
import {h} from "../dom.ts";
import {openDialog} from "../views/dialog.ts";
import {type ShownTable, schemaBrowser} from "../views/schema-browser.ts";
import type {OpenNotebook} from "./open-notebook.ts";

const TYPES = {number: "DOUBLE", boolean: "BOOLEAN", time: "TIMESTAMP", text: "VARCHAR"} as const;

/** Shows what a statement of this notebook can read: its own cells' tables, then those of the imports. */
export function openTables({app, session}: OpenNotebook): void {
  const {states, notebook} = session.run;
  const own = states.flatMap(({cell, value}): ShownTable[] => {
    if (!cell.id || !value) return [];
    if (value.kind === "insight")
      return [
        {
          name: cell.id,
          row: "a time and series of the insight",
          columns: [
            {name: "recorded_at", type: "TIMESTAMP"},
            {name: "series", type: "VARCHAR"},
            {name: "value", type: "DOUBLE"},
            {name: "status", type: "VARCHAR"}
          ]
        }
      ];
    if (value.kind !== "table" || cell.kind !== "sql") return [];
    return [{name: cell.id, row: "", columns: value.table.columns.map(({name, type}) => ({name, type: TYPES[type]}))}];
  });
  const store = app.store(notebook.frontMatter.snapshots);
  const askStore = (statement: string) => store.sql({session: "schema", tables: [], strings: [statement], values: []});
  openDialog(
    "Tables",
    ...(own.length
      ? [
          h("h3", {class: "schema-head"}, "Cells of this notebook"),
          schemaBrowser(own, (statement) => session.ask(/FROM (\w+)/.exec(statement)![1]!, [statement], []))
        ]
      : []),
    h("h3", {class: "schema-head"}, "Imported data"),
    schemaBrowser(CATALOG, askStore)
  );
}
