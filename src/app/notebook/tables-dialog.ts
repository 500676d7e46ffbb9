import "../style/insights.css";
import {CATALOG} from "../../store/catalog.ts";
import type {Table} from "../../table.ts";
import {h} from "../dom.ts";
import {openDialog} from "../views/dialog.ts";
import {type ShownTable, schemaBrowser} from "../views/schema-browser.ts";
import {chooseTable} from "./add-table.ts";
import type {OpenNotebook} from "./open-notebook.ts";

const TYPES = {number: "DOUBLE", boolean: "BOOLEAN", time: "TIMESTAMP", text: "VARCHAR"} as const;

/** Shows what a statement of this notebook can read: its files, its own cells' tables, then those of the imports. */
export function openTables(open: OpenNotebook): void {
  const {app, session} = open;
  const {states, tables, notebook} = session.run;
  const named = tables.flatMap(({cell, value}): ShownTable[] =>
    cell.id && value?.kind === "table"
      ? [{name: cell.id, row: `a line of ${cell.body}`, columns: columnsOf(value.table)}]
      : []
  );
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
    return [{name: cell.id, row: "", columns: columnsOf(value.table)}];
  });
  const store = app.store(notebook.frontMatter.snapshots);
  const askStore = (statement: string) => store.sql({session: "schema", tables: [], strings: [statement], values: []});
  const askOwn = (statement: string) => session.ask(/FROM (\w+)/.exec(statement)![1]!, [statement], []);
  const add = () => {
    dialog.close();
    chooseTable(open);
  };
  const dialog = openDialog(
    "Tables",
    ...(named.length ? [h("h3", {class: "schema-head"}, "Files of this notebook"), schemaBrowser(named, askOwn)] : []),
    h(
      "p",
      {class: "schema-add"},
      h("button", {class: "button", type: "button", on: {click: add}}, "Use a file as a table…")
    ),
    ...(own.length ? [h("h3", {class: "schema-head"}, "Cells of this notebook"), schemaBrowser(own, askOwn)] : []),
    h("h3", {class: "schema-head"}, "Imported data"),
    schemaBrowser(CATALOG, askStore)
  );
}

function columnsOf({columns}: Table): ShownTable["columns"] {
  return columns.map(({name, type}) => ({name, type: TYPES[type]}));
}
