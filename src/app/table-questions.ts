/** What a table's viewer asks of DuckDB: the order and the rows of a filter, and a summary of each column. */
import type {SqlResult} from "../store/store.ts";
import {type Column, numbersOf, type Table, textOf} from "../table.ts";

/** Asks about the table in the database. */
export type Ask = (strings: readonly string[], values: readonly (string | number)[]) => Promise<SqlResult>;

/** How a table is looked at. `filter` is text that a row must hold in any column; empty for all rows. */
export interface TableLook {
  readonly filter: string;
  readonly sort: {readonly column: string; readonly descending: boolean} | null;
}

/** What is in a column: values that are there, and either a histogram or the most frequent texts. */
export interface ColumnSummary {
  readonly nulls: number;
  readonly distinct: number;
  readonly least: number | null;
  readonly largest: number | null;
  /** Counts of equal parts from least to largest; empty for text. */
  readonly histogram: readonly number[];
  readonly frequent: readonly {readonly value: string; readonly count: number}[];
}

const BINS = 24;

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The rows of a look, in its order, as places in the table. */
export async function rowsOf(
  ask: Ask,
  name: string,
  columns: readonly Column[],
  look: TableLook
): Promise<Float64Array> {
  const strings = [`SELECT rowid AS place FROM ${quoted(name)}`];
  const values: string[] = [];
  if (look.filter.trim()) {
    const all = columns.map((column) => `${quoted(column.name)}::VARCHAR`).join(", ");
    strings[0] += ` WHERE contains(lower(concat_ws(chr(31), ${all})), lower(`;
    strings.push("))");
    values.push(look.filter.trim());
  }
  const order = look.sort ? `${quoted(look.sort.column)} ${look.sort.descending ? "DESC" : "ASC"} NULLS LAST, ` : "";
  strings[strings.length - 1] += ` ORDER BY ${order}rowid`;
  return numbersOf(await ask(strings, values), "place");
}

/** A summary of a column, computed in DuckDB. */
export async function summaryOf(ask: Ask, name: string, {name: columnName, type}: Column): Promise<ColumnSummary> {
  const [table, column] = [quoted(name), quoted(columnName)];
  const number = type === "time" ? `epoch_ms(${column})::DOUBLE` : `${column}::DOUBLE`;
  const isText = type === "text";
  const counts = await ask(
    [
      `SELECT count(*) - count(${column}) AS nulls, approx_count_distinct(${column}) AS distinct_values, ${isText ? "NULL::DOUBLE" : `min(${number})`} AS least, ${isText ? "NULL::DOUBLE" : `max(${number})`} AS largest FROM ${table}`
    ],
    []
  );
  const figure = (name: string) => numbersOf(counts, name)[0]!;
  const [least, largest] = isText ? [Number.NaN, Number.NaN] : [figure("least"), figure("largest")];
  const base = {
    nulls: figure("nulls"),
    distinct: figure("distinct_values"),
    least: Number.isNaN(least) ? null : least,
    largest: Number.isNaN(largest) ? null : largest
  };
  if (isText) {
    const frequent = await ask(
      [
        `SELECT ${column} AS word, count(*) AS n FROM ${table} WHERE ${column} IS NOT NULL GROUP BY ALL ORDER BY n DESC, word LIMIT 3`
      ],
      []
    );
    return {...base, histogram: [], frequent: frequentOf(frequent)};
  }
  if (!(largest > least)) return {...base, histogram: [], frequent: []};
  const bins = await ask(
    [
      `SELECT least(floor((${number} - `,
      `) / `,
      ` * ${BINS}), ${BINS - 1}) AS bin, count(*) AS n FROM ${table} WHERE ${column} IS NOT NULL GROUP BY ALL ORDER BY bin`
    ],
    [least, largest - least]
  );
  const histogram = new Array<number>(BINS).fill(0);
  numbersOf(bins, "bin").forEach((bin, i) => {
    histogram[bin] = numbersOf(bins, "n")[i]!;
  });
  return {...base, histogram, frequent: []};
}

function frequentOf(table: Table): ColumnSummary["frequent"] {
  const {codes, words} = table.rows ? textOf(table, "word") : {codes: new Int32Array(), words: []};
  const counts = table.rows ? numbersOf(table, "n") : new Float64Array();
  return Array.from(counts, (count, i) => ({value: words[codes[i]!] ?? "", count}));
}
