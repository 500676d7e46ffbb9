import {readableNumber} from "../../number.ts";
import {cellText} from "../../report/cell-text.ts";
import type {Column, Table} from "../../table.ts";
import {h} from "../dom.ts";

/** More rows are counted, not drawn. */
const MOST_ROWS = 500;

/** A table of any columns. */
export function dataTable(table: Table, truncated = false): HTMLElement {
  const rows = Math.min(table.rows, MOST_ROWS);
  return h(
    "div",
    {},
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          table.columns.map(({name, type}) => h("th", {scope: "col", class: type === "number" ? "n" : ""}, name))
        )
      ),
      h(
        "tbody",
        {},
        Array.from({length: rows}, (_, row) =>
          h(
            "tr",
            {},
            table.columns.map((column) => {
              const text = cellText(column, row);
              return h("td", {class: cellClass(column, text)}, text);
            })
          )
        )
      )
    ),
    table.rows > rows || truncated
      ? h(
          "p",
          {class: "source"},
          `${readableNumber(rows)} of ${truncated ? "more than " : ""}${readableNumber(table.rows)} rows are shown.`
        )
      : null,
    table.rows === 0 ? h("p", {class: "empty"}, "No rows.") : null
  );
}

/** Numbers stand to the right, times on one line, also those that are text. */
export function cellClass({type}: Column, text: string): string {
  if (type === "number") return "n";
  return type === "time" || /^\d{4}-\d{2}(?:-\d{2}\b.{0,16})?$/.test(text) ? "nowrap" : "";
}
