/** The tables of a report: the data behind each figure. */
import {type Html, html} from "../html.ts";
import {incompleteWords} from "../insight/incomplete.ts";
import type {InsightResult, ResultSeries} from "../insight/insight.ts";
import {signsOf, statedValue} from "../insight/stated-value.ts";
import {unitWords} from "../insight/unit.ts";
import {readableNumber} from "../number.ts";
import type {Column, Table} from "../table.ts";
import {isoDate, isoTime} from "../time.ts";
import {cellText} from "./cell-text.ts";

/** A data table with more rows says so and stops. */
const MOST_ROWS = 2000;
const DAY = 86_400_000;

/** The values of a result: times down and series across, newest first; groups down when there is one time only. */
export function resultTable(result: InsightResult): Html {
  const {times, series, unit} = result;
  const isGroups = times.length === 1 && (result.form === "categorical" || series.length > 1);
  const head = isGroups ? ["Group", capital(unitWords(unit))] : ["Time (UTC)", ...series.map(({label}) => label)];
  const date = times.every((time) => time % DAY === 0) ? isoDate : isoTime;
  const order = isGroups ? series.map((_, i) => i) : Array.from(times, (_, i) => times.length - 1 - i);
  const rows = order.slice(0, MOST_ROWS).map((i) => {
    const name = isGroups ? series[i]!.label : date(times[i]!);
    const cells = isGroups ? valueCell(result, series[i]!, 0) : series.map((one) => valueCell(result, one, i));
    return html`<tr><th scope="row">${name}</th>${cells}</tr>`;
  });
  const signs = [...signsOf(result), ...(isGroups ? [] : [`in ${unitWords(unit)}`])];
  return html`<table><thead><tr>${head.map((name, i) => html`<th scope="col"${i ? html` class="n"` : null}>${name}</th>`)}</tr></thead><tbody>${rows}</tbody></table>${
    rows.length < order.length
      ? html`<p class="source">${readableNumber(order.length - rows.length)} ${isGroups ? "more groups" : "earlier times"} are not shown.</p>`
      : null
  }<p class="source">${capital(signs.join(" · "))}</p>`;
}

/** A value with its state: the title says why it is no plain number, and which repositories are behind that. */
function valueCell(result: InsightResult, {values, status}: ResultSeries, i: number): Html {
  const {text, words} = statedValue(values[i]!, status[i]!, result);
  if (!words) return html`<td class="n">${text}</td>`;
  const who = status[i] === "absent" ? "" : incompleteWords(result, result.times[i]!);
  return html`<td class="n ${status[i]}" title="${who ? `${words} (${who})` : words}">${text}${text ? null : html`<span class="visually-hidden">${words}</span>`}</td>`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
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
