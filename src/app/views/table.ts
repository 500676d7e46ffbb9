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
            table.columns.map((column) => h("td", {class: cellClass(column)}, cellText(column, row)))
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

/** Numbers stand to the right, times on one line. */
function cellClass({type}: Column): string {
  return type === "number" ? "n" : type === "time" ? "nowrap" : "";
}
