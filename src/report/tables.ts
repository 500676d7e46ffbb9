/** The tables of a report: the data behind each figure. */
import {type Html, html} from "../html.ts";
import type {InsightResult} from "../insight/insight.ts";
import {readableValue, unitWords} from "../insight/unit.ts";
import {readableNumber} from "../number.ts";
import type {Column, Table} from "../table.ts";
import {isoDate, isoTime} from "../time.ts";
import {cellText} from "./cell-text.ts";

/** A data table with more rows says so and stops. */
const MOST_ROWS = 2000;
const DAY = 86_400_000;

/** Times down, series across; unknown is –, a lower bound is marked. */
export function resultTable({times, series, unit}: InsightResult): Html {
  const rows = Array.from(times, (_, i) => times.length - 1 - i).slice(0, MOST_ROWS);
  const date = times.every((time) => time % DAY === 0) ? isoDate : isoTime;
  return html`<table><thead><tr><th scope="col">Time (UTC)</th>${series.map(({label}) => html`<th scope="col" class="n">${label}</th>`)}</tr></thead><tbody>${rows.map(
    (i) =>
      html`<tr><th scope="row">${date(times[i]!)}</th>${series.map(({values, status}) => {
        const value = Number.isNaN(values[i]!) ? "–" : readableValue(values[i]!, unit);
        return status[i] === "partial"
          ? html`<td class="n partial" title="lower bound: some repositories are incomplete">${value}</td>`
          : html`<td class="n">${value}</td>`;
      })}</tr>`
  )}</tbody></table>${rows.length < times.length ? html`<p class="source">${readableNumber(times.length - rows.length)} earlier times are not shown.</p>` : null}${series.some(({status}) => status.includes("partial")) ? html`<p class="source">* incomplete: some repositories are undercounted or unknown. Counted in ${unitWords(unit)}.</p>` : null}`;
}

/** The rows of a table as readers see them. */
export function dataTable(table: Table): Html {
  const rows = Math.min(table.rows, MOST_ROWS);
  const numeric = (column: Column) => (column.type === "number" ? html` class="n"` : null);
  return html`<table><thead><tr>${table.columns.map((column) => html`<th scope="col"${numeric(column)}>${column.name}</th>`)}</tr></thead><tbody>${Array.from(
    {length: rows},
    (_, row) =>
      html`<tr>${table.columns.map((column) => html`<td${numeric(column)}>${cellText(column, row)}</td>`)}</tr>`
  )}</tbody></table>${table.rows > rows ? html`<p class="source">${readableNumber(table.rows - rows)} more rows are not shown.</p>` : null}`;
}

/** How long a table is. */
export function tableCaption({table, truncated}: {readonly table: Table; readonly truncated: boolean}): string {
  return `${readableNumber(table.rows)} ${table.rows === 1 ? "row" : "rows"}${truncated ? ", cut: there are more" : ""}`;
}
