import {TidemarkError} from "../error.ts";
import type {InsightResult, ResultSeries} from "../insight/insight.ts";
import {percentText, readableNumber} from "../number.ts";
import type {SqlValue} from "../sql.ts";
import {type Cell, type Column, cellOf, findColumn, type Table} from "../table.ts";
import {readableTime} from "../time.ts";

/** A single value and how it is to be read: `time` is epoch ms UTC, `share` a number that readers see as per cent. */
export interface Scalar {
  readonly kind: "scalar";
  readonly type: "number" | "text" | "boolean" | "time" | "share";
  readonly value: Cell;
}

/** What other cells see of a cell. */
export type CellValue =
  | {readonly kind: "insight"; readonly result: InsightResult}
  /** `isHeld` when the database has it, too, as a table of the session under the cell's name. */
  | {readonly kind: "table"; readonly table: Table; readonly isHeld?: boolean}
  | {readonly kind: "list"; readonly values: readonly string[]}
  /** A value of JavaScript that is no data: a function, say. */
  | {readonly kind: "opaque"; readonly text: string}
  | Scalar;

/** What an expression may give: a cell's value, or one column of a table. */
export type ExpressionValue =
  | CellValue
  | {readonly kind: "column"; readonly column: Column; readonly rows: number; readonly path: string};

/** A scalar of a kind. */
export function scalar(type: Scalar["type"], value: Cell): Scalar {
  return {kind: "scalar", type, value};
}

/** A scalar of what a YAML or a table holds. */
export function scalarOf(value: Cell): Scalar {
  return scalar(typeof value === "number" ? "number" : typeof value === "boolean" ? "boolean" : "text", value);
}

/** How a value reads in prose. @throws TidemarkError "expression/shape" for what is no single value. */
export function valueText(value: ExpressionValue): string {
  if (value.kind === "list") return value.values.length ? value.values.join(", ") : "–";
  const single = singleValue(value);
  if (single.value === null) return "–";
  if (single.type === "time") return readableTime(Number(single.value));
  if (single.type === "share") return percentText(Number(single.value));
  if (single.type === "number") return readableNumber(Number(single.value));
  return String(single.value);
}

/** A value as it is bound in SQL; a list is bound as its items. */
export function sqlValue(value: ExpressionValue): SqlValue | readonly SqlValue[] {
  if (value.kind === "list") return value.values;
  const {type, value: cell} = singleValue(value);
  return type === "time" && typeof cell === "number" ? {time: cell} : cell;
}

/** The one value of something. @throws TidemarkError "expression/shape" when it is several. */
export function singleValue(value: ExpressionValue): Scalar {
  if (value.kind === "scalar") return value;
  if (value.kind === "column") {
    if (value.rows === 1) return columnValue(value.column, 0);
    throw new TidemarkError(
      "expression/shape",
      `${value.path} has ${value.rows} rows. Write latest(${value.path}) or first(${value.path}), or let its query give one row.`
    );
  }
  if (value.kind === "table") {
    const {rows, columns} = value.table;
    if (rows === 1 && columns.length === 1) return columnValue(columns[0]!, 0);
    throw new TidemarkError(
      "expression/shape",
      `This is a table of ${rows} rows and ${columns.length} columns; name a column of it, such as ${columns[0] ? `name.${columns[0].name}` : "name.column"}.`
    );
  }
  if (value.kind === "list") throw new TidemarkError("expression/shape", "This is a list of values, not one.");
  if (value.kind === "opaque")
    throw new TidemarkError("expression/shape", `This is ${value.text}, which only JavaScript cells can use.`);
  throw new TidemarkError(
    "expression/shape",
    'This is a whole insight; ask it for a value, such as latest(name) or change(name, "series").'
  );
}

/** The value of a column in a row, with its type. */
export function columnValue(column: Column, row: number): Scalar {
  return scalar(column.type, cellOf(column, row));
}

/** A column of a table by name. @throws TidemarkError "expression/unknown" */
export function tableColumn(table: Table, name: string, path: string): ExpressionValue {
  const column = findColumn(table, name);
  if (!column)
    throw new TidemarkError(
      "expression/unknown",
      `${path}: there is no column ${name}; there are ${table.columns.map((other) => other.name).join(", ")}.`
    );
  return {kind: "column", column, rows: table.rows, path};
}

/** A series of an insight: by its label, or the only one. @throws TidemarkError "expression/unknown" */
export function seriesOf({series, title}: InsightResult, label: string | null): ResultSeries {
  const found =
    label === null ? (series.length === 1 ? series[0] : undefined) : series.find((one) => one.label === label);
  if (found) return found;
  const labels = series.map((one) => JSON.stringify(one.label)).join(", ") || "none";
  throw new TidemarkError(
    "expression/unknown",
    label === null
      ? `"${title}" has ${series.length} series; say which: ${labels}.`
      : `"${title}" has no series ${JSON.stringify(label)}; it has ${labels}.`
  );
}
