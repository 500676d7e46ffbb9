import type {InsightResult} from "../../insight/insight.ts";
import {readableNumber} from "../../number.ts";
import {cellText} from "../../report/cell-text.ts";
import type {Column, Table} from "../../table.ts";
import {isoDate} from "../../time.ts";
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

/** The values of an insight: newest time first, a column for each series. */
export function resultTable({times, series}: InsightResult): HTMLElement {
  const order = Array.from(times, (_, i) => times.length - 1 - i);
  return h(
    "table",
    {},
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", {scope: "col"}, "Time (UTC)"),
        series.map(({label}) => h("th", {scope: "col", class: "n"}, label))
      )
    ),
    h(
      "tbody",
      {},
      order.map((i) =>
        h(
          "tr",
          {},
          h("th", {scope: "row"}, isoDate(times[i]!)),
          series.map(({values, status}) =>
            h(
              "td",
              {class: status[i] === "partial" ? "n partial" : "n", title: status[i] === "ok" ? null : status[i]},
              Number.isNaN(values[i]!) ? "–" : readableNumber(values[i]!)
            )
          )
        )
      )
    )
  );
}

/** Numbers stand to the right, times on one line. */
function cellClass({type}: Column): string {
  return type === "number" ? "n" : type === "time" ? "nowrap" : "";
}
