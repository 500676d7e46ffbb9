/**
 * Charts over more rows than are drawn: a database aggregates them, and Vega draws what comes back as it would have drawn
 * its own groups.
 */
import * as vega from "vega";
import {compile} from "vega-lite";
import {isTidemarkError, messageOf, TidemarkError} from "../error.ts";
import {isRecord} from "../fields.ts";
import type {Sql} from "../sql.ts";
import {type Cell, type Column, cellOf, numbersOf, type Table} from "../table.ts";
import {columnsOf, distinctKeys, rangesOf, type Steps, statementOf, stepsOf} from "./aggregate-sql.ts";
import type {VegaLiteSpec} from "./insight-spec.ts";
import {type Lowered, pushDown, type Question} from "./push-down.ts";
import {groupKey, type Source, type Types} from "./row-stream.ts";
import {type Aggregated, MOST_ROWS, specChart, tooManyRows} from "./spec.ts";

/** Exported by Vega, missing in its types. */
const {timeUnits, utcFloor, utcInterval} = vega as unknown as {
  readonly timeUnits: (units: readonly string[]) => readonly string[];
  readonly utcFloor: (units: readonly string[], step: number) => (time: number) => Date;
  readonly utcInterval: (unit: string) => {offset(date: Date, step: number): Date};
};

/** Asks the database; no more rows than so many come back, and `truncated` says that there were more. */
export type AskDatabase = (statement: Sql, rows: number) => Promise<Table & {readonly truncated: boolean}>;

/**
 * What the database makes of the rows of a table, for a chart over them. `id` is the table's name in the database.
 * @throws TidemarkError "chart/rows" that says which part of the chart keeps it from being aggregated.
 */
export async function aggregated(spec: VegaLiteSpec, id: string, table: Table, ask: AskDatabase): Promise<Aggregated> {
  const types: Types = Object.fromEntries(
    table.columns.filter((column) => /^[A-Za-z_]\w*$/.test(column.name)).map((column) => [column.name, column.type])
  );
  const made = pushDown(lowered(specChart(spec, {rows: 0, columns: []}, 400, 300)), types);
  if (typeof made === "string") throw tooManyRows(table.rows, made);
  const ranges = await ask(rangesOf(made, id), 1).catch((error: unknown) => {
    throw isTidemarkError(error) && error.code === "engine/query" ? tooManyRows(table.rows, error.message) : error;
  });
  if (numbersOf(ranges, "n")[0] !== table.rows) throw tooManyRows(table.rows, `the database has other rows as ${id}`);
  const extents = made.bins.map(
    ({extent}, i): readonly [number, number] =>
      extent ?? [numbersOf(ranges, `least${i}`)[0]!, numbersOf(ranges, `most${i}`)[0]!]
  );
  for (const [i, ends] of extents.entries())
    if (!ends.every(Number.isFinite))
      throw tooManyRows(table.rows, `${made.bins[i]!.column} has no first and last bin`);
  const tables: Table[] = [];
  for (const question of made.questions) {
    const {truncated, rows, columns} = await ask(statementOf(question, id, types, made.bins, extents), MOST_ROWS);
    if (truncated) throw tooManyRows(table.rows, `it has more than ${MOST_ROWS} groups`);
    const names = columnsOf(question);
    tables.push({rows, columns: columns.map((column, i): Column => ({...column, name: names[i]!}))});
  }
  return {rows: table.rows, types, extents, tables};
}

/** A compiled chart with what a database made of its rows. */
export function withAggregated(spec: Lowered, {types, extents, tables}: Aggregated): Lowered {
  const made = pushDown(spec, types);
  if (typeof made === "string") throw new TidemarkError("chart/rows", `This chart cannot be aggregated: ${made}.`);
  const bins = made.bins.map((one, i) => stepsOf(one, extents[i]!));
  const rows = made.questions.map((question, i) => rowsOf(question, tables[i]!, bins));
  const signals = made.bins.flatMap(({signals}, i) => [
    ...(signals.extent === null ? [] : [{name: signals.extent, value: extents[i]}]),
    ...(signals.bin === null ? [] : [{name: signals.bin, value: bins[i]}])
  ]);
  // the same extent may stand before several bins
  const once = signals.filter((one, i) => signals.findIndex((other) => other.name === one.name) === i);
  return {
    ...made.spec,
    signals: [...once, ...(Array.isArray(made.spec.signals) ? made.spec.signals : [])],
    data: (made.spec.data as Record<string, unknown>[]).map((entry) =>
      isRecord(entry.values) && typeof entry.values.answer === "number"
        ? {...entry, values: rows[entry.values.answer]}
        : entry
    )
  };
}

/** The Vega spec of a Vega-Lite one. */
function lowered({usermeta: _, ...spec}: VegaLiteSpec): Lowered {
  const quiet: Record<string, unknown> = {};
  for (const level of ["warn", "error", "info", "debug", "level"]) quiet[level] = () => quiet;
  try {
    return compile(spec as never, {logger: quiet as never}).spec as unknown as Lowered;
  } catch (error) {
    throw new TidemarkError("chart/spec", `This chart cannot be drawn: ${messageOf(error)}`, {}, error);
  }
}

/** The answer to a question as the groups that Vega makes: an operation over nothing has no value there. */
function rowsOf(question: Question, table: Table, bins: readonly Steps[]): Record<string, unknown>[] {
  const shown = distinctKeys(question);
  const keys = question.keys.map(({as, from}) => ({
    as,
    column: table.columns[shown.findIndex((one) => groupKey(one.from) === groupKey(from))]!,
    read: readerOf(from, bins)
  }));
  const measures = question.measures.map(({as, from, op}, i) => ({
    as,
    column: table.columns[shown.length + i]!,
    read: from?.how === "date" && (op === "min" || op === "max") ? dateOf : same
  }));
  return Array.from({length: table.rows}, (_, row) => {
    const record: Record<string, unknown> = {};
    for (const {as, column, read} of keys) {
      const value = cellOf(column, row);
      record[as] = value === null ? null : read(value);
    }
    for (const {as, column, read} of measures) {
      const value = cellOf(column, row);
      record[as] = value === null ? undefined : read(value);
    }
    return record;
  });
}

const same = (value: Cell): unknown => value;
const dateOf = (value: Cell): unknown => new Date(Number(value));

function readerOf(from: Source, bins: readonly Steps[]): (value: Cell) => unknown {
  if (from.how === "date") return dateOf;
  if (from.how === "unit") {
    const units = timeUnits(from.units);
    const floor = utcFloor(units, 1);
    const {offset} = utcInterval(units.at(-1)!);
    return from.isEnd ? (value) => offset(floor(Number(value)), 1) : (value) => floor(Number(value));
  }
  if (from.how === "bin" && from.isEnd) {
    const {start, step} = bins[from.bin]!;
    return (value) => start + step * (1 + (Number(value) - start) / step);
  }
  return same;
}
